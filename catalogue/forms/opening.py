"""When a form takes submissions: windows, a capacity, a switch, and what is said while it is closed. Pure.

It belongs to the form and not to its versions: whoever closes a form in haste publishes nothing.
"""

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from catalogue.errors import InvalidBody
from catalogue.text import LocalizedText

Instant = Annotated[datetime, Meta(tz=True)]
State = Literal["open", "not_yet", "ended", "full", "closed"]


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """From an instant until another, which is no part of it; without one, from ever or for ever."""

    opens: Instant | None = None
    closes: Instant | None = None


class Opening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """When submissions are taken; without windows always. `closed` overrides all.

    `texts`: what is said instead of the form, for each state that is not open.
    """

    closed: bool = False
    windows: Annotated[list[Window], Meta(max_length=50)] = []
    capacity: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    texts: dict[Literal["not_yet", "ended", "full", "closed"], LocalizedText] = {}


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """How a form stands at an instant; `until` is when that changes by itself, if it does."""

    state: State
    until: datetime | None = None


def checked(opening: Opening) -> Opening:
    """The opening with its windows in order; raises InvalidBody for windows that end before they begin or overlap."""
    for number, window in enumerate(opening.windows):
        if window.opens and window.closes and window.opens >= window.closes:
            raise InvalidBody("The window closes before it opens.", place=f"/windows/{number}/closes")
    ordered = sorted(opening.windows, key=lambda window: window.opens.timestamp() if window.opens else float("-inf"))
    for before, after in pairwise(ordered):
        if before.closes is None or after.opens is None or before.closes > after.opens:
            raise InvalidBody("Two windows overlap.", place=f"/windows/{opening.windows.index(after)}/opens")
    return msgspec.structs.replace(opening, windows=ordered)


def now(opening: Opening, *, at: datetime, received: int) -> Now:
    """Whether submissions are taken, `received` of which are here since the window opened."""
    if opening.closed:
        return Now(state="closed")
    for window in opening.windows or [Window()]:
        if window.closes is not None and window.closes <= at:
            continue
        if window.opens is not None and window.opens > at:
            return Now(state="not_yet", until=window.opens)
        if opening.capacity is not None and received >= opening.capacity:
            return Now(state="full", until=window.closes)
        return Now(state="open", until=window.closes)
    return Now(state="ended")
