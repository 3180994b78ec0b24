"""A thing of ours as version 11 takes it when it is written, where that differs from what it gives."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from catalogue import parts
from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v11.in_shapes import MODELS
from catalogue.dialects.ptv_v11.misfits import Misfit, misfits
from catalogue.dialects.ptv_v11.render_in import left_standing, model_of, render_in
from catalogue.services.values import (
    CollectionMember,
    Organization,
    Service,
    ServiceChannel,
    ServiceCollection,
)

TOWN = UUID("0008afc0-182c-4580-ba73-7472287f4d63")
UNIT = UUID("00022b78-dd97-4a66-8846-68b179d983e0")
OTHER = UUID("00094685-ccc8-44a7-8345-07e36afde1b6")
TEXTS = {
    "fi": parts.LanguageVersion(name="Kirjasto", summary="Lainaa kirjoja", description="Kirjoja lainattavaksi"),
    "sv": parts.LanguageVersion(name="Bibliotek", summary="Låna böcker", description="Böcker att låna"),
}
TURKU = parts.Area(type="Municipality", municipalities=[parts.Municipality(code="853")])
PAGES = [
    parts.WebPage(url="https://turku.fi/a", value="A", language="fi"),
    parts.WebPage(url="https://turku.fi/b", value="B", language="fi"),
    parts.WebPage(url="https://turku.fi/c", value="C", language="sv"),
]
STREET = parts.StreetAddress(
    street={"fi": "Linnankatu"},
    street_number="2",
    postal_code="20100",
    post_office={"fi": "TURKU"},
    municipality=parts.Municipality(code="853", name={"fi": "Turku"}),
    northing=6712345.0,
    easting=239876.5,
    coordinate_state="Ok",
)
LEVEL = parts.AccessibilityClassification(accessibility_classification_level="Unknown", language="fi")


def code(word: str, uri: str | None = None) -> parts.Classification:
    """A class, known by its code."""
    return parts.Classification(code=word, uri=uri)


def part_of(role: str, unit: UUID | None = TOWN, **said: Any) -> parts.ServiceOrganization:
    """An organisation's part in a service."""
    organization = None if unit is None else parts.Reference(id=unit)
    return parts.ServiceOrganization(organization=organization, role_type=role, **said)


SERVICE = Service(
    language_versions=TEXTS,
    publishing_status="Published",
    type="Service",
    funding_type="PubliclyFunded",
    area_type="LimitedType",
    areas=[TURKU],
    languages=["fi", "sv"],
    service_classes=[code("P1.1", "http://urn.fi/URN:NBN:fi:au:ptvl:v1002")],
    ontology_terms=[parts.Classification(uri="http://www.yso.fi/onto/koko/p1234")],
    target_groups=[code("KR1")],
    organizations=[part_of("Responsible"), part_of("Producer", provision_type="SelfProduced")],
)
ORGANIZATION = Organization(
    language_versions=TEXTS,
    publishing_status="Published",
    organization_type="Municipality",
    municipality=parts.Municipality(code="853", name={"fi": "Turku"}),
)
COLLECTION = ServiceCollection(
    language_versions=TEXTS,
    publishing_status="Published",
    organization_id=TOWN,
    services=[CollectionMember(id=OTHER)],
    service_channels=[CollectionMember(id=UNIT)],
)


def channel(kind: str, **said: Any) -> ServiceChannel:
    """A channel of a kind with all that every channel must have."""
    return ServiceChannel(
        service_channel_type=kind,
        language_versions=TEXTS,
        publishing_status="Published",
        organization_id=TOWN,
        languages=["fi"],
        **said,
    )


LIBRARY = channel(
    "ServiceLocation", addresses=[parts.Address(type="Location", sub_type="Single", street_address=STREET)]
)
LOAN = channel("EChannel", requires_authentication=True, web_pages=PAGES, accessibility_classification=[LEVEL])
FORM = channel("PrintableForm", channel_urls=[parts.ChannelUrl(type="PDF", value="https://turku.fi/f", language="fi")])
THINGS = [
    *(SERVICE, ORGANIZATION, COLLECTION, LIBRARY, LOAN, FORM),
    channel("WebPage", web_pages=PAGES, accessibility_classification=[LEVEL]),
    channel("Phone", phone_numbers=[parts.Phone(type="Phone", prefix_number="+358", number="2123", language="fi")]),
]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: model_of(thing, new=False))
def test_a_complete_thing_fits_what_is_taken_when_it_is_new_and_later(thing: Any) -> None:
    assert misfits(render_in(thing), model_of(thing, new=True)) == []
    assert misfits(render_in(thing, before=thing), model_of(thing, new=False)) == []
    without = msgspec.structs.replace(thing, language_versions={}, publishing_status=None)
    assert misfits(render_in(without, before=thing), model_of(thing, new=False)) == []


