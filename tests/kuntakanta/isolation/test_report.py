"""The report as an operator runs it: what it prints, how it ends, and that nothing of it stays."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path
from redis import Redis

from catalogue.services.models import Service
from kuntakanta.isolation.addresses import Untaught, paths, walk
from kuntakanta.isolation.asking import asking
from kuntakanta.isolation.planting import plant
from kuntakanta.isolation.report import largest_towns, planted, try_address, try_sight
from kuntakanta.isolation.trying import Try
from tenants.context import here, within
from tenants.errors import TenantsError
from tenants.lifecycle import suspend
from tenants.models import Municipality
from tests import catalogue_make, make
from tests.conftest import TURKU_HOST
from tests.waiting import until

log = logging.getLogger(__name__)


def _leaks(tries: list[Try]) -> set[str]:
    return {one.group for one in tries if not one.held}


class TestCommand:
    """kuntakanta isolation-report."""

    def _run(self, *words: str) -> str:
        out = io.StringIO()
        call_command("isolation_report", *words, stdout=out)
        return out.getvalue()

    def test_all_holds_and_nothing_stays(self, turku: Municipality, espoo: Municipality, valkey: Redis) -> None:
        before = _rows()
        told = json.loads(self._run("--towns", "853,049", "--only", "/desk/people", "--json"))
        assert [one for one in told["tries"] if not one["held"]] == []
        assert told["held"] is True
        assert [town["code"] for town in told["towns"]] == ["853", "049"]
        assert set(told["groups"]) == {
            "ids",
            "query",
            "session",
            "token",
            "host",
            "logs",
            "tasks",
            "cache",
            "files",
            "sight",
        }
        assert _rows() == before
        assert [key for key in valkey.scan_iter() if b"isolation" in key] == []
        assert here().place.schema_name is None

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("more", [{}, {"KUNTAKANTA_HTTPS": "on", "KUNTAKANTA_BEHIND_PROXY": "on"}])
    def test_as_an_operator_runs_it(
        self, turku: Municipality, environment_of_programs: dict[str, str], more: dict[str, str]
    ) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "kuntakanta", "isolation-report", "--only", "/desk/tokens", "--json"],
            env=environment_of_programs | more,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["held"] is True

    @pytest.mark.django_db(transaction=True)
    def test_an_end_by_force_leaves_nothing(self, turku: Municipality, environment_of_programs: dict[str, str]) -> None:
        before = _rows()
        with subprocess.Popen(
            [sys.executable, "-m", "kuntakanta", "isolation-report"], env=environment_of_programs
        ) as process:
            try:
                until(lambda: _in_a_transaction() == 1, during=process, seconds=60)
            finally:
                process.kill()
        until(lambda: _in_a_transaction() == 0, seconds=60)
        assert _rows() == before

    @pytest.mark.long
    def test_every_address_is_counted_in_a_table(self, turku: Municipality, espoo: Municipality) -> None:
        lines = self._run().splitlines()
        counts = [[int(cell.replace(",", "")) for cell in line.split("│")[2:4]] for line in lines if "│" in line]
        assert len(counts) == 10
        assert all(tried == held > 0 for tried, held in counts)
        assert sum(tried for tried, _ in counts) > 10_000

    def test_what_did_not_hold_is_told_and_ends_in_a_failure(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        leak = path("leak/<uuid:thing>", lambda request, thing: HttpResponse("here it is"))
        settings.ROOT_URLCONF = (leak, *get_resolver("kuntakanta.urls").url_patterns)
        out = io.StringIO()
        with pytest.raises(CommandError, match=r"\d+ of \d+ tries did not hold") as caught:
            call_command("isolation_report", "--only", "/leak", stdout=out)
        assert caught.value.returncode == 1
        assert "DID NOT HOLD at Turku: GET /leak/" in out.getvalue()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--towns", "853"], "two different codes"),
            (["--towns", "853,853"], "two different codes"),
            (["--towns", "853,091"], "has not joined"),
            (["--towns", "853,999"], "999"),
        ],
    )
    def test_it_wants_two_towns(self, turku: Municipality, words: list[str], said: str) -> None:
        with pytest.raises((CommandError, TenantsError), match=said):
            self._run(*words)

    def test_a_town_that_is_not_served_cannot_be_tried(self, turku: Municipality) -> None:
        suspend(municipality=turku)
        with pytest.raises(CommandError, match="not served"):
            self._run("--towns", "853,049")
        with pytest.raises(TenantsError, match="Two towns"):
            largest_towns()

    @pytest.mark.django_db(transaction=True)
    def test_the_largest_towns_are_taken_where_none_are_named(self, turku: Municipality, espoo: Municipality) -> None:
        with within(espoo):
            catalogue_make.store("service", *(catalogue_make.service(f"Palvelu {number}") for number in range(200)))
        assert largest_towns() == (espoo, turku)


def _rows() -> dict[str, int]:
    """How many rows each table of the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname ~ '^(t_[0-9]+|public|national)$'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def _in_a_transaction() -> int:
    """How many connections are in the middle of a transaction that has written something."""
    found: int = make.value(
        connection,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL",
    )
    return found


