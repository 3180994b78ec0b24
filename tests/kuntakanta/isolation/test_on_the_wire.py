"""Requests as only a raw socket sends them, to the real web server: whose host is meant is never in doubt."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from kuntakanta.embedded.places import free_port
from tenants.context import within
from tenants.models import Municipality
from tests import catalogue_make
from tests.conftest import ESPOO_HOST, TURKU_HOST

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/api/v1/services"


@pytest.fixture
def port(turku: Municipality, espoo: Municipality, environment_of_programs: dict[str, str]) -> Iterator[int]:
    """The web server, for two towns with a service each."""
    for town in (turku, espoo):
        with within(town):
            catalogue_make.store("service", catalogue_make.service(f"Palvelu {town.name_fi}"))
    port = free_port()
    command = [sys.executable, "-m", "kuntakanta", "serve", "--port", str(port), "--processes", "1", "--threads", "1"]
    process = subprocess.Popen(command, env=environment_of_programs, stdout=subprocess.DEVNULL)
    try:
        _wait_for(process, port)
        yield port
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 30
    while not _say(port, f"GET /health/live HTTP/1.1\r\nHost: {TURKU_HOST}"):
        assert process.poll() is None, "the server has ended"
        assert time.monotonic() < deadline, "the server did not answer in time"
        time.sleep(0.05)


def _say(port: int, head: str) -> str:
    """Send a request's head as it stands; all that comes back until the server hangs up, empty when nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            wire.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode("latin-1"))
            return b"".join(iter(lambda: wire.recv(65536), b"")).decode()
    except ConnectionError:
        return ""


def _towns(answer: str) -> set[str]:
    """Whose services an answer shows."""
    return {name for name in ("Turku", "Espoo") if f"Palvelu {name}" in answer}


def test_whose_host_is_meant_is_never_in_doubt(port: int) -> None:
    turku, espoo = f"Host: {TURKU_HOST}", f"Host: {ESPOO_HOST}"
    one_town = {
        f"GET {LIST} HTTP/1.1\r\n{turku}": "Turku",
        f"GET {LIST} HTTP/1.1\r\n{espoo}": "Espoo",
        f"GET http://{ESPOO_HOST}{LIST} HTTP/1.1\r\n{turku}": "Turku",
        f"GET http://{ESPOO_HOST}{LIST} HTTP/1.1": "Espoo",
        f"GET {LIST} HTTP/1.1\r\n{turku}\r\nX_Forwarded_Host: {ESPOO_HOST}\r\nHTTP-HOST: {ESPOO_HOST}": "Turku",
    }
    assert {head: _towns(_say(port, head)) for head in one_town} == {head: {town} for head, town in one_town.items()}
    nobodys = [
        f"GET {LIST} HTTP/1.0",
        f"GET {LIST} HTTP/1.1",
        f"GET {LIST} HTTP/1.1\r\n{turku}\r\n{espoo}",
        f"GET {LIST} HTTP/1.1\r\n{turku}\r\n{turku}",
        f"GET {LIST} HTTP/1.1\r\nHost: {ESPOO_HOST}@{TURKU_HOST}",
        f"GET {LIST} HTTP/1.1\r\nHost: {TURKU_HOST}/{ESPOO_HOST}",
        f"GET {LIST} HTTP/1.1\r\nHost : {TURKU_HOST}",
        f"GET {LIST} HTTP/1.1\r\n{turku}\r\n  {ESPOO_HOST}",
    ]
    for head in nobodys:
        answer = _say(port, head)
        assert answer.split()[1] in ("400", "404"), head
        assert answer.partition("\r\n\r\n")[2] == "", head


def test_one_wire_carries_requests_of_two_towns(port: int) -> None:
    heads = [f"GET {LIST} HTTP/1.1\r\nHost: {host}" for host in (TURKU_HOST, ESPOO_HOST) * 5]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall("".join(f"{head}\r\n\r\n" for head in heads[:-1]).encode())
        wire.sendall(f"{heads[-1]}\r\nConnection: close\r\n\r\n".encode())
        answers = b"".join(iter(lambda: wire.recv(65536), b"")).decode().split("HTTP/1.1 200 OK")[1:]
    assert [_towns(answer) for answer in answers] == [{"Turku"}, {"Espoo"}] * 5
