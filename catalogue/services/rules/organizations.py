"""The rules for an organisation."""

import re
from collections.abc import Iterator
from typing import Final

from catalogue.services.rules import contacts, editorial, texts
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.findings import Finding, found
from catalogue.services.rules.places import NOTE, ORGANIZATION, addresses, areas
from catalogue.services.values import Organization

TYPES: Final = ("State", "Municipality", "RegionalOrganization", "Organization", "Company")

_BUSINESS_CODE: Final = re.compile(r"[0-9]{7}-[0-9]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2)
_OID: Final = re.compile(r"[0-9]+(?:\.[0-9]+){6}")
_LONGEST_OID: Final = 100
_INVOICING: Final = texts.Size(110)


def organization(value: Organization, facts: Facts) -> Iterator[Finding]:
    """All that is found of an organisation."""
    said = value.language_versions
    yield from texts.versions(said, texts.ORGANIZATION)
    yield from texts.wholeness(said, facts, either=True)
    yield from texts.display_names(said)
    yield from texts.source_id(value.source_id)
    yield from _identity(value)
    yield from _kind(value, facts)
    yield from contacts.emails("/emails", value.emails)
    yield from contacts.phones("/phone_numbers", value.phone_numbers, facts)
    yield from contacts.web_pages("/web_pages", value.web_pages)
    for part in ("phone_numbers", "emails", "web_pages"):
        yield from contacts.in_each_language(f"/{part}", getattr(value, part), said)
    yield from addresses("/addresses", value.addresses, ORGANIZATION, facts)
    yield from _invoicing(value)
    yield from editorial.versions(said)


def _kind(value: Organization, facts: Facts) -> Iterator[Finding]:
    """A municipality names itself and works in its own area; all others say where they work."""
    yield from texts.required("/organization_type", value.organization_type)
    yield from texts.word("/organization_type", value.organization_type, TYPES)
    if value.organization_type == "Municipality":
        code = value.municipality.code if value.municipality else None
        if not code:
            yield found("value_missing", "/municipality")
        elif facts.codes.unknown("municipalities", code):
            yield found("municipality_unknown", "/municipality/code", value=code)
    else:
        yield from texts.required("/area_type", value.area_type)
    yield from areas(value.area_type, value.areas, facts)
    if len({area.type for area in value.areas}) > 1:
        yield found("areas_of_many_types", "/areas")


def _identity(value: Organization) -> Iterator[Finding]:
    code = value.business_code
    if code:
        if not _BUSINESS_CODE.fullmatch(code):
            yield found("business_code_invalid", "/business_code", value=code)
        elif not checks(code):
            yield found("business_code_mistyped", "/business_code", value=code)
    if value.oid and (not _OID.fullmatch(value.oid) or len(value.oid) > _LONGEST_OID):
        yield found("oid_invalid", "/oid", value=value.oid)


def checks(business_code: str) -> bool:
    """Whether the check digit of a business id is right: weights 7 9 10 5 8 4 2, modulo 11; 1 is never given out."""
    rest = sum(int(digit) * weight for digit, weight in zip(business_code[:7], _WEIGHTS, strict=True)) % 11
    return rest != 1 and int(business_code[8]) == (0 if rest == 0 else 11 - rest)


def _invoicing(value: Organization) -> Iterator[Finding]:
    for index, each in enumerate(value.electronic_invoicings):
        place = f"/electronic_invoicings/{index}"
        yield from texts.plain(f"{place}/operator_code", each.operator_code, _INVOICING)
        yield from texts.plain(f"{place}/electronic_invoicing_address", each.electronic_invoicing_address, _INVOICING)
        yield from texts.localized(f"{place}/additional_information", each.additional_information, NOTE)
