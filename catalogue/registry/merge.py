"""The three-way merge of a thing: what we and the register made of it since both last held the same (pure).

`merge` takes three plain bodies: the base that both sides held, ours, and theirs. What only one side changed is taken;
what both changed alike is quiet; where both changed the same thing differently there is a conflict, and the owner of
that place (`ownership`) says whose word stands. A conflict is told even where the owner settles it: no edit of either
side is lost, each is in the value or in a conflict with its base and both sides.

Objects are merged by member and texts by language; lists whose items are known again (`likeness`) item by item, where
an item is one value; other lists are one value. What one side removed and the other changed is a conflict as a whole:
no language version comes back with one text only. Ids of lists that only ever grow or shrink never conflict.

Two things of the register are not edits. Its documents never hold what it has no member for, such as our fees: base and
theirs are both parsed from documents, so fees are on our side only, and stay. And it shows a source id to its owner's
token only (reference 4.2, trap 5): a side that does not tell it says nothing about it.

Whoever keeps the result keeps both: the value with `undecided="ours"` as our body, and `Merged.base`. Merging them with
what the register still holds tells the open conflicts again and nothing else; `answered` closes one.

Without a base (adoption of what the register already has) merge with an empty one and the policy `ADOPTING`: what only
one side has is taken, what both have differently is asked, and neither overwrites the other.

The value shares its parts with what was given; do not change it in place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from catalogue.registry.likeness import Path, absent, at, below, by_identity, is_object, put, same
from catalogue.registry.ownership import DEFAULTS, Owner, Policy, owner
from catalogue.text import Run, runs

__all__ = ["Conflict", "Edit", "Merged", "Side", "answered", "at", "edits", "merge", "put", "words"]

Body = Mapping[str, Any]
Side = Literal["base", "ours", "theirs"]

TOLD_TO_ITS_OWNER: Final = ("source_id",)


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a side changed; None is what is not there."""

    path: Path
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed differently; `owner` settled it, or nobody: then a person is asked."""

    path: Path
    base: Any
    ours: Any
    theirs: Any
    owner: Owner

    @property
    def open(self) -> bool:
        """Whether a person must choose."""
        return self.owner == "ask"


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged body, what was in conflict, and what each side had changed (what both changed alike is in both).

    `base` is what to keep for the next merge: what the register holds, but at open conflicts what was there before
    both sides changed it, so that they stay open until somebody answers.
    """

    value: dict[str, Any]
    base: dict[str, Any]
    conflicts: tuple[Conflict, ...]
    ours: tuple[Edit, ...]
    theirs: tuple[Edit, ...]

    @property
    def quiet(self) -> bool:
        """Whether neither side had changed anything."""
        return not self.ours and not self.theirs

    @property
    def open(self) -> tuple[Conflict, ...]:
        """What a person must choose."""
        return tuple(conflict for conflict in self.conflicts if conflict.open)


def merge(
    base: Body, ours: Body, theirs: Body, *, kind: str, policy: Policy = DEFAULTS, undecided: Side = "base"
) -> Merged:
    """The merge of a thing of a kind (or of a `connection`).

    `undecided` says whose word the value has where a person must choose: with "ours" it is what we hold meanwhile,
    with "theirs" what the register does.
    """
    ours, theirs = _as_told(ours, base), _as_told(theirs, base)
    conflicts: list[Conflict] = []
    walk = _Walk(kind, policy, undecided, conflicts)
    value = walk.at((), "", base, ours, theirs)
    seen: Any = theirs
    for conflict in conflicts:
        if conflict.open:
            seen = put(seen, conflict.path, conflict.base)
    return Merged(dict(value or {}), dict(seen or {}), tuple(conflicts), edits(base, ours), edits(base, theirs))


def edits(before: Body, after: Body) -> tuple[Edit, ...]:
    """What differs, at the smallest places that are merged by themselves; nothing where only noise does."""
    return tuple(_edits((), "", before, after))


def words(conflict: Conflict) -> tuple[list[Run], list[Run]] | None:
    """For a conflict of texts: from the base to ours and to theirs, word by word."""
    sides = (conflict.base, conflict.ours, conflict.theirs)
    if not all(side is None or isinstance(side, str) for side in sides):
        return None
    before, ours, theirs = (side or "" for side in sides)
    return list(runs(before, ours)), list(runs(before, theirs))


