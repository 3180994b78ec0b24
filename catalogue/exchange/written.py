"""Telephone numbers and weekly hours as a cell says them, and back (pure).

`read_phone(phone_text(p))` and `read_hours(hours_text(h))` give back what they were made of, for whatever the rules
would let be published. What cannot be said in a cell is shown as well as can be and is not read: its cell is never
written back unless somebody changes it.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from catalogue.exchange.errors import Unreadable
from catalogue.parts import DailyOpening, HourKind, Phone, ServiceHour
from catalogue.services.hours import WEEKDAYS

ALWAYS: Final = "always"
BY_APPOINTMENT: Final = "by appointment"
FINLAND: Final = "+358"
COVERED: Final = ("weekly", "always", "reservation")
_SHORT: Final = tuple(day[:3] for day in WEEKDAYS)
# The first letters by which staff call the days in English, Finnish and Swedish; Monday first.
_CALLED: Final = (
    ("mon", "ma", "mån"),
    ("tue", "ti", "tis"),
    ("wed", "ke", "ons"),
    ("thu", "to", "tor"),
    ("fri", "pe", "fre"),
    ("sat", "la", "lör"),
    ("sun", "su", "sön"),
)
_DAYS: Final = {called: number for number, all_ in enumerate(_CALLED) for called in all_}
_RUN: Final = re.compile(r"([^\W\d]+)\.?(?:\s*-\s*([^\W\d]+)\.?)?\s+(.+)")
_SPAN: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*-\s*(\d{1,2})(?:[:.](\d{2}))?")
_REPEATED: Final = 40
_DASHES: Final = str.maketrans("–—−", "---")
_BETWEEN: Final = re.compile(r"[\s()\-/]+")
_INTERNATIONAL: Final = re.compile(r"(\+[0-9]{1,4})[\s\-]+([0-9][0-9\s()\-/]*)")


class Number(NamedTuple):
    """A telephone number: with a country's prefix, or a Finnish service number, which has none."""

    prefix: str | None
    number: str


# --- yes and no -------------------------------------------------------------------------------------------------------

YES: Final = "yes"
_YES: Final = frozenset({YES, "kyllä", "ja", "x", "true", "tosi", "sant", "1"})
_NO: Final = frozenset({"no", "ei", "nej", "false", "epätosi", "falskt", "0"})


def yes(said: bool | None) -> str:
    """What a cell says of something that is so, is not so, or is not known."""
    return "" if said is None else YES if said else "no"


def read_yes(text: str) -> bool | None:
    """Whether something is so, in any of the three languages; None for an empty cell. Raises Unreadable."""
    said = text.strip().casefold()
    if not said:
        return None
    if said not in _YES | _NO:
        raise Unreadable("no_yes", text=text[:_REPEATED])
    return said in _YES


# --- telephone numbers ------------------------------------------------------------------------------------------------


def phone_text(phone: Phone) -> str:
    """A number as a cell says it: "+358 22620624", or "116117"."""
    return " ".join(part for part in (phone.prefix_number, phone.number) if part)


def read_phone(text: str, *, service_number: bool = False) -> Number:
    """What a cell says: with a prefix and a blank after it, or a Finnish number with its zero, or a service number.

    `service_number`: a number that begins with a zero is one of those, as the one that stood there before.
    """
    if found := _INTERNATIONAL.fullmatch(text):
        number = _BETWEEN.sub("", found[2])
        return Number(found[1], number.removeprefix("0") if found[1] == FINLAND else number)
    number = _BETWEEN.sub("", text)
    if number.startswith(FINLAND) and number[len(FINLAND) :].isdecimal():
        return Number(FINLAND, number[len(FINLAND) :].removeprefix("0"))
    if not (number.isascii() and number.isdecimal()):
        raise Unreadable("no_phone")
    if number.startswith("0") and not service_number:
        return Number(FINLAND, number[1:])
    return Number(None, number)


# --- hours ------------------------------------------------------------------------------------------------------------


def hours_text(hour: ServiceHour) -> str:
    """Regular hours as a cell says them: "Mon-Fri 8:00-16:00, Sat 10:00-14:00", "always" or "by appointment"."""
    if hour.kind == "always":
        return ALWAYS
    if hour.kind == "reservation":
        return BY_APPOINTMENT
    return ", ".join(map(_opening_text, hour.opening_hours))


def read_hours(text: str) -> tuple[HourKind, list[DailyOpening]]:
    """What a cell says of regular hours: their kind and, of weekly ones, their spans."""
    said = " ".join(text.translate(_DASHES).casefold().split())
    if said == ALWAYS:
        return "always", []
    if said == BY_APPOINTMENT:
        return "reservation", []
    spans: list[DailyOpening] = []
    days: tuple[str, str | None] | None = None
    for part in re.split(r"\s*[,;]\s*", said.strip(" ,;")):
        found = _RUN.fullmatch(part)
        if found:
            days = _day(found[1]), _day(found[2]) if found[2] else None
        if days is None:
            raise Unreadable("no_hours")
        spans.append(_read_span(found[3] if found else part, days))
    return "weekly", spans


def _opening_text(opening: DailyOpening) -> str:
    first, last = _short(opening.day_from), _short(opening.day_to)
    days = first if not last or last == first else f"{first}-{last}"
    closes = "24:00" if _clock(opening.closes) == "0:00" else _clock(opening.closes)
    return f"{days} {_clock(opening.opens)}-{closes}"


def _short(day: str | None) -> str:
    return _SHORT[WEEKDAYS.index(day)] if day in WEEKDAYS else day or ""


def _clock(text: str | None) -> str:
    """ "8:00" of "08:00" or "08:00:00"; what is no time of day stays as it is."""
    found = re.fullmatch(r"0?(\d{1,2}:\d{2})(?::00)?", text or "")
    return found[1] if found else text or ""


def _day(called: str) -> str:
    fitting = {number for name, number in _DAYS.items() if called.startswith(name)}
    if len(fitting) != 1:
        raise Unreadable("no_day", text=called[:_REPEATED])
    return WEEKDAYS[fitting.pop()]


def _read_span(text: str, days: tuple[str, str | None]) -> DailyOpening:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise Unreadable("no_hours")
    opens, closes = (int(found[1]), int(found[2] or 0)), (int(found[3]), int(found[4] or 0))
    if not (opens < closes <= (24, 0) and opens[1] < 60 and closes[1] < 60):
        raise Unreadable("no_span", text=text)
    day_to = None if days[1] == days[0] else days[1]
    return DailyOpening(
        day_from=days[0],
        day_to=day_to,
        opens="{:02}:{:02}".format(*opens),
        closes="{:02}:{:02}".format(*closes) if closes < (24, 0) else "00:00",
    )


def regular(hours: Sequence[ServiceHour]) -> int | None:
    """Which of a place's hours are the regular ones that a cell says: the first without a period, if any."""
    return next((place for place, hour in enumerate(hours) if hour.kind in COVERED and hour.valid_for_now), None)
