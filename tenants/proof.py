"""The proof that a host belongs to a town: a token that only whoever runs the host can put there.

This is the room's only HTTP client. It is the standard library's, because one small answer is all that it ever reads.
The host is one that somebody else names: it is asked at public addresses only, for a bounded time in all. Where the
operator's network has a proxy, the proxy resolves names, and is what keeps requests out of that network.
"""

import hmac
import socket
import ssl
import threading
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from tenants.addresses import AddressRefused, connect
from tenants.errors import NotProven

PATH = "/.well-known/kuntakanta-host"
TIMEOUT = 5.0
"""Seconds for resolving and connecting, and again for all that follows; a redirect to HTTPS has as many of its own."""


class Reach(Protocol):
    """How a host's port is reached: `addresses.connect`, or what a test puts in its place."""

    def __call__(self, host: str, port: int, *, timeout: float) -> socket.socket: ...


_MOST = 512
_MOVED = (301, 302, 307, 308)


def address_of(host: str) -> str:
    """Where a town shows its token."""
    return f"http://{host}{PATH}"


def require_token(*, host: str, token: str, reach: Reach = connect) -> None:
    """Raises NotProven unless the host answers with the token. One redirect is followed: to itself, by HTTPS."""
    try:
        status, place, body = _answer(host, reach, tls=False)
        if status in _MOVED and place == f"https://{host}{PATH}":
            status, _, body = _answer(host, reach, tls=True)
    except AddressRefused as error:
        raise NotProven(error.message) from error
    except (OSError, HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise NotProven(f"{address_of(host)} does not answer: {reason}") from error
    if status != HTTPStatus.OK:
        raise NotProven(f"{address_of(host)} answers {status}, where the token should be.")
    if not hmac.compare_digest(body.strip(), token.encode()):
        raise NotProven(f"What {address_of(host)} shows is not the token.")


def _answer(host: str, reach: Reach, *, tls: bool) -> tuple[int, str, bytes]:
    connection, target = _connection(host, reach, tls=tls)
    try:
        connection.connect()
        # The socket's own timeout is for each step: an answer that comes byte by byte would never be over.
        end = threading.Timer(TIMEOUT, _cut, [connection.sock])
        end.start()
        try:
            connection.request("GET", target, headers={"Host": host, "User-Agent": "kuntakanta", "Connection": "close"})
            answer: HTTPResponse = connection.getresponse()
            return answer.status, answer.getheader("Location", ""), answer.read(_MOST)
        finally:
            end.cancel()
    finally:
        connection.close()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    """Connects to checked addresses only."""

    def __init__(self, host: str, reach: Reach) -> None:
        super().__init__(host)
        self._reach = reach

    def connect(self) -> None:
        self.sock = self._reach(self.host, self.port, timeout=TIMEOUT)


class _Secure(HTTPSConnection):
    """The same by TLS."""

    def __init__(self, host: str, reach: Reach) -> None:
        super().__init__(host)
        self._reach = reach

    def connect(self) -> None:
        plain = self._reach(self.host, self.port, timeout=TIMEOUT)
        # The handshake comes with the first bytes sent: within the time for all that follows.
        self.sock = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )


def _connection(host: str, reach: Reach, *, tls: bool) -> tuple[HTTPConnection, str]:
    """A connection to the host, by way of the operator's proxy where there is one, and what to ask it for."""
    proxy = urlsplit(settings.HTTP_PROXY)
    if not proxy.hostname:
        return (_Secure if tls else _Plain)(host, reach), PATH
    if not tls:
        return HTTPConnection(proxy.hostname, proxy.port, timeout=TIMEOUT), address_of(host)
    tunnel = HTTPSConnection(proxy.hostname, proxy.port, timeout=TIMEOUT, context=ssl.create_default_context())
    tunnel.set_tunnel(host, 443)
    return tunnel, PATH
