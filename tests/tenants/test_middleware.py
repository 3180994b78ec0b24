"""A request's way into its town: by host, without a query, and out again whatever happens."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from tenants import hosts as table_of_hosts
from tenants.context import current_schema, here, within_host
from tenants.database.places import NOWHERE
from tenants.errors import MalformedHost, NoTown
from tenants.hosts import Hosts, hosts, normal_host
from tenants.lifecycle import close, resume, suspend
from tenants.middleware import TownMiddleware, town_of
from tenants.models import Domain, Municipality


def _schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_schema())


def _answer(host: str, view: Any = _schema) -> Any:
    return TownMiddleware(view)(RequestFactory().get("/", headers={"host": host}))


@pytest.mark.parametrize("host", ["turku.test", "TURKU.Test", "turku.test:8000", "turku.test.", "Turku.test.:443"])
def test_a_host_is_known_however_it_is_spelt(turku: Municipality, host: str) -> None:
    answer = _answer(host)
    assert answer.status_code == 200
    assert answer.content.decode() == turku.schema_name


def test_the_request_knows_its_town(turku: Municipality) -> None:
    seen: list[Municipality] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(town_of(request))
        return HttpResponse()

    _answer("turku.test", view)
    assert seen == [turku]


def test_each_town_answers_from_its_own_schema(turku: Municipality, espoo: Municipality) -> None:
    assert _answer("turku.test").content.decode() == turku.schema_name
    assert _answer("espoo.test").content.decode() == espoo.schema_name
    assert _answer("turku.test").content.decode() == turku.schema_name


@pytest.mark.parametrize(
    "host",
    ["", "tampere.test", "turku.test.evil.test", "xturku.test", "turku.test\t", "turku test", "[::1]", "%00", "ä.test"],
)
def test_any_other_host_gets_a_bare_404(turku: Municipality, host: str) -> None:
    answer = _answer(host)
    assert (answer.status_code, answer.content, dict(answer.headers)) == (404, b"", {"Content-Type": "text/plain"})


def test_a_forwarded_host_is_not_believed(turku: Municipality, espoo: Municipality) -> None:
    request = RequestFactory().get("/", headers={"host": "turku.test", "x-forwarded-host": "espoo.test"})
    assert TownMiddleware(_schema)(request).content.decode() == turku.schema_name  # type: ignore[attr-defined]


def test_the_operators_host_is_no_town(turku: Municipality, operator_client: Client) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        with pytest.raises(NoTown):
            town_of(request)
        assert request.urlconf == settings.PUBLIC_SCHEMA_URLCONF
        return HttpResponse(current_schema())

    assert _answer(settings.PUBLIC_HOST, view).content == b"public"
    assert operator_client.get("/health/live").status_code == 200


def test_a_suspended_town_says_that_it_will_be_back(
    turku: Municipality, turku_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        suspend(municipality=turku)
    answer = turku_client.get("/health/live")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "3600"
    assert "Se avataan myöhemmin uudelleen" in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        resume(municipality=turku)
    assert turku_client.get("/health/live").status_code == 200


def test_a_closed_town_is_gone_and_the_other_is_not(
    turku: Municipality, turku_client: Client, espoo_client: Client
) -> None:
    close(municipality=turku)
    answer = turku_client.get("/health/live")
    assert answer.status_code == 410
    assert "upphört" in answer.content.decode()
    assert espoo_client.get("/health/live").status_code == 200


class TestConnection:
    """After an answer the connection is nowhere."""

    def test_after_a_plain_answer(self, turku: Municipality) -> None:
        _answer("turku.test")
        assert here().place is NOWHERE

    def test_after_an_exception(self, turku: Municipality) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            _answer("turku.test", view)
        assert here().place is NOWHERE

    def test_between_and_after_the_parts_of_a_stream(self, turku: Municipality) -> None:
        def parts() -> Iterator[str]:
            for _ in range(3):
                yield current_schema()

        def view(request: HttpRequest) -> HttpResponseBase:
            return StreamingHttpResponse(parts())

        answer = _answer("turku.test", view)
        assert here().place is NOWHERE
        got = []
        for part in answer:
            assert here().place is NOWHERE
            got.append(part.decode())
        assert got == [turku.schema_name] * 3

    def test_after_a_stream_that_breaks(self, turku: Municipality) -> None:
        def parts() -> Iterator[str]:
            yield current_schema()
            raise ZeroDivisionError

        answer = _answer("turku.test", lambda request: StreamingHttpResponse(parts()))
        with pytest.raises(ZeroDivisionError):
            list(answer)
        assert here().place is NOWHERE

    def test_a_file_is_left_to_the_server(self, turku: Municipality, tmp_path: Any) -> None:
        (tmp_path / "file").write_bytes(b"whole")
        answer = _answer("turku.test", lambda request: FileResponse((tmp_path / "file").open("rb")))
        assert answer.file_to_stream is not None
        assert b"".join(answer) == b"whole"
        answer.close()

    def test_where_an_earlier_request_was_is_not_inherited(self, turku: Municipality) -> None:
        with within_host():
            assert _answer("tampere.test").status_code == 404
            assert _answer("turku.test").content.decode() == turku.schema_name


class TestTable:
    """The table of hosts: no query per request, and changes are seen."""

    def test_a_thousand_requests_cost_one_query(self, turku: Municipality, django_assert_num_queries: Any) -> None:
        hosts.forget()
        with django_assert_num_queries(1):
            for _ in range(1000):
                _answer("turku.test")
        with django_assert_num_queries(0):
            assert _answer("espoo.test").status_code == 200

    def test_unknown_hosts_cost_no_query_each(self, turku: Municipality, django_assert_max_num_queries: Any) -> None:
        _answer("turku.test")
        with django_assert_max_num_queries(2):  # the table is read again when it is a second old
            for number in range(1000):
                _answer(f"unknown-{number}.test")

    def test_a_new_host_is_seen_after_a_second(self, turku: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
        table = Hosts()
        assert table.town_at("new.test") is None
        with within_host():
            Domain.objects.create(tenant=turku, domain="new.test", is_primary=False)
        assert table.town_at("new.test") is None
        monkeypatch.setattr(table_of_hosts, "NEWCOMER", 0.0)
        assert table.town_at("new.test") == turku

    def test_a_host_that_went_away_is_believed_for_ten_seconds(
        self, turku: Municipality, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        table = Hosts()
        assert table.town_at("turku.test") == turku
        with within_host():
            Domain.objects.filter(domain="turku.test").delete()
        assert table.town_at("turku.test") == turku
        monkeypatch.setattr(table_of_hosts, "FRESH", 0.0)
        assert table.town_at("turku.test") is None

    def test_the_table_is_believed_for_at_most_half_a_minute(self) -> None:
        assert table_of_hosts.FRESH <= 30


class TestMissingSchema:
    """A town whose schema is gone, while its host is still known, shows nobody's rows and says nothing of why."""

    @pytest.fixture
    def schema_is_dropped(self, turku: Municipality, settings: Any) -> None:
        settings.ROOT_URLCONF = (
            path("types", lambda request: HttpResponse(str(ContentType.objects.count()))),
            path("stream", lambda request: StreamingHttpResponse(str(ContentType.objects.count()) for _ in range(1))),
        )
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')

    @pytest.mark.django_db(transaction=True)
    def test_over_http(self, schema_is_dropped: None, turku_client: Client, espoo_client: Client) -> None:
        answer = turku_client.get("/types")
        assert answer.status_code == 503
        assert "relation" not in answer.content.decode()
        assert "t_1" not in answer.content.decode()
        assert espoo_client.get("/types").status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_over_http_again_and_again(
        self, schema_is_dropped: None, turku_client: Client, espoo_client: Client
    ) -> None:
        for _ in range(3):
            assert espoo_client.get("/types").status_code == 200
            assert turku_client.get("/types").status_code == 503

    @pytest.mark.django_db(transaction=True)
    def test_in_a_stream(self, schema_is_dropped: None, turku_client: Client) -> None:
        with pytest.raises(Exception, match="does not exist"):
            b"".join(turku_client.get("/stream"))
        assert here().place is NOWHERE

    @pytest.mark.django_db(transaction=True)
    def test_an_error_of_another_kind_stays_one(self, turku: Municipality, turku_client: Client, settings: Any) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM never_made")
            return HttpResponse()

        settings.ROOT_URLCONF = (path("wrong", view),)
        answer = turku_client.get("/wrong")
        assert answer.status_code == 500
        assert b"never_made" not in answer.content


class TestRules:
    """How a host is written."""

    @pytest.mark.parametrize(
        ("text", "host"),
        [
            ("Turku.FI", "turku.fi"),
            (" turku.localhost. ", "turku.localhost"),
            ("localhost", "localhost"),
            ("a-b.c1", "a-b.c1"),
        ],
    )
    def test_it_is_stored_in_one_way(self, text: str, host: str) -> None:
        assert normal_host(text) == host

    @pytest.mark.parametrize(
        "text",
        [
            "",
            ".",
            "turku..fi",
            "-a.fi",
            "a-.fi",
            "turku.fi:80",
            "http://turku.fi",
            "turku.fi/x",
            "ä.fi",
            "a_b.fi",
            "a b",
            "x" * 64,
            ".".join(["abcdefg"] * 40),
        ],
    )
    def test_what_is_no_host_is_refused(self, text: str) -> None:
        with pytest.raises(MalformedHost) as caught:
            normal_host(text)
        assert caught.value.code == "malformed_host"
