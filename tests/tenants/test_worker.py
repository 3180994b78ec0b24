"""A real worker with the clock beside it: takes up what is due, and a killed one's work is done by the next."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery import current_app
from django.contrib.contenttypes.models import ContentType

from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tenants.workers import workers
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process group of its own, as its children would otherwise outlive it."""
    given = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "tests.tenants.settings_of_worker",
        "KUNTAKANTA_JOB_STALE_SECONDS": "4",
    }
    command = [sys.executable, "-m", "kuntakanta", "worker", "--beat", "--processes", "2"]
    process = subprocess.Popen(command, env=given, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _has(municipality: Municipality, model: str) -> bool:
    with within(municipality):
        return ContentType.objects.filter(app_label="work", model=model).exists()


def test_a_killed_workers_work_is_done_by_the_next(
    turku: Municipality, espoo: Municipality, environment_of_programs: dict[str, str]
) -> None:
    with within_host():
        DueJob.objects.exclude(municipality=turku, name="sync").delete()
    with _worker(environment_of_programs) as first:
        until(lambda: _has(turku, "begun"), during=first, seconds=40)
    assert not _has(turku, "ended")
    (killed,) = (one.name for one in workers())
    assert killed.endswith(f":{first.pid}")
    with _worker(environment_of_programs) as second:
        until(lambda: any(one.name.endswith(f":{second.pid}") for one in workers()), during=second, seconds=40)
        until(lambda: _has(turku, "ended"), during=second, seconds=40)
        until(_idle, during=second, seconds=40)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=15) == 0
        assert [one.name for one in workers()] == [killed], "who ends as it should says so"
    assert not _has(espoo, "begun")


def _idle() -> bool:
    with within_host():
        return DueJob.objects.get().run is None


def test_work_of_two_towns_by_turns_in_the_same_processes_stays_in_each(
    turku: Municipality, espoo: Municipality, environment_of_programs: dict[str, str]
) -> None:
    with within_host():
        DueJob.objects.all().delete()
    for number in range(60):
        town = (turku, espoo)[number % 2]
        current_app.send_task("tests.tells", kwargs={"municipality_id": town.pk, "number": number})
    with _worker(environment_of_programs) as worker:
        until(lambda: sum(len(_told(town)) for town in (turku, espoo)) == 50, during=worker, seconds=40)
    for place, town in enumerate((turku, espoo)):
        expected = {f"{town.schema_name} {number}" for number in range(place, 60, 2) if number % 6}
        assert _told(town) == expected


def _told(municipality: Municipality) -> set[str]:
    with within(municipality):
        return set(ContentType.objects.filter(app_label="told").values_list("model", flat=True))
