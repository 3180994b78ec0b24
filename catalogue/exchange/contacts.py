"""Columns of contacts: telephone, e-mail and link by language, one address, the regular hours (pure).

Each is about the first part of its kind (in its language); further ones stay as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from msgspec.structs import replace

from catalogue.exchange.errors import Unreadable
from catalogue.exchange.values import Column
from catalogue.exchange.written import Number, hours_text, phone_text, read_hours, read_phone, read_yes, regular, yes
from catalogue.parts import (
    AccessibilityClassification,
    Address,
    ChannelUrl,
    Email,
    Phone,
    ServiceHour,
    StreetAddress,
    WebPage,
)
from catalogue.services.rules.channels import PARTS
from catalogue.services.values import Organization, ServiceChannel

Holder = Organization | ServiceChannel
ADDRESS_TYPES: Final = ("Location", "Visiting")
ABOUT: Final = {
    "phone": "/(phone_numbers|support_phones)",
    "email": "/(emails|support_emails)",
    "web_page": "/web_pages",
    "accessibility": "/accessibility_classification",
    "form": "/channel_urls",
}
FORMATS: Final = {
    "pdf": "PDF",
    "doc": "DOC",
    "docx": "DOC",
    "xls": "Excel",
    "xlsx": "Excel",
    "rtf": "rtf",
    "odt": "odt",
}
"""The register's words for formats, by the ending of a file's name."""


def contact_columns(languages: Sequence[str]) -> Iterator[Column]:
    """Telephone numbers, e-mail addresses and links."""
    for language in languages:
        yield _column(f"phone.{language}", _First(language, _phones, _is_phone), phone_text, _with_number)
    for language in languages:
        first = _First(language, _emails)
        yield _column(f"email.{language}", first, lambda email: email.value or "", _with_address)
    for language in languages:
        first = _First(language, lambda _: "web_pages")
        yield _column(f"web_page.{language}", first, lambda page: page.url or "", _with_url)


def online_columns(languages: Sequence[str]) -> Iterator[Column]:
    """What electronic channels and forms have: who must say who they are, how accessible it is, where a form is."""
    yield Column("requires_authentication", "/requires_authentication", _show_authentication, _put_authentication)
    for language in languages:
        first = _First(language, lambda _: "accessibility_classification")
        yield _column(f"accessibility.{language}", first, _level, _with_level)
    for language in languages:
        first = _First(language, lambda _: "channel_urls")
        yield _column(f"form.{language}", first, lambda form: form.value or "", _with_form)


def _show_authentication(channel: ServiceChannel) -> str:
    return yes(channel.requires_authentication)


def _put_authentication(channel: ServiceChannel, text: str) -> ServiceChannel:
    if text:
        _refuse_foreign(channel, "requires_authentication")
    return replace(channel, requires_authentication=read_yes(text))


def _level(said: AccessibilityClassification) -> str:
    return said.accessibility_classification_level or ""


def _with_level(before: AccessibilityClassification | None, text: str, language: str) -> AccessibilityClassification:
    return replace(before or AccessibilityClassification(language=language), accessibility_classification_level=text)


def _with_form(before: ChannelUrl | None, text: str, language: str) -> ChannelUrl:
    """A form where it can be fetched; of a new one its format is told by the ending of its address."""
    ending = text.rpartition(".")[2].lower()
    return replace(before or ChannelUrl(language=language, type=FORMATS.get(ending)), value=text)


def _phones(holder: Holder) -> str:
    """Where a thing's telephone numbers are: those of a place, or of the support for something electronic."""
    if isinstance(holder, Organization) or holder.service_channel_type in ("ServiceLocation", "Phone"):
        return "phone_numbers"
    return "support_phones"


def _emails(holder: Holder) -> str:
    if isinstance(holder, Organization) or holder.service_channel_type == "ServiceLocation":
        return "emails"
    return "support_emails"


def _is_phone(phone: Any) -> bool:
    return phone.type in (None, "", "Phone")


@dataclass(frozen=True, slots=True)
class _First:
    """The first part of a list in a language; which list that is depends on the thing."""

    language: str
    member: Callable[[Any], str]
    counts: Callable[[Any], bool] = lambda _: True

    def place(self, holder: Any) -> int | None:
        parts: Sequence[Any] = getattr(holder, self.member(holder))
        return next((at for at, part in enumerate(parts) if part.language == self.language and self.counts(part)), None)


