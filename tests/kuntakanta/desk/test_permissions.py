"""Every address of the desk with every role: what the table of permissions says is what happens."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from kuntakanta.desk import urls as town_urls
from kuntakanta.desk import urls_public as operator_urls
from tenants.accounts.permissions import PERMISSIONS, TOWN_ROLES, Action, Role
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
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
    if where.startswith("/desk/sign-in?"):
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


def test_each_operators_address_says_what_it_asks_for() -> None:
    for pattern in operator_urls.urlpatterns:
        assert hasattr(pattern.callback, "action"), pattern
    assert reverse("desk-support", urlconf="kuntakanta.urls_public") == "/desk/support"


def test_an_account_without_roles_has_its_own_pages_only(turku: Municipality, turku_client: Client) -> None:
    account = staff(turku, Role.VIEWER)
    assert sign_in(turku_client)
    with within(turku):
        account.assignments.all().delete()
    opened = {address for address, action in CLOSED.items() if _let_in(turku_client, address, "GET")}
    assert opened == {address for address, action in CLOSED.items() if action is Action.OWN_ACCOUNT}
