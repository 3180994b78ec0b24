"""Rows of conflicts: kept as a pull tells them, and read with what stands on our side now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, Literal, NamedTuple, cast
from uuid import UUID

import msgspec

from catalogue.errors import NotFound
from catalogue.registry import sides
from catalogue.registry.likeness import absent, at
from catalogue.registry.merge import Conflict, words
from catalogue.registry.merging import Told
from catalogue.registry.models import Conflict as Row
from catalogue.services import pairs, queries, works
from catalogue.services.models import MODELS
from catalogue.services.values import Kind
from catalogue.text import LocalizedText, Run

CONNECTION: Final = "connection"
STATES: Final = ("open", "closed")
State = Literal["open", "closed"]
Words = tuple[list[Run], list[Run]]


class Seen(NamedTuple):
    """A conflict as it stands: `ours` is what readers get here now, which editors may have changed since it was found.

    `version` tells three sides from any others; whoever answers names the one that was seen. `things` are the thing, or
    the service and the channel of a connection: kind, id, names.
    """

    row: Row
    ours: Any
    version: int
    things: Sequence[tuple[Kind, UUID, LocalizedText]]

    @property
    def words(self) -> Words | None:
        """Of texts, word by word, from the base to ours and to theirs."""
        return words(Conflict(tuple(self.row.path), self.row.base, self.ours, self.row.theirs, "ask"))


# --- as a pull tells them ---------------------------------------------------------------------------------------------


def keep(told: Mapping[UUID, Told], *, run: int | None, at: datetime) -> None:
    """Brings the rows of things up to what merging them has told; three statements at most, none for nothing.

    A conflict that is told again stays as it is, moves on with its sides, or is closed where these say the same now.
    """
    if not told:
        return
    known = {(row.object_id, tuple(row.path)): row for row in Row.objects.filter(object_id__in=told, closed=None)}
    now = {(key, each.path): each for key, one in told.items() for each in one.open}
    changed = [row for place, row in known.items() if _moved(row, now.get(place), at)]
    Row.objects.bulk_update(changed, ["base", "ours", "theirs", "closed", "how"])
    new = [_row(told[key].kind, key, each, run, at) for (key, path), each in now.items() if (key, path) not in known]
    new += [_settled(_row(one.kind, key, each, run, at)) for key, one in told.items() for each in one.settled]
    Row.objects.bulk_create(new)


def _moved(row: Row, told: Conflict | None, at: datetime) -> bool:
    """Whether the row had to change."""
    if told is None:
        row.closed, row.how = at, Row.How.AGREED
        return True
    before, now = (row.base, row.ours, row.theirs), (told.base, told.ours, told.theirs)
    row.base, row.ours, row.theirs = now
    return before != now


def _row(kind: str, object_id: UUID, told: Conflict, run: int | None, at: datetime) -> Row:
    return Row(
        kind=kind,
        object_id=object_id,
        path=list(told.path),
        base=told.base,
        ours=told.ours,
        theirs=told.theirs,
        owner=told.owner,
        run=run,
        opened=at,
    )


def _settled(row: Row) -> Row:
    """One that the policy settled; of a draft's place that nobody owns, the draft's word was taken."""
    row.closed, row.how = row.opened, Row.How.THEIRS if row.owner == "national" else Row.How.OURS
    return row


# --- as people see them -----------------------------------------------------------------------------------------------


def listed(*, state: State, thing: UUID | None = None, after: UUID | None = None, most: int) -> list[Seen]:
    """Conflicts, open ones in the order in which they were found, closed ones the latest first; from one on.

    A constant number of statements. Raises NotFound for an `after` that is none here.
    """
    rows = Row.objects.filter(closed=None).order_by("id")
    if state == "closed":
        rows = Row.objects.filter(closed__isnull=False).order_by("-id")
    if thing is not None:
        rows = rows.filter(object_id=thing)
    if after is not None:
        last = row_of(after).pk
        rows = rows.filter(id__gt=last) if state == "open" else rows.filter(id__lt=last)
    return _seen(list(rows[:most]))


def one(*, conflict_id: UUID) -> Seen:
    """A conflict; raises NotFound."""
    return _seen([row_of(conflict_id)])[0]


def row_of(conflict_id: UUID) -> Row:
    """The row; raises NotFound."""
    row = Row.objects.filter(uuid=conflict_id).first()
    if row is None:
        raise NotFound(f"There is no conflict of this town's with id {conflict_id}.", place="id")
    return row


def version_of(row: Row, ours: Any) -> int:
    """A number of nine digits at most that tells these three sides from any others."""
    told = msgspec.json.encode([row.base, ours, row.theirs], order="deterministic")
    return int.from_bytes(blake2b(told, digest_size=8).digest()) % 10**9


def place_of(side: Any, path: Sequence[str]) -> Any:
    """What stands at the place of a conflict in a body; None where nothing does."""
    found = at(side, path)
    return None if absent(found) else found


def _seen(rows: Collection[Row]) -> list[Seen]:
    bodies = _bodies(row for row in rows if row.closed is None)
    things = _things(rows)
    return [
        Seen(row, ours, version_of(row, ours), things[row.object_id])
        for row in rows
        for ours in (row.ours if row.closed else place_of(bodies.get(row.object_id, {}), row.path),)
    ]


def _bodies(rows: Iterable[Row]) -> dict[UUID, dict[str, Any]]:
    """Our side of things and pairs; a statement for each kind that there is."""
    ids: dict[str, set[UUID]] = {}
    for row in rows:
        ids.setdefault(row.kind, set()).add(row.object_id)
    found: dict[UUID, dict[str, Any]] = {}
    for kind, some in ids.items():
        if kind == CONNECTION:
            found |= {key: sides.body_of_pair(pair.content) for key, pair in pairs.load(ids=some).items()}
        else:
            known = works.load(kind=cast(Kind, kind), ids=some, own=None)
            found |= {key: sides.body(work.kind, sides.shown(work)) for key, work in known.items()}
    return found


def _things(rows: Collection[Row]) -> dict[UUID, list[tuple[Kind, UUID, LocalizedText]]]:
    """What conflicts are about, with names."""
    joined = pairs.load(ids=[row.object_id for row in rows if row.kind == CONNECTION])
    about: dict[UUID, list[tuple[Kind, UUID]]] = {
        row.object_id: [(row.kind, row.object_id)] for row in rows if row.kind in MODELS
    }
    for key, pair in joined.items():
        about[key] = [("service", pair.service_id), ("service_channel", pair.channel_id)]
    names = queries.names_of(things={thing for some in about.values() for thing in some})
    return {key: [(kind, each, names[each]) for kind, each in some] for key, some in about.items()}
