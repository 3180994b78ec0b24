"""Documents of the open API say what a thing says, in one language-wise layout, and nothing that nobody should see."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgspec
import pytest

from catalogue.dialects import v1
from catalogue.dialects.v1.contract import schemas
from catalogue.dialects.v1.shaping import telephone
from catalogue.parts import (
    Address,
    Classification,
    CollectionReference,
    ContactDetails,
    Entrance,
    LanguageVersion,
    OtherAddress,
    Phone,
    PostOfficeBoxAddress,
    Reference,
    ServiceHour,
    ServiceOrganization,
    StreetAddress,
)
from catalogue.services.values import CollectionMember, Organization, Record, Service, ServiceChannel, ServiceCollection
from tests.catalogue_make import CASTLE_STREET, LIBRARY_CLASS, MODIFIED, channel, connected, organization, service

ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)


def rendered(record: Record, known: dict[UUID, v1.Known] | None = None, *, own: bool = True) -> Any:
    """The document as plain JSON."""
    links = [v1.Link(end.other.id, end.other.name, end) for end in record.connections]
    names = {language: version.name or "" for language, version in record.value.language_versions.items()}
    thing = v1.Thing(id=record.id, own=own, names=names, value=record.value, links=links)
    return msgspec.json.decode(v1.render(thing, known or {}))


def of(value: Organization | Service | ServiceChannel | ServiceCollection) -> Any:
    return rendered(Record(id=ONE, value=value))


def test_a_document_says_what_it_is_and_whence() -> None:
    document = rendered(service(id=ONE), own=False)
    assert document["kind"] == "service"
    assert document["id"] == str(ONE)
    assert document["own"] is False
    assert document["modified"] == "2026-11-02T08:30:15.123456Z"
    assert document["source"] == {"name": "Suomi.fi Palvelutietovaranto", "id": str(ONE)}
    assert document["license"] == "CC0-1.0"


def test_texts_are_objects_by_language_in_the_order_of_languages() -> None:
    versions = {
        "sms": LanguageVersion(name="Ǩeʹrjjtuâjj"),
        "sv": LanguageVersion(name="Bibliotek", keywords=["bok"]),
        "fi": LanguageVersion(name="Kirjasto", summary="Lainaa.", keywords=["kirja", "laina"]),
    }
    document = of(Service(language_versions=versions))
    assert document["language_versions"] == ["fi", "sv", "sms"]
    assert document["name"] == {"fi": "Kirjasto", "sv": "Bibliotek", "sms": "Ǩeʹrjjtuâjj"}
    assert document["summary"] == {"fi": "Lainaa."}
    assert document["keywords"] == {"fi": ["kirja", "laina"], "sv": ["bok"]}
    assert "description" not in document


def test_what_is_not_known_is_left_out() -> None:
    assert of(Service()).keys() == {"kind", "id", "own", "source", "license"}
    (connection,) = rendered(service(connections=[connected(TWO, contact_details=ContactDetails())]))["connections"]
    assert "contact_details" not in connection


def test_what_our_model_does_not_know_never_shows() -> None:
    left = {"secret": "members of the register"}
    street = msgspec.structs.replace(cast(StreetAddress, CASTLE_STREET.street_address), remainder=left)
    record = channel(
        remainder=left,
        addresses=[msgspec.structs.replace(CASTLE_STREET, street_address=street, remainder=left)],
        ontology_terms=[Classification(remainder=left)],
        phone_numbers=[Phone(number="1", remainder=left)],
        service_hours=[ServiceHour(kind="always", remainder=left)],
        connections=[msgspec.structs.replace(connected(TWO), remainder=left)],
    )
    assert "secret" not in msgspec.json.encode(rendered(record)).decode()
    assert "remainder" not in msgspec.json.encode(rendered(record)).decode()


def test_a_classification_has_its_code_and_todays_uri() -> None:
    assert of(Service(service_classes=[LIBRARY_CLASS]))["service_classes"] == [
        {"code": "P11.4", "uri": LIBRARY_CLASS.new_uri, "name": LIBRARY_CLASS.name}
    ]
    term = Classification(uri="http://www.yso.fi/onto/koko/p1", name={"fi": "kirjastot"})
    assert of(Service(ontology_terms=[term]))["ontology_terms"][0]["uri"] == "http://www.yso.fi/onto/koko/p1"


@pytest.mark.parametrize(
    ("prefix", "number", "expected"),
    [
        ("+358", "022620624", "+35822620624"),
        ("+358", "2 262 0624", "+35822620624"),
        ("+358", "(02) 262-0624", "+35822620624"),
        ("358", "401234567", "+358401234567"),
        ("00358", "401234567", "+358401234567"),
        (None, "0800 123 456", "0800123456"),
        ("", "116117", "116117"),
        ("+358", "+46 8 123", "+468123"),
        ("+358", "ask at the desk", "ask at the desk"),
        ("x", "0401", "0401"),
        ("+358", "", None),
        ("+358", None, None),
    ],
)
def test_a_telephone_number_can_be_dialled(prefix: str | None, number: str | None, expected: str | None) -> None:
    assert telephone(prefix, number) == expected


def test_a_place_has_metres_and_degrees() -> None:
    (address,) = rendered(channel())["addresses"]
    assert address["street"] == {"fi": "Linnankatu", "sv": "Slottsgatan"}
    assert address["municipality"] == {"code": "853", "name": {"fi": "Turku", "sv": "Åbo"}}
    assert address["coordinates"] == {
        "northing": 6711075.7,
        "easting": 239756.12,
        "latitude": 60.45169,
        "longitude": 22.266867,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"coordinate_state": "Failed"},
        {"coordinate_state": None},
        {"northing": None},
        {"northing": 0.0, "easting": 0.0},
    ],
)
def test_a_place_that_is_not_sure_has_no_coordinates(changes: dict[str, Any]) -> None:
    street = msgspec.structs.replace(cast(StreetAddress, CASTLE_STREET.street_address), **changes)
    (address,) = rendered(channel(addresses=[Address(street_address=street)]))["addresses"]
    assert "coordinates" not in address


def test_other_addresses_keep_what_they_have() -> None:
    entrance = Entrance(name={"fi": "Pääovi"}, northing=6711075.7, easting=239756.12, is_main_entrance=True)
    box = PostOfficeBoxAddress(post_office_box={"fi": "PL 1"}, postal_code="20101", post_office={"fi": "TURKU"})
    island = OtherAddress(northing=6711075.7, easting=239756.12, additional_information={"fi": "Laiturilla"})
    addresses = [Address(post_office_box_address=box), Address(other_address=island, entrances=[entrance])]
    first, second = rendered(channel(addresses=[*addresses, Address(abroad={"en": "Tartu"})]))["addresses"][:2]
    assert first == {"post_office_box": {"fi": "PL 1"}, "postal_code": "20101", "post_office": {"fi": "TURKU"}}
    assert second["coordinates"]["latitude"] == 60.45169
    assert second["entrances"][0]["coordinates"] == second["coordinates"]


def test_hours_are_days_of_finland() -> None:
    midnight_in_finland = datetime(2026, 5, 31, 21, 0, tzinfo=UTC)
    hour = ServiceHour(kind="closed", valid_from=midnight_in_finland, valid_to=datetime(2026, 12, 24, 22, tzinfo=UTC))
    (shown,) = rendered(channel(service_hours=[hour]))["service_hours"]
    assert shown == {"kind": "closed", "valid_from": "2026-06-01", "valid_to": "2026-12-25"}


def test_a_connection_shows_the_other_end_by_its_name_here() -> None:
    record = service(connections=[connected(TWO, "Given"), connected(THREE, "Elsewhere")])
    known = {TWO: v1.Known({"fi": "Pääkirjasto", "sv": "Huvudbiblioteket"}, "ServiceLocation")}
    first, second = rendered(record, known)["connections"]
    assert first["other"] == {
        "id": str(TWO),
        "kind": "service_channel",
        "service_channel_type": "ServiceLocation",
        "name": {"fi": "Pääkirjasto", "sv": "Huvudbiblioteket"},
    }
    assert second["other"] == {"id": str(THREE), "kind": "service_channel", "name": {"fi": "Elsewhere"}}
    assert first["description"] == {"fi": "Kysy tiskiltä."}
    assert first["contact_details"] == {"emails": [{"value": "tiski@example.org", "language": "fi"}]}


def test_what_is_archived_here_is_not_shown_by_others() -> None:
    gone = {TWO: v1.Known({"fi": "Suljettu"}, archived=True)}
    collections = [CollectionReference(id=TWO, name={"fi": "Suljettu"})]
    assert "connections" not in rendered(service(connections=[connected(TWO)]), gone)
    assert "service_collections" not in rendered(service(service_collections=collections), gone)
    assert "sub_organizations" not in rendered(organization(sub_organizations=[Reference(id=TWO)]), gone)
    assert "organizations" not in rendered(service(responsible=TWO), gone)
    collection = ServiceCollection(services=[CollectionMember(id=TWO)])
    assert "services" not in rendered(Record(id=ONE, value=collection), gone)


def test_a_part_in_a_service_may_name_nobody() -> None:
    part = ServiceOrganization(role_type="Producer", additional_information={"fi": "Yritykset tuottavat."})
    assert rendered(service(organizations=[part]))["organizations"] == [
        {"role_type": "Producer", "additional_information": {"fi": "Yritykset tuottavat."}}
    ]


def test_references_are_all_whose_names_show() -> None:
    def shown(record: Record) -> set[UUID]:
        links = [v1.Link(end.other.id, None, end) for end in record.connections]
        return v1.references(v1.Thing(id=record.id, own=True, names={}, value=record.value, links=links))

    collections = [CollectionReference(id=THREE)]
    assert shown(service(responsible=ONE, connections=[connected(TWO)], service_collections=collections)) == {
        ONE,
        TWO,
        THREE,
    }
    assert shown(channel(organization_id=ONE, service_collections=collections)) == {ONE, THREE}
    assert shown(organization(parent_organization_id=ONE, sub_organizations=[Reference(id=TWO)])) == {ONE, TWO}
    members = ServiceCollection(
        organization_id=ONE, services=[CollectionMember(id=TWO)], service_channels=[CollectionMember(id=THREE)]
    )
    assert shown(Record(id=UUID(int=9), value=members)) == {ONE, TWO, THREE}


def test_a_reader_gets_the_same_values_back() -> None:
    record = channel(connections=[connected(TWO, "Kirjastopalvelut", at=MODIFIED)])
    document = msgspec.json.encode(rendered(record))
    read = msgspec.json.decode(document, type=v1.Document)
    assert isinstance(read, v1.ServiceChannel)
    assert msgspec.json.decode(msgspec.json.encode(read)) == msgspec.json.decode(document)


def test_no_schema_lets_a_document_hold_null() -> None:
    assert '"null"' not in msgspec.json.encode(schemas()).decode()
