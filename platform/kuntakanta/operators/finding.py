"""Which towns an operator looks for: by name or code, state and health. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from tenants.models import Municipality
from tenants.status.queries import TownRow
from tenants.status.rules import Health


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; a word that is not one of ours asks for nothing."""

    text: str = ""
    state: str = ""
    health: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """As an address has it."""
        state, health = given.get("state", ""), given.get("health", "")
        return cls(
            text=" ".join(given.get("q", "").split())[:100],
            state=state if state in Municipality.State.values else "",
            health=health if health in list(Health) else "",
        )


def matching(rows: Sequence[TownRow], wanted: Wanted) -> list[TownRow]:
    """Those of the rows that were asked for, in their order."""
    text = wanted.text.casefold()
    return [
        row
        for row in rows
        if (not wanted.state or row.town.state == wanted.state)
        and (not wanted.health or row.health == wanted.health)
        and (not text or text in _names(row))
    ]


def _names(row: TownRow) -> str:
    town = row.town
    return "\n".join((town.code, town.name_fi, town.name_sv, town.name_en, row.host)).casefold()
