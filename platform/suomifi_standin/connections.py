"""Connections made, changed or cut by anybody, seen the same from both ends."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from suomifi_standin.documents import Document

EMPTY: Mapping[str, Any] = {
    "serviceChargeType": None,
    "description": [],
    "extraTypes": [],
    "serviceHours": [],
    "contactDetails": None,
    "digitalAuthorizations": [],
}
"""The members of a connection that are the same at both ends, in wire order."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection; each end carries its own date. `asti`: it is one of the ASTI register."""

    content: Document
    modified_at_service: str
    modified_at_channel: str
    asti: bool = False

    def seen_from_service(self, channel: Document) -> Document:
        return {"serviceChannel": channel, **self.content, "modified": self.modified_at_service}

    def seen_from_channel(self, service: Document) -> Document:
        return {"service": service, **self.content, "modified": self.modified_at_channel}


@dataclass(slots=True)
class Connections:
    """What differs from the sources: a connection by (service, channel), or None where one was cut."""

    _by_end: dict[str, dict[str, Connection | None]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, service: str, channel: str, connection: Connection | None) -> None:
        self._by_end[service][channel] = connection
        self._by_end[channel][service] = connection

    def of(self, end: str) -> Mapping[str, Connection | None]:
        """Other end -> connection, for one service or channel."""
        return self._by_end.get(end, {})
