"""Parts of bodies as they are read again: members in wire order, absent ones null or empty, codes with their names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from suomifi_standin import codelists
from suomifi_standin.codelists import ClassCode
from suomifi_standin.documents import Document
from suomifi_standin.generator import classifications
from suomifi_standin.generator.classifications import names as names_of

Part = Callable[[Document], Document]


def each(part: Part, items: Sequence[Document] | None) -> list[Document]:
    return [part(item) for item in items or ()]


def language_item(given: Document) -> Document:
    return {"value": given["value"], "language": given["language"]}


def localized(given: Document) -> Document:
    return {"value": given["value"], "type": given["type"], "language": given["language"]}


def as_name(given: Document) -> Document:
    """A name of a channel that knows no types, as it is read."""
    return {"value": given["value"], "type": "Name", "language": given["language"]}


def name_type(given: Document) -> Document:
    return {"type": given["type"], "language": given["language"]}


def email(given: Document) -> Document:
    return {"value": given["value"], "language": given["language"], "description": given.get("description") or None}


def web_page(given: Document) -> Document:
    return {"url": given["url"], "value": given.get("value") or None, "language": given["language"]}


def as_web_page(given: Document) -> Document:
    """The address of a channel: written as a value, read as a URL."""
    return {"url": given["value"], "value": None, "language": given["language"]}


def law(given: Document) -> Document:
    return {"names": each(language_item, given.get("names")), "webPages": each(web_page, given.get("webPages"))}


def voucher(given: Document) -> Document:
    return {name: given.get(name) or None for name in ("value", "language", "url", "additionalInformation")}


def attachment(given: Document) -> Document:
    """Read with a type that cannot be written."""
    return {
        **{name: given.get(name) or None for name in ("name", "description", "url", "language")},
        "type": "Attachment",
    }


_ACCESSIBILITY = (
    "accessibilityClassificationLevel",
    "wcagLevel",
    "accessibilityStatementWebPageName",
    "accessibilityStatementWebPage",
    "language",
)


def accessibility(given: Document) -> Document:
    return {name: given.get(name) or None for name in _ACCESSIBILITY}


def e_invoicing(given: Document) -> Document:
    return {
        "operatorCode": given.get("operatorCode") or None,
        "electronicInvoicingAddress": given.get("electronicInvoicingAddress") or None,
        "additionalInformation": each(language_item, given.get("additionalInformation")),
    }


def phone(given: Document) -> Document:
    return {
        "prefixNumber": given.get("prefixNumber") or None,
        "number": given["number"],
        "language": given["language"],
        "isFinnishServiceNumber": bool(given.get("isFinnishServiceNumber")),
        "additionalInformation": given.get("additionalInformation") or None,
        "serviceChargeType": given.get("serviceChargeType") or None,
        "chargeDescription": given.get("chargeDescription") or None,
    }


def typed_phone(given: Document) -> Document:
    return {**phone(given), "type": given.get("type") or "Phone"}


def fax(given: Document) -> Document:
    return {**phone(given), "type": "Fax"}


def hours(given: Document) -> Document:
    flags = {name: bool(given.get(name)) for name in ("isClosed", "validForNow", "isAlwaysOpen", "isReservation")}
    return {
        "serviceHourType": given["serviceHourType"],
        "validFrom": given.get("validFrom") or None,
        "validTo": given.get("validTo") or None,
        **flags,
        "additionalInformation": each(language_item, given.get("additionalInformation")),
        "openingHour": each(_opening, given.get("openingHour")),
    }


def _opening(given: Document) -> Document:
    days = {"dayFrom": given.get("dayFrom") or None, "dayTo": given.get("dayTo") or ""}
    return {**days, "from": given["from"][:5] + ":00", "to": given["to"][:5] + ":00"}


# --- places -----------------------------------------------------------------------------------------------------------


def municipality(code: str | None) -> Document | None:
    """One to three digits are written, three are read, with the names."""
    row = codelists.municipalities().get(code.zfill(3)) if code else None
    return {"code": row.code, "name": names_of(row)} if row else None


def _post_office(code: str | None) -> list[Document]:
    postal = codelists.postal_offices().get(code or "")
    return [{"value": postal.fi, "language": "fi"}, {"value": postal.sv, "language": "sv"}] if postal else []


def _note(given: Document) -> list[Document]:
    return each(language_item, given.get("additionalInformation"))


def _where(given: Document) -> Document:
    """What a postal code and a municipality say; without the latter the postal code's own stands."""
    postal = codelists.postal_offices().get(given.get("postalCode") or "")
    code = given.get("municipality") or (postal.municipality if postal else None)
    return {
        "postalCode": given.get("postalCode") or None,
        "postOffice": _post_office(given.get("postalCode")),
        "municipality": municipality(code),
        "additionalInformation": _note(given),
    }


def street(given: Document) -> Document:
    return {
        "street": each(language_item, given.get("street")),
        "streetNumber": given.get("streetNumber") or None,
        **_where(given),
    }


