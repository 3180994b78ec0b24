"""Every rule in one table: its code, what it refuses, where it comes from, and what it is said of."""

from enum import StrEnum
from typing import Final, Literal, NamedTuple

Subject = Literal["organization", "service", "service_channel", "service_collection", "connection"]


class Severity(StrEnum):
    """What a finding stands in the way of; each includes what follows it, but advice refuses nothing."""

    REFUSES_PUBLISHING = "refuses_publishing"
    """The thing is not whole, or its readers would be misled: it may not be published anywhere."""
    REFUSES_PUSH = "refuses_push"
    """Good enough for our own readers, but the national register does not take it or would drop a part of it."""
    ADVICE = "advice"
    """Publishable everywhere; it could be better."""


class Source(StrEnum):
    """Where a rule comes from, and how far to trust it."""

    DESCRIPTION = "the register's own description of its Open API, version 11, as of September 2026"
    SERVER = "the validators of the register's published server, release 3.4 of 2022; not known to have changed"
    PRACTICE = "seen by others who write to the live register, 2024 to 2026"
    HOUSE = "our own: what our values promise to their readers"
    EDITORIAL = "our own reading of good usage; the limits are ours"
    LAW = "the Finnish Business Information System: the check digit of a business id"


class Rule(NamedTuple):
    """A rule of the table; `code` never changes once released, `about` are the things that it is said of."""

    code: str
    severity: Severity
    source: Source
    about: tuple[Subject, ...]


P: Final = Severity.REFUSES_PUBLISHING
N: Final = Severity.REFUSES_PUSH
A: Final = Severity.ADVICE
D, S, L, H, E = Source.DESCRIPTION, Source.SERVER, Source.PRACTICE, Source.HOUSE, Source.EDITORIAL

_ORGANIZATION: Final[tuple[Subject, ...]] = ("organization",)
_SERVICE: Final[tuple[Subject, ...]] = ("service",)
_CHANNEL: Final[tuple[Subject, ...]] = ("service_channel",)
_COLLECTION: Final[tuple[Subject, ...]] = ("service_collection",)
_CONNECTION: Final[tuple[Subject, ...]] = ("connection",)
_SERVED: Final = (*_SERVICE, *_CHANNEL)
_OWNED: Final = (*_SERVED, *_COLLECTION)
_THINGS: Final = (*_ORGANIZATION, *_OWNED)
_ALL: Final = (*_THINGS, *_CONNECTION)
_AREAL: Final = (*_ORGANIZATION, *_SERVED)
_PLACED: Final = (*_ORGANIZATION, *_CHANNEL, *_CONNECTION)
_TIMED: Final = (*_CHANNEL, *_CONNECTION)
_PRICED: Final = (*_SERVICE, *_CONNECTION)
_LINKED: Final = (*_ORGANIZATION, *_SERVED, *_CONNECTION)

