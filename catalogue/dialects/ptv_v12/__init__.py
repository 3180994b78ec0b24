"""The national catalogue's Open API, version 12: from its documents to our values and back; reading only.

Version 12 shows what version 11 does in another shape (reference: PTV Open API v12, sections 9 and 10): texts and
contacts by language version, hours of six tagged types, bare codes, and connections as things of their own. A service
or a channel is therefore *assembled*: `{"thing": its document, "connections": [documents of its connections]}`.

Two laws hold, and tests try them on documents made of the wire model, whole and mutilated:

- `normal(render(parse(d))) == normal(d)`: nothing is lost, whatever stands where.
- `parse(render(x)) == x` for what version 12 can say. What it cannot, and what version 11 cannot, is the table of
  `differences`, by which the third law is tried: a thing rendered by both versions is parsed to the same by both.

The engine (`shape`) takes only what it can give back, so the first law holds by the way documents are read: the rest is
kept in the remainder of the very part it belongs to, under a name of its own, so that version 11 never writes it. The
tables are in `things`, `services` and `channels`, what they are made of in `members`, `fields`, `contacts`, `places`
and `hours`.

Nothing is written by version 12 yet: it publishes no path for it (reference 11), and `catalogue.registry.capabilities`
says so. What a writer will need is here as pure functions of our values: these tables know how each member is spelt on
the wire, `differences` what a body must not hold. Its bodies are no read documents (`addressSource`, coordinates and
phones differ; no remainder may be in them), so it gets tables of its own beside these, as version 11 has `in_shapes`.

Texts are Markdown in version 12 (stated for what is written, reference 2); they are kept as they come.

Imports: services (values, hours), codes (values), parts, text, errors. No Django, no input or output.
"""

from collections.abc import Iterable
from typing import Any, Final, cast
from uuid import UUID

import msgspec

from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v12.channels import CHANNELS
from catalogue.dialects.ptv_v12.codecs import CHANNEL_TYPE, read_guid
from catalogue.dialects.ptv_v12.normal import normal
from catalogue.dialects.ptv_v12.services import CONNECTION, SERVICE
from catalogue.dialects.ptv_v12.shape import INSTEAD, Shape
from catalogue.dialects.ptv_v12.things import GENERAL_DESCRIPTION, MUNICIPALITY, ORGANIZATION, SERVICE_COLLECTION
from catalogue.errors import InvalidDocument
from catalogue.parts import OF_V12, Reference
from catalogue.services.values import (
    ConnectionEnd,
    Kind,
    Organization,
    Record,
    Service,
    ServiceChannel,
)

__all__ = [
    "assemble",
    "normal",
    "parse",
    "parse_general_description",
    "render",
    "render_bytes",
    "render_general_description",
]

_ENDS: Final = {"service": "serviceContentId", "service_channel": "channelContentId"}
"""Which member of a connection is the end that a thing of this kind is; the other one is the other end."""
_ID: Final = "contentId"


def assemble(thing: bytes | msgspec.Raw, connections: Iterable[bytes | msgspec.Raw]) -> bytes:
    """A service or channel with its connections as one document, byte for byte as they came, in the order given."""
    return b"".join((b'{"thing":', bytes(thing), b',"connections":[', b",".join(map(bytes, connections)), b"]}"))


def parse(kind: Kind, document: bytes | msgspec.Raw) -> Record:
    """The thing that a document describes; services and channels assembled, with their connections.

    Raises InvalidDocument when it is no JSON object, or its id, its kind of channel or its owner cannot be used.
    """
    raw = _decoded(document)
    connections: list[ConnectionEnd] = []
    left: list[Any] = []
    if kind in _ENDS:
        for each in _listed(raw.get("connections")):
            end = _read_end(kind, each)
            connections += [end] if end is not None else []
            left += [each] if end is None else []
        raw = _object(raw.get("thing"))
    key = read_guid(raw.get(_ID))
    if key is None:
        raise InvalidDocument("The document's id is not a GUID.", place=_ID)
    owner = raw.get("organizationContentId")
    if kind != "organization" and owner not in (None, "", []) and read_guid(owner) is None:
        message = "The responsible organisation of the document is not a GUID."
        raise InvalidDocument(message, place="organizationContentId")
    value = _shape(kind, raw).read({name: each for name, each in raw.items() if name != _ID})
    if left:
        value = msgspec.structs.replace(value, remainder={OF_V12: value.remainder.get(OF_V12, {}) | {_LEFT: left}})
    return Record(id=key, value=value, connections=connections)


