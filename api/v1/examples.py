"""Example documents of the contract: rendered from values by the dialect itself, so that they cannot fall behind it."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from catalogue.dialects import v1
from catalogue.parts import (
    Address,
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
)
from catalogue.services.values import (
    Connection,
    ConnectionEnd,
    Organization,
    Service,
    ServiceChannel,
)

CITY: Final = UUID("3f1c0a52-6a0e-4c57-9d0a-2f6f3f4f8f11")
LIBRARY_SERVICE: Final = UUID("8a4f6f0e-5f43-4f0c-8c53-6f0d6a1b2c21")
MAIN_LIBRARY: Final = UUID("c2b1f6de-13a5-4a9e-9c4e-7e0a5d3b1f31")
MODIFIED: Final = datetime(2026, 11, 2, 8, 30, 15, tzinfo=UTC)
MUNICIPALITY: Final = Municipality(code="853", name={"fi": "Turku", "sv": "Åbo", "en": "Turku"})
KNOWN: Final = {
    CITY: v1.Known({"fi": "Turun kaupunki", "sv": "Åbo stad"}),
    LIBRARY_SERVICE: v1.Known({"fi": "Kirjastopalvelut", "sv": "Bibliotekstjänster"}),
    MAIN_LIBRARY: v1.Known({"fi": "Pääkirjasto", "sv": "Huvudbiblioteket"}, "ServiceLocation"),
}
AT_THE_DESK: Final = Connection(
    language_versions={"fi": LanguageVersion(description="Kirjastokortin saa tiskiltä.")},
    contact_details=ContactDetails(emails=[Email(value="kortti@example.org", language="fi")]),
)


def examples() -> dict[str, Any]:
    """One document of each of three kinds, by the name of its schema."""
    return {
        "Organization": _document(
            CITY,
            Organization(
                language_versions={
                    "fi": LanguageVersion(name="Turun kaupunki", summary="Suomen vanhin kaupunki Aurajoen varrella."),
                    "sv": LanguageVersion(name="Åbo stad", summary="Finlands äldsta stad vid Aura å."),
                },
                organization_type="Municipality",
                business_code="0204819-8",
                municipality=MUNICIPALITY,
                modified=MODIFIED,
            ),
        ),
        "Service": _document(LIBRARY_SERVICE, _service(), MAIN_LIBRARY),
        "ServiceChannel": _document(MAIN_LIBRARY, _channel(), LIBRARY_SERVICE),
    }


def _document(thing_id: UUID, value: Organization | Service | ServiceChannel, *others: UUID) -> Any:
    end = ConnectionEnd(other=Reference(id=thing_id), modified=MODIFIED, connection=AT_THE_DESK)
    links = [v1.Link(other, None, end) for other in others]
    thing = v1.Thing(id=thing_id, own=True, names=KNOWN[thing_id].names, value=value, links=links)
    return msgspec.json.decode(v1.render(thing, KNOWN))


def _service() -> Service:
    code_list = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/"
    return Service(
        language_versions={
            "fi": LanguageVersion(
                name="Kirjastopalvelut",
                summary="Kirjoja, lehtiä ja tiloja kaikille.",
                keywords=["kirjasto", "lainaaminen"],
            ),
            "sv": LanguageVersion(name="Bibliotekstjänster", summary="Böcker, tidningar och lokaler för alla."),
        },
        type="Service",
        funding_type="PubliclyFunded",
        service_charge_type="FreeOfCharge",
        languages=["fi", "sv", "en"],
        organizations=[ServiceOrganization(organization=Reference(id=CITY), role_type="Responsible")],
        service_classes=[
            Classification(code="P11.4", new_uri=f"{code_list}P11.4", name={"fi": "Kirjastot", "sv": "Bibliotek"})
        ],
        modified=MODIFIED,
    )


def _channel() -> ServiceChannel:
    street = StreetAddress(
        street={"fi": "Linnankatu", "sv": "Slottsgatan"},
        street_number="2",
        postal_code="20100",
        post_office={"fi": "TURKU", "sv": "ÅBO"},
        municipality=MUNICIPALITY,
        northing=6711075.7,
        easting=239756.12,
        coordinate_state="Ok",
    )
    opening = DailyOpening(day_from="Monday", day_to="Friday", opens="09:00", closes="20:00")
    return ServiceChannel(
        language_versions={
            "fi": LanguageVersion(name="Pääkirjasto", summary="Kirjasto keskustassa."),
            "sv": LanguageVersion(name="Huvudbiblioteket", summary="Bibliotek i centrum."),
        },
        service_channel_type="ServiceLocation",
        organization_id=CITY,
        phone_numbers=[Phone(type="Phone", prefix_number="+358", number="401234567", language="fi")],
        addresses=[Address(type="Location", sub_type="Single", street_address=street, country="FI")],
        service_hours=[ServiceHour(kind="weekly", opening_hours=[opening])],
        modified=MODIFIED,
    )
