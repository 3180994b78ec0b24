"""Sheets as an XLSX workbook: written and read row by row, and looked through before it is read at all."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal, Self
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from catalogue.exchange.errors import FileRefused
from catalogue.exchange.words import Place

ABOUT: Final = "about"
LARGEST: Final = 200_000_000  # bytes of a workbook unpacked: 5,000 services that are full to the brim have half of that
MOST_HELD: Final = 100_000_000  # of parts that are held in memory, such as the texts that cells share
MOST_PARTS: Final = 200
MOST_COLUMNS: Final = 300
_PART: Final = 1 << 18
_AT_ONCE: Final = 200
_ABOUT_ROWS: Final = 20
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_DOCTYPE: Final = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_OVERLAP: Final = 200
# What openpyxl and what it stands on raise for a file that is not what it says.
BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, NotImplementedError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError),
)
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Typed(str):
    """A cell that holds a date or a truth value, as text; `of` says which. Few columns take it."""

    of: Literal["date", "truth_value"]

    @classmethod
    def saying(cls, text: str, of: Literal["date", "truth_value"]) -> Self:
        """What such a cell says."""
        found = cls(text)
        found.of = of
        return found


class Writer:
    """A workbook that is written row by row."""

    def __init__(self) -> None:
        self._book = openpyxl.Workbook(write_only=True)

    def sheet(self, name: str, widths: Sequence[int], *, top: int = 2) -> Any:
        """A new sheet: what writes its rows. The first rows, `top` of them, stay in sight."""
        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = f"A{top + 1}"
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width

        def write(texts: Sequence[str], *, bold: bool = False) -> None:
            sheet.append([_cell(sheet, text, bold=bold) for text in texts])

        return write

    def save(self, path: Path) -> None:
        """Writes the file."""
        self._book.save(path)


def _cell(sheet: Any, text: str, *, bold: bool) -> Any:
    """A cell of text, also where it looks like a formula or a number."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, value="")
    cell.value = _ESCAPE.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = "@"
    if text[0] in "=+-@\t\r'":
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


# --- reading ----------------------------------------------------------------------------------------------------------


def look_through(path: Path) -> Mapping[str, str]:
    """Reads the whole file once, in little memory; the merged cells by part of the file.

    Raises FileRefused for what is no workbook or would unpack to more than any catalogue has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            held = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
            if len(parts) > MOST_PARTS or held > MOST_HELD or sum(part.file_size for part in parts) > LARGEST:
                raise FileRefused("workbook_too_large")
            merged = {part.filename: _look_at(archive, part) for part in parts if not part.is_dir()}
    except BROKEN as error:
        raise FileRefused("no_workbook", error=str(error)) from error
    return {name: cells for name, cells in merged.items() if cells}


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """The first merged cells of a part, if any."""
    if part.flag_bits & 1:
        raise FileRefused("password")
    before = b""
    with archive.open(part) as file:
        while read := file.read(_PART):
            text = before + read
            if any(mark in text for mark in _DOCTYPE):
                raise FileRefused("declares")
            if found := _MERGED.search(text):
                return found[1].decode()
            before = text[-_OVERLAP:]
    return ""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A workbook to be read row by row."""
    with path.open("rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what a sheet has beside its cells
                book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        except (*BROKEN, OSError) as error:  # what openpyxl raises for a workbook without its first part
            raise FileRefused("no_workbook", error=str(error)) from error
        with closing(book):
            yield book


def refuse_merged(book: Any, merged: Mapping[str, str]) -> None:
    """Raises FileRefused where cells of a sheet are merged: nobody can tell to which thing they belong."""
    for sheet in book.worksheets:
        if cells := merged.get(sheet._worksheet_path.lstrip("/")):
            raise FileRefused("merged", where=Place(sheet.title, None, cells))


def rows(sheet: Any) -> Generator[tuple[int, list[str]], None, None]:
    """The rows of a sheet with their numbers, from 1. Close it, also when not all are read."""
    sheet.reset_dimensions()
    with closing(sheet.iter_rows()) as every:
        found = enumerate(every, 1)
        while part := _next(sheet, found):
            for number, cells in part:
                if len(cells) > MOST_COLUMNS:
                    raise FileRefused("too_many_columns", where=Place(sheet.title, number), most=MOST_COLUMNS)
                yield number, [_text(sheet.title, number, at, cell) for at, cell in enumerate(cells, 1)]


def _next(sheet: Any, found: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(islice(found, _AT_ONCE))
    except BROKEN as error:
        raise FileRefused("sheet_unreadable", where=Place(sheet.title), error=str(error)) from error


def _text(table: str, row: int, at: int, cell: Any) -> str:
    value = cell.value
    where = Place(table, row, get_column_letter(at))
    if cell.data_type == "f":
        raise FileRefused("formula", where=where)
    match value:
        case None:
            return ""
        case str():
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        case bool() | date():
            return _typed(value, where)
        case int() | float():
            return str(int(value)) if value == int(value) else repr(value)
        case _:
            raise FileRefused("date", where=where)


def _typed(value: bool | date, where: Place) -> Typed:
    """A truth value, or a day; raises FileRefused for a day with a time."""
    if isinstance(value, bool):
        return Typed.saying("yes" if value else "no", "truth_value")
    if isinstance(value, datetime):
        if value.time() != time():
            raise FileRefused("date", where=where)
        value = value.date()
    return Typed.saying(value.isoformat(), "date")


def about(book: Any) -> dict[str, str]:
    """What the workbook says of itself: names and values."""
    if ABOUT not in book.sheetnames:
        return {}
    with closing(rows(book[ABOUT])) as every:
        return {texts[0]: texts[1] for _, texts in islice(every, _ABOUT_ROWS) if len(texts) > 1}
