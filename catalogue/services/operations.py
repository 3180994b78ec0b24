"""Writes what was pulled, things and their connections: whole sets at a time, inside a unit of work."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol
from uuid import UUID

import msgspec
from django.utils import timezone

from catalogue.outbox.unit import Unit
from catalogue.services import connections, heard, pairs, versions, workflow, works
from catalogue.services.connections import Move, Pair, Settled
from catalogue.services.values import Connection, ConnectionEnd, Kind, Record
from catalogue.services.versions import NATIONAL_PULL, Step
from catalogue.services.workflow import Work

CONNECTED: Final[tuple[Kind, ...]] = ("service", "service_channel")


class Settling(Protocol):
    """Whoever has a say in what comes of things and pairs that were edited here, once the register says something new.

    What it does not name is stored as the register has it, drafts over it stay. Works come back unnumbered.
    """

    def things(self, kind: Kind, before: Mapping[UUID, Work], records: Sequence[Record]) -> Mapping[UUID, Work]:
        """What comes of things that are here already, all under their locks."""

    def gone(self, kind: Kind, before: Mapping[UUID, Work]) -> Mapping[UUID, Work]:
        """What comes of things that the register does not show any more."""

    def pairs(self, news: Mapping[UUID, tuple[Pair, Connection | None]]) -> Mapping[UUID, Settled]:
        """What comes of pairs that were edited here, by what the register says of them now; it says it of each."""


def store(
    *, unit: Unit, kind: Kind, records: Sequence[Record], own: Collection[UUID], settling: Settling | None = None
) -> dict[UUID, int]:
    """Inserts or replaces things of one kind with their connections, published; those in `own` are the town's.

    Drafts over them stay. A constant number of statements for any number of records. Returns the things' versions.
    """
    before = works.load(kind=kind, ids=[record.id for record in records], own=None, lock=True)
    settled = settling.things(kind, before, records) if settling and before else {}
    after = [_stored(kind, record, before.get(record.id), own, settled.get(record.id)) for record in records]
    written = works.keep(kind=kind, works=after)
    versions.write(_steps(before, after, "changed"), author=NATIONAL_PULL, at=timezone.now())
    unit.record(kind=kind, ids=(key for key, new in written.items() if new), action="created")
    unit.record(kind=kind, ids=(key for key, new in written.items() if not new), action="updated")
    if kind in CONNECTED:
        _store_pairs(kind, records, settling)
    return {work.id: work.version for work in after}


def archive(*, unit: Unit, kind: Kind, ids: Collection[UUID], settling: Settling | None = None) -> dict[UUID, int]:
    """Takes things out of sight. Rows and connections stay, so that nothing is lost when a thing comes back.

    Returns the versions of all that are here.
    """
    before = works.load(kind=kind, ids=ids, own=None, lock=True)
    settled = settling.gone(kind, before) if settling and before else {}
    after = {key: _numbered(work, settled.get(key) or _archived(work)) for key, work in before.items()}
    changed = {key: work for key, work in after.items() if work.version > before[key].version}
    if changed:
        works.keep(kind=kind, works=changed.values())
        versions.write(_steps(before, changed.values(), "archived"), author=NATIONAL_PULL, at=timezone.now())
        unit.record(kind=kind, ids=changed, action="archived")
    return {key: work.version for key, work in after.items()}


def _stored(kind: Kind, record: Record, before: Work | None, own: Collection[UUID], settled: Work | None) -> Work:
    """A thing as it is to be stored, under its version."""
    if before is None:
        return Work(kind=kind, id=record.id, version=1, own=record.id in own, state="published", published=record.value)
    after = settled or _pulled(record, before)
    return msgspec.structs.replace(_numbered(before, after), own=record.id in own)


def _pulled(record: Record, before: Work) -> Work:
    value = workflow.with_ours(record.value, before)
    draft = None if before.draft == value else before.draft
    waiting = {} if draft is None else before.in_review
    return msgspec.structs.replace(before, state="published", published=value, draft=draft, in_review=waiting)


def _archived(work: Work) -> Work:
    return msgspec.structs.replace(work, state="archived", in_review={}) if work.state == "published" else work


def _numbered(before: Work, after: Work) -> Work:
    """The next version, or the same one where nothing has changed."""
    return workflow.with_version(after, before.version if after == before else before.version + 1)


def _steps(before: dict[UUID, Work], after: Iterable[Work], action: str) -> list[Step]:
    known = [work for work in after if work.id in before]
    return [Step(before[work.id], work, action) for work in known if work.version > before[work.id].version]


class _Told(NamedTuple):
    """What a thing's document tells of a pair, None: nothing any more; and at which place."""

    pair: Pair
    listed: ConnectionEnd | None
    place: int = 0


def _store_pairs(kind: Kind, records: Sequence[Record], settling: Settling | None) -> None:
    """The connections as these things show them now; nothing is written of what they show as before."""
    before = pairs.of_things(kind=kind, ids=[record.id for record in records], lock=True)
    told = _told(kind, records, before)
    settled = _settled(kind, told, settling) if settling else {}
    moves = [
        Move.of(before.get(key), pair)
        for key, each in told.items()
        if (pair := _heard(kind, each, settled.get(key))) != before.get(key)
    ]
    pairs.keep(heard.synced(move.before, move.after, settled.get(move.after.id)) for move in moves)
    retold = [move for move in moves if move.before and move.after.version > move.before.version]
    versions.write(retold, author=NATIONAL_PULL, at=timezone.now())


def _told(kind: Kind, records: Iterable[Record], before: Mapping[UUID, Pair]) -> dict[UUID, _Told]:
    """All pairs that these things show, and those that they have shown."""
    told: dict[UUID, _Told] = {}
    for record in records:
        for place, listed in enumerate(record.connections):
            service, channel = (record.id, listed.other.id) if kind == "service" else (listed.other.id, record.id)
            pair = connections.new(service, channel)
            told[pair.id] = _Told(before.get(pair.id, pair), listed, place)
    return told | {key: _Told(pair, None) for key, pair in before.items() if key not in told}


def _settled(kind: Kind, told: Mapping[UUID, _Told], settling: Settling) -> Mapping[UUID, Settled]:
    """What is settled of pairs that were edited here and of which the register says something new."""
    news = {
        key: (each.pair, each.listed.connection if each.listed else None)
        for key, each in told.items()
        if connections.edited(each.pair) and heard.is_news(each.pair, kind, each.listed)
    }
    return settling.pairs(news) if news else {}


def _heard(kind: Kind, told: _Told, settled: Settled | None) -> Pair:
    """The pair once the document has told of it."""
    if settled is not None:
        return heard.settled(told.pair, kind, told.listed, told.place, settled)
    if told.listed is None:
        return heard.not_shown(told.pair, kind)
    return heard.shown(told.pair, kind, told.listed, told.place)
