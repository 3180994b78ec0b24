"""The clock of all towns: rows say what is due, a tick every few seconds takes up some of it, tasks do it.

The truth is in rows, never in the broker. A row that has been taken up carries a run; whoever works on it must hold
that run. A worker that dies stops the row's heartbeat, and the next tick gives the row a new run: work is done at least
once, and by one at a time, because a message of an earlier run finds that the row is no longer its own.
"""

import os
import random
import socket
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Least
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from tenants.choosing import Caps, Work, choose, is_long
from tenants.context import current_schema, within_host
from tenants.jobs import Job, all_jobs
from tenants.models import DueJob, Municipality, SchemaState
from tenants.releases import this_release

LOST = timedelta(minutes=5)
"""A run that nobody has begun for this long is sent again: the broker may have lost its message."""

JITTER = 0.1
"""Share of the interval by which the next time is moved at random, so that towns that joined together drift apart."""

FIRST_RETRY = timedelta(minutes=1)
"""Wait after a first failure; it doubles with each further one, up to the interval."""

_TICK = 0x74696B  # "tik": one tick at a time, so that the caps on running jobs are exact


@dataclass(frozen=True, slots=True)
class Run:
    """A row that a tick has taken up; `token` is what the task must hold."""

    job_id: int
    token: uuid.UUID
    name: str
    municipality_id: int | None
    given: Mapping[str, Any]


def make_jobs(*, municipality: Municipality) -> None:
    """The rows of a town that joins, due at once."""
    _make((municipality.pk, job) for job in all_jobs() if not job.host)


def ensure_jobs() -> None:
    """Rows for kinds of work that are new since the towns joined, and the host's own; intervals as settings say."""
    with within_host():
        for job in all_jobs():
            DueJob.objects.filter(name=job.name).exclude(interval=job.every).update(interval=job.every)
        towns = list(Municipality.objects.values_list("pk", flat=True))
        there = set(DueJob.objects.values_list("municipality_id", "name"))
    wanted = [(town, job) for job in all_jobs() for town in ([None] if job.host else towns)]
    _make((town, job) for town, job in wanted if (town, job.name) not in there)


def _make(wanted: Iterable[tuple[int | None, Job]]) -> None:
    now = timezone.now()
    rows = [DueJob(municipality_id=town, name=job.name, due_at=now, interval=job.every) for town, job in wanted]
    with within_host():
        DueJob.objects.bulk_create(rows, ignore_conflicts=True)


def make_due(*, municipality: Municipality | None, name: str, given: Mapping[str, Any] | None = None) -> bool:
    """Have a piece of work done as soon as possible; False when it is being done already.

    `given` goes to the task along with the town, at each try until one has come through.
    """
    more = {} if given is None else {"given": dict(given)}
    with within_host():
        waiting = DueJob.objects.filter(municipality=municipality, name=name, run=None)
        return waiting.update(due_at=timezone.now(), **more) > 0


def make_due_by(*, name: str, at: datetime) -> None:
    """Have a piece of work of the town that was entered done no later than at an instant; with the transaction that the
    caller is in. What is being done already is then done once more."""
    schema_name = current_schema()
    with within_host():
        rows = DueJob.objects.filter(municipality__schema_name=schema_name, name=name)
        rows.update(due_at=Least("due_at", Value(at)))


def dispatch_due(*, now: datetime, limit: int) -> Sequence[Run]:
    """Take up at most `limit` rows that are due, within the caps, and send their tasks after commit."""
    with within_host(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TICK])
            if cursor.fetchone() != (True,):
                return []
        runs = [_take_up(row, now) for row in _due_rows(now, limit)]
        transaction.on_commit(lambda: _send(runs))
    return runs


def _due_rows(now: datetime, limit: int) -> Sequence[DueJob]:
    """The rows that the rule of `choosing` picks of those that are due, locked."""
    endpoints = {job.name: job.endpoint for job in all_jobs()}
    taken = Q(run__isnull=False)
    gone = taken & (_silent(now) | Q(worker="", heartbeat__lte=now - LOST))
    running = DueJob.objects.filter(taken).exclude(gone)
    due = DueJob.objects.filter(Q(run=None, due_at__lte=now) | gone, _served(), name__in=endpoints).order_by(
        "due_at", "id"
    )
    chosen = choose(
        [_work(row, now, endpoints) for row in due],
        running=[_work(row, now, endpoints) for row in running],
        caps=Caps(host=settings.JOBS_AT_ONCE, town=settings.JOBS_PER_TOWN, endpoint=settings.JOBS_PER_ENDPOINT),
        limit=limit,
    )
    # A worker that is just finishing holds its row for a moment; the next tick is soon enough.
    rows = DueJob.objects.filter(pk__in=[work.id for work in chosen]).order_by("due_at", "id")
    return list(rows.select_for_update(skip_locked=True, of=("self",)))


