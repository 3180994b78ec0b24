"""Starts what `bench read` compares: our own server as shipped, the floor's, and the load generator."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import msgspec

from kuntakanta import embedded, processes
from kuntakanta.bench.house import BenchError
from kuntakanta.bench.load import Order, Outcome
from kuntakanta.management.commands.serve import THREADS, command_line

PROCESSES = 2
START_SECONDS = 60.0
STOP_SECONDS = 3.0
ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ours(logs: Path, *, keeps: bool, processes: int = PROCESSES, threads: int = THREADS) -> Iterator[int]:
    """`kuntakanta serve` as shipped, or one that reads each answer anew instead of keeping it; its port."""
    port = embedded.free_port()
    given = {} if keeps else {"KUNTAKANTA_KEPT_ANSWERS_MEGABYTES": "0"}
    words = [sys.executable, "-m", "kuntakanta", "serve", "--port", str(port)]
    words += ["--processes", str(processes), "--threads", str(threads)]
    log = logs / ("kept.log" if keeps else "ours.log")
    with _running("our own server", words, log, port, given, path="/health/ready", host="localhost"):
        yield port


@contextmanager
def floor(logs: Path, schema: str) -> Iterator[int]:
    """The floor's application under the same server; its port."""
    port = embedded.free_port()
    application = "kuntakanta.bench.floor_app:application"
    words = command_line(application, host="127.0.0.1", port=port, processes=PROCESSES, threads=THREADS)
    given = {"BENCH_SCHEMA": schema, "BENCH_THREADS": str(THREADS)}
    with _running("floor's server", words, logs / "floor.log", port, given, path="/static", host="localhost"):
        yield port


@contextmanager
def _running(
    name: str, words: Sequence[str], log: Path, port: int, given: Mapping[str, str], *, path: str, host: str
) -> Iterator[None]:
    child = processes.start(name, words, signals=ENDING, environment={**os.environ, **given}, log=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port, path=path, host=host):
            if not child.running or time.monotonic() > deadline:
                raise BenchError(f"{name} did not start: {child.last_words()}")
            time.sleep(processes.POLL_SECONDS)
        yield
    finally:
        processes.stop([child], seconds=STOP_SECONDS)


def answers(port: int, *, path: str, host: str) -> bool:
    """Whether the server says that all is well."""
    try:
        return get(port, path=path, host=host)[0] == http.HTTPStatus.OK
    except OSError:
        return False


def get(port: int, *, path: str, host: str, headers: Mapping[str, str] | None = None) -> tuple[int, str | None, bytes]:
    """One answer: its status, its ETag, its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers["ETag"], answer.read()
    finally:
        connection.close()


class Load:
    """The load generator at work in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def carry_out(self, order: Order) -> Outcome:
        """Runs an order; raises BenchError when the server answers otherwise than it should."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(asdict(order)) + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise BenchError("the load generator ended")
        outcome = msgspec.json.decode(line, type=Outcome)
        if outcome.error:
            raise BenchError(f"under load: {outcome.error}, after {outcome.answers} answers")
        return outcome


@contextmanager
def load() -> Iterator[Load]:
    """The load generator; it ends when its input does."""
    words = [sys.executable, "-m", "kuntakanta.bench.load"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            yield Load(process)
        finally:
            process.kill()
