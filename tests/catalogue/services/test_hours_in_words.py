"""A week in words, by the pages' own words."""

from functools import partial

import pytest

from catalogue.parts import DailyOpening, ServiceHour
from catalogue.services.hours import in_days
from catalogue.services.hours_words import week_in_words
from kuntakanta.pages.messages import message

OFFICE = ServiceHour(
    kind="weekly",
    opening_hours=[
        DailyOpening(day_from="Monday", day_to="Thursday", opens="08:00", closes="16:00"),
        DailyOpening(day_from="Friday", opens="08:30", closes="11:00"),
        DailyOpening(day_from="Friday", opens="12:00", closes="00:00"),
    ],
)
NIGHT = ServiceHour(
    kind="over_midnight",
    opening_hours=[DailyOpening(day_from="Friday", day_to="Saturday", opens="18:00", closes="01:30")],
)
EVE = ServiceHour(kind="exceptional", opening_hours=[DailyOpening(opens="10:00", closes="13:30")])


def said(hour: ServiceHour, language: str) -> str:
    (asked,) = in_days([hour])
    return week_in_words(asked, partial(message, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "ma–to 8.00–16.00, pe 8.30–11.00, 12.00–24.00"),
        ("sv", "må–to 8.00–16.00, fr 8.30–11.00, 12.00–24.00"),
        ("en", "Mon–Thu 8:00–16:00, Fri 8:30–11:00, 12:00–24:00"),
    ],
)
def test_a_week_is_one_line_in_each_language(language: str, text: str) -> None:
    assert said(OFFICE, language) == text


@pytest.mark.parametrize(
    ("hour", "text"),
    [
        (NIGHT, "pe klo 18.00 – la klo 1.30"),
        (EVE, "10.00–13.30"),
        (ServiceHour(kind="always"), "Avoinna ympäri vuorokauden"),
        (ServiceHour(kind="reservation"), "Avoinna ajanvarauksella"),
        (ServiceHour(kind="closed"), "Suljettu"),
        (ServiceHour(kind="weekly", additional_information={"fi": "Sovi ensin."}), ""),
    ],
    ids=lambda each: each.kind if isinstance(each, ServiceHour) else "",
)
def test_each_kind_of_hours_has_its_words(hour: ServiceHour, text: str) -> None:
    assert said(hour, "fi") == text
