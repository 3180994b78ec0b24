"""The parts of our documents: references, classifications, contacts, places, hours and connections."""

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

SOURCE: Final = "Suomi.fi Palvelutietovaranto"
LICENSE: Final = "CC0-1.0"
LICENSE_URL: Final = "https://creativecommons.org/publicdomain/zero/1.0/"

Texts = Annotated[
    dict[str, str],
    Meta(
        description="Text by content language: fi, sv, en, se (Northern Sámi), smn (Inari Sámi), sms (Skolt Sámi).",
        examples=[{"fi": "Pääkirjasto", "sv": "Huvudbiblioteket", "en": "Main library"}],
    ),
]
KeywordLists = Annotated[
    dict[str, list[str]],
    Meta(description="Search words by content language.", examples=[{"fi": ["kirjasto", "laina"]}]),
]
Language = Annotated[str, Meta(description="A content language: fi, sv, en, se, smn or sms.", examples=["fi"])]
LanguageList = Annotated[list[str], Meta(examples=[["fi", "sv", "en"]])]
Instant = Annotated[datetime, Meta(tz=True, description="UTC.", examples=["2026-11-23T08:15:00Z"])]
Time = Annotated[str, Meta(description="Finnish local time of day.", examples=["08:00"])]
Weekday = Annotated[str, Meta(description="Monday to Sunday.", examples=["Monday"])]
ThingKind = Literal["organization", "service", "service_channel", "service_collection"]


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Root of all parts: what is not known is left out. A document holds no cycles, so none are looked for."""


class Source(Part, frozen=True, kw_only=True):
    """Where a document comes from: the register, and the thing's id there."""

    name: Annotated[str, Meta(examples=[SOURCE])]
    id: Annotated[UUID, Meta(description="The thing's id in the register.")]


class Reference(Part, frozen=True, kw_only=True):
    """Another thing. A thing that is not kept here has the one name that the register gives, under fi."""

    id: UUID
    kind: ThingKind
    service_channel_type: Annotated[str | None, Meta(description="Only of service channels.")] = None
    name: Texts = {}


class Classification(Part, frozen=True, kw_only=True):
    """An entry of a national code list or ontology. Ontology terms have no code."""

    code: Annotated[str | None, Meta(examples=["P11.4"])] = None
    uri: Annotated[str | None, Meta(examples=["http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P11.4"])] = None
    name: Texts = {}


class Municipality(Part, frozen=True, kw_only=True):
    """A municipality by its code of three digits."""

    code: Annotated[str | None, Meta(examples=["853"])] = None
    name: Texts = {}


class Area(Part, frozen=True, kw_only=True):
    """Where a thing is meant for."""

    type: Annotated[str | None, Meta(examples=["Municipality"])] = None
    code: str | None = None
    name: Texts = {}
    municipalities: list[Municipality] = []


class WebPage(Part, frozen=True, kw_only=True):
    """A link for readers of one language; `value` is its text."""

    url: str | None = None
    value: str | None = None
    language: Language | None = None


class Email(Part, frozen=True, kw_only=True):
    """An e-mail address for readers of one language."""

    value: str | None = None
    language: Language | None = None
    description: str | None = None


class Phone(Part, frozen=True, kw_only=True):
    """A telephone number for readers of one language, and what a call costs."""

    number: Annotated[
        str | None,
        Meta(
            description="As a telephone takes it: international with +, national service numbers as they are dialled.",
            examples=["+358401234567"],
        ),
    ] = None
    type: Annotated[str | None, Meta(description="Phone, Sms or Fax, where the register tells.")] = None
    service_charge_type: Annotated[str | None, Meta(description="Chargeable, FreeOfCharge or Other.")] = None
    charge_description: str | None = None
    additional_information: str | None = None
    language: Language | None = None


class Attachment(Part, frozen=True, kw_only=True):
    """A file behind a link."""

    type: str | None = None
    name: str | None = None
    description: str | None = None
    url: str | None = None
    language: Language | None = None


class ChannelUrl(Part, frozen=True, kw_only=True):
    """Where a printable form is fetched; `type` is its format."""

    type: Annotated[str | None, Meta(examples=["PDF"])] = None
    value: str | None = None
    language: Language | None = None


class AccessibilityClassification(Part, frozen=True, kw_only=True):
    """How accessible an electronic channel is."""

    accessibility_classification_level: str | None = None
    wcag_level: str | None = None
    accessibility_statement_web_page_name: str | None = None
    accessibility_statement_web_page: str | None = None
    language: Language | None = None


class Law(Part, frozen=True, kw_only=True):
    """Legislation behind a service."""

    names: Texts = {}
    web_pages: list[WebPage] = []


class ServiceVoucher(Part, frozen=True, kw_only=True):
    """Where a service voucher can be used."""

    value: str | None = None
    url: str | None = None
    additional_information: str | None = None
    language: Language | None = None


