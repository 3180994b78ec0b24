"""Every address of the desk with every role: what the table of permissions says is what happens."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, reverse

from kuntakanta.desk import urls as town_urls
from kuntakanta.desk import urls_public as operator_urls
from kuntakanta.operators import urls as console_urls
from tenants.accounts.models import Account
from tenants.accounts.permissions import PERMISSIONS, TOWN_ROLES, Action, Held, Role
from tenants.context import within, within_host
from tenants.models import Municipality
from tests.accounts_make import OPERATOR, browser, operator, operators_browser, set_up_app, sign_in, staff
from tests.conftest import TURKU_HOST

VALUES: dict[str, Any] = {
    "secret": "x" * 43,
    "pk": 999_999,
    "person": uuid.UUID(int=1),
    "token": uuid.UUID(int=2),
    "grant": uuid.UUID(int=3),
}


def _addresses() -> Iterator[tuple[str, Action | None]]:
    """Each address with what it says it asks for; one that says nothing fails here."""
    for pattern in town_urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {name: VALUES[name] for name in pattern.pattern.converters}
        yield reverse(str(pattern.name), kwargs=values, urlconf="kuntakanta.urls"), pattern.callback.action  # type: ignore[attr-defined]


ADDRESSES = dict(_addresses())
CLOSED = {address: action for address, action in ADDRESSES.items() if action is not None}


def _let_in(client: Client, address: str, method: str) -> bool:
    """Whether the view itself answered: it may know nothing of the thing, or not take the method."""
    answer = client.get(address) if method == "GET" else client.post(address)
    where = answer.headers.get("Location", "")
    assert answer.status_code < 500, (address, answer.content[:300])
    if where.startswith(("/desk/sign-in?", "/desk/second-factor?", "/desk/confirm/code?")):
        return False
    return not (answer.status_code == 403 and "Tämä ei kuulu rooliisi" in answer.content.decode())


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", TOWN_ROLES)
def test_each_role_opens_what_the_table_says(
    turku: Municipality, turku_client: Client, role: Role, method: str
) -> None:
    staff(turku, role)
    assert sign_in(turku_client)
    opened = {address: _let_in(turku_client, address, method) for address in CLOSED}
    assert opened == {address: role in PERMISSIONS[action] for address, action in CLOSED.items()}
    assert turku_client.get("/desk/").status_code == 200, "still signed in"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_opens_anything_without_signing_in(turku: Municipality, method: str) -> None:
    assert [address for address in CLOSED if _let_in(browser(TURKU_HOST), address, method)] == []


def test_open_addresses_are_few_and_known() -> None:
    opened = {address for address, action in ADDRESSES.items() if action is None}
    assert opened == {
        "/desk/sign-in",
        "/desk/sign-in/second-factor",
        "/desk/sign-in/inactive",
        "/desk/sign-in/refused",
        "/desk/sign-out",
        "/desk/forgot",
        "/desk/join",
        f"/desk/join/{'x' * 43}",
        f"/desk/support/enter/{'x' * 43}",
        "/desk/sso/openid_connect",
        "/desk/sso/openid_connect/back",
    }


def _operators_addresses() -> Iterator[tuple[str, Action | None]]:
    """Each address of the operators' desk and console, with what it asks for; one that says nothing fails here."""
    for pattern in [*operator_urls.urlpatterns, *console_urls.urlpatterns]:
        assert isinstance(pattern, URLPattern)
        values = {name: OPERATORS_VALUES.get(name, VALUES.get(name)) for name in pattern.pattern.converters}
        yield reverse(str(pattern.name), kwargs=values, urlconf="kuntakanta.urls_public"), pattern.callback.action  # type: ignore[attr-defined]


OPERATORS_VALUES = {"code": "853", "deed": "sync"}
FOR_OPERATORS = {address: action for address, action in _operators_addresses() if action is not None}


def _operator_signed_in(*, second_factor: bool) -> Client:
    """An operator's browser, with a second factor shown or without."""
    operator()
    client = operators_browser()
    assert sign_in(client, email=OPERATOR)
    if not second_factor:
        return client
    _, codes = set_up_app(client)
    client = operators_browser()
    sign_in(client, email=OPERATOR)
    assert client.post("/desk/sign-in/second-factor", {"code": codes[0]}).headers["Location"] == "/desk/"
    return client


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("second_factor", [True, False], ids=["with a second factor", "without"])
def test_an_operator_reaches_nothing_but_the_own_account_without_a_second_factor(
    turku: Municipality, second_factor: bool, method: str
) -> None:
    client = _operator_signed_in(second_factor=second_factor)
    opened = {address: _let_in(client, address, method) for address in FOR_OPERATORS}
    assert opened == {
        address: second_factor or action is Action.OWN_ACCOUNT for address, action in FOR_OPERATORS.items()
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_opens_anything_of_operators_without_signing_in(turku: Municipality, method: str) -> None:
    assert [address for address in FOR_OPERATORS if _let_in(operators_browser(), address, method)] == []


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_whoever_works_in_a_town_is_nobody_at_the_host(turku: Municipality, turku_client: Client, role: Role) -> None:
    staff(turku, role)
    assert sign_in(turku_client)
    client = operators_browser()
    client.cookies[settings.SESSION_COOKIE_NAME] = turku_client.cookies[settings.SESSION_COOKIE_NAME].value
    assert [address for address in FOR_OPERATORS if _let_in(client, address, "GET")] == []


def test_an_account_without_roles_has_its_own_pages_only(turku: Municipality, turku_client: Client) -> None:
    account = staff(turku, Role.VIEWER)
    assert sign_in(turku_client)
    with within(turku):
        account.assignments.all().delete()
    opened = {address for address, action in CLOSED.items() if _let_in(turku_client, address, "GET")}
    assert opened == {address for address, action in CLOSED.items() if action is Action.OWN_ACCOUNT}


def test_an_operator_invites_another(db: None) -> None:
    client = _operator_signed_in(second_factor=True)
    page = client.post("/desk/people", {"email": "uusi@host.test", "language": "sv", "roles": ["operator"]})
    assert "Postia ei lähetetty." in page.content.decode()
    assert "uusi@host.test" in client.get("/desk/people").content.decode()
    assert "kutsui jonkun" in client.get("/desk/record").content.decode()
    with within_host():
        assert Account.objects.get(email="uusi@host.test").held() == [Held(Role.OPERATOR)]
