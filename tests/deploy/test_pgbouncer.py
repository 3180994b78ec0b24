"""PgBouncer as we ship it, in front of PostgreSQL 18: towns stay apart; set up otherwise, it is refused."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from django.test import Client

from kuntakanta import processes
from kuntakanta.embedded import places
from kuntakanta.logs import JsonLines
from tenants.context import within, within_host
from tenants.database import pooler
from tenants.database.pooler import PathNotKept
from tenants.hosts import hosts
from tenants.models import Municipality
from tests import catalogue_make, make, walks
from tests.conftest import ESPOO_HOST, TURKU_HOST

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "pgbouncer" / "pgbouncer.ini"
PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SERVERS, CLIENTS, VISITS = 3, 12, 20

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed"),
]


@contextmanager
def _bouncing(database_url: str, **changed: str) -> Iterator[int]:
    """PgBouncer by the shipped file, with a port of its own, few server connections, and what a test changes."""
    port = places.free_port()
    directory = Path(tempfile.mkdtemp(prefix="kuntakanta-pgbouncer-"))
    try:
        account = places.account_for(directory)
        _configure(directory, database_url, {"listen_port": str(port), "default_pool_size": str(SERVERS), **changed})
        if account is not None:
            for path in (directory, *directory.iterdir()):
                os.chown(path, account.uid, account.gid)
        child = processes.start(
            "PgBouncer",
            [str(PROGRAM), str(directory / "pgbouncer.ini")],
            signals=(signal.SIGTERM,),
            environment={"PATH": os.defpath},
            log=directory / "log",
            account=account,
        )
        try:
            _wait_for(child, database_url, port)
            yield port
        finally:
            processes.stop([child], seconds=2)
    finally:
        shutil.rmtree(directory)


def _configure(directory: Path, database_url: str, changed: Mapping[str, str]) -> None:
    where, users = urlsplit(database_url), directory / "users"
    places.write_privately(users, f'"{where.username}" "{where.password}"\n')
    settings = ConfigParser(interpolation=None, comment_prefixes=(";",))
    settings.read(SHIPPED)
    settings.remove_section("databases")
    database = f"host=127.0.0.1 port={where.port} dbname={where.path[1:]}"
    settings.read_dict(
        {"databases": {where.path[1:]: database}, "pgbouncer": {"auth_file": str(users), **changed}}, source="test"
    )
    with (directory / "pgbouncer.ini").open("w") as file:
        settings.write(file)


def _wait_for(child: processes.Child, database_url: str, port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            _raw(database_url, port).close()
            return
        except psycopg.OperationalError:
            assert child.running, child.last_words()
            assert time.monotonic() < deadline, child.last_words()
            time.sleep(0.02)


def _raw(database_url: str, port: int, **options: Any) -> "psycopg.Connection[Any]":
    """A connection without our engine."""
    where = urlsplit(database_url)
    return psycopg.connect(
        host="127.0.0.1",
        port=port,
        user=where.username,
        password=where.password,
        dbname=where.path[1:],
        autocommit=True,
        **options,
    )


@contextmanager
def _through(port: int) -> Iterator[None]:
    """Connections of all threads lead to another port from now on, and nobody has looked there yet."""
    configured: dict[str, Any] = connections.settings["default"]
    before = configured["PORT"], set(pooler._proven)
    connections.close_all()
    pooler._proven.clear()
    configured["PORT"] = str(port)
    try:
        yield
    finally:
        connections.close_all()
        configured["PORT"] = before[0]
        pooler._proven.clear()
        pooler._proven.update(before[1])


@pytest.fixture
def owners_default(database_url: str, turku: Municipality) -> Iterator[None]:
    """What the shipped file says to run once."""
    where = urlsplit(database_url)
    role = f'ROLE "{where.username}" IN DATABASE "{where.path[1:]}"'
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER {role} SET search_path = ext")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER {role} RESET search_path")


@pytest.fixture
def bouncer(database_url: str, owners_default: None) -> Iterator[int]:
    """The port of PgBouncer as shipped; connections lead there."""
    with _bouncing(database_url) as port, _through(port):
        yield port


class TestShipped:
    """As the shipped file has it."""

    def test_a_connection_finds_no_table_before_it_enters_a_place(self, bouncer: int, database_url: str) -> None:
        with _raw(database_url, bouncer) as raw, pytest.raises(psycopg.errors.UndefinedTable):
            raw.execute("SELECT count(*) FROM tenants_municipality")
        with pytest.raises(ProgrammingError, match="does not exist"):
            make.value(connection, "SELECT count(*) FROM tenants_municipality")
        with within_host():
            assert Municipality.objects.count() == 2

    def test_the_path_is_sent_when_it_changes_and_not_else(self, bouncer: int, turku: Municipality) -> None:
        before = connection.path_changes  # type: ignore[attr-defined]
        with within(turku):
            for _ in range(50):
                make.value(connection, "SELECT 1")
        assert connection.path_changes - before <= 1  # type: ignore[attr-defined]

    def test_many_threads_over_few_connections_stay_in_their_towns(
        self, bouncer: int, turku: Municipality, espoo: Municipality
    ) -> None:
        walks.mark(turku, espoo)
        connection.close()
        with ThreadPoolExecutor(CLIENTS) as pool:
            going = [
                pool.submit(walks.walk, (turku, espoo), seed, visits=VISITS, hang_up=True) for seed in range(CLIENTS)
            ]
            visits = [visit for one in going for visit in one.result()]
        assert len(visits) == CLIENTS * VISITS
        towns_of = {backend: {schema for used, schema in visits if used == backend} for backend, _ in visits}
        assert any(len(schemas) == 2 for schemas in towns_of.values()), "a server connection was in both towns"
        assert len(towns_of) < len(visits) / 2, "server connections were shared"
        for town in (turku, espoo):
            with within(town):
                assert walks.marks() == [town.schema_name]

    def test_a_client_that_is_killed_in_a_transaction_leaves_nothing(
        self, bouncer: int, database_url: str, turku: Municipality, espoo: Municipality
    ) -> None:
        connection.close()
        for _ in range(SERVERS):
            _begin_and_be_killed(database_url, bouncer, turku)
        for _ in range(2 * SERVERS):
            assert make.value(connection, "SHOW search_path") == "ext"
            with within(espoo):
                assert not ContentType.objects.filter(app_label="killed").exists()
            connection.close()
        with within(turku):
            assert not ContentType.objects.filter(app_label="killed").exists()

    def test_prepared_statements_are_each_clients_own(
        self, bouncer: int, turku: Municipality, espoo: Municipality
    ) -> None:
        for _ in range(3):
            for town in (turku, espoo, turku):
                with within(town), connection.reading_cursor(prepared=True) as cursor:  # type: ignore[attr-defined]
                    cursor.execute("SELECT current_schema()::text, count(*) FROM django_content_type", [])
                    assert cursor.fetchone()[0] == town.schema_name
            connection.close()

    def test_requests_of_two_towns_get_their_own(self, bouncer: int, turku: Municipality, espoo: Municipality) -> None:
        for town in (turku, espoo):
            with within(town):
                catalogue_make.store("service", catalogue_make.service(f"Palvelu {town.name_fi}"))
        connection.close()
        hosts.forget()
        with ThreadPoolExecutor(CLIENTS) as pool:
            shown = list(pool.map(_ask, [(TURKU_HOST, "Turku", "Espoo"), (ESPOO_HOST, "Espoo", "Turku")] * CLIENTS))
        assert all(shown)


BEGIN = """
import sys, psycopg
connection = psycopg.connect(sys.stdin.readline().strip())
connection.execute("SELECT set_config('search_path', %s, false)", [sys.argv[1]])
connection.commit()
connection.execute("INSERT INTO django_content_type (app_label, model) VALUES ('killed', %s)", [sys.argv[2]])
print("begun", flush=True)
sys.stdin.read()
"""


def _begin_and_be_killed(database_url: str, port: int, town: Municipality) -> None:
    """Another process, killed in the middle of a transaction."""
    address = database_url.replace(f":{urlsplit(database_url).port}/", f":{port}/")
    command = [sys.executable, "-c", BEGIN, f"{town.schema_name}, national, ext", os.urandom(4).hex()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{address}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "begun\n"
        process.kill()


def _ask(visit: tuple[str, str, str]) -> bool:
    """Whether a town's list shows its own and nothing of the other's."""
    host, own, other = visit
    try:
        text = Client(headers={"host": host}).get("/api/v1/services").content.decode()
        return f"Palvelu {own}" in text and f"Palvelu {other}" not in text
    finally:
        connection.close()


class TestUnsafe:
    """Otherwise than shipped, paths are mixed up: our engine refuses such a database with its first connection."""

    @pytest.mark.parametrize(
        "changed",
        [
            {"pool_mode": "transaction"},
            {"pool_mode": "statement"},
            {"server_reset_query": ""},
            {"server_reset_query": "DEALLOCATE ALL"},
        ],
    )
    def test_it_is_refused(self, database_url: str, owners_default: None, changed: Mapping[str, str]) -> None:
        with _bouncing(database_url, **changed) as port, _through(port):
            for _ in range(2):
                with pytest.raises(PathNotKept, match="pool_mode has to be session"):
                    connection.ensure_connection()

    def test_nobody_is_served_from_it(
        self,
        database_url: str,
        owners_default: None,
        operator_client: Client,
        turku_client: Client,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        hosts.forget()
        with _bouncing(database_url, pool_mode="transaction") as port, _through(port):
            assert turku_client.get("/api/v1/services").status_code == 503
            assert operator_client.get("/health/ready").status_code == 503
            assert any("pool_mode has to be session" in JsonLines().format(record) for record in caplog.records)
            with pytest.raises(PathNotKept):
                call_command("migrate_towns", "--plan")

    def test_what_would_happen(self, database_url: str, turku: Municipality) -> None:
        """Without the look: one client says where it is, and another one is there."""
        with (
            _bouncing(database_url, pool_mode="transaction", default_pool_size="1") as port,
            _raw(database_url, port) as one,
            _raw(database_url, port) as other,
        ):
            one.execute("SELECT set_config('search_path', %s, false)", [turku.schema_name])
            assert other.execute("SELECT current_schema()").fetchone() == (turku.schema_name,)
            assert other.pgconn.parameter_status(b"search_path") != turku.schema_name.encode()


def test_without_a_pooler_it_is_looked_once(turku: Municipality, database_url: str) -> None:
    port = urlsplit(database_url).port
    assert port is not None
    with _through(port):
        threads = [threading.Thread(target=_connect_and_close) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(pooler._proven) == 1


def _connect_and_close() -> None:
    connection.ensure_connection()
    connection.close()
