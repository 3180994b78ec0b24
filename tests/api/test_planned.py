"""The write API plans publishing and archiving: by whom, for when, what comes of it, and what it says of bad times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.services.models import Planned
from catalogue.services.tasks import carry_out_planned
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.api.test_write import SERVICES, content, created, patch, post
from tests.conftest import ESPOO_HOST, TURKU_HOST

PLANNED = "/api/manage/v1/planned"
NOON = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
"""The day before clocks are put back."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The time of day, which stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def asker(turku: Municipality) -> Client:
    """A program that may publish."""
    return program(TURKU_HOST, token(turku, Scope.PUBLISH))


def publishing(at: str = "2026-10-25T08:00", *languages: str) -> dict[str, Any]:
    return {"action": "publish", "languages": list(languages or ("fi",)), "at": at}


def made(asker: Client, thing: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    answer = post(asker, f"{SERVICES}/{thing['id']}/planned", body, version=thing["version"])
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    validator("manage", "Planned", strict).validate(found)
    return found


def read(asker: Client, thing: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = asker.get(f"{SERVICES}/{thing['id']}").json()
    validator("manage", "EditedService").validate(found)
    return found


def test_what_is_planned_is_read_done_and_told(
    city: UUID, asker: Client, turku: Municipality, clock: time_machine.Traveller
) -> None:
    thing = created(asker, city)
    plan = made(asker, thing, publishing())
    assert (plan["at"], plan["door"], plan["version"]) == ("2026-10-25T06:00:00Z", "token", 1)
    assert (plan["outcome"], plan["reason"], plan["late"]) == (None, None, False)
    assert read(asker, thing)["planned"] == [plan]
    listed = asker.get(PLANNED).json()
    validator("manage", "PlannedList").validate(listed)
    of = {"kind": "service", "thing": thing["id"], "name": {"fi": "Uimahalli"}}
    assert listed == {"items": [plan | of], "after": None}
    clock.move_to(datetime(2026, 10, 25, 6, 0, tzinfo=UTC))
    assert carry_out_planned(municipality_id=turku.pk) == 1
    now = read(asker, thing)
    assert (now["state"], now["version"]) == ("published", 2)
    (done,) = now["planned"]
    assert (done["outcome"], done["result"], done["carried_out"]) == ("done", 2, "2026-10-25T06:00:00Z")
    assert asker.get(PLANNED).json() == {"items": [], "after": None}


def test_why_it_was_refused_is_told_with_findings_and_differences(
    city: UUID, asker: Client, turku: Municipality, clock: time_machine.Traveller
) -> None:
    unfinished = created(asker, city, service_classes=[])
    changed = created(
        asker, city, language_versions={"fi": content(city)["language_versions"]["fi"] | {"name": "Uima"}}
    )
    for thing in (unfinished, changed):
        made(asker, thing, publishing())
    address = f"{SERVICES}/{changed['id']}"
    assert patch(asker, address, {"language_versions": {"fi": {"name": "Uimala"}}}, version=1).status_code == 200
    clock.move_to(datetime(2026, 10, 25, 7, 0, tzinfo=UTC))
    assert carry_out_planned(municipality_id=turku.pk) == 2
    (why,) = read(asker, unfinished)["planned"]
    assert (why["outcome"], why["reason"]["code"], why["late"]) == ("refused", "not_publishable", True)
    assert "/service_classes" in {one["pointer"] for one in why["reason"]["findings"]}
    (why,) = read(asker, changed)["planned"]
    assert why["reason"]["code"] == "changed_meanwhile"
    assert why["reason"]["differences"] == [
        {"pointer": "/language_versions/fi/name", "before": "Uima", "now": "Uimala"}
    ]


def test_a_plan_is_cancelled(city: UUID, asker: Client) -> None:
    thing = created(asker, city)
    plan = made(asker, thing, publishing())
    address = f"{SERVICES}/{thing['id']}/planned"
    assert problem(asker.delete(f"{address}/{uuid4()}"), 404)["code"] == "not_found"
    other = created(asker, city, language_versions={"fi": {"name": "Toinen"}})
    assert problem(asker.delete(f"{SERVICES}/{other['id']}/planned/{plan['id']}"), 404)
    assert problem(asker.delete(f"/api/manage/v1/organizations/{thing['id']}/planned/{plan['id']}"), 404)
    tried = asker.delete(f"{address}/{plan['id']}?validate=only").json()
    assert (tried["outcome"], read(asker, thing)["planned"]) == ("cancelled", [plan])
    gone = asker.delete(f"{address}/{plan['id']}", headers={"idempotency-key": "k1"}).json()
    validator("manage", "Planned", strict).validate(gone)
    assert gone == plan | {"outcome": "cancelled", "cancelled": gone["cancelled"]}
    assert (gone["cancelled"]["at"], gone["cancelled"]["door"]) == ("2026-10-24T12:00:00Z", "token")
    assert asker.delete(f"{address}/{plan['id']}", headers={"idempotency-key": "k1"}).json() == gone
    assert read(asker, thing)["planned"] == [gone]
    assert asker.get(PLANNED).json()["items"] == []
    listed = asker.get(f"{PLANNED}?outcome=cancelled").json()
    validator("manage", "PlannedList").validate(listed)
    assert [each["id"] for each in listed["items"]] == [plan["id"]]
    assert problem(asker.delete(f"{address}/{plan['id']}"), 409)["code"] == "not_possible_now"
    again = post(asker, f"{address}/{plan['id']}/again", version=1)
    assert again.status_code == 201, again.content
    validator("manage", "Planned", strict).validate(again.json())
    assert [each["outcome"] for each in read(asker, thing)["planned"]] == [None, "cancelled"]
    assert (again.json()["at"], again.json()["id"] != plan["id"]) == (plan["at"], True)
    assert problem(post(asker, f"{address}/{plan['id']}/again", version=1), 409)
    assert problem(post(asker, f"{address}/{plan['id']}/again"), 428)


def test_a_plan_is_tried_without_being_made(city: UUID, asker: Client) -> None:
    thing = created(asker, city)
    address = f"{SERVICES}/{thing['id']}/planned?validate=only"
    tried = post(asker, address, publishing(), version=1)
    assert tried.status_code == 201, tried.content
    validator("manage", "Planned", strict).validate(tried.json())
    assert problem(post(asker, address, publishing("2026-10-25T03:30"), version=1), 422)["code"] == "unclear_time"
    assert read(asker, thing)["planned"] == []


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        (publishing("2026-10-25T03:30"), 422, "unclear_time", "/at"),
        (publishing("2027-03-28T03:30"), 422, "unclear_time", "/at"),
        (publishing("2026-10-24T12:00Z"), 422, "invalid_body", "/at"),
        (publishing("2026-10-25T08:00:30"), 422, "invalid_body", "/at"),
        (publishing("2036-10-25T08:00"), 422, "invalid_body", "/at"),
        (publishing("\ud800"), 400, "parse_error", None),
        (publishing("x\x00"), 422, "invalid_body", "/at"),
        ({"action": "publish", "languages": ["fi"]}, 422, "invalid_body", ""),
        ({"action": "erase", "languages": ["fi"], "at": "2026-10-25T08:00"}, 422, "invalid_body", "/action"),
        ({**publishing(), "at": 5}, 422, "invalid_body", "/at"),
        (publishing("2026-10-25T08:00", "xx"), 422, "invalid_body", "/languages/0"),
        ({**publishing(), "why": "x"}, 422, "invalid_body", ""),
        ([], 422, "invalid_body", ""),
        ({"action": "publish", "at": "2026-10-25T08:00"}, 409, "not_possible_now", None),
        (publishing("2026-10-25T08:00", "sv"), 409, "not_possible_now", None),
    ],
)
def test_a_bad_plan_is_refused_and_nothing_is_written(
    body: Any, status: int, code: str, pointer: str | None, city: UUID, asker: Client, turku: Municipality
) -> None:
    thing = created(asker, city)
    said = problem(post(asker, f"{SERVICES}/{thing['id']}/planned", body, version=1), status)
    validator("manage", "Problem", strict).validate(said)
    assert (said["code"], said.get("pointer")) == (code, pointer)
    with within(turku):
        assert not Planned.objects.exists()


