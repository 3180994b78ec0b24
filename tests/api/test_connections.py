"""Connections over HTTP: made, changed, ordered, taken back and brought back, by whoever may, and seen at once."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from catalogue.outbox.unit import revision
from catalogue.services.connections import pair_id
from catalogue.services.models import Connection
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.api.test_write import patch, post
from tests.catalogue_make import channel, connected, organization, service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

CONNECTIONS = "/api/manage/v1/connections"
TEXT = {"language_versions": {"fi": {"description": "Kysy tiskiltä ensin."}}}


@pytest.fixture
def pair(turku: Municipality) -> tuple[str, str]:
    """A published service and a published telephone channel, not connected."""
    city = organization()
    offer, place = service("Uimahalli", responsible=city.id), channel("Uimala", kind="Phone", organization_id=city.id)
    with within(turku):
        store("organization", city)
        store("service_channel", place)
        store("service", offer)
    return str(offer.id), str(place.id)


@pytest.fixture
def program_(turku: Municipality) -> Client:
    """A program that may publish."""
    return program(TURKU_HOST, token(turku, Scope.PUBLISH))


def made(client: Client, pair: tuple[str, str], **content: Any) -> dict[str, Any]:
    answer = post(client, CONNECTIONS, {"service_id": pair[0], "channel_id": pair[1], **content})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    validator("manage", "EditedConnection").validate(found)
    assert answer["ETag"] == f'"{found["version"]}"'
    return found


def delete(client: Client, path: str, *, version: int) -> Any:
    return client.delete(path, headers={"if-match": f'"{version}"'})


def test_a_connection_lives_and_is_seen_at_once(pair: tuple[str, str], program_: Client, turku_client: Client) -> None:
    one = made(program_, pair, **TEXT)
    address = f"{CONNECTIONS}/{one['id']}"
    assert (one["version"], one["state"], one["content"]) == (1, "connected", TEXT)
    assert one["channel"] == {
        "id": pair[1],
        "own": True,
        "name": {"fi": "Uimala", "sv": "Huvudbiblioteket"},
        "service_channel_type": "Phone",
    }
    assert "Kysy tiskiltä ensin." in turku_client.get(f"/fi/services/{pair[0]}").content.decode()
    (shown,) = turku_client.get(f"/api/v1/service-channels/{pair[1]}").json()["connections"]
    assert (shown["other"]["id"], shown["description"]) == (pair[0], {"fi": "Kysy tiskiltä ensin."})

    changed = patch(program_, address, {"service_charge_type": "Chargeable"}, version=1)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    gone = delete(program_, address, version=2)
    assert (gone.json()["state"], gone.json()["content"], gone["ETag"]) == ("disconnected", None, '"3"')
    assert "connections" not in turku_client.get(f"/api/v1/services/{pair[0]}").json()
    back = post(program_, f"{address}/restore", {"version": 2}, version=3)
    assert back.json()["content"] == TEXT | {"service_charge_type": "Chargeable"}
    validator("manage", "EditedConnection").validate(back.json())

    history = program_.get(f"{address}/versions").json()
    validator("manage", "VersionList").validate(history)
    assert [(each["action"], each["pointers"]) for each in history["items"]] == [
        ("restored", [""]),
        ("disconnected", [""]),
        ("changed", ["/service_charge_type"]),
        ("connected", []),
    ]
    validator("manage", "EditedConnection").validate(program_.get(f"{address}/versions/3").json())
    compared = program_.get(f"{address}/versions/1/to/4").json()
    validator("manage", "Comparison").validate(compared)
    assert compared["items"] == [
        {"pointer": "/service_charge_type", "before": None, "after": "Chargeable", "words": None}
    ]
    assert program_.get(f"{address}/versions/9").status_code == 404


def test_connections_are_listed_in_their_order_and_put_in_another(turku: Municipality, program_: Client) -> None:
    places = [channel(f"Linja {number}", kind="Phone") for number in range(3)]
    offer = service(connections=[connected(place.id) for place in places])
    with within(turku):
        store("service_channel", *places)
        store("service", offer)
    ids = [str(pair_id(offer.id, place.id)) for place in places]

    def listed(query: str = "") -> list[str]:
        answer = program_.get(f"{CONNECTIONS}?service={offer.id}{query}").json()
        validator("manage", "ConnectionList").validate(answer)
        return [each["id"] for each in answer["items"]]

    assert listed() == ids
    order = f"/api/manage/v1/services/{offer.id}/connections/order"
    wanted = [ids[2], ids[0], ids[1]]
    tried = program_.put(f"{order}?validate=only", {"connections": wanted}, content_type="application/json")
    assert [each["id"] for each in tried.json()["items"]] == wanted
    assert listed() == ids
    done = program_.put(order, {"connections": wanted}, content_type="application/json")
    validator("manage", "ConnectionList").validate(done.json())
    assert listed() == wanted
    for wrong in (ids[:2], [*ids, str(uuid4())], [ids[0], ids[0], ids[1]]):
        refused = program_.put(order, {"connections": wrong}, content_type="application/json")
        assert problem(refused, 422)["pointer"] == "/connections"
    assert delete(program_, f"{CONNECTIONS}/{ids[0]}", version=2).status_code == 200
    assert listed() == [ids[2], ids[1], ids[0]]
    assert (listed("&state=connected"), listed("&state=disconnected")) == ([ids[2], ids[1]], [ids[0]])
    assert [each["id"] for each in program_.get(f"{CONNECTIONS}?channel={places[1].id}").json()["items"]] == [ids[1]]


def test_the_second_editor_of_a_member_is_told_what_differs(pair: tuple[str, str], program_: Client) -> None:
    address = f"{CONNECTIONS}/{made(program_, pair, **TEXT)['id']}"
    assert patch(program_, address, {"service_charge_type": "Chargeable"}, version=1).status_code == 200
    assert patch(program_, address, {"language_versions": None}, version=1).status_code == 200
    said = problem(patch(program_, address, {"service_charge_type": "FreeOfCharge"}, version=1), 412)
    assert (said["code"], said["version"]) == ("changed_meanwhile", 3)
    assert said["differences"] == [{"pointer": "/service_charge_type", "before": None, "now": "Chargeable"}]
    assert problem(delete(program_, address, version=1), 412)["version"] == 3


def test_bad_requests_are_told_what_to_do_and_write_nothing(
    pair: tuple[str, str], program_: Client, turku: Municipality
) -> None:
    ids = {"service_id": pair[0], "channel_id": pair[1]}
    with within(turku):
        before = revision()
    for body, pointer in (
        ({**ids, "nmae": 1}, "/nmae"),
        ({**ids, "service_id": "x"}, "/service_id"),
        ({"service_id": pair[0]}, ""),
        ({**ids, "service_id": str(uuid4())}, "/service_id"),
        ({**ids, "channel_id": str(uuid4())}, "/channel_id"),
        ({**ids, "channel_id": pair[0]}, "/channel_id"),
        ({**ids, "service_hours": [{"kind": "weekly"}, {"kind": "x"}]}, "/service_hours/1/kind"),
        ({**ids, "language_versions": {"fi": {"description": "\ud800"}}}, None),
    ):
        refused = post(program_, CONNECTIONS, body)
        assert problem(refused, 400 if pointer is None else 422).get("pointer") == pointer
    priced = problem(post(program_, CONNECTIONS, {**ids, "fees": [{"name": {"fi": "A"}, "amount": "-1"}]}), 422)
    assert "/fees/0/amount" in {each["pointer"] for each in priced["findings"]}
    assert problem(program_.get(CONNECTIONS), 400)["parameter"] == "service"
    assert problem(program_.get(f"{CONNECTIONS}?service={pair[0]}&channel={pair[1]}"), 400)["parameter"] == "service"
    assert program_.get(f"{CONNECTIONS}/{uuid4()}").status_code == 404
    assert post(program_, f"{CONNECTIONS}?validate=only", ids).status_code == 201
    with within(turku):
        assert (revision(), Connection.objects.count()) == (before, 0)
    one = made(program_, pair)
    address = f"{CONNECTIONS}/{one['id']}"
    assert problem(post(program_, CONNECTIONS, ids), 409)["code"] == "not_possible_now"
    assert problem(program_.delete(address), 428)["code"] == "version_missing"
    assert problem(post(program_, f"{address}/restore", {"version": 7}, version=1), 404)
    assert problem(patch(program_, address, {"remainder": {"a": 1}}, version=1), 422)["pointer"] == "/remainder"


def test_an_editor_of_a_unit_connects_what_is_the_units(turku: Municipality, pair: tuple[str, str]) -> None:
    mine, other = organization("Liikunta"), organization("Kirjasto")
    with within(turku):
        store("organization", mine, other)
    staff(turku, Role.EDITOR, unit=mine.id)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    administrator = program(TURKU_HOST, token(turku, Scope.WRITE))

    def draft(owner: UUID) -> str:
        content = {"service_channel_type": "Phone", "organization_id": str(owner)}
        found: str = post(administrator, "/api/manage/v1/service-channels", content).json()["id"]
        return found

    assert made(person, (pair[0], draft(mine.id)))["version"] == 1
    refused = post(person, CONNECTIONS, {"service_id": pair[0], "channel_id": draft(other.id)})
    assert problem(refused, 403)["code"] == "unit_missing"
    seen = post(person, CONNECTIONS, {"service_id": pair[0], "channel_id": pair[1]})
    assert problem(seen, 403)["code"] == "unit_missing"


def test_another_town_neither_finds_nor_changes_anything(
    pair: tuple[str, str], program_: Client, espoo: Municipality
) -> None:
    address = f"{CONNECTIONS}/{made(program_, pair, **TEXT)['id']}"
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    ids = {"service_id": pair[0], "channel_id": pair[1]}
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.get(f"{CONNECTIONS}?service={pair[0]}").json()["items"] == []
    assert patch(elsewhere, address, TEXT, version=1).status_code == 404
    assert delete(elsewhere, address, version=1).status_code == 404
    assert problem(post(elsewhere, CONNECTIONS, ids), 422)["pointer"] == "/service_id"
    order = f"/api/manage/v1/services/{pair[0]}/connections/order"
    assert elsewhere.put(order, {"connections": []}, content_type="application/json").status_code == 404
    assert program_.get(address).json()["version"] == 1
