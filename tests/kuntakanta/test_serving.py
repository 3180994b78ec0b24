"""The real web server: each town by its host, one line when the port is taken, and gone at a signal."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from tenants.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)


ONE_REQUEST = """
from wsgiref.util import setup_testing_defaults
from django.db import connection
from kuntakanta.wsgi import application
environ = {"PATH_INFO": "/health/ready", "HTTP_HOST": "turku.test"}
setup_testing_defaults(environ)
application(environ, lambda status, headers: print(status))
print("kept" if connection.connection else "let go")
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _command(port: int) -> list[str]:
    return [sys.executable, "-m", "kuntakanta", "serve", "--port", str(port), "--processes", "1", "--threads", "2"]


@pytest.fixture
def port() -> int:
    return _free_port()


@pytest.fixture
def server(
    turku: Municipality, environment_of_programs: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(_command(port), env=environment_of_programs, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _ask(port: int, host: str, server: subprocess.Popen[bytes]) -> httpx.Response:
    """The answer at a host, as soon as the server answers at all."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health/ready", headers={"host": host}, timeout=10)
        except httpx.TransportError:
            assert server.poll() is None, "the server has ended"
            assert time.monotonic() < deadline, "the server did not answer in time"
            time.sleep(0.05)


def test_it_serves_towns_by_host_and_ends_at_a_signal(server: subprocess.Popen[bytes], port: int) -> None:
    for host, status in (("turku.test", 200), ("espoo.test:80", 200), ("localhost", 200), ("tampere.test", 404)):
        assert _ask(port, host, server).status_code == status
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=10) == 0


def test_a_taken_port_is_one_line(environment_of_programs: dict[str, str]) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        answer = subprocess.run(
            _command(holder.getsockname()[1]),
            env=environment_of_programs,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith("kuntakanta: Cannot listen at 127.0.0.1:")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "70000"), ("--threads", "0"), ("--processes", "999")])
def test_odd_numbers_are_refused(environment_of_programs: dict[str, str], words: tuple[str, ...]) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "kuntakanta", "serve", *words],
        env=environment_of_programs,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"kuntakanta: {words[0]} must be from")


@pytest.mark.parametrize(("seconds", "fate"), [("0", "let go"), ("900", "kept")])
def test_a_thread_keeps_its_connection_only_where_it_may(
    turku: Municipality, environment_of_programs: dict[str, str], seconds: str, fate: str
) -> None:
    environment = {**environment_of_programs, "KUNTAKANTA_DATABASE_KEEP_SECONDS": seconds}
    answer = subprocess.run(
        [sys.executable, "-c", ONE_REQUEST], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stdout.splitlines() == ["200 OK", fate], answer.stderr
