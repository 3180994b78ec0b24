"""Reads a file of any of the three formats as entries; what the file as a whole cannot be is refused at once."""

import codecs
import hashlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from catalogue.exchange import csv_files, lines, workbooks
from catalogue.exchange.columns import SHEETS, identity, in_all_languages, keys, read_id
from catalogue.exchange.errors import FileRefused, place
from catalogue.exchange.values import FORMAT, FORMAT_VERSION, Entry, Format, Tie
from catalogue.exchange.written import Unreadable
from catalogue.services.connections import pair_id
from catalogue.services.values import Kind
from catalogue.text import LANGUAGES

Row = Entry | Tie
MOST_ROWS: Final = 20_000
LONGEST_CELL: Final = 32_767
NAMESPACE: Final = UUID("3b0f4d0e-6d0a-5c1f-9f52-0c4f5a3a7d11")
"""Rows that name nothing make things with ids of their own, the same each time that the same file is read."""

_LONGEST_NUMBER: Final = 9


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read through once: nothing in it is broken, and it has so many entries."""

    path: Path
    format: Format
    digest: str
    town: str | None
    """The code of the town that it is of, where the file says so."""

    total: int

    def entries(self) -> Generator[Row, None, None]:
        """The entries in their order; little memory for however many. Close it, also when not all are read."""
        return _entries(self.path, self.format, self.digest)


def source(path: Path) -> Source:
    """Reads a file through; raises FileRefused at its place for what cannot be an import."""
    digest = _digest(path)
    found = format_of(path)
    if found == "xlsx":
        merged = workbooks.look_through(path)
        town = _town_of_workbook(path, merged)
    else:
        town = lines.header(path).town if found == "json" else None
    with closing(_entries(path, found, digest)) as entries:
        total = sum(1 for _ in entries)
    return Source(path, found, digest, town, total)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def format_of(path: Path) -> Format:
    with path.open("rb") as file:
        begins = file.read(100)
    if not begins:
        raise FileRefused("The file is empty.")
    if begins.startswith(b"PK"):
        return "xlsx"
    return "json" if begins.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") else "csv"


def _entries(path: Path, form: Format, digest: str) -> Generator[Row, None, None]:
    match form:
        case "json":
            return _of_lines(path, digest)
        case "csv":
            found = csv_files.rows(path, lambda texts: _kind(texts) is not None)
            return _of_rows("", found, digest, None)
        case "xlsx":
            return _of_workbook(path, digest)


# --- JSON -------------------------------------------------------------------------------------------------------------


def _of_lines(path: Path, digest: str) -> Generator[Row, None, None]:
    with closing(lines.lines(path)) as every:
        for number, line in every:
            yield _tie(number, line) if line.kind == "connection" else _of_line(number, line, line.kind, digest)


def _of_line(number: int, line: lines.Line, kind: Kind, digest: str) -> Entry:
    return Entry(
        table="",
        row=number,
        kind=kind,
        unnamed=_unnamed(digest, "", number),
        id=line.id,
        ptv_id=line.ptv_id,
        source_id=line.own_key,
        version=line.version,
        content=line.content,
    )


def _tie(number: int, line: lines.Line) -> Tie:
    if line.service_id is None or line.channel_id is None:
        raise FileRefused("A connection has a service_id and a channel_id.", place=place(None, number))
    if line.id not in (None, pair_id(line.service_id, line.channel_id)):
        raise FileRefused("The id of a connection is made of its ends: leave it out.", place=place(None, number, "id"))
    return Tie(number, line.service_id, line.channel_id, line.content, line.version)


def _unnamed(digest: str, table: str, number: int) -> UUID:
    return uuid5(NAMESPACE, f"{digest}/{table}/{number}")


# --- sheets -----------------------------------------------------------------------------------------------------------


def _town_of_workbook(path: Path, merged: Any) -> str | None:
    with workbooks.opened(path) as book:
        workbooks.refuse_merged(book, merged)
        unknown = [name for name in book.sheetnames if name not in (*SHEETS, workbooks.ABOUT)]
        if unknown:
            message = f"There is no such sheet here; sheets are {', '.join(SHEETS)} and {workbooks.ABOUT}."
            raise FileRefused(message, place=place(unknown[0]))
        if not any(name in SHEETS for name in book.sheetnames):
            raise FileRefused(f"The workbook has none of the sheets {', '.join(SHEETS)}.")
        said = workbooks.about(book)
    if said.get("format", FORMAT) != FORMAT or said.get("version", str(FORMAT_VERSION)) != str(FORMAT_VERSION):
        raise FileRefused(f"The workbook is not {FORMAT} {FORMAT_VERSION}.", place=place(workbooks.ABOUT))
    return said.get("town") or None


def _of_workbook(path: Path, digest: str) -> Generator[Row, None, None]:
    with workbooks.opened(path) as book:
        for name in SHEETS:
            if name in book.sheetnames:
                yield from _of_rows(name, workbooks.rows(book[name]), digest, name)


def _of_rows(
    table: str, rows: Generator[tuple[int, list[str]], None, None], digest: str, expected: Kind | None
) -> Generator[Row, None, None]:
    """The entries of a sheet: its header is the first or, below words of help, the second row."""
    kind, header = expected, list[str]()
    with closing(rows) as every:
        for number, texts in every:
            if header:
                if any(text.strip() for text in texts):
                    assert kind is not None, "the header tells it"
                    yield _entry(table, number, kind, _cells(table, number, texts, header), digest)
                continue
            found = _kind(texts)
            if found is not None and expected not in (None, found):
                raise FileRefused(f"These are columns of the sheet {found}.", place=place(table, number))
            if found is not None:
                kind, header = found, _header(table, number, texts, found)
            elif number > 1:
                break
    if not header:
        raise FileRefused("The first two rows have no column keys.", place=place(table))


def _kind(texts: Sequence[str]) -> Kind | None:
    """What the sheet is of, by the key of its first column; None for a row that is no header."""
    return next((kind for kind in SHEETS if identity(kind)[0] in (text.strip() for text in texts)), None)


def _header(table: str, number: int, texts: Sequence[str], kind: Kind) -> list[str]:
    header = [text.strip() for text in texts]
    while header and not header[-1]:
        header.pop()
    known = in_all_languages(kind)
    for at, key in enumerate(header):
        if key not in known:
            near = f'There is no column "{key}" here.' if key else "A column has no key."
            raise FileRefused(near, place=place(table, number, key or str(at + 1)))
        if key in header[:at]:
            raise FileRefused("The column is there twice.", place=place(table, number, key))
    languages = languages_of(header)
    if not languages:
        raise FileRefused("There are no columns of texts, such as name.fi.", place=place(table, number))
    for key in keys(kind, languages):
        if key not in header:
            raise FileRefused("The column is missing.", place=place(table, number, key))
    return header


def languages_of(header: Sequence[str]) -> tuple[str, ...]:
    """The languages in which a sheet has texts."""
    said = {key.partition(".")[2] for key in header}
    return tuple(language for language in LANGUAGES if language in said)


def _cells(table: str, number: int, texts: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    if number > MOST_ROWS:
        raise FileRefused(f"A sheet has at most {MOST_ROWS} rows.", place=place(table, number))
    for at, text in enumerate(texts):
        if len(text) > LONGEST_CELL:
            key = header[at] if at < len(header) else str(at + 1)
            raise FileRefused(f"A cell has at most {LONGEST_CELL} characters.", place=place(table, number, key))
        if at >= len(header) and text.strip():
            raise FileRefused("The cell is in a column that has no key.", place=place(table, number, str(at + 1)))
    return dict(zip(header, [*texts, *[""] * (len(header) - len(texts))], strict=False))


def _entry(table: str, number: int, kind: Kind, cells: dict[str, str], digest: str) -> Entry:
    own, ptv, version, _ = identity(kind)

    def read(key: str, typed: Callable[[str], Any]) -> Any:
        text = cells[key].strip()
        try:
            return typed(text) if text else None
        except Unreadable as error:
            raise FileRefused(error.message, place=place(table, number, key)) from error

    return Entry(
        table=table,
        row=number,
        kind=kind,
        unnamed=_unnamed(digest, table, number),
        id=read(own, read_id),
        ptv_id=read(ptv, read_id),
        source_id=cells["source_id"].strip() or None,
        version=read(version, _number),
        cells=cells,
    )


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    message = f'"{text}" is no version: it is a whole number, as it was exported; leave it empty in a new row.'
    raise Unreadable(message)
