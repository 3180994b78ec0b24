"""What sheets have beside organisations, services and channels: collections, areas, fees, connections."""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from msgspec.structs import replace

from catalogue.exchange.importing import dry_run
from catalogue.exchange.people import HOST
from catalogue.exchange.reading import source
from catalogue.exchange.sheets import SHEETS
from catalogue.exchange.values import Sheet, Told
from catalogue.outbox.unit import revision
from catalogue.parts import DailyOpening, Fee, LanguageVersion, ServiceHour
from catalogue.services import pairs
from catalogue.services.connections import pair_id
from catalogue.services.values import Connection, ConnectionEnd, ServiceCollection
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import TURKU, channel, collection, connected, service, store
from tests.exchange_make import change_cell, edit, name, one, out, outcomes, said, sheet_of, take_in

SWIM = Fee(name={"fi": "Aikuinen", "se": "Olles"}, amount="7.50", unit={"fi": "kerta"}, valid_from=date(2026, 1, 1))
FREE = Fee(name={"fi": "Lapsi"}, free_of_charge=True)


@pytest.fixture
def hall(city: UUID, in_turku: Municipality) -> tuple[UUID, UUID]:
    """A swimming hall: its service, which has fees, and its place, which are connected and in a collection."""
    place, thing = channel(organization_id=city), service("Uinti", responsible=city, source_id="K-1", fees=[SWIM, FREE])
    there = connection_of(thing.id)
    store("service_channel", channel(id=place.id, organization_id=city, connections=[there]))
    store("service", replace(thing, connections=[replace(there, other=replace(there.other, id=place.id))]))
    store("service_collection", collection())
    return thing.id, place.id


def connection_of(other: UUID) -> ConnectionEnd:
    weekly = [DailyOpening(day_from="Monday", day_to="Friday", opens="08:00", closes="16:00")]
    holds = Connection(
        service_charge_type="Chargeable",
        fees=[SWIM],
        language_versions={"fi": LanguageVersion(description="Kysy aulasta.")},
        service_hours=[ServiceHour(kind="weekly", opening_hours=weekly)],
    )
    return replace(connected(other), connection=holds)


def changed(told: list[Told]) -> list[Told]:
    return [each for each in told if each.outcome != "unchanged"]


def held(hall: tuple[UUID, UUID]) -> Connection:
    key = pair_id(*hall)
    content = pairs.load(ids=[key])[key].content
    assert content is not None
    return content


def is_named(thing_id: UUID, key: str = "service_id") -> Callable[[Mapping[str, Any]], bool]:
    return lambda row: bool(row[key] == str(thing_id))


def fees_of(thing_id: UUID) -> list[Fee]:
    content: Any = one("service", thing_id).content
    return list(content.fees)


def fee_rows(path: Path, *rows: Mapping[str, str]) -> Path:
    return sheet_of(path, "fee", *rows)


def test_all_sheets_go_out_and_change_nothing_when_they_come_back(
    hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path
) -> None:
    before = revision()
    (book,) = out(in_turku, tmp_path / "turku.xlsx", "xlsx")
    told = take_in(in_turku, book, publish=True)
    assert [(each.table, each.row) for each in told] == [
        *(("organization", 3), ("service", 3), ("service_channel", 3), ("service_collection", 3)),
        *(("connection", 3), ("fee", 3), ("fee", 5)),
    ]
    assert set(outcomes(told)) == {"unchanged"}, changed(told)
    for path in out(in_turku, tmp_path / "turku.csv", "csv"):
        assert set(outcomes(take_in(in_turku, path, publish=True))) == {"unchanged"}, path
    assert revision() == before
    page = openpyxl.load_workbook(book)["connection"]
    shown = {str(key.value): cell.value for key, cell in zip(page[2], page[3], strict=True)}
    assert (shown["hours"], shown["description.fi"]) == ("Mon-Fri 8:00-16:00", "Kysy aulasta.")
    assert (shown["service"], shown["service_channel"]) == ("Uinti", "Pääkirjasto")


