"""Reads of how all towns fare, each one statement for all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Count, F, Min, OuterRef, Q, Subquery
from django.utils import timezone

from tenants.context import within_host
from tenants.jobs import all_jobs
from tenants.models import Domain, DueJob, HostClaim, Municipality, SchemaState
from tenants.releases import this_release
from tenants.status.models import Certificate, Notice, Permit, TownStatus, TownUse
from tenants.status.rules import LATE_AFTER, Health, Quota, Share, health, is_long_queue, shares

_PRIMARY = Domain.objects.filter(tenant=OuterRef("pk"), is_primary=True).values("domain")[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TownRow:
    """A town as the console and the metrics see it; `status` is None before its first sync has ended."""

    town: Municipality
    host: str
    status: TownStatus | None
    use: TownUse | None
    shares: Sequence[Share]
    schema: SchemaState | None
    current: bool
    """Whether its schema is the one of the release that runs."""

    health: Health

    @property
    def fullest(self) -> Share:
        """The share that has the least room."""
        return max(self.shares, key=lambda share: share.percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Work that waits and runs: of the whole host, or what asks one outside service."""

    due: int
    late: int
    """Of `due`, what has waited for minutes."""

    oldest_due: datetime | None
    running: int
    silent: int
    """Of `running`, what nobody has been heard of for a while: the next tick gives it to another worker."""

    failing: int

    @property
    def is_long(self) -> bool:
        """Whether somebody should look."""
        return is_long_queue(late=self.late, oldest_due=self.oldest_due, now=timezone.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncHealth:
    """How the syncs of all towns that are served fare."""

    towns: int
    by_health: Mapping[Health, int]
    by_code: Mapping[str, int]
    """Of those that fail, by why: codes of errors."""

    oldest: TownRow | None
    """The town whose content is the oldest of all that ever came through."""


def town_rows(*, code: str | None = None) -> Sequence[TownRow]:
    """Every town by its Finnish name; or the one with a code."""
    with within_host():
        towns = (
            Municipality.objects.select_related("status", "use", "schema_state")
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


def served_hosts() -> Sequence[tuple[str, Municipality]]:
    """Every host at which an active town answers."""
    with within_host():
        rows = Domain.objects.filter(tenant__state=Municipality.State.ACTIVE).select_related("tenant")
        return [(row.domain, row.tenant) for row in rows.order_by("domain")]


def jobs_of(*, municipality: Municipality) -> Sequence[DueJob]:
    """A town's recurring work."""
    with within_host():
        return list(DueJob.objects.filter(municipality=municipality).order_by("name"))


def claims_of(*, municipality: Municipality) -> Sequence[HostClaim]:
    """Hosts that a town wishes to answer at and has not shown to be its."""
    with within_host():
        return list(HostClaim.objects.filter(municipality=municipality).order_by("host"))


def permits_of(*, municipality: Municipality) -> Sequence[Permit]:
    """A town's permits, the one that ends first before the others."""
    with within_host():
        return list(Permit.objects.filter(municipality=municipality).order_by("ends", "name"))


def certificates_of(*, municipality: Municipality) -> Sequence[Certificate]:
    """What a town's hosts showed when they were last asked."""
    with within_host():
        return list(Certificate.objects.filter(municipality=municipality).order_by("host"))


def permits() -> Sequence[Permit]:
    """Those of all towns that are served."""
    with within_host():
        rows = Permit.objects.filter(municipality__state=Municipality.State.ACTIVE).select_related("municipality")
        return list(rows.order_by("ends", "id"))


def certificates() -> Sequence[Certificate]:
    """Those of all hosts."""
    with within_host():
        return list(Certificate.objects.select_related("municipality").order_by("host"))


def notices() -> Sequence[Notice]:
    """What has been told and goes on."""
    with within_host():
        return list(Notice.objects.select_related("municipality").order_by("id"))


def most_people(*, schema_name: str) -> int:
    """How many may work at the town with this schema."""
    with within_host():
        use = TownUse.objects.filter(municipality__schema_name=schema_name).first()
    return next(share.most for share in shares_of(use) if share.quota is Quota.PEOPLE)


def queue() -> Queue:
    """What waits and what runs, on the whole host; one statement."""
    return queues()[0]


def queues() -> tuple[Queue, Mapping[str, Queue]]:
    """The same, and by the outside service that the work asks; what asks nobody is in the first only. One statement."""
    endpoints = {job.name: job.endpoint for job in all_jobs()}
    by_name = _by_name()
    return _sum(by_name.values()), {
        endpoint: _sum(one for name, one in by_name.items() if endpoints.get(name) == endpoint)
        for endpoint in settings.JOBS_PER_ENDPOINT
    }


def sync_health(rows: Sequence[TownRow]) -> SyncHealth:
    """Of rows that have been read."""
    served = [row for row in rows if row.town.state == Municipality.State.ACTIVE]
    fresh = [(row.status.fresh_at, row.town.code, row) for row in served if row.status and row.status.fresh_at]
    codes = [row.status.sync_code for row in served if row.status and row.health is Health.FAILING]
    return SyncHealth(
        towns=len(served),
        by_health=dict.fromkeys(Health, 0) | Counter(row.health for row in served),
        by_code=dict(Counter(codes).most_common()),
        oldest=min(fresh)[2] if fresh else None,
    )


def _by_name() -> Mapping[str, Queue]:
    now = timezone.now()
    served = Q(municipality=None) | Q(municipality__state=Municipality.State.ACTIVE)
    waits, runs = Q(run=None, due_at__lte=now), Q(run__isnull=False)
    with within_host():
        rows = DueJob.objects.filter(served).values("name")
        told = rows.annotate(
            due=Count("id", filter=waits),
            late=Count("id", filter=waits & Q(due_at__lte=now - LATE_AFTER)),
            oldest_due=Min("due_at", filter=waits),
            running=Count("id", filter=runs),
            silent=Count("id", filter=runs & ~Q(worker="") & Q(heartbeat__lte=now - settings.JOB_STALE_AFTER)),
            failing=Count("id", filter=Q(failures__gt=0)),
        )
        return {
            row["name"]: Queue(
                due=row["due"],
                late=row["late"],
                oldest_due=row["oldest_due"],
                running=row["running"],
                silent=row["silent"],
                failing=row["failing"],
            )
            for row in told
        }


def _sum(queues: Iterable[Queue]) -> Queue:
    found = list(queues)
    return Queue(
        due=sum(one.due for one in found),
        late=sum(one.late for one in found),
        oldest_due=min((one.oldest_due for one in found if one.oldest_due), default=None),
        running=sum(one.running for one in found),
        silent=sum(one.silent for one in found),
        failing=sum(one.failing for one in found),
    )


def _row(town: Municipality, digest: str, now: datetime) -> TownRow:
    status: TownStatus | None = getattr(town, "status", None)
    use: TownUse | None = getattr(town, "use", None)
    schema: SchemaState | None = getattr(town, "schema_state", None)
    return TownRow(
        town=town,
        host=town.host or "",
        status=status,
        use=use,
        shares=shares_of(use),
        schema=schema,
        current=schema is not None and schema.digest == digest and schema.state == SchemaState.State.CURRENT,
        health=health(
            sync_state=status.sync_state if status else None, fresh_at=status.fresh_at if status else None, now=now
        ),
    )


def shares_of(use: TownUse | None) -> Sequence[Share]:
    """What a row says of each quota."""
    return shares(
        taken={quota: getattr(use, quota) for quota in Quota} if use else {},
        agreed={quota: getattr(use, f"most_{quota}") for quota in Quota} if use else {},
        usual=settings.QUOTAS,
    )
