"""The demo's towns, from inside the house's environment: they join, are asked to sync, and are watched at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils import timezone

from catalogue.registry import queries
from catalogue.registry.client import Client
from catalogue.registry.models import SyncRun
from kuntakanta.demo.options import FEW, DemoError, Plan
from tenants.accounts.permissions import Scope
from tenants.accounts.tokens import LONGEST, issue_token
from tenants.context import within, within_host
from tenants.dispatch import make_due
from tenants.migrating import migrate_all
from tenants.models import DueJob, Municipality
from tenants.municipalities import facts_of
from tenants.provisioning import provision
from tenants.queries import all_municipalities, municipality_by_code

POLL_SECONDS = 0.2
LEISURE = 9  # times as long as a look at all towns takes, nothing is looked at
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
    known = {town.code: town for town in all_municipalities()}
    new = [code for code in codes if code not in known]
    given = organizations(new)
    for done, code in enumerate(new, start=1):
        known[code] = provision(code=code, host=Plan(code).host, registry_organizations=given.get(code))
        if len(new) <= FEW:
            tell(f"{known[code]} joined: {', '.join(known[code].languages)}")
            tell(f"{known[code]}: a token to try the write API with, shown this once: {_token(known[code])}")
        elif done % FEW == 0 or done == len(new):
            tell(f"{done} of {len(new)} towns have joined")
    for code in codes:
        make_due(municipality=known[code], name=JOB)


def _token(town: Municipality) -> str:
    with within(town):
        expires = timezone.now() + LONGEST - timedelta(minutes=1)
        return issue_token(name="Demo", scopes=[Scope.PUBLISH], expires=expires, actor=None).text


class _Organization(msgspec.Struct, rename="camel"):
    """An organisation in the national catalogue's list of all."""

    id: UUID
    name: str | None = None
    parent_organization_id: UUID | None = None


def organizations(codes: Sequence[str]) -> dict[str, list[UUID]]:
    """The organisation of each town without a business id (they are on Åland), found by its Swedish name."""
    wanted = {
        f"{facts_of(code).name_sv} {kind}": code
        for code in codes
        if facts_of(code).business_id is None
        for kind in ("kommun", "stad")
    }
    if not wanted:
        return {}
    with Client(settings.REGISTRY_URL) as client:
        listed = [msgspec.json.decode(one, type=_Organization) for page in client.pages("Organization") for one in page]
    return {wanted[one.name]: [one.id] for one in listed if one.parent_organization_id is None and one.name in wanted}


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
        looked = time.monotonic()
        for town in towns:
            if (known := last.get(town.code)) and known.ended:
                continue
            seen = look(town, begun)
            if seen != known:
                last[town.code], moved = seen, time.monotonic()
                yield seen
        if time.monotonic() - moved > PATIENCE:
            raise DemoError(f"nothing has moved for {PATIENCE:.0f} s")
        # With many towns a look at all of them takes a while; the worker needs the machine more.
        time.sleep(max(POLL_SECONDS, LEISURE * (time.monotonic() - looked)))


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
