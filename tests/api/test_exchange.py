"""A catalogue in files over HTTP: taken out, tried, taken in by a worker, refused at its place, by role and town."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import orjson
import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from api.manage import exchange
from catalogue.exchange import operations
from catalogue.exchange.models import ImportPart, ImportRun
from catalogue.exchange.tasks import carry_out_imports
from catalogue.services.models import Service, Version
from tenants.accounts.models import MachineToken
from tenants.accounts.permissions import Role, Scope
from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.catalogue_make import channel, collection, connected, organization, service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST
from tests.exchange_make import change_cell, sheet_of

EXPORT = "/api/manage/v1/export"
IMPORTS = "/api/manage/v1/imports"


@pytest.fixture
def library(turku: Municipality) -> UUID:
    city, place = organization(), channel()
    made = service(responsible=city.id, connections=[connected(place.id)])
    with within(turku):
        store("organization", city)
        store("service_channel", place)
        store("service", made)
        store("service_collection", collection())
    return made.id


@pytest.fixture
def writer(turku: Municipality) -> Client:
    return program(TURKU_HOST, token(turku, Scope.WRITE))


def body(answer: HttpResponseBase) -> bytes:
    assert answer.status_code == 200, getattr(answer, "content", b"")
    return b"".join(answer)


def send(client: Client, content: bytes, media_type: str = exchange.CSV, query: str = "") -> Any:
    return client.post(f"{IMPORTS}{query}", content, content_type=media_type)


def step(client: Client, address: str, what: str) -> Any:
    return client.post(f"{address}/{what}", "{}", content_type="application/json")


def accepted(answer: Any) -> str:
    """Where a run that was sent is told of."""
    assert answer.status_code == 202, answer.content
    validator("manage", "ImportRun", strict).validate(answer.json())
    assert (answer.json()["state"], answer.json()["total"]) == ("waiting", None)
    assert answer["Location"] == f"{IMPORTS}/{answer.json()['id']}"
    return str(answer["Location"])


def report(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    validator("manage", "ImportReport", strict).validate(told)
    return told


def work(town: Municipality) -> int:
    """What a worker does once the dispatcher has sent it."""
    return int(carry_out_imports(municipality_id=town.pk))


def done(client: Client, town: Municipality, answer: Any) -> dict[str, Any]:
    """What a run comes to."""
    address = accepted(answer)
    assert work(town) == 1
    told = report(client.get(address))
    with within(town):
        assert not ImportPart.objects.exists(), "its file is removed"
    return told


def rows(tmp_path: Path, count: int) -> bytes:
    return sheet_of(
        tmp_path / "a.csv", "service", *({"source_id": f"K-{each}", "name.fi": f"P {each}"} for each in range(count))
    ).read_bytes()


def test_everything_goes_out_as_lines_that_keep_their_schema(library: UUID, writer: Client) -> None:
    answer = writer.get(EXPORT, headers={"accept": "application/x-ndjson"})
    assert answer["Content-Type"] == "application/x-ndjson"
    assert answer["Content-Disposition"] == 'attachment; filename="853-catalogue.json"'
    assert answer["Cache-Control"] == "no-store"
    header, *lines = (orjson.loads(line) for line in body(answer).splitlines())
    validator("manage", "CatalogueHeader", strict).validate(header)
    for line in lines:
        validator("manage", "CatalogueLine").validate(line)
    kinds = ["organization", "service", "service_channel", "service_collection", "connection"]
    assert [line["kind"] for line in lines] == kinds


def test_what_went_out_changes_nothing_and_a_change_is_told(
    library: UUID, writer: Client, turku: Municipality, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(body(writer.get(f"{EXPORT}?format=xlsx")))
    told = done(writer, turku, send(writer, path.read_bytes(), exchange.XLSX))
    assert set(told["counts"]) == {"unchanged"}
    assert (told["state"], told["done"], told["refusal"]) == ("done", told["total"], None)
    assert told["finished"]
    change_cell(path, "service", "name.fi", "Kirjastot", where=lambda _: True)
    tried = done(writer, turku, send(writer, path.read_bytes(), exchange.XLSX, "?validate=only"))
    assert (tried["dry_run"], tried["counts"]["changed"]) == (True, 1)
    with within(turku):
        assert not Version.objects.exists()
    told = done(writer, turku, send(writer, path.read_bytes(), exchange.XLSX))
    (row,) = (each for each in told["rows"] if each["outcome"] == "changed")
    assert (row["table"], row["row"], row["members"], row["id"]) == ("service", 3, ["name.fi"], str(library))
    assert (row["was"], row["version"]) == (1, 2)
    listed = writer.get(IMPORTS).json()
    validator("manage", "ImportList", strict).validate(listed)
    assert [each["id"] for each in listed["items"]][:2] == [told["id"], tried["id"]]


def test_how_far_a_large_file_has_come_is_told_part_by_part(
    writer: Client, turku: Municipality, tmp_path: Path
) -> None:
    told = done(writer, turku, send(writer, rows(tmp_path, 250)))
    assert (told["done"], told["total"], told["counts"]) == (250, 250, {"created": 250})
    assert len(report(writer.get(f"{IMPORTS}/{told['id']}?after=200"))["rows"]) == 50
    assert done(writer, turku, send(writer, rows(tmp_path, 250)))["counts"] == {"unchanged": 250}
    with within(turku):
        assert Service.objects.count() == 250


def test_the_same_file_that_is_sent_again_meanwhile_is_the_same_import(
    writer: Client, turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    content = rows(tmp_path, 1)
    first = accepted(send(writer, content))
    assert accepted(send(writer, content)) == first
    other = program(TURKU_HOST, token(turku, Scope.WRITE))
    assert problem(send(other, content), 409)["code"] == "already_importing"
    for number in range(operations.MOST_WAITING - 1):
        accepted(send(writer, rows(tmp_path, 2 + number)))
    assert problem(send(writer, rows(tmp_path, 9)), 409)["code"] == "too_many_waiting"
    with within_host():
        assert DueJob.objects.get(municipality=turku, name=operations.JOB).due_at <= timezone.now()
    with within(espoo):
        assert not ImportPart.objects.exists()
    assert work(espoo) == 0
    assert work(turku) == operations.MOST_WAITING


def test_a_report_is_handed_on_as_a_file_in_a_language(writer: Client, turku: Municipality, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", {"name.fi": "A", "organization": "x"}, {"name.fi": "B"})
    told = done(writer, turku, send(writer, path.read_bytes()))
    address = f"{IMPORTS}/{told['id']}"
    assert told["rows"][0]["said"][0]["message"].startswith('"x" is no id')
    sentences = {"fi-FI, en;q=0.5": '"x" ei ole tunniste', "sv": '"x" är inget id', "de": '"x" is no id'}
    for language, said in sentences.items():
        answer = writer.get(address, headers={"accept-language": language})
        assert report(answer)["rows"][0]["said"][0]["message"].startswith(said)
        assert "Accept-Language" in answer["Vary"]
    answer = writer.get(f"{address}/report", headers={"accept-language": "fi"})
    assert answer["Content-Disposition"] == f'attachment; filename="import-{told["id"]}.csv"'
    head, first, second = csv.reader(io.StringIO(body(answer).decode("utf-8-sig")), delimiter=";")
    assert (head[3], first[3], second[3]) == ("tulos", "hylätty", "luotu")
    assert first[-1].startswith('organization: "x" ei ole tunniste')
    answer = writer.get(f"{address}/report?format=xlsx", headers={"accept-language": "sv"})
    book = openpyxl.load_workbook(io.BytesIO(body(answer)))
    assert book.sheetnames == ["rapport"]
    assert book["rapport"]["D2"].value == "avvisad"
    assert problem(writer.get(f"{address}/report?format=pdf"), 400)["parameter"] == "format"
    assert problem(writer.get(f"{IMPORTS}/99999/report"), 404)["code"] == "not_found"


def test_an_import_that_waits_can_be_cancelled_by_whoever_sent_it(
    writer: Client, turku: Municipality, tmp_path: Path
) -> None:
    address = accepted(send(writer, rows(tmp_path, 1)))
    with within(turku):
        city = organization()
        store("organization", city)
    staff(turku, Role.EDITOR, unit=city.id)
    client = browser(TURKU_HOST)
    assert sign_in(client)
    assert problem(step(client, address, "cancel"), 403)["code"] == "not_allowed"
    told = step(writer, address, "cancel")
    assert (told.status_code, told.json()["state"]) == (200, "cancelled")
    assert work(turku) == 0
    assert problem(step(writer, address, "cancel"), 409)["code"] == "not_possible_now"
    with within(turku):
        assert not ImportPart.objects.exists()
        assert not Service.objects.exists()


def test_an_import_is_taken_back(library: UUID, writer: Client, turku: Municipality, tmp_path: Path) -> None:
    told = done(writer, turku, send(writer, rows(tmp_path, 3)))
    address = f"{IMPORTS}/{told['id']}"
    undone = done(writer, turku, step(writer, address, "undo"))
    assert (undone["undoes"], undone["counts"]) == (told["id"], {"undone": 3})
    for again, words in ((address, "has been taken back"), (f"{IMPORTS}/{undone['id']}", "took an import back")):
        assert words in problem(step(writer, again, "undo"), 409)["detail"]
    with within(turku):
        assert Service.objects.filter(state="archived").count() == 3
        assert Service.objects.get(state="published").id == library


def test_whoever_may_no_longer_write_imports_nothing(writer: Client, turku: Municipality, tmp_path: Path) -> None:
    address = accepted(send(writer, rows(tmp_path, 1)))
    with within(turku):
        MachineToken.objects.update(revoked=timezone.now())
    assert work(turku) == 1
    told = report(program(TURKU_HOST, token(turku, Scope.READ)).get(address, headers={"accept-language": "fi"}))
    assert (told["state"], told["refusal"]["code"]) == ("refused", "not_allowed")
    assert told["refusal"]["message"] == "Tämän lähettäjä ei enää saa toimia täällä."


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (b"nimi;puhelin\n", exchange.CSV, "ei ole sarakkeiden tunnuksia"),
        (b"PK\x03\x04", exchange.XLSX, "ei ole XLSX-työkirja"),
        (b'{"format":"kuntakanta-catalogue","version":1,"town":"049"}', exchange.LINES, "kunnan 049"),
        (b'{"format":"kuntakanta-catalogue","version":1,"town":"853"}\n{', exchange.LINES, "rivi 2: Riviä"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    content: bytes, media_type: str, said: str, writer: Client, turku: Municipality
) -> None:
    address = accepted(send(writer, content, media_type))
    assert work(turku) == 1
    told = report(writer.get(address, headers={"accept-language": "fi"}))
    assert (told["state"], told["done"], told["rows"]) == ("refused", 0, [])
    assert said in told["refusal"]["message"]
    with within(turku):
        assert not ImportPart.objects.exists()


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_what_is_no_file_is_refused_at_once(media_type: str, writer: Client, turku: Municipality) -> None:
    assert media_type in problem(send(writer, b"a=1", media_type), 415)["detail"]
    refused = problem(writer.generic("POST", IMPORTS, b"", CONTENT_TYPE=exchange.CSV), 422)
    validator("manage", "Problem").validate(refused)
    assert "sent as xlsx" in problem(send(writer, b"a;b", exchange.XLSX), 422)["detail"]
    with within(turku):
        assert not ImportRun.objects.exists()


def test_a_file_may_not_be_too_large(writer: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 100)
    assert problem(send(writer, rows(tmp_path, 5)), 413)["code"] == "too_large"


def test_parameters_are_refused_at_their_name(library: UUID, writer: Client) -> None:
    for query, name in (("?format=pdf", "format"), ("?format=csv", "kind"), ("?kind=service", "kind"), ("?x=1", "x")):
        assert problem(writer.get(f"{EXPORT}{query}"), 400)["parameter"] == name
    assert problem(writer.get(f"{IMPORTS}/1?after=x"), 400)["parameter"] == "after"
    assert problem(send(writer, b"", query="?publish=no"), 400)["parameter"] == "publish"
    text = body(writer.get(f"{EXPORT}?format=csv&kind=service")).decode("utf-8-sig")
    assert str(library) in text


def test_publishing_by_a_file_is_for_those_who_may(writer: Client, turku: Municipality, tmp_path: Path) -> None:
    content = rows(tmp_path, 1)
    assert problem(send(writer, content, query="?publish=true"), 403)["scope"] == "publish"
    publisher = program(TURKU_HOST, token(turku, Scope.PUBLISH))
    (row,) = done(publisher, turku, send(publisher, content, query="?publish=true"))["rows"]
    assert row["outcome"] == "created"
    assert "published" not in row
    assert {"summary.fi", "description.fi"} <= {each["place"] for each in row["said"]}


def test_an_editor_of_a_unit_writes_what_is_of_it(library: UUID, turku: Municipality, tmp_path: Path) -> None:
    with within(turku):
        city = Service.objects.get().organization_id
    account = staff(turku, Role.EDITOR, unit=city)
    client = browser(TURKU_HOST)
    assert sign_in(client)
    path = sheet_of(
        tmp_path / "a.csv",
        "service",
        {"organization": str(city), "name.fi": "Oma"},
        {"organization": "", "name.fi": "Muiden"},
    )
    told = done(client, turku, send(client, path.read_bytes()))
    assert [each["outcome"] for each in told["rows"]] == ["created", "refused"]
    with within(turku):
        assert Version.objects.get().by == account.uuid


def test_a_unit_below_ones_own_can_be_added_by_a_file(library: UUID, turku: Municipality, tmp_path: Path) -> None:
    with within(turku):
        city = Service.objects.get().organization_id
    staff(turku, Role.EDITOR, unit=city)
    client = browser(TURKU_HOST)
    assert sign_in(client)
    path = sheet_of(
        tmp_path / "a.csv",
        "organization",
        {"parent_organization_id": str(city), "name.fi": "Alla"},
        {"name.fi": "Vieressä"},
    )
    told = done(client, turku, send(client, path.read_bytes()))
    assert [each["outcome"] for each in told["rows"]] == ["created", "refused"]


def test_imports_are_the_towns_own(
    library: UUID, writer: Client, turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    told = done(writer, turku, send(writer, rows(tmp_path, 1)))
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.WRITE))
    assert elsewhere.get(IMPORTS).json() == {"items": []}
    address = f"{IMPORTS}/{told['id']}"
    for answer in (elsewhere.get(address), elsewhere.get(f"{address}/report"), step(elsewhere, address, "undo")):
        problem(answer, 404)
    assert len(body(elsewhere.get(EXPORT)).splitlines()) == 1
