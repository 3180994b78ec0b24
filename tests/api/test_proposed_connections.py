"""What readers would see at once of a connection waits for somebody who may publish, where its writer may not."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from catalogue.outbox.unit import revision
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_connections import CONNECTIONS, TEXT, delete, made
from tests.api.test_contracts import validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.api.test_write import patch, post
from tests.catalogue_make import channel, organization, service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

PRACTICE = "/api/manage/v1/practice"
OTHER = {"language_versions": {"fi": {"description": "Tule ovesta."}}}


@pytest.fixture
def unit(turku: Municipality) -> UUID:
    """An organisation of Turku's."""
    record = organization("Liikunta")
    with within(turku):
        store("organization", record)
    return record.id


@pytest.fixture
def pair(turku: Municipality, unit: UUID) -> tuple[str, str]:
    """A published service and a published telephone channel of the unit, not connected."""
    offer, place = service("Uimahalli", responsible=unit), channel("Uimala", kind="Phone", organization_id=unit)
    with within(turku):
        store("service_channel", place)
        store("service", offer)
    return str(offer.id), str(place.id)


@pytest.fixture
def publisher(turku: Municipality) -> Client:
    """A program that may publish."""
    return program(TURKU_HOST, token(turku, Scope.PUBLISH))


@pytest.fixture
def editor(turku: Municipality, unit: UUID) -> Client:
    """Somebody who edits what is the unit's."""
    staff(turku, Role.EDITOR, unit=unit)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    return person


def seen_by_readers(client: Client, pair: tuple[str, str]) -> Any:
    found = client.get(f"/api/v1/services/{pair[0]}").json().get("connections", [])
    return [each.get("description") for each in found]


