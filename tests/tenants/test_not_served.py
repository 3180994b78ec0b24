"""What is said at a town's host while it is not served: to people in the town's languages, to programs by a problem."""

import base64
import hashlib
import re
from typing import Any

import pytest
from django.test import Client

from tenants import lifecycle
from tenants.accounts.permissions import Role
from tenants.context import within_host
from tenants.hosts import hosts
from tenants.models import Municipality
from tenants.not_served import REASONS
from tenants.provisioning import provision
from tenants.queries import municipality_by_code
from tests.accounts_make import browser, sign_in, staff

ELSEWHERE = ["/", "/fi/", "/fi/services", "/health/ready", "/nowhere", "/deskx", "/static"]


def _make(town: Municipality, state: str) -> None:
    with within_host():
        Municipality.objects.filter(pk=town.pk).update(state=state)
    hosts.forget()


class TestPage:
    """Whole in itself."""

    @pytest.mark.parametrize(
        ("state", "status", "title"),
        [
            ("closed", 410, "Palvelu on päättynyt"),
            ("suspended", 503, "Sivusto on tilapäisesti suljettu"),
            ("provisioning", 503, "Palvelu ei ole juuri nyt käytettävissä"),
        ],
    )
    def test_each_state_has_its_own(
        self, turku: Municipality, turku_client: Client, state: str, status: int, title: str
    ) -> None:
        _make(turku, state)
        for path in ELSEWHERE:
            answer = turku_client.get(path)
            assert answer.status_code == status
            assert f"<h1>{title}</h1>" in answer.content.decode()
            assert answer["Cache-Control"] == "no-store"
            assert ("Retry-After" in answer) == (status == 503)
            assert not answer.cookies

    def test_it_speaks_the_towns_languages_in_its_order(self, turku: Municipality) -> None:
        expected = {
            "890": ["fi", "se", "en"],
            "148": ["fi", "se", "en"],
            "545": ["sv", "fi", "en"],
            "837": ["fi", "en"],
        }
        for code, languages in expected.items():
            provision(code=code, host=f"town-{code}.test")
            town = municipality_by_code(code=code)
            for state in ("suspended", "closed"):
                _make(town, state)
                answer = browser(f"town-{code}.test").get("/")
                assert re.findall(r'lang="(\w+)"', answer.content.decode()) == languages
                assert answer["Content-Language"] == ", ".join(languages)

    def test_its_policy_allows_its_own_style_and_nothing_else(self, turku: Municipality, turku_client: Client) -> None:
        _make(turku, "closed")
        answer = turku_client.get("/")
        style = re.search(r"<style>(.*)</style>", answer.content.decode(), re.DOTALL)
        assert style is not None
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert f"style-src 'sha256-{digest}';" in policy
        assert not re.search(r'(src|href)="(?!/desk/)', answer.content.decode())

    def test_every_reason_has_words_in_each_language(self, turku: Municipality, turku_client: Client) -> None:
        assert {one.name for one in REASONS} == {"closed", "suspended", "unavailable", "updating"}
        for state in ("closed", "suspended", "provisioning"):
            _make(turku, state)
            assert len(re.findall(r"<h[12]>[^<]+</h[12]>\n<p>[^<]+</p>", turku_client.get("/").content.decode())) == 3

    def test_it_is_no_error_of_ours(
        self, turku: Municipality, turku_client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        for state in ("closed", "suspended"):
            _make(turku, state)
            turku_client.get("/")
        assert not caplog.records

    @pytest.mark.parametrize(
        ("state", "status", "code"),
        [
            ("closed", 410, "town_closed"),
            ("suspended", 503, "town_suspended"),
            ("provisioning", 503, "town_unavailable"),
        ],
    )
    @pytest.mark.parametrize("path", ["/api/", "/api/v1/services", "/api/ptv/v11/Service/abc", "/api/manage/v1/me"])
    def test_programs_get_a_problem(
        self, turku: Municipality, turku_client: Client, state: str, status: int, code: str, path: str
    ) -> None:
        _make(turku, state)
        answer = turku_client.get(path)
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["status"], problem["code"], problem["type"]) == (status, code, "about:blank")


