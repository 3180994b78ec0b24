"""Reads a file of any of the three formats as entries; what the file as a whole cannot be is refused at once."""

import codecs
import hashlib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from openpyxl.utils import get_column_letter

from catalogue.exchange import csv_files, lines, workbooks
from catalogue.exchange.columns import read_id, shortened
from catalogue.exchange.errors import FileRefused, Unreadable
from catalogue.exchange.fees import as_cell, fee_keys
from catalogue.exchange.sheets import ANSWERS, DATES, SHEETS, in_all_languages, keys, languages_of, told_by
from catalogue.exchange.values import FORMAT, FORMAT_VERSION, Entry, Format, Sheet, Tie
from catalogue.exchange.words import Place
from catalogue.services.connections import pair_id
from catalogue.services.values import Kind

Row = Entry | Tie
MOST_ROWS: Final = 20_000
LONGEST_CELL: Final = 32_767
NAMESPACE: Final = UUID("3b0f4d0e-6d0a-5c1f-9f52-0c4f5a3a7d11")
"""Rows that name nothing make things with ids of their own, the same each time that the same file is read."""

_LONGEST_NUMBER: Final = 9
_TYPED: Final = {"date": DATES, "truth_value": ANSWERS}


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
    digest = digest_of(path)
    found = format_of(path)
    if found == "xlsx":
        merged = workbooks.look_through(path)
        town = _town_of_workbook(path, merged)
    else:
        town = lines.header(path).town if found == "json" else None
    with closing(_entries(path, found, digest)) as entries:
        total = sum(1 for _ in entries)
    return Source(path, found, digest, town, total)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def format_of(path: Path) -> Format:
    """What a file is, by how it begins; raises FileRefused for an empty one."""
    with path.open("rb") as file:
        begins = file.read(100)
    if not begins:
        raise FileRefused("empty")
    if begins.startswith(b"PK"):
        return "xlsx"
    return "json" if begins.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") else "csv"


def _entries(path: Path, form: Format, digest: str) -> Generator[Row, None, None]:
    match form:
        case "json":
            return _of_lines(path, digest)
        case "csv":
            found = csv_files.rows(path, lambda texts: _sheet(texts) is not None)
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
        raise FileRefused("ends_missing", where=Place(row=number))
    if line.id not in (None, pair_id(line.service_id, line.channel_id)):
        raise FileRefused("id_of_connection", where=Place(row=number, column="id"))
    return Tie(number, line.service_id, line.channel_id, line.content, line.version)


def _unnamed(digest: str, table: str, number: int) -> UUID:
    return uuid5(NAMESPACE, f"{digest}/{table}/{number}")


# --- sheets -----------------------------------------------------------------------------------------------------------


def _town_of_workbook(path: Path, merged: Any) -> str | None:
    with workbooks.opened(path) as book:
        workbooks.refuse_merged(book, merged)
        unknown = [name for name in book.sheetnames if name not in (*SHEETS, workbooks.ABOUT)]
        if unknown:
            named = ", ".join((*SHEETS, workbooks.ABOUT))
            raise FileRefused("unknown_sheet", where=Place(unknown[0]), sheets=named)
        if not any(name in SHEETS for name in book.sheetnames):
            raise FileRefused("no_sheets", sheets=", ".join(SHEETS))
        said = workbooks.about(book)
    if said.get("format", FORMAT) != FORMAT or said.get("version", str(FORMAT_VERSION)) != str(FORMAT_VERSION):
        raise FileRefused("other_workbook", where=Place(workbooks.ABOUT), wanted=f"{FORMAT} {FORMAT_VERSION}")
    return said.get("town") or None


def _of_workbook(path: Path, digest: str) -> Generator[Row, None, None]:
    with workbooks.opened(path) as book:
        for name in SHEETS:
            if name in book.sheetnames:
                yield from _of_rows(name, workbooks.rows(book[name]), digest, name)


def _of_rows(
    table: str, rows: Generator[tuple[int, list[str]], None, None], digest: str, expected: Sheet | None
) -> Generator[Row, None, None]:
    """What the rows of a sheet say; fees when all of them are read, as those of a thing may lie apart."""
    fees: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    with closing(_said(table, rows, expected)) as every:
        for number, sheet, cells in every:
            match sheet:
                case "fee":
                    named = tuple(cells[key].strip() for key in ("service_id", "channel_id", "source_id"))
                    fees.setdefault(named, []).append((number, cells))
                case "connection":
                    yield _tied(table, number, sheet, cells)
                case _:
                    yield _entry(table, number, sheet, cells, digest)
    for some in fees.values():
        yield _of_fees(table, some)


