"""What an operator can have done to a town: each by its name in addresses and words, with when it makes sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tenants import lifecycle
from tenants.dispatch import make_due
from tenants.errors import TenantsError, WrongState
from tenants.models import Municipality
from tenants.status.queries import TownRow

State = Municipality.State


class NotConfirmed(TenantsError):
    """What cannot be undone is done only when the town is named along with it."""

    code = "not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came with the yes: the run that was looked at, the name that was typed."""

    run: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """`fits` tells whether it is offered; `do` does it, or raises WrongState or NotConfirmed.

    `undo` names the deed that takes it back, where there is one; `gone` says that the town has no page afterwards.
    """

    fits: Callable[[TownRow], bool]
    do: Callable[[TownRow, Given], None]
    danger: bool = False
    needs_run: bool = False
    needs_name: bool = False
    undo: str = ""
    gone: bool = False


def _suspend(row: TownRow, given: Given) -> None:
    lifecycle.suspend(municipality=row.town)


def _resume(row: TownRow, given: Given) -> None:
    lifecycle.resume(municipality=row.town)


def _close(row: TownRow, given: Given) -> None:
    lifecycle.close(municipality=row.town)


def _remove(row: TownRow, given: Given) -> None:
    if given.name.strip().casefold() != row.town.name_fi.casefold():
        raise NotConfirmed(f"The town is called {row.town.name_fi}; nothing was removed.")
    lifecycle.remove(municipality=row.town)


def _write_on(row: TownRow, given: Given) -> None:
    lifecycle.let_write(municipality=row.town, on=True)


def _write_off(row: TownRow, given: Given) -> None:
    lifecycle.let_write(municipality=row.town, on=False)


def _sync(row: TownRow, given: Given) -> None:
    if row.town.state != State.ACTIVE:
        raise WrongState(f"{row.town} is {row.town.state}: only active towns are synced.")
    if not make_due(municipality=row.town, name="sync"):
        raise WrongState(f"A sync of {row.town} is under way.")


def _accept(row: TownRow, given: Given) -> None:
    """The run that was looked at, and no other: what a later one would archive, nobody has seen.

    It is the town's next sync, by the row that all its syncs go by: none can run beside it.
    """
    if not _is_held(row) or row.status is None or given.run != row.status.run:
        raise WrongState(f"{row.town} is not held by this run any more: look at what the last one says.")
    if not make_due(municipality=row.town, name="sync", given={"accept": given.run}):
        raise WrongState(f"A sync of {row.town} is under way.")


def _is_held(row: TownRow) -> bool:
    return row.town.state == State.ACTIVE and row.status is not None and row.status.sync_state == "held"


def _may_write(row: TownRow) -> bool:
    return row.town.state == State.ACTIVE and not row.town.national_writing


def _in(*states: State) -> Callable[[TownRow], bool]:
    return lambda row: row.town.state in states


DEEDS: Final[Mapping[str, Deed]] = {
    "accept": Deed(_is_held, _accept, danger=True, needs_run=True),
    "sync": Deed(_in(State.ACTIVE), _sync),
    "suspend": Deed(_in(State.ACTIVE), _suspend, danger=True, undo="resume"),
    "resume": Deed(_in(State.SUSPENDED, State.CLOSED), _resume, undo="suspend"),
    "write_on": Deed(_may_write, _write_on, danger=True),
    "write_off": Deed(lambda row: row.town.national_writing, _write_off, danger=True, undo="write_on"),
    "close": Deed(_in(State.ACTIVE, State.SUSPENDED), _close, danger=True, undo="resume"),
    "remove": Deed(_in(State.CLOSED), _remove, danger=True, needs_name=True, gone=True),
}
