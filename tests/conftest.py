"""Real PostgreSQL and Valkey for every test, with two towns always there: Turku and Espoo.

One pair of servers per test session. The first process that needs a database migrates a template and provisions
both towns into it, where no earlier session has kept one (`kept_cluster`); each process (one, or each worker of
pytest-xdist) then works on a copy of its own. A test that
rolls back leaves the copy as it was; after a test that commits, the copy is made anew.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import Client
from psycopg import sql
from pytest_django import DjangoDbBlocker
from redis import Redis

from api.kept import kept_answers
from kuntakanta import embedded, environment
from tenants.context import within
from tenants.hosts import hosts
from tenants.migrating import migrate_all
from tenants.models import Municipality
from tenants.provisioning import provision
from tenants.queries import municipality_by_code
from tests import kept_cluster
from tests.catalogue_make import organization, store

TEMPLATE = "kuntakanta_template"
TURKU_HOST = "turku.test"
ESPOO_HOST = "espoo.test"
SECRET_KEY = "only-for-tests-" + "x" * 32
_LOCK = 20261123

# --- Servers ---------------------------------------------------------------------------------------------------------

_servers = pytest.StashKey[tuple[ExitStack, embedded.Servers]]()


def _start(config: pytest.Config) -> embedded.Servers:
    """The session's servers; started by whoever asks first in the process that rules the session."""
    if _servers not in config.stash:
        stack = ExitStack()
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuntakanta-tests-")))
        directory.chmod(0o711)  # root's servers run as somebody else
        kept_cluster.take(directory)
        stack.callback(kept_cluster.keep, directory)
        servers = stack.enter_context(embedded.servers(directory, durable=False))
        stack.callback(kept_cluster.drop_copies, servers, template=TEMPLATE)
        config.stash[_servers] = (stack, servers)
    return config.stash[_servers][1]


def pytest_unconfigure(config: pytest.Config) -> None:
    if _servers in config.stash:
        config.stash[_servers][0].close()


class _ForWorkers:
    """Tells the workers of pytest-xdist, which are processes of their own, where the servers are."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        servers = _start(node.config)
        node.workerinput["servers"] = (servers.database_url, servers.redis_url)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_ForWorkers())


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> embedded.Servers:
    """PostgreSQL and Valkey of this session."""
    given = getattr(request.config, "workerinput", {}).get("servers")
    return embedded.Servers(*given) if given else _start(request.config)


# --- Databases -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """A name of this process among those of the session."""
    name: str = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return name


@pytest.fixture(scope="session")
def database_url(servers: embedded.Servers, worker_name: str) -> str:
    """This process's own database, for programs that a test starts."""
    return urlunsplit(urlsplit(servers.database_url)._replace(path=f"/kuntakanta_{worker_name}"))


@pytest.fixture(scope="session")
def redis_url(servers: embedded.Servers, worker_name: str) -> str:
    """This process's own numbered database of Valkey."""
    number = 0 if worker_name == "main" else int(worker_name.removeprefix("gw")) + 1
    return urlunsplit(urlsplit(servers.redis_url)._replace(path=f"/{number % 16}"))


@pytest.fixture(scope="session")
def valkey(redis_url: str) -> Iterator[Redis]:
    """A connection to this process's Valkey, which each test leaves empty."""
    with Redis.from_url(redis_url) as client:
        yield client


def _point_at(url: str) -> None:
    """Have Django's connections, also those of threads to come, use another database."""
    connections.close_all()
    connections.settings["default"].update(_parsed(url))


def _parsed(url: str) -> dict[str, Any]:
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    try:
        return environment.database("DATABASE_URL")
    finally:
        if before is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = before


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    """Drop a database with whoever is in it; one of PostgreSQL's own processes, which tidies up, is waited for."""
    deadline = time.monotonic() + 30
    while True:
        try:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _copy_template(servers: embedded.Servers, name: str) -> None:
    connections.close_all()
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        _drop(admin, name)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )


def _make_template(servers: embedded.Servers) -> None:
    """Migrate and provision once in a session; other processes wait for the first."""
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        unfinished = f"{TEMPLATE}_unfinished"
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        _point_at(urlunsplit(urlsplit(servers.database_url)._replace(path=f"/{unfinished}")))
        migrate_all()
        provision(code="853", host=TURKU_HOST)
        provision(code="049", host=ESPOO_HOST)
        connections.close_all()
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE))
        )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    servers: embedded.Servers,
    database_url: str,
    redis_url: str,
) -> Iterator[None]:
    """Takes the place of pytest-django's: the database is a copy of the template."""
    settings.SECRET_KEY = SECRET_KEY
    settings.REDIS_URL = settings.CELERY_BROKER_URL = redis_url
    settings.CACHES["default"]["LOCATION"] = redis_url
    if caches.all(initialized_only=True):
        del caches["default"]  # made before there was anything to connect to
    with django_db_blocker.unblock():
        _make_template(servers)
        _copy_template(servers, urlsplit(database_url).path[1:])
        _point_at(database_url)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test leaves nothing in Valkey, and one that commits gets a database as new for the next."""
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    if not marker and not names & {"db", "transactional_db", "live_server"}:
        yield
        return
    servers: embedded.Servers = request.getfixturevalue("servers")
    database_url: str = request.getfixturevalue("database_url")
    valkey: Redis = request.getfixturevalue("valkey")
    yield
    hosts.forget()
    kept_answers.forget()
    valkey.flushdb()
    if names & {"transactional_db", "live_server"} or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            _copy_template(servers, urlsplit(database_url).path[1:])


@pytest.fixture
def environment_of_programs(database_url: str, redis_url: str) -> dict[str, str]:
    """What a program of ours that a test starts finds in its environment."""
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "KUNTAKANTA_SECRET_KEY": SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "kuntakanta.settings",
    }


# --- Towns -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def turku(db: None) -> Municipality:
    """Turku: Finnish, Swedish and English."""
    return municipality_by_code(code="853")


@pytest.fixture
def espoo(db: None) -> Municipality:
    """Espoo, the other town: it must never see anything of Turku's."""
    return municipality_by_code(code="049")


@pytest.fixture
def in_turku(turku: Municipality) -> Iterator[Municipality]:
    """The whole test runs within Turku."""
    with within(turku):
        yield turku


@pytest.fixture
def city(turku: Municipality) -> UUID:
    """Turku's organisation."""
    record = organization()
    with within(turku):
        store("organization", record)
    return record.id


@pytest.fixture
def in_espoo(espoo: Municipality) -> Iterator[Municipality]:
    """The whole test runs within Espoo."""
    with within(espoo):
        yield espoo


@pytest.fixture
def turku_client(turku: Municipality) -> Client:
    """A browser at Turku's host."""
    return Client(headers={"host": TURKU_HOST}, raise_request_exception=False)


@pytest.fixture
def espoo_client(espoo: Municipality) -> Client:
    """A browser at Espoo's host."""
    return Client(headers={"host": ESPOO_HOST}, raise_request_exception=False)


@pytest.fixture
def operator_client(db: None) -> Client:
    """A browser at the operator's own host."""
    return Client(headers={"host": settings.PUBLIC_HOST}, raise_request_exception=False)


# --- The outside is closed -------------------------------------------------------------------------------------------


def _loopback_only(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise ConnectionRefusedError(f"Tests connect to this machine only, not to {address[0]}.")


sys.addaudithook(_loopback_only)
