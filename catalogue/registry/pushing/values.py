"""What planning and applying say to each other: plain values, without Django."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from catalogue.codes.values import GeneralDescription
from catalogue.services.rules import Finding
from catalogue.services.values import ConnectionEnd, Kind, Organization, Service, ServiceChannel, ServiceCollection

Content = Organization | Service | ServiceChannel | ServiceCollection
Subject = Literal["organization", "service_channel", "service", "connections", "service_collection"]
"""What one write is about: a thing, or all ordinary connections of a service at once (reference 4.6)."""

Deed = Literal["create", "change", "archive", "restore", "touch", "connect"]
"""`touch` writes again what is there, so that the register's own archiving does not catch it (reference 4.3)."""

SUBJECTS: Final[Mapping[Subject, Kind]] = {
    "organization": "organization",
    "service_channel": "service_channel",
    "service": "service",
    "connections": "service",
    "service_collection": "service_collection",
}
"""The kind of the thing in whose document the register tells of a subject."""

Verb = Literal["POST", "PUT"]
Judgement = Literal["as_before", "as_planned", "in_between", "moved_on"]
"""What the register holds, seen from a write: what it held when it was planned, what it shall hold, a part of each, or
something else."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why something is not written, or was not taken: a code of `words`, where it applies, and the register's words.

    `pointer` leads into the thing's content as it is stored; empty for the thing as a whole.
    """

    code: str
    pointer: str = ""
    language: str | None = None
    said: str = ""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A member that a write changes: a pointer into the content, and what was and will be there; None is nothing.

    In lists whose items are known by something (`likeness`), the last step names the item.
    """

    pointer: str
    before: Any = None
    after: Any = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What the register holds of a thing, as last received: its id there, the document's hash, and its content with
    our ids. `connections` are those of a service, as its own document tells them.
    """

    ptv_id: UUID
    hash: bytes
    content: Content
    archived: bool = False
    connections: tuple[ConnectionEnd, ...] = ()


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of the town's own as readers see it, and what the register holds of it; None where it holds nothing.

    `version` is that of the row. `connections` are what editors have made of the pairs of a service, None where nobody
    has touched any since the register had them.
    """

    kind: Kind
    id: UUID
    version: int
    shown: bool
    content: Content
    names: Mapping[str, str] = {}
    held: Held | None = None
    connections: tuple[ConnectionEnd, ...] | None = None
    findings: tuple[Finding, ...] = ()
    in_conflict: bool = False
    connections_in_conflict: bool = False
    connection_findings: tuple[Finding, ...] = ()


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan must know beside the things.

    `unlinked` are own things that the register does not have yet. `central` are the general descriptions that services
    link. `parents` is the town's tree of organisations.
    """

    now: datetime
    unlinked: frozenset[str] = frozenset()
    central: Mapping[UUID, GeneralDescription] = {}
    channel_types: Mapping[UUID, str] = {}
    parents: Mapping[UUID, UUID | None] = {}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A write that is proposed. Ids in `body` and `predicted` are ours; they become the register's when it is sent.

    `before` and `predicted` are the whole state as bodies of writing tell it, before and after. `needs` are own things
    that must be in the register first. `left_standing` are members of the wire that the register keeps although ours
    are gone. One with `refusals`, or with findings that refuse it, is blocked.
    """

    subject: Subject
    deed: Deed
    object_id: UUID
    ptv_id: UUID | None
    verb: Verb
    route: str
    body: Mapping[str, Any]
    before: Mapping[str, Any]
    predicted: Mapping[str, Any]
    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    left_standing: tuple[str, ...] = ()
    needs: tuple[UUID, ...] = ()
    version: int = 0
    hash: bytes | None = None
    names: Mapping[str, str] = {}


ORDER: Final[tuple[Subject, ...]] = ("organization", "service_channel", "service", "connections", "service_collection")
"""In which kinds are written: each names only what comes before it. What is archived goes last, the other way round."""
