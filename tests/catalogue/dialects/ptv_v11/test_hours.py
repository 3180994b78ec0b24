"""Service hours: every kind, and what contradicts itself."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from catalogue.dialects import ptv_v11
from catalogue.dialects.ptv_v11.hours import DAILY_OPENING
from catalogue.parts import ServiceHour
from catalogue.services.values import Record, ServiceChannel

ID = "0008afc0-182c-4580-ba73-7472287f4d63"


def parsed(*hours: Any) -> tuple[Record, list[ServiceHour]]:
    document = {"id": ID, "serviceChannelType": "Phone", "serviceHours": list(hours)}
    record = ptv_v11.parse("service_channel", msgspec.json.encode(document))
    assert ptv_v11.normal(ptv_v11.render(record)) == ptv_v11.normal(document)
    assert isinstance(record.value, ServiceChannel)
    return record, record.value.service_hours


def hour(kind: str, **members: Any) -> dict[str, Any]:
    flags = {"isClosed": False, "validForNow": True, "isAlwaysOpen": False, "isReservation": False}
    return {"serviceHourType": kind, "validFrom": None, "validTo": None, **flags, **members}


@pytest.mark.parametrize(
    ("wire", "kind"),
    [
        (hour("DaysOfTheWeek", openingHour=[{"dayFrom": "Monday", "dayTo": "", "from": "08:00:00"}]), "weekly"),
        (hour("DaysOfTheWeek", isAlwaysOpen=True), "always"),
        (hour("DaysOfTheWeek", isReservation=True), "reservation"),
        (hour("Exceptional", validFrom="2026-12-23T22:00:00", validForNow=False), "exceptional"),
        (hour("Exceptional", isClosed=True), "closed"),
        (hour("OverMidnight"), "over_midnight"),
    ],
)
def test_each_kind_is_told_by_type_and_booleans_and_leaves_nothing_over(wire: dict[str, Any], kind: str) -> None:
    _, (read,) = parsed(wire)
    assert read.kind == kind
    assert read.remainder == {}


@pytest.mark.parametrize(
    "wire",
    [
        hour("DaysOfTheWeek", isAlwaysOpen=True, isReservation=True),
        hour("DaysOfTheWeek", isClosed=True),
        hour("Exceptional", isAlwaysOpen=True),
        hour("OverMidnight", isClosed=True),
        hour("Sometimes"),
        {"isClosed": False},
        "odd",
        None,
    ],
)
def test_hours_of_no_kind_are_kept_whole(wire: Any) -> None:
    record, hours = parsed(wire, hour("OverMidnight"))
    assert [each.kind for each in hours] == ["over_midnight"]
    assert record.value.remainder == {"serviceHours": [wire]}


@pytest.mark.parametrize(
    "members",
    [
        {"validForNow": False},
        {"validForNow": None},
        {"validForNow": "yes"},
        {"isClosed": None},
        {"isReservation": 0},
        {"validFrom": "2026-12-23T22:00:00", "validForNow": True},
        {"validTo": "soon", "validForNow": False},
    ],
)
def test_booleans_that_do_not_follow_are_kept_beside_the_hours(members: dict[str, Any]) -> None:
    _, (read,) = parsed(hour("DaysOfTheWeek", **members))
    assert read.kind == "weekly"
    assert read.remainder


@pytest.mark.parametrize(
    ("end", "read_as", "kept"),
    [("", None, {}), (None, None, {"dayTo": None}), (5, None, {"dayTo": 5}), ("Friday", "Friday", {})],
)
def test_the_end_of_a_single_day_is_written_as_the_register_does(end: Any, read_as: str | None, kept: Any) -> None:
    opening = {"dayFrom": "Monday", "dayTo": end, "from": "08:00:00", "to": "16:00:00"}
    record, (read,) = parsed(hour("DaysOfTheWeek", openingHour=[opening]))
    (day,) = read.opening_hours
    assert (day.day_to, day.opens, day.closes, day.remainder) == (read_as, "08:00", "16:00", kept)
    assert ptv_v11.render(record)["serviceHours"][0]["openingHour"] == [opening]


@pytest.mark.parametrize("end", ["", None, 5])
def test_an_end_day_of_ours_is_seen_whatever_the_wire_said(end: Any) -> None:
    day = DAILY_OPENING.read({"dayFrom": "Monday", "dayTo": end})
    assert DAILY_OPENING.write(replace(day, day_to="Friday"))["dayTo"] == "Friday"
