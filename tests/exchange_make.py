"""What tests of the exchange share: a town's files, and changes in them as somebody in a spreadsheet makes them."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import openpyxl

from catalogue.exchange.exporting import export
from catalogue.exchange.importing import import_file
from catalogue.exchange.people import HOST, Importer
from catalogue.exchange.reading import source
from catalogue.exchange.runs import report
from catalogue.exchange.sheets import keys
from catalogue.exchange.values import Format, Sheet, Told
from catalogue.outbox.unit import changes
from catalogue.services import editing, works
from catalogue.services.values import Kind
from catalogue.services.versions import Author
from catalogue.services.workflow import Work
from tenants.models import Municipality
from tests.catalogue_make import CHILDREN, LIBRARY_CLASS

LANGUAGES = ("fi", "sv", "en")


def out(town: Municipality, path: Path, form: Format = "xlsx") -> list[Path]:
    return export(town=town, path=path, form=form, tell=lambda *_: None)


def take_in(town: Municipality, path: Path, *, importer: Importer = HOST, publish: bool = False) -> list[Told]:
    """What came of each row."""
    run = import_file(town=town, source=source(path), importer=importer, publish=publish, tell=lambda *_: None)
    return list(report(run))


def outcomes(told: Iterable[Told]) -> list[str]:
    return [each.outcome for each in told]


def said(told: Told) -> list[tuple[str, str]]:
    """Codes of what was said of a row, with their places."""
    return [(each.code, each.place) for each in told.said]


def change_cell(path: Path, sheet: str, key: str, value: Any, *, where: Callable[[Mapping[str, Any]], bool]) -> None:
    """Changes cells of the rows that are meant, one at least."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    header = [str(cell.value) for cell in page[2]]
    meant = [
        row
        for row in page.iter_rows(min_row=3)
        if where({name: cell.value for name, cell in zip(header, row, strict=False)})
    ]
    assert meant, "there is no such row"
    for row in meant:
        row[header.index(key)].value = value
    book.save(path)


def sheet_of(path: Path, kind: Sheet, *rows: Mapping[str, str], languages: Sequence[str] = ("fi",)) -> Path:
    """A CSV file with rows of which only some cells are filled."""
    header = keys(kind, languages)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


SUMMARY: Final = "Uimahallissa voit uida ympäri vuoden."


def row_that_may_be_shown(city: UUID, **cells: str) -> dict[str, str]:
    return {
        "organization": str(city),
        "type": "Service",
        "languages": "fi",
        "service_classes": LIBRARY_CLASS.code or "",
        "target_groups": CHILDREN.code or "",
        "ontology_terms": "http://www.yso.fi/onto/koko/p1",
        "name.fi": "Uimahalli",
        "summary.fi": SUMMARY,
        "description.fi": "Hallissa on kuusi rataa ja lämmin allas lapsille.",
        **cells,
    }


def named(work: Work, language: str = "fi") -> str | None:
    return work.content.language_versions[language].name


def one(kind: Kind, thing_id: UUID) -> Work:
    return works.one(kind=kind, thing_id=thing_id)


def edit(kind: Kind, thing_id: UUID, patch: dict[str, Any]) -> None:
    """Somebody else changes a thing."""
    with changes() as unit:
        work = works.one(kind=kind, thing_id=thing_id, lock=True)
        step = editing.change(work=work, seen=work, patch=patch)
        editing.write(unit=unit, steps=[step], author=Author("person", uuid4()), at=datetime.now(UTC))


def name(text: str) -> dict[str, Any]:
    return {"language_versions": {"fi": {"name": text}}}
