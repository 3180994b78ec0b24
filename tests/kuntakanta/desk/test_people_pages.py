"""The desk's pages on people and tokens, as an administrator and those who are invited see them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kuntakanta.desk.words import LANGUAGES, words
from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.models import Account, AuditEntry, MachineToken
from tenants.accounts.operations import change_roles
from tenants.accounts.permissions import Held, Role, Scope
from tenants.accounts.tokens import issue_token, token_of
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import EMAIL, PASSWORD, browser, deliver, sign_in, staff
from tests.catalogue_make import organization, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

CHIEF = "chief@town.test"
UNIT = "3d2f4d2e-8b0c-4f44-9d3c-1c6b7a0f5b11"


@pytest.fixture
def chief(turku: Municipality, turku_client: Client) -> Client:
    """An administrator's browser."""
    staff(turku, Role.ADMINISTRATOR, email=CHIEF)
    assert sign_in(turku_client, email=CHIEF)
    return turku_client


@pytest.fixture
def mails(settings: Any) -> list[Any]:
    """A mail server is set up; what it was given."""
    settings.EMAIL_URL = "smtp://mail.test"
    return mail.outbox


def _link(text: str) -> str:
    found = re.search(r"http://[^/]+(/desk/join/[\w-]{43})", text)
    assert found, text
    return found[1]


def test_somebody_is_invited_by_mail_and_joins(turku: Municipality, chief: Client, mails: list[Any]) -> None:
    with within(turku):
        store("organization", organization("Kirjasto", id=UUID(UNIT)))
    asked = {"email": EMAIL, "language": "fi", "roles": ["editor", "viewer"], "editor_units": [UNIT]}
    page = chief.post("/desk/people", asked)
    assert f"Linkki on matkalla osoitteeseen {EMAIL}." in page.content.decode()
    assert mails == [], "nobody waits for the mail server"
    assert deliver(turku) == 1
    (sent,) = mails
    assert (sent.to, sent.subject) == ([EMAIL], "Turku: kutsu")
    link = _link(sent.body)
    assert link not in page.content.decode()
    person = browser(TURKU_HOST)
    assert person.get(link).headers["Location"] == "/desk/join"
    assert EMAIL in person.get("/desk/join").content.decode()
    short = person.post("/desk/join", {"name": "Aino", "password": "short"})
    assert "Salasanassa on vähintään 12 merkkiä." in short.content.decode()
    assert person.post("/desk/join", {"name": "Aino", "password": PASSWORD}).headers["Location"] == "/desk/sign-in"
    assert sign_in(person)
    assert "yksikössä Kirjasto" in person.get("/desk/").content.decode()
    assert browser(TURKU_HOST).get(link, follow=True).status_code == 403
    with within(turku):
        assert set(Account.objects.get(email=EMAIL).held()) == {Held(Role.VIEWER), Held(Role.EDITOR, UUID(UNIT))}


def test_without_a_mail_server_the_link_is_shown_once(chief: Client) -> None:
    page = chief.post("/desk/people", {"email": EMAIL, "language": "fi", "roles": ["viewer"]}).content.decode()
    assert "Postia ei lähetetty." in page
    assert _link(page)
    assert "/desk/join/" not in chief.get("/desk/people").content.decode()


def test_a_link_leads_nowhere_at_another_town(espoo: Municipality, chief: Client) -> None:
    page = chief.post("/desk/people", {"email": EMAIL, "language": "fi", "roles": ["viewer"]}).content.decode()
    assert browser(ESPOO_HOST).get(_link(page), follow=True).status_code == 403


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "x", "language": "fi", "roles": ["viewer"]}, "Tieto ei ole oikeassa muodossa."),
        ({"email": EMAIL, "language": "fi"}, "Täytä tämä kohta."),
        ({"email": EMAIL, "language": "fi", "roles": ["operator"]}, "Tarkista antamasi tiedot"),
        ({"email": EMAIL, "language": "fi", "roles": ["editor"]}, "Valitse koko kunta tai yksiköitä."),
        (
            {"email": EMAIL, "language": "fi", "roles": ["editor"], "editor_units": [UNIT]},
            "Valinta ei ole enää tarjolla.",
        ),
        ({"email": CHIEF, "language": "fi", "roles": ["viewer"]}, "Tällä osoitteella on jo tili täällä."),
    ],
)
def test_an_invitation_that_cannot_be_is_explained(
    turku: Municipality, chief: Client, form: dict[str, Any], said: str
) -> None:
    assert said in chief.post("/desk/people", form).content.decode()
    with within(turku):
        assert Account.objects.count() == 1


