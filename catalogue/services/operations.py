"""Writes what was pulled, things and their connections: whole sets at a time, inside a unit of work."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from django.utils import timezone

from catalogue.outbox.unit import Unit
from catalogue.services import connections, pairs, versions, workflow, works
from catalogue.services.connections import Move, Pair
from catalogue.services.values import Kind, Record
from catalogue.services.versions import NATIONAL_PULL, Step
from catalogue.services.workflow import Work

CONNECTED: Final[tuple[Kind, ...]] = ("service", "service_channel")


def store(*, unit: Unit, kind: Kind, records: Sequence[Record], own: Collection[UUID]) -> dict[UUID, int]:
    """Inserts or replaces things of one kind with their connections, published; those in `own` are the town's.

    Drafts over them stay. A constant number of statements for any number of records. Returns the things' versions.
    """
    before = works.load(kind=kind, ids=[record.id for record in records], own=None, lock=True)
    after = [_pulled(kind, record, before.get(record.id), own) for record in records]
    written = works.keep(kind=kind, works=after)
    versions.write(_steps(before, after, "changed"), author=NATIONAL_PULL, at=timezone.now())
    unit.record(kind=kind, ids=(key for key, new in written.items() if new), action="created")
    unit.record(kind=kind, ids=(key for key, new in written.items() if not new), action="updated")
    if kind in CONNECTED:
        _store_pairs(kind, records)
    return {work.id: work.version for work in after}


def archive(*, unit: Unit, kind: Kind, ids: Collection[UUID]) -> None:
    """Takes things out of sight. Rows and connections stay, so that nothing is lost when a thing comes back."""
    found = works.load(kind=kind, ids=ids, own=None, lock=True)
    before = {key: work for key, work in found.items() if work.state == "published"}
    if not before:
        return
    after = [
        msgspec.structs.replace(work, state="archived", in_review={}, version=work.version + 1)
        for work in before.values()
    ]
    works.keep(kind=kind, works=after)
    versions.write(_steps(before, after, "archived"), author=NATIONAL_PULL, at=timezone.now())
    unit.record(kind=kind, ids=before, action="archived")


def _pulled(kind: Kind, record: Record, before: Work | None, own: Collection[UUID]) -> Work:
    if before is None:
        return Work(kind=kind, id=record.id, version=1, own=record.id in own, state="published", published=record.value)
    value = workflow.with_ours(record.value, before)
    draft = None if before.draft == value else before.draft
    same = before.state == "published" and before.published == value and before.draft == draft
    return msgspec.structs.replace(
        before,
        version=before.version if same else before.version + 1,
        own=record.id in own,
        state="published",
        published=value,
        draft=draft,
        in_review={} if draft is None else before.in_review,
    )


def _steps(before: dict[UUID, Work], after: Iterable[Work], action: str) -> list[Step]:
    known = [work for work in after if work.id in before]
    return [Step(before[work.id], work, action) for work in known if work.version > before[work.id].version]


def _store_pairs(kind: Kind, records: Sequence[Record]) -> None:
    """The connections as these things show them now; nothing is written of what they show as before."""
    before = pairs.of_things(kind=kind, ids=[record.id for record in records], lock=True)
    moves = [
        Move.of(before.get(pair.id), pair)
        for pair in _shown(kind, records, before).values()
        if pair != before.get(pair.id)
    ]
    pairs.keep(connections.synced(move.before, move.after) for move in moves)
    heard = [move for move in moves if move.before and move.after.version > move.before.version]
    versions.write(heard, author=NATIONAL_PULL, at=timezone.now())


def _shown(kind: Kind, records: Iterable[Record], before: Mapping[UUID, Pair]) -> dict[UUID, Pair]:
    """All pairs that these things show, and those that they have shown."""
    after: dict[UUID, Pair] = {}
    for record in records:
        for place, listed in enumerate(record.connections):
            service, channel = (record.id, listed.other.id) if kind == "service" else (listed.other.id, record.id)
            pair = connections.new(service, channel)
            after[pair.id] = connections.shown(before.get(pair.id, pair), kind, listed, place)
    return after | {key: connections.not_shown(pair, kind) for key, pair in before.items() if key not in after}
