"""What an operator can have done to a town: each by its name in addresses and words, with when it makes sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from kuntakanta.operators.tasks import accept_removals
from tenants import lifecycle
from tenants.dispatch import make_due
from tenants.errors import WrongState
from tenants.models import Municipality
from tenants.status.queries import TownRow

State = Municipality.State


@dataclass(frozen=True, slots=True)
class Deed:
    """`fits` tells whether it is offered; `do` does it, or raises WrongState. A run is named where one is meant."""

    fits: Callable[[TownRow], bool]
    do: Callable[[TownRow, int | None], None]
    danger: bool = False
    needs_run: bool = False


def _suspend(row: TownRow, run: int | None) -> None:
    lifecycle.suspend(municipality=row.town)


def _resume(row: TownRow, run: int | None) -> None:
    lifecycle.resume(municipality=row.town)


def _sync(row: TownRow, run: int | None) -> None:
    if row.town.state != State.ACTIVE:
        raise WrongState(f"{row.town} is {row.town.state}: only active towns are synced.")
    if not make_due(municipality=row.town, name="sync"):
        raise WrongState(f"A sync of {row.town} is under way.")


def _accept(row: TownRow, run: int | None) -> None:
    """The run that was looked at, and no other: what a later one would archive, nobody has seen."""
    if not _is_held(row) or row.status is None or run != row.status.run:
        raise WrongState(f"{row.town} is not held by this run any more: look at what the last one says.")
    town_id = row.town.pk
    transaction.on_commit(lambda: accept_removals.delay(municipality_id=town_id, run=run))


def _is_held(row: TownRow) -> bool:
    return row.town.state == State.ACTIVE and row.status is not None and row.status.sync_state == "held"


DEEDS: Final[Mapping[str, Deed]] = {
    "accept": Deed(_is_held, _accept, danger=True, needs_run=True),
    "sync": Deed(lambda row: row.town.state == State.ACTIVE, _sync),
    "suspend": Deed(lambda row: row.town.state == State.ACTIVE, _suspend, danger=True),
    "resume": Deed(lambda row: row.town.state in (State.SUSPENDED, State.CLOSED), _resume),
}