def _said(
    table: str, rows: Generator[tuple[int, list[str]], None, None], expected: Sheet | None
) -> Generator[tuple[int, Sheet, dict[str, str]], None, None]:
    """The rows of a sheet by column: its header is the first or, below words of help, the second row."""
    sheet, header = expected, list[str]()
    with closing(rows) as every:
        for number, texts in every:
            if header:
                if any(text.strip() for text in texts):
                    assert sheet is not None, "the header tells it"
                    yield number, sheet, _cells(table, number, texts, header)
                continue
            found = _sheet(texts)
            if found is not None and expected not in (None, found):
                raise FileRefused("columns_of_another", where=Place(table, number), sheet=found)
            if found is not None:
                sheet, header = found, _header(table, number, texts, found)
            elif number > 1:
                break
    if not header:
        raise FileRefused("no_keys", where=Place(table))


def _sheet(texts: Sequence[str]) -> Sheet | None:
    """Of which sheet a row is the header; None for one that is none."""
    return told_by([text.strip() for text in texts])


def _header(table: str, number: int, texts: Sequence[str], sheet: Sheet) -> list[str]:
    header = [text.strip() for text in texts]
    while header and not header[-1]:
        header.pop()
    known = in_all_languages(sheet)
    for at, key in enumerate(header):
        if key not in known:
            where = Place(table, number, key or get_column_letter(at + 1))
            raise FileRefused("unknown_column" if key else "column_without_key", where=where)
        if key in header[:at]:
            raise FileRefused("column_twice", where=Place(table, number, key))
    languages = languages_of(header)
    if not languages:
        raise FileRefused("no_texts", where=Place(table, number))
    for key in keys(sheet, languages):
        if key not in header:
            raise FileRefused("column_missing", where=Place(table, number, key))
    return header


def _cells(table: str, number: int, texts: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    if number > MOST_ROWS:
        raise FileRefused("too_many_rows", where=Place(table, number), most=MOST_ROWS)
    for at, text in enumerate(texts):
        if len(text) > LONGEST_CELL:
            key = header[at] if at < len(header) else get_column_letter(at + 1)
            raise FileRefused("cell_too_long", where=Place(table, number, key), most=LONGEST_CELL)
        if isinstance(text, workbooks.Typed) and (at >= len(header) or header[at] not in _TYPED[text.of]):
            where = Place(table, number, header[at] if at < len(header) else get_column_letter(at + 1))
            raise FileRefused(text.of, where=where)
        if at >= len(header) and text.strip():
            raise FileRefused("cell_without_key", where=Place(table, number, get_column_letter(at + 1)))
    return dict(zip(header, [*texts, *[""] * (len(header) - len(texts))], strict=False))


def _entry(table: str, number: int, kind: Kind, cells: dict[str, str], digest: str) -> Entry:
    return Entry(
        table=table,
        row=number,
        kind=kind,
        unnamed=_unnamed(digest, table, number),
        id=_read(table, number, cells, f"{kind}_id", read_id),
        ptv_id=_read(table, number, cells, "ptv_id", read_id),
        source_id=cells["source_id"].strip() or None,
        version=_read(table, number, cells, "version", _number),
        cells=cells,
        sheet=kind,
    )


def _tied(table: str, number: int, sheet: Sheet, cells: dict[str, str]) -> Tie:
    ends = [_read(table, number, cells, key, read_id) for key in ("service_id", "channel_id")]
    if None in ends:
        raise FileRefused("ends_missing", where=Place(table, number))
    version = _read(table, number, cells, "version", _number)
    return Tie(number, ends[0], ends[1], version=version, table=table, cells=cells, sheet=sheet)


def _of_fees(table: str, some: Sequence[tuple[int, dict[str, str]]]) -> Row:
    """All fees of a service, or of a connection, as one entry about it."""
    number, first = some[0]
    versions = {_read(table, row, cells, "version", _number) for row, cells in some}
    version, *others = versions - {None} or {None}
    if others:
        raise FileRefused("versions_differ", where=Place(table, some[-1][0], "version"))
    wanted = fee_keys(languages_of(list(first)))
    said = [(row, {key: cells[key] for key in wanted}) for row, cells in some]
    said = [(row, cells) for row, cells in said if any(text.strip() for text in cells.values())]
    cells = {**dict.fromkeys(first, ""), "fees": as_cell([each for _, each in said])}
    about: dict[str, Any] = {"version": version, "table": table, "cells": cells, "rows": [row for row, _ in said]}
    service_id, channel_id = (_read(table, number, first, key, read_id) for key in ("service_id", "channel_id"))
    if channel_id is not None:
        if service_id is None:
            raise FileRefused("ends_missing", where=Place(table, number))
        return Tie(number, service_id, channel_id, sheet="fee", **about)
    own = first["source_id"].strip() or None
    if service_id is None and own is None:
        raise FileRefused("fees_of_nothing", where=Place(table, number))
    return Entry(row=number, kind="service", unnamed=NAMESPACE, id=service_id, source_id=own, sheet="fee", **about)


def _read(table: str, number: int, cells: Mapping[str, str], key: str, typed: Callable[[str], Any]) -> Any:
    text = cells[key].strip()
    try:
        return typed(text) if text else None
    except Unreadable as error:
        raise FileRefused(error.key, where=Place(table, number, key), **error.values) from error


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    raise Unreadable("no_version", text=shortened(text))
