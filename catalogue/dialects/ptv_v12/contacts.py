"""Telephones, e-mail addresses, links and files, as they stand in language versions."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from catalogue import parts
from catalogue.dialects.ptv_v12.codecs import FILE_TYPE, PHONE_CHARGE, read_text
from catalogue.dialects.ptv_v12.fields import Always, ItemsOfLanguage, Kept, Single, by_language
from catalogue.dialects.ptv_v12.shape import Members, Shape
from catalogue.text import LANGUAGES

EMAIL: Final = Shape(parts.Email, Single("email", "value"))
EMAIL_WITH_DESCRIPTION: Final = Shape(
    parts.Email, Single("email", "value"), Single("additionalInformation", "description")
)
WEB_PAGE: Final = Shape(parts.WebPage, Single("name", "value"), Single("url", "url"))
WEB_PAGE_OF_PAIR: Final = Shape(
    parts.WebPage, Single("name", "value"), Single("url", "url"), Kept("additionalInformation")
)
WEB_ADDRESS: Final = Shape(parts.WebPage, Single("url", "url"), Single("name", "value"))
ATTACHMENT: Final = Shape(
    parts.Attachment,
    Single("name", "name"),
    Single("url", "url"),
    Single("additionalInformation", "description"),
)
FORM_FILE: Final = Shape(parts.ChannelUrl, Kept("name"), Single("url", "value"), Single("type", "type", FILE_TYPE))
VOUCHER: Final = Shape(
    parts.ServiceVoucher,
    Single("name", "value"),
    Single("url", "url"),
    Single("additionalInformation", "additional_information"),
)
LAW_LINK: Final = Shape(parts.WebPage, Single("url", "url"), Single("name", "value"))


# --- telephones -------------------------------------------------------------------------------------------------------


class _Kind:
    """Of what kind a telephone number is: called in Finland as it stands, or with the code of a country.

    Reference 9 and 10: `isFinnishServiceNumber` became DomesticPhone, which has no dial code.
    """

    localized = False
    empty = None
    wire = "type"

    def read(self, raw: Any) -> Members:
        return {"is_finnish_service_number": raw == "DomesticPhone"} if raw in _KINDS else {}

    def write(self, value: parts.Phone) -> Any:
        return "DomesticPhone" if _domestic(value) else "InternationalPhone"


class _DialCode(Single):
    def write(self, value: parts.Phone) -> Any:
        return None if _domestic(value) else super().write(value)


_KINDS: Final = ("DomesticPhone", "InternationalPhone")


def _domestic(phone: parts.Phone) -> bool:
    """Whether no code of a country belongs to the number."""
    return bool(phone.is_finnish_service_number) or phone.prefix_number is None


def _phone(**said: Any) -> parts.Phone:
    if "prefix_number" in said:
        said["is_finnish_service_number"] = False
    return parts.Phone(**{"is_finnish_service_number": True, **said})


def _numbers(*variants: Any) -> Shape:
    return Shape(
        _phone,
        _DialCode("dialCode", "prefix_number"),
        Single("additionalInformation", "additional_information"),
        Single("chargeDescription", "charge_description"),
        Single("chargeType", "service_charge_type", PHONE_CHARGE),
        Single("number", "number"),
        *variants,
    )


_VOICE: Final = _numbers(_Kind())
_FAX: Final = _numbers(Always("type", "Fax"))
_SMS: Final = _numbers(Always("type", "Sms"))


def _of_type(*types: str | None) -> Callable[[parts.Phone], bool]:
    return lambda phone: phone.type in types


def phones(wire: str, member: str = "phone_numbers", *, at: str | None = None, typed: bool = True) -> ItemsOfLanguage:
    """Numbers to speak at; `typed` where ours say so, as they do where faxes stand among them."""
    if not typed:
        return ItemsOfLanguage(wire, member, _VOICE, at=at)
    return ItemsOfLanguage(wire, member, _VOICE, at=at, only=_of_type("Phone", None), given={"type": "Phone"})


def faxes(wire: str, *, at: str | None = None) -> ItemsOfLanguage:
    """Fax numbers, which ours have among the telephones."""
    return ItemsOfLanguage(wire, "phone_numbers", _FAX, at=at, only=_of_type("Fax"), given={"type": "Fax"})


class _Telephone(Shape):
    """Numbers of all three types in one list, told apart by the wire's tag and by our type."""

    def __init__(self) -> None:
        super().__init__(parts.Phone)

    def read(self, raw: Any) -> Any:
        tag = raw.get("type") if type(raw) is dict else None
        for shape, ours in ((_VOICE, "Phone"), (_FAX, "Fax"), (_SMS, "Sms")):
            if tag == ours or (tag in _KINDS and ours == "Phone"):
                found = shape.read(raw)
                return None if found is None else msgspec.structs.replace(found, type=ours)
        return None

    def write(self, value: Any) -> dict[str, Any]:
        return {"Fax": _FAX, "Sms": _SMS}.get(value.type, _VOICE).write(value)


