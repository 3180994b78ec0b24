"""Service hours add up to open or closed at any instant, also where the clock jumps."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from catalogue import parts
from catalogue.dialects.v1 import shaping
from catalogue.dialects.v1.parts import DailyOpening, ServiceHour
from catalogue.services.hours import Clock, DayRun, in_days, is_past, next_change, open_at, spans, state, week

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(text: str, *, fold: int = 0) -> datetime:
    """An instant by Finnish local time."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI, fold=fold).astimezone(UTC)


def opening(first: str, last: str | None, opens: str, closes: str) -> DailyOpening:
    return DailyOpening(day_from=first, day_to=last, opens=opens, closes=closes)


def weekly(*openings: DailyOpening, first: date | None = None, last: date | None = None) -> ServiceHour:
    return ServiceHour(kind="weekly", opening_hours=list(openings), valid_from=first, valid_to=last)


def closed(first: date, last: date | None = None) -> ServiceHour:
    return ServiceHour(kind="closed", valid_from=first, valid_to=last)


OFFICE = weekly(opening("Monday", "Thursday", "08:00", "16:00"), opening("Friday", None, "08:00", "14:00"))
NIGHT = ServiceHour(kind="over_midnight", opening_hours=[opening("Friday", "Saturday", "18:00", "01:30")])


class TestUsualHours:
    # 23 November 2026 is a Monday
    @pytest.mark.parametrize(
        ("moment", "is_open", "change"),
        [
            ("2026-11-23T07:59", False, "2026-11-23T08:00"),
            ("2026-11-23T08:00", True, "2026-11-23T16:00"),
            ("2026-11-23T15:59:59", True, "2026-11-23T16:00"),
            ("2026-11-23T16:00", False, "2026-11-24T08:00"),
            ("2026-11-27T14:00", False, "2026-11-30T08:00"),
            ("2026-11-29T12:00", False, "2026-11-30T08:00"),
        ],
    )
    def test_a_place_opens_and_closes_by_the_minute(self, moment: str, is_open: bool, change: str) -> None:
        assert open_at([OFFICE], at(moment)) is is_open
        assert next_change([OFFICE], at(moment)) == at(change)

    def test_a_day_with_a_pause_closes_for_it(self) -> None:
        split = weekly(opening("Monday", None, "09:00", "12:00"), opening("Monday", None, "13:00", "17:00"))
        assert state([split], at("2026-11-23T12:30")).kind == "closed"
        assert next_change([split], at("2026-11-23T12:30")) == at("2026-11-23T13:00")

    def test_spans_that_touch_are_one(self) -> None:
        split = weekly(opening("Monday", None, "09:00", "12:00"), opening("Monday", None, "12:00", "17:00"))
        assert next_change([split], at("2026-11-23T10:00")) == at("2026-11-23T17:00")

    def test_days_may_go_over_the_end_of_the_week(self) -> None:
        weekend = weekly(opening("Saturday", "Monday", "10:00", "12:00"))
        assert [open_at([weekend], at(f"2026-11-{day}T11:00")) for day in (27, 28, 29, 30)] == [
            False,
            True,
            True,
            True,
        ]

    def test_midnight_is_the_end_of_the_day(self) -> None:
        late = weekly(opening("Monday", "Sunday", "16:00", "00:00"))
        assert next_change([late], at("2026-11-23T23:59")) == at("2026-11-24T00:00")
        assert not open_at([late], at("2026-11-24T00:00"))

    def test_a_day_from_midnight_to_midnight_is_whole(self) -> None:
        whole = weekly(opening("Monday", "Sunday", "00:00", "00:00"))
        assert state([whole], at("2026-11-24T00:00")).until is None

    def test_round_the_clock_never_changes(self) -> None:
        found = state([ServiceHour(kind="always")], at("2026-11-23T03:00"))
        assert (found.kind, found.until) == ("open", None)

    def test_what_cannot_be_read_is_no_opening(self) -> None:
        odd = weekly(
            opening("Maanantai", None, "08:00", "16:00"),
            opening("Monday", None, "kahdeksan", "16:00"),
            opening("Monday", None, "25:00", "26:00"),
            opening("Monday", None, "09:00", "09:00"),
            DailyOpening(day_from="Monday"),
        )
        assert state([odd], at("2026-11-23T10:00")).kind == "unknown"
        assert week(odd) == []


