"""`kuntakanta invite`: the first administrator of a town, and the first operator, come by a link on the terminal."""

import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.operations import link_of
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.models import Municipality
from tests.accounts_make import EMAIL, PASSWORD, browser, sign_in
from tests.conftest import TURKU_HOST


def _invited(*words: str) -> Any:
    out = io.StringIO()
    call_command("invite", *words, stdout=out)
    return urlsplit(out.getvalue().strip())


def test_the_first_administrator_of_a_town_comes_in(turku: Municipality) -> None:
    link = _invited(EMAIL, "--town", "853")
    assert link.netloc == TURKU_HOST
    person = browser(TURKU_HOST)
    person.get(link.path)
    person.post("/desk/join", {"name": "Aino", "password": PASSWORD})
    assert sign_in(person)
    assert person.get("/desk/people").status_code == 200


def test_another_role_can_be_named(turku: Municipality) -> None:
    link = _invited(EMAIL, "--town", "853", "--role", "viewer")
    with within(turku):
        assert link_of(secret=link.path.rpartition("/")[2]).account.held() == [Held(Role.VIEWER)]


def test_an_operator_is_of_the_host(db: None) -> None:
    link = _invited(EMAIL, "--operator")
    assert link.netloc == settings.PUBLIC_HOST
    with within_host():
        assert link_of(secret=link.path.rpartition("/")[2]).account.held() == [Held(Role.OPERATOR)]


@pytest.mark.parametrize(
    "rest", ["", "--town 853 --operator", "--operator --role viewer", "--town 853 --role operator"]
)
def test_a_misuse_is_refused(turku: Municipality, rest: str) -> None:
    with pytest.raises(CommandError):
        _invited(EMAIL, *rest.split())


def test_what_is_no_address_is_refused(turku: Municipality) -> None:
    with pytest.raises(AccountsRefusal):
        _invited("nobody", "--town", "853")
