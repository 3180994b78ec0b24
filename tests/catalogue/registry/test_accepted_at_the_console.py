"""Removals that an operator accepts are made in the background, and once."""

import pytest

from catalogue.registry.models import SyncRun
from catalogue.registry.operations import sync_town
from kuntakanta.operators.tasks import accept_removals
from tenants.context import within
from tenants.models import Municipality
from tenants.status.queries import town_row
from tests.register import Register


def _state_at_the_host() -> tuple[str, int]:
    row = town_row(code="853")
    assert row is not None
    assert row.status is not None
    return row.status.sync_state, row.status.would_archive


@pytest.mark.django_db(transaction=True)
def test_accepted_removals_are_made(turku: Municipality, register: Register, settings: object) -> None:
    settings.REGISTRY_URL = register.api  # type: ignore[attr-defined]
    sync_town(turku)
    register.do("archive", ids=register.ids("853", "Service")[:12])
    held = sync_town(turku, full=True)
    state, would_archive = _state_at_the_host()
    assert (held.state, state) == (SyncRun.State.HELD, "held")
    assert would_archive >= 12
    accept_removals(municipality_id=turku.pk, run=held.pk)
    assert _state_at_the_host() == ("done", 0)
    with within(turku):
        runs = SyncRun.objects.count()
    accept_removals(municipality_id=turku.pk, run=held.pk + 4711)
    with within(turku):
        assert SyncRun.objects.count() == runs
