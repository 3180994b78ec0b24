"""The proof that a host belongs to a town: a token that only whoever runs the host can put there."""

import hmac
from http import HTTPStatus
from http.client import HTTPException

from tenants.addresses import AddressRefused
from tenants.asking import ask
from tenants.errors import NotProven

PATH = "/.well-known/kuntakanta-host"
TIMEOUT = 5.0
"""Seconds for resolving and connecting, and again for all that follows; a redirect to HTTPS has as many of its own."""

_MOST = 512
_MOVED = (301, 302, 307, 308)


def address_of(host: str) -> str:
    """Where a town shows its token."""
    return f"http://{host}{PATH}"


def require_token(*, host: str, token: str) -> None:
    """Raises NotProven unless the host answers with the token. One redirect is followed: to itself, by HTTPS."""
    try:
        status, place, body = ask(address_of(host), timeout=TIMEOUT, most=_MOST)
        if status in _MOVED and place == f"https://{host}{PATH}":
            status, _, body = ask(place, timeout=TIMEOUT, most=_MOST)
    except AddressRefused as error:
        raise NotProven(error.message) from error
    except (OSError, HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise NotProven(f"{address_of(host)} does not answer: {reason}") from error
    if status != HTTPStatus.OK:
        raise NotProven(f"{address_of(host)} answers {status}, where the token should be.")
    if not hmac.compare_digest(body.strip(), token.encode()):
        raise NotProven(f"What {address_of(host)} shows is not the token.")
