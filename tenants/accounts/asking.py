"""One question to a town's sign-in service, and its answer in JSON."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

from tenants import asking
from tenants.accounts.errors import NotAnswered
from tenants.addresses import AddressRefused, is_public

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


def ask(url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """GET, or POST where there is a form. Raises NotAnswered for all but 200 with an object in JSON."""
    parts_of(url)
    body = None if form is None else urlencode(form)
    sent = {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        status, _, answer = asking.ask(url, body=body, headers=sent, timeout=PATIENCE, most=MOST + 1, allows=_allowed)
        found = json.loads(answer) if status == HTTPStatus.OK and len(answer) <= MOST else None
    except AddressRefused:
        raise NotAnswered("The sign-in service is not at a public address.") from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotAnswered(f"The sign-in service did not answer as it should: {type(error).__name__}.") from None
    if not isinstance(found, dict):
        raise NotAnswered(f"The sign-in service answered {status}, or not with an object.")
    return found


def _allowed(address: str) -> bool:
    return settings.SSO_PRIVATE or is_public(address)
