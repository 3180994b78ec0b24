"""Workbooks as other programs write them: days and numbers, merged cells, empty rows, blown-up cells, wrong endings."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.exchange.errors import FileRefused
from catalogue.exchange.reading import source
from catalogue.exchange.sheets import keys
from catalogue.exchange.values import Entry, Sheet
from catalogue.exchange.words import LANGUAGES

NIGHT = datetime(2026, 12, 31)  # noqa: DTZ001 - a spreadsheet knows no zones
SERVICE = keys("service", ("fi",))


def book(path: Path, sheet: Sheet, *rows: Mapping[str, Any]) -> Path:
    """A workbook without `about` and without words of help, as somebody makes one by hand."""
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = sheet
    header = keys(sheet, ("fi",))
    page.append(header)
    for row in rows:
        page.append([row.get(key) for key in header])
    made.save(path)
    return path


def entries(path: Path) -> list[Entry]:
    return [each for each in source(path).entries() if isinstance(each, Entry)]


def refusal(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        source(path)
    return caught.value


def test_days_numbers_and_truth_are_read_where_they_are_wanted(tmp_path: Path) -> None:
    row = {"source_id": 1234, "amount": 12.5, "valid_from": date(2026, 1, 1), "valid_to": NIGHT}
    (entry,) = entries(book(tmp_path / "a.xlsx", "fee", {**row, "free_of_charge": False, "name.fi": 7}))
    assert entry.source_id == "1234"
    assert entry.cells["fees"] == (
        '[{"amount":"12.5","free_of_charge":"no","name.fi":"7","valid_from":"2026-01-01","valid_to":"2026-12-31"}]'
    )


@pytest.mark.parametrize(
    ("sheet", "key", "value", "said"),
    [
        (
            "service",
            "dead_line.fi",
            date(2026, 1, 1),
            "sheet service, row 3, column dead_line.fi: The cell holds a date",
        ),
        ("service", "name.fi", True, "sheet service, row 3, column name.fi: The cell holds a truth value"),
        ("fee", "valid_from", NIGHT.replace(hour=8), "sheet fee, row 3, column I: The cell holds a date"),
        ("fee", "amount", "=SUM(A1:A2)", "sheet fee, row 3, column G: The cell holds a formula"),
        ("service", "version", "kaksi", 'sheet service, row 3, column version: "kaksi" is no version'),
        ("service", "service_id", 17, 'sheet service, row 3, column service_id: "17" is no id'),
    ],
)
def test_what_a_cell_cannot_be_is_told_with_sheet_row_and_column(
    sheet: Sheet, key: str, value: object, said: str, tmp_path: Path
) -> None:
    error = refusal(book(tmp_path / "a.xlsx", sheet, {"source_id": "K-1"}, {"source_id": "K-2", key: value}))
    assert error.message.startswith(said)
    assert error.said("fi").startswith(f"taulukko {sheet}, rivi 3, sarake ")
    assert error.said("sv").startswith(f"blad {sheet}, rad 3, kolumn ")


def test_empty_rows_at_the_end_and_within_are_no_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", "service", {"name.fi": "A"}, {}, {"name.fi": "B"})
    made = openpyxl.load_workbook(path)
    for row in range(6, 400):
        for column in range(1, 20):
            made["service"].cell(row=row, column=column, value="").number_format = "@"
    made.save(path)
    assert [(each.row, each.cells["name.fi"]) for each in entries(path)] == [(2, "A"), (4, "B")]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_texts_that_cells_share_are_read_as_those_that_they_hold_themselves(tmp_path: Path) -> None:
    parts = parts_of(book(tmp_path / "a.xlsx", "service", {"name.fi": "HERE"}))
    sheet = parts["xl/worksheets/sheet1.xml"]
    within = b't="inlineStr"><is><t>HERE</t></is>'
    assert within in sheet
    of = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    shared = "<si><r><t>ä &amp; </t></r><r><t>&lt;ö&gt;</t></r></si>".encode()
    added = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    types = parts["[Content_Types].xml"].replace(b"</Types>", added)
    texts = b'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="' + of + b'">' + shared + b"</sst>"
    told = {"xl/worksheets/sheet1.xml": sheet.replace(within, b't="s"><v>0</v>'), "[Content_Types].xml": types}
    path = packed(tmp_path / "b.xlsx", {**parts, **told, "xl/sharedStrings.xml": texts})
    assert [each.cells["name.fi"] for each in entries(path)] == ["ä & <ö>"]


def test_a_cell_of_ten_megabytes_is_told_with_its_place(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", "service", {"name.fi": "HERE"})
    packed(path, {name: part.replace(b"HERE", b"x" * 10_000_000) for name, part in parts_of(path).items()})
    assert path.stat().st_size < 100_000
    assert refusal(path).message == "sheet service, row 2, column name.fi: A cell has at most 32767 characters."


def test_a_bomb_that_says_that_it_is_small_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", "service", {"name.fi": "A"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", b"\0" * 30_000_000)
    content = path.read_bytes()
    path.write_bytes(content.replace((30_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    assert "not an XLSX workbook" in refusal(path).message


def test_a_billion_laughs_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", "service", {"name.fi": "HERE"})
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    declared = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'.encode()
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<worksheet", declared + b"<worksheet").replace(b"HERE", b"&l9;")
    packed(path, {**parts, "xl/worksheets/sheet1.xml": sheet})
    assert "declares things" in refusal(path).message


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".txt"])
def test_a_file_is_told_by_what_is_in_it_whatever_it_is_called(ending: str, tmp_path: Path) -> None:
    path = book(tmp_path / f"a{ending}", "service", {"name.fi": "A"})
    assert len(entries(path)) == 1
    path.write_text(";".join(SERVICE) + "\r\n" + ";" * SERVICE.index("name.fi") + "A\r\n", encoding="utf-8", newline="")
    assert [each.cells["name.fi"] for each in entries(path)] == ["A"]


def test_tabs_and_line_breaks_within_cells_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells: Sequence[str] = ["" if key != "description.fi" else '"a\tb\r\nc"' for key in SERVICE]
    path.write_text("\r\n".join([",".join(SERVICE), ",".join(cells), ""]), encoding="utf-8-sig", newline="")
    assert [each.cells["description.fi"] for each in entries(path)] == ["a\tb\r\nc"]


def test_every_refusal_has_a_place_in_each_language(tmp_path: Path) -> None:
    error = refusal(book(tmp_path / "a.xlsx", "service", {"version": "x"}))
    assert len({error.said(language) for language in LANGUAGES}) == 3
