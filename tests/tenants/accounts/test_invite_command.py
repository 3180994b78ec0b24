"""`kuntakanta invite`: the first administrator of a town, and the first operator, come by a link on the terminal."""

import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.operations import link_of
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.models import Municipality
from tests.accounts_make import EMAIL, PASSWORD, browser, set_up_app, sign_in, staff
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
    "rest",
    [
        "",
        "--town 853 --operator",
        "--operator --role viewer",
        "--town 853 --role operator",
        "--town 853 --again --role viewer",
    ],
)
def test_a_misuse_is_refused(turku: Municipality, rest: str) -> None:
    with pytest.raises(CommandError):
        _invited(EMAIL, *rest.split())


def test_what_is_no_address_is_refused(turku: Municipality) -> None:
    with pytest.raises(AccountsRefusal):
        _invited("nobody", "--town", "853")


def test_whoever_has_lost_everything_comes_in_again(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    sign_in(turku_client)
    set_up_app(turku_client)
    link = _invited(EMAIL, "--town", "853", "--again")
    assert turku_client.get("/desk/").status_code == 302, "all sessions have ended"
    person = browser(TURKU_HOST)
    person.get(link.path)
    person.post("/desk/join", {"password": "a new one, long enough"})
    assert sign_in(person, password="a new one, long enough")
    with within(turku):
        assert {"link_renewed", "factors_removed"} <= {one.action for one in audit.entries()}


def test_nobody_else_comes_in_again(turku: Municipality) -> None:
    with pytest.raises(NoSuchAccount):
        _invited("nobody@town.test", "--town", "853", "--again")


@pytest.mark.parametrize(("words", "language"), [((), "fi"), (("--language", "sv"), "sv")])
def test_a_language_can_be_named(turku: Municipality, words: tuple[str, ...], language: str) -> None:
    link = _invited(EMAIL, "--town", "853", *words)
    with within(turku):
        assert link_of(secret=link.path.rpartition("/")[2]).account.language == language
