"""The proof that a host belongs to a town: a token that only whoever runs the host can put there.

This is the room's only HTTP client. It is the standard library's, because one small answer is all that it ever reads.
"""

import hmac
import ssl
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from tenants.errors import NotProven

PATH = "/.well-known/kuntakanta-host"
TIMEOUT = 5.0
_MOST = 512
_MOVED = (301, 302, 307, 308)


def address_of(host: str) -> str:
    """Where a town shows its token."""
    return f"http://{host}{PATH}"


def require_token(*, host: str, token: str) -> None:
    """Raises NotProven unless the host answers with the token. One redirect is followed: to itself, by HTTPS."""
    try:
        status, place, body = _answer(host, tls=False)
        if status in _MOVED and place == f"https://{host}{PATH}":
            status, _, body = _answer(host, tls=True)
    except (OSError, HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise NotProven(f"{address_of(host)} does not answer: {reason}") from error
    if status != HTTPStatus.OK:
        raise NotProven(f"{address_of(host)} answers {status}, where the token should be.")
    if not hmac.compare_digest(body.strip(), token.encode()):
        raise NotProven(f"What {address_of(host)} shows is not the token.")


def _answer(host: str, *, tls: bool) -> tuple[int, str, bytes]:
    connection, target = _connection(host, tls=tls)
    try:
        connection.request("GET", target, headers={"Host": host, "User-Agent": "kuntakanta", "Connection": "close"})
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read(_MOST)
    finally:
        connection.close()


def _connection(host: str, *, tls: bool) -> tuple[HTTPConnection, str]:
    """A connection to the host, by way of the operator's proxy where there is one, and what to ask it for."""
    proxy = urlsplit(settings.HTTP_PROXY)
    if not proxy.hostname:
        return (_secure(host) if tls else HTTPConnection(host, timeout=TIMEOUT)), PATH
    if not tls:
        return HTTPConnection(proxy.hostname, proxy.port, timeout=TIMEOUT), address_of(host)
    tunnel = _secure(proxy.hostname, proxy.port)
    tunnel.set_tunnel(host, 443)
    return tunnel, PATH


def _secure(host: str, port: int | None = None) -> HTTPSConnection:
    return HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
