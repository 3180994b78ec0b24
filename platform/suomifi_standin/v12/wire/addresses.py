"""Addresses: grouped by kind, coordinates as numbers, neither post office nor municipality."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire.texts import by_language, items

_SOURCES = {"Ok": "NLS", "EnteredByUser": "User", "EnteredByAR": "AccessibilityRegister"}
"""Who knows the coordinates, by v11's state of them; of every other state there are none to be used."""


def location(addresses: Iterable[Document], *, served_at: bool) -> Document:
    """Where customers come to: a service location's `Location`, an organisation's `Visiting` addresses. Only where
    customers are `served_at` may the accessibility register know a place."""
    found = list(addresses)
    streets = [each for each in found if isinstance(each.get("streetAddress"), dict)]
    return {
        "foreignAddresses": _foreign(found),
        "otherAddresses": [
            _other(each["otherAddress"]) for each in found if isinstance(each.get("otherAddress"), dict)
        ],
        "streetAddresses": [
            street(each["streetAddress"]) | (_accessible(each) if served_at else {}) for each in streets
        ],
    }


def contact(addresses: Iterable[Document]) -> Document:
    """Where post goes."""
    found = list(addresses)
    boxes = [each["postOfficeBoxAddress"] for each in found if isinstance(each.get("postOfficeBoxAddress"), dict)]
    streets = [each["streetAddress"] for each in found if isinstance(each.get("streetAddress"), dict)]
    return {
        "foreignAddresses": _foreign(found),
        "postOfficeBoxAddresses": [box(each) for each in boxes],
        "streetAddresses": [street(each) for each in streets],
    }


def delivery(given: Document) -> Document:
    """Where a filled-in form goes."""
    recipient = {"recipient": by_language(items(given, "receiver"))}
    if isinstance(given.get("streetAddress"), dict):
        return street(given["streetAddress"]) | recipient | {"deliveryAddressType": "StreetAddress"}
    if isinstance(given.get("postOfficeBoxAddress"), dict):
        return box(given["postOfficeBoxAddress"]) | recipient | {"deliveryAddressType": "PostOfficeBox"}
    told = by_language(items(given, "deliveryAddressInText"))
    return recipient | {"deliveryInformation": told, "deliveryAddressType": "DeliveryInformation"}


def street(given: Mapping[str, Any]) -> Document:
    source = "UserEntered" if given.get("coordinateState") == "EnteredByUser" else "Posti"
    return {
        "addressSource": {"source": source},
        "streetName": by_language(items(given, "street")),
        "addressDetail": given.get("streetNumber") or "",
        "postalCode": given.get("postalCode") or "",
        "coordinates": _coordinates(given, _SOURCES.get(str(given.get("coordinateState")))),
        "additionalInformation": by_language(items(given, "additionalInformation")),
    }


def box(given: Mapping[str, Any]) -> Document:
    return {
        "postalCode": given.get("postalCode") or "",
        "postOfficeBox": by_language(items(given, "postOfficeBox")),
        "additionalInformation": by_language(items(given, "additionalInformation")),
    }


def _other(given: Mapping[str, Any]) -> Document:
    """A place that its coordinates tell; they have no state in v11."""
    return {
        "postalCode": given.get("postalCode"),
        "coordinates": _coordinates(given, "User"),
        "additionalInformation": by_language(items(given, "additionalInformation")),
    }


def _foreign(addresses: Iterable[Document]) -> list[Document]:
    """An address abroad: `locationAbroad`, of organisations `foreignAddress`."""
    found = ((each, by_language(items(each, "locationAbroad") or items(each, "foreignAddress"))) for each in addresses)
    return [{"address": text, "countryCode": each.get("country") or ""} for each, text in found if text]


def _coordinates(given: Mapping[str, Any], source: str | None) -> list[Document]:
    """v11's latitude is the northing and its longitude the easting, both texts."""
    try:
        northing, easting = float(given.get("latitude") or 0), float(given.get("longitude") or 0)
    except (TypeError, ValueError):
        return []
    if source is None or not (northing and easting):
        return []
    return [{"system": "EPSG:3067", "source": source, "easting": easting, "northing": northing}]


def _accessible(given: Document) -> Document:
    """A place whose entrances are described is known to the accessibility register, by an id of its own there."""
    place = given["streetAddress"]
    key = f"{given['entrances'][0]}{place.get('postalCode')}" if given.get("entrances") else None
    return {"accessibilityRegisterServicePointId": str(uuid5(NAMESPACE_URL, key)) if key else None}
