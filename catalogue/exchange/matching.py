"""Which thing of the town a row means: by our id, by the register's, by the town's own key.

What a batch of rows may mean is read at once, in a constant number of statements; which of it a row means is pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from catalogue.errors import CatalogueError
from catalogue.exchange import queries
from catalogue.exchange.columns import empty
from catalogue.exchange.errors import RowRefused
from catalogue.exchange.values import Entry
from catalogue.registry.queries import of_twins
from catalogue.services import versions, works
from catalogue.services.values import KINDS, LOCKED, Kind
from catalogue.services.workflow import Content, Work


@dataclass
class Taken:
    """Which things earlier rows of the same file were about, and the own keys of those that they make."""

    ids: dict[UUID, str] = field(default_factory=dict)
    keys: dict[tuple[Kind, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What the town has that a batch of rows may mean."""

    kinds: Mapping[UUID, Kind]
    """Others' things too: an id is never that of two."""

    twins: Mapping[UUID, UUID]
    """Things by the ids of their twins in the register."""

    keys: Mapping[tuple[Kind, str], Collection[UUID]]
    works: Mapping[UUID, Work]


@dataclass(frozen=True, slots=True)
class Matched:
    """The thing of a row, None for a new one with this id; as it is now (in `work`) and as the row's writer saw it.

    With `refusal` it is none.
    """

    entry: Entry
    id: UUID
    work: Work | None
    seen: Content
    refusal: CatalogueError | None = None


def match(entries: Sequence[Entry], *, taken: Taken, lock: bool) -> list[Matched]:
    """The things of rows; ten statements at most. With `lock` other writers wait until the transaction ends."""
    around = _around(entries, lock=lock)
    found = [_identified(entry, around, taken) for entry in entries]
    asked = [(each.work, _version_seen(each.entry, each.work)) for each in found if each.work is not None]
    then = iter(versions.at_versions(asked))
    return [each if each.work is None else _as_seen(each, next(then)) for each in found]


def _around(entries: Sequence[Entry], *, lock: bool) -> Around:
    twins = of_twins([entry.ptv_id for entry in entries if entry.ptv_id])
    keys: dict[tuple[Kind, str], set[UUID]] = {}
    for kind in KINDS:
        wanted = {entry.source_id for entry in entries if entry.kind == kind and entry.source_id}
        for key, thing_id in queries.by_own_key(kind, wanted):
            keys.setdefault((kind, key), set()).add(thing_id)
    named = {each for entry in entries for each in (entry.id, entry.ptv_id, entry.unnamed) if each}
    kinds = queries.kinds_of(named.union(twins.values(), *keys.values()))
    loaded: dict[UUID, Work] = {}
    for kind in LOCKED:
        if ids := [each for each, of in kinds.items() if of == kind]:
            loaded |= works.load(kind=kind, ids=ids, lock=lock)
    return Around(kinds=kinds, twins=twins, keys=keys, works=loaded)


def _identified(entry: Entry, around: Around, taken: Taken) -> Matched:
    nothing = Matched(entry, entry.unnamed, None, empty(entry.kind))
    try:
        found = _identify(entry, around)
        _take(entry, found, around, taken)
    except RowRefused as error:
        return Matched(entry, nothing.id, None, nothing.seen, error)
    return Matched(entry, found, around.works.get(found), nothing.seen)


def _identify(entry: Entry, around: Around) -> UUID:
    """The thing that a row names, or the id of the new one that it makes. Raises RowRefused."""
    meant = set(around.keys.get((entry.kind, entry.source_id or ""), ()))
    if entry.id is not None:
        meant.add(entry.id)
    if entry.ptv_id is not None:
        twin = around.twins.get(entry.ptv_id)
        if twin is not None or entry.ptv_id in around.kinds or entry.id is None:
            meant.add(twin or entry.ptv_id)
        elif entry.id in around.kinds:
            raise RowRefused("The thing with this id has another PTV id, or none.", place="ptv_id")
    if len(meant) > 1:
        listed = ", ".join(sorted(str(each) for each in meant))
        raise RowRefused(f"The ids and the own key of the row name more than one thing: {listed}.")
    found = next(iter(meant), entry.unnamed)
    kind = around.kinds.get(found)
    if kind is not None and kind != entry.kind:
        raise RowRefused(f"The id is that of another kind of thing: {kind}.", place="id")
    if kind is None and entry.version is not None and entry.content is None:
        message = "No thing of this town has the id of the row, which was exported elsewhere; a new row has no version."
        raise RowRefused(message, place="id")
    if kind is not None and found not in around.works:
        raise RowRefused("The thing is somebody else's; the town keeps it because its own things name it.", place="id")
    return found


def _take(entry: Entry, found: UUID, around: Around, taken: Taken) -> None:
    """Notes whose row it is; raises RowRefused where an earlier row was about the same thing."""
    here = f"row {entry.row} of the sheet {entry.table}" if entry.table else f"row {entry.row}"
    key = None if found in around.kinds or not entry.source_id else (entry.kind, entry.source_id)
    earlier = taken.ids.get(found) or (None if key is None else taken.keys.get(key))
    if earlier is not None:
        raise RowRefused(f"The row is about the same thing as {earlier}.")
    taken.ids[found] = here
    if key is not None:
        taken.keys[key] = here


def _version_seen(entry: Entry, work: Work) -> int:
    """The version that a row was made from.

    Without one it is the present one: the row says what is to be. The thing that this very row has made before, as it
    names none, was seen as it was made.
    """
    if entry.version is not None:
        return entry.version
    return work.version if entry.id or entry.ptv_id or entry.source_id else 1


def _as_seen(matched: Matched, then: Work | None) -> Matched:
    assert matched.work is not None, "a thing that was asked about"
    if then is not None:
        return Matched(matched.entry, matched.id, matched.work, then.content)
    message = f"There is no version {matched.entry.version}; the present one is {matched.work.version}."
    refusal = RowRefused(message, place="version")
    return Matched(matched.entry, matched.id, matched.work, matched.work.content, refusal)