_LEFT: Final = f"{INSTEAD}connections"
"""In the remainder: connections whose ends cannot be read."""


def render(record: Record) -> dict[str, Any]:
    """The document as version 12 reads it: every member in wire order, null or empty where we know nothing.

    What comes from a remainder is shared with it, not copied: do not change the document in place.
    """
    value = record.value
    kind = _KINDS.get(type(value), "service_collection")
    written = {_ID: str(record.id)} | _shape_of(value).write(value)
    if kind not in _ENDS:
        return written
    left = value.remainder.get(OF_V12, {}).get(_LEFT, [])
    return {"thing": written, "connections": [_write_end(kind, record.id, end) for end in record.connections] + left}


def render_bytes(record: Record) -> bytes:
    """The same as JSON."""
    return msgspec.json.encode(render(record))


def parse_general_description(document: bytes | msgspec.Raw) -> tuple[UUID, GeneralDescription]:
    """The id and the value of a general description; raises InvalidDocument as `parse` does."""
    raw = _decoded(document)
    key = read_guid(raw.pop(_ID, None))
    if key is None:
        raise InvalidDocument("The document's id is not a GUID.", place=_ID)
    return key, cast(GeneralDescription, GENERAL_DESCRIPTION.read(raw))


def render_general_description(identifier: UUID, value: GeneralDescription) -> dict[str, Any]:
    """The document of a general description."""
    return {_ID: str(identifier)} | GENERAL_DESCRIPTION.write(value)


_KINDS: Final[dict[type, str]] = {
    Organization: "organization",
    Service: "service",
    ServiceChannel: "service_channel",
}


def _shape(kind: Kind, raw: dict[str, Any]) -> Shape:
    match kind:
        case "organization":
            return MUNICIPALITY if raw.get("organizationType") == "Municipality" else ORGANIZATION
        case "service":
            return SERVICE
        case "service_channel":
            word = raw.get("serviceChannelType")
            shape = CHANNELS.get(word) if isinstance(word, str) else None
            if shape is None:
                message = "The document's kind of service channel is not known."
                raise InvalidDocument(message, place="serviceChannelType")
            return shape
    return SERVICE_COLLECTION


def _shape_of(value: Any) -> Shape:
    match value:
        case Organization():
            return MUNICIPALITY if value.organization_type == "Municipality" else ORGANIZATION
        case Service():
            return SERVICE
        case ServiceChannel():
            return CHANNELS[CHANNEL_TYPE.write(value.service_channel_type)]
    return SERVICE_COLLECTION


def _read_end(kind: str, raw: Any) -> ConnectionEnd | None:
    """A connection as a thing of this kind shows it; None where its ends cannot be read."""
    if type(raw) is not dict:
        return None
    keys = {wire: read_guid(raw.get(wire)) for wire in _ENDS.values()}
    other = next(key for wire, key in keys.items() if wire != _ENDS[kind])
    if other is None or keys[_ENDS[kind]] is None:
        return None
    end = CONNECTION.read({name: each for name, each in raw.items() if name not in keys})
    return None if end is None else msgspec.structs.replace(cast(ConnectionEnd, end), other=Reference(id=other))


def _write_end(kind: str, own: UUID, end: ConnectionEnd) -> dict[str, Any]:
    mine = _ENDS[kind]
    ends = {wire: str(own if wire == mine else end.other.id) for wire in _ENDS.values()}
    return ends | CONNECTION.write(end)


def _decoded(document: bytes | msgspec.Raw) -> dict[str, Any]:
    try:
        return _object(msgspec.json.decode(document))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidDocument(f"The document is not JSON: {error}.") from error


def _object(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise InvalidDocument("The document is not a JSON object.")
    return raw


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []
