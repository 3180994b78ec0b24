"""Signing in at a town's desk: with a password, a second factor, within limits, and only at one's own town."""

import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client

from tenants.accounts.models import AuditEntry
from tenants.accounts.operations import recover
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.hosts import hosts
from tenants.models import Domain, Municipality
from tests.accounts_make import EMAIL, PASSWORD, browser, confirm, set_up_app, sign_in, staff
from tests.conftest import ESPOO_HOST, TURKU_HOST


def test_somebody_signs_in_and_out(turku: Municipality, turku_client: Client) -> None:
    account = staff(turku, Role.VIEWER)
    assert turku_client.get("/desk/").headers["Location"] == "/desk/sign-in?next=%2Fdesk%2F"
    assert turku_client.get("/desk/sign-in").status_code == 200
    assert sign_in(turku_client)
    page = turku_client.get("/desk/")
    assert page.status_code == 200
    assert "Aino Virtanen" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    with within(turku):
        assert AuditEntry.objects.filter(action="signed_in", actor=account.uuid).count() == 1
    assert turku_client.post("/desk/sign-out").status_code == 302
    assert turku_client.get("/desk/").status_code == 302


def test_nobody_signs_out_by_following_a_link(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.VIEWER)
    sign_in(turku_client)
    assert turku_client.get("/desk/sign-out").status_code == 405
    assert turku_client.get("/desk/").status_code == 200


def test_the_same_address_and_password_mean_nothing_at_another_town(
    turku: Municipality, turku_client: Client, espoo_client: Client
) -> None:
    staff(turku, Role.ADMINISTRATOR)
    assert not sign_in(espoo_client)
    assert sign_in(turku_client)


def test_a_cookie_of_one_town_gives_nothing_at_another(
    turku: Municipality, espoo: Municipality, turku_client: Client, espoo_client: Client
) -> None:
    staff(turku, Role.ADMINISTRATOR)
    staff(espoo, Role.ADMINISTRATOR)
    sign_in(turku_client)
    cookie = turku_client.cookies[configured.SESSION_COOKIE_NAME]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    espoo_client.cookies[configured.SESSION_COOKIE_NAME] = cookie.value
    assert espoo_client.get("/desk/").status_code == 302
    assert turku_client.get("/desk/").status_code == 200


def test_a_session_that_is_copied_to_another_town_is_empty_there(
    turku: Municipality, espoo: Municipality, turku_client: Client, espoo_client: Client
) -> None:
    staff(turku, Role.ADMINISTRATOR)
    staff(espoo, Role.ADMINISTRATOR)
    sign_in(turku_client)
    with within(turku):
        (session,) = Session.objects.all()
    with within(espoo):
        Session.objects.create(
            session_key=session.session_key, session_data=session.session_data, expire_date=session.expire_date
        )
    espoo_client.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
    assert espoo_client.get("/desk/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(turku: Municipality) -> None:
    staff(turku, Role.VIEWER)

    def answered(email: str) -> tuple[int, str]:
        answer = browser(TURKU_HOST).post("/desk/sign-in", {"login": email, "password": "wrong" * 4})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        return answer.status_code, page.replace(email, "")

    known, unknown = answered(EMAIL), answered("nobody.at.all@town.test")
    assert known == unknown
    assert "Sähköpostiosoite tai salasana ei ole oikein." in known[1]


@pytest.mark.parametrize("email", [EMAIL, "nobody.at.all@town.test"])
def test_after_five_failures_nobody_gets_in_for_a_while(turku: Municipality, espoo: Municipality, email: str) -> None:
    staff(turku, Role.VIEWER)
    staff(espoo, Role.VIEWER)
    for _ in range(5):
        assert not sign_in(browser(TURKU_HOST), email=email, password="wrong" * 4)
    refused = browser(TURKU_HOST).post("/desk/sign-in", {"login": email, "password": PASSWORD})
    assert "Liian monta yritystä." in refused.content.decode()
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert sign_in(browser(ESPOO_HOST)), "a town's limits are its own"


def test_whoever_is_kept_out_by_others_tries_comes_in_by_a_mailed_link(
    turku: Municipality, espoo: Municipality
) -> None:
    staff(turku, Role.VIEWER)
    for _ in range(6):
        assert not sign_in(browser(TURKU_HOST), password="wrong" * 4)
    with within(turku):
        link = recover(email=EMAIL)
    assert link
    person = browser(TURKU_HOST)
    person.get(f"/desk/join/{link.secret}")
    person.post("/desk/join", {"password": "a new one, long enough"})
    assert sign_in(person, password="a new one, long enough")


def test_failures_at_all_hosts_of_a_town_count_together(turku: Municipality) -> None:
    staff(turku, Role.VIEWER)
    with within_host():
        Domain.objects.create(tenant=turku, domain="palvelut.turku.test", is_primary=False)
    hosts.forget()
    for host in (TURKU_HOST, "palvelut.turku.test") * 3:
        assert not sign_in(browser(host), password="wrong" * 4)
    assert not sign_in(browser(TURKU_HOST))


def test_one_address_may_not_try_for_ever(turku: Municipality) -> None:
    answers = [browser(TURKU_HOST).post("/desk/sign-in", {"login": f"a{n}@b.test", "password": "x"}) for n in range(31)]
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "300")
    assert "Liian monta yritystä" in answers[-1].content.decode()


