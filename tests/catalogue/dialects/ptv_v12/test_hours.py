"""Hours of the six types of version 12 as ours, and what of them ours cannot say."""

from typing import Any

import msgspec
import pytest

from catalogue.dialects import ptv_v12
from catalogue.parts import OF_V12, DailyOpening, ServiceHour
from catalogue.services.hours import WEEKDAYS
from catalogue.services.values import ServiceChannel

CHANNEL = {"contentId": "0008afc0-182c-4580-ba73-7472287f4d63", "serviceChannelType": "ServiceLocation"}
TEXTS: dict[str, Any] = {"heading": {}, "additionalInformation": {"fi": "Aukiolo"}}


def span(start: str, end: str, status: str = "Open", repetition: str = "Weekly") -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "openingStatus": status,
        "repetition": repetition,
        "additionalInformation": {},
    }


def week(**days: list[dict[str, Any]]) -> dict[str, Any]:
    return {"weeklyHours": {day: {"hours": spans} for day, spans in days.items()}}


def channel(*hours: dict[str, Any]) -> ServiceChannel:
    thing = CHANNEL | {"serviceHours": {"hours": list(hours), "holidayServiceHours": None}}
    record = ptv_v12.parse("service_channel", msgspec.json.encode({"thing": thing, "connections": []}))
    rendered = ptv_v12.render(record)
    assert ptv_v12.normal(rendered) == ptv_v12.normal({"thing": thing})
    assert isinstance(record.value, ServiceChannel)
    return record.value


def hour(kind: str, **members: Any) -> ServiceHour:
    (found,) = channel({"type": f"{kind}ServiceHour", **TEXTS, **members}).service_hours
    return found


def test_a_week_has_one_span_for_each_day() -> None:
    found = hour("WeeklyUntilFurtherNotice", **week(monday=[span("09:00", "11:30"), span("12:00", "15:55")]))
    assert (found.kind, found.valid_for_now, found.additional_information) == ("weekly", True, {"fi": "Aukiolo"})
    assert found.opening_hours == [
        DailyOpening(day_from="Monday", opens="09:00", closes="11:30"),
        DailyOpening(day_from="Monday", opens="12:00", closes="15:55"),
    ]


def test_the_days_of_a_period_are_finnish_midnights() -> None:
    found = hour("WeeklyDateRange", fromDate="2027-06-01", toDate="2027-12-31", **week(friday=[span("08:00", "16:00")]))
    assert found.valid_from is not None
    assert found.valid_to is not None
    assert found.valid_from.isoformat() == "2027-05-31T21:00:00+00:00"
    assert found.valid_to.isoformat() == "2027-12-30T22:00:00+00:00"


@pytest.mark.parametrize(("status", "kind"), [("Open", "always"), ("OpenOnReservation", "reservation")])
def test_what_always_holds_is_open_or_by_reservation(status: str, kind: str) -> None:
    assert hour("ContinuousAlwaysValid", openingStatus=status).kind == kind
    days = {day.lower(): [span("00:00", "00:00", status)] for day in WEEKDAYS}
    dated = hour("WeeklyDateRange", fromDate="2027-06-01", toDate="2027-06-30", **week(**days))
    assert (dated.kind, dated.opening_hours) == (kind, [])


def test_a_stretch_over_several_days_is_one_span() -> None:
    stretch = {"fromDay": "Friday", "toDay": "Sunday", "fromTime": "18:00", "toTime": "06:00", "openingStatus": "Open"}
    found = hour("ContinuousWeekdaysUntilFurtherNotice", **stretch)
    assert found.kind == "over_midnight"
    assert found.opening_hours == [DailyOpening(day_from="Friday", day_to="Sunday", opens="18:00", closes="06:00")]
    dated = hour("ContinuousDateRange", fromDate="2027-06-01", toDate="2027-06-30", **stretch)
    assert (dated.kind, dated.valid_for_now, dated.opening_hours) == ("over_midnight", False, found.opening_hours)


