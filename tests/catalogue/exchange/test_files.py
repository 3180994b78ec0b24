"""Files that are broken, odd or made to do harm are refused as a whole, with the place; odd spellings are read."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from catalogue.exchange import csv_files, workbooks
from catalogue.exchange.errors import FileRefused
from catalogue.exchange.reading import source
from catalogue.exchange.sheets import keys
from catalogue.exchange.values import Entry
from tests.exchange_make import sheet_of

HEAD = b'{"format":"kuntakanta-catalogue","version":1,"town":"853"}'
HEADER = keys("service", ("fi",))
NAME = HEADER.index("name.fi")


def book(path: Path, *rows: Sequence[object], title: str = "service") -> Path:
    made = openpyxl.Workbook()
    made.active.title = title  # type: ignore[union-attr]
    for row in rows:
        made.active.append(list(row))  # type: ignore[union-attr]
    made.save(path)
    return path


def row(value: object, at: int = NAME) -> list[object]:
    cells: list[object] = [""] * len(HEADER)
    cells[at] = value
    return cells


def entries(path: Path) -> list[Entry]:
    return [each for each in source(path).entries() if isinstance(each, Entry)]


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        source(path)
    return caught.value.message


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_as_it_was_saved(delimiter: str, encoding: str, tmp_path: Path) -> None:
    lines = [delimiter.join(HEADER), delimiter.join([*[""] * NAME, '"Åbo; stad, ö"'])]
    path = tmp_path / "a.csv"
    path.write_text("\r\n".join(lines), encoding=encoding, newline="")
    (found,) = entries(path)
    assert (found.cells["name.fi"], found.row, found.kind) == ("Åbo; stad, ö", 2, "service")


@pytest.mark.parametrize("text", ["=1+1", "+358 2", "-x", "@a", "\tb", "'=1", "''+", "'s-Gravenhage", "a=b", "'", ""])
def test_what_a_spreadsheet_would_run_is_marked_and_the_mark_is_not_content(text: str, tmp_path: Path) -> None:
    marked = csv_files.marked(text)
    assert csv_files.unmarked(marked) == text
    assert not marked.startswith(("=", "+", "-", "@", "\t"))
    writer = workbooks.Writer()
    writer.sheet("service", [10])(["x", text])
    writer.save(tmp_path / "a.xlsx")
    with workbooks.opened(tmp_path / "a.xlsx") as made:
        ((_, texts),) = workbooks.rows(made["service"])
    assert [*texts, ""][1] == text


@pytest.mark.parametrize("text", ["_x000D_", "_x005F_", "a_x0041_b", "_x00_", "rivi\nrivi", " väli ", "007", "1.10"])
def test_texts_of_a_workbook_come_back_as_they_were(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    writer = workbooks.Writer()
    writer.sheet("service", [10])([text])
    writer.save(path)
    with workbooks.opened(path) as made:
        assert list(workbooks.rows(made["service"])) == [(1, [text])]


def test_words_of_help_may_stand_above_the_keys_and_numbers_are_read_as_texts(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["ohje"], HEADER, row(20100), [], row(1.5), row(3.0))
    assert [(each.row, each.cells["name.fi"]) for each in entries(path)] == [(3, "20100"), (5, "1.5"), (6, "3")]


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ([*HEADER, "colour"], "column colour"),
        ([*HEADER, "name.fi"], "column name.fi"),
        ([*HEADER, "name.de"], "column name.de"),
        ([key for key in HEADER if key != "summary.fi"], "column summary.fi"),
        ([*HEADER, "name.sv"], "summary.sv"),
        ([*HEADER[:5], "", *HEADER[5:]], "column F"),
    ],
)
def test_columns_that_are_unknown_missing_or_doubled_are_named(header: list[str], place: str, tmp_path: Path) -> None:
    said = refused(book(tmp_path / "a.xlsx", ["ohje"], list(header), row("x")))
    assert said.startswith("sheet service, row 2")
    assert place in said


def _merged(path: Path) -> None:
    made = openpyxl.load_workbook(path)
    made["service"].merge_cells("A3:B4")
    made.save(path)


def _rewritten(change: Callable[[str, bytes], bytes]) -> Callable[[Path], None]:
    def rewrite(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, change(name, content))

    return rewrite


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-700])


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/more.xml", b"x")
        archive.filelist[-1].file_size = 10**10


SHEET = "xl/worksheets/sheet1.xml"
BREAKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "merged": (_merged, "sheet service, column A3:B4"),
    "cut": (_cut, "not an XLSX workbook"),
    "doctype": (_rewritten(lambda name, text: text.replace(b"<worksheet", b"<!DOCTYPE x><worksheet", 1)), "declares"),
    "xml": (_rewritten(lambda name, text: text[:-30] if name == SHEET else text), "sheet service"),
    "part": (_rewritten(lambda name, text: b"" if name == "xl/workbook.xml" else text), "not an XLSX workbook"),
    "bomb": (_bomb, "too large"),
    "other": (_rewritten(lambda name, text: text.replace(b'name="service"', b'name="palvelut"')), "sheet palvelut"),
    "kind": (_rewritten(lambda name, text: text.replace(b'name="service"', b'name="organization"')), "sheet service"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_workbook_that_is_broken_or_does_harm_is_refused(name: str, tmp_path: Path) -> None:
    damage, said = BREAKS[name]
    path = book(tmp_path / "a.xlsx", ["ohje"], HEADER, row("x"))
    damage(path)
    assert said in refused(path)


@pytest.mark.parametrize(
    ("value", "said"),
    [("=1+1", "formula"), (True, "truth value"), (date(2026, 1, 1), "date"), (time(8), "date")],
)
def test_a_cell_that_is_no_text_is_named(value: object, said: str, tmp_path: Path) -> None:
    message = refused(book(tmp_path / "a.xlsx", HEADER, row("hyvä"), row(value)))
    assert "row 3" in message
    assert said in message


def test_a_row_far_below_is_refused(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "a.xlsx", HEADER))
    made["service"].cell(row=1_000_000, column=1, value="x")
    made.save(tmp_path / "a.xlsx")
    assert "row 1000000" in refused(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfea\x00", "UTF-16"),
        (b"service_id;\x81\x8d\x8f\n", "neither UTF-8 nor Windows-1252"),
        (b"nimi;puhelin\nA;1\n", "no column keys"),
        (";".join(HEADER).encode() + b'\n"a\nb', "row 2"),
        (";".join(HEADER).encode() + b"\na\x00b", "U+0000"),
        (";".join(HEADER).encode() + b"\n;;;x;" + b"y" * 10_000_000, "row 2, column source_id"),
        (";".join(HEADER).encode() + b"\n;;;x;" + b"y" * 40_000, "row 2, column source_id"),
        (";".join(HEADER).encode() + b"\n" + b";" * 80 + b"x", "row 2, column CC"),
        (";".join(HEADER).encode() + b"\nabc", "row 2, column service_id"),
        (";".join(HEADER).encode() + b"\n;;-3", "row 2, column version"),
        (b"PK\x03\x04nothing", "not an XLSX workbook"),
        (b'{"format":"other","version":1,"town":"853"}', "row 1"),
        (b'{"format":"kuntakanta-catalogue","version":2,"town":"853"}', "row 1"),
        (b'{"form', "row 1"),
        (HEAD + b'\n{"kind":"ship","content":{}}', "row 2"),
        (HEAD + b'\n{"kind":"service","content":[]}', "row 2"),
        (HEAD + b'\n{"kind":"connection","content":{}}', "row 2"),
        (HEAD + b'\n{"kind":"service","id":"x","content":{}}', "id"),
        (HEAD + b"\n" + b"[" * 100_000, "row 2"),
        (HEAD + b'\n{"content":{"a":' + b"[" * 100_000, "row 2"),
        (HEAD + b"\n" + b" " * 2_000_001, "row 2"),
        (
            HEAD + b'\n{"kind":"service","content":{"a":"\xff"}}',
            "row 2",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert said in refused(path)


def test_the_same_file_makes_things_of_the_same_ids(tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", {"name.fi": "A"}, {"name.fi": "B"})
    first, second = entries(path), entries(path)
    assert first == second
    assert len({each.unnamed for each in first}) == 2