def answered(base: Body, ours: Body, conflict: Conflict, chosen: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Base and ours, both as a merge left them, once a person has chosen what stands at the place of a conflict.

    None is chosen for nothing. What the register says there has been seen and becomes the base's; what was chosen is
    ours. So the next merge has no conflict there, and the register gets what was chosen where it differs.
    """
    was = put(base, conflict.path, conflict.theirs)
    now = put(ours, conflict.path, chosen)
    return was or {}, now or {}


def _as_told(side: Body, base: Body) -> dict[str, Any]:
    """The side with what it did not tell, as the base had it."""
    untold = {name: base[name] for name in TOLD_TO_ITS_OWNER if absent(side.get(name)) and not absent(base.get(name))}
    return {**side, **untold}


@dataclass(frozen=True, slots=True)
class _Walk:
    """One merge on its way through three bodies at once."""

    kind: str
    policy: Policy
    undecided: Side
    conflicts: list[Conflict]

    def at(self, path: Path, name: str, base: Any, ours: Any, theirs: Any) -> Any:
        """What stands at a path; the register's spelling where both say the same."""
        if same(ours, theirs, name) or same(base, ours, name):
            return theirs
        if same(base, theirs, name):
            return ours
        sides = tuple(None if absent(side) else side for side in (base, ours, theirs))
        if _by_member(sides, name):
            return self._members(path, name, sides)
        items = _by_item(sides, name)
        return self._conflict(path, sides) if items is None else self._items(path, name, items)

    def _members(self, path: Path, name: str, sides: tuple[Any, ...]) -> dict[str, Any]:
        base, ours, theirs = (side or {} for side in sides)
        merged = {}
        for member in dict.fromkeys((*ours, *theirs, *base)):
            each = (side.get(member) for side in (base, ours, theirs))
            value = self.at((*path, member), below(name, member), *each)
            if value is not None:
                merged[member] = value
        return merged

    def _items(self, path: Path, name: str, sides: tuple[dict[str, Any], ...]) -> list[Any]:
        base, ours, theirs = sides
        merged = []
        for key in dict.fromkeys((*ours, *theirs, *base)):
            each = (base.get(key), ours.get(key), theirs.get(key))
            value = self._item((*path, key), name, each)
            if value is not None:
                merged.append(value)
        return merged

    def _item(self, path: Path, name: str, sides: tuple[Any, ...]) -> Any:
        base, ours, theirs = sides
        if same(ours, theirs, name) or same(base, ours, name):
            return theirs
        return ours if same(base, theirs, name) else self._conflict(path, sides)

    def _conflict(self, path: Path, sides: tuple[Any, ...]) -> Any:
        base, ours, theirs = sides
        whose = owner(self.policy, self.kind, path)
        self.conflicts.append(Conflict(path, base, ours, theirs, whose))
        stands: Side = "ours" if whose == "ours" else "theirs" if whose == "national" else self.undecided
        return {"base": base, "ours": ours, "theirs": theirs}[stands]


def _by_member(sides: tuple[Any, ...], name: str) -> bool:
    """Whether what differs is an object on both sides, to be merged by its members; the base may not have it yet."""
    base, ours, theirs = sides
    return is_object(ours, name) and is_object(theirs, name) and (base is None or is_object(base, name))


def _by_item(sides: tuple[Any, ...], name: str) -> tuple[dict[str, Any], ...] | None:
    """The sides by the identity of their items, None where one of them does not allow it."""
    items = tuple(by_identity(side, name) for side in sides)
    return tuple(each for each in items if each is not None) if None not in items else None


def _edits(path: Path, name: str, before: Any, after: Any) -> Iterator[Edit]:
    if same(before, after, name):
        return
    before, after = (None if absent(side) else side for side in (before, after))
    old = before or {}
    if _by_member((None, old, after), name):
        for member in dict.fromkeys((*old, *after)):
            yield from _edits((*path, member), below(name, member), old.get(member), after.get(member))
        return
    items = _by_item((before, after), name)
    if items is None:
        yield Edit(path, before, after)
        return
    was, now = items
    for key in dict.fromkeys((*was, *now)):
        if not same(was.get(key), now.get(key), name):
            yield Edit((*path, key), was.get(key), now.get(key))
