"""One question to a server that a town names, and its answer in JSON: at public addresses, bounded in time and size.

The standard library's client does: nothing is kept open, no redirect is followed, no cookie is kept. Where the
operator's network has a proxy, the proxy resolves names, and is what keeps requests out of that network.
"""

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

from tenants.accounts.errors import NotAnswered
from tenants.addresses import AddressRefused, connect, is_public

PATIENCE: Final = 10.0
"""Seconds for resolving and connecting, and again for all that follows."""

MOST: Final = 256 * 1024
"""Bytes of an answer; a list of keys has a few thousand."""


def parts_of(url: str) -> SplitResult:
    """The parts of an address that may be asked. Raises NotAnswered: not https, a user in it, or no address at all."""
    schemes = ("https", "http") if settings.SSO_PRIVATE else ("https",)
    try:
        parts = urlsplit(url)
        sound = parts.scheme in schemes and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        sound = False
    if not sound:
        raise NotAnswered("A sign-in service is at an address that begins with https://.")
    return parts


def ask(
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> dict[str, Any]:
    """GET, or POST where there is a form. Raises NotAnswered for all but 200 with an object in JSON."""
    parts = parts_of(url)
    body = None if form is None else urlencode(form)
    sent = {"Host": parts.netloc, "Accept": "application/json", "User-Agent": "kuntakanta", "Connection": "close"}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        status, answer = _answer(parts, body, {**sent, **(headers or {})}, patience)
        found = json.loads(answer) if status == HTTPStatus.OK and len(answer) <= MOST else None
    except AddressRefused:
        raise NotAnswered("The sign-in service is not at a public address.") from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotAnswered(f"The sign-in service did not answer as it should: {type(error).__name__}.") from None
    if not isinstance(found, dict):
        raise NotAnswered(f"The sign-in service answered {status}, or not with an object.")
    return found


def _answer(parts: SplitResult, body: str | None, headers: Mapping[str, str], patience: float) -> tuple[int, bytes]:
    connection, target = _connection(parts)
    try:
        connection.connect()
        # The socket's own timeout is for each step: an answer that comes byte by byte would never be over.
        end = threading.Timer(patience, _cut, [connection.sock])
        end.start()
        try:
            connection.request("GET" if body is None else "POST", target, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read(MOST + 1)
        finally:
            end.cancel()
    finally:
        connection.close()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _allowed(address: str) -> bool:
    return settings.SSO_PRIVATE or is_public(address)


class _Plain(HTTPConnection):
    """Connects to checked addresses only."""

    def connect(self) -> None:
        self.sock = connect(self.host, self.port, timeout=PATIENCE, allows=_allowed)


class _Secure(HTTPSConnection):
    """The same by TLS."""

    def connect(self) -> None:
        plain = connect(self.host, self.port, timeout=PATIENCE, allows=_allowed)
        # The handshake comes with the first bytes sent: within the time for all that follows.
        self.sock = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )


def _connection(parts: SplitResult) -> tuple[HTTPConnection, str]:
    """A connection to the server, by way of the operator's proxy where there is one, and what to ask it for."""
    host, tls = parts.hostname or "", parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    proxy = urlsplit(settings.HTTP_PROXY)
    if not tls:  # in tests only
        return _Plain(host, parts.port or 80), target
    if not proxy.hostname:
        return _Secure(host, parts.port or 443), target
    tunnel = HTTPSConnection(proxy.hostname, proxy.port, timeout=PATIENCE, context=ssl.create_default_context())
    tunnel.set_tunnel(host, parts.port or 443)
    return tunnel, target