class TestOverMidnight:
    def test_a_night_goes_on_into_the_next_day(self) -> None:
        assert open_at([NIGHT], at("2026-11-28T01:29"))
        assert next_change([NIGHT], at("2026-11-27T20:00")) == at("2026-11-28T01:30")
        assert not open_at([NIGHT], at("2026-11-28T18:30"))

    def test_a_weekly_span_that_ends_before_it_begins_ends_the_next_day(self) -> None:
        bar = weekly(opening("Saturday", None, "20:00", "02:00"))
        assert open_at([bar], at("2026-11-29T01:59"))

    def test_one_span_may_last_for_days(self) -> None:
        watch = ServiceHour(kind="over_midnight", opening_hours=[opening("Friday", "Monday", "16:00", "08:00")])
        assert next_change([watch], at("2026-11-28T12:00")) == at("2026-11-30T08:00")

    def test_a_closed_day_cuts_a_span_of_days(self) -> None:
        watch = ServiceHour(kind="over_midnight", opening_hours=[opening("Friday", "Monday", "16:00", "08:00")])
        hours = [watch, closed(date(2026, 11, 28))]
        assert next_change(hours, at("2026-11-27T20:00")) == at("2026-11-28T00:00")
        assert not open_at(hours, at("2026-11-28T12:00"))
        assert open_at(hours, at("2026-11-29T12:00"))

    def test_a_late_night_goes_on_into_a_closed_day(self) -> None:
        assert open_at([NIGHT, closed(date(2026, 11, 28))], at("2026-11-28T01:00"))


class TestExceptions:
    def test_a_closed_day_is_closed(self) -> None:
        found = state([OFFICE, closed(date(2026, 11, 24))], at("2026-11-24T10:00"))
        assert (found.kind, found.until) == ("closed", at("2026-11-25T08:00"))

    def test_both_days_of_a_closed_period_are_included(self) -> None:
        hours = [OFFICE, closed(date(2026, 11, 24), date(2026, 11, 26))]
        assert [open_at(hours, at(f"2026-11-{day}T10:00")) for day in (23, 24, 25, 26, 27)] == [
            True, False, False, False, True,
        ]  # fmt: skip

    def test_exceptional_hours_replace_the_usual(self) -> None:
        eve = ServiceHour(
            kind="exceptional",
            valid_from=date(2026, 11, 24),
            opening_hours=[DailyOpening(opens="10:00", closes="13:30")],
        )
        assert not open_at([OFFICE, eve], at("2026-11-24T09:00"))
        assert next_change([OFFICE, eve], at("2026-11-24T10:00")) == at("2026-11-24T13:30")
        assert open_at([OFFICE, eve], at("2026-11-25T09:00"))

    def test_closed_wins_over_exceptional(self) -> None:
        day = date(2026, 11, 24)
        eve = ServiceHour(
            kind="exceptional", valid_from=day, opening_hours=[DailyOpening(opens="10:00", closes="13:30")]
        )
        assert not open_at([eve, closed(day)], at("2026-11-24T11:00"))

    def test_an_exception_without_a_day_is_none(self) -> None:
        assert open_at([OFFICE, ServiceHour(kind="closed")], at("2026-11-23T10:00"))

    def test_an_exception_is_over_after_its_day(self) -> None:
        assert is_past(closed(date(2026, 11, 22)), date(2026, 11, 23))
        assert not is_past(closed(date(2026, 11, 22), date(2026, 11, 23)), date(2026, 11, 23))


class TestPeriods:
    SUMMER = weekly(opening("Monday", "Friday", "10:00", "14:00"), first=date(2026, 6, 1), last=date(2026, 8, 9))

    def test_a_season_replaces_the_usual_hours(self) -> None:
        hours = [OFFICE, self.SUMMER]
        assert not open_at(hours, at("2026-06-01T09:00"))
        assert not open_at(hours, at("2026-08-07T15:00"))
        assert open_at(hours, at("2026-08-10T15:00"))

    def test_hours_that_have_not_begun_do_not_hold(self) -> None:
        assert state([self.SUMMER], at("2026-05-30T12:00")).until == at("2026-06-01T10:00")
        assert state([self.SUMMER], at("2026-03-01T12:00")).kind == "unknown"

    def test_by_appointment_is_not_open(self) -> None:
        found = state([ServiceHour(kind="reservation")], at("2026-11-23T12:00"))
        assert (found.kind, found.until) == ("by_appointment", None)

    def test_a_text_alone_tells_nothing(self) -> None:
        assert state([weekly()], at("2026-11-23T12:00")).kind == "unknown"
        assert state([], at("2026-11-23T12:00")).kind == "unknown"


