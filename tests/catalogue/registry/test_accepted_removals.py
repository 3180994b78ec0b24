"""Removals that an operator accepts are made by the town's next sync, which goes by the row of all its syncs."""

import json
import uuid
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from catalogue.registry.models import SyncRun
from catalogue.registry.operations import sync_town
from catalogue.registry.sync import AlreadyRunning, alone
from catalogue.registry.tasks import sync_town_task
from kuntakanta.operators.actions import DEEDS, Given
from tenants.context import within, within_host
from tenants.dispatch import Run, begin, dispatch_due, finish
from tenants.errors import WrongState
from tenants.models import DueJob, Municipality
from tenants.status.queries import TownRow, town_row
from tests.make import connection
from tests.register import Register


def _row() -> TownRow:
    row = town_row(code="853")
    assert row is not None
    return row


def _job() -> DueJob:
    with within_host():
        return DueJob.objects.get(municipality__code="853", name="sync")


def _taken_up() -> Sequence[Run]:
    """Nothing but Turku's sync is there to be done."""
    with within_host():
        DueJob.objects.exclude(municipality__code="853", name="sync").delete()
    return dispatch_due(now=timezone.now(), limit=10)


@pytest.fixture
def held(turku: Municipality, register: Register, settings: Any) -> SyncRun:
    """A sync of Turku that waits for a yes."""
    settings.REGISTRY_URL = register.api
    sync_town(turku)
    register.do("archive", ids=register.ids("853", "Service")[:12])
    run = sync_town(turku, full=True)
    assert run.state == SyncRun.State.HELD
    return run


@pytest.mark.django_db(transaction=True)
def test_accepted_removals_are_made_once_and_beside_no_other_sync(
    turku: Municipality, held: SyncRun, valkey: Redis
) -> None:
    DEEDS["accept"].do(_row(), Given(run=held.pk))
    (run,) = _taken_up()
    messages = [json.loads(b64decode(json.loads(raw)["body"]))[1] for raw in valkey.lrange("celery", 0, -1)]
    assert messages.count({"municipality_id": turku.pk, "accept": held.pk}) == 1
    assert begin(job_id=run.job_id, token=run.token)
    assert _taken_up() == [], "one at a time"
    for deed in ("accept", "sync"):
        with pytest.raises(WrongState, match="under way"):
            DEEDS[deed].do(_row(), Given(run=held.pk))
    sync_town_task(municipality_id=turku.pk, **run.given)
    finish(job_id=run.job_id, token=run.token, failed=False)
    row = _row()
    assert row.status is not None
    assert (row.status.sync_state, row.status.would_archive) == ("done", 0)
    assert _job().given == {}
    with within(turku):
        runs = SyncRun.objects.count()
    sync_town_task(municipality_id=turku.pk, accept=held.pk + 4711)
    with within(turku):
        assert SyncRun.objects.count() == runs, "what is held no more is accepted no more"


@pytest.mark.django_db(transaction=True)
def test_what_was_accepted_waits_while_somebody_else_pulls_the_town(
    turku: Municipality, held: SyncRun, settings: Any
) -> None:
    elsewhere = connection()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x53594E43, turku.pk])
        with pytest.raises(AlreadyRunning):
            sync_town_task(municipality_id=turku.pk, accept=held.pk)
        sync_town_task(municipality_id=turku.pk)
    finally:
        elsewhere.close()
    with alone(turku):
        pass


def test_a_try_that_fails_keeps_what_it_was_given(turku: Municipality) -> None:
    with within_host():
        DueJob.objects.filter(municipality=turku, name="sync").update(given={"accept": 7}, due_at=timezone.now())
    (run,) = _taken_up()
    finish(job_id=run.job_id, token=run.token, failed=True)
    assert _job().given == {"accept": 7}
    finish(job_id=run.job_id, token=uuid.uuid4(), failed=False)
    assert _job().given == {"accept": 7}, "somebody else's end is not ours"