def done(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    validator("manage", "EditedConnection").validate(found)
    return found


def test_what_an_editor_of_a_unit_writes_waits_until_somebody_publishes_it(
    pair: tuple[str, str], editor: Client, publisher: Client, turku_client: Client
) -> None:
    one = made(editor, pair, **TEXT)
    assert (one["state"], one["content"], one["proposed"]["content"]) == ("disconnected", None, TEXT)
    assert seen_by_readers(turku_client, pair) == []
    address = f"{CONNECTIONS}/{one['id']}"
    refused = post(editor, f"{address}/publish", version=1)
    assert problem(refused, 403)["code"] == "role_missing"
    assert done(post(publisher, f"{address}/publish", version=1))["proposed"] is None
    assert seen_by_readers(turku_client, pair) == [{"fi": "Kysy tiskiltä ensin."}]

    changed = done(patch(editor, address, OTHER, version=2))
    assert (changed["content"], changed["proposed"]["content"]) == (TEXT, OTHER)
    (change,) = changed["proposed"]["changes"]
    assert change["pointer"] == "/language_versions/fi/description"
    assert {"removed": "Kysy tiskiltä ensin"} in change["words"]
    more = done(patch(editor, address, {"service_charge_type": "Chargeable"}, version=3))
    assert more["proposed"]["content"] == OTHER | {"service_charge_type": "Chargeable"}
    assert seen_by_readers(turku_client, pair) == [{"fi": "Kysy tiskiltä ensin."}]
    done(post(publisher, f"{address}/publish", version=4))
    assert seen_by_readers(turku_client, pair) == [{"fi": "Tule ovesta."}]

    gone = done(delete(editor, address, version=5))
    assert (gone["state"], gone["proposed"]["content"]) == ("connected", None)
    assert gone["proposed"]["changes"] == [{"pointer": "", "before": gone["content"], "after": None, "words": None}]
    assert seen_by_readers(turku_client, pair) == [{"fi": "Tule ovesta."}]
    assert done(post(publisher, f"{address}/publish", version=6))["state"] == "disconnected"
    assert seen_by_readers(turku_client, pair) == []
    history = editor.get(f"{address}/versions").json()["items"]
    actions = ["proposed", "published", "proposed", "proposed", "published", "proposed", "published"]
    assert [each["action"] for each in reversed(history)] == actions
    assert {each["door"] for each in history} == {"person", "token"}
    then = editor.get(f"{address}/versions/4").json()
    assert (then["content"], then["proposed"]["content"]) == (TEXT, more["proposed"]["content"])


def test_what_is_proposed_is_listed_for_the_whole_town_and_can_be_discarded(
    pair: tuple[str, str], editor: Client, publisher: Client, espoo: Municipality
) -> None:
    one = made(editor, pair, **TEXT)
    address, waiting = f"{CONNECTIONS}/{one['id']}", f"{CONNECTIONS}?state=proposed"
    listed = publisher.get(waiting).json()
    validator("manage", "ConnectionList").validate(listed)
    assert [each["id"] for each in listed["items"]] == [one["id"]]
    assert listed["items"][0]["proposed"]["by"] is not None
    assert [each["id"] for each in publisher.get(f"{waiting}&service={pair[0]}").json()["items"]] == [one["id"]]
    assert publisher.get(f"{waiting}&after={one['id']}").json() == {"items": [], "after": None}
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    assert elsewhere.get(waiting).json() == {"items": [], "after": None}
    assert post(elsewhere, f"{address}/publish", version=1).status_code == 404
    assert post(elsewhere, f"{address}/discard", version=1).status_code == 404
    assert done(post(editor, f"{address}/discard", version=1))["proposed"] is None
    assert publisher.get(waiting).json()["items"] == []
    assert problem(post(editor, f"{address}/discard", version=2), 409)
    assert problem(post(publisher, f"{address}/publish", version=2), 409)


def test_while_something_waits_nobody_writes_past_it(
    pair: tuple[str, str], editor: Client, publisher: Client, turku: Municipality
) -> None:
    address = f"{CONNECTIONS}/{made(publisher, pair, **TEXT)['id']}"
    done(patch(editor, address, OTHER, version=1))
    with within(turku):
        before = revision()
    assert problem(patch(publisher, address, {"service_charge_type": "Chargeable"}, version=2), 409)
    assert problem(delete(publisher, address, version=2), 409)
    assert problem(post(publisher, f"{address}/restore", {"version": 1}, version=2), 409)
    said = problem(post(publisher, f"{address}/publish", version=1), 412)
    assert [each["pointer"] for each in said["differences"]] == ["/language_versions/fi/description"]
    tried = done(post(publisher, f"{address}/publish?validate=only", version=2))
    assert tried["content"] == OTHER
    with within(turku):
        assert revision() == before
    back = done(patch(editor, address, TEXT, version=2))
    assert back["proposed"] is None, "what holds already waits for nobody"
    assert done(patch(publisher, address, {"service_charge_type": "Chargeable"}, version=3))["proposed"] is None


def test_what_the_rules_refuse_is_not_even_proposed(pair: tuple[str, str], editor: Client) -> None:
    priced = {"service_id": pair[0], "channel_id": pair[1], "fees": [{"name": {"fi": "A"}, "amount": "-1"}]}
    assert "/fees/0/amount" in {each["pointer"] for each in problem(post(editor, CONNECTIONS, priced), 422)["findings"]}
    assert editor.get(f"{CONNECTIONS}?state=proposed").json()["items"] == []


def test_a_program_that_may_only_write_proposes_what_readers_see(
    pair: tuple[str, str], turku: Municipality, publisher: Client
) -> None:
    writer = program(TURKU_HOST, token(turku, Scope.WRITE))
    assert made(writer, pair)["proposed"] is not None
    draft = post(writer, "/api/manage/v1/service-channels", {"service_channel_type": "Phone"}).json()["id"]
    hidden = made(writer, (pair[0], draft))
    assert (hidden["state"], hidden["proposed"]) == ("connected", None)
    assert problem(post(writer, f"{CONNECTIONS}/{uuid4()}/publish", version=1), 403)["scope"] == "publish"
    order = f"/api/manage/v1/services/{pair[0]}/connections/order"
    refused = writer.put(order, {"connections": [hidden["id"]]}, content_type="application/json")
    assert problem(refused, 403)["scope"] == "publish"


def test_by_four_eyes_even_who_may_publish_proposes_and_somebody_else_publishes(
    pair: tuple[str, str], turku: Municipality, turku_client: Client
) -> None:
    clerks = []
    for number in range(2):
        email = f"julkaisija{number}@turku.fi"
        staff(turku, Role.ADMINISTRATOR, email=email)
        clerks.append(browser(TURKU_HOST))
        assert sign_in(clerks[-1], email=email)
    first, second = clerks
    tried = first.put(f"{PRACTICE}?validate=only", {"four_eyes": True}, content_type="application/json")
    assert tried.json() == {"four_eyes": True}
    assert first.get(PRACTICE).json() == {"four_eyes": False}
    assert first.put(PRACTICE, {"four_eyes": True}, content_type="application/json").status_code == 200
    one = made(first, pair, **TEXT)
    address = f"{CONNECTIONS}/{one['id']}"
    assert one["proposed"]["content"] == TEXT
    assert problem(post(first, f"{address}/publish", version=1), 409)["code"] == "not_possible_now"
    assert seen_by_readers(turku_client, pair) == []
    assert done(post(second, f"{address}/publish", version=1))["content"] == TEXT
    assert seen_by_readers(turku_client, pair) == [{"fi": "Kysy tiskiltä ensin."}]