def test_roles_are_changed_and_the_last_administrator_stays(turku: Municipality, chief: Client) -> None:
    account = staff(turku, Role.VIEWER)
    assert chief.post(f"/desk/people/{account.uuid}", {"roles": ["publisher"]}).headers["Location"] == "/desk/people"
    with within(turku):
        assert Account.objects.get(pk=account.pk).held() == [Held(Role.PUBLISHER)]
        only = Account.objects.get(email=CHIEF)
    refused = chief.post(f"/desk/people/{only.uuid}", {"roles": ["viewer"]})
    assert "Jonkun on jäätävä pääkäyttäjäksi" in refused.content.decode()
    assert chief.post(f"/desk/people/{only.uuid}/remove").status_code == 409
    assert chief.post(f"/desk/people/{account.uuid}/remove").headers["Location"] == "/desk/people"
    assert chief.get(f"/desk/people/{account.uuid}").status_code == 200


def test_who_is_removed_is_out_at_once(turku: Municipality, chief: Client) -> None:
    account = staff(turku, Role.PUBLISHER)
    person = browser(TURKU_HOST)
    sign_in(person)
    chief.post(f"/desk/people/{account.uuid}/remove")
    assert person.get("/desk/").status_code == 302
    assert not sign_in(person)


def test_people_of_another_town_are_not_found(espoo: Municipality, chief: Client) -> None:
    other = staff(espoo, Role.VIEWER)
    assert chief.get(f"/desk/people/{other.uuid}").status_code == 404
    assert chief.post(f"/desk/people/{other.uuid}/remove").status_code == 404


def test_a_forgotten_password_is_answered_alike_for_everybody(turku: Municipality, mails: list[Any]) -> None:
    staff(turku, Role.VIEWER)
    answers = [browser(TURKU_HOST).post("/desk/forgot", {"email": email}) for email in (EMAIL, "nobody@town.test")]
    known, unknown = [re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers]
    assert known == unknown
    assert mails == []
    assert deliver(turku) == 1
    assert [sent.to for sent in mails] == [[EMAIL]]
    person = browser(TURKU_HOST)
    person.get(_link(mails[0].body))
    assert person.post("/desk/join", {"password": "a new one, long enough"}).headers["Location"] == "/desk/sign-in"
    assert sign_in(person, password="a new one, long enough")


def test_mails_to_one_address_are_few(turku: Municipality, mails: list[Any]) -> None:
    staff(turku, Role.VIEWER)
    answers = [browser(TURKU_HOST).post("/desk/forgot", {"email": EMAIL}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert answers[-1]["Retry-After"] == "300"


def test_a_token_is_made_shown_once_and_revoked(turku: Municipality, chief: Client) -> None:
    page = chief.post("/desk/tokens", {"name": "Sivusto", "scopes": ["read"], "days": "30"}).content.decode()
    found = re.search(r"kk_[a-z0-9]{12}_[\w-]{43}", page)
    assert found
    assert found[0] not in chief.get("/desk/tokens").content.decode()
    with within(turku):
        (token,) = MachineToken.objects.all()
        assert token_of(found[0]) == token
    assert chief.post(f"/desk/tokens/{token.uuid}/revoke").headers["Location"] == "/desk/tokens"
    assert chief.post(f"/desk/tokens/{token.uuid}/revoke").status_code == 404
    with within(turku):
        assert token_of(found[0]) is None
        assert [row.action for row in AuditEntry.objects.order_by("-id")[:2]] == ["token_revoked", "token_issued"]


def test_a_program_gets_nothing_that_its_maker_may_not_do(turku: Municipality, chief: Client) -> None:
    """Submissions hold residents' personal data: an administrator who handles none cannot open them by a token."""
    form = {"name": "Asiat", "scopes": ["submissions"], "days": "30"}
    assert "Lomakkeilla lähetettyjen asioiden käsittely" not in chief.get("/desk/tokens").content.decode()
    assert "Valinta ei ole enää tarjolla." in chief.post("/desk/tokens", form).content.decode()
    with within(turku):
        account = Account.objects.get(email=CHIEF)
        expires = timezone.now() + timedelta(days=1)
        with pytest.raises(AccountsRefusal):
            issue_token(name="A", scopes=[Scope.SUBMISSIONS], expires=expires, actor=None, held=account.held())
        change_roles(
            account_uuid=account.uuid, held=[Held(Role.ADMINISTRATOR), Held(Role.FORM_HANDLER)], actor=account.uuid
        )
    assert "kk_" in chief.post("/desk/tokens", form).content.decode()


def test_the_record_is_read_page_by_page(turku: Municipality, chief: Client) -> None:
    for number in range(60):
        chief.post("/desk/people", {"email": f"a{number}@town.test", "language": "fi", "roles": ["viewer"]})
    first = chief.get("/desk/record").content.decode()
    assert first.count("kutsui jonkun: a") == 50
    (older,) = re.findall(r'href="(/desk/record\?before=\d+)"', first)
    assert "liittyi" in chief.get(older).content.decode()
    assert chief.get("/desk/record?before=x").status_code == 200


def test_all_three_languages_say_the_same_things() -> None:
    keys = [set(words(language)) for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]
