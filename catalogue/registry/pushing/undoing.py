"""Takes back an applied plan: another plan, by which the register and our own things become what they were before it.

Nobody's work is undone with it: where either side says something else by now than the plan made it say, the write is
listed as blocked, with why. What the plan made is archived, what it archived comes back, what it changed gets the
content that the register had. Our own thing follows in the same unit of work as soon as the register has taken it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast
from uuid import UUID

import msgspec
from django.utils import timezone

from catalogue.registry.adapters import parse_kept
from catalogue.registry.identity import with_ids
from catalogue.registry.likeness import same
from catalogue.registry.pushing import gathering, planning
from catalogue.registry.pushing.models import Plan, Write
from catalogue.registry.pushing.values import SUBJECTS, Around, Content, Held, Ours, Proposal, Refusal, Subject
from catalogue.services import works
from catalogue.services.connections import Pair
from catalogue.services.values import Kind, Record
from catalogue.services.workflow import Work, plain


class Undo(NamedTuple):
    """A proposal that takes a write back, and what it makes of our own thing (`models.Write.local`)."""

    proposal: Proposal
    local: dict[str, Any]


class _Sides(NamedTuple):
    """A write that was done, what the register held before it, and both sides as they are now."""

    row: Write
    then: Record | None
    work: Work
    held: Held
    joined: Mapping[UUID, Pair]


def undos(plan: Plan) -> list[Undo]:
    """What takes the plan's writes back, the last one first; touches are none to take back."""
    rows = list(plan.writes.filter(state=Write.State.DONE).exclude(deed="touch").order_by("-number"))
    made = {row.object_id for row in rows if row.deed in ("create", "restore")}
    sides = _sides([row for row in rows if row.subject != "connections" or row.object_id not in made])
    around = _around(sides)
    return [undo for each in sides for undo in _undo(each, around)]


def _undo(sides: _Sides, around: Around) -> Iterable[Undo]:
    row, held = sides.row, sides.held
    shown = row.deed not in ("create", "restore")
    content = gathering.shown_of(sides.work)
    if shown and sides.then is not None and row.subject != "connections":
        content = sides.then.value
    ours = Ours(
        kind=_kind(row),
        id=row.object_id,
        version=sides.work.version,
        shown=shown,
        content=content,
        names=row.names,
        held=held,
    )
    if row.subject == "connections":
        ends = tuple(sides.then.connections) if sides.then else ()
        # The thing itself is left as the register has it: only its connections are taken back.
        ours = msgspec.structs.replace(ours, connections=ends, content=held.content)
    why = _changed_since(sides, around)
    for proposal in planning.proposals([ours], around):
        if proposal.deed != "touch":
            refused = msgspec.structs.replace(proposal, refusals=(*proposal.refusals, *why))
            yield Undo(refused, _local(ours, row))


def _local(ours: Ours, row: Write) -> dict[str, Any]:
    if row.subject == "connections":
        ordinary = (end for end in ours.connections or () if not end.connection.extra_types)
        return {str(end.other.id): plain(end.connection) for end in ordinary}
    if not ours.shown:
        return {"state": "archived"}
    return {"state": "published", "content": plain(planning.restated(ours.content, "Published"))}


def _changed_since(sides: _Sides, around: Around) -> list[Refusal]:
    """Which side says something else than the write made it say."""
    row, about = sides.row, "connections" if sides.row.subject == "connections" else "thing"
    there = planning.whole_state(
        Record(id=row.object_id, value=sides.held.content, connections=list(sides.held.connections)), around
    )[about]
    ends = gathering.ends_of(sides.joined.values())
    here = planning.whole_state(
        Record(id=row.object_id, value=gathering.shown_of(sides.work), connections=ends), around
    )[about]
    archived = row.deed == "archive"
    found = []
    if sides.held.archived != archived or not (archived or same(there, row.predicted)):
        found.append(Refusal(code="changed_since_there"))
    if (sides.work.state != "published") != archived or not (archived or same(here, row.predicted)):
        found.append(Refusal(code="changed_since_here"))
    return found


def _sides(rows: Iterable[Write]) -> list[_Sides]:
    listed = list(rows)
    ids = {row.object_id for row in listed}
    held = gathering.held_of(ids)
    found: dict[UUID, Work] = {}
    for kind in dict.fromkeys(map(_kind, listed)):
        found |= works.load(kind=kind, ids=[row.object_id for row in listed if _kind(row) == kind])
    inward = gathering.inward()
    joined = gathering.pairs_of([row.object_id for row in listed if row.subject == "connections"])
    sides = []
    for row in listed:
        now = held.get(row.object_id)
        if now is not None and row.object_id in found:
            document = row.document
            then = None if document is None else with_ids(parse_kept(_kind(row), bytes(document)), inward)
            sides.append(_Sides(row, then, found[row.object_id], now, joined.get(row.object_id, {})))
    return sides


def _around(sides: Iterable[_Sides]) -> Around:
    contents: list[Content] = []
    channels: set[UUID] = set()
    for each in sides:
        contents += [each.held.content, gathering.shown_of(each.work)]
        ends = [*each.held.connections]
        if each.then is not None:
            contents.append(each.then.value)
            ends += each.then.connections
        channels |= {end.other.id for end in ends} | {pair.channel_id for pair in each.joined.values()}
    return Around(
        now=timezone.now(), central=gathering.central_of(contents), channel_types=gathering.types_of(channels)
    )


def _kind(row: Write) -> Kind:
    return SUBJECTS[cast(Subject, row.subject)]
