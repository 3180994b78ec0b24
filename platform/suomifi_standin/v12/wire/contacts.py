"""Telephone numbers of four kinds, e-mail addresses and web pages, each within its language version."""

from collections.abc import Iterable

from suomifi_standin.documents import Document

_FINLAND = "+358"
CHARGES = {"Chargeable": "Charged", "FreeOfCharge": "Free"}
_PHONE_CHARGES = {**CHARGES, "Other": "ExtraCharge"}


def phones(given: Iterable[Document]) -> list[Document]:
    """Numbers to call; one of Finland begins with 0 and has no dial code, whichever way v11 has it."""
    return [_call(each) for each in given if each.get("type") not in ("Fax", "Sms")]


def phones_of_every_kind(given: Iterable[Document]) -> list[Document]:
    return [_dialled(each) if each.get("type") in ("Fax", "Sms") else _call(each) for each in given]


def faxes(given: Iterable[Document]) -> list[Document]:
    return [_dialled(each) for each in given if each.get("type") == "Fax"]


def _call(given: Document) -> Document:
    number, prefix = str(given.get("number") or ""), given.get("prefixNumber") or _FINLAND
    if given.get("isFinnishServiceNumber"):
        return {**_cost(given), "number": number, "type": "DomesticPhone"}
    if prefix == _FINLAND:
        return {**_cost(given), "number": f"0{number.removeprefix('0')}", "type": "DomesticPhone"}
    return {"dialCode": prefix, **_cost(given), "number": number, "type": "InternationalPhone"}


def _dialled(given: Document) -> Document:
    """Faxes and numbers for text messages have a dial code always."""
    dial_code = given.get("prefixNumber") or _FINLAND
    return {"dialCode": dial_code, **_cost(given), "number": str(given.get("number") or ""), "type": given["type"]}


def _cost(given: Document) -> Document:
    return {
        "additionalInformation": given.get("additionalInformation"),
        "chargeDescription": given.get("chargeDescription"),
        "chargeType": _PHONE_CHARGES.get(given.get("serviceChargeType") or "", "Charged"),
    }


def emails(given: Iterable[Document]) -> list[Document]:
    return [{"email": each.get("value") or ""} for each in given]


def web_pages(given: Iterable[Document]) -> list[Document]:
    return [{"name": each.get("value") or "", "url": each.get("url") or ""} for each in given]


def web_address(given: Iterable[Document]) -> Document:
    """One page per language, the first; null where there is none."""
    first = next(iter(given), {})
    return {"url": first.get("url"), "name": first.get("value")}


def attachments(given: Iterable[Document]) -> list[Document]:
    return [
        {
            "name": each.get("name") or "",
            "url": each.get("url") or "",
            "additionalInformation": each.get("description"),
        }
        for each in given
    ]
