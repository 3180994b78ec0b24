"""What a file brings and what came of it, as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from catalogue.services.values import Kind

FORMAT: Final = "kuntakanta-catalogue"
FORMAT_VERSION: Final = 1
Format = Literal["json", "csv", "xlsx"]
LineKind = Kind | Literal["connection"]
Outcome = Literal["created", "changed", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `about` matches the pointers of findings about it, `language` is the one that it is of.

    `put` raises Unreadable for a text that it cannot be.
    """

    key: str
    about: str
    shown: Callable[[Any], str]
    put: Callable[[Any, str], Any]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a sheet or a line of JSON: what it names, the version that its writer saw, and what it says.

    `table` is the sheet's name, empty in JSON; `row` is counted as people do, from 1. `cells` are of a sheet, by
    column; `content` of a line. `unnamed` is the id of what it makes where it names nothing.
    """

    table: str
    row: int
    kind: Kind
    unnamed: UUID
    id: UUID | None = None
    ptv_id: UUID | None = None
    source_id: str | None = None
    version: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A line of JSON about a connection: its two ends, and what holds for them."""

    row: int
    service_id: UUID
    channel_id: UUID
    content: Mapping[str, Any]
    version: int | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why something was refused, or what the rules find: where, and what both sides said where they differ.

    `place` is a column's key, or a JSON pointer where no column is about it.
    """

    code: str
    message: str
    place: str = ""
    severity: str | None = None
    seen: Any = None
    present: Any = None
    given: Any = None


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came, or would come, of a row. `members` are the columns, or JSON pointers, that it changes."""

    table: str
    row: int
    kind: LineKind
    outcome: Outcome
    id: UUID | None = None
    version: int | None = None
    members: list[str] = []
    published: list[str] = []
    said: list[Said] = []
