"""Service hours as the register takes them: what each kind of hours must and may not say."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from catalogue.parts import DailyOpening, ServiceHour
from catalogue.services.hours import WEEKDAYS, day_of
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.findings import Finding, found
from catalogue.services.rules.texts import Size, localized, word

_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::00)?")
_NOTE: Final = Size(150)
_WITHOUT_SPANS: Final = ("always", "reservation", "closed")
_MIDNIGHT: Final = "24:00"


def hours(path: str, said: Sequence[ServiceHour], facts: Facts) -> Iterator[Finding]:
    """All hours of a place."""
    for index, hour in enumerate(said):
        place = f"{path}/{index}"
        yield from localized(f"{place}/additional_information", hour.additional_information, _NOTE)
        yield from _period(place, hour, facts)
        yield from _spans(place, hour)
        for number, opening in enumerate(hour.opening_hours):
            yield from _opening(f"{place}/opening_hours/{number}", opening, hour.kind)
        if hour.kind == "weekly":
            yield from _overlaps(place, hour)


def _period(place: str, hour: ServiceHour, facts: Facts) -> Iterator[Finding]:
    exceptional = hour.kind in ("closed", "exceptional")
    if exceptional and hour.valid_from is None:
        yield found("hours_date_missing", f"{place}/valid_from")
    if hour.valid_from and hour.valid_to and hour.valid_to <= hour.valid_from:
        yield found("hours_period_reversed", f"{place}/valid_to")
    last = hour.valid_to or (hour.valid_from if exceptional else None)
    if last and facts.today and day_of(last) < facts.today:
        yield found("hours_past", place)


def _spans(place: str, hour: ServiceHour) -> Iterator[Finding]:
    """How many spans each kind has."""
    count = len(hour.opening_hours)
    if hour.kind in _WITHOUT_SPANS and count:
        yield found("hours_spans_forbidden", f"{place}/opening_hours")
    if hour.kind in ("exceptional", "over_midnight") and count != 1:
        yield found("hours_one_span", f"{place}/opening_hours", count=count)
    if hour.kind == "weekly" and not count and not hour.additional_information:
        yield found("hours_empty", place)


def _opening(place: str, opening: DailyOpening, kind: str) -> Iterator[Finding]:
    yield from word(f"{place}/day_from", opening.day_from, WEEKDAYS)
    yield from word(f"{place}/day_to", opening.day_to, WEEKDAYS)
    if kind in ("weekly", "over_midnight") and not opening.day_from:
        yield found("hours_day_missing", f"{place}/day_from")
    if kind == "over_midnight" and not opening.day_to:
        yield found("hours_day_missing", f"{place}/day_to")
    for member, said in (("opens", opening.opens), ("closes", opening.closes)):
        if not _CLOCK.fullmatch(said or ""):
            yield found("hours_time_invalid", f"{place}/{member}", value=said or "")
    if kind in ("weekly", "exceptional") and opening.opens and opening.closes and _closes(opening) <= opening.opens:
        yield found("hours_end_before_start", f"{place}/closes")


def _overlaps(place: str, hour: ServiceHour) -> Iterator[Finding]:
    """Two spans of one day that are open at the same time."""
    for number, day in enumerate(WEEKDAYS):
        spans = sorted(
            (opening.opens or "", _closes(opening)) for opening in hour.opening_hours if _on(opening, number)
        )
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            yield found("hours_overlap", f"{place}/opening_hours", weekday=day)


def _on(opening: DailyOpening, number: int) -> bool:
    """Whether a weekly span is of a day; Saturday to Monday goes over the end of the week."""
    if opening.day_from not in WEEKDAYS:
        return False
    first = WEEKDAYS.index(opening.day_from)
    last = WEEKDAYS.index(opening.day_to) if opening.day_to in WEEKDAYS else first
    return (number - first) % 7 <= (last - first) % 7


def _closes(opening: DailyOpening) -> str:
    closes = opening.closes or ""
    return _MIDNIGHT if closes in ("00:00", "00:00:00") else closes
