"""What a town's file says of itself: its manifest, as typed plain values.

Members are only ever added to these within a format; what a reader of the same format does not know, it skips.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

FORMAT: Final = "kuntakanta-town"
VERSION: Final = 1


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What every version of the format has."""

    format: str
    version: int


class Town(msgspec.Struct, frozen=True, kw_only=True):
    """The town's row on the host that it left."""

    uuid: UUID
    code: str
    name_fi: str
    name_sv: str
    name_en: str
    business_id: str | None
    languages: list[str]
    registry_organizations: list[str] | None
    state: str
    created: datetime
    hosts: list[str]
    """The primary one first."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table, whose rows are the member `tables/<name>.copy`: PostgreSQL's COPY in text form, UTF-8."""

    name: str
    columns: list[str]
    types: list[str]
    rows: int
    bytes: int
    sha256: str


class Sequence(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sequence stands."""

    name: str
    last: int
    called: bool


class Wrapped(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed value, for the receiver's eyes only; `key` is the row's id. Its column is empty in the table."""

    table: str
    column: str
    key: str
    value: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the host's record of the town."""

    action: str
    before: str
    after: str
    schema_name: str
    detail: dict[str, Any]
    at: datetime


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an operator of the old host did to the town, as the host's record has it."""

    action: str
    actor: UUID | None
    at: datetime
    details: dict[str, Any]


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """One time that an operator of the old host was let in, for whoever reads the town's own record later."""

    uuid: UUID
    operator: UUID
    reason: str
    role: str
    granted: datetime
    until: datetime
    entered: datetime | None
    ended: datetime | None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All that the file says of itself."""

    format: str = FORMAT
    version: int = VERSION
    made: datetime
    release: str
    host: str
    """The operator's own host, under which towns' hosts may lie."""

    fenced: bool
    """Whether the town was fenced at the old host before this was taken: nothing has been written there since."""

    migrations: list[str]
    """What the schema has, in the order of applying: "outbox.0001_initial"."""

    town: Town
    tables: list[Table]
    """In an order in which no row comes before one that it points at."""

    sequences: list[Sequence]
    left_out: dict[str, list[str]]
    """By table: the columns that hold no secret any more, or ["*"] where no row came along."""

    receiver: str | None
    """The key for which secrets were wrapped, as the receiver shows it."""

    wrapped: list[Wrapped]
    history: list[Event]
    deeds: list[Deed]
    support: list[Support]


def encoded(manifest: Manifest) -> bytes:
    """As it is stored: JSON that people can read, in the same order each time."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def head_of(text: bytes) -> Head:
    """The part that tells how to read the rest; raises msgspec's errors."""
    return msgspec.json.decode(text, type=Head)


def decoded(text: bytes) -> Manifest:
    """The values again; raises msgspec's errors."""
    return msgspec.json.decode(text, type=Manifest)
