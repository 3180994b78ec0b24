"""The write API: a thing's whole life over HTTP, by role and by town, with findings, conflicts and history."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.outbox.unit import revision
from catalogue.services.models import Service, Version
from tenants.accounts.permissions import Role, Scope
from tenants.accounts.tokens import issue_token
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.catalogue_make import CHILDREN, LIBRARY_CLASS, organization, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

SERVICES = "/api/manage/v1/services"
MERGE = "application/merge-patch+json"


def content(city: UUID, name: str = "Uimahalli", **members: Any) -> dict[str, Any]:
    """A service that the rules let be published."""
    summary = "Uimahallissa voit uida ympäri vuoden."
    texts = {"name": name, "summary": summary, "description": "Hallissa on kuusi rataa ja lämmin allas lapsille."}
    return {
        "type": "Service",
        "funding_type": "PubliclyFunded",
        "language_versions": {"fi": texts},
        "languages": ["fi"],
        "area_type": "LimitedType",
        "areas": [{"type": "Municipality", "municipalities": [{"code": "853"}]}],
        "service_classes": [{"code": LIBRARY_CLASS.code, "uri": LIBRARY_CLASS.uri}],
        "target_groups": [{"code": CHILDREN.code, "new_uri": CHILDREN.new_uri}],
        "ontology_terms": [{"uri": "http://www.yso.fi/onto/koko/p1"}],
        "organizations": [{"organization": {"id": str(city)}, "role_type": "Responsible", "provision_type": None}],
        **members,
    }


def post(client: Client, path: str, body: Any = None, *, version: int | None = None) -> Any:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return client.post(path, body, content_type="application/json", headers=headers)


def patch(client: Client, path: str, body: Any, *, version: int) -> Any:
    return client.patch(path, body, content_type=MERGE, headers={"if-match": f'"{version}"'})


def created(client: Client, city: UUID, **members: Any) -> dict[str, Any]:
    answer = post(client, SERVICES, content(city, **members))
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    validator("manage", "EditedService").validate(found)
    assert answer["ETag"] == '"1"'
    return found


def test_a_service_is_made_changed_published_and_read_by_everybody(
    city: UUID, program_: Client, turku_client: Client
) -> None:
    made = created(program_, city)
    address = f"{SERVICES}/{made['id']}"
    assert (made["state"], made["languages"], made["published"]) == ("draft", {"fi": "draft"}, None)
    assert turku_client.get(f"/api/v1/services/{made['id']}").status_code == 404
    changed = patch(program_, address, {"language_versions": {"fi": {"name": "Kylpylä"}}}, version=1)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    done = post(program_, f"{address}/publish", {"languages": ["fi"]}, version=2)
    assert done.status_code == 200, done.content
    assert done.json()["languages"] == {"fi": "published"}
    assert turku_client.get(f"/api/v1/services/{made['id']}").json()["display_name"] == {"fi": "Kylpylä"}
    assert "Kylpylä" in turku_client.get(f"/fi/services/{made['id']}", follow=True).content.decode()
    history = program_.get(f"{address}/versions").json()
    validator("manage", "VersionList").validate(history)
    assert [(one["version"], one["action"], one["door"]) for one in history["items"]] == [
        (3, "published", "token"),
        (2, "changed", "token"),
        (1, "created", "token"),
    ]


def test_the_rules_keep_what_is_not_whole_from_being_published_and_say_where(city: UUID, program_: Client) -> None:
    made = created(program_, city, service_classes=[])
    assert {"refuses_publishing"} <= {one["severity"] for one in made["findings"]}
    refused = post(program_, f"{SERVICES}/{made['id']}/publish", {"languages": ["fi"]}, version=1)
    said = problem(refused, 422)
    validator("manage", "Problem").validate(said)
    assert said["code"] == "not_publishable"
    assert "/service_classes" in {one["pointer"] for one in said["findings"]}
    assert all(one["message"].keys() == {"fi", "sv", "en"} for one in said["findings"])


def test_the_second_editor_of_a_member_is_told_what_differs(city: UUID, program_: Client) -> None:
    made = created(program_, city)
    address = f"{SERVICES}/{made['id']}"
    name = {"language_versions": {"fi": {"name": "Kylpylä"}}}
    assert patch(program_, address, name, version=1).status_code == 200
    summary = {"language_versions": {"fi": {"summary": "Kylpylässä voit uida."}}}
    both = patch(program_, address, summary, version=1)
    assert both.json()["content"]["language_versions"]["fi"]["name"] == "Kylpylä"
    said = problem(patch(program_, address, {"language_versions": {"fi": {"name": "Uimala"}}}, version=1), 412)
    validator("manage", "Problem").validate(said)
    assert (said["code"], said["version"]) == ("changed_meanwhile", 3)
    assert said["differences"] == [{"pointer": "/language_versions/fi/name", "before": "Uimahalli", "now": "Kylpylä"}]
    assert problem(post(program_, f"{address}/discard", {}, version=1), 412)["version"] == 3


def test_trying_changes_nothing_and_tells_all(city: UUID, program_: Client, turku: Municipality) -> None:
    with within(turku):
        before = revision()
    tried = post(program_, f"{SERVICES}?validate=only", content(city, service_classes=[]))
    assert tried.status_code == 201
    assert tried.json()["findings"]
    with within(turku):
        assert (revision(), Service.objects.count(), Version.objects.count()) == (before, 0, 0)


def test_versions_are_compared_word_by_word_and_restored(city: UUID, program_: Client) -> None:
    made = created(program_, city)
    address = f"{SERVICES}/{made['id']}"
    text = {"language_versions": {"fi": {"summary": "Uimahallissa voit uida läpi vuoden."}}}
    assert patch(program_, address, text, version=1).status_code == 200
    compared = program_.get(f"{address}/versions/1/to/2").json()
    validator("manage", "Comparison").validate(compared)
    (item,) = compared["items"]
    assert item["pointer"] == "/language_versions/fi/summary"
    assert {"removed": "ympäri"} in item["words"]
    assert {"added": "läpi"} in item["words"]
    assert program_.get(f"{address}/versions/1").json()["content"] == made["content"]
    restored = post(program_, f"{address}/restore", {"version": 1}, version=2)
    assert (restored.json()["version"], restored.json()["content"]) == (3, made["content"])
    assert program_.get(f"{address}/versions/9").status_code == 404


def test_a_town_may_ask_for_four_eyes(city: UUID, program_: Client, turku: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    chosen = person.put("/api/manage/v1/practice", {"four_eyes": True}, content_type="application/json")
    assert chosen.json() == {"four_eyes": True}
    made = created(program_, city)
    address = f"{SERVICES}/{made['id']}"
    said = problem(post(program_, f"{address}/publish", {"languages": ["fi"]}, version=1), 409)
    assert (said["code"], said["language"]) == ("not_possible_now", "fi")
    assert post(program_, f"{address}/submit", {"languages": ["fi"]}, version=1).status_code == 200
    assert post(program_, f"{address}/publish", {"languages": ["fi"]}, version=2).status_code == 409
    assert post(person, f"{address}/publish", {"languages": ["fi"]}, version=2).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"nmae": "x"}, "/nmae"),
        ({"language_versions": {"fi": {"name": 5}}}, "/language_versions/fi/name"),
        ({"areas": [{"type": "Municipality", "x": 1}]}, "/areas/0/x"),
        ([], ""),
        (
            {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": {"j": {"k": {"l": {"m": 1}}}}}}}}}}}}},
            "/a/b/c/d/e/f/g/h/i/j/k/l",
        ),
        ({"language_versions": {"fi": {"name": "a\x00b"}}}, "/language_versions/fi/name"),
    ],
)
def test_a_bad_body_is_refused_at_its_place(body: Any, pointer: str, city: UUID, program_: Client) -> None:
    said = problem(post(program_, SERVICES, body), 422)
    assert said["code"] == "invalid_body"
    assert said["pointer"] == pointer


def test_other_bad_requests_are_told_what_to_do(city: UUID, program_: Client) -> None:
    made = created(program_, city)
    address = f"{SERVICES}/{made['id']}"
    assert problem(program_.patch(address, {}, content_type=MERGE), 428)["code"] == "version_missing"
    assert problem(program_.post(SERVICES, "{", content_type="application/json"), 400)
    assert problem(program_.post(SERVICES, "[" * 900_000, content_type="application/json"), 400)
    assert problem(program_.post(SERVICES, '{"type": "\\ud800"}', content_type="application/json"), 400)
    assert problem(program_.post(SERVICES, '{"type": NaN}', content_type="application/json"), 400)
    assert problem(patch(program_, address, {"type": None}, version=99), 412)["version"] == 1
    assert problem(program_.post(SERVICES, "a=b", content_type="application/x-www-form-urlencoded"), 415)
    assert problem(post(program_, f"{address}/publish", {"languages": ["sv"]}, version=1), 409)["language"] == "sv"
    assert problem(post(program_, f"{address}/publish", {"tongues": []}, version=1), 422)
    assert problem(program_.get(f"{SERVICES}?state=x"), 400)["parameter"] == "state"
    big = {"language_versions": {"fi": {"description": "x" * 1_000_001}}}
    assert problem(post(program_, SERVICES, big), 413)["code"] == "too_large"


def test_who_has_made_a_token_is_not_another_pair_of_eyes(city: UUID, turku: Municipality) -> None:
    account = staff(turku, Role.ADMINISTRATOR)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    person.put("/api/manage/v1/practice", {"four_eyes": True}, content_type="application/json")
    with within(turku):
        expires = timezone.now() + timedelta(days=1)
        own = issue_token(name="Oma", scopes=[Scope.PUBLISH], expires=expires, actor=account.uuid).text
    made = created(program(TURKU_HOST, own), city)
    address = f"{SERVICES}/{made['id']}"
    assert post(program(TURKU_HOST, own), f"{address}/submit", {"languages": ["fi"]}, version=1).status_code == 200
    for asker in (person, program(TURKU_HOST, own)):
        assert problem(post(asker, f"{address}/publish", {"languages": ["fi"]}, version=2), 409)["language"] == "fi"


def test_a_form_of_a_person_is_no_body(turku: Municipality, city: UUID) -> None:
    staff(turku, Role.ADMINISTRATOR)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    assert problem(person.post(SERVICES, {"type": "Service"}), 415)["code"] == "unsupported_media_type"
    made = post(person, SERVICES, content(city)).json()
    empty = person.generic("POST", f"{SERVICES}/{made['id']}/discard", b"", "", headers={"if-match": '"1"'})
    assert problem(empty, 409)["code"] == "not_possible_now"


def test_another_town_neither_finds_nor_changes_anything(city: UUID, program_: Client, espoo: Municipality) -> None:
    made = created(program_, city)
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    address = f"{SERVICES}/{made['id']}"
    assert elsewhere.get(address).status_code == 404
    assert patch(elsewhere, address, {"type": None}, version=1).status_code == 404
    assert elsewhere.get(SERVICES).json()["items"] == []
    assert len(program_.get(SERVICES).json()["items"]) == 1


def test_an_editor_of_a_unit_reaches_what_is_the_units(turku: Municipality, city: UUID) -> None:
    mine, other = organization("Liikunta", parent_organization_id=city), organization("Kirjasto")
    with within(turku):
        store("organization", mine, other)
    staff(turku, Role.EDITOR, unit=mine.id)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    made = post(person, SERVICES, content(mine.id))
    assert made.status_code == 201
    assert problem(post(person, SERVICES, content(other.id)), 403)["code"] == "unit_missing"
    address = f"{SERVICES}/{made.json()['id']}"
    elsewhere = {"organizations": content(city)["organizations"]}
    administrator = program(TURKU_HOST, token(turku, Scope.WRITE))
    once = patch(administrator, address, elsewhere, version=1).json()["version"]
    back = patch(administrator, address, {"organizations": content(mine.id)["organizations"]}, version=once)
    assert problem(post(person, f"{address}/restore", {"version": once}, version=3), 403)["code"] == "unit_missing"
    assert post(person, f"{address}/restore", {"version": 1}, version=back.json()["version"]).status_code == 200
    away = {"organizations": content(other.id)["organizations"]}
    assert problem(patch(person, address, away, version=3), 403)["code"] == "unit_missing"
    assert person.get(address).json()["version"] == 3
    assert problem(post(person, f"{address}/publish", {"languages": ["fi"]}, version=3), 403)


def test_the_list_goes_on_to_its_end(turku: Municipality, city: UUID, program_: Client) -> None:
    ids = {created(program_, city, language_versions={"fi": {"name": f"P{number}"}})["id"] for number in range(3)}
    answer = program_.get(f"{SERVICES}?state=draft").json()
    validator("manage", "EditedList").validate(answer)
    assert {item["id"] for item in answer["items"]} == ids
    first = min(ids)
    assert {item["id"] for item in program_.get(f"{SERVICES}?after={first}").json()["items"]} == ids - {first}


def test_an_organisation_is_not_moved_above_itself_or_below_what_is_not_here(city: UUID, program_: Client) -> None:
    address = f"/api/manage/v1/organizations/{city}"
    for parent in (city, UUID(int=7)):
        refused = patch(program_, address, {"parent_organization_id": str(parent)}, version=1)
        said = problem(refused, 422)
        assert (said["code"], said["pointer"]) == ("invalid_body", "/parent_organization_id")
    assert program_.get(address).json()["version"] == 1
