"""The API of staff and programs: every address with every role and scope, by sessions and by tokens."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, path, reverse
from django.urls.converters import IntConverter
from django.utils import timezone
from redis import Redis
from rest_framework.request import Request

from api.manage import urls
from api.manage.serving import ManageView
from tenants.accounts.models import MachineToken
from tenants.accounts.permissions import PERMISSIONS, SCOPES, TOWN_ROLES, Action, Role, Scope
from tenants.accounts.tokens import issue_token
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.api.test_v1_errors import problem
from tests.conftest import ESPOO_HOST, TURKU_HOST

ME = "/api/manage/v1/me"


def _addresses() -> Iterator[tuple[str, str, Action | None]]:
    """Each address with each of its methods, and what it says it asks for."""
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        view: Any = pattern.callback
        given = pattern.pattern.converters.items()
        values = {name: 1 if isinstance(one, IntConverter) else uuid.UUID(int=1) for name, one in given}
        asks = view.view_initkwargs.get("actions", {})
        for method in sorted({"get", "post", "put", "patch", "delete"} & set(dir(view.view_class))):
            action = asks.get(method, view.view_initkwargs.get("action"))
            yield reverse(str(pattern.name), kwargs=values), method, action


ADDRESSES = list(_addresses())


def token(town: Municipality, *scopes: Scope, days: int = 30) -> str:
    """A program's token at a town."""
    with within(town):
        expires = timezone.now() + timedelta(days=days)
        return issue_token(name="Verkkosivut", scopes=scopes, expires=expires, actor=None).text


def program(host: str, text: str) -> Client:
    """A program at a host."""
    return Client(headers={"host": host, "authorization": f"Bearer {text}"}, raise_request_exception=False)


def test_each_address_says_what_it_asks_for() -> None:
    assert ADDRESSES
    assert [address for address, _, action in ADDRESSES if action is None] == []


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_each_role_reaches_what_the_table_says(turku: Municipality, turku_client: Client, role: Role) -> None:
    staff(turku, role)
    assert sign_in(turku_client)
    for address, method, action in ADDRESSES:
        assert action
        refused = getattr(turku_client, method)(address).status_code == 403
        assert refused is (role not in PERMISSIONS[action]), (address, method)


@pytest.mark.parametrize("scopes", [each for n in (1, 2) for each in itertools.combinations(Scope, n)])
def test_each_scope_reaches_what_the_table_says(turku: Municipality, scopes: tuple[Scope, ...]) -> None:
    asker = program(TURKU_HOST, token(turku, *scopes))
    for address, method, action in ADDRESSES:
        refused = getattr(asker, method)(address).status_code == 403
        assert refused is not any(action in SCOPES[scope] for scope in scopes), (address, method)


def test_nobody_reaches_anything_without_showing_who_they_are(
    turku: Municipality, espoo: Municipality, valkey: Redis
) -> None:
    staff(espoo, Role.ADMINISTRATOR)
    elsewhere = browser(ESPOO_HOST)
    assert sign_in(elsewhere)
    foreign = browser(TURKU_HOST)
    foreign.cookies[configured.SESSION_COOKIE_NAME] = elsewhere.cookies[configured.SESSION_COOKIE_NAME].value
    for asker in (browser(TURKU_HOST), foreign, program(TURKU_HOST, token(espoo, *Scope))):
        for address, method, _ in ADDRESSES:
            valkey.flushdb()  # so many bad tokens from one address would have to wait
            answer = getattr(asker, method)(address)
            said = problem(answer, 401)
            assert answer["WWW-Authenticate"].startswith('Bearer realm="kuntakanta"')
            assert "Espoo" not in str(said)


