"""Service hours as six tagged types, and plain texts as Markdown that reads the same."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from suomifi_standin.v12.wire.hours import hours
from suomifi_standin.v12.wire.texts import markdown
from tests.suomifi_standin.writer import items

Json = dict[str, Any]
SPAN = {"dayFrom": "Monday", "dayTo": "", "from": "09:00:00", "to": "15:30:00"}


def hour(kind: str, *spans: Json, **members: Any) -> Json:
    flags = {"isClosed": False, "isAlwaysOpen": False, "isReservation": False, "validForNow": True}
    dates = {"validFrom": None, "validTo": None}
    return {
        "serviceHourType": kind,
        **dates,
        **flags,
        "additionalInformation": [],
        "openingHour": list(spans),
        **members,
    }


def shown(given: Json) -> Json:
    told = hours([given])
    assert told["holidayServiceHours"] is None
    (found,) = told["hours"]
    assert isinstance(found, dict)
    return found


def stretch(start: str = "09:00", end: str = "15:30", status: str = "Open") -> Json:
    return {"start": start, "end": end, "openingStatus": status, "repetition": "Weekly", "additionalInformation": {}}


DATED: Json = {"validForNow": False, "validFrom": "2026-05-31T21:00:00", "validTo": "2026-08-09T21:00:00"}
DATES = {"fromDate": "2026-06-01", "toDate": "2026-08-10"}


def test_a_range_of_days_is_an_entry_for_each_of_them() -> None:
    found = shown(hour("DaysOfTheWeek", {**SPAN, "dayFrom": "Saturday", "dayTo": "Monday"}, SPAN))
    assert found["type"] == "WeeklyUntilFurtherNoticeServiceHour"
    assert found["weeklyHours"] == {
        "monday": {"hours": [stretch(), stretch()]},
        "saturday": {"hours": [stretch()]},
        "sunday": {"hours": [stretch()]},
    }


def test_dates_are_the_finnish_days_of_moments_in_utc() -> None:
    found = shown(hour("DaysOfTheWeek", SPAN, **DATED, additionalInformation=items(fi="Kesä")))
    assert found == {
        "type": "WeeklyDateRangeServiceHour",
        **DATES,
        "heading": {},
        "additionalInformation": {"fi": "Kesä"},
        "weeklyHours": {"monday": {"hours": [stretch()]}},
    }


@pytest.mark.parametrize(("flag", "status"), [("isAlwaysOpen", "Open"), ("isReservation", "OpenOnReservation")])
def test_always_open_and_by_reservation_have_no_hours_unless_they_are_dated(flag: str, status: str) -> None:
    found = shown(hour("DaysOfTheWeek", **{flag: True}))
    assert (found["type"], found["openingStatus"]) == ("ContinuousAlwaysValidServiceHour", status)
    dated = shown(hour("DaysOfTheWeek", **{flag: True}, **DATED))
    assert dated["type"] == "WeeklyDateRangeServiceHour"
    assert len(dated["weeklyHours"]) == 7
    assert dated["weeklyHours"]["sunday"] == {"hours": [stretch("00:00", "00:00", status)]}


def test_over_midnight_is_one_stretch_over_days() -> None:
    span = {"dayFrom": "Friday", "dayTo": "Sunday", "from": "18:00:00", "to": "06:00:00"}
    own = {"fromDay": "Friday", "toDay": "Sunday", "fromTime": "18:00", "toTime": "06:00"}
    found = shown(hour("OverMidnight", span))
    assert found["type"] == "ContinuousWeekdaysUntilFurtherNoticeServiceHour"
    assert own.items() <= found.items()
    dated = shown(hour("OverMidnight", span, **DATED))
    assert dated["type"] == "ContinuousDateRangeServiceHour"
    assert {**own, **DATES}.items() <= dated.items()


def test_an_exception_of_one_day_ends_on_it() -> None:
    found = shown(hour("Exceptional", isClosed=True, validForNow=False, validFrom="2026-12-05T22:00:00", validTo=None))
    assert found["type"] == "ExceptionalDateRangeServiceHour"
    assert (found["fromDate"], found["toDate"]) == ("2026-12-06", "2026-12-06")
    assert found["weeklyHours"] == {"sunday": {"hours": [stretch("00:00", "23:59", "Closed")]}}


def test_an_exception_of_several_days_says_each_weekday_that_it_meets() -> None:
    dates = {"validFrom": "2026-12-30T22:00:00", "validTo": "2027-01-02T22:00:00", "validForNow": False}
    found = shown(hour("Exceptional", {**SPAN, "dayFrom": ""}, **dates))
    assert (found["fromDate"], found["toDate"]) == ("2026-12-31", "2027-01-03")
    assert list(found["weeklyHours"]) == ["thursday", "friday", "saturday", "sunday"]
    assert found["weeklyHours"]["friday"] == {"hours": [stretch()]}


def test_words_alone_are_a_week_without_hours() -> None:
    found = shown(hour("DaysOfTheWeek", additionalInformation=items(fi="Sopimuksen mukaan")))
    assert (found["type"], found["weeklyHours"]) == ("WeeklyUntilFurtherNoticeServiceHour", {})


# --- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("Kuvaus.", "Kuvaus."),
        ("Ensin.\n\n* yksi\n* kaksi", "Ensin.\n\n* yksi\n* kaksi"),
        ("• yksi\n- kaksi\nLoppu", "* yksi\n* kaksi\n\nLoppu"),
        ("rivi\ntoinen\n\nuusi", "rivi\\\ntoinen\n\nuusi"),
        ("*tärkeää* [a](b) `x` _y_ a_b", "\\*tärkeää\\* \\[a](b) \\`x\\` \\_y\\_ a_b"),
        ("# otsikko\n> lainaus\n1. ensin\n+ lisä", "\\# otsikko\\\n\\> lainaus\\\n1\\. ensin\\\n\\+ lisä"),
        ("a < b && <b> &amp; C:\\x", "a < b && \\<b> \\&amp; C:\\\\x"),
        ("---", "\\---"),
        ("", ""),
    ],
)
def test_a_plain_text_is_marked_so_that_it_reads_the_same(plain: str, marked: str) -> None:
    assert markdown(plain) == marked


def test_no_text_stays_none() -> None:
    assert markdown(None) is None


PIECES = (
    *(
        "* ",
        "- ",
        "• ",
        "# ",
        "1. ",
        "> ",
        "+ ",
        "---",
        "==",
        "_",
        "*",
        "`",
        "<b>",
        "<!--",
        "[",
        "]",
        "(x)",
        "\\",
        "&amp;",
    ),
    *("a", "ä", " ", "   ", "\n", "\n\n", "\t"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("- ")
@example("*\n\n    a")
def test_a_reader_of_markdown_sees_the_words_that_were_written(plain: str) -> None:
    marked = markdown(plain)
    assert marked is not None
    assert read(marked) == written(plain)


def read(marked: str) -> str:
    """What a reader of Markdown sees, without spaces."""
    found = [
        part.content if part.type == "text" else ""
        for token in MarkdownIt("commonmark").parse(marked)
        for part in token.children or [token]
        if part.type in ("text", "html_block", "code_block", "fence", "html_inline", "code_inline", "hr")
    ]
    return "".join("".join(found).split())


def written(plain: str) -> str:
    """The words of a plain text, without bullets and spaces."""
    return "".join("".join(re.sub(r"^\s*[*•-](?=\s+\S)", "", line).split()) for line in plain.split("\n"))
