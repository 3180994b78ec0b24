"""When a sync ends, the host knows how, without entering the town again."""

import pytest

from catalogue.errors import NotFound
from catalogue.registry.models import SyncRun
from catalogue.registry.operations import sync_town
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.status.models import TownStatus
from tenants.status.queries import town_row
from tenants.status.rules import Health
from tests.accounts_make import staff
from tests.register import Register


@pytest.fixture
def at_register(register: Register, settings: object) -> Register:
    """The register that settings name."""
    settings.REGISTRY_URL = register.api  # type: ignore[attr-defined]
    return register


def _status(town: Municipality) -> TownStatus:
    with within_host():
        return TownStatus.objects.get(municipality=town)


@pytest.mark.django_db(transaction=True)
def test_a_sync_leaves_its_result_at_the_host(turku: Municipality, espoo: Municipality, at_register: Register) -> None:
    staff(turku, Role.ADMINISTRATOR)
    run = sync_town(turku)
    status = _status(turku)
    assert (status.run, status.sync_state, status.sync_reason) == (run.pk, SyncRun.State.DONE, "")
    assert status.fresh_at == run.started
    assert status.troubled_since is None
    assert status.services > 0
    row, other = town_row(code="853"), town_row(code="049")
    assert row is not None
    assert other is not None
    assert (row.health, other.health) == (Health.FINE, Health.NEVER)
    assert row.use is not None
    assert row.use.bytes > 100_000
    assert row.use.people == 1
    assert row.use.things == status.organizations + status.services + status.channels


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_refused_changes_nothing(turku: Municipality, at_register: Register) -> None:
    before = sync_town(turku).pk
    with pytest.raises(NotFound):
        sync_town(turku, accept=4711)
    assert _status(turku).run == before
    with within(turku):
        assert SyncRun.objects.count() == 1
