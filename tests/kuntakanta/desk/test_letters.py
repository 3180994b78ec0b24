"""Mails with a link: posted in a moment, sent by a worker once, in the receiver's language, naming nobody."""

import logging
import os
import re
import socket
import subprocess
import sys
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from celery.exceptions import MaxRetriesExceededError, Retry
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis

from kuntakanta.desk.mail import link_to
from kuntakanta.desk.posting import post_link
from kuntakanta.desk.tasks import send_letter
from tenants.accounts import letters
from tenants.accounts.errors import NotSent
from tenants.accounts.models import Account, Letter, OneTimeLink
from tenants.accounts.operations import Invited, invite, remove
from tenants.accounts.permissions import Held, Role
from tenants.accounts.queries import addresses
from tenants.accounts.tasks import put_away_in_town
from tenants.context import within, within_host
from tenants.models import Municipality
from tests.accounts_make import EMAIL, browser, deliver, operator, operators_browser, sign_in, staff
from tests.conftest import TURKU_HOST
from tests.mail_server import mail_server

SITE = "https://turku.test"


@pytest.fixture(autouse=True)
def _a_mail_server_is_set_up(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://mail.test"


def _posted(town: Municipality, language: str = "fi") -> Invited:
    with within(town):
        invited = invite(email=EMAIL, held=[Held(Role.VIEWER)], actor=None, language=language)
        assert post_link(municipality=town, invited=invited, site=SITE)
    return invited


def _letters(town: Municipality) -> list[Letter]:
    with within(town):
        return list(Letter.objects.all())


def _account(town: Municipality) -> Account:
    with within(town):
        return Account.objects.get(email=EMAIL)


@pytest.mark.parametrize(
    ("language", "subject"), [("fi", "Turku: kutsu"), ("sv", "Åbo: inbjudan"), ("en", "Turku: you are invited")]
)
def test_a_letter_is_in_the_language_of_whoever_gets_it(turku: Municipality, language: str, subject: str) -> None:
    invited = _posted(turku, language)
    assert deliver(turku) == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == (subject, [EMAIL])
    assert link_to(SITE, invited.secret) in sent.body
    assert _letters(turku) == [], "the address is kept for no longer than it is needed"


def test_a_letter_is_sent_once_however_often_a_worker_is_told(turku: Municipality) -> None:
    _posted(turku)
    (letter,) = _letters(turku)
    told = {"municipality_id": turku.pk, "letter_id": letter.pk}
    assert [send_letter.apply(kwargs=told, throw=True).get() for _ in range(3)] == [True, False, False]
    assert len(mail.outbox) == 1


def test_a_letter_is_nothing_at_another_town(turku: Municipality, espoo: Municipality) -> None:
    _posted(turku)
    (letter,) = _letters(turku)
    assert not send_letter.apply(kwargs={"municipality_id": espoo.pk, "letter_id": letter.pk}, throw=True).get()
    assert mail.outbox == []


def test_the_secret_of_a_letter_lies_sealed(turku: Municipality) -> None:
    invited = _posted(turku)
    (letter,) = _letters(turku)
    assert letter.sealed
    assert invited.secret.encode() not in bytes(letter.sealed)


@pytest.mark.parametrize("undo", ["remove", "invite again"])
def test_a_letter_whose_link_is_void_is_not_sent(turku: Municipality, undo: str) -> None:
    invited = _posted(turku)
    with within(turku):
        if undo == "remove":
            staff(turku, Role.ADMINISTRATOR, email="chief@town.test")
            remove(account_uuid=invited.account.uuid, actor=None)
        else:
            invite(email=EMAIL, held=[Held(Role.VIEWER)], actor=None)
    assert deliver(turku) == 0
    assert (mail.outbox, _letters(turku)) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_what_the_broker_carries_names_nobody(turku: Municipality, valkey: Redis) -> None:
    staff(turku, Role.VIEWER)
    assert browser(TURKU_HOST).post("/desk/forgot", {"email": EMAIL}).status_code == 200
    (message,) = [orjson.loads(each) for each in valkey.lrange("celery", 0, -1)]
    (letter,) = _letters(turku)
    assert message["headers"]["task"] == "desk.send_letter"
    assert message["headers"]["kwargsrepr"] == f"{{'municipality_id': {turku.pk}, 'letter_id': {letter.pk}}}"
    assert EMAIL not in str(message)


def test_a_page_does_the_same_for_whoever_works_here_and_whoever_does_not(turku: Municipality) -> None:
    """The same statements in the same order: there is nothing by whose time the two could be told apart."""
    staff(turku, Role.VIEWER)

    def done(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            assert browser(TURKU_HOST).post("/desk/forgot", {"email": email}).status_code == 200
        return [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in asked]

    browser(TURKU_HOST).get("/desk/forgot")
    assert done(EMAIL) == done("nobody@town.test")
    assert deliver(turku) == 1
    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    assert _letters(turku) == []


def test_a_second_try_does_not_void_the_first_ones_link(turku: Municipality) -> None:
    staff(turku, Role.VIEWER)
    with within(turku):
        letter_id = letters.write(
            owner=turku.uuid, purpose=OneTimeLink.Purpose.RECOVER, email=EMAIL, site="https://turku.test"
        )
        sent: list[str] = []

        def fail(told: letters.Told) -> None:
            sent.append(told.secret)
            raise NotSent("The line was cut.")

        for _ in range(2):
            with pytest.raises(NotSent):
                letters.deliver(letter_id=letter_id, owner=turku.uuid, send=fail)
        assert letters.deliver(letter_id=letter_id, owner=turku.uuid, send=lambda told: sent.append(told.secret))
    assert len(sent) == 3
    assert len(set(sent)) == 1


def test_a_letter_that_the_broker_has_lost_is_found_by_the_daily_round(turku: Municipality, valkey: Redis) -> None:
    _posted(turku)
    (letter,) = _letters(turku)
    put_away_in_town.apply(kwargs={"municipality_id": turku.pk}, throw=True)
    (message,) = [orjson.loads(each) for each in valkey.lrange("celery", 0, -1)]
    assert f"'letter_id': {letter.pk}" in message["headers"]["kwargsrepr"]
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        put_away_in_town.apply(kwargs={"municipality_id": turku.pk}, throw=True)
    assert _letters(turku) == []


def test_without_a_mail_server_nothing_is_written_down(turku: Municipality, settings: Any) -> None:
    settings.EMAIL_URL = ""
    page = browser(TURKU_HOST).post("/desk/forgot", {"email": EMAIL}).content.decode()
    assert "Postia ei lähetetä täältä" in page
    assert _letters(turku) == []


def test_a_worker_knows_how_to_send_letters() -> None:
    """As its own process finds out: here the tasks are imported by the tests already."""
    program = "from kuntakanta.celery import app; app.loader.import_default_modules(); print(sorted(app.tasks))"
    given = {"DATABASE_URL": "postgresql://nobody@127.0.0.1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    asked = [sys.executable, "-c", program]
    told = subprocess.run(asked, env={**os.environ, **given}, capture_output=True, text=True, check=True, timeout=60)
    assert "'desk.send_letter'" in told.stdout
    assert "'desk.send_letter_of_host'" in told.stdout


# --- The mail server -------------------------------------------------------------------------------------------------


def _speak_to(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False


@pytest.mark.parametrize(("answer", "given_up"), [("550 No such user", True), ("451 Try again later", False)])
def test_a_receiver_who_is_refused_is_told_of_and_named_nowhere(
    turku: Municipality,
    turku_client: Client,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    answer: str,
    given_up: bool,
) -> None:
    staff(turku, Role.ADMINISTRATOR, email="chief@town.test")
    _posted(turku)
    (letter,) = _letters(turku)
    with mail_server(lambda said: answer if said.startswith("RCPT") else None) as server, caplog.at_level("DEBUG"):
        _speak_to(settings, server.port)
        result = send_letter.apply(kwargs={"municipality_id": turku.pk, "letter_id": letter.pk}, retries=12)
    if given_up:
        assert result.get() is False
    else:
        assert isinstance(result.result, NotSent | Retry | MaxRetriesExceededError)
    assert EMAIL not in str(result.result)
    assert EMAIL not in str(result.traceback)
    assert EMAIL not in "\n".join(each.getMessage() for each in caplog.records if each.levelno > logging.DEBUG)
    (letter,) = _letters(turku)
    assert (letter.refused is not None) is given_up
    sign_in(turku_client, email="chief@town.test")
    assert ("kutsu ei mennyt perille" in turku_client.get("/desk/people").content.decode()) is given_up
    again = turku_client.post(f"/desk/people/{_account(turku).uuid}/link").content.decode()
    assert f"Linkki on matkalla osoitteeseen {EMAIL}." in again
    assert "kutsu ei mennyt perille" not in turku_client.get("/desk/people").content.decode()


def test_a_mail_server_that_is_down_is_tried_again(turku: Municipality, settings: Any) -> None:
    _posted(turku)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    _speak_to(settings, port)
    (letter,) = _letters(turku)
    with pytest.raises((Retry, NotSent)):
        send_letter.apply(kwargs={"municipality_id": turku.pk, "letter_id": letter.pk}, retries=12, throw=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver(turku) == 1


# --- Operators, and languages ----------------------------------------------------------------------------------------


def test_an_operator_is_invited_in_their_own_language(db: None) -> None:
    with within_host():
        invited = invite(email=EMAIL, held=[Held(Role.OPERATOR)], actor=None, language="sv")
        post_link(municipality=None, invited=invited, site="https://host.test")
    assert deliver(None) == 1
    assert mail.outbox[0].subject == "Kommunernas server: inbjudan"


def test_whoever_chooses_a_language_is_written_to_in_it(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    staff(turku, Role.ADMINISTRATOR, email="other@town.test")
    sign_in(turku_client)
    turku_client.get("/desk/?language=sv")
    with within(turku):
        found = addresses(role=Role.ADMINISTRATOR)
    assert found == {"sv": [EMAIL], "fi": ["other@town.test"]}
    operator(email="op@host.test")
    client = operators_browser()
    assert sign_in(client, email="op@host.test")
    client.get("/desk/?language=en")
    with within_host():
        assert addresses(role=Role.OPERATOR) == {"en": ["op@host.test"]}
