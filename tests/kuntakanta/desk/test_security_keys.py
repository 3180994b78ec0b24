"""Security keys are bound to a host: a town with several, or with a renamed one, locks nobody out and says so."""

import re

import pytest
from django.test import Client

from tenants.accounts.keys import keys_of
from tenants.accounts.models import Account, AuditEntry
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.hosts import hosts
from tenants.models import Domain, Municipality
from tests.accounts_make import EMAIL, PASSWORD, browser, sign_in, staff
from tests.conftest import TURKU_HOST
from tests.security_key import SecurityKey

OTHER_HOST = "palvelut.turku.test"
SECOND = "/desk/sign-in/second-factor"


@pytest.fixture
def somebody(turku: Municipality, turku_client: Client) -> tuple[SecurityKey, list[str]]:
    """Somebody of Turku with a key of its host's, and the recovery codes that came with it."""
    staff(turku, Role.ADMINISTRATOR)
    assert sign_in(turku_client)
    key = SecurityKey(TURKU_HOST)
    assert turku_client.post("/desk/confirm", {"password": PASSWORD}).status_code == 302
    assert key.add(turku_client, "Avainnippu").headers["Location"] == "/desk/second-factor/codes"
    codes = re.findall(r"<code>(\w+)</code>", turku_client.get("/desk/second-factor/codes").content.decode())
    assert len(codes) == 10
    return key, codes


def _also_at(town: Municipality, host: str, *, instead: bool = False) -> None:
    """The town answers at another host too, or from now on only there."""
    with within_host():
        if instead:
            Domain.objects.filter(tenant=town).delete()
        Domain.objects.create(tenant=town, domain=host, is_primary=instead)
    hosts.forget()


def test_a_key_opens_the_host_at_which_it_was_added(somebody: tuple[SecurityKey, list[str]]) -> None:
    key, _ = somebody
    client = browser(TURKU_HOST)
    assert not sign_in(client)
    page = client.get(SECOND).content.decode()
    assert "Käytä suojausavainta" in page
    assert key.show(client, page).headers["Location"] == "/desk/"
    assert client.get("/desk/people").status_code == 200
    assert "Toimii vain osoitteessa" not in client.get("/desk/second-factor").content.decode()


def test_at_another_host_of_the_town_it_is_said_and_a_code_does(
    turku: Municipality, somebody: tuple[SecurityKey, list[str]]
) -> None:
    _, codes = somebody
    _also_at(turku, OTHER_HOST)
    client = browser(OTHER_HOST)
    assert not sign_in(client)
    page = client.get(SECOND).content.decode()
    assert f"Suojausavaimesi toimii vain osoitteessa {TURKU_HOST}." in page
    assert "Käytä suojausavainta" not in page
    assert client.post(SECOND, {"code": codes[0]}).headers["Location"] == "/desk/"
    page = client.get("/desk/second-factor").content.decode()
    assert f"Toimii vain osoitteessa {TURKU_HOST}." in page
    assert f"Yksikään avaimistasi ei toimi osoitteessa {OTHER_HOST}." in page
    second = SecurityKey(OTHER_HOST)
    client.post("/desk/confirm", {"password": PASSWORD})
    assert second.add(client, "Toinen").status_code == 302
    with within(turku):
        listed = keys_of(Account.objects.get(email=EMAIL), hosts=[TURKU_HOST, OTHER_HOST])
    assert [(one.name, one.host) for one in listed] == [("Avainnippu", TURKU_HOST), ("Toinen", OTHER_HOST)]
    for key in (somebody[0], second):
        again = browser(key.host)
        sign_in(again)
        assert key.show(again, again.get(SECOND).content.decode()).headers["Location"] == "/desk/"


def test_a_key_of_one_host_is_none_at_another(turku: Municipality, somebody: tuple[SecurityKey, list[str]]) -> None:
    """Not even where a page would ask for it: browsers do not let that happen, and neither do we."""
    key, codes = somebody
    _also_at(turku, OTHER_HOST)
    client = browser(OTHER_HOST)
    sign_in(client)
    client.post(SECOND, {"code": codes[0]})
    client.post("/desk/confirm", {"password": PASSWORD})
    SecurityKey(OTHER_HOST).add(client, "Toinen")
    client = browser(OTHER_HOST)
    sign_in(client)
    answer = key.show(client, client.get(SECOND).content.decode())
    assert answer.status_code == 200
    assert "Avainta ei hyväksytty." in answer.content.decode()
    assert client.get("/desk/people").status_code == 302


def test_a_renamed_host_locks_nobody_out(turku: Municipality, somebody: tuple[SecurityKey, list[str]]) -> None:
    _, codes = somebody
    _also_at(turku, OTHER_HOST, instead=True)
    client = browser(OTHER_HOST)
    assert not sign_in(client)
    assert "Suojausavaimesi kuuluu osoitteeseen, joka ei ole enää käytössä." in client.get(SECOND).content.decode()
    assert client.post(SECOND, {"code": codes[0]}).headers["Location"] == "/desk/"
    assert "Voit poistaa avaimen." in client.get("/desk/second-factor/keys").content.decode()


def test_who_has_lost_key_and_codes_is_helped_by_another_administrator(
    turku: Municipality, somebody: tuple[SecurityKey, list[str]]
) -> None:
    other = staff(turku, Role.ADMINISTRATOR, email="chief@town.test")
    chief = browser(TURKU_HOST)
    assert sign_in(chief, email="chief@town.test")
    with within(turku):
        lost = Account.objects.get(email=EMAIL)
    assert "Poista toinen tunnistustapa" in chief.get(f"/desk/people/{lost.uuid}").content.decode()
    assert chief.post(f"/desk/people/{lost.uuid}/factors").status_code == 302
    assert sign_in(browser(TURKU_HOST)), "the password alone does again"
    assert chief.post(f"/desk/people/{other.uuid}/factors").status_code == 403, "one's own is removed elsewhere"
    with within(turku):
        assert AuditEntry.objects.filter(action="factors_removed", actor=other.uuid, subject=str(lost.uuid)).exists()
