"""API accounts and their tokens: who may write, for which organisation, and until when."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Right(StrEnum):
    """The access rights of an account, as the token names them."""

    READ = "OpenApiRead"
    WRITE = "OpenApiWrite"
    ASTI = "ASTIWrite"


class Role(StrEnum):
    """Eeva administers the whole register; Pete is main user of one organisation and of those below it."""

    EEVA = "Eeva"
    PETE = "Pete"


class Environment(StrEnum):
    """The two environments word their login answers differently and let tokens live differently long."""

    PRODUCTION = "production"
    TEST = "test"


TOKEN_MEMBER = {Environment.PRODUCTION: "serviceToken", Environment.TEST: "ptvToken"}
TOKEN_LIFE = {Environment.PRODUCTION: timedelta(hours=1), Environment.TEST: timedelta(hours=24)}


@dataclass(frozen=True, slots=True)
class Account:
    """`organizations`: id in Suomi.fi-palveluhallinta -> id in the register; the first one is the active one."""

    username: str
    password: str
    organizations: dict[str, str]
    role: Role = Role.PETE
    rights: frozenset[Right] = frozenset({Right.READ, Right.WRITE})


@dataclass(frozen=True, slots=True)
class Author:
    """Whom a token speaks for, and the register's id of the organisation."""

    username: str
    organization: str
    role: Role
    rights: frozenset[Right]


class LoginRefused(Exception):
    """No such account, a wrong password, or an organisation that the account does not serve."""


@dataclass(slots=True)
class Accounts:
    """The accounts that there are, and which tokens hold. `skew`: how far the clock that judges tokens is ahead of
    the one that dates them; a token is then refused that much before its `exp`."""

    environment: Environment = Environment.TEST
    skew: timedelta = timedelta()
    life: timedelta | None = None
    _accounts: dict[str, Account] = field(default_factory=dict)
    _revoked: dict[str, int] = field(default_factory=dict)
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def add(self, account: Account) -> None:
        self._accounts[account.username] = account

    def revoke(self, username: str | None) -> None:
        """Refuse every token given so far, of one account or of all."""
        for name in [username] if username else list(self._accounts):
            self._revoked[name] = self._revoked.get(name, 0) + 1

    def login(self, username: str, password: str, asked: str | None, now: datetime) -> str:
        """A token. `asked` names the organisation where an account serves several; a token of the test environment is
        bound to one, so there it changes nothing (2026)."""
        account = self._accounts.get(username)
        if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
            raise LoginRefused(username)
        organization = next(iter(account.organizations.values()))
        if asked and self.environment is Environment.PRODUCTION:
            if asked not in account.organizations:
                raise LoginRefused(asked)
            organization = account.organizations[asked]
        ends = now + (self.life or TOKEN_LIFE[self.environment])
        return self._signed(
            {
                "sub": username,
                "organization": organization,
                "iat": int(now.timestamp()),
                "exp": int(ends.timestamp()),
                "serial": self._revoked.get(username, 0),
            }
        )

    def author(self, token: str, now: datetime) -> Author | None:
        """Whom the token speaks for, if it is one of ours and still holds."""
        claims = self._claims(token)
        account = self._accounts.get(str(claims.get("sub"))) if claims else None
        if claims is None or account is None or claims["serial"] != self._revoked.get(account.username, 0):
            return None
        if (now + self.skew).timestamp() >= claims["exp"]:
            return None
        return Author(account.username, claims["organization"], account.role, account.rights)

    def _signed(self, claims: dict[str, Any]) -> str:
        body = f"{_packed({'alg': 'HS256', 'typ': 'JWT'})}.{_packed(claims)}"
        return f"{body}.{_text(self._signature(body))}"

    def _signature(self, body: str) -> bytes:
        return hmac.digest(self._secret, body.encode(), hashlib.sha256)

    def _claims(self, token: str) -> dict[str, Any] | None:
        body, _, signature = token.rpartition(".")
        try:
            given = _bytes(signature)
        except (binascii.Error, ValueError):
            return None
        if not body or not hmac.compare_digest(given, self._signature(body)):
            return None
        claims: dict[str, Any] = json.loads(_bytes(body.partition(".")[2]))
        return claims


def _packed(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