RULES: Final = (
    # what every thing has
    Rule("language_versions_missing", P, H, _THINGS),
    Rule("value_missing", P, D, _ALL),
    Rule("value_unknown", N, D, (*_ORGANIZATION, *_SERVED, *_CONNECTION)),
    Rule("source_id_invalid", N, D, _THINGS),
    # texts
    Rule("name_missing", P, S, _THINGS),
    Rule("summary_missing", P, S, _SERVED),
    Rule("description_missing", P, S, _THINGS),
    Rule("text_empty", N, S, _ALL),
    Rule("text_too_short", N, S, _ALL),
    Rule("text_too_long", N, D, _ALL),
    Rule("summary_equals_name", N, S, _THINGS),
    Rule("name_taken", N, S, _SERVED),
    Rule("display_name_missing", N, D, (*_ORGANIZATION, *_CHANNEL)),
    Rule("display_name_empty", N, D, (*_ORGANIZATION, *_CHANNEL)),
    Rule("language_unknown", N, D, _ALL),
    Rule("given_language_unknown", N, D, _SERVED),
    Rule("organization_language_missing", N, S, _OWNED),
    # areas
    Rule("areas_missing", P, D, _AREAL),
    Rule("areas_forbidden", N, S, _AREAL),
    Rule("area_unknown", N, S, _AREAL),
    Rule("areas_of_many_types", N, D, _ORGANIZATION),
    Rule("area_type_too_wide", N, S, _SERVICE),
    Rule("areas_beyond_organization", A, H, _SERVICE),
    # classification
    Rule("service_classes_missing", P, D, _SERVICE),
    Rule("ontology_terms_missing", P, D, _SERVICE),
    Rule("target_groups_missing", P, D, _SERVICE),
    Rule("service_classes_too_many", N, S, _SERVICE),
    Rule("service_classes_only_main", N, S, _SERVICE),
    Rule("ontology_terms_too_many", N, S, _SERVICE),
    Rule("classification_unknown", N, S, _SERVICE),
    Rule("target_group_too_general", N, S, _SERVICE),
    Rule("life_events_without_citizens", N, S, _SERVICE),
    Rule("industrial_classes_without_businesses", N, S, _SERVICE),
    # general descriptions
    Rule("general_description_unknown", N, S, _SERVICE),
    Rule("general_description_charge", N, S, _SERVICE),
    Rule("general_description_type", A, S, _SERVICE),
    Rule("general_description_copied", A, E, _SERVICE),
    # who gives a service, and what else it has
    Rule("responsible_missing", P, D, _SERVICE),
    Rule("responsible_many", N, D, _SERVICE),
    Rule("responsible_twice", N, S, _SERVICE),
    Rule("producers_missing", N, D, _SERVICE),
    Rule("producer_not_responsible", N, S, _SERVICE),
    Rule("producer_with_information", N, S, _SERVICE),
    Rule("producer_nobody", N, S, _SERVICE),
    Rule("law_without_link", N, D, _SERVICE),
    Rule("vouchers_not_in_use", A, H, _SERVICE),
    Rule("service_without_channels", A, E, _SERVICE),
    # channels of each kind
    Rule("web_page_missing", P, S, _CHANNEL),
    Rule("accessibility_missing", N, S, _CHANNEL),
    Rule("phone_missing", P, S, _CHANNEL),
    Rule("form_missing", P, S, _CHANNEL),
    Rule("location_missing", P, D, _CHANNEL),
    Rule("locations_mixed", N, S, _CHANNEL),
    Rule("street_missing", N, S, _CHANNEL),
    Rule("signatures_missing", N, D, _CHANNEL),
    Rule("twice_in_language", N, D, _SERVED),
    Rule("part_of_another_kind", A, D, _ALL),
    # contacts
    Rule("phone_number_invalid", P, D, _PLACED),
    Rule("phone_prefix_missing", P, D, _PLACED),
    Rule("phone_prefix_unknown", N, S, _PLACED),
    Rule("phone_leading_zero", A, H, _PLACED),
    Rule("charge_description_missing", N, D, _PLACED),
    Rule("email_invalid", P, S, _PLACED),
    Rule("url_invalid", P, D, _LINKED),
    # places
    Rule("address_kind_forbidden", N, D, _PLACED),
    Rule("address_incomplete", P, D, _PLACED),
    Rule("street_number_missing", N, S, _PLACED),
    Rule("postal_code_unknown", N, S, _PLACED),
    Rule("municipality_unknown", N, S, _PLACED),
    Rule("country_unknown", N, D, _PLACED),
    Rule("coordinates_outside_finland", A, H, _PLACED),
    # hours
    Rule("hours_time_invalid", P, D, _TIMED),
    Rule("hours_empty", N, S, _TIMED),
    Rule("hours_spans_forbidden", N, S, _TIMED),
    Rule("hours_one_span", N, S, _TIMED),
    Rule("hours_day_missing", N, S, _TIMED),
    Rule("hours_date_missing", P, H, _TIMED),
    Rule("hours_period_reversed", N, S, _TIMED),
    Rule("hours_end_before_start", A, H, _TIMED),
    Rule("hours_overlap", A, H, _TIMED),
    Rule("hours_past", A, E, _TIMED),
    # fees
    Rule("fee_untold", P, H, _PRICED),
    Rule("fee_amount_invalid", P, H, _PRICED),
    Rule("fee_free_with_amount", P, H, _PRICED),
    Rule("fee_where_free", A, H, _PRICED),
    Rule("fee_text_length", P, H, _PRICED),
    Rule("fee_period_reversed", P, H, _PRICED),
    Rule("fee_overlap", P, H, _PRICED),
    Rule("fee_language_missing", A, E, _PRICED),
    # organisations
    Rule("business_code_invalid", N, D, _ORGANIZATION),
    Rule("business_code_mistyped", A, Source.LAW, _ORGANIZATION),
    Rule("oid_invalid", N, D, (*_ORGANIZATION, *_CHANNEL)),
    # connections and collections
    Rule("connection_without_language", N, L, _CONNECTION),
    Rule("connection_details_forbidden", N, S, _CONNECTION),
    Rule("collection_empty", A, E, _COLLECTION),
    # how it is written
    Rule("town_language_missing", A, E, _THINGS),
    Rule("contacts_in_other_languages", A, E, (*_ORGANIZATION, *_CHANNEL)),
    Rule("contact_in_text", A, E, _ALL),
    Rule("sentence_too_long", A, E, _ALL),
    Rule("description_equals_summary", A, E, _ALL),
)

BY_CODE: Final = {rule.code: rule for rule in RULES}