def test_where_clocks_are_changed_the_choices_are_told(city: UUID, asker: Client) -> None:
    thing = created(asker, city)
    said = problem(post(asker, f"{SERVICES}/{thing['id']}/planned", publishing("2026-10-25T03:30"), version=1), 422)
    assert said["choices"] == ["2026-10-25T03:30+03:00", "2026-10-25T03:30+02:00"]
    assert [made(asker, thing, publishing(said["choices"][1]))["at"]] == ["2026-10-25T01:30:00Z"]


def test_a_plan_says_which_version_was_seen(city: UUID, asker: Client) -> None:
    thing = created(asker, city)
    address = f"{SERVICES}/{thing['id']}/planned"
    assert problem(post(asker, address, publishing()), 428)["code"] == "version_missing"
    assert problem(post(asker, address, publishing(), version=9), 412)["version"] == 1
    assert patch(asker, f"{SERVICES}/{thing['id']}", {"type": "PermitOrObligation"}, version=1).status_code == 200
    said = problem(post(asker, address, publishing(), version=1), 412)
    assert [one["pointer"] for one in said["differences"]] == ["/type"]
    made(asker, thing | {"version": 2}, publishing())
    assert problem(post(asker, address, publishing("2026-12-24T08:00"), version=2), 409)["language"] == "fi"


