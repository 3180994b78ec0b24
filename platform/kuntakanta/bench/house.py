"""Where a benchmark lives: servers of its own in a temporary folder, or scratch databases on given ones."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

from kuntakanta import embedded, processes

TOWN = "853"
SECONDS = 5
START_SECONDS = 60.0
STOP_SECONDS = 3.0
VALKEY_DATABASES = range(1, 16)
ENDING = (signal.SIGINT, signal.SIGTERM)
LOCAL = "127.0.0.1,localhost"


class BenchError(Exception):
    """A benchmark cannot be run; one clear line."""


@contextmanager
def opened(*, services: int, channels: int) -> Iterator[Mapping[str, str]]:
    """The environment of our programs: scratch database, broker, and a stand-in that plays a town of that size.

    Raises BenchError or EmbeddedError. Nothing of it is left.
    """
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuntakanta-bench-")))
        ours = stack.enter_context(embedded.held(directory / "data"))
        stack.callback(embedded.places.forget_place, ours)
        given_database, given_valkey = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
        postgresql = scratch_database(given_database) if given_database else embedded.postgresql.running(ours)
        valkey = scratch_valkey(given_valkey) if given_valkey else embedded.valkey.running(ours)
        environment = {
            **os.environ,
            "DATABASE_URL": stack.enter_context(postgresql),
            "REDIS_URL": stack.enter_context(valkey),
            "KUNTAKANTA_SECRET_KEY": secrets.token_urlsafe(48),
            "KUNTAKANTA_PUBLIC_HOST": "localhost",
            "DJANGO_SETTINGS_MODULE": "kuntakanta.settings",
            "NO_PROXY": LOCAL,
            "no_proxy": LOCAL,
        }
        registry = stack.enter_context(stand_in(ours, environment, plan=f"{TOWN}:{services}:{channels}"))
        yield environment | {"KUNTAKANTA_REGISTRY_URL": f"{registry}/api/v11"}


def run(command: str, *arguments: str, environment: Mapping[str, str]) -> int:
    """A command of ours inside the house, on our terminal; its exit code."""
    words = [sys.executable, "-m", "django", command, *arguments]
    child = processes.start(command, words, signals=ENDING, environment=environment, log=None)
    try:
        return int(child.process.wait())
    finally:
        processes.stop([child], seconds=STOP_SECONDS)


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """A new database on a server that was given, dropped in the end."""
    name = f"kuntakanta_bench_{secrets.token_hex(6)}"
    try:
        with psycopg.connect(url, connect_timeout=SECONDS, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BenchError(f"DATABASE_URL: {str(error).strip().splitlines()[-1]}") from error
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, connect_timeout=SECONDS, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def scratch_valkey(url: str) -> Iterator[str]:
    """A numbered database of a broker that was given, one in which there is nothing; emptied in the end."""
    try:
        for number in VALKEY_DATABASES:
            ours = urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
            with redis.Redis.from_url(ours, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
                if client.dbsize() == 0:
                    try:
                        yield ours
                    finally:
                        client.flushdb()
                    return
    except (redis.RedisError, ValueError) as error:
        raise BenchError(f"REDIS_URL: {error}") from error
    raise BenchError("REDIS_URL: none of the broker's databases 1 to 15 is empty")


@contextmanager
def stand_in(ours: embedded.Held, environment: Mapping[str, str], *, plan: str) -> Iterator[str]:
    """The national catalogue, played by a program of its own; its address."""
    port = embedded.free_port()
    command = [sys.executable, "-m", "suomifi_standin", "--port", str(port), "--plan", plan]
    log = ours.logs / "standin.log"
    child = processes.start("national stand-in", command, signals=ENDING, environment=environment, log=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while b"listening on" not in log.read_bytes():
            if not child.running or time.monotonic() > deadline:
                raise BenchError(f"the {child.name} did not start: {child.last_words()}")
            time.sleep(processes.POLL_SECONDS)
        yield f"http://127.0.0.1:{port}"
    finally:
        processes.stop([child], seconds=STOP_SECONDS)
