"""Forms in files: a document as JSON, or an outline as a sheet (CSV, XLSX); and an outline written as a sheet."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import orjson

from catalogue.exchange import csv_files, workbooks
from catalogue.exchange.errors import FileRefused
from catalogue.exchange.reading import format_of
from catalogue.forms.definition import outlines, sheets
from catalogue.forms.definition.outlines import Outline
from catalogue.forms.definition.reading import read
from catalogue.forms.definition.values import Definition

LARGEST: Final = 2_000_000


def definition_of(path: Path) -> Definition:
    """The form that a file describes, by what is in it. Raises FileRefused and, at its place, InvalidBody."""
    if path.stat().st_size > LARGEST:
        raise FileRefused("form_too_large", most=LARGEST)
    if format_of(path) == "json":
        try:
            document = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError as error:
            raise FileRefused("no_json", error=str(error)) from error
        return read(document)
    with _rows(path) as rows:
        return outlines.definition(sheets.outline(rows))


def sheet_of(outline: Outline) -> bytes:
    """An outline as a CSV file, as spreadsheets of our countries read it."""
    file = io.StringIO(newline="")
    write = csv_files.writer(file)
    for texts in sheets.rows(outline):
        write(texts)
    return file.getvalue().encode("utf-8-sig")


@contextmanager
def _rows(path: Path) -> Iterator[Any]:
    """The rows of a sheet with their numbers; of a workbook the first sheet that has the keys of columns."""
    if format_of(path) == "csv":
        with closing(csv_files.rows(path, sheets.is_header)) as rows:
            yield rows
        return
    merged = workbooks.look_through(path)
    with workbooks.opened(path) as book:
        workbooks.refuse_merged(book, merged)
        for sheet in book.worksheets:
            with closing(workbooks.rows(sheet)) as rows:
                head = [row for _, row in zip(range(2), rows, strict=False)]
            if any(sheets.is_header(texts) for _, texts in head):
                with closing(workbooks.rows(sheet)) as rows:
                    yield rows
                return
    raise FileRefused("no_sheet_of_questions")
