"""Pulls a town from the national catalogue: gather, judge, write in one unit of work, and keep a record of it.

Everything is fetched before anything is written, and all that is written commits together: a run that is cut off at any
point leaves the town as it was, and the next run does what is left. Two runs of one town never overlap (an advisory
lock that PostgreSQL frees when its holder dies).
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from catalogue.errors import CatalogueError, NotFound, RegistryError
from catalogue.outbox.unit import Unit, changes
from catalogue.registry import conflicts, rules, storing
from catalogue.registry.capabilities import Version
from catalogue.registry.client import Client
from catalogue.registry.gathering import Gathered, Kept, Tell, gather_all, gather_changes, gather_published
from catalogue.registry.identity import Ids
from catalogue.registry.intake import Intake, Refused
from catalogue.registry.merging import Merging
from catalogue.registry.models import Quarantine, SyncRun
from catalogue.registry.storing import Batch
from catalogue.services import queries
from catalogue.services.values import KINDS, LOCKED, Kind
from catalogue.sets import ahead, batches
from tenants.models import Municipality
from tenants.queries import is_active

LOCK = 0x53594E43  # "SYNC": the first half of the advisory lock's key; by the second, the town, a fence finds it
WRITTEN_AT_ONCE = 250  # documents parsed and held in memory at a time, twice
COLLECT_AFTER = 500_000  # new objects, about what two batches have


class AlreadyRunning(CatalogueError):
    """Another run of this town is under way."""

    code = "sync_already_running"


def pull(
    *, municipality: Municipality, client: Client, full: bool = False, accept: int | None = None, tell: Tell
) -> SyncRun:
    """One run, inside the town. `accept` is the id of a held run whose removals are wanted (makes the run full).

    A town that is suspended or closed meanwhile is left as it is: the run ends `interrupted`.
    A register that does not answer as agreed ends the run `failed` with its reason on the returned row; it does not
    raise. Raises AlreadyRunning, and NotFound where `accept` names no held run.
    """
    with alone(municipality):
        SyncRun.objects.filter(state=SyncRun.State.RUNNING).update(
            state=SyncRun.State.INTERRUPTED,
            finished=timezone.now(),
            reason="the worker ended before the run did",
            code="interrupted",
        )
        accepted = _accepted(accept)
        since = None if full or accept is not None else _delta_since(client.version)
        run = SyncRun.objects.create(version=client.version, full=since is None, started=timezone.now())
        began = monotonic()
        try:
            _pull(run, municipality=municipality, client=client, since=since, accepted=accepted, tell=tell)
        except RegistryError as error:
            run.state, run.reason, run.code = SyncRun.State.FAILED, error.message, error.code
        except BaseException as error:
            run.state, run.reason = SyncRun.State.FAILED, f"unexpected: {type(error).__name__}"
            run.code = "unexpected"
            raise
        finally:
            run.requests, run.bytes = client.tally.requests, client.tally.bytes
            run.finished, run.seconds = timezone.now(), round(monotonic() - began, 3)
            run.save()
        return run


def _pull(
    run: SyncRun,
    *,
    municipality: Municipality,
    client: Client,
    since: datetime | None,
    accepted: set[UUID],
    tell: Tell,
) -> None:
    kept = Kept.load()
    given = [UUID(each) for each in municipality.registry_organizations or ()]
    if since is None:
        gathered = gather_all(client, kept, business_id=municipality.business_id, given=given, tell=tell)
    elif client.version == "v12":
        gathered = gather_published(client, kept, since, business_id=municipality.business_id, given=given, tell=tell)
    else:
        gathered = gather_changes(client, kept, since, tell=tell)
    if not is_active(municipality=municipality):
        run.state, run.code = SyncRun.State.INTERRUPTED, "interrupted"
        run.reason = "the town was suspended or closed while it was read: nothing was written"
        return
    unwanted = {kind: ids - accepted for kind, ids in gathered.removals.items()}
    counts = {kind: len(kept.ids(kind, own=True)) + len(kept.ids(kind, own=False)) for kind in KINDS}
    if rules.suspicious(unwanted, counts):
        run.held = {kind: _named(kind, ids, kept) for kind, ids in gathered.removals.items() if ids}
        run.reason = "so much would be archived that a person must say yes: see `held`, then --accept-removals"
        run.state = SyncRun.State.HELD
        gathered.removals.clear()
    run.counts = write(gathered, kept, run=run.pk, tell=tell)
    if run.state == SyncRun.State.RUNNING:
        run.state, run.mark = SyncRun.State.DONE, client.tally.server_time


def write(gathered: Gathered, kept: Kept, *, run: int, tell: Tell) -> dict[str, dict[str, int]]:
    """Writes what was gathered as one unit of work; returns counts by kind. Nothing new, nothing written."""
    intake = gathered.intake
    merging = Merging(kept)
    total = sum(len(changed) for changed in intake.changed.values())
    done = 0
    with _collecting_rarely(), changes(partial(tell, "publishing")) as unit:
        for kind in LOCKED:
            # PostgreSQL stores one batch while the next is parsed.
            for batch in ahead(_parsed(kind, intake, merging.inward)):
                storing.write(unit, batch, merging)
                intake.refused += batch.refused
                done += batch.size
                tell("storing", done, total)
            gone = gathered.removals.get(kind, set())
            if gone:
                storing.archive(unit, kind, {merging.inward.get(each, each) for each in gone}, merging)
        conflicts.keep(merging.told, run=run, at=timezone.now())
        _set_aside(intake.refused)
        fine = [str(each) for changed in intake.changed.values() for each in changed]
        if kept.refused and fine:
            Quarantine.objects.filter(ptv_id__in=fine).exclude(hash__in=[each.hash for each in intake.refused]).delete()
    return {kind: _counts(gathered, unit, kind) for kind in KINDS}


def _parsed(kind: Kind, intake: Intake, inward: Ids) -> Iterator[Batch]:
    own = intake.own[kind]
    for received_batch in batches(intake.changed[kind].values(), WRITTEN_AT_ONCE):
        batch = Batch(kind)
        for received in received_batch:
            batch.add(received, own=received.head.id in own, inward=inward)
        yield batch


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Looking for cyclic garbage among thousands of parsed values, which have no cycles, takes as long as parsing."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _set_aside(refused: Iterable[Refused]) -> None:
    now = timezone.now()
    Quarantine.objects.bulk_create(
        (
            Quarantine(
                kind=each.kind,
                ptv_id=each.ptv_id,
                hash=each.hash,
                code=each.error.code,
                reason=each.error.message,
                place=each.error.place or "",
                document=each.document,
                since=now,
            )
            for each in refused
        ),
        ignore_conflicts=True,
    )


def _counts(gathered: Gathered, unit: Unit, kind: Kind) -> dict[str, int]:
    intake = gathered.intake
    actions = [action for of, action in unit.changed.values() if of == kind]
    return {
        "seen": len(intake.seen[kind]),
        "created": actions.count("created"),
        "updated": actions.count("updated"),
        "archived": actions.count("archived"),
        "quarantined": len(intake.refused_ids(kind)),
    }


def _delta_since(version: Version) -> datetime | None:
    """From when a delta asks; None when the run must be full: the first one by a version is. One statement."""
    done = SyncRun.objects.filter(state=SyncRun.State.DONE, version=version)
    last = done.aggregate(mark=Max("mark"), full=Max("started", filter=Q(full=True)))
    mark: datetime | None = last["mark"]
    if mark is None or rules.must_be_full(now=timezone.now(), last_full=last["full"]):
        return None
    return mark - rules.OVERLAP


def _accepted(run_id: int | None) -> set[UUID]:
    """The things that a held run would have archived."""
    if run_id is None:
        return set()
    held = SyncRun.objects.filter(pk=run_id, state=SyncRun.State.HELD).values_list("held", flat=True).first()
    if held is None:
        message = f"run {run_id} of this town is not held: there is nothing to accept"
        raise NotFound(message)
    return {UUID(each["id"]) for listed in held.values() for each in listed}


def _named(kind: Kind, ids: set[UUID], kept: Kept) -> list[dict[str, Any]]:
    """Things by the register's ids, with their names here."""
    here = {key: kept.links[key].object_id for key in ids}
    names = queries.names_of(things=[(kind, each) for each in here.values()])
    return [{"id": str(key), "names": names[each]} for key, each in here.items()]


@contextmanager
def alone(municipality: Municipality) -> Iterator[None]:
    """Nobody else reads the town from the register, or writes it there, meanwhile. Raises AlreadyRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, municipality.pk])
        if not cursor.fetchone()[0]:
            message = f"a sync of {municipality.code} is already running; wait for it to end"
            raise AlreadyRunning(message)
        try:
            yield
        finally:
            if connection.connection is not None and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, municipality.pk])
