"""Which thing of the town a row means: by our id, by the register's, by the town's own key.

What a batch of rows may mean is read at once, in a constant number of statements; which of it a row means is pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from catalogue.errors import CatalogueError
from catalogue.exchange import queries
from catalogue.exchange.columns import empty
from catalogue.exchange.errors import RowRefused
from catalogue.exchange.values import Entry
from catalogue.exchange.words import Place
from catalogue.registry.queries import of_twins
from catalogue.services import versions, works
from catalogue.services.values import KINDS, LOCKED, Kind
from catalogue.services.workflow import Content, Work


@dataclass
class Taken:
    """Which things earlier rows of the same file were about, and the own keys of those that they make."""

    ids: dict[tuple[str, UUID], Place] = field(default_factory=dict)
    """By what of the thing a row is about, see `part`: fees are apart from all else."""

    keys: dict[tuple[Kind, str], Place] = field(default_factory=dict)


def part(table: str) -> str:
    """Which part of a thing the rows of a sheet are about."""
    return "fees" if table == "fee" else ""


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

    With `refusal` it is none; with `coming` an earlier row of the file makes it, which was only tried.
    """

    entry: Entry
    id: UUID
    work: Work | None
    seen: Content
    refusal: CatalogueError | None = None
    coming: bool = False


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
        if entry.sheet == "fee" and found not in around.kinds:
            return _fees_to_come(nothing, found, taken)
        _take(entry, found, around, taken)
    except RowRefused as error:
        return Matched(entry, nothing.id, None, nothing.seen, error)
    return Matched(entry, found, around.works.get(found), nothing.seen)


def _fees_to_come(nothing: Matched, found: UUID, taken: Taken) -> Matched:
    """Fees make no service. Raises RowRefused."""
    key = (nothing.entry.kind, nothing.entry.source_id or "")
    if ("", found) not in taken.ids and key not in taken.keys:
        raise RowRefused("no_such_holder")
    return replace(nothing, coming=True)


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
            raise RowRefused("other_ptv_id", place="ptv_id")
    if len(meant) > 1:
        listed = ", ".join(sorted(str(each) for each in meant))
        raise RowRefused("more_than_one", ids=listed)
    found = next(iter(meant), entry.unnamed)
    kind = around.kinds.get(found)
    if kind is not None and kind != entry.kind:
        raise RowRefused("other_kind", place="id", kind=kind)
    if kind is None and entry.version is not None and entry.content is None and entry.sheet != "fee":
        raise RowRefused("exported_elsewhere", place="id")
    if kind is not None and found not in around.works:
        raise RowRefused("others", place="id")
    return found


def _take(entry: Entry, found: UUID, around: Around, taken: Taken) -> None:
    """Notes whose row it is; raises RowRefused where an earlier row was about the same thing."""
    key = None if found in around.kinds or not entry.source_id else (entry.kind, entry.source_id)
    about = part(entry.table), found
    earlier = taken.ids.get(about) or (None if key is None else taken.keys.get(key))
    if earlier is not None:
        raise RowRefused("same_thing", row=earlier.row or 0)
    taken.ids[about] = entry.at
    if key is not None:
        taken.keys[key] = entry.at


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
    numbers = {"version": matched.entry.version or 0, "present": matched.work.version}
    refusal = RowRefused("no_such_version", place="version", **numbers)
    return Matched(matched.entry, matched.id, matched.work, matched.work.content, refusal)
