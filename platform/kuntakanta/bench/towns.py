"""The town of a benchmark: it joins, and is recorded and synced."""

from django.conf import settings

from catalogue.registry import sync
from catalogue.registry.models import SyncRun
from kuntakanta.bench.house import TOWN, BenchError
from kuntakanta.bench.recording import Player, Recording, record
from tenants.context import within
from tenants.migrating import migrate_all
from tenants.models import Municipality
from tenants.provisioning import provision

HOST = "town.bench.invalid"


def made() -> tuple[Municipality, Recording]:
    """A town without any content, and what the national catalogue has of it."""
    outcome = migrate_all()
    if outcome.failed:
        raise BenchError("; ".join(f"{schema}: {reason}" for schema, reason in outcome.failed.items()))
    town = provision(code=TOWN, host=HOST)
    return town, record(settings.REGISTRY_URL, business_id=town.business_id)


def pull(town: Municipality, player: Player) -> SyncRun:
    """One whole pull, from memory; raises BenchError unless it went well. Called within the town."""
    run = sync.pull(municipality=town, client=player, full=True, tell=lambda *_: None)
    if run.state != SyncRun.State.DONE:
        raise BenchError(f"the sync ended {run.state}: {run.reason}")
    with_fault = sum(counts["quarantined"] for counts in run.counts.values())
    if with_fault:
        raise BenchError(f"{with_fault} documents were refused")
    return run


def synced(town: Municipality, recording: Recording) -> SyncRun:
    """The town's first pull."""
    with within(town), Player(recording) as player:
        return pull(town, player)
