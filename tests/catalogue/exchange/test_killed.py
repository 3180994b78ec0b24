"""An import killed at any point goes on where it was, and nothing is done twice."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from catalogue.exchange.models import ImportedRow, ImportRun
from catalogue.outbox.unit import revision
from catalogue.services.models import Service, Version
from tenants.context import within
from tenants.models import Municipality
from tests.exchange_make import outcomes, sheet_of, take_in

ROWS = 350
# The tables that a batch writes, in the order in which it comes to them; each is held when two batches are through.
STATIONS = ("services_service", "services_version", "exchange_importedrow", "exchange_importrun", "outbox_revision")


@contextmanager
def started(path: Path, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """`kuntakanta catalogue-import 853 FILE` in a process of its own."""
    command = [sys.executable, "-m", "kuntakanta", "catalogue-import", "853", str(path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(holds: str, observer: "psycopg.Connection[tuple[int]]", process: "subprocess.Popen[bytes]") -> None:
    """Until a statement counts one or more."""
    deadline = time.monotonic() + 60
    while (observer.execute(holds).fetchone() or (0,))[0] == 0:
        assert process.poll() is None, "the import ended without ever coming there"
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("station", STATIONS)
def test_an_import_killed_in_a_batch_is_completed_by_the_next(
    station: str,
    transactional_db: None,
    turku: Municipality,
    database_url: str,
    environment_of_programs: dict[str, str],
    tmp_path: Path,
) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", *({"name.fi": f"Palvelu {each}"} for each in range(ROWS)))
    schema = turku.schema_name
    with (
        psycopg.connect(database_url) as holder,
        psycopg.connect(database_url, autocommit=True) as observer,
        started(path, environment_of_programs) as process,
    ):
        wait_until(f'SELECT coalesce(max(done), 0) FROM "{schema}".exchange_importrun', observer, process)
        holder.execute(f'LOCK TABLE "{schema}"."{station}" IN SHARE MODE')
        stuck = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        wait_until(stuck, observer, process)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        holder.rollback()
    with within(turku):
        run = ImportRun.objects.get()
        assert run.finished is None
        assert run.done in (100, 200, 300)
        assert Service.objects.count() == Version.objects.count() == ImportedRow.objects.count() == run.done
        assert revision() == run.done // 100
        assert outcomes(take_in(turku, path)) == ["created"] * ROWS
        assert ImportRun.objects.get().done == ROWS == Service.objects.count()
        assert revision() == 4
        assert outcomes(take_in(turku, path)) == ["unchanged"] * ROWS
        assert revision() == 4