class TestSuspended:
    """Reads are closed; staff get in, to their own account and no further."""

    @pytest.fixture
    def client(self, turku: Municipality) -> Client:
        """An administrator of Turku's, signed in after it was suspended."""
        staff(turku, Role.ADMINISTRATOR)
        lifecycle.suspend(municipality=turku)
        client = browser("turku.test")
        assert sign_in(client)
        return client

    def test_the_page_leads_staff_in(self, turku: Municipality, turku_client: Client) -> None:
        lifecycle.suspend(municipality=turku)
        assert '<a href="/desk/?language=sv">' in turku_client.get("/").content.decode()
        assert turku_client.get("/desk/").headers["Location"].startswith("/desk/sign-in")

    def test_the_page_of_a_fenced_town_leads_nobody_in(self, turku: Municipality, turku_client: Client) -> None:
        lifecycle.fence(municipality=turku)
        page = turku_client.get("/").content.decode()
        assert "Sivusto on tilapäisesti suljettu" in page
        assert "/desk/" not in page

    def test_the_desks_looks_are_served_and_the_towns_pages_are_not(self, client: Client) -> None:
        style = client.get("/static/kuntakanta/site.css")
        style.close()
        assert style.status_code == 200
        for path in ELSEWHERE:
            assert client.get(path).status_code == 503

    def test_ones_own_account_is_there(self, client: Client) -> None:
        for path in ("/desk/", "/desk/password", "/desk/second-factor", "/desk/sessions"):
            assert client.get(path, headers={"accept-language": "fi"}).status_code in (200, 302)

    @pytest.mark.parametrize("path", ["people", "tokens", "sign-in-service", "record"])
    def test_everything_else_says_that_the_town_is_suspended(self, client: Client, path: str) -> None:
        answer = client.get(f"/desk/{path}", headers={"accept-language": "en"})
        assert answer.status_code == 503
        assert "This town is suspended" in answer.content.decode()

    def test_what_is_not_reached_is_not_offered(self, client: Client) -> None:
        page = client.get("/desk/").content.decode()
        assert 'href="/desk/people"' not in page
        assert 'href="/desk/"' in page

    def test_resuming_gives_everything_back(
        self, turku: Municipality, client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            lifecycle.resume(municipality=turku)
        assert client.get("/desk/people").status_code == 200
        assert client.get("/health/live").status_code == 200

    def test_another_town_notices_nothing(self, client: Client, espoo: Municipality, espoo_client: Client) -> None:
        staff(espoo, Role.ADMINISTRATOR)
        assert sign_in(espoo_client)
        assert espoo_client.get("/desk/people").status_code == 200
        assert espoo_client.get("/health/live").status_code == 200

    def test_a_schema_that_does_not_fit_lets_nobody_in(
        self, turku: Municipality, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = hosts.town_at("turku.test")
        assert town is not None
        monkeypatch.setattr(town, "is_servable", False)
        answer = client.get("/desk/")
        assert answer.status_code == 503
        assert "Palvelua päivitetään" in answer.content.decode()


class TestClosed:
    """Nobody gets in, whoever was in."""

    def test_neither_staff_nor_style_nor_health(
        self, turku: Municipality, django_capture_on_commit_callbacks: Any
    ) -> None:
        staff(turku, Role.ADMINISTRATOR)
        client = browser("turku.test")
        assert sign_in(client)
        with django_capture_on_commit_callbacks(execute=True):
            lifecycle.close(municipality=turku)
        for path in ("/desk/", "/desk/sign-in", "/static/kuntakanta/site.css", "/health/live", "/"):
            assert client.get(path).status_code == 410
        assert client.post("/desk/sign-in", {"login": "a", "password": "b"}).status_code == 410
