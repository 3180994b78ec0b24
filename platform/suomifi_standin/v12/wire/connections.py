"""Connections: things of their own in v12, known by the service and the channel."""

from collections.abc import Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire import contacts
from suomifi_standin.v12.wire.addresses import contact
from suomifi_standin.v12.wire.hours import hours
from suomifi_standin.v12.wire.texts import LANGUAGES, by_language, items, markdown, of

_CHARGES = {**contacts.CHARGES, "Other": "Other"}


def connection(given: Mapping[str, Any], *, service: str, channel: str, published_at: str) -> Document:
    """`given`: the link as a service shows it in v11. What it says of ASTI and of mandates has no place here."""
    details: Mapping[str, Any] = given.get("contactDetails") or {}
    return {
        "migratedAt": None,
        "serviceContentId": service,
        "channelContentId": channel,
        "contactAddresses": contact(items(details, "addresses")),
        "chargeType": _CHARGES.get(given.get("serviceChargeType") or ""),
        "serviceHours": hours(items(given, "serviceHours")),
        "languageVersions": _versions(given, details),
        "publishedAt": published_at,
    }


def _versions(given: Mapping[str, Any], details: Mapping[str, Any]) -> Document:
    """One for each language that anything is said in."""
    told = items(given, "description")
    lists = {name: items(details, name) for name in ("phoneNumbers", "emails", "webPages")}
    said = {each.get("language") for each in (*told, *(one for many in lists.values() for one in many))}
    charge, description = by_language(told, "ChargeTypeAdditionalInfo"), by_language(told, "Description")
    found: Document = {}
    for language in (each for each in LANGUAGES if each in said):
        own = {name: of(many, language) for name, many in lists.items()}
        found[language] = {
            "chargeTypeAdditionalInformation": markdown(charge.get(language)),
            "description": markdown(description.get(language)),
            "contactPhoneNumbers": contacts.phones(own["phoneNumbers"]),
            "contactFaxNumbers": contacts.faxes(own["phoneNumbers"]),
            "contactEmails": contacts.emails(own["emails"]),
            "contactWebPages": [
                {**page, "additionalInformation": None} for page in contacts.web_pages(own["webPages"])
            ],
        }
    return found
