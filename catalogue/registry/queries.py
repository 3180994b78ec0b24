"""Reads what a town keeps of its syncs."""

from collections.abc import Collection, Iterable
from typing import TypedDict
from uuid import UUID

from django.db.models import F, Q

from catalogue.registry.models import Link, Quarantine, SyncRun
from catalogue.registry.progress import Progress, current
from catalogue.services.models import Connection, Organization, Service, ServiceChannel, State
from catalogue.services.pairs import CONNECTED


class Summary(TypedDict):
    """How many things of its own a town shows."""

    organizations: int
    services: int
    channels: int
    connections: int


def last_run() -> SyncRun | None:
    """The run begun last, whatever became of it."""
    return SyncRun.objects.order_by("-id").first()


def recent_runs(*, most: int) -> list[SyncRun]:
    """The latest runs, the newest first."""
    return list(SyncRun.objects.order_by("-id")[:most])


def twins(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The register's ids of things of ours; one statement."""
    return dict(Link.objects.filter(object_id__in=list(ids)).values_list("object_id", "ptv_id"))


def of_twins(ptv_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Things of ours by the register's ids; one statement, none where none is asked for."""
    return dict(Link.objects.filter(ptv_id__in=ptv_ids).values_list("ptv_id", "object_id")) if ptv_ids else {}


def inward() -> dict[UUID, UUID]:
    """Our ids by the register's, of things that have another one there; one statement."""
    return dict(Link.objects.exclude(ptv_id=F("object_id")).values_list("ptv_id", "object_id"))


def quarantined(*, most: int) -> list[Quarantine]:
    """Documents that could not be taken in, the oldest first, without their bytes; one statement."""
    return list(Quarantine.objects.defer("document").order_by("id")[:most])


def progress() -> Progress | None:
    """How far the running sync has come, None when none is running."""
    return current()


def summary() -> Summary:
    """Own things, foreign ones not counted; four statements."""
    own = Q(own=True, state=State.PUBLISHED)
    services = Service.objects.filter(own)
    return Summary(
        organizations=Organization.objects.filter(own).count(),
        services=services.count(),
        channels=ServiceChannel.objects.filter(own).count(),
        connections=Connection.objects.filter(CONNECTED, service_id__in=services.values("id")).count(),
    )