def street_with_coordinates(given: Document) -> Document:
    """Coordinates that were sent are the user's; others are still being looked up (`Loading`)."""
    point = {name: given.get(name) or None for name in ("latitude", "longitude")}
    return {**street(given), **point, "coordinateState": "EnteredByUser" if all(point.values()) else "Loading"}


def _box(given: Document) -> Document:
    return {"postOfficeBox": each(language_item, given.get("postOfficeBox")), **_where(given)}


def _other(given: Document) -> Document:
    return {
        "latitude": given["latitude"],
        "longitude": given["longitude"],
        "postalCode": given.get("postalCode") or None,
        "postOffice": _post_office(given.get("postalCode")),
        "additionalInformation": _note(given),
    }


def _if_given(part: Part, given: Document, member: str) -> Document | None:
    return part(given[member]) if given.get(member) else None


def _abroad(given: Document, member: str) -> list[Document] | None:
    return each(language_item, given[member]) if given.get(member) else None


def _typed_address(given: Document) -> Document:
    return {
        "type": given["type"],
        "subType": given["subType"],
        "postOfficeBoxAddress": _if_given(_box, given, "postOfficeBoxAddress"),
        "streetAddress": _if_given(street_with_coordinates, given, "streetAddress"),
    }


def location_address(given: Document) -> Document:
    return {
        **_typed_address(given),
        "otherAddress": _if_given(_other, given, "otherAddress"),
        "locationAbroad": _abroad(given, "locationAbroad"),
        "entrances": [],
        "country": given.get("country") or "FI",
    }


def organization_address(given: Document) -> Document:
    return {
        **_typed_address(given),
        "otherAddress": _if_given(_other, given, "otherAddress"),
        "foreignAddress": _abroad(given, "foreignAddress"),
        "country": given.get("country") or "FI",
    }


def contact_address(given: Document) -> Document:
    return {
        **_typed_address(given),
        "locationAbroad": _abroad(given, "locationAbroad"),
        "country": given.get("country") or "FI",
    }


def delivery_address(given: Document) -> Document:
    return {
        "subType": given["subType"],
        "postOfficeBoxAddress": _if_given(_box, given, "postOfficeBoxAddress"),
        "streetAddress": _if_given(street, given, "streetAddress"),
        "deliveryAddressInText": each(language_item, given.get("deliveryAddressInText")),
        "receiver": each(language_item, given.get("formReceiver")),
    }


def areas(kind: str, codes: Iterable[str]) -> list[Document]:
    """Municipalities are read as one area of many; the others each by itself, with the municipalities they hold."""
    if kind == "Municipality":
        held = [found for code in codes if (found := municipality(code))]
        return [{"type": kind, "code": None, "name": None, "municipalities": held}]
    known = codelists.areas(kind) or {}
    return [
        {
            "type": kind,
            "code": code,
            "name": names_of(known[code]) if code in known else [],
            "municipalities": [
                {"code": row.code, "name": names_of(row)} for row in codelists.members_of(kind, code)
            ] if code in known else [],
        }
        for code in codes
    ]  # fmt: skip


def area_lists(given: Sequence[Document]) -> list[Document]:
    return [area for item in given for area in areas(item["type"], item["areaCodes"])]


# --- classifications --------------------------------------------------------------------------------------------------

_LISTS: Mapping[str, tuple[Callable[[], Mapping[str, ClassCode]], Callable[[str], Document]]] = {
    "serviceClasses": (codelists.service_classes, classifications.service_class),
    "targetGroups": (codelists.target_groups, classifications.target_group),
    "lifeEvents": (codelists.life_events, classifications.life_event),
    "industrialClasses": (codelists.industrial_classes, classifications.industrial_class),
}
CLASSIFIED = tuple(_LISTS)


def class_code(member: str, uri: str) -> ClassCode | None:
    """The class that an address, old or new, means; `ptvserclass` is read as `ptvserclass2` (2022)."""
    codes, _ = _LISTS[member]
    modern = uri.replace("/ptvserclass/", "/ptvserclass2/")
    found = codes().get(modern.rpartition("/")[2])
    if found and modern == found.uri:
        return found
    return next((row for row in codes().values() if row.old_uri == uri), None)


def classified(member: str, uris: Iterable[str]) -> list[Document]:
    """The classes that are known, each once; the parents of target groups come along by themselves (2022)."""
    codes, show = _LISTS[member]
    wanted = [row.code for uri in uris if (row := class_code(member, uri))]
    if member == "targetGroups":
        wanted = classifications.with_parents(wanted, codes())
    return [show(code) for code in dict.fromkeys(wanted)]


def ontology_terms(uris: Iterable[str], known: Mapping[str, Document]) -> list[Document]:
    """Terms by their addresses; one that the stand-in has never shown is read without a name."""
    return [dict(known.get(uri) or _nameless(uri)) for uri in dict.fromkeys(uris)]


def _nameless(uri: str) -> Document:
    return {"name": [], "code": None, "ontologyType": "KOKO", "uri": uri, "parentId": None, "parentUri": None}


def plain_guid(value: Any) -> str:
    return str(value).lower()
