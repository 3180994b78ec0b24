"""A town that leaves for good is fenced first: whatever was written before is in the file, and nothing is after."""

import threading
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from catalogue.registry.sync import LOCK
from tenants import lifecycle
from tenants.context import within, within_host
from tenants.dispatch import begin, dispatch_due, finish, make_due
from tenants.errors import WrongState
from tenants.hosts import FRESH, hosts
from tenants.models import DueJob, Municipality, Transition
from tenants.moving import Terms, export_town, fence, import_town
from tenants.moving.errors import FileRefused, StillAtWork
from tenants.moving.leaving import is_fenced
from tenants.queries import history_of, municipality_by_code
from tests import make
from tests.tenants.moving.town import fenced_a_while_ago, gone
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

SOON = timedelta(seconds=0)


def _answer(client: Client) -> int:
    hosts.forget()
    return client.get("/api/v1/services").status_code


def test_a_fenced_town_is_not_served_and_does_no_work(turku: Municipality, turku_client: Client) -> None:
    fenced_a_while_ago(turku)
    fence(municipality=turku)
    assert _answer(turku_client) == 503
    assert turku_client.get("/desk/sign-in").status_code == 503, "also staff's own pages, which suspending leaves open"
    assert make_due(municipality=turku, name="sync")
    assert turku.pk not in {run.municipality_id for run in dispatch_due(now=timezone.now(), limit=99)}
    assert [one.action for one in history_of(municipality=turku)].count("fence") == 1


def test_the_fence_is_lifted_when_the_move_is_called_off(turku: Municipality, turku_client: Client) -> None:
    lifecycle.let_write(municipality=turku, on=True)
    fenced_a_while_ago(turku)
    assert is_fenced(municipality=turku)
    lifecycle.resume(municipality=turku)
    assert not is_fenced(municipality=turku)
    assert _answer(turku_client) == 200
    assert not municipality_by_code(code="853").national_writing, "somebody says so again, when it writes nowhere else"


def test_a_closed_town_stays_closed_behind_its_fence(turku: Municipality, turku_client: Client) -> None:
    lifecycle.close(municipality=turku)
    fenced_a_while_ago(turku)
    assert is_fenced(municipality=turku)
    assert _answer(turku_client) == 410


def test_suspending_alone_is_no_fence(turku: Municipality) -> None:
    lifecycle.suspend(municipality=turku)
    assert not is_fenced(municipality=turku)
    with within_host():
        Municipality.objects.filter(pk=turku.pk).update(state="provisioning")
    with pytest.raises(WrongState):
        fence(municipality=turku)


def test_a_process_that_has_not_heard_of_it_is_waited_for(turku: Municipality) -> None:
    lifecycle.fence(municipality=turku)
    with within_host():
        heard = timezone.now() - timedelta(seconds=FRESH - 1)
        Transition.objects.filter(town=turku.uuid, action="fence").update(at=heard)
    began = time.monotonic()
    fence(municipality=turku)
    assert time.monotonic() - began > 0.8


def test_a_worker_at_work_is_waited_for(turku: Municipality) -> None:
    with within_host():
        DueJob.objects.exclude(municipality=turku).delete()
        DueJob.objects.exclude(name="sync").delete()
    (run,) = dispatch_due(now=timezone.now(), limit=1)
    assert begin(job_id=run.job_id, token=run.token)
    fenced_a_while_ago(turku)
    with pytest.raises(StillAtWork):
        fence(municipality=turku, patience=SOON)
    assert is_fenced(municipality=turku), "it can be tried again"
    finish(job_id=run.job_id, token=run.token, failed=False)
    fence(municipality=turku)


def test_a_sync_from_a_command_line_is_waited_for(turku: Municipality, espoo: Municipality) -> None:
    """It has read for minutes, and has not begun to write."""
    fenced_a_while_ago(turku)
    syncing = make.connection()
    with syncing.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, espoo.pk])
        fence(municipality=turku, patience=SOON)
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, turku.pk])
        with pytest.raises(StillAtWork):
            fence(municipality=turku, patience=SOON)
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, turku.pk])
        fence(municipality=turku, patience=SOON)
    syncing.close()


def test_a_transaction_that_is_open_is_waited_for(turku: Municipality) -> None:
    """What a request wrote before the fence, and commits after it, is not lost."""
    fenced_a_while_ago(turku)
    writer = make.connection()
    writer.set_autocommit(False)
    with writer.cursor() as cursor:
        cursor.execute(f"UPDATE {turku.schema_name}.outbox_revision SET number = 4711")
    with pytest.raises(StillAtWork):
        fence(municipality=turku, patience=SOON)
    ended = threading.Event()

    def fencing() -> None:
        fence(municipality=turku)
        ended.set()
        connection.close()

    thread = threading.Thread(target=fencing)
    thread.start()
    until(_somebody_waits, "nobody waits")
    assert not ended.is_set()
    writer.commit()
    writer.close()
    thread.join(timeout=30)
    assert ended.is_set()
    with within(turku):
        assert make.value(connection, "SELECT number FROM outbox_revision") == 4711


def test_a_file_tells_whether_the_town_goes_on_where_it_comes_from(turku: Municipality, tmp_path: Path) -> None:
    export_town(municipality=turku, path=tmp_path / "copy.zip")
    fenced_a_while_ago(turku)
    fence(municipality=turku)
    export_town(municipality=turku, path=tmp_path / "final.zip")
    gone(turku)
    with pytest.raises(FileRefused, match=r"--final.*--copy"):
        import_town(path=tmp_path / "copy.zip", terms=Terms())
    arrived = import_town(path=tmp_path / "final.zip", terms=Terms())
    assert arrived.manifest.fenced
    assert not is_fenced(municipality=arrived.town)
    assert (arrived.town.state, arrived.town.national_writing) == ("active", False)
    lifecycle.let_write(municipality=arrived.town, on=True)
    assert municipality_by_code(code="853").national_writing
    assert history_of(municipality=arrived.town)[-1].action == "writing-on"


def test_a_town_that_was_closed_arrives_closed(turku: Municipality, turku_client: Client, tmp_path: Path) -> None:
    lifecycle.close(municipality=turku)
    fenced_a_while_ago(turku)
    fence(municipality=turku)
    export_town(municipality=turku, path=tmp_path / "final.zip")
    gone(turku)
    said = StringIO()
    call_command("import_town", str(tmp_path / "final.zip"), stdout=said)
    assert "It was closed, and is so here: kuntakanta town 853 resume\n" in said.getvalue()
    assert _answer(turku_client) == 410
    lifecycle.resume(municipality=municipality_by_code(code="853"))
    assert _answer(turku_client) == 200


def _somebody_waits() -> bool:
    return bool(make.value(connection, "SELECT count(*) FROM pg_locks WHERE NOT granted"))
