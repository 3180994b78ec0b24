"""Rows are matched, merged with what others changed, refused each by itself, and written by the hundred."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.exchange.errors import AlreadyImporting, OfAnotherTown
from catalogue.exchange.importing import LOCK, dry_run
from catalogue.exchange.models import ImportRun
from catalogue.exchange.people import HOST
from catalogue.exchange.reading import source
from catalogue.outbox.unit import changes, revision
from catalogue.registry.models import Link
from catalogue.services import editing, works
from catalogue.services.models import Service, ServiceChannel, Version
from catalogue.services.versions import Author
from tenants.context import within
from tenants.models import Municipality
from tests import make
from tests.catalogue_make import service, store
from tests.exchange_make import (
    SUMMARY,
    change_cell,
    edit,
    name,
    named,
    one,
    out,
    outcomes,
    row_that_may_be_shown,
    said,
    sheet_of,
    take_in,
)

# --- identity ---------------------------------------------------------------------------------------------------------


def test_a_row_that_names_nothing_makes_a_draft_once(in_turku: Municipality, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "new.csv", "service_channel", {"service_channel_type": "Phone", "name.fi": "Neuvonta"})
    (told,) = take_in(in_turku, path)
    assert told.outcome == "created"
    assert told.id is not None
    work = one("service_channel", told.id)
    assert (work.state, named(work), work.own) == ("draft", "Neuvonta", True)
    assert Version.objects.get(object_id=told.id).door == "import"
    edit("service_channel", told.id, name("Puhelinneuvonta"))
    assert outcomes(take_in(in_turku, path)) == ["unchanged"]
    assert named(one("service_channel", told.id)) == "Puhelinneuvonta"
    assert ServiceChannel.objects.count() == 1


def test_a_row_is_found_by_our_id_by_the_registers_and_by_the_towns_own_key(
    library: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    ptv_id = uuid4()
    Link.objects.create(object_id=library, ptv_id=ptv_id, kind="service", own=True, hash=b"x")
    rows = {"service_id": str(library)}, {"ptv_id": str(ptv_id)}, {"source_id": "K-1"}
    for number, row in enumerate(rows):
        given = {"source_id": "K-1", "name.fi": f"Nimi {number}", **row}
        (told,) = take_in(in_turku, sheet_of(tmp_path / f"{number}.csv", "service", given))
        assert (told.outcome, told.id) == ("changed", library)
        assert named(one("service", library)) == f"Nimi {number}"


def test_a_row_that_names_two_things_is_refused_and_so_is_a_second_row_about_one(
    library: UUID, city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    other = service("Toinen", responsible=city, source_id="K-2")
    store("service", other)
    path = sheet_of(
        tmp_path / "two.csv",
        "service",
        {"service_id": str(library), "source_id": "K-2", "name.fi": "Kumpi"},
        {"source_id": "K-1", "name.fi": "Yksi"},
        {"service_id": str(library), "source_id": "K-1", "name.fi": "Taas"},
        {"source_id": "K-9", "name.fi": "Uusi"},
        {"source_id": "K-9", "name.fi": "Uusi taas"},
        {"service_id": str(city), "name.fi": "Organisaatio"},
    )
    told = take_in(in_turku, path)
    assert outcomes(told) == ["refused", "changed", "refused", "created", "refused", "refused"]
    assert {code for each in told for code, _ in said(each) if each.outcome == "refused"} == {"row_refused"}
    assert str(library) in told[0].said[0].message
    assert "row 3" in told[2].said[0].message
    assert "organization" in told[5].said[0].message
    assert [named(one("service", each)) for each in (library, other.id)] == ["Yksi", "Toinen"]


def test_somebody_elses_thing_is_not_changed(in_turku: Municipality, tmp_path: Path) -> None:
    foreign = service("Espoon palvelu")
    store("service", foreign, own=False)
    (told,) = take_in(in_turku, sheet_of(tmp_path / "a.csv", "service", {"service_id": str(foreign.id)}))
    assert said(told) == [("row_refused", "id")]


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_a_file_of_another_town_is_refused_as_a_whole(
    form: Any, library: UUID, in_turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / f"turku.{form}", form)
    with within(espoo):
        with pytest.raises(OfAnotherTown, match="853"):
            take_in(espoo, path)
        assert not Service.objects.exists()


def test_another_towns_id_never_matches(
    library: UUID, in_turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    path = next(each for each in out(in_turku, tmp_path / "turku.csv", "csv") if each.stem == "turku-service")
    before = one("service", library), revision()
    with within(espoo):
        assert [said(each) for each in take_in(espoo, path)] == [[("row_refused", "id")]]
        text = path.read_text(encoding="utf-8-sig").replace(";1;published;", ";;;")
        path.write_text(text, encoding="utf-8")
        (told,) = take_in(espoo, path)
        assert (told.outcome, told.id) == ("created", library)
        assert one("service", library).state == "draft"
    assert (one("service", library), revision()) == before


# --- what others changed ----------------------------------------------------------------------------------------------


def test_what_others_have_changed_meanwhile_stays(library: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    (path,) = out(in_turku, tmp_path / "turku.xlsx")
    edit("service", library, name("Uusi nimi"))
    change_cell(path, "service", "summary.fi", "Toinen tiivistelmä.", where=lambda _: True)
    told = take_in(in_turku, path)
    assert [each.members for each in told if each.outcome == "changed"] == [["summary.fi"]]
    version = one("service", library).content.language_versions["fi"]
    assert (version.name, version.summary) == ("Uusi nimi", "Toinen tiivistelmä.")


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_the_same_member_changed_by_both_is_refused_with_both(
    form: Any, library: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / f"turku.{form}", form)
    edit("service", library, name("Heidän"))
    if form == "xlsx":
        change_cell(path, "service", "name.fi", "Meidän", where=lambda _: True)
    else:
        path.write_bytes(path.read_bytes().replace(b'"name":"Kirjastopalvelut"', '"name":"Meidän"'.encode()))
    (told,) = (each for each in take_in(in_turku, path) if each.outcome != "unchanged")
    (why,) = told.said
    place = "name.fi" if form == "xlsx" else "/language_versions/fi/name"
    assert (told.outcome, why.code, why.place) == ("refused", "changed_meanwhile", place)
    assert (why.seen, why.present, why.given) == ("Kirjastopalvelut", "Heidän", "Meidän")
    assert named(one("service", library)) == "Heidän"
    edit("service", library, name("Meidän"))
    assert set(outcomes(take_in(in_turku, path))) == {"unchanged"}, "both want the same now"


def test_a_version_that_never_was_is_refused(library: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    row = {"service_id": str(library), "version": "7", "name.fi": "Uusi"}
    (told,) = take_in(in_turku, sheet_of(tmp_path / "a.csv", "service", row))
    assert said(told) == [("row_refused", "version")]


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_a_cell_that_says_nothing_refuses_its_row_and_no_other(
    city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    path = sheet_of(
        tmp_path / "a.csv",
        "service_channel",
        {"service_channel_type": "ServiceLocation", "name.fi": "Hyvä", "hours": "ma-pe 8-16"},
        {"service_channel_type": "ServiceLocation", "name.fi": "Huono", "hours": "joskus", "phone.fi": "soita"},
        {"service_channel_type": "WebPage", "name.fi": "Verkko", "hours": "ma-pe 8-16"},
        {"name.fi": "Lajiton"},
        {"service_channel_type": "Phone", "organization": "kaupunki"},
    )
    told = take_in(in_turku, path)
    assert outcomes(told) == ["created", "refused", "refused", "refused", "refused"]
    assert said(told[1]) == [("cell_refused", "phone.fi"), ("cell_refused", "hours")]
    assert said(told[2]) == [("cell_refused", "hours")]
    assert said(told[3]) == [("invalid_body", "service_channel_type")]
    assert said(told[4]) == [("cell_refused", "organization")]
    assert ServiceChannel.objects.count() == 1


def test_findings_of_the_rules_name_the_cell(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    row = {"service_channel_type": "Phone", "organization": str(city), "name.fi": "Neuvonta", "email.fi": "ei-osoite"}
    (told,) = take_in(in_turku, sheet_of(tmp_path / "a.csv", "service_channel", row))
    assert told.outcome == "created"
    found = said(told)
    assert ("email_invalid", "email.fi") in found
    assert ("summary_missing", "summary.fi") in found


def test_a_line_of_json_with_an_odd_member_is_refused_at_its_place(in_turku: Municipality, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    header = {"format": "kuntakanta-catalogue", "version": 1, "town": "853"}
    contents: list[dict[str, Any]] = [
        {"languages": [1]},
        {"colour": "red"},
        {"language_versions": {"fi": {"name": "Hyvä"}}},
    ]
    lines = [header, *({"kind": "service", "content": content} for content in contents)]
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    told = take_in(in_turku, path)
    assert outcomes(told) == ["refused", "refused", "created"]
    assert [said(each) for each in told[:2]] == [[("invalid_body", "/languages/0")], [("invalid_body", "/colour")]]


def test_an_archived_thing_is_not_changed(library: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    (path,) = out(in_turku, tmp_path / "turku.xlsx")
    with changes() as unit:
        work = works.one(kind="service", thing_id=library, lock=True)
        step = editing.archive(work=work, seen=work, languages=[], at=datetime.now(UTC))
        editing.write(unit=unit, steps=[step], author=Author("person"), at=datetime.now(UTC))
    change_cell(path, "service", "name.fi", "Uusi", where=lambda _: True)
    (told,) = (each for each in take_in(in_turku, path) if each.outcome != "unchanged")
    assert said(told) == [("not_possible_now", "")]


# --- dry run, resuming, statements ------------------------------------------------------------------------------------


def test_a_dry_run_tells_the_same_and_writes_nothing(
    library: UUID, city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    path = sheet_of(
        tmp_path / "a.csv",
        "service",
        row_that_may_be_shown(city),
        {"service_id": str(library), "source_id": "K-1", "name.fi": "Uusi"},
        {"service_id": str(library), "name.fi": "Uusi"},
    )
    before = revision(), Version.objects.count(), Service.objects.count()
    told = list(dry_run(town=in_turku, source=source(path), importer=HOST, publish=True))
    assert (revision(), Version.objects.count(), Service.objects.count()) == before
    assert not ImportRun.objects.exists()
    assert told == take_in(in_turku, path, publish=True)


def test_one_import_at_a_time(library: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    other = make.connection()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, in_turku.pk])
        with pytest.raises(AlreadyImporting):
            take_in(in_turku, path)
    finally:
        other.close()
    assert set(outcomes(take_in(in_turku, path))) == {"unchanged"}


def test_a_hundred_things_take_no_more_statements_than_a_few(
    city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    found = []
    for count in (25, 30, 100):  # the first may read what a process keeps of the national lists
        rows = [row_that_may_be_shown(city, source_id=f"{count}-{each}") for each in range(count)]
        path = sheet_of(tmp_path / f"{count}.csv", "service", *rows)
        with CaptureQueriesContext(connection) as caught:
            assert set(outcomes(take_in(in_turku, path))) == {"created"}
        found.append(len(caught))
    assert found[1] == found[2] <= 40, [query["sql"][:150] for query in caught]


def test_changes_over_what_others_changed_take_no_more_statements_for_many(
    city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    found = []
    for count in (30, 60):  # of one batch, with those of the first round
        folder = tmp_path / str(count)
        folder.mkdir()
        rows = [row_that_may_be_shown(city, source_id=f"{count}-{each}") for each in range(count)]
        take_in(in_turku, sheet_of(folder / "new.csv", "service", *rows))
        path = next(each for each in out(in_turku, folder / "a.csv", "csv") if each.stem == "a-service")
        for row in Service.objects.filter(version=1):
            edit("service", row.id, name(f"{row.id}"))
        text = path.read_text(encoding="utf-8-sig").replace(SUMMARY, "Uimahallissa uidaan.")
        path.write_text(text, encoding="utf-8", newline="")
        with CaptureQueriesContext(connection) as caught:
            told = take_in(in_turku, path, publish=True)
        assert [each.members for each in told if each.outcome == "changed"] == [["summary.fi"]] * count
        found.append(len(caught))
    assert found[0] == found[1] <= 60, [query["sql"][:150] for query in caught]


def test_the_runs_of_a_town_are_its_own(
    library: UUID, in_turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    take_in(in_turku, path)
    run = ImportRun.objects.get()
    assert (run.done, run.total, run.counts) == (2, 2, {"unchanged": 2})
    assert run.finished is not None
    with within(espoo):
        assert not ImportRun.objects.exists()