@pytest.mark.parametrize(
    ("state", "new", "later"),
    [
        ("Published", "Published", "Published"),
        ("Draft", "Draft", "Draft"),
        ("Modified", "Draft", "Published"),
        ("Deleted", "Draft", "Deleted"),
        (None, "Draft", "Draft"),
    ],
)
def test_modified_is_never_written_and_nothing_is_created_archived(state: str | None, new: str, later: str) -> None:
    thing = msgspec.structs.replace(SERVICE, publishing_status=state)
    assert render_in(thing)["publishingStatus"] == new
    assert render_in(thing, before=SERVICE)["publishingStatus"] == later


def test_names_have_a_type_where_the_body_takes_one() -> None:
    typed = {"value": "Kirjasto", "type": "Name", "language": "fi"}
    plain = {"value": "Kirjasto", "language": "fi"}
    assert render_in(SERVICE)["serviceNames"][0] == typed
    assert render_in(LIBRARY)["serviceChannelNames"][0] == typed
    assert render_in(LOAN)["serviceChannelNames"][0] == plain
    assert render_in(COLLECTION)["serviceCollectionNames"][0] == plain


def test_the_name_that_is_shown_is_one_that_is_there() -> None:
    versions = {
        "fi": parts.LanguageVersion(
            name="Kirjasto", alternative_name="Pääkirjasto", display_name_type="AlternativeName"
        ),
        "sv": parts.LanguageVersion(name="Bibliotek", display_name_type="AlternativeName"),
        "en": parts.LanguageVersion(summary="Books"),
    }
    body = render_in(msgspec.structs.replace(ORGANIZATION, language_versions=versions))
    assert body["displayNameType"] == [
        {"type": "AlternativeName", "language": "fi"},
        {"type": "Name", "language": "sv"},
    ]


def test_areas_are_written_by_code_and_only_where_they_are_limited() -> None:
    region = parts.Area(type="Region", code="02", municipalities=[parts.Municipality(code="853")])
    mixed = msgspec.structs.replace(SERVICE, areas=[TURKU, region])
    assert render_in(mixed)["areas"] == [
        {"type": "Municipality", "areaCodes": ["853"]},
        {"type": "Region", "areaCodes": ["02"]},
    ]
    town = msgspec.structs.replace(ORGANIZATION, area_type="LimitedType", areas=[region])
    assert (render_in(town)["subAreaType"], render_in(town)["areas"]) == ("Region", ["02"])
    assert "areas" not in render_in(msgspec.structs.replace(mixed, area_type="Nationwide"))


def test_areas_of_an_organisation_that_cannot_all_be_written_are_left_as_they_are() -> None:
    areas = [TURKU, parts.Area(type="Region", code="02")]
    town = msgspec.structs.replace(ORGANIZATION, area_type="LimitedType", areas=areas)
    body = render_in(town, before=town)
    assert not {"areaType", "subAreaType", "areas"} & body.keys()
    assert misfits(body, "OrganizationInBase") == []


def test_classes_are_written_as_uris() -> None:
    body = render_in(SERVICE)
    assert body["serviceClasses"] == ["http://urn.fi/URN:NBN:fi:au:ptvl:v1002"]
    assert body["targetGroups"] == ["http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR1"]
    both = parts.Classification(uri="http://urn.fi/URN:NBN:fi:au:ptvl:v1002", new_uri="http://uri.suomi.fi/x/code/P1.1")
    assert render_in(msgspec.structs.replace(SERVICE, service_classes=[both]))["serviceClasses"] == [both.new_uri]


def test_what_the_general_description_gives_is_not_echoed() -> None:
    central = GeneralDescription(
        service_classes=SERVICE.service_classes, target_groups=[code("KR1")], service_charge_type="Chargeable"
    )
    linked = msgspec.structs.replace(
        SERVICE,
        general_description_id=OTHER,
        service_charge_type="Chargeable",
        service_classes=[*SERVICE.service_classes, code("P2")],
    )
    body = render_in(linked, central=central)
    assert body["serviceClasses"] == ["http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P2"]
    assert body["ontologyTerms"] == ["http://www.yso.fi/onto/koko/p1234"]
    assert not {"targetGroups", "serviceChargeType"} & body.keys()
    assert misfits(body, "ServiceIn") == []
    unknown = render_in(linked)
    assert not {"serviceClasses", "ontologyTerms", "targetGroups"} & unknown.keys()


