"""The demo as its user meets it: a program that starts everything, serves, and leaves nothing behind."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from kuntakanta import embedded
from kuntakanta.demo import given
from kuntakanta.demo.options import DemoError

SMALL = ["--towns", "890", "--services", "6", "--channels", "4"]
START_SECONDS = 90.0
STOP_SECONDS = 5.0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data directory that the demos of this file follow each other in."""
    directory = tmp_path_factory.mktemp("demo") / "data"
    yield directory
    kept = json.loads((directory / "kept.json").read_text())
    if "place" in kept:
        shutil.rmtree(kept["place"])


def command(data: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "kuntakanta", "demo", *SMALL, "--data", str(data), *more]


def surroundings() -> dict[str, str]:
    """Nothing of the tests' own servers; an empty home."""
    ours = ("DATABASE_URL", "REDIS_URL", "KUNTAKANTA_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"HOME": ""}


def run_once(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(data, "--once", "--port", "0", *more),
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


@contextmanager
def serving(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A demo that has come as far as serving; killed at the end when it still runs."""
    with subprocess.Popen(
        command(data, "--port", str(port)),
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = list(itertools.takewhile(lambda line: not line.startswith("Data, logs"), process.stdout))
            assert any(line.startswith("Open in a browser") for line in said), "".join(said)
            yield process
        finally:
            process.kill()


def descendants(pid: int) -> set[tuple[int, str]]:
    """Every living process below one, each with the time of its start, as numbers are used again."""
    found: set[tuple[int, str]] = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        identity = identify(stat)
        if identity and identity[1] == pid:
            found |= {(identity[0], identity[2])} | descendants(identity[0])
    return found


def identify(stat: Path) -> tuple[int, int, str] | None:
    """Number, parent and start of a process; None when it has gone or only waits to be reaped."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else (int(stat.parent.name), int(fields[1]), fields[19])


def alive(processes: set[tuple[int, str]]) -> set[tuple[int, str]]:
    known = ((pid, start, identify(Path(f"/proc/{pid}/stat"))) for pid, start in processes)
    return {(pid, start) for pid, start, identity in known if identity and identity[2] == start}


def until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def status_of(port: int, host: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_serves_each_town_at_its_host_and_ctrl_c_stops_everything_at_once(data: Path) -> None:
    port = embedded.free_port()
    with serving(data, port) as process:
        assert status_of(port, "localhost", "/health/ready") == 200
        assert status_of(port, f"utsjoki.localhost:{port}", "/health/ready") == 200
        assert status_of(port, "unknown.localhost", "/health/ready") == 404
        second = run_once(data)
        assert (second.returncode, second.stdout) == (2, "")
        assert f"in use by another kuntakanta (process {process.pid})" in second.stderr
        started = descendants(process.pid)
        assert len(started) > 8
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=STOP_SECONDS) == 0
        assert time.monotonic() - began < STOP_SECONDS
        assert alive(started) == set()


def test_a_killed_demo_leaves_no_process_and_the_next_one_goes_on_and_writes_nothing(data: Path) -> None:
    with serving(data, embedded.free_port()) as process:
        started = descendants(process.pid)
        process.send_signal(signal.SIGKILL)
        assert until(lambda: not alive(started), 2 * STOP_SECONDS), alive(started)
    again = run_once(data)
    assert again.returncode == 0, again.stderr + again.stdout
    row = next(line for line in again.stdout.splitlines() if "│ Utsjoki" in line)
    figures = [cell.strip() for cell in row.strip("│").split("│")]
    assert figures[2:4] == ["6", "4"]
    assert figures[-2:] == ["0", "0"], "nothing was written, nothing quarantined"


def test_a_port_in_use_and_an_unknown_town_are_one_line_and_start_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run_once(tmp_path / "data", "--port", port)
    unknown = run_once(tmp_path / "data", "--towns", "853,999")
    for outcome, word in ((refused, f"port {port}"), (unknown, "999")):
        assert outcome.returncode == 2
        assert outcome.stdout == ""
        assert word in outcome.stderr
        assert outcome.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


@pytest.fixture
def empty_database(servers: embedded.Servers) -> Iterator[str]:
    name = f"kuntakanta_given_{os.getpid()}"
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield servers.database_url.rpartition("/")[0] + f"/{name}"
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_a_given_database_is_used_when_it_is_empty_or_the_demos_own(empty_database: str) -> None:
    given.check_database(empty_database)
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE made_by_the_demo ()")
    given.check_database(empty_database)


@pytest.mark.parametrize("content", ["CREATE TABLE precious ()", "CREATE SCHEMA precious"])
def test_a_given_database_that_holds_anything_is_refused(empty_database: str, content: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(content)
    with pytest.raises(DemoError, match="that the demo did not make"):
        given.check_database(empty_database)


def test_given_servers_that_do_not_answer_are_one_line() -> None:
    port = embedded.free_port()
    with pytest.raises(DemoError, match=r"^DATABASE_URL: [^\n]+$"):
        given.check_database(f"postgresql://nobody:secret@127.0.0.1:{port}/none")
    with pytest.raises(DemoError, match=r"^REDIS_URL: [^\n]+$"):
        given.check_valkey(f"redis://127.0.0.1:{port}/0")
