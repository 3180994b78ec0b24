"""Organisations: five variants by type, which differ in their areas only."""

from collections.abc import Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire import contacts
from suomifi_standin.v12.wire.addresses import contact, location
from suomifi_standin.v12.wire.areas import area, limited, municipality
from suomifi_standin.v12.wire.channels import shows_alternative
from suomifi_standin.v12.wire.texts import by_language, items, markdown, of, spoken


def organization(given: Mapping[str, Any], *, business_id: str, published_at: str) -> Document:
    """`business_id` is never null: a unit without one has that of the organisation above."""
    addresses, kind = items(given, "addresses"), str(given.get("organizationType") or "Organization")
    return {
        "migratedAt": None,
        "contentId": given["id"].lower(),
        "parentOrganizationContentId": given.get("parentOrganizationId"),
        "languageVersions": _versions(given),
        "businessId": business_id,
        "oid": given.get("oid"),
        "eInvoiceAddresses": [_invoices(each) for each in items(given, "electronicInvoicings")],
        "publishedAt": published_at,
        "contactAddresses": contact(each for each in addresses if each.get("type") == "Postal"),
        "location": location([each for each in addresses if each.get("type") == "Visiting"], served_at=False),
        "organizationType": kind,
        "area": _area(given, kind),
    }


def _area(given: Mapping[str, Any], kind: str) -> Document:
    if kind == "Municipality":
        return municipality(given)
    if kind == "RegionalOrganization":
        return limited(given)
    return area(given) or {"areaType": "WholeCountry"}


def _invoices(given: Document) -> Document:
    return {
        "address": given.get("electronicInvoicingAddress") or "",
        "intermediatorCode": given.get("operatorCode"),
        "additionalInformation": by_language(items(given, "additionalInformation")),
    }


def _versions(given: Mapping[str, Any]) -> Document:
    names, told = items(given, "organizationNames"), items(given, "organizationDescriptions")
    named, other = by_language(names, "Name"), by_language(names, "AlternativeName")
    summaries, descriptions = by_language(told, "Summary"), by_language(told, "Description")
    return {
        language: {
            "name": named[language],
            "alternativeName": other.get(language),
            "isAlternativeNamePrimary": shows_alternative(given, language),
            "description": markdown(descriptions.get(language)),
            "summary": summaries.get(language),
            "contactEmails": [
                {"email": each.get("value") or "", "additionalInformation": each.get("description")}
                for each in of(items(given, "emails"), language)
            ],
            "contactWebPages": contacts.web_pages(of(items(given, "webPages"), language)),
            "contactPhoneNumbers": contacts.phones(of(items(given, "phoneNumbers"), language)),
        }
        for language in spoken(named)
    }
