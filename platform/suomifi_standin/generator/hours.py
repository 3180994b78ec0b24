"""Service hours of every kind the register knows, in plausible week patterns."""

from collections.abc import Sequence

from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.texts import notes
from suomifi_standin.generator.wire import Doc, Languages, Text, items

Span = tuple[str, str, str, str]  # dayFrom, dayTo ("" for one day), from, to

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OFFICE = _WEEK[:5]
_TWO_DAYS = ("Monday", "Wednesday")


def _daily(days: Sequence[str], opens: str, closes: str) -> tuple[Span, ...]:
    return tuple((day, "", opens, closes) for day in days)


# Week patterns by the kind of place; places open twice a day have two spans on the same day.
PATTERNS: dict[str, tuple[tuple[Span, ...], ...]] = {
    "office": (
        (*_daily(_WEEK[:4], "08:00:00", "16:00:00"), ("Friday", "", "08:00:00", "14:00:00")),
        (("Monday", "Friday", "09:00:00", "15:00:00"),),
        (*_daily(_TWO_DAYS, "09:00:00", "12:00:00"), *_daily(_TWO_DAYS, "13:00:00", "17:00:00")),
        (*_daily(_OFFICE, "08:30:00", "11:30:00"), *_daily(("Tuesday", "Thursday"), "12:15:00", "17:45:00")),
    ),
    "open": (
        (
            *_daily(_WEEK[:4], "10:00:00", "19:00:00"),
            ("Friday", "", "10:00:00", "17:00:00"),
            ("Saturday", "", "10:00:00", "15:00:00"),
        ),
        (("Monday", "Friday", "07:00:00", "20:00:00"), ("Saturday", "Sunday", "10:00:00", "18:00:00")),
        (*_daily(_WEEK[1:6], "11:00:00", "18:00:00"), ("Sunday", "", "12:00:00", "16:00:00")),
    ),
    "school": (
        (("Monday", "Friday", "06:15:00", "17:30:00"),),
        (*_daily(_WEEK[:4], "08:00:00", "16:00:00"), ("Friday", "", "08:00:00", "15:00:00")),
    ),
    "evening": (
        (*_daily(("Tuesday", "Thursday"), "14:00:00", "20:30:00"), ("Friday", "", "15:00:00", "22:00:00")),
        (*_daily(_WEEK[:4], "16:00:00", "21:00:00"), ("Saturday", "", "12:00:00", "00:00:00")),
    ),
}

# Moments are UTC of the Finnish midnights that begin the first and the last day: 21 in summer time, 22 in winter time.
_SUMMER = ("2026-05-31T21:00:00", "2026-08-09T21:00:00")
_WINTER = ("2026-09-30T21:00:00", "2027-04-29T21:00:00")
_HOLIDAYS = (
    ("2026-12-05T22:00:00", None, notes.INDEPENDENCE_DAY),
    ("2026-12-23T22:00:00", "2026-12-25T22:00:00", notes.CHRISTMAS),
    ("2027-03-25T22:00:00", "2027-03-28T21:00:00", notes.EASTER),
    ("2026-06-18T21:00:00", "2026-06-19T21:00:00", notes.MIDSUMMER),
)


def _hour(
    kind: str,
    note: list[Doc],
    spans: Sequence[Span] = (),
    *,
    valid: tuple[str | None, str | None] | None = None,
    closed: bool = False,
    always: bool = False,
    reservation: bool = False,
) -> Doc:
    return {
        "serviceHourType": kind,
        "validFrom": valid[0] if valid else None,
        "validTo": valid[1] if valid else None,
        "isClosed": closed,
        "validForNow": valid is None,
        "isAlwaysOpen": always,
        "isReservation": reservation,
        "additionalInformation": note,
        "openingHour": [
            {"dayFrom": first or None, "dayTo": last, "from": opens, "to": closes}
            for first, last, opens, closes in spans
        ],
    }


def weekly(dice: Dice, languages: Languages, style: str, note: Text | None = None) -> Doc:
    """One week pattern that holds until further notice."""
    return _hour("DaysOfTheWeek", items(note, languages) if note else [], dice.pick(PATTERNS[style]))


def _exceptional(dice: Dice, languages: Languages) -> Doc:
    starts, ends, text = dice.pick(_HOLIDAYS)
    if dice.chance(0.7):
        return _hour("Exceptional", items(text, languages), valid=(starts, ends), closed=True)
    span: Span = ("", "", "10:00:00", "13:30:00")
    return _hour("Exceptional", items(text, languages), (span,), valid=(starts, None))


def place_hours(dice: Dice, languages: Languages, style: str) -> list[Doc]:
    """Hours of a place or a service line: usual weeks, seasons, holidays, nights, round the clock, by booking."""
    kind = dice.random()
    if kind < 0.07:
        return [_hour("DaysOfTheWeek", items(notes.ALWAYS, languages), always=True)]
    if kind < 0.14:
        return [_hour("DaysOfTheWeek", items(notes.BY_BOOKING, languages), reservation=True)]
    if kind < 0.17:
        return [_hour("DaysOfTheWeek", items(notes.AGREED, languages))]
    result = [weekly(dice, languages, style, notes.USUAL)]
    if dice.chance(0.3):
        summer = dice.pick(PATTERNS["office"])
        result.append(_hour("DaysOfTheWeek", items(notes.SUMMER, languages), summer, valid=_SUMMER))
    if dice.chance(0.1):
        winter = dice.pick(PATTERNS[style])
        result.append(_hour("DaysOfTheWeek", items(notes.WINTER, languages), winter, valid=_WINTER))
    if dice.chance(0.35):
        result.append(_exceptional(dice, languages))
    if style == "evening" and dice.chance(0.6):
        night: Span = ("Friday", "Saturday", "18:00:00", "01:30:00")
        result.append(_hour("OverMidnight", items(notes.NIGHT, languages), (night,)))
    return result


def connection_hours(dice: Dice, languages: Languages) -> list[Doc]:
    """Hours that hold for one service at one channel only."""
    if dice.chance(0.25):
        return [_hour("DaysOfTheWeek", items(notes.BY_BOOKING, languages), reservation=True)]
    result = [weekly(dice, languages, "office", notes.THIS_SERVICE)]
    if dice.chance(0.3):
        result.append(_exceptional(dice, languages))
    return result