def test_a_connection_is_changed_and_another_is_made(
    hall: tuple[UUID, UUID], city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    other = channel("Sivukirjasto", organization_id=city)
    store("service_channel", other)
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    change_cell(path, "connection", "hours", "ma-pe 9-17", where=lambda _: True)
    book = openpyxl.load_workbook(path)
    header = [str(cell.value) for cell in book["connection"][2]]
    new = {"service_id": str(hall[0]), "channel_id": str(other.id), "description.fi": "Myös täällä."}
    book["connection"].append([new.get(key) for key in header])
    book.save(path)
    refused, *_ = changed(take_in(in_turku, path))
    assert (refused.table, refused.row, said(refused)) == ("connection", 3, [("row_refused", "")])
    told = changed(take_in(in_turku, path, publish=True))
    assert [(each.outcome, each.members) for each in told] == [("changed", ["hours"]), ("created", [])]
    now = held(hall)
    assert now.service_hours[0].opening_hours[0].opens == "09:00"
    assert (now.fees, now.service_charge_type) == ([SWIM], "Chargeable")
    assert held((hall[0], other.id)).language_versions["fi"].description == "Myös täällä."
    assert set(outcomes(take_in(in_turku, path, publish=True))) == {"unchanged"}


def test_a_fee_is_changed_added_and_taken_away_and_the_rest_stays(
    hall: tuple[UUID, UUID], in_turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    change_cell(path, "fee", "amount", 8.5, where=lambda row: row["amount"] == "7.50" and not row["channel_id"])
    change_cell(path, "fee", "valid_to", date(2026, 12, 31), where=lambda row: row["amount"] == 8.5)
    change_cell(path, "service", "name.fi", "Uimahalli", where=lambda _: True)
    told = changed(take_in(in_turku, path))
    assert [(each.table, each.members) for each in told] == [("service", ["name.fi"]), ("fee", ["fees"])]
    assert fees_of(hall[0]) == [replace(SWIM, amount="8.50", valid_to=date(2026, 12, 31)), FREE]
    rows = {"source_id": "K-1", "name.fi": "Lapsi", "free_of_charge": "kyllä"}, {"source_id": "K-1", "amount": "3"}
    told = changed(take_in(in_turku, fee_rows(tmp_path / "b.csv", *rows)))
    assert [(each.row, each.outcome) for each in told] == [(2, "changed")]
    assert fees_of(hall[0]) == [FREE, replace(FREE, name={}, free_of_charge=False, amount="3")]
    take_in(in_turku, fee_rows(tmp_path / "c.csv", {"source_id": "K-1"}))
    assert fees_of(hall[0]) == [], "a row that names a service and no fee says that it has none"
    assert held(hall).fees == [SWIM]
    with within(espoo):
        (told_there,) = take_in(espoo, fee_rows(tmp_path / "c.csv", {"source_id": "K-1"}))
        assert said(told_there) == [("row_refused", "")]


def test_what_cannot_be_a_fee_is_told_with_its_row_and_column(
    hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path
) -> None:
    rows = {"source_id": "K-1", "name.fi": "A", "amount": "1"}, {"source_id": "K-1", "name.fi": "B", "amount": "kaksi"}
    (told,) = take_in(in_turku, fee_rows(tmp_path / "a.csv", *rows))
    assert said(told) == [("cell_refused", "amount")]
    assert told.said[0].sentence("fi").startswith('rivi 3, sarake amount: "kaksi" ei ole euromäärä')
    rows = {"source_id": "K-1", "name.fi": "A"}, {"source_id": "K-1", "name.fi": "B", "amount": "2"}
    (told,) = take_in(in_turku, fee_rows(tmp_path / "b.csv", *rows))
    assert told.outcome == "changed"
    assert next(each.where for each in told.said if each.code == "fee_untold") == ("", 2, "amount")


def test_fees_that_somebody_has_changed_meanwhile_stay(
    hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    edit("service", hall[0], {"fees": [{"name": {"fi": "Aikuinen"}, "amount": "9"}]})
    change_cell(path, "fee", "amount", "8", where=lambda row: row["amount"] == "7.50" and not row["channel_id"])
    (told,) = changed(take_in(in_turku, path))
    assert said(told) == [("changed_meanwhile", "fees")]
    assert [fee.amount for fee in fees_of(hall[0])] == ["9"]


def test_a_new_service_has_its_fees_from_the_same_workbook(
    hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet, cells in (
        ("service", {"source_id": "K-9", "name.fi": "Sauna"}),
        ("fee", {"source_id": "K-9", "name.fi": "Kaikki", "amount": "5"}),
    ):
        header = [str(cell.value) for cell in book[sheet][2]]
        book[sheet].append([cells.get(key) for key in header])
    book.save(path)
    tried = changed(list(dry_run(town=in_turku, source=source(path), importer=HOST, publish=False)))
    told = changed(take_in(in_turku, path))
    assert [each.outcome for each in tried] == [each.outcome for each in told] == ["created", "changed"]
    assert told[0].id is not None
    assert [fee.amount for fee in fees_of(told[0].id)] == ["5"]


def test_a_collection_gets_members_and_keeps_what_is_told_of_those_that_stay(
    hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    before = services_in(path)
    change_cell(path, "service_collection", "services", f"{before}; {hall[0]}", where=lambda _: True)
    (told,) = changed(take_in(in_turku, path))
    assert (told.kind, told.members) == ("service_collection", ["services"])
    assert told.id is not None
    content = one("service_collection", told.id).content
    assert isinstance(content, ServiceCollection)
    assert content.services[-1].id == hall[0]
    assert content.services[:-1] == published_services(told.id)


def services_in(path: Path) -> str:
    page = openpyxl.load_workbook(path)["service_collection"]
    header = [str(cell.value) for cell in page[2]]
    return str(page[3][header.index("services")].value or "")


def published_services(thing_id: UUID) -> list[Any]:
    published = one("service_collection", thing_id).published
    assert isinstance(published, ServiceCollection)
    return published.services


def test_areas_are_named_by_type_and_code(hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    change_cell(path, "service", "areas", "Municipality 853; municipality 91\nRegion 02", where=lambda _: True)
    (told,) = changed(take_in(in_turku, path))
    assert told.members == ["areas"]
    content: Any = one("service", hall[0]).content
    first, second = content.areas
    assert [each.code for each in first.municipalities] == ["853", "091"]
    assert first.municipalities[0] == TURKU
    assert (second.type, second.code) == ("Region", "02")


def test_what_is_archived_is_in_no_sheet(hall: tuple[UUID, UUID], in_turku: Municipality, tmp_path: Path) -> None:
    edit("service", hall[0], name("Muu"))
    rows: dict[Sheet, int] = {}
    for path, sheet in zip(out(in_turku, tmp_path / "a.csv", "csv"), SHEETS, strict=True):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows[sheet] = len(list(csv.reader(file, delimiter=";"))) - 2
    assert rows == {
        "organization": 1,
        "service": 1,
        "service_channel": 1,
        "service_collection": 1,
        "connection": 1,
        "fee": 3,
    }


def test_rows_of_fees_name_what_they_are_of(in_turku: Municipality, tmp_path: Path) -> None:
    (told,) = take_in(in_turku, fee_rows(tmp_path / "a.csv", {"service_id": str(uuid4()), "amount": "1"}))
    assert said(told) == [("row_refused", "")]
    ends = {"service_id": str(uuid4()), "channel_id": str(uuid4())}
    (told,) = take_in(in_turku, fee_rows(tmp_path / "b.csv", {**ends, "amount": "1"}))
    assert said(told) == [("row_refused", "service_id")]