def _work(row: DueJob, now: datetime, endpoints: Mapping[str, str | None]) -> Work:
    running_for = now - row.running_since if row.running_since and row.worker else None
    return Work(
        id=row.pk,
        town=row.municipality_id,
        endpoint=endpoints.get(row.name),
        long=is_long(took=row.took, running_for=running_for),
    )


def _served() -> Q:
    """The host's own rows, and those of towns that are active and whose schema this release can serve."""
    release = this_release()
    others = SchemaState.objects.exclude(digest=release.digest).only("municipality_id", "applied", "breaking")
    fitting = [
        state.municipality_id for state in others if release.serves(applied=state.applied, breaking=state.breaking)
    ]
    fits = Q(municipality__schema_state__digest=release.digest) | Q(municipality__in=fitting)
    return Q(municipality=None) | (Q(municipality__state=Municipality.State.ACTIVE) & fits)


def _take_up(row: DueJob, now: datetime) -> Run:
    row.run, row.running_since, row.heartbeat, row.worker = uuid.uuid4(), now, now, ""
    row.due_at = now + row.interval * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - not a secret
    row.save(update_fields=["run", "running_since", "heartbeat", "worker", "due_at"])
    return Run(row.pk, row.run, row.name, row.municipality_id, row.given)


def _send(runs: Sequence[Run]) -> None:
    """A run that the broker does not take is given back at once; the error goes to whoever ticks."""
    tasks = {job.name: job.task for job in all_jobs()}
    for place, run in enumerate(runs):
        who = {} if run.municipality_id is None else {"municipality_id": run.municipality_id}
        headers = {"due_job": run.job_id, "due_run": str(run.token)}
        try:
            current_app.send_task(tasks[run.name], kwargs={**run.given, **who}, headers=headers)
        except BrokerError:
            _give_back(runs[place:])
            raise


def _give_back(runs: Sequence[Run]) -> None:
    with within_host():
        DueJob.objects.filter(run__in=[run.token for run in runs]).update(
            run=None, running_since=None, heartbeat=None, due_at=timezone.now()
        )


def runs_now(*, municipality: Municipality) -> bool:
    """Whether a worker that is alive is at anything of a town's."""
    with within_host():
        return (
            DueJob.objects.filter(municipality=municipality)
            .exclude(worker="")
            .exclude(_silent(timezone.now()))
            .exists()
        )


def _silent(now: datetime) -> Q:
    """Rows that somebody began to work on and whose heart has stopped."""
    return ~Q(worker="") & Q(heartbeat__lte=now - settings.JOB_STALE_AFTER)


def begin(*, job_id: int, token: uuid.UUID) -> bool:
    """Claim a run for this process; False when it is another's by now, or was begun by one that may still be alive, or
    when the town has been suspended or closed since: the row waits until it is resumed."""
    now, worker = timezone.now(), f"{socket.gethostname()}:{os.getpid()}"
    with within_host():
        served = Q(municipality=None) | Q(municipality__state=Municipality.State.ACTIVE)
        free = DueJob.objects.filter(Q(worker="") | _silent(now), served, pk=job_id, run=token)
        return free.update(worker=worker, heartbeat=now, running_since=now) > 0


def beat(*, job_id: int, token: uuid.UUID) -> bool:
    """Tell that the run is alive; False when the row has been given to another."""
    with within_host():
        return DueJob.objects.filter(pk=job_id, run=token).update(heartbeat=timezone.now()) > 0


def finish(*, job_id: int, token: uuid.UUID, failed: bool) -> None:
    """Give the row back. After a failure it is due again sooner than usual; a row of a later run is left alone."""
    with within_host(), transaction.atomic():
        row = DueJob.objects.select_for_update().filter(pk=job_id, run=token).first()
        if row is None:
            return
        if not failed and row.running_since is not None:
            row.took = timezone.now() - row.running_since
            row.given = {}
        row.run, row.running_since, row.heartbeat, row.worker = None, None, None, ""
        row.failures = row.failures + 1 if failed else 0
        if failed:
            wait = min(row.interval, FIRST_RETRY * 2 ** min(row.failures - 1, 16))
            row.due_at = min(row.due_at, timezone.now() + wait)
        row.save(update_fields=["run", "running_since", "heartbeat", "worker", "failures", "due_at", "took", "given"])
