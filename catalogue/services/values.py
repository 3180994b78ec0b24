"""The national model as plain typed values: what the body of a row holds (msgspec structs, no Django).

Conventions: a member that is not known is None or empty and is left out of the stored body. Texts of a thing lie per
language in `language_versions`; texts inside a part (an address, an hour) are a LocalizedText. Lists stay in the order
received. Enumerations are the register's own words (a new word must never stop a sync), checked by rules on writing.
Instants are aware datetimes in UTC. `remainder` holds what the register said at this place and our value cannot.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from catalogue.parts import (
    AccessibilityClassification,
    Address,
    Area,
    Attachment,
    ChannelUrl,
    Classification,
    CollectionReference,
    ContactDetails,
    ElectronicInvoicing,
    Email,
    ExtraType,
    Fee,
    LanguageVersion,
    Law,
    Municipality,
    Phone,
    Reference,
    ServiceHour,
    ServiceOrganization,
    ServiceVoucher,
    Value,
    WebPage,
)
from catalogue.text import LocalizedText

Kind = Literal["organization", "service", "service_channel", "service_collection"]
KINDS: tuple[Kind, ...] = ("organization", "service", "service_channel", "service_collection")
LOCKED: tuple[Kind, ...] = ("organization", "service_channel", "service", "service_collection")
"""The order in which things of several kinds are locked and written: of two units neither waits for the other."""


# --- things -----------------------------------------------------------------------------------------------------------


class Thing(Value, frozen=True, kw_only=True):
    """What all things have: texts, state in the register's words, and when the register last changed it."""

    language_versions: dict[str, LanguageVersion] = {}
    source_id: str | None = None
    publishing_status: str | None = None
    modified: datetime | None = None


class OrganizationService(Value, frozen=True, kw_only=True):
    """A service as an organisation lists it."""

    service: Reference | None = None
    role_type: str | None = None
    provision_type: str | None = None
    additional_information: LocalizedText = {}


class Organization(Thing, frozen=True, kw_only=True):
    """The municipality, a unit of it, or somebody else's organisation."""

    oid: str | None = None
    parent_organization_id: UUID | None = None
    organization_root_id: UUID | None = None
    organization_type: str | None = None
    municipality: Municipality | None = None
    business_code: str | None = None
    business_name: str | None = None
    area_type: str | None = None
    areas: list[Area] = []
    emails: list[Email] = []
    phone_numbers: list[Phone] = []
    web_pages: list[WebPage] = []
    electronic_invoicings: list[ElectronicInvoicing] = []
    addresses: list[Address] = []
    services: list[OrganizationService] = []
    sub_organizations: list[Reference] = []


class Service(Thing, frozen=True, kw_only=True):
    """What is offered. Classifications are as received: those of a linked general description are among them.

    `fees` are ours: no document of the register has them, and none takes them away.
    """

    general_description_id: UUID | None = None
    type: str | None = None
    sub_type: str | None = None
    funding_type: str | None = None
    service_charge_type: str | None = None
    fees: list[Fee] = []
    area_type: str | None = None
    areas: list[Area] = []
    languages: list[str] = []
    service_classes: list[Classification] = []
    ontology_terms: list[Classification] = []
    target_groups: list[Classification] = []
    life_events: list[Classification] = []
    industrial_classes: list[Classification] = []
    legislation: list[Law] = []
    organizations: list[ServiceOrganization] = []
    service_vouchers_in_use: bool | None = None
    service_vouchers: list[ServiceVoucher] = []
    service_collections: list[CollectionReference] = []
    responsible_sote_organization: str | None = None


class ServiceChannel(Thing, frozen=True, kw_only=True):
    """How a service is given; `service_channel_type` decides which members may be filled.

    ServiceLocation: oid, phone_numbers, emails, addresses. EChannel: signature_quantity, requires_signature,
    requires_authentication, attachments, accessibility_classification. WebPage: accessibility_classification.
    PrintableForm: delivery_addresses, channel_urls, attachments. Phone: phone_numbers. All but service locations have
    support_emails, and all but these and phones support_phones.
    """

    service_channel_type: str
    organization_id: UUID | None = None
    oid: str | None = None
    area_type: str | None = None
    areas: list[Area] = []
    languages: list[str] = []
    phone_numbers: list[Phone] = []
    emails: list[Email] = []
    support_phones: list[Phone] = []
    support_emails: list[Email] = []
    web_pages: list[WebPage] = []
    addresses: list[Address] = []
    delivery_addresses: list[Address] = []
    channel_urls: list[ChannelUrl] = []
    attachments: list[Attachment] = []
    signature_quantity: int | None = None
    requires_signature: bool | None = None
    requires_authentication: bool | None = None
    accessibility_classification: list[AccessibilityClassification] = []
    service_hours: list[ServiceHour] = []
    service_collections: list[CollectionReference] = []
    ontology_terms: list[Classification] = []
    responsible_sote_organization: str | None = None


class CollectionMember(Value, frozen=True, kw_only=True):
    """A service or channel of a collection; texts by language as the register repeats them."""

    id: UUID
    language_versions: dict[str, LanguageVersion] = {}
    service_channel_type: str | None = None


class ServiceCollection(Thing, frozen=True, kw_only=True):
    """Services and channels that are shown together."""

    organization_id: UUID | None = None
    services: list[CollectionMember] = []
    service_channels: list[CollectionMember] = []


# --- connections ------------------------------------------------------------------------------------------------------


class Connection(Value, frozen=True, kw_only=True):
    """What holds for a service at a channel: the same from both ends. `fees` are ours, as those of a service."""

    service_charge_type: str | None = None
    fees: list[Fee] = []
    language_versions: dict[str, LanguageVersion] = {}
    extra_types: list[ExtraType] = []
    service_hours: list[ServiceHour] = []
    contact_details: ContactDetails | None = None
    digital_authorizations: list[Classification] = []


class ConnectionEnd(Value, frozen=True, kw_only=True):
    """A connection as one of its two ends shows it: `other` is the thing at the other end.

    `modified` differs between the two ends. `remainder` belongs to this end, `connection.remainder` stays empty.
    """

    other: Reference
    modified: datetime | None = None
    connection: Connection = Connection()


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thing with its id and, for services and channels, its connections as this thing shows them."""

    id: UUID
    value: Organization | Service | ServiceChannel | ServiceCollection
    connections: list[ConnectionEnd] = []
