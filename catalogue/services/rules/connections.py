"""The rules for a connection, and those for a collection: what belongs together."""

from collections.abc import Iterator
from typing import Final

from catalogue.services.rules import contacts, editorial, texts
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.fees import fees
from catalogue.services.rules.findings import Finding, found
from catalogue.services.rules.hours import hours
from catalogue.services.rules.places import CONTACT, addresses
from catalogue.services.values import Connection, ServiceCollection

WITH_DETAILS: Final = ("ServiceLocation", "EChannel", "Phone")
"""Kinds of channels at which a service may have hours and contacts of its own."""

EXTRAS: Final = ("Asti",)
EXTRA_CODES: Final = (
    "DocumentReceived",
    "GuidanceToOnlineSelfService",
    "LostAndFound",
    "OnlineSelfServicePoint",
    "OnsiteGuidance",
    "OnsiteGuidanceByServiceAuthor",
    "RemoteGuidance",
)
_EXTRA: Final = texts.Size(None, texts.FIVE)


def connection(value: Connection, facts: Facts) -> Iterator[Finding]:
    """All that is found of a connection."""
    yield from texts.versions(value.language_versions, texts.CONNECTION)
    yield from texts.word("/service_charge_type", value.service_charge_type, contacts.CHARGES)
    languages = facts.ends.service_languages if facts.ends else ()
    yield from fees("/fees", value.fees, languages, value.service_charge_type)
    yield from _ends(value, facts)
    yield from _extras(value)
    yield from hours("/service_hours", value.service_hours, facts)
    details = value.contact_details
    if details is not None:
        path = "/contact_details"
        yield from contacts.emails(f"{path}/emails", details.emails)
        yield from contacts.phones(f"{path}/phone_numbers", details.phone_numbers, facts)
        yield from contacts.web_pages(f"{path}/web_pages", details.web_pages)
        yield from addresses(f"{path}/addresses", details.addresses, CONTACT, facts)
    yield from editorial.versions(value.language_versions)


def _ends(value: Connection, facts: Facts) -> Iterator[Finding]:
    ends = facts.ends
    if ends is None:
        return
    if ends.service_languages and ends.channel_languages and not ends.service_languages & ends.channel_languages:
        yield found("connection_without_language", "")
    if ends.service_channel_type is None or ends.service_channel_type in WITH_DETAILS:
        return
    if value.service_hours:
        yield found("connection_details_forbidden", "/service_hours", kind=ends.service_channel_type)
    if value.contact_details is not None:
        yield found("connection_details_forbidden", "/contact_details", kind=ends.service_channel_type)


def _extras(value: Connection) -> Iterator[Finding]:
    for index, extra in enumerate(value.extra_types):
        place = f"/extra_types/{index}"
        yield from texts.word(f"{place}/type", extra.type, EXTRAS)
        yield from texts.word(f"{place}/code", extra.code, EXTRA_CODES)
        yield from texts.localized(f"{place}/description", extra.description, _EXTRA)


def service_collection(value: ServiceCollection, facts: Facts) -> Iterator[Finding]:
    """All that is found of a collection."""
    said = value.language_versions
    yield from texts.versions(said, texts.COLLECTION)
    yield from texts.wholeness(said, facts, either=True)
    yield from texts.known_to_owner(said, facts)
    yield from texts.source_id(value.source_id)
    yield from texts.required("/organization_id", value.organization_id)
    if not value.services and not value.service_channels:
        yield found("collection_empty", "")
    yield from editorial.versions(said)