def test_who_may_not_publish_plans_nothing(city: UUID, asker: Client, turku: Municipality) -> None:
    thing = created(asker, city)
    writer = program(TURKU_HOST, token(turku, Scope.WRITE))
    address = f"{SERVICES}/{thing['id']}/planned"
    assert problem(post(writer, address, publishing(), version=1), 403)["scope"] == "publish"
    plan = made(asker, thing, publishing())
    assert problem(writer.delete(f"{address}/{plan['id']}"), 403)
    assert len(writer.get(PLANNED).json()["items"]) == 1


def test_a_person_plans_too(city: UUID, asker: Client, turku: Municipality) -> None:
    account = staff(turku, Role.PUBLISHER)
    person = browser(TURKU_HOST)
    assert sign_in(person)
    plan = made(person, created(asker, city), publishing())
    assert (plan["door"], plan["by"]) == ("person", str(account.uuid))


def test_another_town_neither_sees_nor_cancels_what_is_planned(city: UUID, asker: Client, espoo: Municipality) -> None:
    thing = created(asker, city)
    plan = made(asker, thing, publishing())
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    assert elsewhere.get(PLANNED).json()["items"] == []
    address = f"{SERVICES}/{thing['id']}/planned"
    assert problem(elsewhere.delete(f"{address}/{plan['id']}"), 404)
    assert problem(post(elsewhere, address, publishing(), version=1), 404)
    assert problem(elsewhere.get(f"{PLANNED}?after={plan['id']}"), 400)["parameter"] == "after"
    assert len(asker.get(PLANNED).json()["items"]) == 1


def test_the_list_goes_on_by_time_and_takes_few_statements(
    city: UUID, asker: Client, turku: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = [
        made(asker, created(asker, city, language_versions={"fi": {"name": f"P{hour}"}}), publishing(at))
        for hour, at in enumerate(["2026-11-03T08:00", "2026-11-01T08:00", "2026-11-02T08:00"])
    ]
    monkeypatch.setattr("api.manage.planned.MOST_LISTED", 2)
    first = asker.get(PLANNED).json()
    assert [one["id"] for one in first["items"]] == [plans[1]["id"], plans[2]["id"]]
    rest = asker.get(f"{PLANNED}?after={first['after']}").json()
    assert ([one["id"] for one in rest["items"]], rest["after"]) == ([plans[0]["id"]], None)
    with CaptureQueriesContext(connection) as few:
        asker.get(PLANNED)
    with CaptureQueriesContext(connection) as one:
        asker.get(f"{PLANNED}?after={plans[2]['id']}")
    assert len(few) <= len(one)


def test_at_a_change_of_clocks_each_minute_is_done_in_its_turn(
    city: UUID, asker: Client, turku: Municipality, clock: time_machine.Traveller
) -> None:
    """Half past three comes twice; what is planned for four o'clock comes an hour and a half after the first."""
    ats = ["2026-10-25T02:59", "2026-10-25T03:30+03:00", "2026-10-25T03:30+02:00", "2026-10-25T04:00"]
    things = [
        created(asker, city, language_versions={"fi": content(city)["language_versions"]["fi"] | {"name": f"P{place}"}})
        for place in range(len(ats))
    ]
    for thing, at in zip(things, ats, strict=True):
        made(asker, thing, publishing(at))
    start = datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    for done, minutes in enumerate((0, 31, 91, 121), start=1):
        clock.move_to(start + timedelta(minutes=minutes) - timedelta(seconds=1))
        assert carry_out_planned(municipality_id=turku.pk) == 0
        clock.move_to(start + timedelta(minutes=minutes))
        assert carry_out_planned(municipality_id=turku.pk) == 1
        states = [read(asker, thing)["state"] for thing in things]
        assert states == ["published"] * done + ["draft"] * (len(ats) - done)


def test_where_an_hour_is_left_out_the_minutes_beside_it_follow_each_other(
    city: UUID, turku: Municipality, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2027, 3, 27, 12, 0, tzinfo=UTC))
    asker = program(TURKU_HOST, token(turku, Scope.PUBLISH))
    texts = content(city)["language_versions"]["fi"]
    things = [created(asker, city, language_versions={"fi": texts | {"name": f"P{place}"}}) for place in range(2)]
    plans = [
        made(asker, thing, publishing(at))
        for thing, at in zip(things, ("2027-03-28T02:59", "2027-03-28T04:00"), strict=True)
    ]
    assert [plan["at"] for plan in plans] == ["2027-03-28T00:59:00Z", "2027-03-28T01:00:00Z"]
    for minute in (59, 60):
        clock.move_to(datetime(2027, 3, 28, tzinfo=UTC) + timedelta(minutes=minute))
        assert carry_out_planned(municipality_id=turku.pk) == 1
    assert [read(asker, thing)["planned"][0]["late"] for thing in things] == [False, False]
