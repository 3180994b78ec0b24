"""Starts the programs of the demo in order, tells when one of them ends by itself, and stops them all."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kuntakanta import embedded, processes
from kuntakanta.demo import given
from kuntakanta.demo.options import DemoError, Options

READY_SECONDS = 60.0
STOP_SECONDS = 2.0  # with the servers' own stops after it, all is over within five seconds
POLL_SECONDS = 0.1
POLITE = (signal.SIGTERM,)
SHORT = (signal.SIGINT, signal.SIGTERM)  # a progress bar gives the terminal's cursor back on the first one
WORKER = (signal.SIGTERM, signal.SIGQUIT)  # Celery's warm stop waits for the task at hand, its cold one does not
LOCAL = "127.0.0.1,localhost"
OURS = [sys.executable, "-m", "kuntakanta"]


@dataclass
class House:
    """The running programs and the environment that they share."""

    options: Options
    logs: Path
    environment: Mapping[str, str]
    port: int
    began: float = field(default_factory=time.time)
    children: list[processes.Child] = field(default_factory=list)

    def start(self, name: str, command: list[str], *, signals: tuple[signal.Signals, ...] = POLITE) -> processes.Child:
        """A program that stays; its output goes to a log of its own."""
        log = self.logs / f"{name.replace(' ', '-')}.log"
        child = processes.start(name, command, signals=signals, environment=self.environment, log=log)
        self.children.append(child)
        return child

    def check(self) -> None:
        """Raise DemoError when a program that should stay has ended."""
        for child in self.children:
            if not child.running:
                raise DemoError(f"the {child.name} ended: {child.last_words()} (log: {child.log})")

    def join(self) -> None:
        """Bring the schemas up to date and let the towns join, before any worker runs."""
        if self.run("demo_join", *self.codes) != 0:
            raise DemoError("the towns could not be made; the lines above say why")

    def watch(self) -> bool:
        """Show the first sync of each town; whether all went well."""
        return self.run("demo_watch", *self.codes, "--since", str(self.began), "--logs", str(self.logs)) == 0

    @property
    def codes(self) -> list[str]:
        return [plan.code for plan in self.options.plans]

    def run(self, command: str, *arguments: str) -> int:
        """A command of ours that does its work on our terminal, with the house's environment; its exit code."""
        words = [sys.executable, "-m", "django", command, *arguments]
        child = processes.start(command, words, signals=SHORT, environment=self.environment, log=None)
        try:
            while child.running:
                self.check()
                time.sleep(POLL_SECONDS)
        finally:
            processes.stop([child], seconds=STOP_SECONDS / 2)
        return int(child.process.returncode)


@contextmanager
def opened(options: Options) -> Iterator[House]:
    """The house with its doors open. Raises DemoError or EmbeddedError; nothing is left running however it ends."""
    refuse_taken_port(options.port)
    with ExitStack() as stack:
        ours = stack.enter_context(embedded.held(options.data))
        urls = {"DATABASE_URL": database(ours, stack), "REDIS_URL": valkey(ours, stack)}
        secret = ours.secret("secret_key")
        house = House(
            options=options,
            logs=ours.logs,
            environment=surroundings() | urls | {"KUNTAKANTA_SECRET_KEY": secret},
            port=options.port or embedded.free_port(),
        )
        stack.callback(lambda: processes.stop(house.children, seconds=STOP_SECONDS))
        registry = start_registry(house, port=ours.port("registry_port"))
        house.environment = {**house.environment, "KUNTAKANTA_REGISTRY_URL": f"{registry}/api/v11"}
        house.join()
        house.start("worker", [*OURS, "worker", "--beat"], signals=WORKER)
        house.start("web server", [*OURS, "serve", "--port", str(house.port)])
        wait_for_web(house)
        yield house


def database(ours: embedded.Held, stack: ExitStack) -> str:
    """The database that was given, else our own."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return stack.enter_context(embedded.postgresql.running(ours))
    given.check_database(url)
    return url


def valkey(ours: embedded.Held, stack: ExitStack) -> str:
    """The broker that was given, else our own."""
    url = os.environ.get("REDIS_URL", "")
    if not url:
        return stack.enter_context(embedded.valkey.running(ours))
    given.check_valkey(url)
    return url


def surroundings() -> dict[str, str]:
    """Our environment, with the demo's settings; a proxy is not asked for what is on this machine."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "kuntakanta.settings",
        "KUNTAKANTA_PUBLIC_HOST": "localhost",
        "KUNTAKANTA_REGISTRY_ENVIRONMENT": "test",
        "PYTHONUNBUFFERED": "1",
        "NO_PROXY": LOCAL,
        "no_proxy": LOCAL,
    }
    return {**os.environ, **settings}


def refuse_taken_port(port: int) -> None:
    """Ask before anything is started; port 0 means any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(f"port {port}: {error.strerror}; choose another with --port") from error


def start_registry(house: House, *, port: int) -> str:
    """The national stand-in; its address, once it has said that it listens."""
    options = house.options
    command = [sys.executable, "-m", "suomifi_standin", "--port", str(port)]
    for plan in options.plans:
        if plan.services is not None:
            command += ["--plan", f"{plan.code}:{plan.services}:{plan.channels}"]
    if options.documents:
        command += ["--documents", str(options.documents), "--documents-owner", options.plans[0].code]
    child = house.start("national stand-in", command)
    deadline = time.monotonic() + READY_SECONDS
    while child.running and time.monotonic() < deadline:
        if listens(port):
            return f"http://127.0.0.1:{port}"
        time.sleep(processes.POLL_SECONDS)
    house.check()
    raise DemoError(f"the {child.name} does not answer (log: {child.log})")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for_web(house: House) -> None:
    """Until the web server says that it can serve."""
    deadline = time.monotonic() + READY_SECONDS
    while not ready(house.port):
        house.check()
        if time.monotonic() > deadline:
            raise DemoError(f"the web server is not ready after {READY_SECONDS:.0f} s (logs: {house.logs})")
        time.sleep(POLL_SECONDS)


def ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/ready", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
