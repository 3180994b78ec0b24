"""`kuntakanta catalogue-export` and `catalogue-import`: files, reports, exit codes, and whoever does it."""

import csv
import io
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalogue.exchange.sheets import SHEETS
from catalogue.services.models import Service, Version
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import EMAIL, staff
from tests.api.test_manage import token
from tests.catalogue_make import organization, service, store
from tests.exchange_make import change_cell, sheet_of


@pytest.fixture
def library(turku: Municipality) -> UUID:
    record, city = service(), organization()
    with within(turku):
        store("organization", city)
        store("service", record)
    return record.id


def run(*words: object) -> str:
    said = io.StringIO()
    call_command(*map(str, words), stdout=said)
    return said.getvalue()


def report(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_catalogue_goes_out_is_tried_and_comes_in(library: UUID, turku: Municipality, tmp_path: Path) -> None:
    path = tmp_path / "turku.xlsx"
    assert "turku.xlsx" in run("catalogue_export", "853", path)
    assert [each.name for each in tmp_path.iterdir()] == ["turku.xlsx"]
    change_cell(path, "service", "name.fi", "Kirjastot", where=lambda _: True)
    tried = run("catalogue_import", "853", path, "--dry-run")
    assert "1 changed, 1 unchanged, 0 refused" in tried
    assert "nothing was written" in tried
    with within(turku):
        assert not Version.objects.exists()
    assert "1 changed, 1 unchanged, 0 refused" in run("catalogue_import", "853", path)
    first, second = report(tmp_path / "turku.xlsx.report.csv")
    assert (first["outcome"], second["outcome"], second["members"]) == ("unchanged", "changed", "name.fi")
    assert "0 changed, 2 unchanged" in run("catalogue_import", "853", path)


def test_csv_makes_a_file_for_each_kind(library: UUID, tmp_path: Path) -> None:
    run("catalogue_export", "853", tmp_path / "turku.csv")
    assert {each.name for each in tmp_path.iterdir()} == {f"turku-{sheet}.csv" for sheet in SHEETS}


def test_refused_rows_make_the_exit_code_three_and_stand_in_the_report(turku: Municipality, tmp_path: Path) -> None:
    row = {"service_channel_type": "ServiceLocation", "hours": "joskus"}
    path = sheet_of(tmp_path / "a.csv", "service_channel", row)
    with pytest.raises(SystemExit) as stopped:
        run("catalogue_import", "853", path, "--report", tmp_path / "r.csv")
    assert stopped.value.code == 3
    (told,) = report(tmp_path / "r.csv")
    assert (told["row"], told["outcome"]) == ("2", "refused")
    assert told["what is said"].startswith("hours: Write hours as")


def test_what_cannot_be_read_or_be_named_is_said_in_one_line(turku: Municipality, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run("catalogue_import", "853", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="json, csv, xlsx"):
        run("catalogue_export", "853", tmp_path / "turku.pdf")
    (tmp_path / "odd.csv").write_text("nimi\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no column keys"):
        run("catalogue_import", "853", tmp_path / "odd.csv")


def test_an_import_is_by_somebody_with_their_roles(
    library: UUID, turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", {"name.fi": "Uusi"})
    staff(turku, Role.VIEWER, email="katsoja@town.test")
    staff(espoo, Role.ADMINISTRATOR, email="espoo@town.test")
    account = staff(turku, Role.EDITOR)
    for email in ("katsoja@town.test", "espoo@town.test", "nobody@town.test"):
        with pytest.raises(CommandError):
            run("catalogue_import", "853", path, "--as", email)
    with pytest.raises(CommandError):
        run("catalogue_import", "853", path, "--as", EMAIL, "--publish")
    run("catalogue_import", "853", path, "--as", EMAIL.upper())
    with within(turku):
        assert Version.objects.get().by == account.uuid
        assert Service.objects.count() == 2


def test_an_import_is_by_a_program_with_its_token(
    turku: Municipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", {"name.fi": "Uusi"})
    for scope, good in ((Scope.READ, False), (Scope.WRITE, True)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{token(turku, scope)}\n"))
        if good:
            run("catalogue_import", "853", path, "--token")
        else:
            with pytest.raises(CommandError):
                run("catalogue_import", "853", path, "--token")
    monkeypatch.setattr(sys, "stdin", io.StringIO("kk_none\n"))
    with pytest.raises(CommandError, match="unknown"):
        run("catalogue_import", "853", path, "--token")
