"""The clock of all towns: rows say what is due, a tick every few seconds takes up some of it, tasks do it.

The truth is in rows, never in the broker. A row that has been taken up carries a run; whoever works on it must hold
that run. A worker that dies stops the row's heartbeat, and the next tick gives the row a new run: work is done at least
once, and by one at a time, because a message of an earlier run finds that the row is no longer its own.
"""

import random
import socket
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from tenants.context import within_host
from tenants.jobs import Job, all_jobs
from tenants.models import DueJob, Municipality

STALE = timedelta(seconds=60)
"""A row whose heart has not beaten for this long is taken up again: four beats."""

BEAT = timedelta(seconds=15)

JITTER = 0.1
"""Share of the interval by which the next time is moved at random, so that towns that joined together drift apart."""

FIRST_RETRY = timedelta(minutes=1)
"""Wait after a first failure; it doubles with each further one, up to the interval."""

_LOCK = 0x74696B  # "tik": one tick at a time, so that the cap on running jobs is exact


@dataclass(frozen=True, slots=True)
class Run:
    """A row that a tick has taken up; `token` is what the task must hold."""

    job_id: int
    token: uuid.UUID
    name: str
    municipality_id: int | None


def make_jobs(*, municipality: Municipality) -> None:
    """The rows of a town that joins, due at once."""
    _make_missing([municipality.pk], [job for job in all_jobs() if not job.host])


def ensure_jobs() -> None:
    """Rows for kinds of work that are new since the towns joined, and the host's own."""
    with within_host():
        _make_missing(
            list(Municipality.objects.values_list("pk", flat=True)), [job for job in all_jobs() if not job.host]
        )
        _make_missing([None], [job for job in all_jobs() if job.host])


def _make_missing(municipalities: Sequence[int | None], jobs: Sequence[Job]) -> None:
    with within_host():
        now = timezone.now()
        DueJob.objects.bulk_create(
            [
                DueJob(municipality_id=pk, name=job.name, due_at=now, interval=job.every)
                for pk in municipalities
                for job in jobs
            ],
            ignore_conflicts=True,
        )


def make_due(*, municipality: Municipality | None, name: str) -> bool:
    """Have a piece of work done as soon as possible; False when it is being done already."""
    with within_host():
        waiting = DueJob.objects.filter(municipality=municipality, name=name, run=None)
        return waiting.update(due_at=timezone.now()) > 0


def dispatch_due(*, now: datetime, limit: int) -> Sequence[Run]:
    """Take up at most `limit` rows that are due, within the host's cap, and send their tasks after commit."""
    with within_host(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if cursor.fetchone() != (True,):
                return []
        runs = [_take_up(row, now) for row in _due_rows(now, limit)]
        transaction.on_commit(lambda: _send(runs))
    return runs


def _due_rows(now: datetime, limit: int) -> Sequence[DueJob]:
    known = [job.name for job in all_jobs()]
    alive = Q(run__isnull=False, heartbeat__gt=now - STALE)
    room = settings.JOBS_AT_ONCE - DueJob.objects.filter(alive).count()
    dead = Q(run__isnull=False, heartbeat__lte=now - STALE)
    served = Q(municipality=None) | Q(municipality__state=Municipality.State.ACTIVE)
    rows = (
        DueJob.objects.filter(Q(run=None, due_at__lte=now) | dead, served, name__in=known)
        .order_by("due_at", "id")
        # A worker that is just finishing holds its row for a moment; the next tick is soon enough.
        .select_for_update(skip_locked=True, of=("self",))
    )
    return list(rows[: max(0, min(limit, room))])


def _take_up(row: DueJob, now: datetime) -> Run:
    row.run, row.running_since, row.heartbeat, row.worker = uuid.uuid4(), now, now, ""
    row.due_at = now + row.interval * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - not a secret
    row.save(update_fields=["run", "running_since", "heartbeat", "worker", "due_at"])
    return Run(row.pk, row.run, row.name, row.municipality_id)


def _send(runs: Sequence[Run]) -> None:
    """A message that cannot be sent leaves its row running without a heartbeat: it is taken up again when stale."""
    tasks = {job.name: job.task for job in all_jobs()}
    for run in runs:
        who = {} if run.municipality_id is None else {"municipality_id": run.municipality_id}
        current_app.send_task(tasks[run.name], kwargs=who, headers={"due_job": run.job_id, "due_run": str(run.token)})


def begin(*, job_id: int, token: uuid.UUID) -> bool:
    """Claim a run for this process; False when it is another's by now, or was begun by one that may still be alive."""
    now = timezone.now()
    with within_host():
        mine = DueJob.objects.filter(Q(worker="") | Q(heartbeat__lte=now - STALE), pk=job_id, run=token)
        return mine.update(worker=socket.gethostname(), heartbeat=now) > 0


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
        row.run, row.running_since, row.heartbeat, row.worker = None, None, None, ""
        row.failures = row.failures + 1 if failed else 0
        if failed:
            wait = min(row.interval, FIRST_RETRY * 2 ** min(row.failures - 1, 16))
            row.due_at = min(row.due_at, timezone.now() + wait)
        row.save(update_fields=["run", "running_since", "heartbeat", "worker", "failures", "due_at"])
