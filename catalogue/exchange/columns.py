"""The columns of a sheet: each shows one member of a thing as a cell, and puts a cell's text onto a thing (pure).

A cell that says what the thing shows is never read, so what a cell cannot say is not lost: only changed cells are put.
What a cell puts, it shows; and what the other columns show stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from catalogue.codes.values import NamedCode
from catalogue.exchange.contacts import address_columns, contact_columns, hours_column
from catalogue.exchange.values import Column
from catalogue.exchange.written import Unreadable
from catalogue.parts import Classification, LanguageVersion, Reference, ServiceOrganization
from catalogue.services.values import Kind, Service, ServiceChannel
from catalogue.services.workflow import TYPES, Content
from catalogue.text import LANGUAGES

SHEETS: Final[tuple[Kind, ...]] = ("organization", "service", "service_channel")
CODE_LISTS: Final = ("service_classes", "target_groups", "life_events")
CodeLists = Mapping[str, Mapping[str, NamedCode]]
"""Codes by list; a list that is not there, or empty, is one that this host has not read."""

TEXTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "organization": ("name", "alternative_name", "summary", "description"),
    "service": (
        *("name", "summary", "description", "user_instruction", "requirements"),
        *("charge_type_additional_info", "processing_time", "dead_line", "keywords"),
    ),
    "service_channel": ("name", "alternative_name", "summary", "description"),
}
_PARTED: Final = re.compile(r"\s*[;\n]\s*")


def identity(kind: Kind) -> tuple[str, ...]:
    """The columns that say which thing a row is, and as of when; they are told and never written."""
    return (f"{kind}_id", "ptv_id", "version", "state")


def columns(kind: Kind, languages: Sequence[str], codes: CodeLists) -> list[Column]:
    """The columns of a kind after those of its identity; texts in these languages."""
    return [_plain("source_id"), *_of_kind(kind, codes), *_texts(kind, languages), *_contacts(kind, languages)]


def keys(kind: Kind, languages: Sequence[str]) -> list[str]:
    """The keys of all columns, in the order of the sheet."""
    return [*identity(kind), *(column.key for column in columns(kind, languages, {}))]


def in_all_languages(kind: Kind) -> list[str]:
    """Every key that a sheet of this kind can have."""
    return keys(kind, LANGUAGES)


def empty(kind: Kind) -> Content:
    """What a new row is put onto."""
    return ServiceChannel(service_channel_type="") if kind == "service_channel" else TYPES[kind]()  # type: ignore[call-arg]


# --- kinds ------------------------------------------------------------------------------------------------------------


def _of_kind(kind: Kind, codes: CodeLists) -> Iterator[Column]:
    if kind == "organization":
        yield _organization("parent_organization_id")
        yield _plain("organization_type")
        yield _plain("business_code")
        return
    if kind == "service":
        yield Column("organization", "/organizations", _responsible, _with_responsible)
        yield _plain("type")
        yield _plain("service_charge_type")
        yield _words("languages")
        yield from (_codes(name, codes.get(name, {})) for name in CODE_LISTS)
        yield _codes("ontology_terms", None)
        return
    yield Column("service_channel_type", "/service_channel_type", _channel_type, _with_channel_type)
    yield _organization("organization_id", key="organization")
    yield _words("languages")


def _contacts(kind: Kind, languages: Sequence[str]) -> Iterator[Column]:
    if kind == "service":
        return
    yield from contact_columns(languages)
    yield from address_columns(languages)
    if kind == "service_channel":
        yield hours_column()


def _texts(kind: Kind, languages: Sequence[str]) -> Iterator[Column]:
    for member in TEXTS[kind]:
        yield from (_text(member, language) for language in languages)


# --- one column -------------------------------------------------------------------------------------------------------


def _plain(member: str) -> Column:
    return Column(
        member,
        f"/{member}",
        lambda thing: getattr(thing, member) or "",
        lambda thing, text: replace(thing, **{member: text or None}),
    )


def _words(member: str) -> Column:
    return Column(
        member,
        f"/{member}",
        lambda thing: "; ".join(getattr(thing, member)),
        lambda thing, text: replace(thing, **{member: parted(text)}),
    )


def parted(text: str) -> list[str]:
    """The items of a cell that has several: apart by semicolons or line breaks."""
    return [part for part in _PARTED.split(text.strip()) if part]


def _text(member: str, language: str) -> Column:
    """A text of a language version; a version without anything goes."""
    parts = member == "keywords"

    def show(thing: Any) -> str:
        said = getattr(thing.language_versions.get(language), member, None)
        return "; ".join(said or ()) if parts else said or ""

    def put(thing: Any, text: str) -> Any:
        before = thing.language_versions.get(language, LanguageVersion())
        version = replace(before, **{member: parted(text) if parts else text or None})
        versions = {**thing.language_versions, language: version}
        if version == LanguageVersion():
            del versions[language]
        return replace(thing, language_versions=versions)

    return Column(f"{member}.{language}", f"/language_versions/{language}/{member}", show, put, language)


def _organization(member: str, *, key: str = "") -> Column:
    def put(thing: Any, text: str) -> Any:
        return replace(thing, **{member: read_id(text) if text else None})

    return Column(key or member, f"/{member}", lambda thing: str(getattr(thing, member) or ""), put)


def read_id(text: str) -> UUID:
    """An id; raises Unreadable."""
    try:
        return UUID(text)
    except ValueError as error:
        message = f'"{text}" is no id; ids look like 7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81.'
        raise Unreadable(message) from error


def _main(service: Service) -> int | None:
    return next((at for at, part in enumerate(service.organizations) if part.role_type == "Responsible"), None)


def _responsible(service: Service) -> str:
    at = _main(service)
    part = None if at is None else service.organizations[at].organization
    return "" if part is None else str(part.id)


def _with_responsible(service: Service, text: str) -> Service:
    at, parts = _main(service), list(service.organizations)
    if not text:
        return replace(service, organizations=[part for number, part in enumerate(parts) if number != at])
    named = Reference(id=read_id(text))
    if at is None:
        parts.insert(0, ServiceOrganization(organization=named, role_type="Responsible"))
    else:
        parts[at] = replace(parts[at], organization=named)
    return replace(service, organizations=parts)


def _channel_type(channel: ServiceChannel) -> str:
    return channel.service_channel_type


def _with_channel_type(channel: ServiceChannel, text: str) -> ServiceChannel:
    if channel.service_channel_type:
        message = f"A channel stays of its kind, here {channel.service_channel_type}; make a new one instead."
        raise Unreadable(message)
    return replace(channel, service_channel_type=text)


def _key(part: Classification) -> str:
    return part.code or part.uri or part.new_uri or ""


def _codes(member: str, known: Mapping[str, NamedCode] | None) -> Column:
    """Classifications by their codes, or by their addresses where `known` is None; what has neither stays."""

    def show(thing: Any) -> str:
        return "; ".join(key for part in getattr(thing, member) if (key := _key(part)))

    def put(thing: Any, text: str) -> Any:
        before: list[Classification] = getattr(thing, member)
        kept = {_key(part): part for part in reversed(before)}
        wanted = [kept.get(key) or _classification(key, known) for key in dict.fromkeys(parted(text))]
        return replace(thing, **{member: [*wanted, *(part for part in before if not _key(part))]})

    return Column(member, f"/{member}", show, put)


def _classification(key: str, known: Mapping[str, NamedCode] | None) -> Classification:
    if known is None or key.startswith(("http://", "https://")):
        if not key.startswith(("http://", "https://")):
            message = f'"{key}" is not the address of a term, such as http://www.yso.fi/onto/koko/p1.'
            raise Unreadable(message)
        return Classification(uri=key)
    code = known.get(key)
    if code is None:
        if known:
            message = f'"{key}" is not a code of this national list.'
            raise Unreadable(message)
        return Classification(code=key)
    return Classification(code=code.code, uri=code.old_uri, new_uri=code.uri, name=code.names)
