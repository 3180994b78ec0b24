"""Areas: three lists of codes; the hospital districts and sub-regions that v11 still has are their municipalities."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire.texts import items

_KINDS = {
    "Nationwide": "WholeCountry",
    "NationwideExceptAlandIslands": "WholeCountryExceptAland",
    "LimitedType": "LimitedArea",
}
_LISTS = {"Region": "regions", "WellbeingServiceCounties": "wellbeingServicesCounties"}


def area(document: Mapping[str, Any]) -> Document | None:
    """None where the document says no kind of area."""
    kind = _KINDS.get(document.get("areaType") or "")
    if kind is None:
        return None
    return limited(document) if kind == "LimitedArea" else {"areaType": kind}


def limited(document: Mapping[str, Any]) -> Document:
    """The areas that a document lists, whatever it says of their kind."""
    found: dict[str, list[str]] = {"municipalities": [], "regions": [], "wellbeingServicesCounties": []}
    for each in items(document, "areas"):
        member = _LISTS.get(str(each.get("type")))
        if member and each.get("code"):
            found[member].append(str(each["code"]).zfill(2))
        else:
            found["municipalities"] += _municipalities(each)
    return {"areaType": "LimitedArea", **{member: _once(codes) for member, codes in found.items()}}


def municipality(document: Mapping[str, Any]) -> Document:
    """A municipality's organisation has just the one municipality."""
    own = document.get("municipality")
    code = own.get("code") if isinstance(own, dict) else None
    codes = [str(code).zfill(3)] if code else limited(document)["municipalities"][:1]
    return {"areaType": "LimitedArea", "municipalities": codes}


def _municipalities(given: Document) -> Iterator[str]:
    held = items(given, "municipalities")
    if given.get("type") == "Municipality" and given.get("code"):
        yield str(given["code"]).zfill(3)
    yield from (str(each["code"]).zfill(3) for each in held if each.get("code"))


def _once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))
