"""What is edited is seen, whatever the register had said there; what our values do not have stays beside it."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from catalogue.dialects import ptv_v11, ptv_v12
from catalogue.errors import InvalidDocument
from catalogue.parts import OF_V12, DailyOpening, Email, LanguageVersion, ServiceHour
from catalogue.services.values import Organization, Record, Service, ServiceChannel

ID = "0008afc0-182c-4580-ba73-7472287f4d63"
OTHER = "00094685-ccc8-44a7-8345-07e36afde1b6"
replace = msgspec.structs.replace


def parsed(kind: Any, thing: dict[str, Any], *connections: dict[str, Any]) -> Record:
    document = {"thing": thing, "connections": list(connections)} if kind != "organization" else thing
    return ptv_v12.parse(kind, msgspec.json.encode(document))


def test_a_part_takes_its_remainder_along() -> None:
    emails = [{"email": "a@turku.fi", "seen": 1}, {"email": "b@turku.fi", "seen": 2}]
    record = parsed(
        "organization", {"contentId": ID, "languageVersions": {"fi": {"contactEmails": emails, "mood": "x"}}}
    )
    assert isinstance(record.value, Organization)
    first, second = record.value.emails
    assert second == Email(value="b@turku.fi", language="fi", remainder={OF_V12: {"seen": 2}})
    edited = replace(record, value=replace(record.value, emails=[replace(second, value="c@turku.fi")]))
    version = ptv_v12.render(edited)["languageVersions"]["fi"]
    assert version["contactEmails"] == [{"email": "c@turku.fi", "additionalInformation": None, "seen": 2}]
    assert (version["mood"], first.value) == ("x", "a@turku.fi")


def test_what_closed_implied_gives_way_to_hours_that_are_said() -> None:
    closed = {"hours": [{"start": "12:00", "end": "12:00", "openingStatus": "Closed"}]}
    hour = {
        "type": "ExceptionalDateRangeServiceHour",
        "fromDate": "2027-01-11",
        "toDate": "2027-01-11",
        "weeklyHours": {"monday": closed},
    }
    thing = {"contentId": ID, "serviceChannelType": "ServiceLocation", "serviceHours": {"hours": [hour]}}
    record = parsed("service_channel", thing)
    assert isinstance(record.value, ServiceChannel)
    (found,) = record.value.service_hours
    opened = replace(found, kind="exceptional", opening_hours=[DailyOpening(opens="10:00", closes="12:00")])
    edited = replace(record, value=replace(record.value, service_hours=[opened]))
    (written,) = ptv_v12.render(edited)["thing"]["serviceHours"]["hours"]
    spans = written["weeklyHours"]["monday"]["hours"]
    assert [(span["start"], span["end"], span["openingStatus"]) for span in spans] == [("10:00", "12:00", "Open")]


def test_a_word_of_the_other_version_is_kept_and_taken_for_nothing() -> None:
    record = parsed("service", {"contentId": ID, "chargeType": "Chargeable", "area": {"areaType": "LimitedType"}})
    assert isinstance(record.value, Service)
    assert (record.value.service_charge_type, record.value.area_type) == (None, None)
    edited = replace(record, value=replace(record.value, service_charge_type="FreeOfCharge"))
    assert ptv_v12.render(edited)["thing"]["chargeType"] == "Free"


def test_a_connection_is_read_from_either_end() -> None:
    pair = {
        "serviceContentId": ID,
        "channelContentId": OTHER,
        "chargeType": "Other",
        "publishedAt": "2026-10-02T08:00:00.000Z",
        "languageVersions": {
            "fi": {"description": "Vain ajanvarauksella.", "contactEmails": [{"email": "a@turku.fi"}]}
        },
    }
    (by_service,) = parsed("service", {"contentId": ID}, pair).connections
    (by_channel,) = parsed("service_channel", {"contentId": OTHER, "serviceChannelType": "WebPage"}, pair).connections
    assert (by_service.other.id, by_channel.other.id) == (UUID(OTHER), UUID(ID))
    assert by_service.connection == by_channel.connection
    assert by_service.connection.language_versions == {"fi": LanguageVersion(description="Vain ajanvarauksella.")}
    assert by_service.connection.contact_details is not None
    assert by_service.connection.contact_details.emails == [Email(value="a@turku.fi", language="fi")]


def test_a_connection_whose_ends_cannot_be_read_is_kept() -> None:
    pair = {"serviceContentId": ID, "channelContentId": None, "chargeType": "Free"}
    record = parsed("service", {"contentId": ID}, pair)
    assert record.connections == []
    assert ptv_v12.render(record)["connections"] == [pair]


def test_what_only_version_12_says_is_never_written_by_version_11() -> None:
    thing = {"contentId": ID, "serviceChannelType": "WebPage", "allowedConnectionType": "AllOrganizations", "news": 1}
    record = parsed("service_channel", thing)
    rendered = ptv_v11.render(record)
    assert rendered["serviceChannelType"] == "WebPage"
    assert not {"allowedConnectionType", "news", OF_V12} & rendered.keys()


def test_hours_written_by_us_are_whole() -> None:
    hours = [
        ServiceHour(
            kind="weekly",
            opening_hours=[DailyOpening(day_from="Friday", day_to="Monday", opens="08:00", closes="00:00")],
        )
    ]
    channel = ServiceChannel(service_channel_type="Phone", service_hours=hours)
    written = ptv_v12.render(Record(id=UUID(ID), value=channel))["thing"]["serviceHours"]["hours"][0]
    assert list(written["weeklyHours"]) == ["monday", "friday", "saturday", "sunday"]
    assert written["weeklyHours"]["monday"]["hours"] == [
        {"start": "08:00", "end": "00:00", "openingStatus": "Open", "repetition": "Weekly", "additionalInformation": {}}
    ]


@pytest.mark.parametrize(
    ("kind", "document", "place"),
    [
        ("organization", b"[]", None),
        ("organization", b"{", None),
        ("organization", b'{"contentId": "x"}', "contentId"),
        ("service", b'{"thing": []}', None),
        ("service", b'{"contentId": "%s"}' % ID.encode(), None),
        (
            "service_channel",
            b'{"thing": {"contentId": "%s", "serviceChannelType": "Phone"}}' % ID.encode(),
            "serviceChannelType",
        ),
        (
            "service_collection",
            b'{"contentId": "%s", "organizationContentId": "x"}' % ID.encode(),
            "organizationContentId",
        ),
    ],
)
def test_a_document_without_id_kind_or_owner_is_refused_with_its_place(
    kind: Any, document: bytes, place: str | None
) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        ptv_v12.parse(kind, document)
    assert refusal.value.place == place
