"""Which minute is meant: Finnish wall time or an offset, also where clocks are changed; what cannot be is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidBody
from catalogue.services.errors import UnclearTime
from catalogue.services.planned import FURTHEST, instant, is_late

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 10, 1, 12, 0, 30, tzinfo=UTC)
WALLS = st.datetimes(min_value=datetime(2026, 10, 3), max_value=datetime(2031, 9, 1)).map(  # noqa: DTZ001
    lambda wall: wall.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-12-01T08:00", datetime(2026, 12, 1, 6, 0, tzinfo=UTC)),
        ("2027-07-01T08:00", datetime(2027, 7, 1, 5, 0, tzinfo=UTC)),
        ("2026-12-01T08:00:00", datetime(2026, 12, 1, 6, 0, tzinfo=UTC)),
        ("2026-12-01T08:00Z", datetime(2026, 12, 1, 8, 0, tzinfo=UTC)),
        ("2026-12-01T08:00:00.000Z", datetime(2026, 12, 1, 8, 0, tzinfo=UTC)),
        ("2026-12-01T08:00-05:30", datetime(2026, 12, 1, 13, 30, tzinfo=UTC)),
        ("2026-10-25T03:30+03:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T03:30+02:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        ("2026-10-25T04:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2027-03-28T02:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T04:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2026-10-01T12:01Z", datetime(2026, 10, 1, 12, 1, tzinfo=UTC)),
    ],
)
def test_a_minute_is_understood(text: str, at: datetime) -> None:
    assert instant(text, now=NOW) == at


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("2026-10-25T03:00", ["2026-10-25T03:00+03:00", "2026-10-25T03:00+02:00"]),
        ("2026-10-25T03:59", ["2026-10-25T03:59+03:00", "2026-10-25T03:59+02:00"]),
        ("2027-03-28T03:00", ["2027-03-28T02:00+02:00", "2027-03-28T04:00+03:00"]),
        ("2027-03-28T03:30", ["2027-03-28T02:30+02:00", "2027-03-28T04:30+03:00"]),
    ],
)
def test_where_clocks_are_changed_the_choices_are_named(text: str, choices: list[str]) -> None:
    with pytest.raises(UnclearTime) as refused:
        instant(text, now=NOW)
    assert (refused.value.place, refused.value.choices) == ("/at", choices)
    assert all(choice in refused.value.message for choice in choices)
    for choice in choices:
        assert instant(choice, now=NOW) > NOW, "what is offered is understood"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-12-01",
        "2026-12-01T08",
        "2026-12-01T08:00:30",
        "2026-12-01T08:00:00.5",
        "2026-12-01 08:00",
        "2026-12-01T08:00+0200",
        "2026-12-01T08:00+25:00",
        "2026-12-01T25:00",
        "2026-02-30T08:00",
        "2026-12-01T08:00\n",
        "2026-12-01T08:00Europe/Helsinki",
        "２026-12-01T08:00",
        "0001-01-01T00:00+23:59",
        "9999-12-31T23:59-23:59",
        "9999-12-31T23:59",
        "2026-10-01T12:00Z",
        "2026-10-01T15:00",
        "2032-01-01T08:00",
    ],
)
def test_what_is_no_minute_to_come_is_refused(text: str) -> None:
    with pytest.raises(InvalidBody) as refused:
        instant(text, now=NOW)
    assert refused.value.place == "/at"


@given(wall=WALLS)
def test_a_wall_time_is_what_finnish_clocks_show_or_has_two_meanings(wall: datetime) -> None:
    now = datetime(2026, 10, 2, tzinfo=UTC)
    try:
        at = instant(f"{wall:%Y-%m-%dT%H:%M}", now=now)
    except UnclearTime as unclear:
        meant = [datetime.fromisoformat(choice) for choice in unclear.choices]
        assert meant[1] - meant[0] == timedelta(hours=1)
        assert {one.astimezone(UTC).hour for one in meant} <= {0, 1, 2}
    else:
        assert at.astimezone(HELSINKI).replace(tzinfo=None) == wall
        assert at <= now + FURTHEST


@given(at=st.datetimes(min_value=datetime(2026, 10, 3), max_value=datetime(2031, 9, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_is_read_back_from_any_spelling(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    for place in (UTC, HELSINKI, ZoneInfo("America/New_York")):
        assert instant(at.astimezone(place).isoformat(timespec="minutes"), now=NOW) == at


def test_late_is_what_was_done_after_its_minute() -> None:
    at = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
    assert not is_late(at=at, carried_out=None)
    assert not is_late(at=at, carried_out=at + timedelta(seconds=59, milliseconds=999))
    assert is_late(at=at, carried_out=at + timedelta(minutes=1))
