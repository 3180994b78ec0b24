"""Plain typed makers of a town's content; a test states only what matters to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from catalogue.outbox.unit import Unit, changes
from catalogue.parts import (
    Address,
    Area,
    Classification,
    ContactDetails,
    DailyOpening,
    Email,
    LanguageVersion,
    Municipality,
    Phone,
    Reference,
    ServiceHour,
    ServiceOrganization,
    StreetAddress,
    WebPage,
)
from catalogue.services import operations
from catalogue.services.values import (
    Connection,
    ConnectionEnd,
    Kind,
    Organization,
    Record,
    Service,
    ServiceChannel,
    ServiceCollection,
)

MODIFIED = datetime(2026, 11, 2, 8, 30, 15, 123456, tzinfo=UTC)
TURKU = Municipality(code="853", name={"fi": "Turku", "sv": "Åbo"})
LIBRARY_CLASS = Classification(
    code="P11.4",
    uri="http://urn.fi/URN:NBN:fi:au:ptvl:v1079",
    new_uri="http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P11.4",
    name={"fi": "Kirjastot", "sv": "Bibliotek", "en": "Libraries"},
)
CHILDREN = Classification(
    code="KR1.2",
    new_uri="http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR1.2",
    name={"fi": "Lapset ja lapsiperheet"},
)
ON_WEEKDAYS = ServiceHour(
    kind="weekly",
    additional_information={"fi": "Lainaustoimisto"},
    opening_hours=[DailyOpening(day_from="Monday", day_to="Friday", opens="09:00", closes="20:00")],
)
CASTLE_STREET = Address(
    type="Location",
    sub_type="Single",
    country="FI",
    street_address=StreetAddress(
        street={"fi": "Linnankatu", "sv": "Slottsgatan"},
        street_number="2",
        postal_code="20100",
        post_office={"fi": "TURKU", "sv": "ÅBO"},
        municipality=TURKU,
        northing=6711075.7,
        easting=239756.12,
        coordinate_state="Ok",
    ),
)


def texts(name: str, swedish: str | None = None, **more: Any) -> dict[str, LanguageVersion]:
    """Language versions: Finnish, and Swedish where there is a Swedish name."""
    summary = f"{name} on lähellä."
    versions = {"fi": LanguageVersion(name=name, summary=summary, description=f"{summary}\nTervetuloa!", **more)}
    if swedish:
        versions["sv"] = LanguageVersion(name=swedish, summary=f"{swedish} är nära.")
    return versions


def organization(name: str = "Turun kaupunki", *, id: UUID | None = None, **members: Any) -> Record:  # noqa: A002
    """The municipality's organisation."""
    given = {"organization_type": "Municipality", "business_code": "0204819-8", "municipality": TURKU, **members}
    value = Organization(language_versions=texts(name, "Åbo stad"), modified=MODIFIED, **given)
    return Record(id=id or uuid4(), value=value)


def responsibility(organization_id: UUID) -> ServiceOrganization:
    """That an organisation is responsible for a service."""
    return ServiceOrganization(organization=Reference(id=organization_id, name="Kaupunki"), role_type="Responsible")


def service(
    name: str = "Kirjastopalvelut",
    *,
    id: UUID | None = None,  # noqa: A002
    responsible: UUID | None = None,
    connections: Sequence[ConnectionEnd] = (),
    **members: Any,
) -> Record:
    """A library service with texts, a class, a target group and an area."""
    given: dict[str, Any] = {
        "language_versions": texts(name, "Bibliotekstjänster"),
        "type": "Service",
        "funding_type": "PubliclyFunded",
        "area_type": "LimitedType",
        "areas": [Area(type="Municipality", municipalities=[TURKU])],
        "languages": ["fi", "sv"],
        "service_classes": [LIBRARY_CLASS],
        "target_groups": [CHILDREN],
        "organizations": [responsibility(responsible)] if responsible else [],
        "publishing_status": "Published",
        "modified": MODIFIED,
        **members,
    }
    return Record(id=id or uuid4(), value=Service(**given), connections=list(connections))


def channel(
    name: str = "Pääkirjasto",
    *,
    id: UUID | None = None,  # noqa: A002
    kind: str = "ServiceLocation",
    connections: Sequence[ConnectionEnd] = (),
    **members: Any,
) -> Record:
    """A library: a place with an address, hours and contacts."""
    given: dict[str, Any] = {
        "language_versions": texts(name, "Huvudbiblioteket"),
        "languages": ["fi", "sv"],
        "phone_numbers": [Phone(type="Phone", prefix_number="+358", number="022620624", language="fi")],
        "emails": [Email(value="kirjasto@example.org", language="fi")],
        "web_pages": [WebPage(url="https://example.org/kirjasto", value="Kirjasto", language="fi")],
        "addresses": [CASTLE_STREET],
        "service_hours": [ON_WEEKDAYS],
        "publishing_status": "Published",
        "modified": MODIFIED,
        **members,
    }
    value = ServiceChannel(service_channel_type=kind, **given)
    return Record(id=id or uuid4(), value=value, connections=list(connections))


def collection(name: str = "Lapsiperheelle", *, id: UUID | None = None, **members: Any) -> Record:  # noqa: A002
    """Things that are shown together."""
    value = ServiceCollection(language_versions=texts(name), modified=MODIFIED, **members)
    return Record(id=id or uuid4(), value=value)


def connected(other: UUID, name: str | None = None, *, at: datetime = MODIFIED, **members: Any) -> ConnectionEnd:
    """A connection as one end shows it, with hours and contacts of the pair."""
    given: dict[str, Any] = {
        "language_versions": {"fi": LanguageVersion(description="Kysy tiskiltä.")},
        "contact_details": ContactDetails(emails=[Email(value="tiski@example.org", language="fi")]),
        **members,
    }
    return ConnectionEnd(other=Reference(id=other, name=name), modified=at, connection=Connection(**given))


def store(kind: Kind, *records: Record, own: bool = True) -> Unit:
    """One unit of work that stores things of a kind in the town that was entered."""
    with changes() as unit:
        ids = {record.id for record in records} if own else set()
        operations.store(unit=unit, kind=kind, records=records, own=ids)
    return unit


def archive(kind: Kind, *ids: UUID) -> Unit:
    """One unit of work that archives things of a kind."""
    with changes() as unit:
        operations.archive(unit=unit, kind=kind, ids=ids)
    return unit
