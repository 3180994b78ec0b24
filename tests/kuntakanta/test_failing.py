"""What passes by itself is told as that: to programs in JSON, to people by a page, at the operator's host too."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from tenants.accounts.permissions import Role, Scope
from tenants.models import Municipality
from tests.accounts_make import staff
from tests.api.test_manage import token


def _broken(*given: object) -> None:
    raise OperationalError


@pytest.fixture
def quiet(turku_client: Client, operator_client: Client) -> Iterator[None]:
    """Clients that are answered as browsers are, whatever goes wrong."""
    for client in (turku_client, operator_client):
        client.raise_request_exception = False
    turku_client.get("/health/live")  # the table of hosts is known
    yield
    for client in (turku_client, operator_client):
        client.raise_request_exception = True


@pytest.fixture
def no_valkey(settings: Settings) -> None:
    """A Valkey that answers nobody."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.mark.usefixtures("quiet")
class TestDatabaseAway:
    @pytest.mark.parametrize("address", ["/api/v1/services?page_size=3", "/api/manage/v1/me"])
    def test_programs_are_told_in_json(self, turku: Municipality, turku_client: Client, address: str) -> None:
        secret = token(turku, Scope.READ)
        with connection.execute_wrapper(_broken):
            answer = turku_client.get(address, headers={"authorization": f"Bearer {secret}"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert answer.json()["code"] == "unavailable"

    def test_at_the_operators_host_too(self, operator_client: Client) -> None:
        with connection.execute_wrapper(_broken):
            answer = operator_client.get("/api/v1/towns")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert answer.json()["code"] == "unavailable"


@pytest.mark.usefixtures("quiet", "no_valkey")
class TestValkeyAway:
    def test_signing_in_waits(self, turku: Municipality, turku_client: Client) -> None:
        staff(turku, Role.ADMINISTRATOR)
        answer = turku_client.post("/desk/sign-in", {"login": "a@example.invalid", "password": "x"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "Jokin meni vikaan" in answer.content.decode()

    def test_readers_notice_nothing(self, turku_client: Client) -> None:
        assert turku_client.get("/api/v1/services").status_code == 200
        assert turku_client.get("/fi/").status_code == 200


def test_a_failure_is_a_problem_to_programs(turku_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    turku_client.raise_request_exception = False
    with connection.execute_wrapper(lambda *given: 1 // 0):
        answer = turku_client.get("/api/v1/services")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "Retry-After" not in answer
