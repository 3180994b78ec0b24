"""The sheets: which there are, what their columns are called, and which of them say what a row is about (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from catalogue.exchange.areas import areas_column
from catalogue.exchange.columns import (
    CodeLists,
    channel_type,
    codes,
    listed,
    members,
    organization,
    plain,
    producers,
    responsible,
    text,
)
from catalogue.exchange.contacts import address_columns, contact_columns, hours_column, online_columns
from catalogue.exchange.fees import fee_keys, fees_column
from catalogue.exchange.values import Column, Sheet
from catalogue.services.rules.places import AREA_LISTS
from catalogue.text import LANGUAGES

SHEETS: Final[tuple[Sheet, ...]] = (
    *("organization", "service", "service_channel", "service_collection", "connection", "fee"),
)
"""In the order in which they are read, so that what a row names is there."""

CLASSES: Final = ("service_classes", "target_groups", "life_events")
CODE_LISTS: Final = (*CLASSES, *AREA_LISTS.values())
DATES: Final = frozenset({"valid_from", "valid_to"})
ANSWERS: Final = frozenset({"free_of_charge", "requires_authentication"})
TEXTS: Final[Mapping[Sheet, tuple[str, ...]]] = {
    "organization": ("name", "alternative_name", "summary", "description"),
    "service": (
        *("name", "summary", "description", "user_instruction", "requirements"),
        *("charge_type_additional_info", "processing_time", "dead_line", "keywords"),
    ),
    "service_channel": ("name", "alternative_name", "summary", "description"),
    "service_collection": ("name", "summary", "description"),
    "connection": ("description", "charge_type_additional_info"),
}
_MARKS: Final[Mapping[str, Sheet]] = {
    "amount": "fee",
    "channel_id": "connection",
    "organization_id": "organization",
    "service_channel_id": "service_channel",
    "service_collection_id": "service_collection",
    "service_id": "service",
}
"""Keys by which a sheet is told, the first that is there."""


def told_by(keys: Sequence[str]) -> Sheet | None:
    """Of which sheet these are the columns; None for what is no header."""
    return next((sheet for mark, sheet in _MARKS.items() if mark in keys), None)


def identity(sheet: Sheet) -> tuple[str, ...]:
    """The columns that say what a row is about, and as of when; they are told and never written."""
    match sheet:
        case "connection":
            return ("service_id", "channel_id", "version", "service", "service_channel")
        case "fee":
            return ("service_id", "channel_id", "source_id", "version", "service", "service_channel")
        case _:
            return (f"{sheet}_id", "ptv_id", "version", "state")


def columns(sheet: Sheet, languages: Sequence[str], lists: CodeLists) -> list[Column]:
    """The columns of a sheet after those of its identity; texts in these languages. Of fees, all in one."""
    if sheet == "fee":
        return [fees_column(languages)]
    own = () if sheet == "connection" else (plain("source_id"),)
    return [*own, *_of(sheet, lists), *_texts(sheet, languages), *_contacts(sheet, languages)]


def keys(sheet: Sheet, languages: Sequence[str]) -> list[str]:
    """The keys of all columns, in the order of the sheet."""
    if sheet == "fee":
        return [*identity(sheet), *fee_keys(languages)]
    return [*identity(sheet), *(column.key for column in columns(sheet, languages, {}))]


def in_all_languages(sheet: Sheet) -> list[str]:
    """Every key that a sheet can have."""
    return keys(sheet, LANGUAGES)


def languages_of(header: Sequence[str]) -> tuple[str, ...]:
    """The languages in which a sheet has texts."""
    said = {key.partition(".")[2] for key in header}
    return tuple(language for language in LANGUAGES if language in said)


def _of(sheet: Sheet, lists: CodeLists) -> Iterator[Column]:
    match sheet:
        case "organization":
            yield organization("parent_organization_id")
            yield plain("organization_type")
            yield plain("business_code")
        case "service":
            yield responsible()
            yield producers()
            yield plain("type")
            yield plain("funding_type")
            yield plain("service_charge_type")
            yield listed("languages")
            yield from (codes(name, lists.get(name, {})) for name in CLASSES)
            yield codes("ontology_terms", None)
        case "service_channel":
            yield channel_type()
            yield organization("organization_id", key="organization")
            yield listed("languages")
        case "service_collection":
            yield organization("organization_id", key="organization")
            yield members("services")
            yield members("service_channels")
        case _:
            yield plain("service_charge_type")
    if sheet in ("organization", "service", "service_channel"):
        yield plain("area_type")
        yield areas_column(lists)


def _texts(sheet: Sheet, languages: Sequence[str]) -> Iterator[Column]:
    for member in TEXTS[sheet]:
        yield from (text(member, language) for language in languages)


def _contacts(sheet: Sheet, languages: Sequence[str]) -> Iterator[Column]:
    if sheet in ("organization", "service_channel"):
        yield from contact_columns(languages)
        yield from address_columns(languages)
    if sheet == "service_channel":
        yield from online_columns(languages)
    if sheet in ("service_channel", "connection"):
        yield hours_column()
