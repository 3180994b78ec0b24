"""What people type does not come into logs: through every form of the desk and the console, and through what fails."""

import io
import json
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern

from kuntakanta.desk import urls as town_urls
from kuntakanta.desk import urls_public as operator_urls
from kuntakanta.logs import JsonLines
from kuntakanta.operators import urls as console_urls
from tenants.accounts.operations import invite
from tenants.accounts.permissions import Held, Role
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.conftest import TURKU_HOST
from tests.kuntakanta.operators.test_console import console

__all__ = ["console"]
MARK = "salaisenmarkki"
EMAIL = f"aino.{MARK}@town.test"
VALUES = {"str": MARK, "int": "999999", "uuid": "00000000-0000-0000-0000-000000000001"}
TYPED: dict[str, Any] = {
    **dict.fromkeys(("login", "email", "admin"), EMAIL),
    **dict.fromkeys(("password", "oldpassword", "password1", "password2", "secret", "code"), f"{MARK} 1870 veljestä"),
    **dict.fromkeys(("name", "reason", "permit", "municipality", "confirm", "item", "units", "unit"), f"Aino {MARK}"),
    **dict.fromkeys(("name_fi", "name_sv", "name_en"), f"Kunta {MARK}"),
    **dict.fromkeys(("host", "client_id", "email_domains"), f"{MARK}.test"),
    "issuer": f"https://{MARK}.test",
    "roles": ["viewer"],
    "scopes": ["read"],
    "role": "viewer",
    "days": "30",
    "hours": "1",
    "town": "853",
    "ends": "2090-01-01",
    "deed": "add",
    "enabled": "on",
}


class Lines(logging.Handler):
    """Everything that is logged, as the programs write it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = io.StringIO()
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.text.write(self.format(record) + "\n")

    def lines(self) -> list[dict[str, str]]:
        """Each line, read."""
        return [json.loads(line) for line in self.text.getvalue().splitlines()]


@pytest.fixture
def logged() -> Iterator[Lines]:
    """The root's handler takes what the programs' own would."""
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def _addresses(patterns: Sequence[Any], prefix: str) -> list[str]:
    """Each address, with what people type in the places of its names."""
    found = []
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        found.append(prefix + re.sub(r"<(\w+):\w+>", lambda match: VALUES[match[1]], str(pattern.pattern)))
    return found


OF_TOWN = _addresses(town_urls.urlpatterns, "/desk/")
OF_HOST = [
    *_addresses(console_urls.urlpatterns, "/desk/towns/"),
    *(
        address.replace(f"/towns/{MARK}", "/towns/853")
        for address in _addresses(console_urls.urlpatterns, "/desk/towns/")
    ),
    *_addresses(operator_urls.urlpatterns, "/desk/"),
]
LEAVING = ("sign-out", "end")


def _type_everywhere(client: Client, addresses: Sequence[str]) -> int:
    """Look at each address and send everything there; what signs out comes last."""
    asked = 0
    for address in sorted(addresses, key=lambda address: address.endswith(LEAVING)):
        client.get(f"{address}?q={MARK}&next=/{MARK}")
        answer = client.post(f"{address}?next=/{MARK}", TYPED, headers={"referer": f"https://x.test/{MARK}"})
        assert answer.status_code < 500, (address, answer.content[:300])
        asked += 2
    return asked


def _says_nothing_of_people(logged: Lines) -> None:
    assert logged.lines(), "something was logged at all"
    found = [line for line in logged.text.getvalue().splitlines() if MARK in line.lower()]
    assert found == []


def test_nothing_that_staff_type_is_logged(turku: Municipality, logged: Lines) -> None:
    staff(turku, Role.ADMINISTRATOR)
    client = browser(TURKU_HOST)
    assert sign_in(client)
    assert _type_everywhere(client, OF_TOWN) > 40
    _says_nothing_of_people(logged)


def test_nothing_that_strangers_type_is_logged(turku: Municipality, logged: Lines) -> None:
    with within(turku):
        invited = invite(email=EMAIL, held=[Held(Role.VIEWER)], actor=None)
    client = browser(TURKU_HOST)
    client.get(f"/desk/join/{invited.secret}")
    client.post("/desk/join", {"name": f"Aino {MARK}", "password": f"{MARK} 1870 veljestä"})
    sign_in(client, email=EMAIL, password="wrong")
    _type_everywhere(browser(TURKU_HOST), OF_TOWN)
    assert invited.secret not in logged.text.getvalue()
    _says_nothing_of_people(logged)


def test_nothing_that_operators_type_is_logged(console: Client, turku: Municipality, logged: Lines) -> None:
    assert _type_everywhere(console, OF_HOST) > 40
    _says_nothing_of_people(logged)


def test_a_form_that_is_refused_as_foreign_is_logged_without_where_it_came_from(
    turku: Municipality, logged: Lines
) -> None:
    strict = browser(TURKU_HOST, enforce_csrf_checks=True)
    for headers in ({"referer": f"https://elsewhere.test/{MARK}"}, {"origin": f"https://{MARK}.test"}):
        answer = strict.post("/desk/sign-in", TYPED, headers=headers, secure=True)
        assert answer.status_code == 403
    said = [line["message"] for line in logged.lines() if line["logger"] == "django.security.csrf"]
    assert said == [f"Forbidden ({what} checking failed): /desk/sign-in" for what in ("Referer", "Origin")]
    _says_nothing_of_people(logged)


@pytest.mark.parametrize(
    "address", [f"/desk/{MARK}", f"/{MARK}", f"/desk/join/{MARK}/{MARK}", f"/api/v1/services/{MARK}"]
)
def test_an_address_that_is_not_ours_is_not_repeated(turku: Municipality, logged: Lines, address: str) -> None:
    assert browser(TURKU_HOST).get(address).status_code in (400, 404)
    _says_nothing_of_people(logged)


def test_an_error_is_logged_with_where_it_came_from_and_without_what_was_typed(
    turku: Municipality, logged: Lines
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{turku.schema_name}".accounts_account RENAME COLUMN email TO gone')
    answer = browser(TURKU_HOST).post("/desk/sign-in", TYPED, headers={"x-request-id": "request-4711"})
    assert answer.status_code == 500
    (line,) = [line for line in logged.lines() if line["level"] == "error"]
    assert (line["town"], line["request"]) == (turku.schema_name, "request-4711")
    assert line["message"] == "Internal Server Error: /desk/sign-in"
    for text in ("UndefinedColumn: 42703", "desk/serving.py", "django.db.utils.ProgrammingError"):
        assert text in line["error"], text
    _says_nothing_of_people(logged)
    assert settings.LOGGING["formatters"]["json"]["()"].endswith(".JsonLines")
