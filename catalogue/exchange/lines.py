"""The catalogue as JSON Lines: a header, then one thing a line."""

from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import orjson

from catalogue.exchange.errors import FileRefused
from catalogue.exchange.values import FORMAT, FORMAT_VERSION, LineKind
from catalogue.exchange.words import Place

LONGEST: Final = 2_000_000  # bytes of a line; the largest thing of the register has a tenth of that
UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Header(msgspec.Struct, forbid_unknown_fields=True):
    """The first line: what the file is, whose, and the revision of the town as of which it was made."""

    format: str
    version: int
    town: str
    made: str | None = None
    revision: int | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A thing: which it is, the version that it shows, and its content as editors have it.

    `published` is what readers see where that differs from `content`; it and `state` are told and not taken in. A
    connection has two ends instead of keys.
    """

    kind: LineKind
    id: UUID | None = None
    ptv_id: UUID | None = None
    source_id: str | None = None
    version: int | None = None
    state: str | None = None
    service_id: UUID | None = None
    channel_id: UUID | None = None
    content: dict[str, Any]
    published: dict[str, Any] | None = None

    @property
    def own_key(self) -> str | None:
        """The town's own key, said beside the content or in it."""
        within = self.content.get("source_id")
        return self.source_id or (within if isinstance(within, str) else None) or None


def written(value: Mapping[str, Any]) -> bytes:
    """A value as one line."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z) + b"\n"


def header(path: Path) -> Header:
    """The first line; raises FileRefused for a file that is none of ours."""
    with closing(_lines(path)) as every:
        _, text = next(every)
    try:
        found = msgspec.json.decode(text, type=Header)
    except UNREADABLE as error:
        raise FileRefused("no_first_line", where=Place(row=1), error=str(error)) from error
    if found.format != FORMAT or found.version != FORMAT_VERSION:
        wanted = f"{FORMAT} {FORMAT_VERSION}"
        raise FileRefused("other_format", where=Place(row=1), format=found.format, version=found.version, wanted=wanted)
    return found


def lines(path: Path) -> Generator[tuple[int, Line], None, None]:
    """The lines after the first with their numbers; empty ones are left out. Close it, also when not all are read."""
    with closing(_lines(path)) as every:
        for number, text in every:
            if number > 1 and text.strip():
                yield number, _line(number, text)


def _line(number: int, text: bytes) -> Line:
    try:
        return msgspec.json.decode(text, type=Line)
    except UNREADABLE as error:
        raise FileRefused("line_unreadable", where=Place(row=number), error=str(error)) from error


def _lines(path: Path) -> Generator[tuple[int, bytes], None, None]:
    with path.open("rb") as file:
        number = 0
        while text := file.readline(LONGEST + 1):
            number += 1
            if len(text) > LONGEST:
                raise FileRefused("line_too_long", where=Place(row=number), most=LONGEST)
            yield number, text