TELEPHONE: Final = _Telephone()


# --- vouchers and laws ------------------------------------------------------------------------------------------------


class Vouchers:
    """Where service vouchers can be used: one of three variants in each language version."""

    localized = True
    empty = None
    wire = "voucher"

    def read(self, raw: Any) -> Members:
        said = {language: each for language, each in raw.items() if language in LANGUAGES and type(each) is dict}
        tags = {read_text(each.get("voucherType")) for each in said.values()}
        if tags <= {"NotUsed"}:
            return {"service_vouchers_in_use": False} if tags else {}
        found: list[parts.ServiceVoucher] = []
        for language, each in said.items():
            items = each.get("urls") if each.get("voucherType") == "WithUrl" else [each]
            for item in items if type(items) is list else ():
                part = VOUCHER.read(item) if item is not each else _plain_voucher(item)
                if part is not None and each.get("voucherType") != "NotUsed":
                    found.append(msgspec.structs.replace(part, language=language))
        if all(_says_nothing(voucher) for voucher in found) and "NotUsed" not in tags:
            found = []
        return {"service_vouchers_in_use": True, "service_vouchers": found}

    def write(self, value: Any) -> Any:
        languages = [language for language in LANGUAGES if language in value.language_versions]
        if value.service_vouchers_in_use is not True:
            tag = None if value.service_vouchers_in_use is None else {"voucherType": "NotUsed"}
            return dict.fromkeys(languages, tag)
        said = by_language(value.service_vouchers)
        if not said:
            return {language: _with_information(None) for language in languages}
        return {
            language: _variant(said[language]) if language in said else {"voucherType": "NotUsed"}
            for language in LANGUAGES
            if language in value.language_versions or language in said
        }


def _plain_voucher(raw: Mapping[str, Any]) -> parts.ServiceVoucher:
    return parts.ServiceVoucher(additional_information=read_text(raw.get("additionalInformation")))


def _says_nothing(voucher: parts.ServiceVoucher) -> bool:
    return not (voucher.value or voucher.url or voucher.additional_information or voucher.remainder)


def _with_information(text: str | None) -> dict[str, Any]:
    return {"voucherType": "WithAdditionalInformation", "additionalInformation": text}


def _variant(vouchers: list[parts.ServiceVoucher]) -> dict[str, Any]:
    only = vouchers[0]
    if len(vouchers) == 1 and not (only.value or only.url or only.remainder):
        return _with_information(only.additional_information)
    return {"voucherType": "WithUrl", "urls": [VOUCHER.write(each) for each in vouchers]}


class Laws:
    """Links to legislation: a list of its own in each language version, of which the first ones are taken together.

    Ours has a law once, with its names and pages by language; the wire does not say which links are of one law.
    """

    localized = True
    empty = list
    wire = "legislationLinks"

    def read(self, raw: Any) -> Members:
        laws: list[list[parts.WebPage]] = []
        for language in LANGUAGES:
            items = raw.get(language)
            links = [LAW_LINK.read(item) for item in items] if type(items) is list else []
            for number, link in enumerate(each for each in links if each is not None):
                laws[number:] = laws[number:] or [[]]
                laws[number].append(msgspec.structs.replace(link, language=language))
        return {"legislation": [_law(links) for links in laws]} if laws else {}

    def write(self, value: Any) -> Any:
        found: dict[str, list[Any]] = {}
        for law in value.legislation:
            for language, link in law_links(law):
                found.setdefault(language, []).append(LAW_LINK.write(link))
        return found


def law_links(law: parts.Law) -> list[tuple[str, parts.WebPage]]:
    """The links of a law by language, each named as the law is."""
    pages = by_language(law.web_pages)
    return [
        (language, msgspec.structs.replace(page, value=law.names.get(language), language=language))
        for language in LANGUAGES
        for page in pages.get(language) or ([parts.WebPage()] if language in law.names else [])
    ]


def _law(links: list[parts.WebPage]) -> parts.Law:
    names = {link.language: link.value for link in links if link.language and link.value}
    pages = [msgspec.structs.replace(link, value=None) for link in links if link.url is not None or link.remainder]
    return parts.Law(names=names, web_pages=pages)