def test_a_program_is_told_who_it_is(turku: Municipality) -> None:
    answer = program(TURKU_HOST, token(turku, Scope.READ, Scope.SUBMISSIONS)).get(ME)
    told = answer.json()
    validator("manage", "Me", strict).validate(told)
    assert (told["kind"], told["name"], told["scopes"]) == ("program", "Verkkosivut", ["read", "submissions"])
    assert told["actions"] == ["handle_submissions", "read_content", "see_oneself"]
    assert told["town"] == {"code": "853", "name": {"fi": "Turku", "sv": "Åbo", "en": "Turku"}}
    assert answer["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer, "pages of other origins do not read it"


def test_a_person_is_told_who_they_are(turku: Municipality, turku_client: Client) -> None:
    unit = uuid.UUID(int=5)
    account = staff(turku, Role.EDITOR, unit=unit)
    sign_in(turku_client)
    told = turku_client.get(ME).json()
    validator("manage", "Me", strict).validate(told)
    assert (told["kind"], told["id"], told["name"]) == ("person", str(account.uuid), "Aino Virtanen")
    assert told["roles"] == [{"role": "editor", "unit": str(unit)}]
    assert "write_content" in told["actions"]
    assert "publish_content" not in told["actions"]


def test_a_token_is_believed_before_a_session(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    sign_in(turku_client)
    text = token(turku, Scope.READ)
    assert turku_client.get(ME, headers={"authorization": f"Bearer {text}"}).json()["kind"] == "program"
    assert turku_client.get(ME, headers={"authorization": f"Bearer {text[:-1]}"}).status_code == 401


def test_a_token_that_has_ended_is_none(turku: Municipality) -> None:
    asker = program(TURKU_HOST, token(turku, Scope.READ, days=1))
    assert asker.get(ME).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        answer = asker.get(ME)
    assert problem(answer, 401)["code"] == "bad_token"
    assert answer["WWW-Authenticate"] == 'Bearer realm="kuntakanta", error="invalid_token"'


def test_asking_costs_one_statement_and_a_write_once_an_hour(turku: Municipality) -> None:
    asker = program(TURKU_HOST, token(turku, Scope.READ))
    asker.get(ME)
    with within(turku):
        first = MachineToken.objects.get().last_used
    with CaptureQueriesContext(connection) as asked:
        assert asker.get(ME).status_code == 200
    assert [each["sql"].split()[0] for each in asked] == ["SELECT"]
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        asker.get(ME)
    with within(turku):
        last = MachineToken.objects.get().last_used
    assert first
    assert last
    assert last > first


def test_bad_tokens_are_slowed_down_and_good_ones_are_not(turku: Municipality, espoo: Municipality) -> None:
    good, bad = program(TURKU_HOST, token(turku, Scope.READ)), program(TURKU_HOST, f"kk_{'a' * 12}_{'b' * 43}")
    with time_machine.travel(timezone.now(), tick=False):
        assert {bad.get(ME).status_code for _ in range(30)} == {401}
        refused = bad.get(ME)
        assert problem(refused, 429)["code"] == "too_many_failures"
        assert 0 < int(refused["Retry-After"]) <= 60
        assert good.get(ME).status_code == 200
        assert program(ESPOO_HOST, "kk_").get(ME).status_code == 401, "a town's limits are its own"
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert bad.get(ME).status_code == 401


def test_bad_tokens_from_one_network_of_ipv6_count_together(turku: Municipality) -> None:
    bad = program(TURKU_HOST, f"kk_{'a' * 12}_{'b' * 43}")
    with time_machine.travel(timezone.now(), tick=False):
        answers = [bad.get(ME, REMOTE_ADDR=f"2001:db8::{number}") for number in range(1, 32)]
        assert [answer.status_code for answer in answers] == [401] * 30 + [429]
        assert bad.get(ME, REMOTE_ADDR="2001:db8:0:1::1").status_code == 401, "another network's are its own"
        for address in ("::ffff:192.0.2.1", "::ffff:192.0.2.2"):
            assert {bad.get(ME, REMOTE_ADDR=address).status_code for _ in range(30)} == {401}


def test_an_unknown_parameter_and_method_are_refused(turku: Municipality) -> None:
    asker = program(TURKU_HOST, token(turku, Scope.READ))
    assert problem(asker.get(f"{ME}?nonsense=1"), 400)["parameter"] == "nonsense"
    assert problem(asker.post(ME), 405)["detail"] == "This address takes GET, HEAD, OPTIONS only."


def test_it_is_not_at_the_hosts_own_address(operator_client: Client) -> None:
    assert operator_client.get(ME).status_code == 404


# --- What changes something: no address does yet, so these have one of their own -------------------------------------


class _Writing(ManageView):
    """An address that changes something."""

    action = Action.PUBLISH_CONTENT

    def post(self, request: Request) -> HttpResponse:
        return HttpResponse(status=204)


class _Closed(ManageView):
    """An address of which nobody has said who may."""

    def post(self, request: Request) -> HttpResponse:
        return HttpResponse(status=204)


urlpatterns = [
    path("api/manage/writing", _Writing.as_view()),
    path("api/manage/people", _Writing.as_view(action=Action.MANAGE_PEOPLE)),
    path("api/manage/closed", _Closed.as_view()),
    path("desk/", lambda request: HttpResponse(), name="desk"),
]


def _send(asker: Client, address: str, forgery: str = "") -> Any:
    headers = {"x-csrftoken": forgery} if forgery else {}
    return asker.post(address, b"{}", content_type="application/json", headers=headers)


def test_what_a_token_lacks_is_named(turku: Municipality, settings: Any) -> None:
    asker = program(TURKU_HOST, token(turku, Scope.WRITE))
    settings.ROOT_URLCONF = __name__
    answer = asker.post("/api/manage/writing")
    said = problem(answer, 403)
    assert (said["code"], said["scope"]) == ("scope_missing", "publish")
    assert answer["WWW-Authenticate"] == 'Bearer realm="kuntakanta", error="insufficient_scope", scope="publish"'
    assert problem(asker.post("/api/manage/people"), 403)["code"] == "people_only"
    assert problem(asker.post("/api/manage/closed"), 403)["code"] == "closed"


def test_a_session_changes_something_only_with_the_token_against_forgery(turku: Municipality, settings: Any) -> None:
    staff(turku, Role.PUBLISHER)
    person = browser(TURKU_HOST, enforce_csrf_checks=True)
    person.get("/desk/sign-in")
    forgery = person.cookies[configured.CSRF_COOKIE_NAME].value
    form = {"login": "aino.virtanen@town.test", "password": "seitsemän veljestä 1870", "csrfmiddlewaretoken": forgery}
    assert person.post("/desk/sign-in", form).status_code == 302
    forgery = person.cookies[configured.CSRF_COOKIE_NAME].value
    settings.ROOT_URLCONF = __name__
    assert problem(_send(person, "/api/manage/writing"), 403)["code"] == "csrf_failed"
    assert _send(person, "/api/manage/writing", forgery).status_code == 204
    assert problem(_send(person, "/api/manage/people", forgery), 403)["code"] == "role_missing"
    assert problem(person.post("/api/manage/writing", {"csrfmiddlewaretoken": forgery}), 415)


def test_a_token_needs_no_token_against_forgery(turku: Municipality, settings: Any) -> None:
    text = token(turku, Scope.PUBLISH)
    settings.ROOT_URLCONF = __name__
    asker = Client(enforce_csrf_checks=True, headers={"host": TURKU_HOST, "authorization": f"Bearer {text}"})
    assert asker.post("/api/manage/writing").status_code == 204