def test_linking_and_unlinking_a_general_description() -> None:
    charged = msgspec.structs.replace(SERVICE, service_charge_type="Chargeable")
    linked = msgspec.structs.replace(charged, general_description_id=OTHER)
    central = GeneralDescription(service_charge_type="FreeOfCharge")
    assert render_in(linked, before=charged, central=central)["deleteServiceChargeType"] is True
    back = render_in(charged, before=linked)
    assert (back["deleteGeneralDescriptionId"], back["type"]) == (True, "Service")


def test_where_nobody_can_tell_whose_the_classes_are_nothing_is_said_of_them() -> None:
    before = msgspec.structs.replace(SERVICE, life_events=[code("KE1")])
    linked = msgspec.structs.replace(before, general_description_id=OTHER)
    assert not [name for name in render_in(linked, before=before) if "Classes" in name or "LifeEvents" in name]
    alone = msgspec.structs.replace(SERVICE, life_events=[])
    assert render_in(alone, before=linked)["deleteAllLifeEvents"] is True


def test_organisations_of_a_service_are_told_apart_by_their_part() -> None:
    organizations = [
        part_of("Responsible"),
        part_of("OtherResponsible", UNIT),
        part_of("OtherResponsible"),
        part_of("Producer", provision_type="SelfProducedServices"),
        part_of("Producer", UNIT, provision_type="SelfProduced"),
        part_of("Producer", OTHER, provision_type="PurchaseServices"),
        part_of("Producer", None, provision_type="Other", additional_information={"fi": "Yhdistys"}),
    ]
    body = render_in(msgspec.structs.replace(SERVICE, organizations=organizations))
    assert body["mainResponsibleOrganization"] == str(TOWN)
    assert body["otherResponsibleOrganizations"] == [str(UNIT)]
    assert body["serviceProducers"] == [
        {"provisionType": "SelfProducedServices", "organizations": [str(TOWN), str(UNIT)]},
        {"provisionType": "ProcuredServices", "organizations": [str(OTHER)]},
        {"provisionType": "Other", "additionalInformation": [{"value": "Yhdistys", "language": "fi"}]},
    ]


def test_a_web_page_of_an_electronic_channel_is_its_address_once_per_language() -> None:
    body = render_in(LOAN)
    assert body["webPage"] == [
        {"value": "https://turku.fi/a", "language": "fi"},
        {"value": "https://turku.fi/c", "language": "sv"},
    ]
    assert "webPages" not in body
    assert render_in(msgspec.structs.replace(LIBRARY, web_pages=PAGES))["webPages"][0]["url"] == "https://turku.fi/a"


def test_faxes_of_a_service_location_stand_apart_and_no_number_has_a_type() -> None:
    numbers = [parts.Phone(type=kind, number=number, language="fi") for kind, number in (("Fax", "1"), ("Phone", "2"))]
    body = render_in(msgspec.structs.replace(LIBRARY, phone_numbers=numbers))
    assert body["faxNumbers"] == [{"number": "1", "language": "fi"}]
    assert body["phoneNumbers"] == [{"number": "2", "language": "fi"}]


@pytest.mark.parametrize(
    ("state", "number", "sent"),
    [
        ("Ok", "2", False),
        ("EnteredByAR", "2", False),
        ("EnteredByUser", "2", True),
        (None, "2", True),
        ("Ok", None, True),
    ],
)
def test_coordinates_are_sent_where_somebody_entered_them(state: str | None, number: str | None, sent: bool) -> None:
    street = msgspec.structs.replace(STREET, coordinate_state=state, street_number=number)
    place = parts.Address(type="Location", sub_type="Single", street_address=street)
    (address,) = render_in(msgspec.structs.replace(LIBRARY, addresses=[place]))["addresses"]
    assert address["streetAddress"]["municipality"] == "853"
    assert "postOffice" not in address["streetAddress"]
    assert address["streetAddress"].get("longitude") == ("239876.500" if sent else None)


def test_what_would_lose_something_is_written_only_when_it_changed() -> None:
    assert "addresses" not in render_in(msgspec.structs.replace(LIBRARY, oid="1.2"), before=LIBRARY)
    moved = msgspec.structs.replace(STREET, street_number="4")
    there = parts.Address(type="Location", sub_type="Single", street_address=moved)
    body = render_in(msgspec.structs.replace(LIBRARY, addresses=[there]), before=LIBRARY)
    assert body["addresses"][0]["streetAddress"]["streetNumber"] == "4"
    finnish = msgspec.structs.replace(LIBRARY, language_versions={"fi": TEXTS["fi"]})
    assert {"addresses", "serviceChannelNames"} <= render_in(finnish, before=LIBRARY).keys()


