"""A real worker takes a file in; one that is killed is followed by the next, which goes on where it was."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from catalogue.exchange import operations, runs
from catalogue.exchange.errors import Stopped
from catalogue.exchange.models import ImportedRow, ImportPart, ImportRun
from catalogue.exchange.people import HOST
from catalogue.exchange.values import Told
from catalogue.outbox.unit import revision
from catalogue.services.models import Service, Version
from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tests.exchange_make import sheet_of
from tests.waiting import until

ROWS = 250


@contextmanager
def worker(environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker with the clock beside it, in a process group of its own."""
    given = {**environment, "KUNTAKANTA_JOB_STALE_SECONDS": "4"}
    command = [sys.executable, "-m", "kuntakanta", "worker", "--beat", "--processes", "1"]
    process = subprocess.Popen(
        command, env=given, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def state_of(town: Municipality) -> str:
    with within(town):
        return ImportRun.objects.get().state


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_an_import_whose_worker_is_killed_is_completed_by_the_next(
    turku: Municipality,
    espoo: Municipality,
    database_url: str,
    environment_of_programs: dict[str, str],
    tmp_path: Path,
) -> None:
    with within_host():
        DueJob.objects.exclude(municipality=turku, name=operations.JOB).delete()
    path = sheet_of(tmp_path / "a.csv", "service", *({"name.fi": f"Palvelu {each}"} for each in range(ROWS)))
    with within(turku):
        operations.send(path=path, importer=HOST, publish=False, dry=False)
    path.unlink()
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with (
        psycopg.connect(database_url) as holder,
        psycopg.connect(database_url, autocommit=True) as observer,
        worker(environment_of_programs) as first,
    ):
        holder.execute(f'LOCK TABLE "{turku.schema_name}".services_version IN SHARE MODE')
        until(lambda: (observer.execute(waits).fetchone() or (0,))[0] > 0, during=first, seconds=60)
        assert state_of(turku) == "running"
    with within(turku):
        assert not Service.objects.exists(), "a batch is written whole or not at all"
        assert ImportPart.objects.exists()
    with worker(environment_of_programs) as second:
        until(lambda: state_of(turku) == "done", during=second, seconds=60)
    with within(turku):
        run = runs.latest()[0]
        assert (run.done, run.total, run.counts) == (ROWS, ROWS, {"created": ROWS})
        assert Service.objects.count() == Version.objects.count() == ImportedRow.objects.count() == ROWS
        assert revision() == 3
        assert not ImportPart.objects.exists()
    with within(espoo):
        assert not Service.objects.exists()


@pytest.mark.django_db
def test_an_import_that_is_cancelled_under_way_stops_between_two_batches(turku: Municipality, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", *({"name.fi": f"Palvelu {each}"} for each in range(ROWS)))
    with within(turku):
        run = operations.send(path=path, importer=HOST, publish=False, dry=False)
        run.state = ImportRun.State.RUNNING
        run.save()
        told = [Told(table="", row=1, kind="service", outcome="unchanged")]
        runs.note(run, told)
        operations.cancel(number=run.pk, importer=HOST)
        with pytest.raises(Stopped):
            runs.note(run, told)
        assert ImportedRow.objects.count() == ImportRun.objects.get().done == 1
        assert operations.carry_out(town=turku) == 0
        assert not Service.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_the_death_of_its_workers_is_given_up(in_turku: Municipality, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", {"name.fi": "A"})
    run = operations.send(path=path, importer=HOST, publish=False, dry=False)
    ImportRun.objects.update(tries=operations.MOST_TRIES)
    assert operations.carry_out(town=in_turku) == 1
    run.refresh_from_db()
    assert run.refusal is not None
    assert (run.state, run.refusal.code) == ("failed", "failed")
    assert not ImportPart.objects.exists()


@pytest.mark.django_db
def test_what_was_only_tried_in_part_is_tried_from_the_beginning(in_turku: Municipality, tmp_path: Path) -> None:
    rows = [{"name.fi": f"P {each}", "source_id": f"K-{each % 120}"} for each in range(130)]
    path = sheet_of(tmp_path / "a.csv", "service", *rows)
    run = operations.send(path=path, importer=HOST, publish=False, dry=True)
    ImportRun.objects.update(done=100, counts={"created": 100})
    ImportedRow.objects.create(run=run, place=0, told=Told(table="", row=2, kind="service", outcome="created"))
    assert operations.carry_out(town=in_turku) == 1
    run.refresh_from_db()
    assert (run.done, run.counts) == (130, {"created": 120, "refused": 10})
    assert ImportedRow.objects.count() == 130
    assert not Service.objects.exists()
