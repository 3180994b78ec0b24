"""Conflicts over HTTP: who may look and answer, with what they have seen, and each town its own."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from catalogue.registry.models import Base, Conflict, Link, Ownership, Quarantine
from catalogue.services.models import Service
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import sign_in, staff
from tests.api.test_manage import program, token
from tests.api.test_write import created
from tests.catalogue_make import service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

API = "/api/manage/v1"
PATH = ["language_versions", "fi", "summary"]
THEIRS = "Kirjastopalvelut on nyt toisaalla."


@pytest.fixture
def library(city: UUID, turku: Municipality) -> UUID:
    """A service of which the register says something else in one place."""
    record = service(responsible=city)
    with within(turku):
        store("service", record)
        body = {"language_versions": {"fi": {"summary": "Ennen."}}}
        Link.objects.create(object_id=record.id, ptv_id=record.id, kind="service", own=True, hash=b"1")
        Base.objects.create(object_id=record.id, document=b"{}", body=body)
        Conflict.objects.create(
            kind="service", object_id=record.id, path=PATH, base="Ennen.", ours="Kirjastopalvelut on lähellä.",
            theirs=THEIRS, owner="ask", opened=timezone.now(),
        )  # fmt: skip
    return record.id


@pytest.fixture
def publisher(turku: Municipality) -> Client:
    """A program that may publish."""
    return program(TURKU_HOST, token(turku, Scope.PUBLISH))


def sent(asker: Client, method: str, address: str, body: Any = None, **headers: str) -> Any:
    call = getattr(asker, method)
    return call(f"{API}/{address}", orjson.dumps(body), content_type="application/json", headers=headers)


def only(asker: Client) -> Any:
    (item,) = asker.get(f"{API}/conflicts").json()["items"]
    return item


def test_a_conflict_is_listed_looked_at_and_answered(
    library: UUID, publisher: Client, turku: Municipality, espoo: Municipality
) -> None:
    item = only(publisher)
    assert (item["state"], item["thing"], item["pointer"]) == ("open", str(library), "/language_versions/fi/summary")
    assert (item["ours"], item["theirs"]) == ("Kirjastopalvelut on lähellä.", THEIRS)
    assert {"added": "nyt toisaalla"} in item["words"]["theirs"] or len(item["words"]["theirs"]) > 1
    address = f"conflicts/{item['id']}"
    seen = publisher.get(f"{API}/{address}")
    assert seen.json() == item
    espoos = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    assert espoos.get(f"{API}/conflicts").json()["items"] == []
    assert espoos.get(f"{API}/{address}").status_code == 404

    assert sent(publisher, "post", f"{address}/answer", {"choice": "theirs"}).status_code == 428
    stale = sent(publisher, "post", f"{address}/answer", {"choice": "theirs"}, if_match='"1"')
    assert (stale.status_code, stale.json()["version"]) == (412, item["version"])
    wrong = sent(publisher, "post", f"{address}/answer", {"choice": "other", "value": 3}, if_match=seen["ETag"])
    assert (wrong.status_code, wrong.json()["pointer"]) == (422, "/language_versions/fi/summary")
    done = sent(publisher, "post", f"{address}/answer", {"choice": "theirs"}, if_match=seen["ETag"])
    assert (done.status_code, done.json()["state"], done.json()["how"]) == (200, "closed", "theirs")
    with within(turku):
        assert Service.objects.get(pk=library).body.language_versions["fi"].summary == THEIRS
    again = sent(publisher, "post", f"{address}/answer", {"choice": "theirs"}, if_match=done["ETag"])
    assert (again.status_code, again.json()["code"]) == (409, "not_possible_now")
    assert publisher.get(f"{API}/conflicts?state=closed&thing={library}").json()["items"][0]["id"] == item["id"]


def test_many_are_answered_each_by_itself(library: UUID, publisher: Client, turku: Municipality) -> None:
    with within(turku):
        Conflict.objects.create(
            kind="service", object_id=library, path=["language_versions", "sv", "summary"], theirs="Nytt.",
            owner="ask", opened=timezone.now(),
        )  # fmt: skip
    first, second = publisher.get(f"{API}/conflicts").json()["items"]
    items = [
        {"id": first["id"], "version": first["version"], "choice": "ours"},
        {"id": second["id"], "version": 1, "choice": "theirs"},
        {"id": str(library), "version": 1, "choice": "theirs"},
    ]
    answered = sent(publisher, "post", "conflicts/answers", {"items": items})
    assert [each["status"] for each in answered.json()["results"]] == [200, 412, 404]
    assert only(publisher)["id"] == second["id"]


def test_readers_look_and_editors_do_not_answer(
    library: UUID, publisher: Client, turku: Municipality, turku_client: Client
) -> None:
    item = only(publisher)
    reader = program(TURKU_HOST, token(turku, Scope.READ))
    assert only(reader) == item
    address, headers = f"conflicts/{item['id']}/answer", {"if_match": f'"{item["version"]}"'}
    for asker in (reader, program(TURKU_HOST, token(turku, Scope.WRITE))):
        assert sent(asker, "post", address, {"choice": "theirs"}, **headers).status_code == 403
    staff(turku, Role.EDITOR)
    assert sign_in(turku_client)
    assert only(turku_client) == item
    assert sent(turku_client, "post", address, {"choice": "theirs"}, **headers).status_code == 403


def test_an_administrator_chooses_whose_word_stands(
    library: UUID, publisher: Client, turku: Municipality, turku_client: Client
) -> None:
    assert publisher.get(f"{API}/ownership").json()["rules"] == []
    assert {"pattern": "*/language_versions", "owner": "ours"} in publisher.get(f"{API}/ownership").json()["defaults"]
    rules = [{"pattern": "service/language_versions/*/summary", "owner": "national"}]
    assert sent(publisher, "put", "ownership", {"rules": rules}).status_code == 403
    staff(turku, Role.ADMINISTRATOR)
    assert sign_in(turku_client)
    chosen = sent(turku_client, "put", "ownership", {"rules": rules})
    assert [(each["pattern"], each["owner"]) for each in chosen.json()["rules"]] == [
        ("service/language_versions/*/summary", "national")
    ]
    for pattern in ("events/name", "service/colour", "service//fi", "service/modified"):
        refused = sent(turku_client, "put", "ownership", {"rules": [{"pattern": pattern, "owner": "ours"}]})
        assert (refused.status_code, refused.json()["pointer"]) == (422, "/rules/0/pattern")
    twice = sent(turku_client, "put", "ownership", {"rules": rules * 2})
    assert twice.json()["pointer"] == "/rules/1/pattern"
    with within(turku):
        assert Ownership.objects.get().owner == "national"
    assert sent(turku_client, "put", "ownership", {"rules": []}).json()["rules"] == []


def test_what_was_made_here_adopts_a_record_that_was_pulled(
    library: UUID, city: UUID, publisher: Client, turku: Municipality, espoo: Municipality
) -> None:
    with within(turku):
        names = [{"type": "Name", "language": "fi", "value": "Kirjastopalvelut"}]
        document = orjson.dumps({"id": str(library), "serviceNames": names})
        Base.objects.filter(object_id=library).update(document=document, body=None)
        Link.objects.filter(object_id=library).update(synced_version=1)
    mine = created(publisher, city)
    address, record = f"services/{mine['id']}/adopt", {"ptv_id": str(library)}
    assert sent(publisher, "post", address, record).status_code == 428
    assert sent(publisher, "post", address, {"ptv_id": "x"}, if_match='"1"').json()["pointer"] == "/ptv_id"
    assert sent(publisher, "post", address, {"ptv_id": mine["id"]}, if_match='"1"').status_code == 404
    espoos = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    assert sent(espoos, "post", address, record, if_match='"1"').status_code == 404
    writer = program(TURKU_HOST, token(turku, Scope.WRITE))
    assert sent(writer, "post", address, record, if_match='"1"').status_code == 403
    done = sent(publisher, "post", address, record, if_match='"1"')
    assert (done.status_code, done.json()["state"]) == (200, "published")
    again = sent(publisher, "post", address, record, if_match=done["ETag"])
    assert (again.status_code, again.json()["code"]) == (409, "not_possible_now")
    assert publisher.get(f"{API}/services/{library}").json()["state"] == "archived"


def test_the_command_line_tells_the_same(
    library: UUID, publisher: Client, turku: Municipality, capsys: pytest.CaptureFixture[str]
) -> None:
    with within(turku):
        Quarantine.objects.create(
            kind="service", ptv_id="x", hash=b"1", code="invalid_document", reason="It has no id.", place="id",
            document=b"{}", since=timezone.now(),
        )  # fmt: skip
    call_command("conflicts", "853", "--json")
    (told,) = orjson.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("id", "ours", "theirs")} == {
        name: only(publisher)[name] for name in ("id", "ours", "theirs")
    }
    call_command("quarantine", "853", "--json")
    (told,), (item,) = orjson.loads(capsys.readouterr().out), publisher.get(f"{API}/quarantine").json()["items"]
    assert told | {"since": None} == item | {"since": None}
    call_command("conflicts", "853")
    assert "1 open" in capsys.readouterr().out
    call_command("quarantine", "853")
    assert "It has no id." in capsys.readouterr().out
    for command in ("conflicts", "quarantine"):
        call_command(command, "049", "--json")
        assert orjson.loads(capsys.readouterr().out) == []
