"""What is served: kinds of things, their documents on the wire, and the small questions asked of any document."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import msgspec
import orjson

Document = dict[str, Any]
"""A wire document: members in wire order. A value may be `msgspec.Raw`, a piece of recorded JSON kept as it was."""


class Kind(StrEnum):
    """The five kinds of things, named as the paths name them."""

    ORGANIZATION = "Organization"
    SERVICE = "Service"
    CHANNEL = "ServiceChannel"
    COLLECTION = "ServiceCollection"
    GENERAL_DESCRIPTION = "GeneralDescription"


UNDATED = "2020-01-01T00:00:00"
"""When a recorded document that does not say so was changed."""
CHANNEL_KINDS = ("EChannel", "WebPage", "PrintableForm", "Phone", "ServiceLocation")
SERVICE_TYPES = ("Service", "PermitOrObligation", "ProfessionalQualification")

_NAMES = {
    Kind.ORGANIZATION: "organizationNames",
    Kind.SERVICE: "serviceNames",
    Kind.CHANNEL: "serviceChannelNames",
    Kind.COLLECTION: "serviceCollectionNames",
    Kind.GENERAL_DESCRIPTION: "names",
}


def names_member(kind: Kind) -> str:
    """The member that holds the names of this kind."""
    return _NAMES[kind]


def kind_of(document: Document) -> Kind | None:
    """The kind of a whole document, told by the member that holds its names; None when it is none of them."""
    return next((kind for kind, member in _NAMES.items() if member in document), None)


def display_name(names: Iterable[Any] | None) -> str | None:
    """The name shown in lists: the Finnish one, otherwise the first; an alternative name only for want of others."""
    found = sorted(
        (item for item in names or () if isinstance(item, dict) and item.get("value")),
        key=lambda item: (item.get("type") == "AlternativeName", item.get("language") != "fi"),
    )
    return str(found[0]["value"]) if found else None


def plain(value: Any) -> Any:
    """A member's value with recorded JSON decoded."""
    return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value


def _verbatim(value: Any) -> orjson.Fragment:
    if isinstance(value, msgspec.Raw):
        return orjson.Fragment(bytes(value))
    raise TypeError(type(value).__name__)


def encode(value: Any) -> bytes:
    """JSON bytes; recorded pieces come out as they were recorded."""
    return orjson.dumps(value, default=_verbatim)
