"""Workers of their own: several at once do each step once, and one with the clock beside it comes at the minute."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from catalogue.outbox.unit import revision
from catalogue.services import planning
from catalogue.services.models import Planned, Version
from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tests.catalogue_make import organization, store
from tests.planned_make import TOWN, draft, plan, present
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(in_turku: Municipality) -> Iterator[UUID]:
    record = organization()
    store("organization", record)
    yield record.id
    with current_app.connection_for_write() as broker, broker.SimpleQueue("celery") as queue:
        queue.clear()


def test_three_workers_at_once_do_each_step_once(city: UUID, in_turku: Municipality) -> None:
    works = [draft(city, name=f"Palvelu {number}") for number in range(8)]
    for work in works:
        plan(work, at=timezone.now())
    before, taken, failed = revision(), list[int](), list[BaseException]()
    together = threading.Barrier(3)

    def worker() -> None:
        try:
            with within(in_turku):
                together.wait(timeout=30)
                taken.append(planning.carry_out_due(languages=TOWN))
        except BaseException as error:  # noqa: BLE001 told by the test's own thread
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert sum(taken) == 8
    assert revision() == before + 8
    assert {present(work).version for work in works} == {2}
    assert Version.objects.filter(action="published").count() == 8
    assert Planned.objects.filter(outcome="done").count() == 8


def test_a_worker_with_the_clock_comes_at_the_instant(
    city: UUID, in_turku: Municipality, environment_of_programs: dict[str, str]
) -> None:
    with within_host():
        DueJob.objects.exclude(municipality=in_turku, name=planning.JOB).delete()
        DueJob.objects.update(due_at=timezone.now() + timedelta(hours=1))
    first = plan(draft(city), at=timezone.now() + timedelta(seconds=6))
    second = plan(draft(city, name="Toinen"), at=first.at + timedelta(seconds=3))
    command = [sys.executable, "-m", "kuntakanta", "worker", "--beat", "--processes", "1"]
    process = subprocess.Popen(command, env=environment_of_programs, start_new_session=True)
    try:
        for row in (first, second):
            until(Planned.objects.filter(pk=row.pk).exclude(outcome=None).exists, during=process, seconds=60)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for row in (first, second):
        done = Planned.objects.get(pk=row.pk)
        assert done.outcome == "done"
        assert done.carried_out is not None
        assert done.carried_out >= row.at, "never before its time"
