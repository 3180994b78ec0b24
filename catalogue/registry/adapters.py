"""One adapter for each version of the register's interface: how its documents are read, whole and by their heads."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from catalogue.dialects import ptv_v11, ptv_v12
from catalogue.registry.capabilities import Version
from catalogue.services.values import Kind, Record, Service, ServiceChannel, ServiceCollection


class Item(msgspec.Struct, rename="camel"):
    """A thing that a document names."""

    id: UUID


class Part(msgspec.Struct, rename="camel"):
    """An organisation's part in a service."""

    role_type: str
    organization: Item


class Link(msgspec.Struct, rename="camel"):
    """A connection of a service."""

    service_channel: Item


class Head(msgspec.Struct, rename="camel"):
    """What decides whether a document is ours and what else it needs."""

    id: UUID
    organization_id: UUID | None = None
    organizations: list[Part] | None = None
    service_channels: list[Link] | None = None

    @property
    def responsible(self) -> set[UUID]:
        """The main responsible organisations of a service, or the owner of a channel or collection."""
        if self.organization_id:
            return {self.organization_id}
        return {part.organization.id for part in self.organizations or () if part.role_type == "Responsible"}

    @property
    def named_organizations(self) -> set[UUID]:
        """Every organisation that the document names."""
        return self.responsible | {part.organization.id for part in self.organizations or ()}

    @property
    def named_channels(self) -> set[UUID]:
        """The channels that a service is connected to."""
        return {link.service_channel.id for link in self.service_channels or ()}


class Adapter(NamedTuple):
    """How one version is read. `parse` and `head` raise InvalidDocument; `head` reads no more than it must."""

    version: Version
    parse: Callable[[Kind, bytes], Record]
    head: Callable[[Kind, bytes], Head]


def _head_of_v11(kind: Kind, document: bytes) -> Head:
    try:
        return msgspec.json.decode(document, type=Head)
    except msgspec.DecodeError:  # optional members have odd types: read the whole with patience
        return _head_of(ptv_v11.parse(kind, document))


def _head_of_v12(kind: Kind, document: bytes) -> Head:
    return _head_of(ptv_v12.parse(kind, document))


def _head_of(record: Record) -> Head:
    value = record.value
    match value:
        case Service():
            parts = [
                Part(part.role_type or "", Item(part.organization.id))
                for part in value.organizations
                if part.organization
            ]
            return Head(record.id, None, parts, [Link(Item(end.other.id)) for end in record.connections])
        case ServiceChannel() | ServiceCollection():
            return Head(record.id, value.organization_id)
        case _:
            return Head(record.id)


V11: Final = Adapter("v11", ptv_v11.parse, _head_of_v11)
V12: Final = Adapter("v12", ptv_v12.parse, _head_of_v12)
ADAPTERS: Final[dict[Version, Adapter]] = {each.version: each for each in (V11, V12)}


def adapter_of(document: bytes) -> Adapter:
    """The adapter of a document that was kept, by what it says: version 11 has neither of these members."""
    return V12 if msgspec.json.decode(document, type=dict[str, msgspec.Raw]).keys() & {"contentId", "thing"} else V11


def parse_kept(kind: Kind, document: bytes) -> Record:
    """A document that was kept, of whichever version it was received; raises InvalidDocument."""
    return adapter_of(document).parse(kind, document)


def readable_id(document: bytes) -> str:
    """The id of a document that is otherwise unreadable, empty where even that is no GUID."""
    try:
        found: Any = msgspec.json.decode(document)
        found = found.get("thing", found)
        return str(UUID(found.get("id") or found["contentId"]))
    except (msgspec.DecodeError, LookupError, TypeError, ValueError, AttributeError):
        return ""
