"""When a place is open: the register's service hours as rules, in Finnish local time. Pure.

How hours that hold at once add up, which the register leaves open:

- A closed day, or a day with exceptional hours, replaces all that would begin on that day; closed wins.
- Hours for a period (a summer, a winter) replace those until further notice; over midnight counts apart.
- A span belongs to the day on which it begins: Friday's late opening goes on into a Saturday that is closed. Only a
  span of more than a day is cut by the closed days in it.
- What cannot be read as a day or a time of day is no opening. By appointment is not open.

Hours are asked with their periods as Finnish days; `in_days` makes such of the register's, whose periods are instants.
Holidays change nothing by themselves (`holidays` proposes what to write): only what is written holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple, Protocol, overload
from zoneinfo import ZoneInfo

from catalogue.parts import ServiceHour

HELSINKI: Final = ZoneInfo("Europe/Helsinki")
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY: Final = 24 * 60  # minutes
ONE_DAY: Final = timedelta(days=1)
BEHIND: Final = timedelta(days=8)
"""How far back a span may have begun that still goes on: one over midnight may last for a week."""
AHEAD: Final = timedelta(days=15)
"""How far ahead one look goes: further on, only where a period begins or ends can anything be new."""


class Opening(Protocol):
    """One span of a day or, over midnight, from day to day."""

    @property
    def day_from(self) -> str | None: ...
    @property
    def day_to(self) -> str | None: ...
    @property
    def opens(self) -> str | None: ...
    @property
    def closes(self) -> str | None: ...


class Hours(Protocol):
    """Service hours of one kind. The days of a period are included; they are Finnish days, not instants."""

    @property
    def kind(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def opening_hours(self) -> Sequence[Opening]: ...


@dataclass(frozen=True, slots=True)
class Dated:
    """Service hours of the register with their period as Finnish days."""

    kind: str
    valid_from: date | None
    valid_to: date | None
    opening_hours: Sequence[Opening]


class Span(NamedTuple):
    """From one instant (UTC) to another, which is not included."""

    start: datetime
    end: datetime


class Clock(NamedTuple):
    """Minutes from the midnight at which the day of the span begins; the end may lie days ahead."""

    opens: int
    closes: int


class DayRun(NamedTuple):
    """Days of the week, Monday is 0, that have the same hours; none: closed."""

    first: int
    last: int
    clocks: tuple[Clock, ...]

    @property
    def days(self) -> range:
        """The numbers of the days."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class State:
    """What is true now; `until` is when that changes, None when it does not within a fortnight."""

    kind: Literal["open", "closed", "by_appointment", "unknown"]
    until: datetime | None = None


def in_days(hours: Iterable[ServiceHour]) -> list[Dated]:
    """The register's hours as they are asked here."""
    return [Dated(hour.kind, day_of(hour.valid_from), day_of(hour.valid_to), hour.opening_hours) for hour in hours]


@overload
def day_of(instant: datetime) -> date: ...
@overload
def day_of(instant: None) -> None: ...
def day_of(instant: datetime | None) -> date | None:
    """The day in Finland at an instant; the last day of all for what lies beyond it, as "until further notice" may."""
    if instant is None:
        return None
    try:
        return instant.astimezone(HELSINKI).date()
    except OverflowError:
        return date.max if instant.year > 1 else date.min


# --- now --------------------------------------------------------------------------------------------------------------


def open_at(hours: Sequence[Hours], instant: datetime) -> bool:
    """Whether it is open at an instant."""
    return state(hours, instant).kind == "open"


def next_change(hours: Sequence[Hours], instant: datetime) -> datetime | None:
    """The next instant after this one at which it opens or closes, however far ahead; None when it never does.

    Beyond a fortnight every week is as the one before it, but for the periods that begin or end.
    """
    today = day_of(instant)
    coming = {day for hour in hours for day in _boundaries(hour) if day > today}
    for first in (today, *sorted(coming)):
        since = max(instant, _instant(first, 0) - _MOMENT)
        horizon = _instant(first + AHEAD, 0)
        edges = (edge for span in spans(hours, first - BEHIND, first + AHEAD) for edge in span)
        found = next((edge for edge in edges if since < edge < horizon), None)
        if found:
            return found
    return None


_MOMENT: Final = timedelta(microseconds=1)
_END_OF_TIME: Final = date.max - timedelta(days=30)


def _boundaries(hour: Hours) -> Iterator[date]:
    """The first day of a period, and the first one after it."""
    if hour.valid_from:
        yield min(hour.valid_from, _END_OF_TIME)
    last = hour.valid_to or hour.valid_from
    if last:
        yield min(last, _END_OF_TIME) + ONE_DAY


def state(hours: Sequence[Hours], now: datetime) -> State:
    """Open, closed, by appointment, or unknown: no hours hold today, or only a text tells them."""
    today = day_of(now)
    found = spans(hours, today - BEHIND, today + AHEAD)
    horizon = _instant(today + AHEAD, 0)
    for span in found:
        if span.start <= now < span.end:
            return State("open", span.end if span.end < horizon else None)
    coming = next((span.start for span in found if span.start > now), None)
    if coming is not None or any(hour.kind == "closed" for hour in _exceptions(hours, today)):
        return State("closed", coming)
    return State("by_appointment" if any(hour.kind == "reservation" for hour in usual(hours, today)) else "unknown")


def is_exceptional(hours: Sequence[Hours], day: date) -> bool:
    """Whether a day has hours of its own or is closed instead of the usual."""
    return bool(_exceptions(hours, day))


