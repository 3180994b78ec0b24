"""Forms come from files: JSON documents and sheets; what is wrong is told by row and column."""

from pathlib import Path

import msgspec
import openpyxl
import pytest

from catalogue.errors import CatalogueError
from catalogue.exchange.form_files import definition_of, sheet_of
from catalogue.forms.definition import outlines, rules, sheets
from catalogue.forms.templates.shipped import shipped
from tests.forms_make import definition

HEAD = [
    "kind",
    "name",
    "label.fi",
    "label.sv",
    "options.fi",
    "options.sv",
    "required",
    "when",
    "least",
    "most",
    "computed",
]
ROWS = [
    ["form", "swim", "Uimakoulu", "Simskola"],
    ["page", "child", "Lapsi", "Barn"],
    ["text", "child.name", "Nimi", "Namn", "", "", "x"],
    ["yes_no", "child.swims", "Osaako uida?", "Kan simma?", "", "", "kyllä"],
    [
        "choice",
        "child.style",
        "Miten?",
        "Hur?",
        "a = Rinta\nb = Selkä",
        "a = Bröst | b = Rygg",
        "",
        "child.swims = yes",
    ],
    ["number", "child.metres", "Metriä", "Meter", "", "", "", "child.style = a, b", "1", "1000"],
    ["table", "visits", "Kerrat", "Gånger"],
    ["money", "visits.*.price", "Hinta", "Pris"],
    ["money", "total", "Summa", "Totalt", "", "", "", "", "", "", "sum(visits.*.price)"],
    ["review", "review", "Tarkista", "Granska"],
]


def csv_file(path: Path, rows: list[list[str]]) -> Path:
    quoted = (";".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows)
    path.write_text("\n".join(quoted) + "\n", "utf-8")
    return path


def xlsx_file(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["Vain ohje"])  # type: ignore[union-attr]
    sheet = book.create_sheet("lomake")
    for row in rows:
        sheet.append([int(text) if text.isdecimal() else text for text in row])
    book.save(path)
    return path


def test_a_sheet_makes_the_form_that_it_describes(tmp_path: Path) -> None:
    form = definition_of(csv_file(tmp_path / "swim.csv", [["Ohje", "", ""], HEAD, *ROWS]))
    assert (form.key, form.languages, form.title) == ("swim", ["fi", "sv"], {"fi": "Uimakoulu", "sv": "Simskola"})
    assert form.data["properties"]["child"]["required"] == ["name", "swims"]
    style = form.ui.steps[0].elements[2]
    assert style.options["b"] == {"fi": "Selkä", "sv": "Rygg"}
    assert style.visible_if == outlines.condition({"child.swims": [True]})
    assert form.ui.steps[0].elements[3].visible_if == outlines.condition({"child.style": ["a", "b"]})
    assert {each.code for each in rules.check(form)} == {"retention_missing"}


def test_a_workbook_makes_the_same_form(tmp_path: Path) -> None:
    of_csv = definition_of(csv_file(tmp_path / "swim.csv", [HEAD, *ROWS]))
    assert definition_of(xlsx_file(tmp_path / "swim.xlsx", [HEAD, *ROWS])) == of_csv


def test_a_document_makes_the_form_that_it_is(tmp_path: Path) -> None:
    (tmp_path / "grant.json").write_bytes(msgspec.json.encode(definition()))
    assert definition_of(tmp_path / "grant.json") == definition()


@pytest.mark.parametrize("key", shipped())
def test_a_template_goes_into_a_sheet_and_comes_back_with_all_its_questions(key: str, tmp_path: Path) -> None:
    outline = shipped()[key].outline
    (tmp_path / "form.csv").write_bytes(sheet_of(outline))
    form = definition_of(tmp_path / "form.csv")
    expected = shipped()[key].definition
    assert (form.data, form.ui, form.title) == (expected.data, expected.ui, expected.title)
    assert sheets.outline(enumerate(sheets.rows(outline), 1)).pages == outline.pages


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (["robot", "x"], "row 12, column kind"),
        (["form", "again"], "row 12, column kind"),
        (["text", "a b"], "row 12, column name"),
        (["text", "child.name"], "row 12, column name"),
        (["page", "Iso Kirjain"], "row 12, column name"),
        (["text", "x", "", "", "", "", "ehkä"], "row 12, column required"),
        (["text", "x", "", "", "", "", "", "nobody = 1"], "row 12, column when"),
        (["text", "x", "", "", "", "", "", "child.swims = maybe"], "row 12, column when"),
        (["text", "x", "", "", "", "", "", "child.metres = many"], "row 12, column when"),
        (["text", "x", "", "", "", "", "", "", "few"], "row 12, column least"),
        (["choice", "x", "", "", "a Rinta"], "row 12, column options.fi"),
        (["number", "x", "", "", "", "", "", "", "", "", "visits"], "row 12, column computed"),
        (["number", "x", "", "", "", "", "", "", "", "", "mean(visits)"], "row 12, column computed"),
    ],
)
def test_what_a_cell_cannot_say_is_told_by_row_and_column(row: list[str], place: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as refused:
        definition_of(csv_file(tmp_path / "swim.csv", [HEAD, *ROWS, row]))
    assert refused.value.place == place


@pytest.mark.parametrize(
    "rows",
    [
        [["name", "colour"], ["a", "b"]],
        [[*HEAD, "colour"], *ROWS],
        [[*HEAD, "kind"], *ROWS],
        [HEAD],
        [HEAD, *ROWS[1:]],
        [HEAD, ROWS[0], ROWS[2]],
    ],
)
def test_a_sheet_that_is_no_form_is_refused(rows: list[list[str]], tmp_path: Path) -> None:
    for path in (csv_file(tmp_path / "a.csv", rows), xlsx_file(tmp_path / "a.xlsx", rows)):
        with pytest.raises(CatalogueError):
            definition_of(path)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b"[1]", b"\xff\xfe", b"PK\x03\x04", b"x" * 2_000_001, b'{"key":1}']
)
def test_whatever_else_a_file_is_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "form").write_bytes(content)
    with pytest.raises(CatalogueError):
        definition_of(tmp_path / "form")
