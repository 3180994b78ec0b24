"""Health: alive without asking anybody, ready only when PostgreSQL and Valkey answer."""

import socket
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tenants import schemas
from tenants.models import Municipality
from tenants.releases import this_release
from tenants.schemas import behind


@pytest.mark.parametrize("client", ["turku_client", "espoo_client", "operator_client"])
def test_it_is_alive_and_ready_at_towns_and_at_the_operators(client: str, request: pytest.FixtureRequest) -> None:
    browser: Client = request.getfixturevalue(client)
    assert browser.get("/health/live").json() == {"process": True}
    answer = browser.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "schemas": True, "valkey": True})
    assert answer["Cache-Control"] == "no-store"


def test_without_valkey_it_is_alive_but_not_ready(turku_client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = turku_client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "schemas": True, "valkey": False})
    assert turku_client.get("/health/live").status_code == 200


@pytest.mark.parametrize("schema_name", ["public", "national"])
def test_behind_a_release_that_it_needs_it_is_not_ready(
    turku: Municipality, turku_client: Client, schema_name: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {schema_name}.django_migrations WHERE app IN ('codes', 'status')")
    assert list(behind()) == [schema_name]
    answer = turku_client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "schemas": False, "valkey": True})


def test_a_migration_that_this_release_serves_without_is_waited_for(
    turku: Municipality, turku_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM national.django_migrations WHERE app = 'codes'")
    marked = replace(this_release(), needed_by_host={"national": frozenset()})
    monkeypatch.setattr(schemas, "this_release", lambda: marked)
    assert turku_client.get("/health/ready").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_programs_do_not_begin_behind_a_release_that_they_need(
    turku: Municipality, environment_of_programs: dict[str, str], command: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM national.django_migrations WHERE app = 'codes'")
    words = [sys.executable, "-m", "kuntakanta", command]
    given = [] if command == "worker" else ["--port", str(_free_port())]
    answer = subprocess.run(
        words + given, env=environment_of_programs, capture_output=True, text=True, timeout=60, check=False
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "kuntakanta: What this release needs is not yet in the schema national: run `kuntakanta migrate` first.\n"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_answers_carry_the_headers_of_every_page_and_no_cookie(turku_client: Client) -> None:
    answer = turku_client.get("/health/live")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not answer.cookies


def test_each_request_has_an_id_and_a_plain_one_is_kept(turku_client: Client) -> None:
    first, second = (turku_client.get("/health/live")["X-Request-ID"] for _ in range(2))
    assert first != second
    given = turku_client.get("/health/live", headers={"x-request-id": "abc-12345"})
    assert given["X-Request-ID"] == "abc-12345"
    odd = turku_client.get("/health/live", headers={"x-request-id": 'a" evil'})
    assert odd["X-Request-ID"] != 'a" evil'
