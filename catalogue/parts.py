"""The parts of which things are made: contacts, places, classifications, hours, texts (msgspec structs, no Django).

The conventions are those of `values`, which builds things of these parts.
"""

from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from catalogue.text import LocalizedText

OF_V12: Final = "ptv_v12"
"""Under this name a remainder holds what version 12 of the register said at this place; the rest of it is version 11's.
Each version writes only its own again."""


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Root of all values."""

    remainder: dict[str, Any] = {}


# --- parts ------------------------------------------------------------------------------------------------------------


class Reference(Value, frozen=True, kw_only=True):
    """Another thing by its id, with the name the register gave along."""

    id: UUID
    name: str | None = None


class Classification(Value, frozen=True, kw_only=True):
    """A service class, target group, life event, industrial class, ontology term or digital authorization.

    `uri` is the register's old URI, `new_uri` the one at uri.suomi.fi; match by `code` where there is one.
    """

    code: str | None = None
    uri: str | None = None
    new_uri: str | None = None
    name: LocalizedText = {}
    description: LocalizedText = {}
    ontology_type: str | None = None
    parent_id: UUID | None = None
    parent_uri: str | None = None
    new_parent_uri: str | None = None


class Municipality(Value, frozen=True, kw_only=True):
    """A municipality; `code` has three digits."""

    code: str | None = None
    name: LocalizedText = {}


class Area(Value, frozen=True, kw_only=True):
    """Where a thing is meant for; `type` is Municipality, Region, BusinessSubRegion, HospitalDistrict, ..."""

    type: str | None = None
    code: str | None = None
    name: LocalizedText = {}
    municipalities: list[Municipality] = []


class WebPage(Value, frozen=True, kw_only=True):
    """A link in one language; `value` is its text."""

    url: str | None = None
    value: str | None = None
    language: str | None = None


class Email(Value, frozen=True, kw_only=True):
    """An e-mail address in one language."""

    value: str | None = None
    language: str | None = None
    description: str | None = None


class Phone(Value, frozen=True, kw_only=True):
    """A telephone number in one language; `type` (Phone, Sms, Fax) only where the register gives one."""

    type: str | None = None
    prefix_number: str | None = None
    number: str | None = None
    is_finnish_service_number: bool | None = None
    service_charge_type: str | None = None
    charge_description: str | None = None
    additional_information: str | None = None
    language: str | None = None


class Attachment(Value, frozen=True, kw_only=True):
    """A file or form behind a link, in one language."""

    type: str | None = None
    name: str | None = None
    description: str | None = None
    url: str | None = None
    language: str | None = None


class ChannelUrl(Value, frozen=True, kw_only=True):
    """Where a printable form can be fetched; `type` is the file's format (PDF, DOC, ...)."""

    type: str | None = None
    value: str | None = None
    language: str | None = None


class AccessibilityClassification(Value, frozen=True, kw_only=True):
    """How accessible an electronic channel is, in one language."""

    accessibility_classification_level: str | None = None
    wcag_level: str | None = None
    accessibility_statement_web_page_name: str | None = None
    accessibility_statement_web_page: str | None = None
    language: str | None = None


class Law(Value, frozen=True, kw_only=True):
    """Legislation behind a service."""

    names: LocalizedText = {}
    web_pages: list[WebPage] = []


class ServiceVoucher(Value, frozen=True, kw_only=True):
    """Where a service voucher can be used, in one language."""

    value: str | None = None
    url: str | None = None
    additional_information: str | None = None
    language: str | None = None


class ServiceOrganization(Value, frozen=True, kw_only=True):
    """An organisation's part in a service: Responsible, OtherResponsible or Producer."""

    organization: Reference | None = None
    role_type: str | None = None
    provision_type: str | None = None
    additional_information: LocalizedText = {}


class ElectronicInvoicing(Value, frozen=True, kw_only=True):
    """An address for electronic invoices."""

    operator_code: str | None = None
    electronic_invoicing_address: str | None = None
    additional_information: LocalizedText = {}


class ExtraType(Value, frozen=True, kw_only=True):
    """An extra task of a connection (Asti)."""

    type: str | None = None
    code: str | None = None
    name: LocalizedText = {}
    description: LocalizedText = {}


class CollectionReference(Value, frozen=True, kw_only=True):
    """A collection that a service or channel belongs to."""

    id: UUID
    name: LocalizedText = {}


class Fee(Value, frozen=True, kw_only=True):
    """What something costs, and when: ours, the register has no such member.

    `amount` is in euros, as a decimal text ("12.50") so that no cent is rounded; `unit` says for what ("per hour"),
    `terms` for whom or on which conditions. What costs nothing says so by `free_of_charge`, not by an amount of 0.
    Both days are included; without them it holds until further notice.
    """

    name: LocalizedText = {}
    amount: str | None = None
    free_of_charge: bool = False
    unit: LocalizedText = {}
    terms: LocalizedText = {}
    valid_from: date | None = None
    valid_to: date | None = None


