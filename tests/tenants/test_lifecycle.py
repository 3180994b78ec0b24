"""A town's life after it has joined: every change is recorded, and in the end nothing of it is left."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from celery import current_app
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis import Redis

from tenants import lifecycle, proof
from tenants.context import within, within_host
from tenants.dispatch import begin, dispatch_due, make_due
from tenants.errors import HostTaken, MalformedHost, NoSuchHost, NotProven, NotProvisioned, WrongState
from tenants.hosts import hosts
from tenants.models import Domain, DueJob, HostClaim, Municipality, SchemaState, Transition
from tenants.proof import PATH, require_token
from tenants.provisioning import provision
from tenants.queries import history_of, hosts_of, municipality_by_code, schema_exists


def _status(host: str) -> int:
    hosts.forget()
    return Client(headers={"host": host}, raise_request_exception=False).get("/health/live").status_code


class TestStates:
    """Provisioning, active, suspended, closed, removed."""

    def test_each_change_is_recorded_with_the_states_around_it(self, turku: Municipality, espoo: Municipality) -> None:
        lifecycle.suspend(municipality=turku)
        lifecycle.resume(municipality=turku)
        lifecycle.close(municipality=turku)
        assert [(one.action, one.before, one.after) for one in history_of(municipality=turku)] == [
            ("provision", "provisioning", "provisioning"),
            ("activate", "provisioning", "active"),
            ("suspend", "active", "suspended"),
            ("resume", "suspended", "active"),
            ("close", "active", "closed"),
        ]
        assert [one.action for one in history_of(municipality=espoo)] == ["provision", "activate"]

    @pytest.mark.parametrize(
        ("state", "operation"),
        [
            ("active", lifecycle.resume),
            ("active", lifecycle.activate),
            ("active", lifecycle.remove),
            ("suspended", lifecycle.suspend),
            ("suspended", lifecycle.remove),
            ("closed", lifecycle.suspend),
            ("closed", lifecycle.close),
            ("provisioning", lifecycle.suspend),
        ],
    )
    def test_what_a_state_does_not_allow_changes_nothing(self, turku: Municipality, state: str, operation: Any) -> None:
        with within_host():
            Municipality.objects.filter(pk=turku.pk).update(state=state)
            before = Transition.objects.count()
        with pytest.raises(WrongState):
            operation(municipality=turku)
        with within_host():
            assert Transition.objects.count() == before
            assert Municipality.objects.get(pk=turku.pk).state == state
        assert schema_exists(schema_name=turku.schema_name)

    def test_a_town_that_is_being_made_is_not_served(self, turku: Municipality) -> None:
        with within_host():
            Municipality.objects.filter(pk=turku.pk).update(state="provisioning")
        assert _status("turku.test") == 503
        lifecycle.activate(municipality=turku)
        assert _status("turku.test") == 200

    def test_a_program_is_told_by_a_problem(self, turku: Municipality, turku_client: Client) -> None:
        lifecycle.close(municipality=turku)
        answer = turku_client.get("/api/v1/services")
        assert answer.status_code == 410
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "town_closed"


class TestRemoval:
    """Nothing of a removed town is left, and nothing of another is touched."""

    @pytest.fixture
    def leaving(self, turku: Municipality) -> Municipality:
        """A town with something everywhere."""
        town = provision(code="890", host="utsjoki.test")
        lifecycle.add_host(municipality=town, host="www.utsjoki.test")
        for one in (town, turku):
            with within(one):
                cache.set("registry:progress", one.code)
            current_app.send_task("registry.sync_town", kwargs={"municipality_id": one.pk})
        lifecycle.close(municipality=town)
        return town

    def test_no_schema_row_key_message_or_host(self, leaving: Municipality, turku: Municipality, valkey: Redis) -> None:
        number, uuid = leaving.pk, leaving.uuid
        lifecycle.remove(municipality=leaving)
        assert not schema_exists(schema_name=f"t_{number}")
        with within_host():
            for model in (Domain.objects.filter(tenant_id=number), Municipality.objects.filter(pk=number)):
                assert not model.exists()
            for rows in (DueJob, HostClaim, SchemaState):
                assert not rows.objects.filter(municipality_id=number).exists()
            last = Transition.objects.filter(town=uuid).last()
        assert last is not None
        assert (last.action, last.before, last.after) == ("remove", "closed", "removed")
        assert last.detail == {"name": "Utsjoki", "hosts": ["utsjoki.test"]}
        keys = [str(key) for key in valkey.scan_iter()]
        assert not [key for key in keys if f"t_{number}:" in key]
        assert [key for key in keys if f"{turku.schema_name}:" in key]
        with current_app.connection_for_read() as broker:
            queue = broker.SimpleQueue("celery")
            assert [message.payload[1] for message in _all(queue)] == [{"municipality_id": turku.pk}]
            queue.close()
        assert _status("utsjoki.test") == 404
        assert _status("turku.test") == 200
        with pytest.raises(NotProvisioned):
            municipality_by_code(code="890")

    def test_nothing_in_the_database_names_it_but_the_records(self, leaving: Municipality) -> None:
        lifecycle.remove(municipality=leaving)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nspname || '.' || relname FROM pg_class JOIN pg_namespace ON relnamespace = "
                "pg_namespace.oid WHERE nspname IN ('public', 'national', 'ext') AND relkind = 'r'"
            )
            tables = [name for (name,) in cursor.fetchall()]
            naming = []
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text ~ 'utsjoki|t_{leaving.pk}\\y'")
                if cursor.fetchone() != (0,):
                    naming.append(table)
        assert naming == ["public.tenants_transition"]

    def test_it_may_join_again_as_another(self, leaving: Municipality) -> None:
        lifecycle.remove(municipality=leaving)
        again = provision(code="890", host="utsjoki.test")
        assert again.schema_name != leaving.schema_name
        assert again.uuid != leaving.uuid

    def test_a_worker_at_work_is_waited_for(self, leaving: Municipality) -> None:
        with within_host():
            Municipality.objects.filter(pk=leaving.pk).update(state="active")
            DueJob.objects.exclude(municipality=leaving).delete()
        assert make_due(municipality=leaving, name="sync")
        (run,) = dispatch_due(now=timezone.now(), limit=1)
        assert begin(job_id=run.job_id, token=run.token)
        lifecycle.close(municipality=leaving)
        with pytest.raises(WrongState, match="still at"):
            lifecycle.remove(municipality=leaving)
        assert schema_exists(schema_name=leaving.schema_name)


def _all(queue: Any) -> Iterator[Any]:
    for _ in range(queue.qsize()):
        yield queue.get(block=False)


DRIPS = 999
"""Stands for an answer that does not end."""


class _Site(BaseHTTPRequestHandler):
    """The town's own web server, reached by way of a proxy: it is asked by the whole address."""

    shown: dict[str, tuple[int, bytes]]

    def do_GET(self) -> None:
        status, body = self.server.shown.get(self.path, (404, b""))  # type: ignore[attr-defined]
        if status == DRIPS:
            self._drip()
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body.decode())
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """Lines of headers for as long as somebody reads: well below any timeout of a single step."""
        self.send_response(200)
        self.flush_headers()
        end = threading.Event()
        with suppress(OSError):
            while not end.wait(0.05):
                self.wfile.write(b"X-More: 1\r\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Says nothing."""


@pytest.fixture
def shown(settings: Any) -> Iterator[dict[str, tuple[int, bytes]]]:
    """What the outside answers, by address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    answers: dict[str, tuple[int, bytes]] = {}
    server.shown = answers  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.HTTP_PROXY = f"http://127.0.0.1:{server.server_port}"
    yield answers
    server.shutdown()
    thread.join()
    server.server_close()


class TestHosts:
    """A town may have several hosts, and shows that those outside of the operator's are its."""

    def test_a_host_under_the_operators_own_is_served_at_once(self, turku: Municipality) -> None:
        assert lifecycle.add_host(municipality=turku, host="Abo.localhost") is None
        assert _status("abo.localhost") == 200
        assert list(hosts_of(municipality=turku)) == ["turku.test", "abo.localhost"]

    def test_a_host_of_its_own_is_served_once_it_is_proved(
        self, turku: Municipality, shown: dict[str, tuple[int, bytes]]
    ) -> None:
        claim = lifecycle.add_host(municipality=turku, host="palvelut.turku.example")
        assert claim is not None
        assert lifecycle.add_host(municipality=turku, host="palvelut.turku.example") == claim
        assert _status("palvelut.turku.example") == 404
        with pytest.raises(NotProven, match="404"):
            lifecycle.prove_host(municipality=turku, host="palvelut.turku.example")
        shown[f"http://palvelut.turku.example{PATH}"] = (200, b"something else")
        with pytest.raises(NotProven, match="not the token"):
            lifecycle.prove_host(municipality=turku, host="palvelut.turku.example")
        assert _status("palvelut.turku.example") == 404
        shown[f"http://palvelut.turku.example{PATH}"] = (200, claim.token.encode() + b"\n")
        lifecycle.prove_host(municipality=turku, host="palvelut.turku.example")
        assert _status("palvelut.turku.example") == 200
        assert [one.action for one in history_of(municipality=turku)][-2:] == ["claim-host", "add-host"]
        with within_host():
            assert not HostClaim.objects.exists()

    def test_one_towns_token_does_nothing_for_another(
        self, turku: Municipality, espoo: Municipality, shown: dict[str, tuple[int, bytes]]
    ) -> None:
        theirs = lifecycle.add_host(municipality=turku, host="palvelut.example")
        ours = lifecycle.add_host(municipality=espoo, host="palvelut.example")
        assert theirs is not None
        assert ours is not None
        shown[f"http://palvelut.example{PATH}"] = (200, ours.token.encode())
        with pytest.raises(NotProven):
            lifecycle.prove_host(municipality=turku, host="palvelut.example")
        lifecycle.prove_host(municipality=espoo, host="palvelut.example")
        with pytest.raises(NoSuchHost):
            lifecycle.prove_host(municipality=turku, host="palvelut.example")
        with pytest.raises(HostTaken):
            lifecycle.add_host(municipality=turku, host="palvelut.example")

    def test_a_redirect_elsewhere_proves_nothing(self, shown: dict[str, tuple[int, bytes]]) -> None:
        shown[f"http://palvelut.example{PATH}"] = (302, f"http://evil.example{PATH}".encode())
        shown[f"http://evil.example{PATH}"] = (200, b"token")
        with pytest.raises(NotProven, match="302"):
            require_token(host="palvelut.example", token="token")

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1"])
    def test_a_host_within_a_network_is_not_asked(self, host: str) -> None:
        with pytest.raises(NotProven, match="not a public address"):
            require_token(host=host, token="token")

    def test_an_answer_that_never_ends_is_cut_off(
        self, shown: dict[str, tuple[int, bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proof, "TIMEOUT", 0.5)
        shown[f"http://palvelut.example{PATH}"] = (DRIPS, b"token")
        begun = time.monotonic()
        with pytest.raises(NotProven):
            require_token(host="palvelut.example", token="token")
        assert time.monotonic() - begun < 10

    def test_a_host_that_does_not_answer_proves_nothing(self, settings: Any) -> None:
        settings.HTTP_PROXY = "http://127.0.0.1:1"
        with pytest.raises(NotProven, match="does not answer"):
            require_token(host="palvelut.example", token="token")

    @pytest.mark.parametrize(
        ("host", "error"), [("espoo.test", HostTaken), ("localhost", HostTaken), ("a b", MalformedHost)]
    )
    def test_what_cannot_be_is_refused(
        self, turku: Municipality, espoo: Municipality, host: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            lifecycle.add_host(municipality=turku, host=host)

    def test_a_town_moves_to_another_host_without_a_moment_of_silence(self, turku: Municipality) -> None:
        lifecycle.add_host(municipality=turku, host="abo.localhost")
        assert (_status("turku.test"), _status("abo.localhost")) == (200, 200)
        with pytest.raises(WrongState):
            lifecycle.drop_host(municipality=turku, host="turku.test")
        lifecycle.make_primary(municipality=turku, host="abo.localhost")
        assert list(hosts_of(municipality=turku)) == ["abo.localhost", "turku.test"]
        assert (_status("turku.test"), _status("abo.localhost")) == (200, 200)
        lifecycle.drop_host(municipality=turku, host="turku.test")
        assert (_status("turku.test"), _status("abo.localhost")) == (404, 200)

    def test_anothers_host_is_neither_dropped_nor_made_ones_own(self, turku: Municipality, espoo: Municipality) -> None:
        for operation in (lifecycle.drop_host, lifecycle.make_primary):
            with pytest.raises(NoSuchHost):
                operation(municipality=turku, host="espoo.test")
        assert _status("espoo.test") == 200


class TestRename:
    """A name is only shown; the schema and the hosts stay."""

    def test_it_is_seen_at_once(self, turku: Municipality) -> None:
        lifecycle.rename(municipality=turku, names={"sv": "Åbo stad"})
        assert municipality_by_code(code="853").name("sv") == turku.name("sv") == "Åbo stad"
        assert _status("turku.test") == 200
        assert history_of(municipality=turku)[-1].detail["after"] == {"name_sv": "Åbo stad"}

    @pytest.mark.parametrize("names", [{}, {"fi": " "}, {"de": "Abo"}])
    def test_what_is_no_name_is_refused(self, turku: Municipality, names: dict[str, str]) -> None:
        with pytest.raises(WrongState):
            lifecycle.rename(municipality=turku, names=names)


class TestCommand:
    """`kuntakanta town CODE ACTION`."""

    def _say(self, *words: str) -> str:
        out = io.StringIO()
        call_command("town", *words, stdout=out)
        return out.getvalue()

    def test_a_life_by_commands(self, turku: Municipality) -> None:
        assert self._say("853", "suspend") == "Turku (853) is suspended.\n"
        assert self._say("853", "resume") == "Turku (853) is active.\n"
        assert "answers at turku.test, abo.localhost" in self._say("853", "add-host", "abo.localhost")
        assert "abo.localhost, turku.test" in self._say("853", "primary-host", "abo.localhost")
        assert self._say("853", "drop-host", "turku.test") == "Turku (853) answers at abo.localhost.\n"
        assert "Åbo stad" in self._say("853", "rename", "--sv", "Åbo stad")
        shown = self._say("853", "show")
        assert "suspend (active -> suspended)" in shown
        assert "drop-host (active) host: turku.test" in shown
        assert self._say("853", "close") == "Turku (853) is closed.\n"
        with pytest.raises(CommandError, match="nothing was removed"):
            self._say("853", "remove", "--confirm", "Espoo")
        assert self._say("853", "remove", "--confirm", "Turku") == "Turku (853) has been removed.\n"

    def test_a_claim_says_what_to_do(self, turku: Municipality) -> None:
        said = self._say("853", "add-host", "palvelut.turku.example")
        assert f"http://palvelut.turku.example{PATH}" in said
        assert "kuntakanta town 853 prove-host palvelut.turku.example" in said
