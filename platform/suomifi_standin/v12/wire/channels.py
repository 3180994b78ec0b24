"""Service channels: five variants by type."""

from collections.abc import Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire import contacts
from suomifi_standin.v12.wire.addresses import contact, delivery, location
from suomifi_standin.v12.wire.areas import area
from suomifi_standin.v12.wire.hours import hours
from suomifi_standin.v12.wire.texts import by_language, items, markdown, of, spoken

TYPES = {"EChannel": "EService", "Phone": "TelephoneService"}


def channel(given: Mapping[str, Any], *, owner: str, published_at: str, shared: bool) -> Document:
    own = str(given.get("serviceChannelType"))
    return {
        "migratedAt": None,
        "contentId": given["id"].lower(),
        "organizationContentId": owner,
        "allowedConnectionType": "AllOrganizations" if shared else "OwnOrganizations",
        "serviceLanguages": list(given.get("languages") or ()),
        "area": area(given),
        "publishedAt": published_at,
        "serviceChannelType": TYPES.get(own, own),
        "languageVersions": _versions(given, own),
        **_of_type(given, own),
    }


def _of_type(given: Mapping[str, Any], kind: str) -> Document:
    """What a type has besides; pages and forms have no hours in v12."""
    opened = {"serviceHours": hours(items(given, "serviceHours"))}
    if kind == "EChannel":
        return _identified(given) | opened
    if kind == "Phone":
        return opened
    if kind == "PrintableForm":
        return {"deliveryAddresses": [delivery(each) for each in items(given, "deliveryAddresses")]}
    if kind == "ServiceLocation":
        known = items(given, "addresses")
        return {
            "location": location([each for each in known if each.get("type") == "Location"], served_at=True),
            "contactAddresses": contact(each for each in known if each.get("type") == "Postal"),
            **opened,
        }
    return {}


def _identified(given: Mapping[str, Any]) -> Document:
    count = given.get("signatureQuantity") or 1
    signed = {"type": "Required", "numberOfRequiredSignatures": int(count)}
    return {
        "electronicSignature": signed if given.get("requiresSignature") else {"type": "NotRequired"},
        "electronicIdentification": "Required" if given.get("requiresAuthentication") else "NotRequired",
    }


def _versions(given: Mapping[str, Any], kind: str) -> Document:
    names, told = items(given, "serviceChannelNames"), items(given, "serviceChannelDescriptions")
    named, summaries = by_language(names, "Name"), by_language(told, "Summary")
    descriptions = by_language(told, "Description")
    return {
        language: {
            "name": named[language],
            "summary": summaries.get(language),
            "description": markdown(descriptions.get(language)),
            **_of_version(given, kind, language),
        }
        for language in spoken(named)
    }


def _of_version(given: Mapping[str, Any], kind: str, language: str) -> Document:
    lists = {name: of(items(given, name), language) for name in _LISTS}
    emails, supported = contacts.emails(lists["supportEmails"]), contacts.phones(lists["supportPhones"])
    support = {"supportEmails": emails, "supportPhoneNumbers": supported}
    page, papers = contacts.web_address(lists["webPages"]), contacts.attachments(lists["attachments"])
    level = {"accessibilityClassificationLevel": _accessibility(lists["accessibilityClassification"])}
    if kind == "EChannel":
        return {**level, "webAddress": page, "attachmentLinks": papers, **support}
    if kind == "WebPage":
        return {**level, "webAddress": page, **support}
    if kind == "Phone":
        lines = contacts.phones_of_every_kind(lists["phoneNumbers"])
        return {"webAddress": page, "supportEmails": emails, "phoneNumbers": lines}
    if kind == "PrintableForm":
        number = by_language(lists["formIdentifier"]).get(language)
        return {
            "attachmentLinks": papers,
            **support,
            "formIdentifier": number,
            "formFiles": _files(lists["channelUrls"]),
        }
    return _of_location(given, language, lists)


_LISTS = (
    "supportEmails",
    "supportPhones",
    "webPages",
    "attachments",
    "accessibilityClassification",
    "phoneNumbers",
    "formIdentifier",
    "channelUrls",
    "emails",
)


def _of_location(given: Mapping[str, Any], language: str, lists: Mapping[str, list[Document]]) -> Document:
    lines = lists["phoneNumbers"]
    return {
        "alternativeName": by_language(items(given, "serviceChannelNames"), "AlternativeName").get(language),
        "isAlternativeNamePrimary": shows_alternative(given, language),
        "contactEmails": contacts.emails(lists["emails"]),
        "contactFaxNumbers": contacts.faxes(lines),
        "contactWebPages": contacts.web_pages(lists["webPages"]),
        "contactPhoneNumbers": contacts.phones(lines),
    }


def shows_alternative(given: Mapping[str, Any], language: str) -> bool:
    return any(each.get("type") == "AlternativeName" for each in of(items(given, "displayNameType"), language))


def _accessibility(levels: list[Document]) -> str:
    return next((each.get("accessibilityClassificationLevel") for each in levels), None) or "Unknown"


def _files(urls: list[Document]) -> list[Document]:
    """v11 gives a file no name: here it is the last part of its address."""
    return [
        {
            "name": str(each.get("value") or "").rstrip("/").rpartition("/")[2],
            "url": each.get("value") or "",
            "type": str(each.get("type") or "PDF").lower(),
        }
        for each in urls
    ]
