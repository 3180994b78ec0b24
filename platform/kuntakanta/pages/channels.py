"""Service channels as ways to get a service, digital ones first: each with its contacts, hours and places. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from catalogue.dialects import v1
from catalogue.dialects.v1.parts import AccessibilityClassification
from kuntakanta.pages import fees
from kuntakanta.pages.contacts import Call, Link, Place, calls, is_web, links, mails, places
from kuntakanta.pages.fees import FeeView
from kuntakanta.pages.hours import HoursView, view
from kuntakanta.pages.reader import Reader, Said

KINDS: Final = ("EChannel", "WebPage", "Phone", "ServiceLocation", "PrintableForm")
ICONS: Final = {
    "EChannel": "screen",
    "WebPage": "globe",
    "PrintableForm": "document",
    "Phone": "phone",
    "ServiceLocation": "pin",
}
OPEN_AT_FIRST: Final = 3
"""Of how many channels of a kind a service's page shows everything at once; of more, one line each opens to it."""


@dataclass(frozen=True)
class Card:
    """A channel: what to do there, and how to reach it. `links` lead on; the first is the way in."""

    id: UUID
    kind: str
    name: Mapping[str, str]
    icon: str
    summary: Said | None = None
    note: Said | None = None
    fee: Said | None = None
    fees: tuple[FeeView, ...] = ()
    links: tuple[Link, ...] = ()
    forms: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    calls: tuple[Call, ...] = ()
    support_calls: tuple[Call, ...] = ()
    mails: tuple[Link, ...] = ()
    places: tuple[Place, ...] = ()
    delivery: tuple[Place, ...] = ()
    hours: HoursView | None = None
    statements: tuple[Link, ...] = ()
    authentication: bool = False
    signatures: int = 0
    here: bool = True
    """Whether the channel has a page here."""


@dataclass(frozen=True)
class Group:
    """The channels of one kind."""

    kind: str
    icon: str
    cards: tuple[Card, ...]

    @property
    def folded(self) -> bool:
        return len(self.cards) > OPEN_AT_FIRST


def groups(
    connections: Sequence[v1.Connection], documents: Mapping[UUID, v1.ServiceChannel], reader: Reader, now: datetime
) -> list[Group]:
    """The ways to get a service by kind; a channel that is not kept here shows as far as the connection tells.

    A kind that is new in the register stands with the web pages.
    """
    cards = [_of_connection(connection, documents.get(connection.other.id), reader, now) for connection in connections]
    found = ((kind, tuple(card for card in cards if _known(card.kind) == kind)) for kind in KINDS)
    return [Group(kind, ICONS[kind], of_kind) for kind, of_kind in found if of_kind]


def _known(kind: str) -> str:
    return kind if kind in KINDS else "WebPage"


def _of_connection(
    connection: v1.Connection, document: v1.ServiceChannel | None, reader: Reader, now: datetime
) -> Card:
    """A channel for one service: contacts and hours of the pair go before those of the channel."""
    other = connection.other
    base = card(document, reader, now) if document else _unknown(other)
    own = connection.contact_details
    return replace(
        base,
        note=reader.pick(connection.description),
        fee=reader.pick(connection.charge_type_additional_info),
        fees=fees.view(connection.fees, reader, now),
        hours=view(connection.service_hours, reader, now) or base.hours,
        calls=tuple(calls(own.phone_numbers, reader)) if own and own.phone_numbers else base.calls,
        mails=tuple(mails(own.emails, reader)) if own and own.emails else base.mails,
        links=tuple(links(own.web_pages, reader)) if own and own.web_pages else base.links,
        places=tuple(places(own.addresses, reader)) if own and own.addresses else base.places,
    )


def _unknown(other: v1.Reference) -> Card:
    kind = other.service_channel_type or "WebPage"
    return Card(id=other.id, kind=kind, name=other.name, icon=ICONS.get(kind, "globe"), here=False)


def card(channel: v1.ServiceChannel, reader: Reader, now: datetime) -> Card:
    """A channel by itself."""
    kind = channel.service_channel_type
    return Card(
        id=channel.id,
        kind=kind,
        name=channel.display_name,
        icon=ICONS.get(kind, "globe"),
        summary=reader.pick(channel.summary),
        links=tuple(links(channel.web_pages, reader)),
        forms=tuple(
            Link(form.value, form.type or "", reader.foreign(form.language))
            for form in reader.entries(channel.channel_urls)
            if form.value and is_web(form.value)
        ),
        attachments=tuple(
            Link(each.url, each.name or each.url, reader.foreign(each.language), each.description or "")
            for each in reader.entries(channel.attachments)
            if each.url and is_web(each.url)
        ),
        calls=tuple(calls(channel.phone_numbers, reader)),
        support_calls=tuple(calls(channel.support_phones, reader)),
        mails=tuple(mails(channel.emails or channel.support_emails, reader)),
        places=tuple(places(channel.addresses, reader)),
        delivery=tuple(places(channel.delivery_addresses, reader)),
        hours=view(channel.service_hours, reader, now),
        statements=tuple(_statements(channel.accessibility_classification, reader)),
        authentication=bool(channel.requires_authentication),
        signatures=(channel.signature_quantity or 1) if channel.requires_signature else 0,
    )


def _statements(listed: Sequence[AccessibilityClassification], reader: Reader) -> list[Link]:
    """The accessibility statements of an electronic channel."""
    return [
        Link(
            each.accessibility_statement_web_page,
            each.accessibility_statement_web_page_name or each.accessibility_statement_web_page,
            reader.foreign(each.language),
        )
        for each in reader.entries(listed)
        if each.accessibility_statement_web_page and is_web(each.accessibility_statement_web_page)
    ]
