"""`kuntakanta forms`: from a template or a file to a published form, with translations; two towns apart."""

import io
from pathlib import Path

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalogue.errors import NotFound
from catalogue.exchange.errors import NotAllowed
from catalogue.forms import queries
from catalogue.forms.models import FormDefinition, FormEdit
from catalogue.forms.templates.shipped import shipped
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import EMAIL, staff


def run(*words: object) -> str:
    said = io.StringIO()
    call_command("forms", *map(str, words), stdout=said)
    return said.getvalue()


def test_a_form_is_made_of_a_template_checked_published_closed_and_retired(
    turku: Municipality, espoo: Municipality
) -> None:
    assert run("create", "853", "--template", "summer-job").startswith("summer-job")
    assert run("check", "853", "summer-job") == ""
    assert "published version 1: Kesätyöhakemus" in run("publish", "853", "summer-job")
    assert "version 1, closed" in run("close", "853", "summer-job")
    assert "closed" not in run("open", "853", "summer-job")
    assert "retired" in run("retire", "853", "summer-job")
    assert run("list", "853").count("\n") == 1
    assert run("list", "049") == ""
    with pytest.raises(NotFound):
        run("publish", "049", "summer-job")


def test_a_sheet_goes_out_and_comes_in_and_the_check_refuses_what_is_not_whole(
    turku: Municipality, tmp_path: Path
) -> None:
    sheet = tmp_path / "street.csv"
    run("sheet", "street-feedback", sheet)
    sheet.write_text(sheet.read_text("utf-8-sig").replace("Respons om", ""), "utf-8")
    run("create", "853", "--file", sheet, "--key", "streets")
    with within(turku):
        row = queries.form_by_key(key="streets")
    assert row.origin is not None
    assert (row.origin.kind, row.origin.key) == ("file", "street-feedback")
    sheet.write_text(sheet.read_text("utf-8").replace("Var? Adress eller plats", ""), "utf-8")
    run("create", "853", "--file", sheet, "--key", "unfinished")
    for deed in ("check", "publish"):
        with pytest.raises(SystemExit) as ended:
            run(deed, "853", "unfinished")
        assert ended.value.code == 3
    with within(turku):
        assert queries.form_by_key(key="unfinished").published is None


def test_texts_go_to_translators_and_come_back(turku: Municipality, tmp_path: Path) -> None:
    run("create", "853", "--template", "venue-booking")
    out = tmp_path / "venue.xlf"
    run("export", "853", "venue-booking", out, "--from", "fi", "--to", "se")
    out.write_bytes(out.read_bytes().replace(b"</source>", b"</source><target>Davvi</target>"))
    assert " 0 stale, 0 unknown" in run("translate", "853", "venue-booking", out)
    document = tmp_path / "venue.json"
    run("export", "853", "venue-booking", document)
    assert orjson.loads(document.read_bytes())["title"]["se"] == "Davvi"
    with pytest.raises(CommandError):
        run("export", "853", "venue-booking", tmp_path / "venue.doc")


def test_somebody_of_the_towns_does_what_their_role_allows(turku: Municipality) -> None:
    account = staff(turku, Role.PUBLISHER)
    run("create", "853", "--template", "summer-job", "--as", EMAIL)
    with within(turku):
        assert FormEdit.objects.get().by == account.uuid
    staff(turku, Role.FORM_HANDLER, email="kasittelija@town.test")
    with pytest.raises(NotAllowed):
        run("create", "853", "--template", "venue-booking", "--as", "kasittelija@town.test")
    with within(turku):
        assert FormDefinition.objects.count() == 1


def test_templates_and_the_format_are_printed() -> None:
    assert run("templates").split("\n")[0].startswith(next(iter(shipped())))
    assert orjson.loads(run("format"))["$id"] == "urn:kuntakanta:form-format:1.0"


def test_a_file_that_is_not_there_is_misuse(turku: Municipality, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run("create", "853", "--file", tmp_path / "nothing.csv")
