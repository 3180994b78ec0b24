"""Things that break no rule, to be broken by one change each; and what a case of a rule is."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace

from catalogue.codes.values import GeneralDescription, NamedCode
from catalogue.parts import (
    AccessibilityClassification,
    Address,
    Area,
    ChannelUrl,
    Classification,
    DailyOpening,
    Email,
    HourKind,
    LanguageVersion,
    Municipality,
    Phone,
    Reference,
    ServiceHour,
    ServiceOrganization,
    StreetAddress,
    WebPage,
)
from catalogue.services.rules import NOTHING, Codes, Facts
from catalogue.services.values import (
    CollectionMember,
    Connection,
    Organization,
    Service,
    ServiceChannel,
    ServiceCollection,
)

TOWN = UUID("3633e161-7832-5dc7-bcad-1ea388b6fe5c")
UNIT = UUID("7b3cd7ed-272a-55f1-9193-061291bc868a")
CENTRAL = UUID("0c9a4f1c-29aa-4f0c-a6c5-6a3d15f5ac0e")

Checked = Organization | Service | ServiceChannel | ServiceCollection | Connection


class Case(NamedTuple):
    """A rule, a thing that breaks it at a place, and the nearest thing that does not."""

    code: str
    path: str
    broken: Checked
    nearest: Checked
    facts: Facts = NOTHING
    nearest_facts: Facts | None = None
    """Where only what is known differs."""


def known(**lists: list[str]) -> Facts:
    """Lists of codes."""
    return Facts(codes=Codes.of({name: [NamedCode(code=code, names={}) for code in lists[name]] for name in lists}))


def said(**changes: Any) -> LanguageVersion:
    """Texts in one language."""
    return replace(
        LanguageVersion(name="Kotihoito", summary="Apua kotiin arjessa.", description="Autamme sinua kotona."),
        **changes,
    )


def in_finnish(**changes: Any) -> dict[str, LanguageVersion]:
    """One language version."""
    return {"fi": said(**changes)}


def entry(code: str) -> Classification:
    return Classification(code=code)


def term(number: int) -> Classification:
    return Classification(uri=f"http://www.yso.fi/onto/koko/p{number}")


def part(role: str, organization: UUID | None = TOWN, **changes: Any) -> ServiceOrganization:
    return ServiceOrganization(
        organization=None if organization is None else Reference(id=organization), role_type=role, **changes
    )


RESPONSIBLE = part("Responsible")
OWN_PRODUCER = part("Producer", provision_type="SelfProducedServices")
TURKU = Area(type="Municipality", code="853")


def a_service(**changes: Any) -> Service:
    return replace(
        Service(
            language_versions=in_finnish(),
            type="Service",
            funding_type="PubliclyFunded",
            area_type="Nationwide",
            languages=["fi"],
            service_classes=[entry("P7.1")],
            ontology_terms=[term(1)],
            target_groups=[entry("KR1")],
            organizations=[RESPONSIBLE, OWN_PRODUCER],
        ),
        **changes,
    )


def a_linked_service(**changes: Any) -> Service:
    return replace(a_service(general_description_id=CENTRAL), **changes)


def a_general_description(**changes: Any) -> GeneralDescription:
    return replace(
        GeneralDescription(
            language_versions={"fi": LanguageVersion(name="Kotihoito", description="Kunta järjestää kotihoidon.")},
            service_classes=[entry("P7.2"), entry("P7.3")],
            ontology_terms=[term(2)],
            target_groups=[entry("KR1")],
            type="Service",
        ),
        **changes,
    )


def street(**changes: Any) -> StreetAddress:
    return replace(StreetAddress(street={"fi": "Linnankatu"}, street_number="2", postal_code="20100"), **changes)


def address(kind: str = "Location", sub_type: str | None = "Single", **changes: Any) -> Address:
    return replace(Address(type=kind, sub_type=sub_type, street_address=street()), **changes)


def a_place(**changes: Any) -> ServiceChannel:
    texts = in_finnish(display_name_type="Name")
    return replace(_channel("ServiceLocation", language_versions=texts, addresses=[address()]), **changes)


def page(**changes: Any) -> WebPage:
    return replace(WebPage(url="https://www.turku.fi/hoito", value="Kotihoito", language="fi"), **changes)


def accessible(**changes: Any) -> AccessibilityClassification:
    return replace(
        AccessibilityClassification(accessibility_classification_level="FullyCompliant", language="fi"), **changes
    )


def an_online_service(**changes: Any) -> ServiceChannel:
    return replace(a_web_page(service_channel_type="EChannel", requires_authentication=True), **changes)


def a_web_page(**changes: Any) -> ServiceChannel:
    return replace(_channel("WebPage", web_pages=[page()], accessibility_classification=[accessible()]), **changes)


def form(**changes: Any) -> ChannelUrl:
    return replace(ChannelUrl(type="PDF", value="https://www.turku.fi/lomake.pdf", language="fi"), **changes)


def a_form(**changes: Any) -> ServiceChannel:
    return replace(_channel("PrintableForm", channel_urls=[form()]), **changes)


def phone(**changes: Any) -> Phone:
    return replace(Phone(type="Phone", prefix_number="+358", number="401234567", language="fi"), **changes)


def a_telephone(**changes: Any) -> ServiceChannel:
    return replace(_channel("Phone", phone_numbers=[phone()]), **changes)


def _channel(kind: str, **changes: Any) -> ServiceChannel:
    basis = ServiceChannel(
        service_channel_type=kind, language_versions=in_finnish(), organization_id=TOWN, languages=["fi"]
    )
    return replace(basis, **changes)


def an_organization(**changes: Any) -> Organization:
    return replace(
        Organization(
            language_versions=in_finnish(display_name_type="Name"),
            organization_type="Municipality",
            municipality=Municipality(code="853"),
        ),
        **changes,
    )


def a_company(**changes: Any) -> Organization:
    return replace(an_organization(organization_type="Company", municipality=None, area_type="Nationwide"), **changes)


def a_collection(**changes: Any) -> ServiceCollection:
    return replace(
        ServiceCollection(language_versions=in_finnish(), organization_id=TOWN, services=[CollectionMember(id=UNIT)]),
        **changes,
    )


def a_connection(**changes: Any) -> Connection:
    return Connection(**changes)


def email(**changes: Any) -> Email:
    return replace(Email(value="hoito@turku.fi", language="fi"), **changes)


# --- hours ------------------------------------------------------------------------------------------------------------


def midnight(year: int, month: int, day: int) -> datetime:
    """An instant within a Finnish day."""
    return datetime(year, month, day, 9, tzinfo=UTC)


def span(
    first: str | None = "Monday", last: str | None = None, opens: str = "08:00", to: str = "16:00"
) -> DailyOpening:
    return DailyOpening(day_from=first, day_to=last, opens=opens, closes=to)


def hours(kind: HourKind, *spans: DailyOpening, **changes: Any) -> ServiceHour:
    return replace(ServiceHour(kind=kind, opening_hours=list(spans)), **changes)


def a_place_open(*each: ServiceHour) -> ServiceChannel:
    return a_place(service_hours=list(each))