class TestFarAhead:
    def test_a_place_that_is_closed_for_a_season_opens_when_it_is_over(self) -> None:
        hours = [OFFICE, closed(date(2026, 12, 1), date(2027, 3, 31))]
        assert next_change(hours, at("2026-12-01T12:00")) == at("2027-04-01T08:00")
        assert state(hours, at("2026-12-01T12:00")).until is None

    def test_hours_round_the_clock_change_on_the_one_day_that_is_closed(self) -> None:
        hours = [ServiceHour(kind="always"), closed(date(2027, 6, 26))]
        assert next_change(hours, at("2026-11-23T12:00")) == at("2027-06-26T00:00")
        assert next_change(hours, at("2027-06-26T00:00")) == at("2027-06-27T00:00")
        assert next_change(hours, at("2027-06-27T00:00")) is None

    def test_a_period_that_has_ended_never_opens_again(self) -> None:
        summer = weekly(opening("Monday", "Friday", "10:00", "14:00"), first=date(2026, 6, 1), last=date(2026, 8, 9))
        assert next_change([summer], at("2026-08-07T14:00")) is None


class TestHoursOfTheRegister:
    def test_a_period_in_instants_is_of_finnish_days(self) -> None:
        (dated,) = in_days(
            [
                parts.ServiceHour(
                    kind="closed",
                    valid_from=datetime(2026, 12, 23, 22, tzinfo=UTC),
                    valid_to=datetime(2027, 6, 25, 21, tzinfo=UTC),
                )
            ]
        )
        assert (dated.valid_from, dated.valid_to) == (date(2026, 12, 24), date(2027, 6, 26))

    def test_the_end_of_time_is_a_day_too(self) -> None:
        """Some systems write the last instant that they can for "until further notice"."""
        endless = parts.ServiceHour(
            kind="always",
            valid_from=datetime(1, 1, 1, tzinfo=UTC),
            valid_to=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        )
        hours = in_days([endless])
        assert hours[0].valid_to == shaping.hours([endless])[0].valid_to == date.max
        assert open_at(hours, at("2026-11-23T12:00"))


class TestWhenTheClockJumps:
    """On 29 March 2026 the hour from 3 to 4 is left out; on 25 October 2026 it comes twice."""

    NIGHTLY: Sequence[ServiceHour] = [
        ServiceHour(kind="over_midnight", opening_hours=[opening("Saturday", "Sunday", "20:00", "03:30")])
    ]

    def test_a_night_in_spring_is_an_hour_shorter(self) -> None:
        (span,) = spans(self.NIGHTLY, date(2026, 3, 28), date(2026, 3, 28))
        assert span.end - span.start == timedelta(hours=7)  # 3.30 is left out: it closes when the clock jumps
        (plain,) = spans([weekly(opening("Sunday", None, "00:00", "06:00"))], date(2026, 3, 29), date(2026, 3, 29))
        assert plain.end - plain.start == timedelta(hours=5)

    def test_a_night_in_autumn_lasts_to_the_second_of_the_two(self) -> None:
        (span,) = spans(self.NIGHTLY, date(2026, 10, 24), date(2026, 10, 24))
        assert span.end - span.start == timedelta(hours=8, minutes=30)
        assert open_at(self.NIGHTLY, at("2026-10-25T03:15", fold=1))
        assert not open_at(self.NIGHTLY, at("2026-10-25T03:30", fold=1))

    def test_a_time_that_comes_twice_opens_at_the_first(self) -> None:
        (span,) = spans([weekly(opening("Sunday", None, "03:15", "05:00"))], date(2026, 10, 25), date(2026, 10, 25))
        assert span.start == at("2026-10-25T03:15", fold=0)

    @pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
    def test_round_the_clock_has_no_gap(self, day: str) -> None:
        first = date.fromisoformat(day) - timedelta(days=1)
        assert len(spans([ServiceHour(kind="always")], first, first + timedelta(days=2))) == 1

    def test_the_office_opens_at_the_same_local_time_all_year(self) -> None:
        assert spans([OFFICE], date(2026, 3, 27), date(2026, 3, 30)) == [
            (at("2026-03-27T08:00"), at("2026-03-27T14:00")),
            (at("2026-03-30T08:00"), at("2026-03-30T16:00")),
        ]


class TestTheWeek:
    def test_neighbours_with_the_same_hours_are_one_run(self) -> None:
        assert week(OFFICE) == [
            DayRun(0, 3, (Clock(480, 960),)),
            DayRun(4, 4, (Clock(480, 840),)),
            DayRun(5, 6, ()),
        ]

    def test_spans_of_a_day_stand_in_order(self) -> None:
        split = weekly(opening("Monday", None, "13:00", "17:00"), opening("Monday", None, "09:00", "12:00"))
        assert week(split)[0].clocks == (Clock(540, 720), Clock(780, 1020))
