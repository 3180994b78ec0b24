"""Finnish holidays by law, and what they propose for a place's hours."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from catalogue.dialects import ptv_v11
from catalogue.parts import DailyOpening, ServiceHour
from catalogue.services import rules
from catalogue.services.holidays import (
    FIRST_YEAR,
    NAMES,
    Proposal,
    closures,
    easter_sunday,
    holidays,
    proposals,
)
from catalogue.services.hours import Clock, in_days, open_at, spans
from catalogue.services.values import Record
from tests.catalogue.services.rules.things import a_place_open

TODAY = date(2026, 11, 23)
OFFICE = ServiceHour(
    kind="weekly",
    opening_hours=[DailyOpening(day_from="Monday", day_to="Friday", opens="08:00", closes="16:00")],
)


def proposed(*hours: ServiceHour, today: date = TODAY) -> list[Proposal]:
    return proposals(in_days(hours), today)


# The almanac of the University of Helsinki: days off by law, and the two eves.
ALMANAC = {
    2024: "01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-21 06-22 11-02 12-06 12-24 12-25 12-26",
    2025: "01-01 01-06 04-18 04-20 04-21 05-01 05-29 06-08 06-20 06-21 11-01 12-06 12-24 12-25 12-26",
    2026: "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-19 06-20 10-31 12-06 12-24 12-25 12-26",
    2027: "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-25 06-26 11-06 12-06 12-24 12-25 12-26",
}

EASTERS = (
    "0423 0415 0331 0420 0411 0327 0416 0408 0323 0412 0404 0424 0408 0331 0420 0405 0327 0416 0401 0421 "
    "0412 0404 0417 0409 0331 0420 0405 0328 0416 0401 0421 0413 0328 0417 0409 0325 0413 0405 0425 0410 "
    "0401 0421 0406 0329 0417 0409 0325 0414 0405 0418 0410 0402 0421 0406 0329 0418 0402 0422 0414 0330 "
    "0418 0410 0326 0415 0406 0329 0411 0403 0422 0414 0330 0419 0410 0326 0415 0407 0419 0411 0403 0423 "
    "0407 0330 0419 0404 0326 0415 0331 0420 0411 0403 0416 0408 0330 0412 0404 0424 0415 0331 0420 0412"
)
"""From 2000 to 2099, month and day."""


class TestTheCalendar:
    @pytest.mark.parametrize("year", ALMANAC)
    def test_the_days_off_are_those_of_the_almanac(self, year: int) -> None:
        found = [f"{holiday.day:%m-%d}" for holiday in holidays(year) if holiday.keeping != "eve"]
        assert found == ALMANAC[year].split()

    def test_easter_is_where_the_tables_have_it(self) -> None:
        assert " ".join(f"{easter_sunday(year):%m%d}" for year in range(2000, 2100)) == EASTERS

    @pytest.mark.parametrize("year", range(1992, 2100))
    def test_movable_days_stay_on_their_weekdays(self, year: int) -> None:
        days = {holiday.code: holiday.day for holiday in holidays(year)}
        assert days["midsummer_day"].weekday() == days["all_saints_day"].weekday() == 5
        assert date(year, 6, 20) <= days["midsummer_day"] <= date(year, 6, 26)
        assert date(year, 10, 31) <= days["all_saints_day"] <= date(year, 11, 6)
        assert days["ascension_day"].weekday() == 3
        assert days["pentecost"].weekday() == 6
        assert len(days) == len(NAMES)

    def test_years_in_which_days_were_kept_otherwise_are_refused(self) -> None:
        with pytest.raises(ValueError, match="1991"):
            holidays(FIRST_YEAR - 1)

    def test_every_day_has_its_name_in_three_languages(self) -> None:
        assert all(set(names) == {"fi", "sv", "en"} for names in NAMES.values())


class TestProposals:
    def test_an_office_is_proposed_to_close_on_the_holidays_of_its_weekdays(self) -> None:
        closed = [each.holiday.day for each in proposed(OFFICE) if each.closes]
        assert closed == [
            date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 26),
            date(2027, 3, 29), date(2027, 5, 6), date(2027, 6, 25),
        ]  # fmt: skip

    def test_eves_with_shorter_hours_are_told_with_the_usual_ones(self) -> None:
        eves = {each.holiday.code: each.clocks for each in proposed(OFFICE) if not each.closes}
        usual = (Clock(8 * 60, 16 * 60),)
        assert eves == dict.fromkeys(("new_years_eve", "epiphany_eve", "maundy_thursday", "may_day_eve"), usual)

    def test_what_has_an_exception_already_is_not_proposed(self) -> None:
        taken = closures(proposed(OFFICE))
        left = proposed(OFFICE, *taken)
        assert [each for each in left if each.closes] == []
        assert len(left) == 4

    def test_a_day_that_is_closed_anyway_is_not_proposed(self) -> None:
        sundays = ServiceHour(
            kind="weekly", opening_hours=[DailyOpening(day_from="Sunday", opens="10:00", closes="12:00")]
        )
        codes = [each.holiday.code for each in proposed(sundays)]
        assert codes == ["independence_day", "easter_sunday", "pentecost"]

    def test_hours_of_a_season_are_asked_for_their_days_only(self) -> None:
        summer = ServiceHour(
            kind="weekly",
            valid_from=datetime(2027, 5, 31, 21, tzinfo=UTC),
            valid_to=datetime(2027, 8, 8, 21, tzinfo=UTC),
            opening_hours=OFFICE.opening_hours,
        )
        assert [each.holiday.code for each in proposed(summer)] == ["midsummer_eve"]

    def test_round_the_clock_and_by_appointment_have_no_holidays(self) -> None:
        assert proposed(ServiceHour(kind="always")) == []
        assert proposed(ServiceHour(kind="reservation")) == []

    def test_two_holidays_of_one_day_are_proposed_once(self) -> None:
        """In 2008 Ascension Day was May Day."""
        found = [each.holiday for each in proposed(OFFICE, today=date(2008, 4, 1))]
        assert [(each.code, each.keeping) for each in found if each.day == date(2008, 5, 1)] == [("may_day", "holiday")]

    def test_the_year_ahead_begins_tomorrow_and_ends_with_its_day(self) -> None:
        days = [each.holiday.day for each in proposed(OFFICE, today=date(2026, 12, 24))]
        assert days[0] == date(2026, 12, 25)
        assert days[-1] == date(2027, 12, 24)


class TestClosures:
    def test_days_that_follow_each_other_are_one_exception_under_all_their_names(self) -> None:
        christmas = closures(each for each in proposed(OFFICE) if each.holiday.day.month == 12)
        assert christmas == [
            ServiceHour(
                kind="closed",
                valid_from=datetime(2026, 12, 23, 22, tzinfo=UTC),
                valid_to=datetime(2026, 12, 24, 22, tzinfo=UTC),
                additional_information={
                    "fi": "Jouluaatto, Joulupäivä",
                    "sv": "Julafton, Juldagen",
                    "en": "Christmas Eve, Christmas Day",
                },
            )
        ]

    def test_a_single_day_has_no_last_day(self) -> None:
        (epiphany,) = closures(each for each in proposed(OFFICE) if each.holiday.code == "epiphany")
        assert (epiphany.valid_from, epiphany.valid_to) == (datetime(2027, 1, 5, 22, tzinfo=UTC), None)

    def test_in_summer_a_day_begins_an_hour_earlier_in_utc(self) -> None:
        (midsummer,) = closures(each for each in proposed(OFFICE) if each.holiday.code == "midsummer_eve")
        assert midsummer.valid_from == datetime(2027, 6, 24, 21, tzinfo=UTC)

    def test_what_is_taken_reaches_the_register_and_comes_back(self) -> None:
        place = Record(id=UUID(int=1), value=a_place_open(OFFICE, *closures(proposed(OFFICE))))
        assert ptv_v11.parse("service_channel", ptv_v11.render_bytes(place)) == place

    def test_what_is_taken_is_closed_and_breaks_no_rule(self) -> None:
        hours = [OFFICE, *closures(proposed(OFFICE))]
        assert rules.check(a_place_open(*hours), rules.Facts(today=TODAY)) == []
        for each in proposed(OFFICE):
            noon = datetime.combine(each.holiday.day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=10)
            assert open_at(in_days(hours), noon) is not each.closes
        assert len(spans(in_days(hours), date(2026, 12, 21), date(2026, 12, 27))) == 3