class TestSight:
    """The check sees: what belongs to a town is found there."""

    def test_what_is_planted_is_found_where_it_belongs(self, turku: Municipality, espoo: Municipality) -> None:
        with asking() as site:
            tries = try_sight(site, walk(configured.ROOT_URLCONF), (turku, espoo))
        assert [one for one in tries if not one.held] == []
        asked = {one.asked for one in tries}
        assert {"/api/v1/services/<id>", "/<language>/services/<thing_id>", "/desk/people/<person>"} <= asked

    View = Callable[[HttpRequest], HttpResponse]

    def _tried(self, settings: Any, view: View, turku: Municipality, espoo: Municipality) -> list[Try]:
        settings.ROOT_URLCONF = (path("leak/<uuid:thing>", lambda request, thing: view(request)),)
        (address,) = walk(settings.ROOT_URLCONF)
        with asking() as site, planted((turku, espoo)) as there:
            return try_address(site, address, there)

    def test_a_view_that_reads_another_town_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with within(espoo):
                Service.objects.count()
            return HttpResponse(status=404)

        tries = self._tried(settings, view, turku, espoo)
        assert {one.site for one in tries if not one.held and "touches t_" in one.came} == {"Turku"}

    def test_a_view_that_writes_to_another_town_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with within(turku), connection.cursor() as cursor:
                cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('a', 'leak')")
            return HttpResponse(status=404)

        tries = self._tried(settings, view, turku, espoo)
        assert {one.site for one in tries if not one.held and "touches t_" in one.came} == {"Espoo"}

    def test_a_view_that_shows_what_it_kept_of_another_town_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        seen: list[str] = []

        def view(request: HttpRequest) -> HttpResponse:
            seen.extend(str(thing) for thing in Service.objects.values_list("id", flat=True))
            return HttpResponse(" ".join(seen), status=404)

        assert any("shows an id" in one.came for one in self._tried(settings, view, turku, espoo) if not one.held)

    def test_a_view_that_lets_anybody_see_a_thing_of_anothers_id_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        tries = self._tried(settings, lambda request: HttpResponse("here it is"), turku, espoo)
        assert _leaks(tries) == {"ids"}

    def test_a_view_that_believes_a_session_of_anywhere_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            return HttpResponse(status=403 if settings.SESSION_COOKIE_NAME in request.COOKIES else 404)

        assert _leaks(self._tried(settings, view, turku, espoo)) == {"session"}

    def test_a_view_that_believes_a_forwarded_host_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            return HttpResponse(status=409 if "X-Forwarded-Host" in request.headers else 404)

        assert _leaks(self._tried(settings, view, turku, espoo)) == {"host"}

    def test_a_view_that_breaks_is_caught(self, turku: Municipality, espoo: Municipality, settings: Any) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            raise ZeroDivisionError

        assert "ids" in _leaks(self._tried(settings, view, turku, espoo))

    def test_a_log_that_names_people_is_caught(self, turku: Municipality, espoo: Municipality, settings: Any) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with connection.cursor() as cursor:
                cursor.execute("SELECT string_agg(email, ' ') FROM accounts_account")
                log.warning("Who works here: %s", *cursor.fetchone())
            return HttpResponse(status=404)

        tries = self._tried(settings, view, turku, espoo)
        assert {one.came.partition("; ")[2] for one in tries if one.group == "logs"} == {"tells a person or a key"}

    def test_a_log_that_tells_of_another_town_is_caught(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with within(turku):
                log.warning("Something happened.")
            return HttpResponse(status=404)

        tries = self._tried(settings, view, turku, espoo)
        assert {one.site for one in tries if "tells of Turku" in one.came} == {"Espoo"}


class TestWalk:
    """The URL table is walked as it is; what the check does not know is an error that says where to teach it."""

    def test_every_address_is_walked(self) -> None:
        names = [address.name for address in walk(configured.ROOT_URLCONF)]
        assert {"/", "/health/live", "/api/v1/services", "/desk/people/<person>/remove", "/<language>/"} <= set(names)
        assert len(names) > 60

    @pytest.mark.parametrize("route", ["new/<str:novelty>", "new/<slug:novelty>", "new/<path:novelty>"])
    def test_a_parameter_that_nobody_taught_is_told(self, turku: Municipality, settings: Any, route: str) -> None:
        settings.ROOT_URLCONF = (path(route, lambda request, novelty: HttpResponse()),)
        (address,) = walk(settings.ROOT_URLCONF)
        with pytest.raises(Untaught, match=r"takes 'novelty'.*`words` of kuntakanta\.isolation\.planting"):
            paths(address, plant(turku, host=TURKU_HOST))

    def test_an_address_that_another_one_hides_is_told(self, turku: Municipality, settings: Any) -> None:
        settings.ROOT_URLCONF = (
            path("<path:id>", lambda request, **values: HttpResponse()),
            path("hidden", lambda request: HttpResponse()),
        )
        hidden = walk(settings.ROOT_URLCONF)[1]
        with pytest.raises(Untaught, match="leads elsewhere"):
            paths(hidden, plant(turku, host=TURKU_HOST))
