"""A catalogue in files over HTTP: taken out, tried, taken in part by part, refused at its place, by role and town."""

from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import orjson
import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from api.manage import exchange
from catalogue.exchange.models import ImportRun
from catalogue.services.models import Service, Version
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.catalogue_make import channel, collection, connected, organization, service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST
from tests.exchange_make import sheet_of

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


def report(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    validator("manage", "ImportReport", strict).validate(told)
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
    told = report(send(writer, path.read_bytes(), exchange.XLSX))
    assert (told["counts"], told["done"], told["total"]) == ({"unchanged": 3}, 3, 3)
    assert told["finished"]
    book = openpyxl.load_workbook(path)
    cells = {str(cell.value): number for number, cell in enumerate(book["service"][2], 1)}
    book["service"].cell(row=3, column=cells["name.fi"], value="Kirjastot")
    book.save(path)
    tried = report(send(writer, path.read_bytes(), exchange.XLSX, "?validate=only"))
    assert (tried["id"], tried["counts"]) == (None, {"unchanged": 2, "changed": 1})
    with within(turku):
        assert not Version.objects.exists()
    told = report(send(writer, path.read_bytes(), exchange.XLSX))
    (row,) = (each for each in told["rows"] if each["outcome"] == "changed")
    assert (row["table"], row["row"], row["members"], row["id"]) == ("service", 3, ["name.fi"], str(library))
    assert report(writer.get(f"{IMPORTS}/{told['id']}"))["rows"] == told["rows"]
    listed = writer.get(IMPORTS).json()
    validator("manage", "ImportList", strict).validate(listed)
    assert listed["items"][0]["id"] == told["id"]


def test_a_large_file_goes_in_part_by_part(
    writer: Client, turku: Municipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MOST_ROWS", 120)
    content = rows(tmp_path, 250)
    answers = [report(send(writer, content)) for _ in range(3)]
    assert [each["done"] for each in answers] == [120, 240, 250]
    assert [len(each["rows"]) for each in answers] == [120, 120, 10]
    assert [each["finished"] is None for each in answers] == [True, True, False]
    assert len({each["id"] for each in answers}) == 1
    assert len(report(writer.get(f"{IMPORTS}/{answers[0]['id']}?after=200"))["rows"]) == 50
    again = report(send(writer, content))
    assert again["counts"] == {"unchanged": 120}
    with within(turku):
        assert Service.objects.count() == 250


def test_a_key_is_of_no_use_where_each_part_is_kept_by_itself(
    writer: Client, turku: Municipality, tmp_path: Path
) -> None:
    content = rows(tmp_path, 1)
    for outcome in ("created", "unchanged"):
        answer = writer.post(IMPORTS, content, content_type=exchange.CSV, headers={"idempotency-key": '"k"'})
        assert report(answer)["counts"] == {outcome: 1}


@pytest.mark.parametrize(
    ("content", "media_type", "status", "said"),
    [
        (b"nimi;puhelin\n", exchange.CSV, 422, "no column keys"),
        (b"PK\x03\x04", exchange.XLSX, 422, "not an XLSX workbook"),
        (b'{"format":"kuntakanta-catalogue","version":1,"town":"049"}', exchange.LINES, 422, "049"),
        (b"{}", "application/json", 415, "application/json"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "urlencoded"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    content: bytes, media_type: str, status: int, said: str, writer: Client, turku: Municipality
) -> None:
    refused = problem(send(writer, content, media_type), status)
    validator("manage", "Problem").validate(refused)
    assert said in refused["detail"]
    with within(turku):
        assert not ImportRun.objects.exists()


def test_a_file_may_not_be_too_large(writer: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = rows(tmp_path, 5)
    monkeypatch.setattr(exchange, "MOST_TRIED", 4)
    assert problem(send(writer, content, query="?validate=only"), 413)["code"] == "too_large"
    monkeypatch.setattr(exchange, "LARGEST", 100)
    assert problem(send(writer, content), 413)["code"] == "too_large"


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
    (row,) = report(send(publisher, content, query="?publish=true"))["rows"]
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
    told = report(send(client, path.read_bytes()))
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
    told = report(send(client, path.read_bytes()))
    assert [each["outcome"] for each in told["rows"]] == ["created", "refused"]


def test_imports_are_the_towns_own(
    library: UUID, writer: Client, turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    done = report(send(writer, rows(tmp_path, 1)))
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.WRITE))
    assert elsewhere.get(IMPORTS).json() == {"items": []}
    problem(elsewhere.get(f"{IMPORTS}/{done['id']}"), 404)
    assert len(body(elsewhere.get(EXPORT)).splitlines()) == 1