def test_an_exception_of_one_day_has_no_last_day() -> None:
    one = hour(
        "ExceptionalDateRange", fromDate="2027-01-11", toDate="2027-01-11", **week(monday=[span("10:00", "12:00")])
    )
    assert (one.kind, one.valid_to) == ("exceptional", None)
    assert one.opening_hours == [DailyOpening(opens="10:00", closes="12:00")]


@pytest.mark.parametrize("times", [("00:00", "23:59"), ("00:00", "00:00"), ("12:00", "12:00")])
def test_closed_is_closed_whatever_times_stand_there(times: tuple[str, str]) -> None:
    closed = week(monday=[span(*times, "Closed")], tuesday=[span(*times, "Closed")])
    found = hour("ExceptionalDateRange", fromDate="2027-01-11", toDate="2027-01-12", **closed)
    assert (found.kind, found.opening_hours) == ("closed", [])


@pytest.mark.parametrize("end", ["00:00", "24:00"])
def test_midnight_at_the_end_of_a_day_has_two_spellings(end: str) -> None:
    found = hour("WeeklyUntilFurtherNotice", **week(monday=[span("18:00", end)]))
    assert found.opening_hours[0].closes == "00:00"


BEYOND_US: dict[str, dict[str, Any]] = {
    "odd weeks": {
        "type": "WeeklyUntilFurtherNoticeServiceHour",
        **week(monday=[span("9:00", "11:00", "Open", "OddWeeks")]),
    },
    "reservation for a part of the day": {
        "type": "WeeklyUntilFurtherNoticeServiceHour",
        **week(monday=[span("09:00", "11:00"), span("12:00", "15:00", "OpenOnReservation")]),
    },
    "an exception with a pattern": {
        "type": "ExceptionalDateRangeServiceHour",
        "fromDate": "2027-01-11",
        "toDate": "2027-01-12",
        **week(monday=[span("09:00", "11:00")], tuesday=[span("10:00", "11:00")]),
    },
    "an exception with days left out": {
        "type": "ExceptionalDateRangeServiceHour",
        "fromDate": "2027-01-11",
        "toDate": "2027-01-12",
        **week(monday=[span("09:00", "11:00")]),
    },
    "a period that is no day": {
        "type": "WeeklyDateRangeServiceHour",
        "fromDate": "2027-02-30",
        "toDate": "2027-03-01",
        **week(monday=[span("09:00", "11:00")]),
    },
    "a type that is new": {"type": "MoonlightServiceHour"},
}


@pytest.mark.parametrize("hours", BEYOND_US.values(), ids=BEYOND_US)
def test_what_ours_cannot_say_is_kept_whole_and_shown_to_nobody(hours: dict[str, Any]) -> None:
    found = channel(TEXTS | hours)
    assert found.service_hours == []
    assert found.remainder[OF_V12]["serviceHours"] == {"hours": [TEXTS | hours]}


def test_headings_and_holidays_are_kept() -> None:
    holidays = {
        "repetition": {"type": "RepetitionEveryYear"},
        "holidays": [{"holidayName": "ChristmasEve", "hours": []}],
    }
    hours = {"type": "ContinuousAlwaysValidServiceHour", "openingStatus": "Open", "heading": {"fi": "Aina"}}
    thing = CHANNEL | {"serviceHours": {"hours": [hours], "holidayServiceHours": holidays}}
    document = {"thing": thing, "connections": []}
    record = ptv_v12.parse("service_channel", msgspec.json.encode(document))
    assert isinstance(record.value, ServiceChannel)
    assert record.value.service_hours[0].remainder == {OF_V12: {"heading": {"fi": "Aina"}}}
    assert record.value.remainder[OF_V12]["serviceHours"] == {"holidayServiceHours": holidays}
    assert ptv_v12.normal(ptv_v12.render(record)) == ptv_v12.normal(document)
