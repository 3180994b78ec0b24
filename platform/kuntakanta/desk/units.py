"""The town's organisations as the units over which a role is held: the tree by name, in the language of the page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from catalogue.published.rules import sort_key
from catalogue.services.queries import Unit, units
from catalogue.text import in_language
from kuntakanta.desk.words import language, say
from tenants.accounts.permissions import line


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the picker. `depth` is 0 at the top; one that is gone stands last, so that it can be let go of."""

    id: UUID
    name: str
    depth: int


def tree(*, held: Iterable[UUID] = ()) -> list[Branch]:
    """All units under their parents, each level by name; then those of `held` that the town has no longer."""
    known = units()
    gone = sorted({one for one in held if one not in known or not known[one].here})
    return [*_grown(known), *(Branch(one, _name(known.get(one)), 0) for one in gone)]


def names(*, of: Iterable[UUID]) -> Mapping[UUID, str]:
    """What to call some units; no statement where there are none."""
    wanted = set(of)
    known = units() if wanted else {}
    return {one: _name(known.get(one)) for one in wanted}


def _grown(known: Mapping[UUID, Unit]) -> Iterator[Branch]:
    """A unit stands under the nearest above it that is here; one that is above itself stands at the top."""
    parents = {unit.id: unit.parent if unit.parent in known else None for unit in known.values()}
    under: dict[UUID | None, list[Unit]] = {}
    for unit in known.values():
        if unit.here:
            above = line(unit.id, parents)[1:]
            under.setdefault(next((one for one in above if known[one].here), None), []).append(unit)
    seen: set[UUID] = set()

    def branches(at: UUID | None, depth: int) -> Iterator[Branch]:
        for unit in sorted(under.get(at, ()), key=_key):
            if unit.id not in seen:
                seen.add(unit.id)
                yield Branch(unit.id, _name(unit), depth)
                yield from branches(unit.id, depth + 1)

    yield from branches(None, 0)
    for unit in sorted(known.values(), key=_key):  # only a circle is left
        if unit.here and unit.id not in seen:
            yield Branch(unit.id, _name(unit), 0)


def _key(unit: Unit) -> tuple[str, str]:
    return sort_key(unit.names, (language(),)), str(unit.id)


def _name(unit: Unit | None) -> str:
    found = in_language(unit.names, language()) if unit else None
    if found is None:
        return say("units.nameless")
    return found[0] if unit and unit.here else say("units.gone", name=found[0])
