"""The clock of all towns: what is due is taken up once, by one at a time, and again when its worker has died."""

import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from queue import Empty
from typing import Any

import pytest
from celery import Celery, current_app
from celery.app import app_or_default
from django.conf import settings as configured
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from tenants.context import within, within_host
from tenants.dispatch import (
    FIRST_RETRY,
    LOST,
    Run,
    beat,
    begin,
    dispatch_due,
    ensure_jobs,
    finish,
    make_due,
    make_due_by,
)
from tenants.jobs import Job
from tenants.lifecycle import resume, suspend
from tenants.models import DueJob, Municipality

STALE = configured.JOB_STALE_AFTER


@pytest.fixture(autouse=True)
def _one_kind_of_work(db: None, settings: Any) -> Iterator[None]:
    settings.JOBS = (Job(name="sync", task="registry.sync_town", every=timedelta(hours=1)),)
    with within_host():
        DueJob.objects.exclude(name="sync").delete()
        DueJob.objects.update(interval=timedelta(hours=1))
    yield
    with current_app.connection_for_write() as broker, broker.SimpleQueue("celery") as queue:
        queue.clear()


@pytest.fixture
def unreachable_broker() -> Iterator[None]:
    """A Celery app of ours whose broker nobody answers for."""
    ours = app_or_default()
    deaf = Celery("deaf", broker="redis://127.0.0.1:1/0", set_as_current=True)
    deaf.conf.update(task_publish_retry=False, broker_transport_options={"max_retries": 1, "interval_start": 0})
    yield
    ours.set_current()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def _take(now: datetime, limit: int = 10) -> Sequence[Run]:
    return dispatch_due(now=now, limit=limit)


def _row(municipality: Municipality) -> DueJob:
    with within_host():
        return DueJob.objects.get(municipality=municipality)


def test_what_is_due_is_taken_up_once(turku: Municipality, espoo: Municipality, now: datetime) -> None:
    runs = _take(now)
    assert {run.municipality_id for run in runs} == {turku.pk, espoo.pk}
    assert _take(now) == []
    assert _row(turku).running_since == now


def test_the_next_time_lies_about_an_interval_ahead(turku: Municipality, now: datetime) -> None:
    _take(now)
    wait = _row(turku).due_at - now
    assert timedelta(minutes=54) <= wait <= timedelta(minutes=66)


def test_what_is_not_due_is_left(turku: Municipality, now: datetime) -> None:
    with within_host():
        DueJob.objects.update(due_at=now + timedelta(seconds=1))
    assert _take(now) == []
    assert make_due(municipality=turku, name="sync")
    assert [run.municipality_id for run in _take(timezone.now())] == [turku.pk]
    assert not make_due(municipality=turku, name="sync")


def test_a_towns_work_is_brought_forward_and_never_put_off(
    turku: Municipality, espoo: Municipality, now: datetime
) -> None:
    with within_host():
        DueJob.objects.update(due_at=now)
    soon, later = now - timedelta(minutes=5), now + timedelta(minutes=5)
    with within(turku):
        make_due_by(name="sync", at=later)
        assert _row(turku).due_at == now
        make_due_by(name="sync", at=soon)
        make_due_by(name="sync", at=now)
    assert (_row(turku).due_at, _row(espoo).due_at) == (soon, now)


def test_work_that_goes_on_is_due_again_when_it_ends(turku: Municipality, now: datetime) -> None:
    (run, _) = sorted(_take(now), key=lambda run: run.municipality_id != turku.pk)
    assert begin(job_id=run.job_id, token=run.token)
    with within(turku):
        make_due_by(name="sync", at=now)
    finish(job_id=run.job_id, token=run.token, failed=False)
    assert _row(turku).due_at == now


def test_a_tick_takes_the_longest_due_first_and_no_more_than_its_limit(
    turku: Municipality, espoo: Municipality, now: datetime
) -> None:
    with within_host():
        DueJob.objects.filter(municipality=espoo).update(due_at=now - timedelta(days=1))
    assert [run.municipality_id for run in _take(now, limit=1)] == [espoo.pk]
    assert [run.municipality_id for run in _take(now, limit=1)] == [turku.pk]


def test_the_hosts_cap_counts_what_runs(turku: Municipality, espoo: Municipality, now: datetime, settings: Any) -> None:
    settings.JOBS_AT_ONCE = 1
    (run,) = _take(now)
    assert _take(now) == []
    finish(job_id=run.job_id, token=run.token, failed=False)
    assert len(_take(now)) == 1


def test_an_endpoints_cap_counts_what_runs(
    turku: Municipality, espoo: Municipality, now: datetime, settings: Any
) -> None:
    settings.JOBS = (replace(settings.JOBS[0], endpoint="registry"),)
    settings.JOBS_PER_ENDPOINT = {"registry": 1}
    (run,) = _take(now)
    assert _take(now) == []
    finish(job_id=run.job_id, token=run.token, failed=False)
    assert len(_take(now)) == 1


def test_a_towns_cap_counts_what_runs(turku: Municipality, espoo: Municipality, now: datetime, settings: Any) -> None:
    settings.JOBS = (*settings.JOBS, replace(settings.JOBS[0], name="mail"))
    settings.JOBS_PER_TOWN = 1
    ensure_jobs()
    assert sorted(run.municipality_id or 0 for run in _take(timezone.now())) == [turku.pk, espoo.pk]
    assert _take(timezone.now()) == []


def test_how_long_a_run_took_is_remembered(turku: Municipality, now: datetime) -> None:
    runs = {run.municipality_id: run for run in _take(now)}
    run = runs[turku.pk]
    assert begin(job_id=run.job_id, token=run.token)
    assert _row(turku).took is None
    finish(job_id=run.job_id, token=run.token, failed=False)
    assert timedelta() < (_row(turku).took or timedelta()) < timedelta(minutes=1)


