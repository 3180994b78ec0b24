"""Many steps in one call: each gets its own answer, by itself or all together, with few statements."""

from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from django.test import Client

from api.manage.bulk import StepName
from api.manage.steps import STEPS, TIES
from catalogue.outbox.unit import revision
from catalogue.services.models import Connection, Service, Version
from catalogue.services.values import Kind
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.api.test_write import SERVICES, content, created, post
from tests.catalogue_make import channel, organization, service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

BULK = "/api/manage/v1/bulk"


def create(city: UUID, name: str, **members: Any) -> dict[str, Any]:
    return {"step": "create", "kind": "service", "body": content(city, name, **members)}


def step(name: str, thing: Any, body: Any = None, *, kind: Kind = "service", version: int = 1) -> dict[str, Any]:
    thing_id = thing["id"] if isinstance(thing, dict) else str(thing)
    return {"step": name, "kind": kind, "id": thing_id, "version": version, "body": body or {}}


def publish(thing: Any, **more: Any) -> dict[str, Any]:
    return step("publish", thing, {"languages": ["fi"]}, **more)


def bulk(client: Client, *items: Any, query: str = "", **members: Any) -> Any:
    return post(client, f"{BULK}{query}", {"items": items, **members})


def results(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    validator("manage", "BulkResults", strict).validate(answer.json())
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def statuses(answer: Any) -> list[int]:
    return [one["status"] for one in results(answer)]


def tie(name: str, key: str | None = None, body: Any = None, *, version: int = 1) -> dict[str, Any]:
    """A step of a connection; of a new one without a key."""
    known = {} if key is None else {"id": key, "version": version}
    return {"step": name, "kind": "connection", "body": body or {}, **known}


@pytest.fixture
def ends(city: UUID, turku: Municipality) -> list[dict[str, str]]:
    """A published service, and two published channels to which it is not connected."""
    offer, places = service("Neuvonta"), [channel(f"Linja {number}", kind="Phone") for number in range(2)]
    with within(turku):
        store("service", offer)
        store("service_channel", *places)
    return [{"service_id": str(offer.id), "channel_id": str(place.id)} for place in places]


def test_connections_are_steps_of_a_call_like_things_and_each_has_its_own_answer(
    ends: list[dict[str, str]], program_: Client, espoo: Municipality
) -> None:
    first, other = (results(bulk(program_, tie("connect", body=each)))[0] for each in ends)
    assert (first["status"], first["connection"]["state"], first["connection"]["version"]) == (201, "connected", 1)
    key, second = first["connection"]["id"], other["connection"]["id"]
    answer = bulk(
        program_,
        tie("change", key, {"service_charge_type": "Chargeable"}),
        tie("disconnect", second, version=7),
        tie("connect", body=ends[0]),
        tie("connect", body={**ends[0], "service_id": str(uuid4())}),
        tie("connect", body={"channel_id": ends[0]["channel_id"]}),
        tie("publish", str(uuid4())),
        tie("archive", second),
        step("connect", second),
        tie("connect", second, ends[1]),
    )
    found = results(answer)
    assert [one["status"] for one in found] == [200, 412, 422, 422, 422, 404, 422, 422, 422]
    said = [one.get("problem", {}) for one in found]
    assert said[2]["code"] == "named_twice"
    places = ["/items/3/body/service_id", "/items/4/body", None, "/items/6/step", "/items/7/step", "/items/8"]
    assert [one.get("pointer") for one in said[3:]] == places
    (unknown,) = results(bulk(program_, tie("change", second, {"nmae": 1})))
    assert unknown["problem"]["pointer"] == "/items/0/body/nmae"
    assert found[0]["connection"]["version"] == 2
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    assert statuses(bulk(elsewhere, tie("disconnect", key, version=2), tie("connect", body=ends[0]))) == [404, 422]
    assert program_.get(f"/api/manage/v1/connections/{key}").json()["version"] == 2


def test_things_and_connections_are_all_taken_or_none(
    city: UUID, ends: list[dict[str, str]], program_: Client, turku: Municipality
) -> None:
    thing = created(program_, city)
    with within(turku):
        before = revision()
    wrong = bulk(program_, publish(thing), tie("connect", body=ends[0]), tie("disconnect", str(uuid4())), atomic=True)
    said = problem(wrong, 422)
    assert [one["status"] for one in said["results"]] == [424, 424, 404]
    tried = results(bulk(program_, publish(thing), tie("connect", body=ends[0]), query="?validate=only", atomic=True))
    assert [one["status"] for one in tried] == [200, 201]
    with within(turku):
        assert (revision(), Connection.objects.count()) == (before, 0)
    assert statuses(bulk(program_, publish(thing), tie("connect", body=ends[0]), atomic=True)) == [200, 201]
    with within(turku):
        assert (revision(), Connection.objects.count()) == (before + 1, 1)


def test_a_connection_is_looked_at_as_if_the_steps_before_it_had_been_taken(
    ends: list[dict[str, str]], program_: Client
) -> None:
    place = ends[0]["channel_id"]
    archived = step("archive", place, {"languages": []}, kind="service_channel")
    assert statuses(bulk(program_, archived, tie("connect", body=ends[0]), query="?validate=only")) == [200, 409]
    assert statuses(bulk(program_, tie("connect", body=ends[0]), archived)) == [201, 200]


def test_what_an_editor_connects_in_many_steps_waits_too(
    ends: list[dict[str, str]], turku: Municipality, program_: Client
) -> None:
    writer = program(TURKU_HOST, token(turku, Scope.WRITE))
    found = results(bulk(writer, *(tie("connect", body=each) for each in ends)))
    waiting = [one["connection"] for one in found]
    assert [(one["state"], one["proposed"] is not None) for one in waiting] == [("disconnected", True)] * 2
    keys = [one["id"] for one in waiting]
    assert statuses(bulk(writer, *(tie("publish", key) for key in keys))) == [403, 403]
    done = results(bulk(program_, tie("publish", keys[0]), tie("discard", keys[1])))
    assert [one["connection"]["state"] for one in done] == ["connected", "disconnected"]


def test_a_bulk_call_takes_the_steps_that_have_addresses() -> None:
    assert set(get_args(StepName)) == {"create", "connect", "change", *STEPS, *TIES}


def test_things_are_made_changed_and_published_together(city: UUID, program_: Client, turku_client: Client) -> None:
    made = results(bulk(program_, create(city, "Uimahalli"), create(city, "Jäähalli", service_classes=[])))
    assert [one["status"] for one in made] == [201, 201]
    assert "/service_classes" in {one["pointer"] for one in made[1]["findings"]}
    swim, ice = (one["thing"] for one in made)
    assert (swim["version"], swim["state"], swim["name"]) == (1, "draft", {"fi": "Uimahalli"})
    name = {"language_versions": {"fi": {"name": "Jääareena"}}}
    answer = bulk(program_, publish(swim), step("change", ice, name))
    assert statuses(answer) == [200, 200]
    assert results(answer)[0]["thing"]["languages"] == {"fi": "published"}
    assert turku_client.get(f"/api/v1/services/{swim['id']}").status_code == 200
    assert program_.get(f"{SERVICES}/{ice['id']}").json()["name"] == {"fi": "Jääareena"}


def test_what_cannot_be_done_keeps_nothing_else_from_being_done(city: UUID, program_: Client) -> None:
    good, stale, bare = (created(program_, city, language_versions=texts(name)) for name in ("A", "B", "C"))
    post(program_, f"{SERVICES}/{stale['id']}/submit", {"languages": ["fi"]}, version=1)
    answer = bulk(
        program_,
        publish(stale),
        publish(good),
        step("publish", bare, {"languages": ["sv"]}),
        step("change", uuid4()),
        step("change", bare, {"language_versions": {"fi": {"nmae": "x"}}}),
        {**create(city, "D"), "kind": "service_channel"},
        {"step": "discard", "kind": "service", "id": good["id"]},
        step("restore", uuid4(), {"version": 0}),
        create(city, "E", service_classes=[]),
    )
    found = results(answer)
    assert [one["status"] for one in found] == [412, 200, 409, 404, 422, 422, 428, 422, 201]
    said = [one.get("problem", {}) for one in found]
    assert said[0]["version"] == 2
    assert said[2]["language"] == "sv"
    assert (said[4]["code"], said[4]["pointer"]) == ("named_twice", "/items/4/id")
    assert said[5]["pointer"].startswith("/items/5/body")
    assert said[6]["code"] == "version_missing"
    assert said[7]["pointer"] == "/items/7/body/version"


def texts(name: str) -> dict[str, Any]:
    return content(uuid4(), name)["language_versions"]  # type: ignore[no-any-return]


def test_a_bad_content_is_refused_at_its_place_in_the_call(city: UUID, program_: Client) -> None:
    answer = bulk(program_, create(city, "A"), create(city, "B", language_versions={"fi": {"nmae": "x"}}))
    said = results(answer)[1]["problem"]
    assert (said["status"], said["code"], said["pointer"]) == (
        422,
        "invalid_body",
        "/items/1/body/language_versions/fi/nmae",
    )


def test_all_is_done_or_nothing_where_that_is_asked_for(city: UUID, program_: Client, turku: Municipality) -> None:
    bare = created(program_, city, service_classes=[])
    with within(turku):
        before = revision(), Version.objects.count()
    answer = bulk(program_, create(city, "Jäähalli"), publish(bare), atomic=True)
    said = problem(answer, 422)
    validator("manage", "Problem").validate(said)
    assert said["code"] == "not_all"
    assert [one["status"] for one in said["results"]] == [424, 422]
    assert said["results"][1]["problem"]["code"] == "not_publishable"
    with within(turku):
        assert (revision(), Version.objects.count()) == before
    assert statuses(bulk(program_, create(city, "Jäähalli"), create(city, "Keilahalli"), atomic=True)) == [201, 201]
    with within(turku):
        assert revision() == before[0] + 1


def test_trying_a_call_changes_nothing_and_tells_all(city: UUID, program_: Client, turku: Municipality) -> None:
    ready, bare = created(program_, city), created(program_, city, service_classes=[])
    with within(turku):
        before = revision(), Version.objects.count(), Service.objects.count()
    tried = bulk(program_, publish(ready), publish(bare), create(city, "Jäähalli"), query="?validate=only")
    assert statuses(tried) == [200, 422, 201]
    assert results(tried)[0]["thing"]["version"] == 2
    with within(turku):
        assert (revision(), Version.objects.count(), Service.objects.count()) == before


def test_the_second_of_one_name_is_refused_in_the_same_call_and_in_the_next(city: UUID, program_: Client) -> None:
    made = [created(program_, city)["id"] for _ in range(3)]
    found = results(bulk(program_, publish(made[0]), publish(made[1])))
    assert [one["status"] for one in found] == [200, 200], "names taken keep a thing from the register only"
    assert "name_taken" not in {one["code"] for one in found[0]["findings"]}
    assert "name_taken" in {one["code"] for one in found[1]["findings"]}
    later = results(bulk(program_, publish(made[2])))
    assert "name_taken" in {one["code"] for one in later[0]["findings"]}


def test_a_service_is_looked_at_as_if_its_organisation_had_been_published_before_it(
    city: UUID, program_: Client
) -> None:
    unit = {"organization_type": "Organization", "area_type": "LimitedType", "parent_organization_id": str(city)}
    names = {"fi": {"name": "Liikunta", "description": "Liikuntapalvelut.", "display_name_type": "Name"}}
    areas = [{"type": "Municipality", "municipalities": [{"code": "853"}]}]
    body = {**unit, "language_versions": names, "areas": areas}
    owner = results(bulk(program_, {"step": "create", "kind": "organization", "body": body}))[0]["thing"]
    made = created(program_, UUID(owner["id"]))
    assert "organization_language_missing" in {one["code"] for one in made["findings"]}, "its owner is a draft"
    found = results(bulk(program_, publish(owner, kind="organization"), publish(made)))
    assert [one["status"] for one in found] == [200, 200]
    assert "organization_language_missing" not in {one["code"] for one in found[1]["findings"]}


def test_each_item_asks_for_what_its_own_address_asks_for(turku: Municipality, city: UUID, program_: Client) -> None:
    made = created(program_, city)
    writer = program(TURKU_HOST, token(turku, Scope.WRITE))
    found = results(bulk(writer, publish(made), step("change", made, {"type": None}), create(city, "Jäähalli")))
    assert [one["status"] for one in found] == [403, 200, 201]
    assert (found[0]["problem"]["code"], found[0]["problem"]["scope"]) == ("scope_missing", "publish")
    assert bulk(program(TURKU_HOST, token(turku, Scope.READ)), create(city, "A")).status_code == 403


def test_an_editor_of_a_unit_reaches_what_is_the_units_item_by_item(turku: Municipality, city: UUID) -> None:
    mine, other = organization("Liikunta", parent_organization_id=city), organization("Kirjasto")
    with within(turku):
        store("organization", mine, other)
    staff(turku, Role.EDITOR, unit=mine.id)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    below = {"organization_type": "Organization", "parent_organization_id": str(mine.id), "language_versions": {}}
    items = [create(mine.id, "A"), create(other.id, "B"), {"step": "create", "kind": "organization", "body": below}]
    found = results(bulk(person, *items))
    assert [one["status"] for one in found] == [201, 403, 201]
    assert found[1]["problem"]["code"] == "unit_missing"


def test_another_towns_things_are_not_found(city: UUID, program_: Client, espoo: Municipality) -> None:
    made = created(program_, city)
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    assert statuses(bulk(elsewhere, step("change", made, {"type": None}), publish(made, version=2))) == [404, 422]
    assert program_.get(f"{SERVICES}/{made['id']}").json()["version"] == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"items": []}, "/items"),
        ({"items": [{"step": "create", "kind": "service"}] * 101}, "/items"),
        ({"items": [{"step": "create", "kind": "service"}, {"step": "destroy", "kind": "service"}]}, "/items/1/step"),
        ({"items": [{"step": "create", "kind": "thing"}]}, "/items/0/kind"),
        ({"items": [{"step": "publish", "kind": "service", "id": "x"}]}, "/items/0/id"),
        ({"items": [{"step": "publish", "kind": "service", "version": 0}]}, "/items/0/version"),
        ({"items": [{"step": "create", "kind": "service", "body": []}]}, "/items/0/body"),
        ({"items": [{"step": "create", "kind": "service", "bdoy": {}}]}, "/items/0"),
        ({"items": {}}, "/items"),
        ({}, ""),
        ([], ""),
    ],
)
def test_a_call_that_is_none_is_refused_at_its_place(body: Any, pointer: str, program_: Client) -> None:
    assert problem(post(program_, BULK, body), 422)["pointer"] == pointer
