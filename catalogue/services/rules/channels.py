"""The rules for a service channel of each of the five kinds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from catalogue.services.rules import contacts, editorial, texts
from catalogue.services.rules.contacts import InLanguage
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.findings import Finding, escape, found
from catalogue.services.rules.hours import hours
from catalogue.services.rules.places import LOCATION, addresses, areas, deliveries
from catalogue.services.values import ServiceChannel

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ServiceLocation": ("oid", "phone_numbers", "emails", "web_pages", "addresses", "service_hours"),
    "EChannel": (
        *("signature_quantity", "requires_signature", "requires_authentication", "attachments", "support_phones"),
        *("support_emails", "web_pages", "service_hours", "accessibility_classification"),
    ),
    "WebPage": ("support_phones", "support_emails", "web_pages", "accessibility_classification"),
    "PrintableForm": ("delivery_addresses", "channel_urls", "attachments", "support_phones", "support_emails"),
    "Phone": ("phone_numbers", "support_emails", "web_pages", "service_hours"),
}
"""What the register keeps of each kind beside what all have; all else would be lost on the way there."""

CONTACTS: Final = ("phone_numbers", "emails", "web_pages", "support_phones", "support_emails")
"""Parts that readers of each language should find, where there are any."""

REQUIRED_PARTS: Final = {"Phone": "/phone_numbers", "EChannel": "/web_pages", "WebPage": "/web_pages"}
"""Those that each language version must have anyway."""

_OWN: Final = sorted({part for parts in PARTS.values() for part in parts})


def channel(value: ServiceChannel, facts: Facts) -> Iterator[Finding]:
    """All that is found of a service channel."""
    kind, said = value.service_channel_type, value.language_versions
    yield from texts.word("/service_channel_type", kind, PARTS)
    if kind not in PARTS:
        return
    yield from texts.versions(said, texts.CHANNELS[kind])
    yield from texts.wholeness(said, facts)
    yield from texts.known_to_owner(said, facts)
    yield from texts.names_free(said, facts)
    yield from texts.source_id(value.source_id)
    yield from texts.given_languages(value.languages, facts)
    yield from texts.required("/organization_id", value.organization_id)
    yield from areas(value.area_type, value.areas, facts)
    yield from _foreign_parts(value)
    match kind:
        case "ServiceLocation":
            yield from _location(value, facts)
        case "EChannel":
            yield from _electronic(value)
        case "PrintableForm":
            yield from _in_each("form_missing", "/channel_urls", value, value.channel_urls)
        case "Phone":
            yield from _in_each("phone_missing", "/phone_numbers", value, value.phone_numbers)
    if kind in ("EChannel", "WebPage"):
        yield from _online(value)
    if kind == "Phone":
        yield from contacts.once("/web_pages", value.web_pages)
    yield from _contacts(value, facts)
    yield from editorial.versions(said)


def _contacts(value: ServiceChannel, facts: Facts) -> Iterator[Finding]:
    """Parts that more than one kind may have."""
    typed = value.service_channel_type == "Phone"
    yield from contacts.phones("/phone_numbers", value.phone_numbers, facts, typed=typed)
    yield from contacts.emails("/emails", value.emails)
    yield from contacts.phones("/support_phones", value.support_phones, facts)
    yield from contacts.emails("/support_emails", value.support_emails)
    yield from contacts.web_pages("/web_pages", value.web_pages)
    yield from contacts.attachments("/attachments", value.attachments)
    yield from contacts.forms("/channel_urls", value.channel_urls)
    yield from contacts.accessibility("/accessibility_classification", value.accessibility_classification)
    yield from addresses("/addresses", value.addresses, LOCATION, facts)
    yield from deliveries("/delivery_addresses", value.delivery_addresses, facts)
    yield from hours("/service_hours", value.service_hours, facts)
    for part in CONTACTS:
        if f"/{part}" != REQUIRED_PARTS.get(value.service_channel_type):
            yield from contacts.in_each_language(f"/{part}", getattr(value, part), value.language_versions)


def _foreign_parts(value: ServiceChannel) -> Iterator[Finding]:
    allowed = PARTS[value.service_channel_type]
    for part in _OWN:
        if part not in allowed and getattr(value, part) not in (None, []):
            yield found("part_of_another_kind", f"/{part}")


def _in_each(code: str, path: str, value: ServiceChannel, parts: Sequence[InLanguage]) -> Iterator[Finding]:
    """A part that each language version must have."""
    there = {part.language for part in parts}
    for language in value.language_versions:
        if language not in there:
            yield found(code, path, language)


# --- online -----------------------------------------------------------------------------------------------------------


def _online(value: ServiceChannel) -> Iterator[Finding]:
    yield from _in_each("web_page_missing", "/web_pages", value, value.web_pages)
    yield from contacts.once("/web_pages", value.web_pages)
    path, said = "/accessibility_classification", value.accessibility_classification
    yield from _in_each("accessibility_missing", path, value, said)
    yield from contacts.once(path, said)


def _electronic(value: ServiceChannel) -> Iterator[Finding]:
    yield from texts.required("/requires_authentication", value.requires_authentication)
    if value.requires_signature and (value.signature_quantity or 0) < 1:
        yield found("signatures_missing", "/signature_quantity")


# --- locations --------------------------------------------------------------------------------------------------------


def _location(value: ServiceChannel, facts: Facts) -> Iterator[Finding]:
    yield from texts.display_names(value.language_versions)
    if value.oid and any(not (letter.isascii() and (letter.isalnum() or letter in ".-")) for letter in value.oid):
        yield found("oid_invalid", "/oid", value=value.oid)
    places = [(index, address) for index, address in enumerate(value.addresses) if address.type == "Location"]
    if not places:
        yield found("location_missing", "/addresses")
    kinds = {address.sub_type for _, address in places}
    if "Abroad" in kinds and len(kinds) > 1:
        yield found("locations_mixed", "/addresses")
    for index, address in places:
        if address.sub_type != "Single" or address.street_address is None or not address.street_address.street:
            continue
        for language in value.language_versions:
            if language not in address.street_address.street:
                place = f"/addresses/{index}/street_address/street/{escape(language)}"
                yield found("street_missing", place, language)
