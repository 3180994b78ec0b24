"""What is left to do for a town that has joined, told from facts. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class State(StrEnum):
    """How it is with one item."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class Who(StrEnum):
    """Whose turn it is."""

    TOWN = "town"
    OPERATOR = "operator"


BY_HAND: Final = ("permit", "api_user")
"""Items that are done elsewhere, where we do not see it: somebody says so."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Somebody's word that an item is done; `by` is an account of the town's or, with `operator`, of the host's."""

    at: datetime
    by: UUID | None
    operator: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a town."""

    administrators: int
    """Who have joined as administrators."""

    protected: int
    """Those of them who need more than a password, or sign in by the town's own service."""

    unread: bool = False
    """Whether an invitation to be one could not be delivered."""

    mail: bool
    """Whether the host can send mail at all."""

    registry: bool
    """Whether the host knows a national catalogue to sync with."""

    synced: bool
    """Whether a sync has ever come through."""

    sync_code: str = ""
    """Why the last one did not: a code of an error, or "held"."""

    languages: Sequence[str]
    published: Collection[str]
    """Languages in which every main organisation of the town is published."""

    hosts: Sequence[str]
    """Where it answers that is not under the operator's own host."""

    claims: Sequence[str]
    """Hosts that it has asked for and not yet shown to be its."""

    permit: bool = False
    """Whether operators keep a permit of the town's that has not ended."""

    ticks: Mapping[str, Tick] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the list. `code` names its words; `about` is what they mention; `page` is where the town does it."""

    code: str
    state: State
    who: Who
    about: Sequence[str] = ()
    page: str = ""
    """The name of an address of the desk."""

    tick: Tick | None = None

    @property
    def by_hand(self) -> bool:
        """Whether somebody's word decides."""
        return self.code in BY_HAND


def items(facts: Facts) -> tuple[Item, ...]:
    """All there is to do, in the order in which it is best done."""
    return (
        Item("administrator", _done(facts.administrators > 0), Who.TOWN, about=["refused"] if facts.unread else []),
        Item("second_factor", _done(0 < facts.administrators == facts.protected), Who.TOWN, page="mfa_index"),
        Item("mail", _done(facts.mail), Who.OPERATOR),
        _first_sync(facts),
        _organization(facts),
        *(_by_hand(code, facts) for code in BY_HAND),
        _host(facts),
    )


def _done(value: bool) -> State:
    return State.DONE if value else State.OPEN


def _first_sync(facts: Facts) -> Item:
    if not facts.registry:
        return Item("first_sync", State.NOT_NEEDED, Who.OPERATOR)
    return Item("first_sync", _done(facts.synced), Who.OPERATOR, about=[facts.sync_code] if facts.sync_code else [])


def _organization(facts: Facts) -> Item:
    """The national catalogue publishes nothing in a language in which the organisation itself is not published."""
    if not facts.registry:
        return Item("organization", State.NOT_NEEDED, Who.TOWN)
    missing = [language for language in facts.languages if language not in facts.published]
    return Item("organization", _done(not missing), Who.TOWN, about=missing)


def _by_hand(code: str, facts: Facts) -> Item:
    who = Who.TOWN if code == "permit" else Who.OPERATOR
    if not facts.registry:
        return Item(code, State.NOT_NEEDED, who)
    tick = facts.ticks.get(code)
    known = code == "permit" and facts.permit
    return Item(code, _done(known or tick is not None), who, tick=tick)


def _host(facts: Facts) -> Item:
    """A host of its own is a wish: only one that was asked for must be shown to be the town's."""
    if facts.claims:
        return Item("host", State.OPEN, Who.TOWN, about=facts.claims)
    return Item("host", State.DONE if facts.hosts else State.NOT_NEEDED, Who.TOWN, about=facts.hosts)
