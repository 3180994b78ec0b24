"""A town's own sign-in, round trip: a provider that is not ours, over real HTTP, decides who somebody is."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from tenants.accounts import audit, sso
from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.models import Account, IdentityProvider
from tenants.accounts.operations import invite, remove
from tenants.accounts.permissions import Held, Role
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import EMAIL, browser, sign_in, staff
from tests.conftest import ESPOO_HOST, TURKU_HOST

SECRET = "the-client's-own-secret"
PEOPLE = {
    "aino": {"email": EMAIL, "email_verified": True, "name": "Aino Virtanen"},
    "unverified": {"email": EMAIL, "email_verified": False},
    "silent": {"email": EMAIL},
    "newcomer": {"email": "uusi@town.test", "email_verified": True, "name": "Uusi"},
    "unverified by a word": {"email": EMAIL, "email_verified": "false"},
    "stranger": {"email": "somebody@else.test", "email_verified": True},
}
PROGRAM = """
import json, sys
from oidc_provider_mock import User, run_server_in_thread
people = [User(sub=sub, claims=claims) for sub, claims in json.loads(sys.argv[1]).items()]
with run_server_in_thread(user_claims=people, require_nonce=True) as server:
    print(server.server_port, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider in a process of its own, which ends with its standard input."""
    command = [sys.executable, "-c", PROGRAM, json.dumps(PEOPLE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        yield f"http://localhost:{program.stdout.readline().strip()}"
        program.stdin.close()
        program.wait(timeout=20)


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Any) -> None:
    settings.SSO_PRIVATE = True


def _configure(town: Municipality, issuer: str, **changes: Any) -> None:
    given: dict[str, Any] = {
        "name": "Town login",
        "issuer": issuer,
        "client_id": "kuntakanta",
        "secret": SECRET,
        "email_domains": ["town.test"],
        "opens": False,
        "enabled": True,
    }
    with within(town):
        sso.configure(municipality=town, **(given | changes), actor=None)


def _round_trip(client: Client, sub: str) -> Any:
    """To the provider, a click there, and back again; the last answer."""
    away = client.get("/desk/sso/openid_connect").headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    back = urlsplit(httpx.post(away, data={"sub": sub}).headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_an_administrator_sets_it_up_and_an_invited_person_comes_in(
    turku: Municipality, turku_client: Client, issuer: str
) -> None:
    staff(turku, Role.ADMINISTRATOR, email="chief@town.test")
    sign_in(turku_client, email="chief@town.test")
    form = {"name": "Town login", "issuer": issuer, "client_id": "kuntakanta", "secret": SECRET, "enabled": "on"}
    assert turku_client.post("/desk/sign-in-service", form).headers["Location"] == "/desk/sign-in-service"
    assert SECRET not in turku_client.get("/desk/sign-in-service").content.decode()
    with within(turku):
        invite(email=EMAIL, held=[Held(Role.EDITOR)], actor=None)
    person = browser(TURKU_HOST)
    assert "Kirjaudu palvelulla Town login" in person.get("/desk/sign-in").content.decode()
    assert _round_trip(person, "aino").headers["Location"] == "/desk/"
    assert "Aino Virtanen" in person.get("/desk/").content.decode()
    with within(turku):
        assert Account.objects.get(email=EMAIL).held() == [Held(Role.EDITOR)]
        assert {"signed_in", "joined_by_sign_in"} <= {entry.action for entry in audit.entries()}
    again = browser(TURKU_HOST)
    assert _round_trip(again, "aino").headers["Location"] == "/desk/"


@pytest.mark.parametrize("sub", ["unverified", "unverified by a word", "newcomer", "stranger"])
def test_nobody_else_comes_in(turku: Municipality, turku_client: Client, issuer: str, sub: str) -> None:
    _configure(turku, issuer)
    staff(turku, Role.ADMINISTRATOR)
    assert _round_trip(turku_client, sub).headers["Location"] == "/desk/sign-in/refused"
    assert turku_client.get("/desk/sign-in/refused").status_code == 403
    assert turku_client.get("/desk/").status_code == 302
    with within(turku):
        assert Account.objects.count() == 1
        assert audit.entries()[0].action == "sign_in_refused"


def test_a_provider_answers_for_the_addresses_of_its_domains(
    turku: Municipality, turku_client: Client, issuer: str
) -> None:
    staff(turku, Role.VIEWER)
    _configure(turku, issuer, email_domains=["other.test"])
    assert _round_trip(turku_client, "silent").headers["Location"] == "/desk/sign-in/refused"
    _configure(turku, issuer)
    assert _round_trip(turku_client, "silent").headers["Location"] == "/desk/"


def test_the_doors_open_for_a_domain_where_the_town_says_so(
    turku: Municipality, turku_client: Client, issuer: str
) -> None:
    _configure(turku, issuer, opens=True)
    turku_client.get("/desk/sign-in?language=sv")
    assert _round_trip(turku_client, "newcomer").headers["Location"] == "/desk/"
    with within(turku):
        account = Account.objects.get(email="uusi@town.test")
        assert (account.held(), account.language) == ([Held(Role.VIEWER)], "sv")
        assert list(SocialAccount.objects.values_list("extra_data", flat=True)) == [{}], "no more is kept than needed"
    assert _round_trip(browser(TURKU_HOST), "stranger").headers["Location"] == "/desk/sign-in/refused"


def test_who_has_left_does_not_come_back_by_the_provider(
    turku: Municipality, turku_client: Client, issuer: str
) -> None:
    _configure(turku, issuer, opens=True)
    staff(turku, Role.ADMINISTRATOR, email="chief@town.test")
    account = staff(turku, Role.PUBLISHER)
    assert _round_trip(turku_client, "aino").headers["Location"] == "/desk/"
    with within(turku):
        remove(account_uuid=account.uuid, actor=None)
    assert turku_client.get("/desk/").status_code == 302
    assert _round_trip(browser(TURKU_HOST), "aino").headers["Location"] == "/desk/sign-in/refused"


def test_one_towns_provider_is_not_anothers(
    turku: Municipality, espoo: Municipality, espoo_client: Client, issuer: str
) -> None:
    _configure(turku, issuer, opens=True)
    assert espoo_client.get("/desk/sso/openid_connect").status_code == 404
    assert "Town login" not in espoo_client.get("/desk/sign-in").content.decode()


def test_an_answer_meant_for_another_browser_or_town_is_refused(
    turku: Municipality, espoo: Municipality, turku_client: Client, espoo_client: Client, issuer: str
) -> None:
    for town in (turku, espoo):
        _configure(town, issuer, opens=True)
    away = turku_client.get("/desk/sso/openid_connect").headers["Location"]
    back = urlsplit(httpx.post(away, data={"sub": "newcomer"}).headers["Location"])
    for other in (browser(TURKU_HOST), browser(ESPOO_HOST)):
        assert other.get(f"{back.path}?{back.query}").headers["Location"] == "/desk/sign-in/refused"
    for town in (turku, espoo):
        with within(town):
            assert "sign_in_refused" not in {entry.action for entry in audit.entries()}, "anybody could fill the record"
    assert turku_client.get(f"{back.path}?{back.query}").headers["Location"] == "/desk/"


def test_a_switched_off_provider_lets_nobody_in(turku: Municipality, turku_client: Client, issuer: str) -> None:
    _configure(turku, issuer, opens=True, enabled=False)
    assert turku_client.get("/desk/sso/openid_connect").status_code == 404


@pytest.mark.parametrize("address", ["/desk/sso/openid_connect", "/desk/sso/openid_connect/back"])
def test_nobody_has_the_provider_asked_for_ever(turku: Municipality, espoo: Municipality, address: str) -> None:
    for town in (turku, espoo):
        _configure(town, "http://localhost:1")
    with time_machine.travel(timezone.now(), tick=False):
        answers = [browser(TURKU_HOST).get(address) for _ in range(61)]
        assert {answer.headers.get("Location") for answer in answers[:-1]} == {"/desk/sign-in/refused"}
        assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "300")
        assert browser(ESPOO_HOST).get(address).status_code == 302, "a town's limits are its own"


def test_a_silent_provider_is_told_in_the_desks_own_page(turku: Municipality, turku_client: Client) -> None:
    _configure(turku, "http://localhost:1")
    assert turku_client.get("/desk/sso/openid_connect").headers["Location"] == "/desk/sign-in/refused"


def test_an_issuer_that_names_another_is_refused(turku: Municipality, turku_client: Client, issuer: str) -> None:
    _configure(turku, issuer)
    with within(turku):
        IdentityProvider.objects.update(issuer=issuer.upper().replace("HTTP", "http"))
    assert turku_client.get("/desk/sso/openid_connect").headers["Location"] == "/desk/sign-in/refused"


def test_a_town_cannot_send_us_inside_our_own_network(
    turku: Municipality, turku_client: Client, issuer: str, settings: Any
) -> None:
    _configure(turku, issuer, opens=True)
    settings.SSO_PRIVATE = False
    assert turku_client.get("/desk/sso/openid_connect").headers["Location"] == "/desk/sign-in/refused"


@pytest.mark.parametrize("issuer_text", ["http://login.test", "ftp://a.test", "https://", "https://a:b@c.test", "x"])
def test_an_issuer_is_a_plain_https_address(turku: Municipality, settings: Any, issuer_text: str) -> None:
    settings.SSO_PRIVATE = False
    with pytest.raises(AccountsRefusal):
        _configure(turku, issuer_text)


def test_the_secret_is_sealed_and_not_sent_to_another_issuer(turku: Municipality, issuer: str) -> None:
    _configure(turku, issuer)
    with within(turku):
        assert SECRET.encode() not in bytes(IdentityProvider.objects.get().secret)
    _configure(turku, issuer, secret=None, name="Renamed")
    with pytest.raises(AccountsRefusal):
        _configure(turku, "http://localhost:1", secret=None)


def test_names_of_an_earlier_issuer_are_forgotten(turku: Municipality, turku_client: Client, issuer: str) -> None:
    staff(turku, Role.VIEWER)
    _configure(turku, issuer)
    _round_trip(turku_client, "aino")
    _configure(turku, "http://localhost:1")
    with within(turku):
        assert not SocialAccount.objects.exists()
