"""The rules for a service."""

from collections.abc import Iterator
from typing import Final

from catalogue.codes.values import GeneralDescription
from catalogue.services.rules import editorial, texts
from catalogue.services.rules.classification import classification
from catalogue.services.rules.contacts import link, once, web_pages
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.fees import fees
from catalogue.services.rules.findings import Finding, found
from catalogue.services.rules.places import areas
from catalogue.services.values import Service

TYPES: Final = ("Service", "PermitOrObligation", "ProfessionalQualification")
FUNDING: Final = ("PubliclyFunded", "MarketFunded")
CHARGES: Final = ("Chargeable", "FreeOfCharge")
ROLES: Final = ("Responsible", "OtherResponsible", "Producer")
PROVISIONS: Final = ("SelfProducedServices", "ProcuredServices", "Other")

_LAW: Final = texts.Size(500)
_NOTE: Final = texts.Size(150, texts.FIVE)
_VOUCHER: Final = texts.Size(300)


def service(value: Service, facts: Facts) -> Iterator[Finding]:
    """All that is found of a service."""
    linked = value.general_description_id is not None
    central = facts.general_description if linked else None
    above = central.language_versions if central else None if linked else texts.NOTHING_ABOVE
    said = value.language_versions
    yield from texts.versions(said, texts.SERVICE)
    yield from texts.wholeness(said, facts, central=above)
    yield from texts.known_to_owner(said, facts)
    yield from texts.names_free(said, facts)
    yield from texts.source_id(value.source_id)
    yield from texts.given_languages(value.languages, facts)
    yield from _words(value)
    yield from _general_description(value, central, facts)
    yield from texts.required("/area_type", value.area_type)
    yield from areas(value.area_type, value.areas, facts)
    yield from _reach(value, facts)
    yield from classification(value, central, facts)
    yield from _organizations(value)
    yield from _laws(value)
    yield from _vouchers(value)
    yield from fees("/fees", value.fees, said, value.service_charge_type)
    if facts.connections == 0:
        yield found("service_without_channels", "")
    yield from editorial.versions(said)
    yield from editorial.copied(said, central)


def _words(value: Service) -> Iterator[Finding]:
    if value.general_description_id is None:
        yield from texts.required("/type", value.type)
    yield from texts.word("/type", value.type, TYPES)
    yield from texts.required("/funding_type", value.funding_type)
    yield from texts.word("/funding_type", value.funding_type, FUNDING)
    yield from texts.word("/service_charge_type", value.service_charge_type, CHARGES)


def _general_description(value: Service, central: GeneralDescription | None, facts: Facts) -> Iterator[Finding]:
    """What a linked general description decides, the service does not say itself."""
    identifier = value.general_description_id
    if identifier is not None and identifier in facts.missing_general_descriptions:
        yield found("general_description_unknown", "/general_description_id", value=str(identifier))
    if central is None:
        return
    if value.service_charge_type and central.service_charge_type:
        yield found("general_description_charge", "/service_charge_type")
    if value.type and central.type and value.type != central.type:
        yield found("general_description_type", "/type", value=value.type, central=central.type)


# --- where ------------------------------------------------------------------------------------------------------------

_WIDTH: Final = {"LimitedType": 0, "NationwideExceptAlandIslands": 1, "Nationwide": 2}


def _reach(value: Service, facts: Facts) -> Iterator[Finding]:
    """A service reaches no further than its organisation."""
    owner = facts.owner
    if owner is None or owner.area_type not in _WIDTH or value.area_type not in _WIDTH:
        return
    if _WIDTH[value.area_type] > _WIDTH[owner.area_type]:
        yield found("area_type_too_wide", "/area_type", value=value.area_type, owner=owner.area_type)
    if value.area_type != "LimitedType" or owner.area_type != "LimitedType":
        return
    kinds = {kind for kind, _ in owner.areas}
    for index, area in enumerate(value.areas):
        codes = {("Municipality", each.code) for each in area.municipalities} or {(area.type or "", area.code)}
        if any(kind in kinds and code and (kind, code) not in owner.areas for kind, code in codes):
            yield found("areas_beyond_organization", f"/areas/{index}")


# --- who --------------------------------------------------------------------------------------------------------------


def _organizations(value: Service) -> Iterator[Finding]:
    """One organisation is responsible, others may share that, and somebody gives the service."""
    parts = list(enumerate(value.organizations))
    first = {part.organization.id for _, part in parts if part.role_type == "Responsible" and part.organization}
    others = {part.organization.id for _, part in parts if part.role_type == "OtherResponsible" and part.organization}
    if not first:
        yield found("responsible_missing", "/organizations")
    if len(first) > 1:
        yield found("responsible_many", "/organizations", count=len(first))
    if all(part.role_type != "Producer" for _, part in parts):
        yield found("producers_missing", "/organizations")
    for index, part in parts:
        place = f"/organizations/{index}"
        yield from texts.required(f"{place}/role_type", part.role_type)
        yield from texts.word(f"{place}/role_type", part.role_type, ROLES)
        if part.role_type == "OtherResponsible" and part.organization and part.organization.id in first:
            yield found("responsible_twice", place)
        if part.role_type != "Producer":
            continue
        yield from texts.required(f"{place}/provision_type", part.provision_type)
        yield from texts.word(f"{place}/provision_type", part.provision_type, PROVISIONS)
        yield from texts.localized(f"{place}/additional_information", part.additional_information, _NOTE)
        if part.provision_type == "SelfProducedServices":
            if part.organization is None or part.organization.id not in first | others:
                yield found("producer_not_responsible", f"{place}/organization")
            if part.additional_information:
                yield found("producer_with_information", f"{place}/additional_information")
        elif part.organization is None and not part.additional_information:
            yield found("producer_nobody", f"{place}/organization")


# --- laws and vouchers ------------------------------------------------------------------------------------------------


def _laws(value: Service) -> Iterator[Finding]:
    for index, law in enumerate(value.legislation):
        place = f"/legislation/{index}"
        yield from texts.localized(f"{place}/names", law.names, _LAW)
        if not law.web_pages:
            yield found("law_without_link", f"{place}/web_pages")
        yield from web_pages(f"{place}/web_pages", law.web_pages)
        yield from once(f"{place}/web_pages", law.web_pages)


def _vouchers(value: Service) -> Iterator[Finding]:
    if value.service_vouchers and not value.service_vouchers_in_use:
        yield found("vouchers_not_in_use", "/service_vouchers")
    for index, voucher in enumerate(value.service_vouchers):
        place = f"/service_vouchers/{index}"
        yield from texts.language_of(place, voucher.language)
        yield from link(f"{place}/url", voucher.url or None, voucher.language)
        yield from texts.plain(
            f"{place}/additional_information", voucher.additional_information, _VOUCHER, voucher.language
        )
