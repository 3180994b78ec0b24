"""Makers of staff, operators and their browsers."""

import re
import time
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client

from kuntakanta.desk.tasks import send_letter, send_letter_of_host
from tenants.accounts import letters
from tenants.accounts.models import Account
from tenants.accounts.operations import invite, take_up
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.models import Municipality

EMAIL = "aino.virtanen@town.test"
OPERATOR = "oskari.operaattori@host.test"
PASSWORD = "seitsemän veljestä 1870"


def staff(town: Municipality, *roles: Role, email: str = EMAIL, unit: UUID | None = None) -> Account:
    """Somebody who has joined a town."""
    with within(town):
        return _joined(email, [Held(role, unit) for role in roles])


def operator(*, email: str = OPERATOR) -> Account:
    """Somebody of the host's, without a second factor as yet."""
    with within_host():
        return _joined(email, [Held(Role.OPERATOR)])


def _joined(email: str, held: list[Held]) -> Account:
    invited = invite(email=email, held=held, actor=None)
    return take_up(secret=invited.secret, name="Aino Virtanen", password=PASSWORD)


def browser(host: str, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser at a host; the peer's address is its own, so that limits per address are too."""
    return Client(headers={"host": host}, raise_request_exception=False, enforce_csrf_checks=enforce_csrf_checks)


def operators_browser() -> Client:
    """A browser at the operators' own host."""
    return browser(settings.PUBLIC_HOST)


def sign_in(client: Client, *, email: str = EMAIL, password: str = PASSWORD) -> bool:
    """Type an address and a password; whether that was enough to be in."""
    answer = client.post("/desk/sign-in", {"login": email, "password": password})
    where = answer.headers.get("Location", "")
    return where.startswith("/desk/") and not where.startswith("/desk/sign-in")


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def confirm(client: Client) -> None:
    """Say once more who one is."""
    assert client.post("/desk/confirm", {"password": PASSWORD}).status_code == 302


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Set up an authenticator app by the desk's pages: its secret, and the recovery codes."""
    confirm(client)
    page = client.get("/desk/second-factor/app").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found, page
    answer = client.post("/desk/second-factor/app", {"code": code_of(found[1])})
    assert answer.headers["Location"] == "/desk/second-factor/codes"
    codes = re.findall(r"<code>(\w+)</code>", client.get("/desk/second-factor/codes").content.decode())
    assert len(codes) == 10
    return found[1], codes


def deliver(town: Municipality | None) -> int:
    """Do what the worker does with a town's letters, or the host's: the number of those that were sent."""
    with within(town) if town else within_host():
        waiting = letters.waiting()
    if town is None:
        return sum(send_letter_of_host.apply(kwargs={"letter_id": one}, throw=True).get() for one in waiting)
    made = ({"municipality_id": town.pk, "letter_id": one} for one in waiting)
    return sum(send_letter.apply(kwargs=each, throw=True).get() for each in made)
