"""An edit of ours is seen in the document, whatever the remainder holds of the same thing."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from catalogue.dialects import ptv_v11
from catalogue.parts import Area, LanguageVersion, Municipality
from catalogue.services.values import Kind, Record, Service, ServiceChannel

ID = "0008afc0-182c-4580-ba73-7472287f4d63"


def parsed(kind: Kind, **members: Any) -> Record:
    return ptv_v11.parse(kind, msgspec.json.encode({"id": ID, **members}))


def edited(record: Record, **members: Any) -> dict[str, Any]:
    return ptv_v11.render(replace(record, value=replace(record.value, **members)))


def name(text: str, **more: Any) -> dict[str, Any]:
    return {"value": text, "type": "Name", "language": "fi", **more}


def in_finnish(**texts: Any) -> dict[str, LanguageVersion]:
    return {"fi": LanguageVersion(**texts)}


@pytest.mark.parametrize("odd", [5, {"a": 1}, ["x"], True])
def test_a_value_of_ours_wins_over_an_odd_one_in_the_remainder(odd: Any) -> None:
    record = parsed("service", fundingType=odd)
    assert ptv_v11.render(record)["fundingType"] == odd
    assert edited(record, funding_type="MarketFunded")["fundingType"] == "MarketFunded"


@pytest.mark.parametrize("odd", ["x", 5, {"a": 1}])
def test_a_list_of_ours_wins_over_something_that_was_no_list(odd: Any) -> None:
    record = parsed("service", languages=odd, serviceNames=odd, areas=odd, keywords=odd)
    document = edited(
        record,
        languages=["fi"],
        areas=[Area(type="Region")],
        language_versions=in_finnish(name="Uusi", keywords=["sana"]),
    )
    assert document["languages"] == ["fi"]
    assert [area["type"] for area in document["areas"]] == ["Region"]
    assert document["serviceNames"] == [name("Uusi")]
    assert document["keywords"] == [{"value": "sana", "language": "fi"}]


def test_left_over_items_stand_behind_the_edited_list() -> None:
    record = parsed("service", areas=[{"type": "Region"}, "odd", None])
    assert [*edited(record, areas=[Area(type="Municipality")])["areas"]][1:] == ["odd", None]


def test_a_note_beside_a_text_stays_beside_the_edited_text() -> None:
    record = parsed("service", serviceNames=[name("Vanha", orderNumber=3)])
    assert record.value.language_versions["fi"].name == "Vanha"
    document = edited(record, language_versions=in_finnish(name="Uusi"))
    assert document["serviceNames"] == [name("Uusi", orderNumber=3)]


def test_a_note_goes_with_its_text() -> None:
    record = parsed("service", serviceNames=[name("Vanha", orderNumber=3)], keywords=[name("sana")])
    assert edited(record, language_versions={})["serviceNames"] == []
    assert edited(record, language_versions={})["keywords"] == []


def test_a_text_that_was_said_twice_does_not_outlive_its_edit() -> None:
    record = parsed("service", serviceNames=[name("Vanha"), name("Vanha")])
    assert edited(record, language_versions=in_finnish(name="Uusi"))["serviceNames"] == [name("Uusi")]


def test_an_unknown_member_stays_where_it_stood_when_its_neighbour_is_edited() -> None:
    area = {"type": "Municipality", "new": 1, "municipalities": [{"code": "1", "new": {"deep": [None]}}]}
    record = parsed("service", areas=[area])
    assert isinstance(record.value, Service)
    old = record.value.areas[0]
    town = replace(old.municipalities[0], code="091")
    document = edited(record, areas=[replace(old, municipalities=[town, Municipality(code="049")])])
    rendered = document["areas"][0]
    assert rendered["new"] == 1
    assert [(each["code"], each.get("new")) for each in rendered["municipalities"]] == [
        ("091", {"deep": [None]}),
        ("049", None),
    ]


def hour(**members: Any) -> dict[str, Any]:
    plain = {"isClosed": False, "isAlwaysOpen": False, "isReservation": False, "validForNow": True}
    return {"serviceHourType": "DaysOfTheWeek", **plain, **members}


@pytest.mark.parametrize("said", [{}, {"isAlwaysOpen": None}, {"isAlwaysOpen": "no"}, {"isClosed": 0}])
def test_another_kind_of_hours_is_seen_whatever_the_booleans_were(said: dict[str, Any]) -> None:
    document = {"serviceChannelType": "Phone", "serviceHours": [hour(**said)]}
    record = parsed("service_channel", **document)
    assert isinstance(record.value, ServiceChannel)
    (weekly,) = record.value.service_hours
    assert weekly.kind == "weekly"
    again = edited(record, service_hours=[replace(weekly, kind="always")])
    (read,) = ptv_v11.parse("service_channel", msgspec.json.encode(again)).value.service_hours  # type: ignore[union-attr]
    assert read.kind == "always"
