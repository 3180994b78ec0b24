"""A load generator, as a program of its own: a few keep-alive connections, the next request when the answer is whole.

Reads orders from standard input and answers each with a line of JSON. Looks at nothing of an answer but its status and
length, so that it costs a fraction of what any server does. Needs nothing but the standard library.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

BUFFER = 1024 * 1024
CONNECTED_SECONDS = 0.25
WITHOUT_BODY = {204, 304}
PATIENCE = 10.0  # seconds without any answer


@dataclass(frozen=True)
class Order:
    """What to ask for, in turns; ends after so many seconds or answers, whichever comes first."""

    port: int
    requests: list[str]
    status: int
    connections: int
    seconds: float
    most: int


@dataclass(frozen=True)
class Outcome:
    """What was answered; `error` where something else came than expected."""

    answers: int
    seconds: float
    bytes: int
    error: str = ""


@dataclass
class Connection:
    """A connection and what is still missing of the answer under way; -1: its head."""

    socket: socket.socket
    missing: int = -1
    head: bytearray = field(default_factory=bytearray)


class Unexpected(Exception):
    """The server did not answer as it should."""


def carry_out(order: Order) -> Outcome:
    """Runs an order to its end, with new connections now and then.

    The kernel spreads connections over a server's processes by chance: three of four may be one's, or all.
    """
    requests = [each.encode() for each in order.requests]
    answers, size, seconds, asked = 0, 0, 0.0, 0
    while seconds < order.seconds and answers < order.most:
        part = _with_connections(order, requests, asked, min(CONNECTED_SECONDS, order.seconds - seconds))
        answers, size, seconds = answers + part.answers, size + part.bytes, seconds + part.seconds
        asked += part.answers
        if part.error:
            return Outcome(answers, seconds, size, part.error)
    return Outcome(answers, seconds, size)


def _with_connections(order: Order, requests: Sequence[bytes], asked: int, seconds: float) -> Outcome:
    """One set of connections; what is under way in the end is given up."""
    buffer = bytearray(BUFFER)
    answers = size = 0
    with selectors.DefaultSelector() as selector:
        connections = [
            Connection(socket.create_connection(("127.0.0.1", order.port))) for _ in range(order.connections)
        ]
        try:
            for connection in connections:
                connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            began = time.perf_counter()
            for connection in connections:
                asked = _ask(connection, requests, asked)
            while (now := time.perf_counter()) - began < seconds and answers < order.most:
                ready = selector.select(PATIENCE)
                if not ready:
                    raise Unexpected(f"no answer within {PATIENCE:.0f} s")
                for key, _ in ready:
                    received = key.data.socket.recv_into(buffer)
                    size += received
                    if _whole(key.data, memoryview(buffer)[:received], order.status):
                        answers += 1
                        asked = _ask(key.data, requests, asked)
        except (Unexpected, OSError) as error:
            return Outcome(answers, time.perf_counter() - began, size, str(error))
        finally:
            for connection in connections:
                connection.socket.close()
    return Outcome(answers, now - began, size)


def _ask(connection: Connection, requests: Sequence[bytes], asked: int) -> int:
    connection.missing = -1
    connection.head.clear()
    connection.socket.sendall(requests[asked % len(requests)])
    return asked + 1


def _whole(connection: Connection, received: memoryview, status: int) -> bool:
    """Whether the answer is complete with what was received; raises Unexpected for another status."""
    if not received:
        raise Unexpected("the server closed a connection")
    if connection.missing >= 0:
        connection.missing -= len(received)
        return connection.missing <= 0
    connection.head += received
    head, end, body = bytes(connection.head).partition(b"\r\n\r\n")
    if not end:
        return False
    if int(head[9:12]) != status:
        raise Unexpected(f"status {head[9:12].decode()} instead of {status}")
    connection.missing = (0 if status in WITHOUT_BODY else _length(head)) - len(body)
    return connection.missing <= 0


def _length(head: bytes) -> int:
    """The length of the body. Raises Unexpected where the head does not tell."""
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise Unexpected("an answer of unknown length")
    return int(rest.partition(b"\r\n")[0])


def main() -> None:
    """Until the input ends."""
    for line in sys.stdin:
        outcome = carry_out(Order(**json.loads(line)))
        sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
