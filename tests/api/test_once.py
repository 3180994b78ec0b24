"""A change that is asked for again under its key is made once: the same answer, from the same transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.outbox.models import Answer
from catalogue.outbox.tasks import put_away
from catalogue.outbox.unit import revision
from catalogue.services.models import Service, Version
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_bulk import BULK, create
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.api.test_write import SERVICES, content
from tests.conftest import ESPOO_HOST, TURKU_HOST


def send(client: Client, path: str, body: Any, *, key: str, version: int | None = None, method: str = "post") -> Any:
    headers = {"idempotency-key": key} | ({} if version is None else {"if-match": f'"{version}"'})
    return getattr(client, method)(path, body, content_type="application/json", headers=headers)


def test_the_same_again_is_answered_as_before_and_done_once(city: UUID, program_: Client, turku: Municipality) -> None:
    key, name = f'"{uuid4()}"', {"language_versions": {"fi": {"name": "Kylpylä"}}}
    first = send(program_, SERVICES, content(city), key=key)
    again = send(program_, SERVICES, content(city), key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["ETag"], again["Content-Type"]) == (first.content, '"1"', "application/json")
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    address = f"{SERVICES}/{first.json()['id']}"
    for _ in range(2):
        changed = send(program_, address, name, key="b", version=1, method="patch")
        assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    for _ in range(2):
        done = send(program_, f"{address}/publish", {"languages": ["fi"]}, key='"c"', version=2)
        assert (done.status_code, done["ETag"]) == (200, '"3"')
    with within(turku):
        assert (Service.objects.count(), Version.objects.count()) == (1, 3)


def test_a_bulk_call_is_made_once_too(city: UUID, program_: Client, turku: Municipality) -> None:
    body = {"items": [create(city, "Uimahalli"), create(city, "Jäähalli")]}
    first, again = (send(program_, BULK, body, key="k") for _ in range(2))
    assert first.content == again.content
    with within(turku):
        assert Service.objects.count() == 2
    none = {"items": [{**create(city, "Uimahalli"), "body": {"nmae": "x"}}], "atomic": True}
    assert problem(send(program_, BULK, none, key="l"), 422)["code"] == "not_all"
    good = {"items": [create(city, "Keilahalli")], "atomic": True}
    assert send(program_, BULK, good, key="l").status_code == 200, "a refusal is not kept"


@pytest.mark.parametrize(
    "other",
    [
        {"body": {"type": "Service", "languages": ["fi"]}},
        {"path": f"{SERVICES}?validate=only"},
        {"path": "/api/manage/v1/organizations"},
        {"version": 2},
    ],
)
def test_another_request_under_the_same_key_is_refused(other: dict[str, Any], program_: Client) -> None:
    given: dict[str, Any] = {"path": SERVICES, "body": {"type": "Service"}, "version": 1, "key": "k"}
    assert send(program_, **given).status_code == 201
    said = problem(send(program_, **{**given, **other}), 422)
    assert (said["code"], said["parameter"]) == ("idempotency_key_used", "Idempotency-Key")


def test_the_body_counts_by_what_it_says_not_how(program_: Client) -> None:
    bodies = '{"type":"Service","languages":["fi"]}', '{ "languages": ["fi"],\n "type": "Service" }'
    first, again = (send(program_, SERVICES, body, key="k") for body in bodies)
    assert first.json()["id"] == again.json()["id"]


def test_a_refusal_is_not_kept(city: UUID, program_: Client) -> None:
    assert problem(send(program_, SERVICES, {"nmae": "x"}, key="k"), 422)["code"] == "invalid_body"
    assert send(program_, SERVICES, content(city), key="k").status_code == 201


def test_each_asker_and_each_town_has_keys_of_its_own(
    city: UUID, program_: Client, turku: Municipality, espoo: Municipality
) -> None:
    staff(turku, Role.ADMINISTRATOR)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    others = program(TURKU_HOST, token(turku, Scope.PUBLISH)), program(ESPOO_HOST, token(espoo, Scope.PUBLISH)), person
    ids = {send(one, SERVICES, {"type": "Service"}, key="k").json()["id"] for one in (program_, *others)}
    assert len(ids) == 4
    with within(espoo):
        assert (Service.objects.count(), Answer.objects.count()) == (1, 1)


def test_an_answer_is_given_for_a_day_and_then_put_away(program_: Client, turku: Municipality) -> None:
    def made() -> str:
        answer = send(program_, SERVICES, {"type": "Service"}, key="k")
        found: str = answer.json()["id"]
        return found

    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = made()
        clock.shift(timedelta(hours=23))
        assert made() == first
        put_away.apply(kwargs={"municipality_id": turku.pk}, throw=True)
        assert made() == first
        clock.shift(timedelta(hours=2))
        second = made()
        assert second != first
        assert made() == second
        clock.shift(timedelta(hours=25))
        assert put_away.apply(kwargs={"municipality_id": turku.pk}, throw=True).get() == 1
        with within(turku):
            assert not Answer.objects.exists()


@pytest.mark.parametrize("key", ["", '""', '"', "ä", "a b", 'a"b', "x" * 201, '"a\\b"'])
def test_a_key_that_is_none_is_refused(key: str, program_: Client) -> None:
    assert problem(send(program_, SERVICES, {"type": "Service"}, key=key), 400)["code"] == "bad_idempotency_key"


def test_a_key_costs_two_statements(program_: Client) -> None:
    def statements(key: str | None) -> int:
        headers = {} if key is None else {"idempotency-key": key}
        with CaptureQueriesContext(connection) as seen:
            program_.post(SERVICES, {"type": "Service"}, content_type="application/json", headers=headers)
        return len([each for each in seen if "SAVEPOINT" not in each["sql"]])

    statements(None)  # reads what is kept in the process
    assert statements("k") == statements(None) + 2


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_is_done_and_the_other_told_to_wait(turku: Municipality) -> None:
    text, together = token(turku, Scope.PUBLISH), Barrier(4)

    def ask(_: int) -> tuple[int, str]:
        together.wait(timeout=20)
        try:
            answer = send(program(TURKU_HOST, text), SERVICES, {"type": "Service"}, key="k")
            return answer.status_code, answer.json().get("id") or answer.json()["code"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(4)))
    with within(turku):
        (made,) = Service.objects.all()
        assert revision() == 1
    assert {status for status, _ in found} <= {201, 409}
    assert {said for status, said in found if status == 201} == {str(made.id)}
    assert {said for status, said in found if status == 409} <= {"under_way"}
