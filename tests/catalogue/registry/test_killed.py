"""A worker killed at any point of a sync: the town stays whole, and the next run completes it."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from catalogue.outbox.models import Change
from catalogue.outbox.unit import revision
from catalogue.published.models import Document
from catalogue.registry.models import Link, SyncRun
from catalogue.services.models import Service, ServiceChannel
from tenants.context import within
from tenants.models import Municipality
from tests.register import CHANNELS, SERVICES, Register, pull

# The tables that a first pull writes, in the order in which it comes to them.
STATIONS = (
    "registry_syncrun",
    "services_organization",
    "registry_link",
    "services_servicechannel",
    "services_connection",
    "services_service",
    "registry_base",
    "services_servicecollection",
    "published_document",
    "outbox_revision",
    "outbox_change",
)


@contextmanager
def started(register: Register, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`kuntakanta sync 853`, full, in a process of its own."""
    command = [sys.executable, "-m", "kuntakanta", "sync", "853", "--full"]
    given = {**environment, "KUNTAKANTA_REGISTRY_URL": register.api}
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_stuck(observer: "psycopg.Connection[tuple[int]]", process: "subprocess.Popen[bytes]") -> None:
    """Until some backend waits for the lock that this test holds."""
    deadline = time.monotonic() + 30
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    while observer.execute(waiting).fetchone() == (0,):
        assert process.poll() is None, "the sync ended without ever coming to the table"
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_until_alone(observer: "psycopg.Connection[tuple[int]]") -> None:
    """Until the server has noticed that whoever held the town's lock is gone."""
    deadline = time.monotonic() + 30
    held = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND datname = current_database()"
    )
    while observer.execute(held).fetchone() != (0,):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("station", STATIONS)
def test_a_sync_killed_at_a_table_is_completed_by_the_next(
    station: str,
    transactional_db: None,
    turku: Municipality,
    register: Register,
    database_url: str,
    environment_of_programs: dict[str, str],
) -> None:
    with (
        psycopg.connect(database_url) as holder,
        psycopg.connect(database_url, autocommit=True) as observer,
    ):
        holder.execute(f'LOCK TABLE "{turku.schema_name}"."{station}" IN SHARE MODE')
        with started(register, environment_of_programs) as process:
            wait_until_stuck(observer, process)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        holder.rollback()
        wait_until_alone(observer)
    with within(turku):
        assert not Service.objects.exists()
        assert not Document.objects.exists()
        assert revision() == 0
        run = pull(turku, register)
        assert run.state == "done"
        assert Service.objects.count() == SERVICES
        assert ServiceChannel.objects.filter(own=True).count() == CHANNELS
        things = Link.objects.count()
        assert Document.objects.count() == things
        assert Change.objects.count() == things == len(set(Change.objects.values_list("object_id", flat=True)))
        assert revision() == 1
        assert not SyncRun.objects.filter(state="running").exists()
        assert sum(counts["updated"] for counts in pull(turku, register, full=True).counts.values()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_sync_killed_while_it_fetches_has_written_nothing(
    transactional_db: None, turku: Municipality, register: Register, environment_of_programs: dict[str, str]
) -> None:
    register.fault(kind="slow", path="/api/v11/ServiceChannel/list", seconds=20)
    with started(register, environment_of_programs) as process, within(turku):
        deadline = time.monotonic() + 30
        # Its organisations have come; what comes next is slow, and in the log only when it is over.
        while not any("Organization/businesscode" in each["path"] for each in register.requests()):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert SyncRun.objects.get().state == "running"
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        register.heal()
        assert not Service.objects.exists()
        assert pull(turku, register).state == "done"
        assert list(SyncRun.objects.order_by("id").values_list("state", flat=True)) == ["interrupted", "done"]
