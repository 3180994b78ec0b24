"""POST and PUT of the five types of channel."""

from typing import Any

import pytest

from tests.suomifi_standin.channel_bodies import MONDAY, OWN, PHONE, STREET, channel
from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model import CHANNELS, WireModel
from tests.suomifi_standin.writer import Json, Writer, described, items, service, texts, writer_of

KINDS = tuple(OWN)


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


def made(writer: Writer, kind: str, **members: Any) -> Json:
    written: Json = writer.post(f"/ServiceChannel/{kind}", channel(kind, writer.organization, **members))
    return written


def put(kind: str, **members: Any) -> Json:
    """A PUT that changes these members only."""
    always = {"requiresAuthentication": False} if kind == "EChannel" else {}
    return {"publishingStatus": "Published", **always, **members}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_channel_is_read_at_once_in_the_shape_of_its_type(
    standin: Standin, writer: Writer, wire_model: WireModel, kind: str
) -> None:
    written = made(writer, kind)
    assert written["serviceChannelType"] == kind
    assert standin.read(f"/ServiceChannel/{written['id']}") == written
    assert wire_model.complaints(CHANNELS[kind], written) == []
    assert written["id"] in standin.ids(f"/ServiceChannel/organization/{writer.organization}/type/{kind}")
    assert written["areaType"] == standin.read(f"/Organization/{writer.organization}")["areaType"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_put_keeps_what_it_does_not_name(writer: Writer, kind: str) -> None:
    before = made(writer, kind)
    after = writer.put(f"/ServiceChannel/{kind}/{before['id']}", put(kind, languages=["fi", "sv"]))
    assert after == {**before, "languages": ["fi", "sv"], "modified": after["modified"]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_channel_is_archived(standin: Standin, writer: Writer, kind: str) -> None:
    guid = made(writer, kind)["id"]
    writer.put(f"/ServiceChannel/{kind}/{guid}", put(kind, publishingStatus="Deleted"))
    assert standin.get(f"/ServiceChannel/{guid}").status_code == 404
    query = {"OrganizationId": writer.organization, "ArchivingType": 0, "Take": 100}
    assert guid in [each["id"] for each in standin.read("/ServiceChannel/archived/list", **query)]


def test_a_channel_of_another_type_is_not_found(writer: Writer) -> None:
    guid = made(writer, "Phone")["id"]
    assert "not found" in writer.missing("PUT", f"/ServiceChannel/WebPage/{guid}", put("WebPage"))


def test_a_channel_is_written_by_the_writers_own_name(writer: Writer) -> None:
    guid = made(writer, "Phone", sourceId="phone-1")["id"]
    after = writer.put("/ServiceChannel/Phone/sourceId/phone-1", put("Phone", languages=["sv"]))
    assert (after["id"], after["languages"]) == (guid, ["sv"])


# --- members that are written and read under different names ----------------------------------------------------------


def test_addresses_of_web_pages_are_read_as_web_pages(writer: Writer) -> None:
    read = made(writer, "EChannel", requiresSignature=True, signatureQuantity="2")
    assert read["webPages"] == [{"url": "https://turku.example/koirat", "value": None, "language": "fi"}]
    assert read["signatureQuantity"] == 2
    assert read["serviceChannelNames"] == texts("Name", fi="Koirapalvelu")


def test_phones_and_faxes_of_a_place_are_written_apart_and_read_together(writer: Writer) -> None:
    fax = {**PHONE, "number": "7654321"}
    read = made(writer, "ServiceLocation", phoneNumbers=[PHONE], faxNumbers=[fax])
    assert [(each["type"], each["number"]) for each in read["phoneNumbers"]] == [
        ("Phone", "21234567"),
        ("Fax", "7654321"),
    ]
    path = f"/ServiceChannel/ServiceLocation/{read['id']}"
    other = put("ServiceLocation", phoneNumbers=[{**PHONE, "number": "1111111"}])
    assert [each["number"] for each in writer.put(path, other)["phoneNumbers"]] == ["1111111", "7654321"]
    bare = writer.put(path, put("ServiceLocation", deleteAllFaxNumbers=True))
    assert [each["number"] for each in bare["phoneNumbers"]] == ["1111111"]


def test_a_forms_receiver_is_read_under_another_name(writer: Writer) -> None:
    address = {"subType": "NoAddress", "deliveryAddressInText": items(fi="Tuo toimistoon"),
               "formReceiver": items(fi="Koiratoimisto")}  # fmt: skip
    read = made(writer, "PrintableForm", deliveryAddresses=[address])["deliveryAddresses"][0]
    assert read["receiver"] == items(fi="Koiratoimisto")
    assert "formReceiver" not in read


def test_hours_are_read_to_the_second_and_a_missing_last_day_as_an_empty_text(writer: Writer) -> None:
    (hours,) = made(writer, "Phone", serviceHours=[MONDAY])["serviceHours"]
    assert hours["openingHour"] == [{"dayFrom": "Monday", "dayTo": "", "from": "08:07:00", "to": "16:00:00"}]
    assert (hours["validForNow"], hours["isClosed"]) == (True, False)


def test_the_oid_of_a_place_is_taken_and_not_kept(writer: Writer) -> None:
    assert made(writer, "ServiceLocation", oid="1.2.3")["oid"] is None


def test_coordinates_are_the_users_or_still_looked_up(writer: Writer) -> None:
    point = {**STREET, "latitude": "6711283.552", "longitude": "239652.729"}
    addresses = [{"type": "Location", "subType": "Single", "streetAddress": street} for street in (STREET, point)]
    read = made(writer, "ServiceLocation", addresses=addresses)["addresses"]
    assert [each["streetAddress"]["coordinateState"] for each in read] == ["Loading", "EnteredByUser"]


# --- rules ------------------------------------------------------------------------------------------------------------


def hours(**members: Any) -> dict[str, Any]:
    return {"serviceHours": [{**MONDAY, **members}]}


def located(**members: Any) -> dict[str, Any]:
    return {"addresses": [{"type": "Location", "subType": "Single", "streetAddress": STREET, **members}]}


@pytest.mark.parametrize(
    ("kind", "members", "path"),
    [
        ("EChannel", {"webPage": None}, "WebPage"),
        ("EChannel", {"webPage": items(fi="turku.example")}, "WebPage[0].Value"),
        ("EChannel", {"webPage": items(fi="https://localhost/x")}, "WebPage[0].Value"),
        ("EChannel", {"requiresAuthentication": None}, "RequiresAuthentication"),
        ("EChannel", {"requiresSignature": True}, "SignatureQuantity"),
        ("EChannel", {"accessibilityClassification": None}, "AccessibilityClassification"),
        ("EChannel", {"serviceChannelNames": items(fi="x" * 301)}, "ServiceChannelNames[0].Value"),
        ("WebPage", {"serviceChannelNames": items(fi="x" * 101)}, "ServiceChannelNames[0].Value"),
        ("WebPage", {"serviceChannelNames": items(fi="Yksi") + items(fi="Kaksi")}, "ServiceChannelNames"),
        ("Phone", {"serviceChannelDescriptions": texts("Summary", fi="Koirat")}, "ServiceChannelDescriptions"),
        ("Phone", {"phoneNumbers": [{**PHONE, "type": "Telex"}]}, "PhoneNumbers[0].Type"),
        ("Phone", {"phoneNumbers": [{**PHONE, "type": "Sms", "number": "+358 2"}]}, "PhoneNumbers[0].Number"),
        (
            "Phone",
            {"phoneNumbers": [{**PHONE, "type": "Sms", "serviceChargeType": "Other"}]},
            "PhoneNumbers[0].ChargeDescription",
        ),
        ("Phone", hours(isClosed=True), "ServiceHours[0].IsClosed"),
        ("Phone", hours(isAlwaysOpen=True), "ServiceHours[0].OpeningHour"),
        ("Phone", hours(openingHour=[]), "ServiceHours[0].OpeningHour"),
        ("Phone", hours(isAlwaysOpen=True, isReservation=True, openingHour=[]), "ServiceHours[0]"),
        ("Phone", hours(openingHour=[{"dayFrom": "Monday", "from": "24:00", "to": "16:00"}]),
         "ServiceHours[0].OpeningHour[0].From"),
        ("Phone", hours(serviceHourType="Exceptional", validForNow=False), "ServiceHours[0].ValidFrom"),
        ("Phone", hours(serviceHourType="OverMidnight"), "ServiceHours[0].OpeningHour"),
        (
            "Phone",
            hours(validFrom="2027-02-01T00:00:00", validTo="2027-01-01T00:00:00"),
            "ServiceHours[0].ValidTo",
        ),
        ("PrintableForm", {"channelUrls": None}, "ChannelUrls"),
        ("PrintableForm", {"channelUrls": texts("TIFF", fi="https://turku.example/a")}, "ChannelUrls[0].Type"),
        ("ServiceLocation", {"addresses": None}, "Addresses"),
        ("ServiceLocation", located(type="Postal", subType="Street"), "Addresses"),
        ("ServiceLocation", located(subType="PostOfficeBox"), "Addresses[0].PostOfficeBoxAddress"),
        ("ServiceLocation", located(streetAddress={**STREET, "postalCode": "00001"}),
         "Addresses[0].StreetAddress.PostalCode"),
        ("ServiceLocation", located(streetAddress={**STREET, "municipality": "999"}),
         "Addresses[0].StreetAddress.Municipality"),
        ("ServiceLocation", located(streetAddress={**STREET, "streetNumber": None}),
         "Addresses[0].StreetAddress.StreetNumber"),
        (
            "ServiceLocation",
            {"displayNameType": [{"type": "AlternativeName", "language": "fi"}]},
            "DisplayNameType",
        ),
    ],
)  # fmt: skip
def test_a_channel_that_breaks_a_rule_is_refused(writer: Writer, kind: str, members: dict[str, Any], path: str) -> None:
    body = channel(kind, writer.organization, **members)
    assert path in writer.errors("POST", f"/ServiceChannel/{kind}", body)


def test_a_put_of_an_electronic_channel_says_whether_it_asks_who_one_is(writer: Writer) -> None:
    guid = made(writer, "EChannel")["id"]
    errors = writer.errors("PUT", f"/ServiceChannel/EChannel/{guid}", {"publishingStatus": "Published"})
    assert list(errors) == ["RequiresAuthentication"]


def test_a_place_is_told_in_each_language_by_its_street(writer: Writer) -> None:
    both = texts("Name", fi="Koirapuisto") + texts("Name", sv="Hundparken")
    shown = [{"type": "Name", "language": language} for language in ("fi", "sv")]
    half = {
        "serviceChannelNames": both,
        "displayNameType": shown,
        "serviceChannelDescriptions": described("Koirapuisto", "fi", "sv"),
    }
    body = channel("ServiceLocation", writer.organization, **half)
    assert "Model" in writer.errors("POST", "/ServiceChannel/ServiceLocation", body)
    street = {**STREET, "street": items(fi="Koirakatu", sv="Hundgatan")}
    made(writer, "ServiceLocation", **half, **located(streetAddress=street))


@pytest.mark.parametrize("flag", ["deleteAllServiceHours", "deleteAllWebPages", "deleteAllSupportEmails"])
def test_a_flag_works_where_the_server_reads_it(writer: Writer, flag: str) -> None:
    member = {"deleteAllServiceHours": "serviceHours", "deleteAllWebPages": "webPages"}.get(flag, "supportEmails")
    full = {"serviceHours": [MONDAY], "webPage": items(fi="https://turku.example"),
            "supportEmails": items(fi="koirat@turku.example")}  # fmt: skip
    guid = made(writer, "Phone", **full)["id"]
    after = writer.put(f"/ServiceChannel/Phone/{guid}", put("Phone", **{flag: True}))
    assert bool(after[member]) is (flag == "deleteAllSupportEmails")


def test_the_same_name_may_be_used_by_another_type(writer: Writer) -> None:
    made(writer, "WebPage")
    made(writer, "EChannel")
    body = channel("WebPage", writer.organization)
    assert "ServiceChannelNames" in writer.errors("POST", "/ServiceChannel/WebPage", body)


def test_a_channel_is_shared_when_its_body_says_so(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "WebPage", isVisibleForAll=True)["id"]
    assert guid in standin.ids("/ServiceChannel", isVisibleForAll="true")
    writer.put(f"/ServiceChannel/WebPage/{guid}", put("WebPage", isVisibleForAll=False))
    assert guid not in standin.ids("/ServiceChannel", isVisibleForAll="true")


def test_a_new_channel_may_bring_connections_and_a_new_service_too(standin: Standin, writer: Writer) -> None:
    one = writer.post("/Service", service(writer.organization))["id"]
    there = made(writer, "WebPage", services=[one])
    assert [each["service"]["id"] for each in there["services"]] == [one]
    other = writer.post("/Service", service(writer.organization, "Kissat", serviceChannels=[there["id"]]))
    assert [each["serviceChannel"]["id"] for each in other["serviceChannels"]] == [there["id"]]
    assert len(standin.read(f"/ServiceChannel/{there['id']}")["services"]) == 2


def test_a_strangers_channel_is_connected_only_when_it_is_shared(standin: Standin, writer: Writer) -> None:
    espoo = writer_of(standin, standin.town("049"), "espoo-api")
    guid = made(espoo, "WebPage")["id"]
    body = service(writer.organization, serviceChannels=[guid])
    (message,) = writer.errors("POST", "/Service", body)["ServiceChannels[0]"]
    assert "restricted only for defined organization" in message
    espoo.put(f"/ServiceChannel/WebPage/{guid}", put("WebPage", isVisibleForAll=True))
    assert len(writer.post("/Service", body)["serviceChannels"]) == 1


# --- oddities that are switched on ------------------------------------------------------------------------------------


def test_hours_may_come_back_in_another_order(standin: Standin, writer: Writer) -> None:
    always = {"serviceHourType": "DaysOfTheWeek", "validForNow": True, "isAlwaysOpen": True}
    standin.do("settings", oddities=["reorderedHours"])
    read = made(writer, "Phone", serviceHours=[MONDAY, always])
    assert [each["isAlwaysOpen"] for each in read["serviceHours"]] == [True, False]


def test_spaces_in_names_may_collapse(standin: Standin, writer: Writer) -> None:
    standin.do("settings", oddities=["collapsedSpaces"])
    read = made(writer, "Phone", serviceChannelNames=items(fi="Koirien  neuvonta "))
    assert read["serviceChannelNames"][0]["value"] == "Koirien neuvonta"


def test_times_may_be_taken_by_the_quarter_only(standin: Standin, writer: Writer) -> None:
    standin.do("settings", oddities=["quarterHours"])
    body = channel("Phone", writer.organization, serviceHours=[MONDAY])
    assert list(writer.errors("POST", "/ServiceChannel/Phone", body)) == ["ServiceHours[0].OpeningHour[0].From"]
    standin.do("settings", oddities=[])
    writer.post("/ServiceChannel/Phone", body)


def test_long_texts_are_refused_where_they_are_as_short_as_they_were(standin: Standin, writer: Writer) -> None:
    body = channel("EChannel", writer.organization, serviceChannelNames=items(fi="x" * 200))
    body["serviceChannelDescriptions"][1]["value"] = "y" * 3000
    standin.do("settings", oddities=["shortTexts"])
    told = writer.errors("POST", "/ServiceChannel/EChannel", body)
    assert told.keys() == {"ServiceChannelNames[0].Value", "ServiceChannelDescriptions[1].Value"}
    standin.do("settings", oddities=[])
    writer.post("/ServiceChannel/EChannel", body)
