"""The columns of a sheet: each shows one member of a thing as a cell, and puts a cell's text onto a thing (pure).

A cell that says what the thing shows is never read, so what a cell cannot say is not lost: only changed cells are put.
What a cell puts, it shows; and what the other columns show stays as it is.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from catalogue.codes.values import NamedCode
from catalogue.exchange.errors import Unreadable
from catalogue.exchange.values import Column
from catalogue.parts import Classification, LanguageVersion, Reference, ServiceOrganization
from catalogue.services.rules.services import PROVISIONS
from catalogue.services.values import CollectionMember, Kind, Service, ServiceChannel, ServiceCollection
from catalogue.services.workflow import TYPES, Content

CodeLists = Mapping[str, Mapping[str, NamedCode]]
"""Codes by list; a list that is not there, or empty, is one that this host has not read."""

REPEATED: Final = 100
_PARTED: Final = re.compile(r"\s*[;\n]\s*")


def empty(kind: Kind) -> Content:
    """What a new row is put onto."""
    return ServiceChannel(service_channel_type="") if kind == "service_channel" else TYPES[kind]()  # type: ignore[call-arg]


# --- one column -------------------------------------------------------------------------------------------------------


def plain(member: str) -> Column:
    """A member that is a text of no language."""
    return Column(
        member,
        f"/{member}",
        lambda thing: getattr(thing, member) or "",
        lambda thing, text: replace(thing, **{member: text or None}),
    )


def listed(member: str) -> Column:
    """A member that is a list of words."""
    return Column(
        member,
        f"/{member}",
        lambda thing: "; ".join(getattr(thing, member)),
        lambda thing, text: replace(thing, **{member: parted(text)}),
    )


def parted(text: str) -> list[str]:
    """The items of a cell that has several: apart by semicolons or line breaks."""
    return [part for part in _PARTED.split(text.strip()) if part]


def text(member: str, language: str) -> Column:
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


def organization(member: str, *, key: str = "") -> Column:
    """A member that is the id of an organisation."""

    def put(thing: Any, text: str) -> Any:
        return replace(thing, **{member: read_id(text) if text else None})

    return Column(key or member, f"/{member}", lambda thing: str(getattr(thing, member) or ""), put)


def shortened(text: str) -> str:
    """As much of a cell as a sentence repeats."""
    return text if len(text) <= REPEATED else f"{text[: REPEATED - 1]}…"


def read_id(text: str) -> UUID:
    """An id; raises Unreadable."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Unreadable("no_id", text=shortened(text)) from error


def _main(service: Service) -> int | None:
    return next((at for at, part in enumerate(service.organizations) if part.role_type == "Responsible"), None)


def responsible() -> Column:
    """The main responsible organisation of a service."""
    return Column("organization", "/organizations", _responsible, _with_responsible)


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


def channel_type() -> Column:
    """Of which kind a channel is; said once."""
    return Column("service_channel_type", "/service_channel_type", _channel_type, _with_channel_type)


def _channel_type(channel: ServiceChannel) -> str:
    return channel.service_channel_type


def _with_channel_type(channel: ServiceChannel, text: str) -> ServiceChannel:
    if channel.service_channel_type:
        raise Unreadable("kind_stays", kind=channel.service_channel_type)
    return replace(channel, service_channel_type=text)


def producers() -> Column:
    """Who gives a service: organisations by their ids, each after how. Who is told by words only stays."""

    def show(service: Service) -> str:
        return "; ".join(f"{part.provision_type} {part.organization.id}" for part in _producing(service))

    def put(service: Service, text: str) -> Service:
        told = _producing(service)
        known = {(part.provision_type, part.organization.id): part for part in told}
        made = []
        for how, organization_id in dict.fromkeys(map(_read_producer, parted(text))):
            new = ServiceOrganization(
                organization=Reference(id=organization_id), role_type="Producer", provision_type=how
            )
            made.append(known.get((how, organization_id)) or new)
        others = [part for part in service.organizations if not any(part is each for each in told)]
        return replace(service, organizations=[*others, *made])

    return Column("producers", "/organizations/[0-9]+/(provision_type|organization)", show, put)


def _producing(service: Service) -> list[Any]:
    return [part for part in service.organizations if part.role_type == "Producer" and part.organization is not None]


def _read_producer(text: str) -> tuple[str, UUID]:
    how, _, named = text.rpartition(" ")
    if how.strip() and how.strip() not in PROVISIONS:
        raise Unreadable("no_producer", text=shortened(text), types=", ".join(PROVISIONS))
    return how.strip() or PROVISIONS[0], read_id(named)


def members(member: str) -> Column:
    """Services or channels of a collection, by their ids; those that stay keep what is told of them."""

    def show(collection: ServiceCollection) -> str:
        return "; ".join(str(each.id) for each in getattr(collection, member))

    def put(collection: ServiceCollection, text: str) -> ServiceCollection:
        before = {each.id: each for each in getattr(collection, member)}
        ids = dict.fromkeys(map(read_id, parted(text)))
        return replace(collection, **{member: [before.get(each) or CollectionMember(id=each) for each in ids]})

    return Column(member, f"/{member}", show, put)


def _key(part: Classification) -> str:
    return part.code or part.uri or part.new_uri or ""


def codes(member: str, known: Mapping[str, NamedCode] | None) -> Column:
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
            raise Unreadable("no_term", text=shortened(key))
        return Classification(uri=key)
    code = known.get(key)
    if code is None:
        if known:
            raise Unreadable("no_code", text=shortened(key))
        return Classification(code=key)
    return Classification(code=code.code, uri=code.old_uri, new_uri=code.uri, name=code.names)
