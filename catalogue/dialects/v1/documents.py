"""The documents of the open API: organisations, services, service channels and service collections."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from catalogue.dialects.v1.parts import (
    LICENSE,
    AccessibilityClassification,
    Address,
    Area,
    Attachment,
    ChannelUrl,
    Classification,
    Connection,
    ElectronicInvoicing,
    Email,
    Fee,
    Instant,
    KeywordLists,
    LanguageList,
    Law,
    Municipality,
    Part,
    Phone,
    Reference,
    ServiceHour,
    ServiceOrganization,
    ServiceVoucher,
    Source,
    Texts,
    WebPage,
)


class Thing(Part, frozen=True, kw_only=True, tag_field="kind"):
    """What all documents have."""

    id: Annotated[UUID, Meta(description="Stable: the same for ever, and never used again.")]
    own: Annotated[
        bool,
        Meta(description="Whether it is this municipality's own; others' things show where own things name them."),
    ]
    modified: Annotated[Instant | None, Meta(description="When the register last changed it; UTC.")] = None
    source: Source
    license: Annotated[str, Meta(description="SPDX identifier.", examples=[LICENSE])]
    language_versions: Annotated[LanguageList, Meta(description="The content languages that it is written in.")] = []
    display_name: Annotated[Texts, Meta(description="The name to show.")] = {}
    name: Annotated[Texts, Meta(description="The official name.")] = {}
    alternative_name: Texts = {}
    summary: Annotated[Texts, Meta(description="At most 150 characters.")] = {}
    description: Annotated[Texts, Meta(description="Plain text; may hold line breaks and lists of lines.")] = {}


class Organization(Thing, frozen=True, kw_only=True, tag="organization"):
    """The municipality, a unit of it, or somebody else's organisation that an own thing names."""

    oid: Annotated[str | None, Meta(description="The national object identifier.")] = None
    business_code: Annotated[str | None, Meta(description="The business identity code.", examples=["0204819-8"])] = None
    business_name: str | None = None
    organization_type: Annotated[
        str | None, Meta(description="State, Municipality, RegionalOrganization, Organization or Company.")
    ] = None
    parent_organization: Reference | None = None
    sub_organizations: list[Reference] = []
    municipality: Municipality | None = None
    area_type: str | None = None
    areas: list[Area] = []
    phone_numbers: list[Phone] = []
    emails: list[Email] = []
    web_pages: list[WebPage] = []
    addresses: list[Address] = []
    electronic_invoicings: list[ElectronicInvoicing] = []


class Service(Thing, frozen=True, kw_only=True, tag="service"):
    """What is offered; `connections` lead to the channels by which one gets it."""

    type: Annotated[str | None, Meta(description="Service, PermitOrObligation or ProfessionalQualification.")] = None
    sub_type: str | None = None
    general_description_id: Annotated[UUID | None, Meta(description="The national text that it builds upon.")] = None
    funding_type: Annotated[str | None, Meta(description="PubliclyFunded or MarketFunded.")] = None
    service_charge_type: Annotated[str | None, Meta(description="Chargeable or FreeOfCharge.")] = None
    fees: Annotated[list[Fee], Meta(description="Those that are over, hold now, or will hold; see their days.")] = []
    charge_type_additional_info: Texts = {}
    user_instruction: Texts = {}
    requirements: Texts = {}
    dead_line: Texts = {}
    processing_time: Texts = {}
    validity_time: Texts = {}
    service_type: Texts = {}
    background_description: Texts = {}
    general_description_type_additional_information: Texts = {}
    keywords: KeywordLists = {}
    languages: Annotated[LanguageList, Meta(description="The languages in which the service is given.")] = []
    area_type: Annotated[str | None, Meta(description="Nationwide, NationwideExceptAlandIslands or LimitedType.")] = (
        None
    )
    areas: list[Area] = []
    organizations: list[ServiceOrganization] = []
    service_classes: list[Classification] = []
    target_groups: list[Classification] = []
    life_events: list[Classification] = []
    industrial_classes: list[Classification] = []
    ontology_terms: list[Classification] = []
    legislation: list[Law] = []
    service_vouchers_in_use: bool | None = None
    service_vouchers: list[ServiceVoucher] = []
    service_collections: list[Reference] = []
    responsible_sote_organization: str | None = None
    connections: list[Connection] = []


class ServiceChannel(Thing, frozen=True, kw_only=True, tag="service_channel"):
    """How a service is had; `service_channel_type` decides which members there can be."""

    service_channel_type: Annotated[
        str, Meta(description="ServiceLocation, EChannel, WebPage, PrintableForm or Phone.", examples=["EChannel"])
    ]
    organization: Reference | None = None
    oid: str | None = None
    form_identifier: Annotated[Texts, Meta(description="Only of printable forms.")] = {}
    languages: Annotated[LanguageList, Meta(description="The languages in which it serves.")] = []
    area_type: str | None = None
    areas: list[Area] = []
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
    service_collections: list[Reference] = []
    ontology_terms: list[Classification] = []
    responsible_sote_organization: str | None = None
    connections: list[Connection] = []


class ServiceCollection(Thing, frozen=True, kw_only=True, tag="service_collection"):
    """Services and channels that are shown together."""

    organization: Reference | None = None
    services: list[Reference] = []
    service_channels: list[Reference] = []


Document = Organization | Service | ServiceChannel | ServiceCollection