def test_a_dead_workers_work_is_taken_up_within_half_a_minute() -> None:
    (entry,) = configured.CELERY_BEAT_SCHEDULE.values()
    tick = timedelta(seconds=float(str(entry["schedule"])))
    assert STALE + 2 * tick < timedelta(seconds=30)


def test_a_suspended_towns_work_rests(turku: Municipality, espoo: Municipality, now: datetime) -> None:
    suspend(municipality=turku)
    assert [run.municipality_id for run in _take(now)] == [espoo.pk]


def test_work_of_a_kind_that_is_not_known_any_more_rests(turku: Municipality, now: datetime, settings: Any) -> None:
    settings.JOBS = ()
    assert _take(now) == []


def test_the_message_names_the_town_and_the_run_and_nothing_else(
    turku: Municipality, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        runs = _take(now)
    with current_app.connection_for_write() as broker:
        queue = broker.SimpleQueue("celery")
        messages = [queue.get(block=False) for _ in runs]
        queue.close()
    assert [message.headers["task"] for message in messages] == ["registry.sync_town"] * 2
    assert [message.payload[1] for message in messages] == [{"municipality_id": run.municipality_id} for run in runs]
    assert [message.headers["due_run"] for message in messages] == [str(run.token) for run in runs]


def test_nothing_is_sent_when_the_transaction_is_rolled_back(turku: Municipality, now: datetime) -> None:
    _take(now)  # the test's own transaction never commits
    with current_app.connection_for_write() as broker, broker.SimpleQueue("celery") as queue, pytest.raises(Empty):
        queue.get(block=False)


def test_a_run_that_the_broker_does_not_take_is_given_back(
    turku: Municipality, now: datetime, django_capture_on_commit_callbacks: Any, unreachable_broker: None
) -> None:
    with pytest.raises(BrokerError), django_capture_on_commit_callbacks(execute=True):
        assert len(_take(now)) == 2
    assert len(_take(timezone.now())) == 2


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_never_take_the_same_row(turku: Municipality, espoo: Municipality) -> None:
    now = timezone.now()

    def tick(_: int) -> list[int]:
        try:
            return [run.job_id for run in _take(now)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = [job for jobs in pool.map(tick, range(8)) for job in jobs]
    assert len(taken) == len(set(taken)) == 2


class TestRun:
    """A run belongs to whoever holds its token and keeps its heart beating."""

    @pytest.fixture
    def run(self, turku: Municipality, now: datetime) -> Run:
        with within_host():
            DueJob.objects.exclude(municipality=turku).delete()
        (run,) = _take(now)
        return run

    def test_it_begins_once(self, run: Run) -> None:
        assert begin(job_id=run.job_id, token=run.token)
        assert not begin(job_id=run.job_id, token=run.token)

    def test_a_strangers_token_begins_nothing(self, run: Run) -> None:
        assert not begin(job_id=run.job_id, token=uuid.uuid4())

    def test_a_town_that_was_suspended_meanwhile_is_left_alone(
        self, run: Run, now: datetime, turku: Municipality
    ) -> None:
        suspend(municipality=turku)
        assert not begin(job_id=run.job_id, token=run.token)
        assert _take(now + LOST) == []
        resume(municipality=turku)
        (again,) = _take(now + LOST)
        assert begin(job_id=again.job_id, token=again.token)

    def test_a_dead_workers_row_is_taken_up_again_and_its_old_run_is_over(self, run: Run, now: datetime) -> None:
        begin(job_id=run.job_id, token=run.token)
        assert _take(timezone.now()) == []
        (again,) = _take(timezone.now() + STALE)
        assert again.token != run.token
        assert not begin(job_id=run.job_id, token=run.token)
        assert not beat(job_id=run.job_id, token=run.token)
        assert begin(job_id=again.job_id, token=again.token)

    def test_a_beating_heart_keeps_it(self, run: Run) -> None:
        begin(job_id=run.job_id, token=run.token)
        with within_host():
            DueJob.objects.update(heartbeat=timezone.now() - 2 * STALE)
        assert beat(job_id=run.job_id, token=run.token)
        assert _take(timezone.now()) == []

    def test_a_run_that_waits_for_a_worker_is_not_dead(self, run: Run, now: datetime) -> None:
        assert _take(now + STALE) == []
        (again,) = _take(now + LOST)
        assert again.token != run.token

    def test_an_old_run_does_not_end_a_new_one(self, run: Run, now: datetime, turku: Municipality) -> None:
        (again,) = _take(now + LOST)
        finish(job_id=run.job_id, token=run.token, failed=False)
        assert _row(turku).run == again.token

    def test_a_failure_comes_due_soon_and_each_further_one_later(self, run: Run, turku: Municipality) -> None:
        waits = []
        for _ in range(8):
            before = timezone.now()
            finish(job_id=run.job_id, token=run.token, failed=True)
            waits.append(_row(turku).due_at - before)
            (run,) = _take(before + timedelta(hours=2))
        assert timedelta() <= waits[0] - FIRST_RETRY < timedelta(seconds=5)
        assert timedelta() <= waits[1] - 2 * FIRST_RETRY < timedelta(seconds=5)
        assert max(waits) <= timedelta(minutes=60, seconds=5)
        assert _row(turku).failures == 8

    def test_success_forgets_failures(self, run: Run, turku: Municipality, now: datetime) -> None:
        finish(job_id=run.job_id, token=run.token, failed=True)
        (again,) = _take(now + timedelta(hours=2))
        finish(job_id=again.job_id, token=again.token, failed=False)
        row = _row(turku)
        assert (row.failures, row.run, row.running_since, row.heartbeat, row.worker) == (0, None, None, None, "")
