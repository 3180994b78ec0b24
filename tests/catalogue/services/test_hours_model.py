"""Hours against a model that asks of every minute by itself, through both nights on which the clock jumps.

The model shares nothing with what it tests but the calendar of weekdays and the time zone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.services.hours import next_change, open_at, spans

HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""At three in the night the clock goes to four; at four in the night it goes back to three."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Opening:
    day_from: str | None
    day_to: str | None
    opens: str
    closes: str


@dataclass(frozen=True)
class Hour:
    kind: str
    valid_from: date | None
    valid_to: date | None
    opening_hours: tuple[Opening, ...] = ()


# --- the model --------------------------------------------------------------------------------------------------------


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def is_open(hours: tuple[Hour, ...], instant: datetime) -> bool:
    """Whether any span that began today or in the eight days before covers this minute."""
    local = instant.astimezone(HELSINKI)
    today, wall = local.date(), local.hour * 60 + local.minute
    twice = today == AUTUMN and 180 <= wall < 240
    for back in range(9):
        day = today - timedelta(days=back)
        for opens, closes in begun(hours, day):
            began, ends = opens - back * 1440, closes - back * 1440
            if twice and local.fold == 0:
                # a closing time within the hour that comes twice is its second coming
                covered = began <= wall and ends >= 180
            elif twice:
                # ... and an opening time its first
                covered = began < 240 and wall < ends
            else:
                covered = began <= wall < ends
            cut = back > 0 and closes - opens > 1440 and replaced(hours, today)
            if covered and not cut:
                return True
    return False


def replaced(hours: Sequence[Hour], day: date) -> list[Hour]:
    found = []
    for hour in hours:
        if hour.kind in ("closed", "exceptional"):
            first, last = hour.valid_from or hour.valid_to, hour.valid_to or hour.valid_from
            if first and last and first <= day <= last:
                found.append(hour)
    return found


@cache
def begun(hours: tuple[Hour, ...], day: date) -> tuple[tuple[int, int], ...]:
    """The spans that begin on a day, in minutes from its midnight as the clock on the wall counts."""
    return tuple(beginning(hours, day))


def beginning(hours: Sequence[Hour], day: date) -> Iterator[tuple[int, int]]:
    instead = replaced(hours, day)
    if any(hour.kind == "closed" for hour in instead):
        return
    for hour in instead or usual(hours, day):
        if hour.kind == "always":
            yield 0, 1440
        for opening in hour.opening_hours if hour.kind != "reservation" else ():
            opens, closes = minutes(opening.opens), minutes(opening.closes)
            if hour.kind == "over_midnight":
                if opening.day_from != DAYS[day.weekday()]:
                    continue
                closes += (DAYS.index(opening.day_to or "") - day.weekday()) % 7 * 1440
            elif hour.kind == "weekly" and not on(opening, day):
                continue
            if closes < opens or (opens, closes) == (0, 0):
                closes += 1440
            if opens < closes:
                yield opens, closes


def on(opening: Opening, day: date) -> bool:
    first = DAYS.index(opening.day_from or "")
    last = DAYS.index(opening.day_to) if opening.day_to else first
    walked = first
    while walked != last:
        if walked == day.weekday():
            return True
        walked = (walked + 1) % 7
    return walked == day.weekday()


def usual(hours: Sequence[Hour], day: date) -> list[Hour]:
    """Those of a period before those until further notice; nights apart from days."""
    held = []
    for hour in hours:
        begun_already = hour.valid_from is None or hour.valid_from <= day
        not_over = hour.valid_to is None or day <= hour.valid_to
        if hour.kind not in ("closed", "exceptional") and begun_already and not_over:
            held.append(hour)
    found = []
    for nights in (True, False):
        alike = [hour for hour in held if (hour.kind == "over_midnight") is nights]
        seasonal = [hour for hour in alike if hour.valid_from or hour.valid_to]
        found += seasonal or alike
    return found


# --- hours of every kind ----------------------------------------------------------------------------------------------

TIMES = st.sampled_from(
    ["00:00", "02:59", "03:00", "03:01", "03:30", "03:59", "04:00", "04:01", "08:00", "16:00", "20:00", "23:59"]
) | st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
WEEKDAYS = st.sampled_from(DAYS)
PERIODS = st.sampled_from(
    [(None, None), (None, None), (-1, 1), (0, 0), (0, None), (None, 0), (1, 3), (-20, 25), (None, -1)]
)

KINDS = ["weekly", "weekly", "always", "reservation", "exceptional", "closed", "over_midnight", "over_midnight"]


@st.composite
def hours_around(draw: st.DrawFn, day: date) -> tuple[Hour, ...]:
    """One to four hours, whose periods begin and end near a day."""
    return tuple(draw(an_hour(day)) for _ in range(draw(st.integers(1, 4))))


@st.composite
def an_hour(draw: st.DrawFn, day: date) -> Hour:
    kind = draw(
        st.sampled_from(["weekly", "weekly", "always", "reservation", "exceptional", "closed", "over_midnight"])
    )
    first, last = draw(PERIODS)
    count = draw(st.integers(0, 3)) if kind in ("weekly", "exceptional", "over_midnight") else 0
    openings = tuple(draw(an_opening(kind)) for _ in range(count))
    return Hour(
        kind,
        None if first is None else day + timedelta(days=first),
        None if last is None else day + timedelta(days=last),
        openings,
    )


@st.composite
def an_opening(draw: st.DrawFn, kind: str) -> Opening:
    first = None if kind == "exceptional" else draw(WEEKDAYS)
    last = draw(WEEKDAYS) if kind == "over_midnight" else draw(st.none() | WEEKDAYS) if kind == "weekly" else None
    return Opening(first, last, draw(TIMES), draw(TIMES))


# --- the properties ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("night", [SPRING, AUTUMN, date(2026, 12, 24)], ids=["spring", "autumn", "winter"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_minute_of_two_days_is_as_the_model_says(night: date, data: st.DataObject) -> None:
    hours = data.draw(hours_around(night))
    start = datetime(night.year, night.month, night.day, tzinfo=HELSINKI).astimezone(UTC) - timedelta(hours=12)
    found = spans(hours, night - timedelta(days=10), night + timedelta(days=3))
    for number in range(2 * 1440):
        instant = start + number * MINUTE
        inside = any(span.start <= instant < span.end for span in found)
        assert inside is is_open(hours, instant), instant.astimezone(HELSINKI)


@pytest.mark.parametrize("night", [SPRING, AUTUMN], ids=["spring", "autumn"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_at_any_instant_it_is_open_as_the_model_says(night: date, data: st.DataObject) -> None:
    hours = data.draw(hours_around(night))
    noon = datetime(night.year, night.month, night.day, 9, tzinfo=UTC)
    for _ in range(12):
        # the night itself, when the clock jumps, or any time near it
        instant = noon + data.draw(st.integers(-9 * 60 - 30, -7 * 60) | st.integers(-4 * 1440, 4 * 1440)) * MINUTE
        assert open_at(hours, instant) is is_open(hours, instant), instant.astimezone(HELSINKI)


@pytest.mark.parametrize("night", [SPRING, AUTUMN, date(2026, 6, 19)], ids=["spring", "autumn", "summer"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_next_change_is_the_first_minute_at_which_the_model_changes(night: date, data: st.DataObject) -> None:
    hours = data.draw(hours_around(night))
    noon = datetime(night.year, night.month, night.day, 9, tzinfo=UTC)
    instant = noon + data.draw(st.integers(-40 * 1440, 3 * 1440)) * MINUTE
    now, change = is_open(hours, instant), next_change(hours, instant)
    if change is not None:
        assert instant < change
        assert is_open(hours, change) is not now
        assert is_open(hours, change - MINUTE) is now
    # In between nothing changes; every 13th minute finds all but a very short opening, and those are asked above.
    until = min(change or instant + timedelta(days=60), instant + timedelta(days=60))
    moment = instant
    while moment < until:
        assert is_open(hours, moment) is now, moment.astimezone(HELSINKI)
        moment += 13 * MINUTE


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_openings_are_in_order_apart_and_not_empty(data: st.DataObject) -> None:
    found = spans(data.draw(hours_around(AUTUMN)), AUTUMN - timedelta(days=9), AUTUMN + timedelta(days=9))
    assert all(span.start < span.end for span in found)
    assert all(before.end < after.start for before, after in pairwise(found))
