"""Health: alive without asking anybody, ready only when PostgreSQL and Valkey answer."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize("client", ["turku_client", "espoo_client", "operator_client"])
def test_it_is_alive_and_ready_at_towns_and_at_the_operators(client: str, request: pytest.FixtureRequest) -> None:
    browser: Client = request.getfixturevalue(client)
    assert browser.get("/health/live").json() == {"process": True}
    answer = browser.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "valkey": True})
    assert answer["Cache-Control"] == "no-store"


def test_without_valkey_it_is_alive_but_not_ready(turku_client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = turku_client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "valkey": False})
    assert turku_client.get("/health/live").status_code == 200


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
