"""What a file brings and what came of it, as plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self
from uuid import UUID

import msgspec
from msgspec.structs import replace

from catalogue.errors import CatalogueError
from catalogue.exchange import words
from catalogue.exchange.errors import ExchangeError, FileRefused
from catalogue.exchange.words import Place
from catalogue.services.rules import Finding
from catalogue.services.values import Kind

FORMAT: Final = "kuntakanta-catalogue"
FORMAT_VERSION: Final = 1
Format = Literal["json", "csv", "xlsx"]
Sheet = Kind | Literal["connection", "fee"]
LineKind = Kind | Literal["connection"]
Outcome = Literal["created", "changed", "unchanged", "refused", "undone"]


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

    `table` is the sheet's name, empty in JSON and CSV; `row` is counted as people do, from 1. `cells` are of a sheet,
    by column; `content` of a line. `unnamed` is the id of what it makes where it names nothing. Of the sheet of fees
    all `rows` of a service are one entry about it, which makes nothing.
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
    sheet: Sheet | None = None
    rows: Sequence[int] = ()

    @property
    def at(self) -> Place:
        """Where it is in the file."""
        return Place(self.table, self.row)


@dataclass(frozen=True, slots=True)
class Tie:
    """A line of JSON, a row of a sheet or rows of fees about a connection: its two ends, and what holds for them."""

    row: int
    service_id: UUID
    channel_id: UUID
    content: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    table: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    sheet: Sheet | None = None
    rows: Sequence[int] = ()

    @property
    def at(self) -> Place:
        """Where it is in the file."""
        return Place(self.table, self.row)


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why something was refused, or what the rules find: where, and what both sides said where they differ.

    `place` is a column's key, or a JSON pointer where no column is about it. `message` is English; `words`, the key of
    a sentence with its `values`, or `finding` give the other languages.
    """

    code: str
    message: str
    place: str = ""
    severity: str | None = None
    seen: Any = None
    present: Any = None
    given: Any = None
    words: str = ""
    values: dict[str, str | int] = {}
    where: Place | None = None
    """In the file, where the row that is told of does not say it."""

    finding: Finding | None = None

    @classmethod
    def saying(cls, key: str, *, code: str = "", values: Mapping[str, str | int] | None = None, **more: Any) -> Self:
        """One of our sentences."""
        known = dict(values or {})
        return cls(code=code or key, message=words.sentence("en", key, known), words=key, values=known, **more)

    @classmethod
    def of(cls, error: CatalogueError, *, code: str = "", **more: Any) -> Self:
        """What an error says."""
        place = more.pop("place", error.place or "")
        match error:
            case ExchangeError(key=key, values=values):
                where = error.where if isinstance(error, FileRefused) else None
                found = cls.saying(key, code=code or error.code, values=values, place=place, where=where, **more)
                return replace(found, message=error.message)
            case _:
                detail = {"detail": error.message}
                return cls.saying("otherwise", code=code or error.code, values=detail, place=place, **more)

    def sentence(self, language: str) -> str:
        """What is said, in Finnish, Swedish or English."""
        if self.finding is not None:
            said = self.finding.message(language)
        elif self.words:
            said = words.sentence(language, self.words, self.values)
        else:
            return self.message
        return said if self.where is None else f"{self.where.text(language)}: {said}"


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came, or would come, of a row. `members` are the columns, or JSON pointers, that it changes.

    `version` is the thing's after it, `was` that before it, 0 of something new.
    """

    table: str
    row: int
    kind: LineKind
    outcome: Outcome
    id: UUID | None = None
    version: int | None = None
    was: int | None = None
    members: list[str] = []
    published: list[str] = []
    said: list[Said] = []