def test_an_address_abroad_and_a_receiver_have_names_of_their_own() -> None:
    abroad = {"fi": "Tukholma"}
    visited = parts.Address(type="Visiting", sub_type="Foreign", abroad=abroad)
    there = parts.Address(type="Location", sub_type="Abroad", abroad=abroad)
    sent_to = parts.Address(sub_type="NoAddress", delivery_address_in_text={"fi": "Tiskille"}, receiver={"fi": "Turku"})
    items = [{"value": "Tukholma", "language": "fi"}]
    assert (
        render_in(msgspec.structs.replace(ORGANIZATION, addresses=[visited]))["addresses"][0]["foreignAddress"] == items
    )
    assert render_in(msgspec.structs.replace(LIBRARY, addresses=[there]))["addresses"][0]["locationAbroad"] == items
    (delivery,) = render_in(msgspec.structs.replace(FORM, delivery_addresses=[sent_to]))["deliveryAddresses"]
    assert delivery["formReceiver"] == [{"value": "Turku", "language": "fi"}]


def test_hours_are_told_by_type_and_booleans() -> None:
    weekly = parts.ServiceHour(
        kind="weekly", opening_hours=[parts.DailyOpening(day_from="Monday", opens="08:00", closes="00:00")]
    )
    closed = parts.ServiceHour(kind="closed", valid_from=datetime(2026, 12, 5, 22, tzinfo=UTC))
    body = render_in(msgspec.structs.replace(LIBRARY, service_hours=[weekly, closed]))
    assert body["serviceHours"] == [
        {
            "serviceHourType": "DaysOfTheWeek",
            "isClosed": False,
            "validForNow": True,
            "isAlwaysOpen": False,
            "isReservation": False,
            "openingHour": [{"dayFrom": "Monday", "from": "08:00", "to": "00:00"}],
        },
        {
            "serviceHourType": "Exceptional",
            "validFrom": "2026-12-05T22:00:00",
            "isClosed": True,
            "validForNow": False,
            "isAlwaysOpen": False,
            "isReservation": False,
        },
    ]


def test_signatures_are_counted_in_text() -> None:
    signed = msgspec.structs.replace(LOAN, requires_signature=True, signature_quantity=2)
    assert render_in(signed)["signatureQuantity"] == "2"
    unsigned = msgspec.structs.replace(LOAN, requires_signature=True, signature_quantity=0)
    assert misfits(render_in(unsigned), "ElectronicChannelIn") == [Misfit("signatureQuantity", "missing")]


def test_what_became_empty_is_cleared_by_its_flag_and_what_never_was_is_not() -> None:
    before = msgspec.structs.replace(LIBRARY, web_pages=PAGES, emails=[parts.Email(value="a@turku.fi", language="fi")])
    body = render_in(LIBRARY, before=before)
    flags = {name: value for name, value in body.items() if name.startswith("delete")}
    assert flags == {"deleteAllEmails": True, "deleteAllWebPages": True}
    assert "webPages" not in body
    assert left_standing(LIBRARY, before=before) == []


def test_what_no_flag_takes_away_is_told() -> None:
    requirements = {"fi": msgspec.structs.replace(TEXTS["fi"], requirements="Kirjastokortti")}
    before = msgspec.structs.replace(SERVICE, language_versions=TEXTS | requirements)
    assert left_standing(SERVICE, before=before) == ["requirements"]
    assert "requirements" not in render_in(SERVICE, before=before)


def test_a_body_that_does_not_fit_is_told_where_and_why() -> None:
    body = render_in(SERVICE) | {
        "serviceClasses": [],
        "areaType": "Everywhere",
        "areas": [{"type": "Municipality", "areaCodes": "853"}],
        "languages": ["fi", ""],
        "legislation": ["x"],
        "newMember": 1,
    }
    del body["fundingType"]
    assert set(misfits(body, "ServiceIn")) == {
        Misfit("serviceClasses", "missing"),
        Misfit("areaType", "word"),
        Misfit("areas[0].areaCodes", "type"),
        Misfit("languages[1]", "type"),
        Misfit("legislation[0]", "type"),
        Misfit("newMember", "unknown"),
        Misfit("fundingType", "missing"),
    }
    assert misfits({"publishingStatus": "Published", "deleteAllLaws": False}, "ServiceInBase")[0] == Misfit(
        "deleteAllLaws", "type"
    )
    assert "Modified" not in MODELS["ServiceInBase"]["publishingStatus"].words
