"""Reads of how all towns fare, each one statement for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Count, F, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from tenants.context import within_host
from tenants.models import Domain, DueJob, Municipality, SchemaState
from tenants.releases import this_release
from tenants.status.models import TownStatus
from tenants.status.rules import Health, health

_PRIMARY = Domain.objects.filter(tenant=OuterRef("pk"), is_primary=True).values("domain")[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TownRow:
    """A town as the console and the metrics see it; `status` is None before its first sync has ended."""

    town: Municipality
    host: str
    status: TownStatus | None
    schema: SchemaState | None
    current: bool
    """Whether its schema is the one of the release that runs."""

    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The work that waits and runs: how many, since when the longest waits, the heart that is silent for longest."""

    due: int
    oldest_due: datetime | None
    running: int
    failing: int
    workers: Sequence[tuple[str, datetime]]
    """Each worker that is at something, with its latest heartbeat."""


def town_rows(*, code: str | None = None) -> Sequence[TownRow]:
    """Every town by its Finnish name; or the one with a code."""
    with within_host():
        towns = (
            Municipality.objects.select_related("status", "schema_state")
            .defer("schema_state__applied")
            .annotate(host=Subquery(_PRIMARY, output_field=CharField()))
            .order_by("name_fi", "code")
        )
        if code is not None:
            towns = towns.filter(code=code)
        now, digest = timezone.now(), this_release().digest
        return [_row(town, digest, now) for town in towns]


def town_row(*, code: str) -> TownRow | None:
    """One of them."""
    return next(iter(town_rows(code=code)), None)


def served_towns() -> Sequence[tuple[Municipality, str]]:
    """Towns that are active, each with its primary host, by code."""
    with within_host():
        towns = Municipality.objects.filter(state=Municipality.State.ACTIVE, domains__is_primary=True)
        return [(town, town.host) for town in towns.annotate(host=F("domains__domain")).order_by("code")]


def jobs_of(*, municipality: Municipality) -> Sequence[DueJob]:
    """A town's recurring work."""
    with within_host():
        return list(DueJob.objects.filter(municipality=municipality).order_by("name"))


def queue() -> Queue:
    """What waits and what runs, on the whole host; two statements."""
    now = timezone.now()
    served = Q(municipality=None) | Q(municipality__state=Municipality.State.ACTIVE)
    waits = Q(run=None, due_at__lte=now)
    with within_host():
        rows = DueJob.objects.filter(served)
        told = rows.aggregate(
            due=Count("id", filter=waits),
            oldest_due=Min("due_at", filter=waits),
            running=Count("id", filter=Q(run__isnull=False)),
            failing=Count("id", filter=Q(failures__gt=0)),
        )
        beats = rows.exclude(worker="").values_list("worker").annotate(latest=Max("heartbeat")).order_by("worker")
        workers = [(worker, latest) for worker, latest in beats if latest is not None]
    return Queue(**told, workers=workers)


def queue_is_long(queue: Queue, *, wait: timedelta) -> bool:
    """Whether something that is due has waited for too long."""
    return queue.oldest_due is not None and timezone.now() - queue.oldest_due > wait


def _row(town: Municipality, digest: str, now: datetime) -> TownRow:
    status: TownStatus | None = getattr(town, "status", None)
    schema: SchemaState | None = getattr(town, "schema_state", None)
    return TownRow(
        town=town,
        host=town.host or "",
        status=status,
        schema=schema,
        current=schema is not None and schema.digest == digest and schema.state == SchemaState.State.CURRENT,
        health=health(
            sync_state=status.sync_state if status else None, fresh_at=status.fresh_at if status else None, now=now
        ),
    )
