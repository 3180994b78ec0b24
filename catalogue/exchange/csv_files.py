"""Sheets as CSV files: written for spreadsheets, read however they were saved."""

import codecs
import csv
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any, Final, TextIO

from catalogue.exchange.errors import FileRefused
from catalogue.exchange.words import Place

DELIMITERS: Final = (";", ",", "\t")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r]")
_TO_MARK: Final = re.compile(r"'*[=+\-@\t\r]")
_PART: Final = 1 << 16
csv.field_size_limit(1 << 26)  # a cell that is too long is read, so that its column can be named


@contextmanager
def writing(path: Path) -> Iterator[Any]:
    """A writer of rows: UTF-8 with a mark of order and semicolons, as spreadsheets of our countries expect."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield writer(file)


def writer(file: TextIO) -> Callable[[Iterable[str]], object]:
    """Writes a row each time it is called."""
    made = csv.writer(file, delimiter=";")
    return lambda texts: made.writerow([marked(text) for text in texts])


def marked(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before what could begin one."""
    return f"'{text}" if _TO_MARK.match(text) else text


def unmarked(text: str) -> str:
    """The text without the mark."""
    return text[1:] if _MARKED.match(text) else text


def encoding_of(path: Path) -> str:
    """UTF-8, or what Windows has for western languages; raises FileRefused for another."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise FileRefused("utf_16")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            _decode(path, encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileRefused("no_encoding")


def _decode(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while part := file.read(_PART):
            decoder.decode(part)
    decoder.decode(b"", final=True)


def delimiter_of(path: Path, encoding: str, is_header: Any) -> str:
    """What is between the cells: that by which the header can be read."""
    for delimiter in DELIMITERS:
        if any(is_header(texts) for texts in _head(path, encoding, delimiter)):
            return delimiter
    raise FileRefused("no_keys_in_csv")


def _head(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The first two rows, as far as they can be read."""
    with closing(_rows(path, encoding, delimiter)) as found:
        try:
            yield from islice(found, 2)
        except csv.Error:
            return


def rows(path: Path, is_header: Any) -> Generator[tuple[int, list[str]], None, None]:
    """The rows of a file with their numbers, from 1. Close it, also when not all are read."""
    encoding = encoding_of(path)
    with closing(_rows(path, encoding, delimiter_of(path, encoding, is_header))) as found:
        for number in count(1):
            try:
                texts = next(found, None)
            except csv.Error as error:
                raise FileRefused("row_unreadable", where=Place(row=number), error=str(error)) from error
            if texts is None:
                return
            yield number, texts


def _rows(path: Path, encoding: str, delimiter: str) -> Generator[list[str], None, None]:
    with path.open("r", encoding=encoding, newline="") as file:
        for texts in csv.reader(_without_nul(file), delimiter=delimiter, strict=True):
            yield [unmarked(text) for text in texts]


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a file; a text has no U+0000, so a file that has is something else."""
    for line in lines:
        if "\x00" in line:
            raise FileRefused("no_text_file")
        yield line
