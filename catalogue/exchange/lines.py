"""The catalogue as JSON Lines: a header, then one thing a line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args
from uuid import UUID

import msgspec
import orjson

from catalogue.exchange.errors import FileRefused, place
from catalogue.exchange.values import FORMAT, FORMAT_VERSION
from catalogue.services.values import Kind

LONGEST: Final = 2_000_000  # bytes of a line; the largest thing of the register has a tenth of that
LINE_KINDS: Final = (*get_args(Kind), "connection")


class Header(msgspec.Struct, forbid_unknown_fields=True):
    """The first line: what the file is, whose, and the revision of the town as of which it was made."""

    format: str
    version: int
    town: str
    made: str | None = None
    revision: int | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A thing: which it is, the version that it shows, and its content as editors have it.

    `published` is what readers see where that differs from `content`; it and `state` are told and not taken in.
    """

    kind: str
    id: UUID | None = None
    ptv_id: UUID | None = None
    source_id: str | None = None
    version: int | None = None
    state: str | None = None
    content: dict[str, Any]
    published: dict[str, Any] | None = None


def written(value: Mapping[str, Any]) -> bytes:
    """A value as one line."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z) + b"\n"


def header(path: Path) -> Header:
    """The first line; raises FileRefused for a file that is none of ours."""
    for _, text in _lines(path):
        try:
            found = msgspec.json.decode(text, type=Header)
        except msgspec.DecodeError as error:
            raise FileRefused(f"The first line does not say what the file is: {error}", place=place(None, 1)) from error
        if found.format != FORMAT or found.version != FORMAT_VERSION:
            message = f"The file is {found.format} {found.version}; this is read: {FORMAT} {FORMAT_VERSION}."
            raise FileRefused(message, place=place(None, 1))
        return found
    raise FileRefused("The file is empty.")


def lines(path: Path) -> Iterator[tuple[int, Line]]:
    """The lines after the first with their numbers; empty ones are left out."""
    for number, text in _lines(path):
        if number == 1 or not text.strip():
            continue
        try:
            found = msgspec.json.decode(text, type=Line)
        except msgspec.DecodeError as error:
            raise FileRefused(f"The line cannot be read: {error}", place=place(None, number)) from error
        if found.kind not in LINE_KINDS:
            raise FileRefused(f'There is no kind "{found.kind}".', place=place(None, number, "kind"))
        yield number, found


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        number = 0
        while text := file.readline(LONGEST + 1):
            number += 1
            if len(text) > LONGEST:
                raise FileRefused(f"The line has more than {LONGEST} bytes.", place=place(None, number))
            yield number, text
