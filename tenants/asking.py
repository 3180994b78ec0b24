"""One question to a server that somebody else names, and its answer: at public addresses, bounded in time and size.

The standard library's client does: nothing is kept open, no redirect is followed, no cookie is kept. Where the
operator's network has a proxy, the proxy resolves names, and is what keeps requests out of that network.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from tenants.addresses import connect, is_public


class Answer(NamedTuple):
    """What a server answered: `place` is where it sends us to, which may be empty."""

    status: int
    place: str
    body: bytes


def ask(
    url: str,
    *,
    timeout: float,
    most: int,
    body: str | None = None,
    headers: Mapping[str, str] | None = None,
    allows: Callable[[str], bool] = is_public,
) -> Answer:
    """GET, or POST where there is a body; of the answer's body the first `most` bytes.

    Takes `timeout` seconds for the way there (of a proxy: for each of its steps) and as many for all that follows.
    Raises AddressRefused; OSError or HTTPException where the server is silent, odd, too slow, or not by its certificate
    who it should be.
    """
    parts = urlsplit(url)
    host, safe = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if safe else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if settings.HTTP_PROXY and not safe:
        target = f"http://{parts.netloc}{target}"
    sent = {"Host": parts.netloc, "User-Agent": "kuntakanta", "Connection": "close", **(headers or {})}
    with (
        way(host, port, timeout=timeout, tunnel=safe, allows=allows) as plain,
        _by_tls(plain, host) if safe else plain as sock,
        _bounded(sock, timeout),
    ):
        connection = HTTPConnection(host, port)
        connection.sock = sock  # it connects only where there is none
        connection.request("GET" if body is None else "POST", target, body, sent)
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.getheader("Location", ""), answer.read(most))


def way(
    host: str, port: int, *, timeout: float, tunnel: bool = True, allows: Callable[[str], bool] = is_public
) -> socket.socket:
    """A connection to a host's port, through the operator's proxy where there is one.

    Without `tunnel` it goes as far as that proxy, which is then told the whole address.
    """
    proxy = urlsplit(settings.HTTP_PROXY)
    if not proxy.hostname:
        return connect(host, port, timeout=timeout, allows=allows)
    with closing(HTTPConnection(proxy.hostname, proxy.port, timeout=timeout)) as there:
        if tunnel:
            there.set_tunnel(host, port)
        there.connect()
        made, there.sock = there.sock, None
    return made


def _by_tls(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """The connection with TLS. The handshake comes with the first bytes sent: within the time for all that follows."""
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


@contextmanager
def _bounded(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cuts a connection off after some seconds.

    The socket's own timeout is for each step: what comes byte by byte would never be over.
    """
    end = threading.Timer(seconds, _cut, [sock])
    end.start()
    try:
        yield
    finally:
        end.cancel()


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