# --- places -----------------------------------------------------------------------------------------------------------


class StreetAddress(Value, frozen=True, kw_only=True):
    """A street address. `northing`, `easting`: metres in ETRS-TM35FIN (EPSG:3067), the wire's latitude, longitude.

    Usable only when `coordinate_state` is Ok, EnteredByUser or EnteredByAR.
    """

    street: LocalizedText = {}
    street_number: str | None = None
    postal_code: str | None = None
    post_office: LocalizedText = {}
    municipality: Municipality | None = None
    additional_information: LocalizedText = {}
    northing: float | None = None
    easting: float | None = None
    coordinate_state: str | None = None


class PostOfficeBoxAddress(Value, frozen=True, kw_only=True):
    """A post office box."""

    post_office_box: LocalizedText = {}
    postal_code: str | None = None
    post_office: LocalizedText = {}
    municipality: Municipality | None = None
    additional_information: LocalizedText = {}


class OtherAddress(Value, frozen=True, kw_only=True):
    """A place without a street address; coordinates as in StreetAddress."""

    northing: float | None = None
    easting: float | None = None
    postal_code: str | None = None
    post_office: LocalizedText = {}
    additional_information: LocalizedText = {}


class AccessibilitySentence(Value, frozen=True, kw_only=True):
    """What the accessibility register says of an entrance, by group."""

    sentence_group: LocalizedText = {}
    sentences: list[LocalizedText] = []


class Entrance(Value, frozen=True, kw_only=True):
    """An entrance of a service location."""

    name: LocalizedText = {}
    is_main_entrance: bool | None = None
    northing: float | None = None
    easting: float | None = None
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    accessibility_sentences: list[AccessibilitySentence] = []


class Address(Value, frozen=True, kw_only=True):
    """An address of any kind; `type` is Location, Visiting or Postal, `sub_type` tells which part is filled.

    `abroad` is the wire's locationAbroad or, for organisations, foreignAddress; `delivery_address_in_text` and
    `receiver` belong to printable forms.
    """

    type: str | None = None
    sub_type: str | None = None
    street_address: StreetAddress | None = None
    post_office_box_address: PostOfficeBoxAddress | None = None
    other_address: OtherAddress | None = None
    abroad: LocalizedText = {}
    entrances: list[Entrance] = []
    country: str | None = None
    delivery_address_in_text: LocalizedText = {}
    receiver: LocalizedText = {}


# --- hours ------------------------------------------------------------------------------------------------------------

HourKind = Literal["weekly", "always", "reservation", "exceptional", "closed", "over_midnight"]


class DailyOpening(Value, frozen=True, kw_only=True):
    """One span of a day: "08:00" to "16:00" Finnish local time; `to` "00:00" means midnight at the end of the day.

    `day_from` alone is that day; with `day_to` every day between them (over midnight: one span from day to day).
    """

    day_from: str | None = None
    day_to: str | None = None
    opens: str | None = None
    closes: str | None = None


class ServiceHour(Value, frozen=True, kw_only=True):
    """When a place is open, tagged by kind.

    weekly: `opening_hours` repeat every week (none: only the text tells); always: round the clock; reservation: by
    appointment; exceptional: `opening_hours` instead of the usual ones; closed: exceptionally closed; over_midnight:
    one span from day to day. Without `valid_from` and `valid_to` valid until further notice; they are instants, to be
    read as dates in Europe/Helsinki.
    """

    kind: HourKind
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    additional_information: LocalizedText = {}
    opening_hours: list[DailyOpening] = []

    @property
    def valid_for_now(self) -> bool:
        """Whether no period is given: valid until further notice."""
        return self.valid_from is None and self.valid_to is None


class LanguageVersion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The texts of a thing in one language; which of them a kind of thing may have is the register's rule.

    `display_name_type` (Name, AlternativeName): organisations and service locations. `form_identifier`: printable
    forms. `charge_type_additional_info`, `description`: connections too. The rest belongs to services.
    """

    name: str | None = None
    alternative_name: str | None = None
    display_name_type: str | None = None
    summary: str | None = None
    description: str | None = None
    user_instruction: str | None = None
    charge_type_additional_info: str | None = None
    dead_line: str | None = None
    processing_time: str | None = None
    validity_time: str | None = None
    service_type: str | None = None
    background_description: str | None = None
    general_description_type_additional_information: str | None = None
    requirements: str | None = None
    form_identifier: str | None = None
    keywords: list[str] = []


class ContactDetails(Value, frozen=True, kw_only=True):
    """Contacts that hold for one service at one channel."""

    emails: list[Email] = []
    phone_numbers: list[Phone] = []
    web_pages: list[WebPage] = []
    addresses: list[Address] = []