def test_an_authenticator_app_is_asked_for_once_it_is_set_up(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    sign_in(turku_client)
    _, codes = set_up_app(turku_client)
    other = browser(TURKU_HOST)
    assert not sign_in(other)
    assert other.get("/desk/").status_code == 302
    assert other.get("/desk/sign-in/second-factor").status_code == 200
    wrong = other.post("/desk/sign-in/second-factor", {"code": "000000"})
    assert "Koodi ei ole oikein." in wrong.content.decode()
    assert other.get("/desk/").status_code == 302
    assert other.post("/desk/sign-in/second-factor", {"code": codes[0]}).headers["Location"] == "/desk/"
    assert other.get("/desk/").status_code == 200
    third = browser(TURKU_HOST)
    sign_in(third)
    third.post("/desk/sign-in/second-factor", {"code": codes[0]})
    assert third.get("/desk/").status_code == 302, "a recovery code is good once"


@pytest.mark.django_db(transaction=True)
def test_the_keys_of_second_factors_are_sealed_and_the_record_has_when(
    turku: Municipality, turku_client: Client
) -> None:
    staff(turku, Role.ADMINISTRATOR)
    sign_in(turku_client)
    secret, _ = set_up_app(turku_client)
    assert "otti todennussovelluksen käyttöön" in turku_client.get("/desk/record").content.decode()
    with within(turku):
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "secret" in kept
    assert secret not in kept


def test_a_security_key_can_be_asked_for(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    sign_in(turku_client)
    confirm(turku_client)
    page = turku_client.get("/desk/second-factor/keys/add").content.decode()
    assert f'"id": "{TURKU_HOST}"' in page.replace("&quot;", '"')
    assert "/static/mfa/js/webauthn.js" in page


def test_setting_up_a_factor_asks_again_who_it_is(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    sign_in(turku_client)
    answer = turku_client.get("/desk/second-factor/app")
    assert answer.headers["Location"] == "/desk/confirm?next=%2Fdesk%2Fsecond-factor%2Fapp"
    wrong = turku_client.post("/desk/confirm", {"password": "wrong" * 4})
    assert "Salasana ei ole oikein." in wrong.content.decode()
    assert turku_client.get("/desk/second-factor/app").status_code == 302


def test_a_changed_password_ends_the_other_sessions(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    other = browser(TURKU_HOST)
    assert sign_in(turku_client)
    assert sign_in(other)
    new = "toinen riittävän pitkä"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert turku_client.post("/desk/password", form).status_code == 302
    assert turku_client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302
    assert "vaihtoi salasanan" in turku_client.get("/desk/record").content.decode()
    assert sign_in(browser(TURKU_HOST), password=new)


def test_sessions_are_listed_and_ended(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.VIEWER)
    sign_in(turku_client)
    other = browser(TURKU_HOST)
    sign_in(other)
    page = turku_client.get("/desk/sessions").content.decode()
    ends = re.findall(r'action="(/desk/sessions/\d+/end)"', page)
    assert len(ends) == 1
    turku_client.post(ends[0])
    assert other.get("/desk/").status_code == 302
    assert turku_client.get("/desk/").status_code == 200


def test_nobody_ends_the_session_of_another(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    staff(turku, Role.VIEWER, email="other@town.test")
    sign_in(turku_client)
    other = browser(TURKU_HOST)
    sign_in(other, email="other@town.test")
    for pk in range(1, 20):
        other.post(f"/desk/sessions/{pk}/end")
    assert turku_client.get("/desk/").status_code == 200


@pytest.mark.parametrize("address", ["/desk/sign-in", "/desk/forgot", "/desk/sign-out"])
def test_a_form_from_elsewhere_is_refused(turku: Municipality, address: str) -> None:
    answer = browser(TURKU_HOST, enforce_csrf_checks=True).post(address, {"login": EMAIL, "email": EMAIL})
    assert answer.status_code == 403
    assert "Lomake oli liian vanha" in answer.content.decode()


def test_logs_say_nothing_of_who_signs_in(
    turku: Municipality, turku_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        staff(turku, Role.ADMINISTRATOR)
        sign_in(turku_client, password="wrong" * 4)
        sign_in(turku_client)
        turku_client.get("/desk/people")
        turku_client.post("/desk/forgot", {"email": EMAIL})
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for personal in (EMAIL, "aino.virtanen", "Virtanen", PASSWORD, "127.0.0.1"):
        assert personal not in told


def test_pages_for_residents_have_no_cookie(turku: Municipality, turku_client: Client) -> None:
    for address in ("/api/", "/fi/", "/health/live"):
        answer = turku_client.get(address)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(("language", "title"), [("fi", "Kirjaudu sisään"), ("sv", "Logga in"), ("en", "Sign in")])
def test_the_desk_speaks_three_languages(turku: Municipality, turku_client: Client, language: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in turku_client.get(f"/desk/sign-in?language={language}").content.decode()
    assert f"<h1>{title}</h1>" in turku_client.get("/desk/sign-in").content.decode(), "the choice stays"
    liked = browser(TURKU_HOST).get("/desk/sign-in", headers={"accept-language": f"{language}-FI, de"})
    assert f"<h1>{title}</h1>" in liked.content.decode()
