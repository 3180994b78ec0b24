"""The demo's towns, from inside the house's environment: they join, are asked to sync, and are watched at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from catalogue.registry import queries
from catalogue.registry.models import SyncRun
from kuntakanta.demo.options import DemoError, Plan
from tenants.context import within, within_host
from tenants.dispatch import make_due
from tenants.migrating import migrate_all
from tenants.models import DueJob, Municipality
from tenants.provisioning import provision
from tenants.queries import municipality_by_code

POLL_SECONDS = 0.2
PATIENCE = 180.0  # seconds without any change of anything
JOB = "sync"


@dataclass(frozen=True)
class Seen:
    """What can be seen of a town's sync at one moment; `summary` and `run` once it has ended."""

    code: str
    name: str
    phase: str = "waiting for the worker"
    done: int = 0
    total: int = 0
    run: SyncRun | None = None
    summary: queries.Summary | None = None

    @property
    def ended(self) -> bool:
        return self.run is not None

    @property
    def well(self) -> bool:
        return self.run is not None and self.run.state == SyncRun.State.DONE

    @property
    def documents(self) -> int:
        return self.count("seen")

    @property
    def written(self) -> int:
        return self.count("created", "updated", "archived")

    def count(self, *actions: str) -> int:
        counts = self.run.counts if self.run else {}
        return sum(of_kind.get(action, 0) for of_kind in counts.values() for action in actions)


def join(codes: Sequence[str], *, tell: Callable[[str], None]) -> None:
    """Bring every schema up to date, make the towns that are new, and have each synced as soon as a worker runs."""
    outcome = migrate_all()
    if outcome.failed:
        raise DemoError("; ".join(f"{schema}: {reason}" for schema, reason in outcome.failed.items()))
    release_work()
    for code in codes:
        town = existing(code)
        if town is None:
            plan = Plan(code)
            town = provision(code=code, host=plan.host)
            tell(f"{town} joined: {', '.join(town.languages)}")
        make_due(municipality=town, name=JOB)


def existing(code: str) -> Municipality | None:
    with within_host():
        town: Municipality | None = Municipality.objects.filter(code=code).first()
        return town


def release_work() -> None:
    """Give back what a killed demo's worker was at. No worker of the demo is alive yet: nobody's work is taken away."""
    with within_host():
        DueJob.objects.exclude(run=None).update(run=None, running_since=None, heartbeat=None, worker="")


def watch(codes: Sequence[str], *, since: float) -> Iterator[Seen]:
    """What is seen of each town's sync begun after `since`, whenever that changes, until all have ended.

    Raises DemoError when nothing moves for a long time.
    """
    towns = [municipality_by_code(code=code) for code in codes]
    begun = datetime.fromtimestamp(since, UTC)
    last: dict[str, Seen] = {}
    moved = time.monotonic()
    while not all(town.code in last and last[town.code].ended for town in towns):
        for town in towns:
            if (known := last.get(town.code)) and known.ended:
                continue
            seen = look(town, begun)
            if seen != known:
                last[town.code], moved = seen, time.monotonic()
                yield seen
        if time.monotonic() - moved > PATIENCE:
            raise DemoError(f"nothing has moved for {PATIENCE:.0f} s")
        time.sleep(POLL_SECONDS)


def look(town: Municipality, since: datetime) -> Seen:
    """One look at a town."""
    with within(town):
        run = queries.last_run()
        if run is None or run.started < since:
            return Seen(town.code, town.name_fi)
        if run.state != SyncRun.State.RUNNING:
            return Seen(town.code, town.name_fi, run=run, summary=queries.summary())
        progress = queries.progress()
    if progress is None:
        return Seen(town.code, town.name_fi, phase="beginning")
    return Seen(town.code, town.name_fi, phase=progress["phase"], done=progress["done"], total=progress["total"])
