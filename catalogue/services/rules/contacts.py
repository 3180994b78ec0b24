"""Contacts: telephone numbers, e-mail addresses, links, files, and classifications of accessibility."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol
from urllib.parse import urlsplit

from catalogue.parts import AccessibilityClassification, Attachment, ChannelUrl, Email, Phone, WebPage
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.findings import Finding, found
from catalogue.services.rules.texts import Size, language_of, plain, required, word

CHARGES: Final = ("Chargeable", "FreeOfCharge", "Other")
PHONES: Final = ("Phone", "Sms", "Fax")
FORMS: Final = ("PDF", "DOC", "Excel", "rtf", "odt")
ATTACHMENTS: Final = ("Form", "Attachment")
LEVELS: Final = ("FullyCompliant", "PartiallyCompliant", "NonCompliant", "Unknown")
WCAG: Final = ("LevelA", "LevelAA", "LevelAAA")

FINLAND: Final = "+358"
URL: Final = 500
_NOTE: Final = Size(300)
_LINK: Final = Size(100)

_NUMBER: Final = re.compile(r"[0-9]{1,20}")
_PREFIX: Final = re.compile(r"\+[0-9]{1,4}")
# Permissive, as the register is: letters of any script, one @, a domain with a dot.
_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"/.]+(?:\.[^\s@<>()\[\],;:\"/.]+)+")
_LABEL: Final = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


class InLanguage(Protocol):
    """A part for readers of one language."""

    @property
    def language(self) -> str | None: ...


# --- telephones -------------------------------------------------------------------------------------------------------


def phones(path: str, numbers: Sequence[Phone], facts: Facts, *, typed: bool = False) -> Iterator[Finding]:
    """Telephone numbers; `typed` where each must say what it is for, elsewhere what says nothing is for calls."""
    for index, phone in enumerate(numbers):
        place = f"{path}/{index}"
        if typed:
            yield from required(f"{place}/type", phone.type)
        yield from word(f"{place}/type", phone.type, PHONES)
        yield from language_of(place, phone.language)
        yield from _number(place, phone, facts)
        yield from _price(place, phone)
        yield from plain(f"{place}/additional_information", phone.additional_information, _NOTE, phone.language)


def _number(place: str, phone: Phone, facts: Facts) -> Iterator[Finding]:
    if not _NUMBER.fullmatch(phone.number or ""):
        yield found("phone_number_invalid", f"{place}/number", phone.language, value=phone.number or "")
    prefix = phone.prefix_number
    if prefix:
        if not _PREFIX.fullmatch(prefix) or facts.codes.unknown("dial_codes", prefix):
            yield found("phone_prefix_unknown", f"{place}/prefix_number", phone.language, value=prefix)
        if prefix == FINLAND and (phone.number or "").startswith("0"):
            yield found("phone_leading_zero", f"{place}/number", phone.language, value=phone.number or "")
    elif not phone.is_finnish_service_number:
        yield found("phone_prefix_missing", f"{place}/prefix_number", phone.language)


def _price(place: str, phone: Phone) -> Iterator[Finding]:
    yield from word(f"{place}/service_charge_type", phone.service_charge_type, CHARGES)
    yield from plain(f"{place}/charge_description", phone.charge_description, _NOTE, phone.language)
    if phone.service_charge_type == "Other" and not phone.charge_description:
        yield found("charge_description_missing", f"{place}/charge_description", phone.language)


# --- e-mail -----------------------------------------------------------------------------------------------------------


def emails(path: str, addresses: Sequence[Email]) -> Iterator[Finding]:
    """E-mail addresses, and what they are for."""
    for index, email in enumerate(addresses):
        place = f"{path}/{index}"
        yield from language_of(place, email.language)
        if not is_email(email.value or ""):
            yield found("email_invalid", f"{place}/value", email.language, value=email.value or "")
        elif email.value:
            yield from plain(f"{place}/value", email.value, _LINK, email.language)
        yield from plain(f"{place}/description", email.description, _LINK, email.language)


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address, also one with å, ä, ö in it."""
    return _EMAIL.fullmatch(text) is not None


