"""The command: one line when ready, a clean end, one clear line about each mistake."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from suomifi_standin import server
from tests.suomifi_standin.process import ROOT, running


def refused(*arguments: str) -> str:
    """The line with which the command refuses its arguments."""
    command = [sys.executable, "-m", "suomifi_standin", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_even_while_answering(number: signal.Signals) -> None:
    with running("--plan", "890:5:5") as (process, url):
        rule = {"path": "/api", "kind": "slow", "seconds": 60}
        httpx.post(f"{url}/_standin/faults", json=rule).raise_for_status()
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/api/v11/Service", timeout=0.3)
        waiting = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])))
        waiting.sendall(b"GET /api/v11/Service HTTP/1.1\r\nHost: standin\r\n\r\n")
        begun = time.monotonic()
        process.send_signal(number)
        assert process.wait(10) == 0
        assert time.monotonic() - begun < 3, "within a second on a machine that has nothing else to do"
        waiting.close()


def test_it_prints_nothing_but_its_address() -> None:
    with running("--plan", "890:5:5") as (process, url):
        httpx.get(f"{url}/api/v11/Service").raise_for_status()
        process.terminate()
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_answers_are_not_held_back_by_nagles_delay() -> None:
    with server.listen("127.0.0.1", 0) as bound:
        assert bound.proto == socket.IPPROTO_TCP, "asyncio switches the delay off for such sockets only"


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refused("--port", str(port), "--plan", "890:1:1")
    assert f"127.0.0.1:{port}" in line
    assert "in use" in line


def test_an_unknown_town_is_named() -> None:
    assert "'999'" in refused("--port", "0", "--towns", "853,999")


def test_a_town_asked_for_twice_is_named() -> None:
    assert "853" in refused("--port", "0", "--towns", "853", "--plan", "853:1:1")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--port", "x"],
        ["--port", "70000"],
        ["--port", "0", "--plan", "853:1"],
        ["--port", "0", "--services", "-1"],
        ["--port", "0", "--page-size", "0"],
        ["--port", "0", "--documents-owner", "853"],
    ],
)
def test_odd_numbers_are_refused(arguments: list[str]) -> None:
    assert refused(*arguments).startswith("suomifi_standin: ")


def test_an_absent_or_empty_folder_of_documents_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "no") in refused("--port", "0", "--documents", str(tmp_path / "no"))
    assert str(tmp_path) in refused("--port", "0", "--documents", str(tmp_path))
