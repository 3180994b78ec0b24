"""Reads what a town keeps of its syncs."""

from typing import TypedDict

from django.db.models import Q

from catalogue.registry.models import SyncRun
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
