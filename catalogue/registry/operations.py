"""The use cases of the sync: pull a town, refresh what is national. Client and cap come from the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import redis
from django.conf import settings

from catalogue.errors import RegistryError
from catalogue.registry import choosing, national, sync
from catalogue.registry.capabilities import DEFAULT, Version
from catalogue.registry.client import Client
from catalogue.registry.gathering import Tell
from catalogue.registry.models import Quarantine, SyncRun
from catalogue.registry.politeness import Politeness
from catalogue.registry.progress import Reporter, clear
from catalogue.registry.queries import last_run, summary
from tenants.accounts.queries import number_of_people
from tenants.context import within, within_national
from tenants.models import Municipality
from tenants.status.operations import Ended, measure, sync_ended


def sync_town(
    municipality: Municipality, *, full: bool = False, accept: int | None = None, tell: Tell | None = None
) -> SyncRun:
    """Pulls one town; the returned run says how it ended. Raises what `sync.pull` raises.

    Progress goes to the cache and to `tell`.
    """
    reporter = Reporter()

    def both(phase: str, done: int, total: int) -> None:
        reporter(phase, done, total)
        if tell is not None:
            tell(phase, done, total)

    with within(municipality), client_of(choosing.chosen()) as client:
        try:
            return sync.pull(municipality=municipality, client=client, full=full, accept=accept, tell=both)
        finally:
            clear()
            _tell_host(municipality)


def refresh_national() -> dict[str, int]:
    """Refreshes general descriptions and code lists of the host; raises RegistryError."""
    with within_national(), client_of(DEFAULT) as client:
        return national.refresh(client, environment=settings.REGISTRY_ENVIRONMENT)


def measure_town(municipality: Municipality) -> None:
    """Keeps for the host what a town takes of it; within the town, a few milliseconds."""
    things = summary()
    number = things["organizations"] + things["services"] + things["channels"]
    measure(municipality=municipality, things=number, people=number_of_people())


def _tell_host(municipality: Municipality) -> None:
    """Keeps for the host how the last run ended, whatever became of it; nothing while another is under way."""
    run = last_run()
    if run is None or run.finished is None:
        return
    things = summary()
    sync_ended(
        municipality=municipality,
        ended=Ended(
            run=run.pk,
            state=run.state,
            reason=run.reason,
            code=run.code,
            began=run.started,
            ended=run.finished,
            would_archive=sum(len(listed) for listed in run.held.values()),
            counts={
                "organizations": things["organizations"],
                "services": things["services"],
                "channels": things["channels"],
                "connections": things["connections"],
                "quarantined": Quarantine.objects.count(),
            },
        ),
    )
    measure_town(municipality)


@contextmanager
def client_of(version: Version) -> Iterator[Client]:
    """A client of a version of the register's interface, under the host's politeness cap.

    Raises RegistryError where this host has no address for it.
    """
    url = settings.REGISTRY_V12_URL if version == "v12" else settings.REGISTRY_URL
    if not url:
        message = f"this host has no address of {version} of the national catalogue: set KUNTAKANTA_REGISTRY_V12_URL"
        raise RegistryError(message, permanent=True)
    key = settings.REGISTRY_V12_KEY if version == "v12" else ""
    server = redis.Redis.from_url(settings.REDIS_URL)
    limit = settings.REGISTRY_CONCURRENCY
    cap = Politeness(server, endpoint=urlsplit(url).netloc, limit=limit)
    try:
        with Client(url, version=version, key=key, concurrency=limit, slot=cap.slot) as client:
            yield client
    finally:
        server.close()