# --- links ------------------------------------------------------------------------------------------------------------


def link(path: str, address: str | None, language: str | None = None) -> Iterator[Finding]:
    """A link that may be absent."""
    if address is None:
        return
    if not is_url(address):
        yield found("url_invalid", path, language, value=address)
    yield from plain(path, address if address.strip() else None, Size(URL), language)


def is_url(text: str) -> bool:
    """Whether a text is a link with a scheme and the whole name of a host."""
    if not text.startswith(("https://", "http://")) or any(letter.isspace() for letter in text):
        return False
    try:
        host = urlsplit(text).hostname or ""
        urlsplit(text).port  # noqa: B018 - raises for what is no port
    except ValueError:
        return False
    labels = host.removesuffix(".").split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdecimal()


def web_pages(path: str, pages: Sequence[WebPage]) -> Iterator[Finding]:
    """Links with their texts."""
    for index, page in enumerate(pages):
        place = f"{path}/{index}"
        yield from language_of(place, page.language)
        yield from required(f"{place}/url", page.url)
        yield from link(f"{place}/url", page.url or None, page.language)
        yield from plain(f"{place}/value", page.value or None, _LINK, page.language)


def attachments(path: str, files: Sequence[Attachment]) -> Iterator[Finding]:
    """Files and forms behind links."""
    for index, file in enumerate(files):
        place = f"{path}/{index}"
        yield from language_of(place, file.language)
        yield from word(f"{place}/type", file.type, ATTACHMENTS)
        yield from required(f"{place}/url", file.url)
        yield from link(f"{place}/url", file.url or None, file.language)
        yield from plain(f"{place}/name", file.name, _LINK, file.language)
        yield from plain(f"{place}/description", file.description, _NOTE, file.language)


def forms(path: str, files: Sequence[ChannelUrl]) -> Iterator[Finding]:
    """The files of a printable form."""
    for index, file in enumerate(files):
        place = f"{path}/{index}"
        yield from language_of(place, file.language)
        yield from required(f"{place}/type", file.type)
        yield from word(f"{place}/type", file.type, FORMS)
        yield from required(f"{place}/value", file.value)
        yield from link(f"{place}/value", file.value or None, file.language)


def accessibility(path: str, said: Sequence[AccessibilityClassification]) -> Iterator[Finding]:
    """How accessible a channel is."""
    for index, each in enumerate(said):
        place = f"{path}/{index}"
        level = each.accessibility_classification_level
        yield from language_of(place, each.language)
        yield from required(f"{place}/accessibility_classification_level", level)
        yield from word(f"{place}/accessibility_classification_level", level or None, LEVELS)
        yield from word(f"{place}/wcag_level", each.wcag_level, WCAG)
        name = each.accessibility_statement_web_page_name
        yield from plain(f"{place}/accessibility_statement_web_page_name", name or None, _LINK, each.language)
        yield from link(
            f"{place}/accessibility_statement_web_page", each.accessibility_statement_web_page or None, each.language
        )


def once(path: str, parts: Sequence[InLanguage]) -> Iterator[Finding]:
    """Parts of which the register takes one in each language."""
    seen: set[str] = set()
    for index, part in enumerate(parts):
        if part.language and part.language in seen:
            yield found("twice_in_language", f"{path}/{index}", part.language)
        seen.add(part.language or "")


def in_each_language(path: str, parts: Sequence[InLanguage], languages: Iterable[str]) -> Iterator[Finding]:
    """Where there are contacts for some readers, readers of each language version should find some too."""
    there = {part.language for part in parts}
    for language in languages if parts else ():
        if language not in there:
            yield found("contacts_in_other_languages", path, language)