def _with_number(phone: Phone | None, text: str, language: str) -> Phone:
    before = phone or Phone(type="Phone", language=language)
    found: Number = read_phone(text, service_number=bool(before.is_finnish_service_number))
    service_number = before.is_finnish_service_number if found.prefix is None and before.prefix_number is None else None
    return replace(
        before,
        prefix_number=found.prefix,
        number=found.number,
        is_finnish_service_number=True if found.prefix is None else service_number or None,
    )


def _with_address(email: Email | None, text: str, language: str) -> Email:
    return replace(email or Email(language=language), value=text)


def _with_url(page: WebPage | None, text: str, language: str) -> WebPage:
    return replace(page or WebPage(language=language), url=text)


def _column(key: str, first: _First, shown: Callable[[Any], str], made: Callable[[Any, str, str], Any]) -> Column:
    """A column about the first part of a list in a language."""

    def show(holder: Any) -> str:
        at = first.place(holder)
        return "" if at is None else shown(getattr(holder, first.member(holder))[at])

    def put(holder: Any, text: str) -> Any:
        at, member = first.place(holder), first.member(holder)
        parts = list(getattr(holder, member))
        if not text:
            return replace(holder, **{member: [part for number, part in enumerate(parts) if number != at]})
        _refuse_foreign(holder, member)
        if at is None:
            parts.append(made(None, text, first.language))
        else:
            parts[at] = made(parts[at], text, first.language)
        return replace(holder, **{member: parts})

    return Column(key, ABOUT[key.partition(".")[0]], show, put, first.language)


def _refuse_foreign(holder: Any, member: str) -> None:
    """A part that the register keeps of no channel of this kind would be lost on the way there."""
    kind = getattr(holder, "service_channel_type", None)
    if kind is not None and member not in PARTS.get(kind, (member,)):
        raise Unreadable("no_such_part", kind=kind, member=member)


# --- the address ------------------------------------------------------------------------------------------------------


def address_columns(languages: Sequence[str]) -> Iterator[Column]:
    """The members of the first street address that people visit."""
    for language in languages:
        yield _address_column(f"street.{language}", "street", language)
    yield _address_column("street_number", "street_number", None)
    yield _address_column("postal_code", "postal_code", None)
    for language in languages:
        yield _address_column(f"post_office.{language}", "post_office", language)


def _visited(holder: Any) -> int | None:
    return next(
        (at for at, each in enumerate(holder.addresses) if each.street_address and each.type in ADDRESS_TYPES), None
    )


def _address_column(key: str, member: str, language: str | None) -> Column:
    def show(holder: Any) -> str:
        at = _visited(holder)
        said = None if at is None else getattr(holder.addresses[at].street_address, member)
        return (said if language is None else (said or {}).get(language)) or ""

    def put(holder: Any, text: str) -> Any:
        at, addresses = _visited(holder), list(holder.addresses)
        if at is None:
            if not text:
                return holder
            _refuse_foreign(holder, "addresses")
            at = len(addresses)
            addresses.append(_new_address(holder))
        street: Any = addresses[at].street_address
        if language is None:
            said: Any = text or None
        else:
            said = {**getattr(street, member), language: text}
            said = {name: each for name, each in said.items() if each}
        street = replace(street, **{member: said})
        if street == StreetAddress():
            del addresses[at]
        else:
            addresses[at] = replace(addresses[at], street_address=street)
        return replace(holder, addresses=addresses)

    about = f"/addresses/[0-9]+/street_address/{member}"
    return Column(key, about if language is None else f"{about}(/{language})?", show, put, language)


def _new_address(holder: Holder) -> Address:
    kind = ("Visiting", "Street") if isinstance(holder, Organization) else ("Location", "Single")
    return Address(type=kind[0], sub_type=kind[1], country="FI", street_address=StreetAddress())


# --- hours ------------------------------------------------------------------------------------------------------------


def hours_column() -> Column:
    """The regular hours; summers, exceptions and nights stay as they are."""
    return Column("hours", "/service_hours", _show_hours, _put_hours)


def _show_hours(channel: Any) -> str:
    at = regular(channel.service_hours)
    return "" if at is None else hours_text(channel.service_hours[at])


def _put_hours(channel: Any, text: str) -> Any:
    at, hours = regular(channel.service_hours), list(channel.service_hours)
    if not text:
        if at is not None:
            kept = replace(hours[at], kind="weekly", opening_hours=[])
            hours[at : at + 1] = [kept] if kept.additional_information else []
        return replace(channel, service_hours=hours)
    _refuse_foreign(channel, "service_hours")
    kind, spans = read_hours(text)
    if at is None:
        hours.append(ServiceHour(kind=kind, opening_hours=spans))
    else:
        hours[at] = replace(hours[at], kind=kind, opening_hours=spans)
    return replace(channel, service_hours=hours)
