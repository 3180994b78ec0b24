"""Hours as a person reads them in each language."""

from datetime import UTC, date, datetime

from catalogue.dialects.v1.parts import DailyOpening, ServiceHour
from kuntakanta.pages.hours import HoursView, view
from kuntakanta.pages.reader import Reader, Said

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday, 12.00 in Helsinki
OFFICE = ServiceHour(
    kind="weekly",
    additional_information={"fi": "Neuvonta"},
    opening_hours=[
        DailyOpening(day_from="Monday", day_to="Thursday", opens="08:00", closes="16:00"),
        DailyOpening(day_from="Friday", opens="08:30", closes="14:00"),
    ],
)


def shown(*hours: ServiceHour, language: str = "fi", now: datetime = NOON) -> HoursView:
    found = view(hours, Reader(language, ("fi", "sv", "en", "se")), now)
    assert found is not None
    return found


def test_a_week_has_a_row_for_days_that_are_alike_and_tells_which_is_today() -> None:
    (schedule,) = shown(OFFICE).usual
    assert [(row.days, row.times, row.today) for row in schedule.rows] == [
        ("Maanantai–torstai", ("8.00–16.00",), True),
        ("Perjantai", ("8.30–14.00",), False),
        ("Lauantai–sunnuntai", (), False),
    ]
    assert schedule.title == Said("Neuvonta", "fi")


def test_it_is_said_whether_it_is_open_and_until_when() -> None:
    assert (shown(OFFICE).now, shown(OFFICE).until) == ("Avoinna nyt", "sulkeutuu klo 16.00")
    evening = shown(OFFICE, now=datetime(2026, 11, 27, 18, 0, tzinfo=UTC))
    assert (evening.now, evening.until) == ("Suljettu", "avautuu maanantaina klo 8.00")


def test_it_is_said_in_the_readers_language() -> None:
    assert shown(OFFICE, language="sv").until == "stänger kl. 16.00"
    assert shown(OFFICE, language="en").until == "closes at 16:00"
    assert shown(OFFICE, language="se").now == "Dál rabas"
    assert shown(OFFICE, language="en").usual[0].rows[0].days == "Monday–Thursday"


def test_midnight_is_said_to_be_todays() -> None:
    late = ServiceHour(kind="weekly", opening_hours=[DailyOpening(day_from="Monday", opens="10:00", closes="00:00")])
    assert shown(late).until == "sulkeutuu klo 24.00"


def test_what_opens_after_a_week_has_a_date() -> None:
    closed = ServiceHour(kind="closed", valid_from=date(2026, 11, 23), valid_to=date(2026, 12, 2))
    found = shown(OFFICE, closed)
    assert (found.now, found.until) == ("Suljettu", "avautuu 3.12.2026 klo 8.00")
    (exception,) = found.exceptions
    assert (exception.period, exception.sentence) == ("ma 23.11.2026 – ke 2.12.2026", "Suljettu")


def test_exceptions_stand_in_order_and_past_ones_are_gone() -> None:
    days = (date(2027, 1, 6), date(2026, 12, 24), date(2026, 11, 22))
    found = shown(OFFICE, *(ServiceHour(kind="closed", valid_from=day) for day in days))
    assert [schedule.period for schedule in found.exceptions] == ["to 24.12.2026", "ke 6.1.2027"]


def test_exceptional_hours_are_told() -> None:
    eve = ServiceHour(
        kind="exceptional", valid_from=date(2026, 12, 24), opening_hours=[DailyOpening(opens="10:00", closes="13:30")]
    )
    assert shown(eve, language="en").exceptions[0].sentence == "10:00–13:30"
    assert shown(eve, language="en").exceptions[0].period == "Thu 24 December 2026"


def test_a_season_that_holds_stands_first_and_alone_has_a_today() -> None:
    winter = ServiceHour(
        kind="weekly",
        valid_from=date(2026, 10, 1),
        valid_to=date(2027, 4, 30),
        opening_hours=[DailyOpening(day_from="Monday", opens="10:00", closes="15:00")],
    )
    first, second = shown(OFFICE, winter).usual
    assert first.period == "1.10.2026 – 30.4.2027"
    assert [any(row.today for row in schedule.rows) for schedule in (first, second)] == [True, False]


def test_nights_round_the_clock_and_appointments_are_sentences() -> None:
    night = ServiceHour(
        kind="over_midnight",
        opening_hours=[DailyOpening(day_from="Friday", day_to="Saturday", opens="18:00", closes="01:30")],
    )
    assert shown(night).usual[0].sentence == "pe klo 18.00 – la klo 1.30"
    always = shown(ServiceHour(kind="always"))
    assert (always.now, always.until, always.usual[0].sentence) == (
        "Avoinna nyt",
        "ympäri vuorokauden",
        "Avoinna ympäri vuorokauden",
    )
    assert shown(ServiceHour(kind="reservation")).now == "Ajanvarauksella"


def test_hours_that_only_a_text_tells_say_nothing_of_now() -> None:
    found = shown(ServiceHour(kind="weekly", additional_information={"fi": "Sopimuksen mukaan"}))
    assert (found.now, found.usual[0].rows) == ("", ())


def test_without_hours_there_is_nothing_to_show() -> None:
    assert view([], Reader("fi", ("fi",)), NOON) is None