class ServiceOrganization(Part, frozen=True, kw_only=True):
    """An organisation's part in a service."""

    organization: Reference | None = None
    role_type: Annotated[str | None, Meta(description="Responsible, OtherResponsible or Producer.")] = None
    provision_type: Annotated[
        str | None, Meta(description="SelfProducedServices, ProcuredServices or Other; only of producers.")
    ] = None
    additional_information: Texts = {}


class Fee(Part, frozen=True, kw_only=True):
    """What something costs; both days are included, and without them it holds until further notice."""

    name: Texts = {}
    amount: Annotated[
        str | None, Meta(description="Euros, as a decimal text so that no cent is lost.", examples=["12.50"])
    ] = None
    free_of_charge: Annotated[bool, Meta(description="It costs nothing.")] = False
    unit: Annotated[Texts, Meta(description="For what: per hour, per month.", examples=[{"en": "per hour"}])] = {}
    terms: Annotated[Texts, Meta(description="For whom, or on which conditions.")] = {}
    valid_from: date | None = None
    valid_to: date | None = None


class ElectronicInvoicing(Part, frozen=True, kw_only=True):
    """An address for electronic invoices."""

    operator_code: str | None = None
    electronic_invoicing_address: str | None = None
    additional_information: Texts = {}


class ExtraType(Part, frozen=True, kw_only=True):
    """An extra task of a connection."""

    type: str | None = None
    code: str | None = None
    name: Texts = {}
    description: Texts = {}


class Coordinates(Part, frozen=True, kw_only=True):
    """One point, in two systems."""

    northing: Annotated[float, Meta(description="Metres, ETRS-TM35FIN (EPSG:3067).", examples=[6711075.7])]
    easting: Annotated[float, Meta(description="Metres, ETRS-TM35FIN (EPSG:3067).", examples=[239756.12])]
    latitude: Annotated[float, Meta(description="Degrees, WGS 84 (EPSG:4326).", examples=[60.45169])]
    longitude: Annotated[float, Meta(description="Degrees, WGS 84 (EPSG:4326).", examples=[22.266867])]


class AccessibilitySentence(Part, frozen=True, kw_only=True):
    """What the accessibility register says of an entrance, by group."""

    sentence_group: Texts = {}
    sentences: list[Texts] = []


class Entrance(Part, frozen=True, kw_only=True):
    """An entrance of a service location."""

    name: Texts = {}
    is_main_entrance: bool | None = None
    coordinates: Coordinates | None = None
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    accessibility_sentences: list[AccessibilitySentence] = []


class Address(Part, frozen=True, kw_only=True):
    """An address of any kind: street, post office box, a place without a street, or abroad."""

    type: Annotated[str | None, Meta(description="Location, Visiting or Postal.")] = None
    sub_type: Annotated[
        str | None, Meta(description="Single, Street, PostOfficeBox, Abroad, Foreign, Other or NoAddress.")
    ] = None
    street: Texts = {}
    street_number: str | None = None
    post_office_box: Texts = {}
    postal_code: Annotated[str | None, Meta(examples=["20100"])] = None
    post_office: Texts = {}
    municipality: Municipality | None = None
    country: Annotated[str | None, Meta(examples=["FI"])] = None
    coordinates: Coordinates | None = None
    additional_information: Texts = {}
    abroad: Annotated[Texts, Meta(description="The whole address, when it lies abroad.")] = {}
    receiver: Texts = {}
    delivery_address_in_text: Texts = {}
    entrances: list[Entrance] = []


class DailyOpening(Part, frozen=True, kw_only=True):
    """One span. `closes` 00:00 is midnight at the end of the day; with `day_to`, every day from `day_from` to it (over
    midnight: one span from day to day)."""

    day_from: Weekday | None = None
    day_to: Weekday | None = None
    opens: Time | None = None
    closes: Time | None = None


class ServiceHour(Part, frozen=True, kw_only=True):
    """When a place is open; both days are included, and without them it holds until further notice."""

    kind: Annotated[
        Literal["weekly", "always", "reservation", "exceptional", "closed", "over_midnight"],
        Meta(
            description="weekly: every week; always: round the clock; reservation: by appointment; exceptional: "
            "instead of the usual hours; closed: exceptionally closed; over_midnight: one span from day to day."
        ),
    ]
    valid_from: date | None = None
    valid_to: date | None = None
    additional_information: Texts = {}
    opening_hours: list[DailyOpening] = []


class ContactDetails(Part, frozen=True, kw_only=True):
    """Contacts that hold for one service at one channel."""

    emails: list[Email] = []
    phone_numbers: list[Phone] = []
    web_pages: list[WebPage] = []
    addresses: list[Address] = []


class Connection(Part, frozen=True, kw_only=True):
    """A service at a channel: the thing at the other end, and what holds for this pair instead of in general."""

    other: Reference
    modified: Instant | None = None
    service_charge_type: Annotated[str | None, Meta(description="Chargeable, FreeOfCharge or Other.")] = None
    fees: list[Fee] = []
    description: Texts = {}
    charge_type_additional_info: Texts = {}
    service_hours: list[ServiceHour] = []
    contact_details: ContactDetails | None = None
    extra_types: list[ExtraType] = []
    digital_authorizations: list[Classification] = []
