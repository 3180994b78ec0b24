"""Staff's programs plan, look, approve, reject and undo over HTTP; a worker writes; the password is never told."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from catalogue.registry.pushing.operations import push_town
from tenants.accounts.permissions import Role
from tenants.context import within_host
from tenants.models import DueJob, Municipality
from tests.accounts_make import sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.edits_make import edit, present
from tests.pushing import SECRET, account, renamed, sample
from tests.register import Register

BASE = "/api/manage/v1/national"


@pytest.fixture
def publisher(writing_turku: Municipality, turku_client: Client) -> Client:
    """Somebody of Turku's who may publish."""
    staff(writing_turku, Role.PUBLISHER)
    assert sign_in(turku_client)
    return turku_client


def ask(client: Client, method: str, path: str, schema: str, body: Any = None, *, status: int = 200) -> Any:
    answer = getattr(client, method)(f"{BASE}/{path}", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    told = answer.json()
    validator("manage", schema, strict).validate(told)
    assert SECRET.encode() not in answer.content
    return told


def test_a_plan_is_made_shown_approved_and_undone(
    publisher: Client, writing_turku: Municipality, register: Register, espoo_client: Client
) -> None:
    service = sample("service", writing_turku, register)
    edit("service", service.id, renamed(service))
    assert ask(publisher, "get", f"things/{service.id}", "NationalStanding")["state"] == "to_write"
    plan = ask(publisher, "post", "plans", "NationalPlan", {"only": [str(service.id)]}, status=201)
    (write,) = plan["writes"]
    name = service.content.language_versions["fi"].name
    told = next(each for each in write["differences"] if each["pointer"] == "/language_versions/fi/name")
    assert told["words"] == [{"kept": name}, {"added": " uusi"}]
    assert ask(publisher, "get", "plans", "NationalPlanList")["items"][0]["id"] == plan["id"]

    approved = ask(publisher, "post", f"plans/{plan['id']}/approve", "NationalPlanListed", {})
    assert approved["state"] == "approved"
    problem(publisher, "post", f"plans/{plan['id']}/approve", 409, "plan_not_in_that_state")
    problem(publisher, "post", f"plans/{plan['id']}/reject", 409, "plan_not_in_that_state")
    push_town(writing_turku)
    done = ask(publisher, "get", f"plans/{plan['id']}", "NationalPlan")
    assert (done["state"], done["counts"]) == ("applied", {"done": 1})
    assert done["requests"] >= 3
    assert done["bytes"] > 1000
    standing = ask(publisher, "get", f"things/{service.id}", "NationalStanding")
    assert (standing["state"], standing["last"]["state"]) == ("in_register", "done")

    undo = ask(publisher, "post", f"plans/{plan['id']}/undo", "NationalPlan", {}, status=201)
    assert undo["undoes"] == plan["id"]
    ask(publisher, "post", f"plans/{undo['id']}/approve", "NationalPlanListed", {})
    push_town(writing_turku)
    assert present("service", service.id).content.language_versions == service.content.language_versions
    other = ask(publisher, "post", "plans", "NationalPlan", {"only": [str(service.id)]}, status=201)
    assert ask(publisher, "post", f"plans/{other['id']}/reject", "NationalPlanListed", {})["state"] == "rejected"
    assert espoo_client.get(f"{BASE}/plans/{plan['id']}").status_code == 401


def problem(client: Client, method: str, path: str, status: int, code: str, body: Any = None) -> Any:
    answer = getattr(client, method)(f"{BASE}/{path}", body or {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    return answer.json()


def test_an_administrator_sets_tries_and_forgets_the_account(
    writing_turku: Municipality, register: Register, turku_client: Client
) -> None:
    staff(writing_turku, Role.ADMINISTRATOR)
    assert sign_in(turku_client)
    name = account(register, writing_turku, username="another")
    given = {"username": name, "password": "a wrong one"}
    assert ask(turku_client, "put", "account", "NationalAccount", given)["set"] is True
    problem(turku_client, "post", "account/test", 409, "registry_credentials_refused")
    assert ask(turku_client, "get", "account", "NationalAccount")["refused"]
    assert ask(turku_client, "put", "account", "NationalAccount", given | {"password": SECRET})["refused"] is None
    tried = ask(turku_client, "post", "account/test", "NationalAccount", {})
    assert (tried["username"], tried["tested"] is not None, tried["writing"]) == (name, True, True)
    problem(turku_client, "put", "account", 422, "registry_odd_credentials", given | {"password": "\x00"})
    assert ask(turku_client, "delete", "account", "NationalAccount")["set"] is False
    problem(turku_client, "post", "account/test", 409, "registry_no_credentials")
    assert ask(turku_client, "put", "practice", "NationalPractice", {"unasked": True}) == {"unasked": True}
    assert ask(turku_client, "get", "practice", "NationalPractice") == {"unasked": True}


def test_an_approved_plan_makes_the_towns_turn_due(publisher: Client, writing_turku: Municipality) -> None:
    with within_host():
        DueJob.objects.filter(name="push").update(due_at="2027-06-01T00:00Z")
    plan = ask(publisher, "post", "plans", "NationalPlan", {"only": [str(UUID(int=7))]}, status=201)
    assert plan["writes"] == []
    ask(publisher, "post", f"plans/{plan['id']}/approve", "NationalPlanListed", {})
    with within_host():
        due = DueJob.objects.filter(name="push", due_at__lt="2027-06-01T00:00Z")
        assert list(due.values_list("municipality_id", flat=True)) == [writing_turku.pk]
