"""Typed readers of environment variables: each refuses an odd value in one line, and no secret has a default."""

import os
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = ("DATABASE_URL", "REDIS_URL", "KUNTAKANTA_SECRET_KEY")


class OddSetting(ImproperlyConfigured):
    """An environment variable is missing or cannot be understood."""

    code = "odd_setting"


def refuse_incomplete() -> None:
    """Raise OddSetting when something is not given that serving, working and migrating cannot do without."""
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing:
        raise OddSetting(f"{', '.join(missing)} must be set in the environment.")


def text(name: str, default: str = "") -> str:
    """A text without blanks at its ends."""
    return os.environ.get(name, default).strip()


def choice(name: str, allowed: Collection[str], default: str) -> str:
    """One of a few words."""
    value = text(name) or default
    if value not in allowed:
        raise OddSetting(f"{name} is {value!r}; it must be one of {', '.join(sorted(allowed))}.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """`on` or `off`."""
    return choice(name, ("on", "off"), "on" if default else "off") == "on"


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = text(name) or str(default)
    if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= most:
        raise OddSetting(f"{name} is {value!r}; it must be a whole number from {least} to {most}.")
    return int(value)


def secret(name: str) -> str:
    """A secret of at least 32 characters, or an empty one: Django refuses to use that."""
    value = os.environ.get(name, "")
    if value and len(value) < 32:
        raise OddSetting(f"{name} must have at least 32 characters.")
    return value


def url(name: str, *, schemes: Collection[str]) -> str:
    """An address with one of the schemes and a host, without a closing slash; empty when not given."""
    value = text(name).rstrip("/")
    if value:
        parts = _split(name, value)
        if parts.scheme not in schemes or not parts.hostname:
            raise OddSetting(f"{name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}.")
    return value


def database(name: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name?option=value`; without a name if not given."""
    value = url(name, schemes=("postgresql", "postgres"))
    parts = _split(name, value)
    if value and parts.path in ("", "/"):
        raise OddSetting(f"{name} must end with the database's name.")
    return {
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(value: str) -> tuple[str, int, str, str, bool, bool]:
    """Host, port, user, password, TLS from the start, TLS after greeting; of an address that `url` has read."""
    parts = _split("KUNTAKANTA_SMTP_URL", value)
    tls = parts.scheme == "smtps"
    port = parts.port or (465 if tls else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return parts.hostname or "", port, user, password, tls, not tls and bool(user)


def _split(name: str, value: str) -> Any:
    """The parts of an address. The value is not repeated in the error: it may hold a password."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        raise OddSetting(f"{name} is not an address.") from None
    return parts