def spans(hours: Sequence[Hours], first: date, last: date) -> list[Span]:
    """The openings that begin from one day to another, both included, in order and joined where they touch."""
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    found = sorted(span for day in days for span in _beginning(hours, day))
    joined: list[Span] = []
    for span in found:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _beginning(hours: Sequence[Hours], day: date) -> Iterator[Span]:
    """The openings that begin on a day."""
    exceptions = _exceptions(hours, day)
    for hour in exceptions or usual(hours, day):
        for clock in clocks_on(hour, day.weekday()):
            span = Span(_instant(day, clock.opens), _instant(day, clock.closes, ends=True))
            if clock.closes - clock.opens > DAY:
                yield from _without_exceptions(hours, day, span)
            elif span.start < span.end:
                yield span


def _without_exceptions(hours: Sequence[Hours], day: date, span: Span) -> Iterator[Span]:
    """A span of several days without the days in it that have an exception."""
    start = span.start
    while True:
        day += ONE_DAY
        midnight, morrow = _instant(day, 0), _instant(day, DAY)
        if midnight >= span.end:
            break
        if is_exceptional(hours, day):
            if start < midnight:
                yield Span(start, midnight)
            start = morrow
    if start < span.end:
        yield Span(start, span.end)


def _instant(day: date, minutes: int, *, ends: bool = False) -> datetime:
    """A time of day as an instant.

    Of a time that comes twice in autumn, the first begins and the second ends. A time that is left out in spring is the
    moment at which the clock jumps, on the hour.
    """
    local = (datetime.combine(day, time()) + timedelta(minutes=minutes)).replace(tzinfo=HELSINKI, fold=int(ends))
    instant = local.astimezone(UTC)
    if instant.astimezone(HELSINKI).replace(tzinfo=None) != local.replace(tzinfo=None):
        return local.replace(minute=0, fold=0).astimezone(UTC)
    return instant


# --- what holds on a day ----------------------------------------------------------------------------------------------


def _exceptions(hours: Iterable[Hours], day: date) -> list[Hours]:
    """What holds instead of the usual hours on a day: closed, else exceptional. Without an end, it is one day."""
    held = [
        hour
        for hour in hours
        if hour.kind in ("closed", "exceptional")
        and (first := hour.valid_from or hour.valid_to) is not None
        and first <= day <= (hour.valid_to or first)
    ]
    return [hour for hour in held if hour.kind == "closed"] or held


def usual(hours: Iterable[Hours], day: date) -> list[Hours]:
    """The usual hours that hold on a day."""
    held = [hour for hour in hours if hour.kind not in ("closed", "exceptional") and holds(hour, day)]
    return [
        hour
        for hour in held
        if _has_period(hour) or not any(_has_period(other) and _alike(hour, other) for other in held)
    ]


def holds(hour: Hours, day: date) -> bool:
    """Whether a day is within the period of some hours."""
    return (hour.valid_from is None or hour.valid_from <= day) and (hour.valid_to is None or day <= hour.valid_to)


def is_past(hour: Hours, today: date) -> bool:
    """Whether the period is over: nobody needs to see it any more."""
    last = hour.valid_to or (hour.valid_from if hour.kind in ("closed", "exceptional") else None)
    return last is not None and last < today


def _has_period(hour: Hours) -> bool:
    return hour.valid_from is not None or hour.valid_to is not None


def _alike(one: Hours, other: Hours) -> bool:
    return (one.kind == "over_midnight") == (other.kind == "over_midnight")


# --- days of the week -------------------------------------------------------------------------------------------------


def week(hour: Hours) -> list[DayRun]:
    """Monday to Sunday, neighbours with the same hours as one; no run at all when only a text tells the hours."""
    runs: list[DayRun] = []
    for number in range(7):
        clocks = tuple(sorted(clocks_on(hour, number)))
        if runs and runs[-1].clocks == clocks:
            runs[-1] = runs[-1]._replace(last=number)
        else:
            runs.append(DayRun(number, number, clocks))
    return runs if any(run.clocks for run in runs) else []


def clocks_on(hour: Hours, weekday: int) -> Iterator[Clock]:
    """The openings that begin on a day of the week, as far as the kind and its spans tell."""
    match hour.kind:
        case "always":
            yield Clock(0, DAY)
        case "weekly":
            for opening in hour.opening_hours:
                if weekday in _days(opening) and (clock := _clock(opening, 0)):
                    yield clock
        case "exceptional":
            for opening in hour.opening_hours:
                if clock := _clock(opening, 0):
                    yield clock
        case "over_midnight":
            for opening in hour.opening_hours:
                first, last = _number(opening.day_from), _number(opening.day_to)
                if first == weekday and (clock := _clock(opening, 0 if last is None else (last - first) % 7)):
                    yield clock


def _clock(opening: Opening, days: int) -> Clock | None:
    """A span that ends some days after its first; one that would end before it begins ends a day later."""
    opens, closes = _minutes(opening.opens), _minutes(opening.closes)
    if opens is None or closes is None:
        return None
    closes += days * DAY
    if closes < opens or (closes == opens and opens == 0):
        closes += DAY
    return Clock(opens, closes) if opens < closes else None


def _days(opening: Opening) -> tuple[int, ...]:
    """The days of a weekly span; Saturday to Monday goes over the end of the week."""
    first, last = _number(opening.day_from), _number(opening.day_to)
    if first is None:
        return ()
    length = 0 if last is None else (last - first) % 7
    return tuple((first + step) % 7 for step in range(length + 1))


def _number(day: str | None) -> int | None:
    return WEEKDAYS.index(day) if day in WEEKDAYS else None


def _minutes(text: str | None) -> int | None:
    """Minutes of "08:30"; None for what is no time of day."""
    hours, colon, minutes = (text or "").partition(":")
    if not (colon and hours.isdecimal() and minutes[:2].isdecimal()):
        return None
    found = int(hours) * 60 + int(minutes[:2])
    return found if found <= DAY and int(minutes[:2]) < 60 else None
