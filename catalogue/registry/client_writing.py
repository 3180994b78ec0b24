"""The writing side of the only HTTP to the national catalogue: login, and one request at a time.

Nothing that was sent is sent again from here: whoever writes must know whether it was done. So a write ends in one of
three ways. An `Answer` is what the register said. `Transient` is raised where the request cannot have reached it.
`Uncertain` is raised for everything else (a cut connection, a time-out, 5xx): then nobody knows, and what the register
holds must be read before anything is sent again (reference 2.5, 4.6).

Tokens live in memory for as long as a writer does. A token may be refused before its end (1.1): then it is dropped,
there is one new login, and the request is made once more; a second refusal is `CredentialsRefused`.
"""

import base64
import binascii
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import httpx
import msgspec

from catalogue.errors import CredentialsRefused, RegistryError
from catalogue.registry.client import TIMEOUT, Transient, read_whole

EARLY: Final = 60.0
"""Seconds before its end at which a token is used no more."""

UNKNOWN_LIFE: Final = 900.0
"""For how many seconds a token is used that does not tell its end."""

Slot = Callable[[], AbstractContextManager[object]]


class Uncertain(RegistryError):
    """Nobody knows whether a write was done; what the register holds must be read."""

    code = "registry_uncertain"

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


@dataclass(frozen=True, slots=True)
class Login:
    """An API account of the register; `organisation` is the id in Suomi.fi-palveluhallinta, which only an account that
    serves several needs (reference 1.1)."""

    username: str
    password: str = field(repr=False)
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register said: 200 with a document, or a refusal."""

    status: int
    body: bytes


@dataclass(slots=True)
class Spent:
    """What writing has cost so far."""

    requests: int = 0
    bytes: int = 0


class _Token(msgspec.Struct, rename="camel"):
    """The answer of a login: one member in production, the other in the test environment."""

    service_token: str | None = None
    ptv_token: str | None = None


class _Claims(msgspec.Struct):
    exp: float | None = None


class Writer:
    """Writes to the register at `base_url` (with /api/v11) as one account; reads as that account sees things."""

    def __init__(
        self,
        base_url: str,
        *,
        login_url: str,
        login: Login,
        slot: Slot = nullcontext,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self.spent = Spent()
        self._login_url = login_url
        self._login = login
        self._slot = slot
        self._token: tuple[str, float] | None = None
        self._http = httpx.Client(
            base_url=base_url.rstrip("/") + "/",
            timeout=timeout,
            headers={"Accept": "application/json", "User-Agent": "kuntakanta"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._http.close()

    def log_in(self) -> None:
        """Gets a token unless there is one that holds. Raises CredentialsRefused, and Transient where nobody answers
        as agreed: a login changes nothing, so it can be tried again at any time."""
        self._bearer()

    def send(self, method: str, path: str, body: Any) -> Answer:
        """One write, made once. Raises CredentialsRefused, Transient and Uncertain."""
        content = msgspec.json.encode(body)
        answer = self._once(method, path, content, self._bearer())
        if answer.status == httpx.codes.UNAUTHORIZED:
            self._token = None
            answer = self._once(method, path, content, self._bearer())
        if answer.status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise CredentialsRefused(f"the national catalogue answered {answer.status} at {method} {path}")
        return answer

    def _once(self, method: str, path: str, body: bytes, bearer: str) -> Answer:
        where = f"{method} {path}"
        headers = {"Authorization": f"bearer {bearer}", "Content-Type": "application/json"}
        try:
            with self._slot(), self._http.stream(method, path, content=body, headers=headers) as answer:
                content = read_whole(answer, path)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Transient(f"the national catalogue cannot be reached for {where}: {type(error).__name__}") from error
        except httpx.TransportError as error:
            raise Uncertain(f"the national catalogue broke off at {where}: {type(error).__name__}") from error
        except RegistryError as error:
            raise Uncertain(error.message) from error
        self.spent.requests += 1
        self.spent.bytes += len(content)
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Uncertain(f"the national catalogue answered {answer.status_code} at {where}")
        return Answer(answer.status_code, content)

    def _bearer(self) -> str:
        if self._token is None or time.time() >= self._token[1]:
            self._token = self._logged_in()
        return self._token[0]

    def _logged_in(self) -> tuple[str, float]:
        """A new token, and until when it is used. Nothing of what was sent or received is told in errors."""
        asked = {"username": self._login.username, "password": self._login.password}
        if self._login.organisation:
            asked["apiUserOrganisation"] = self._login.organisation
        try:
            with self._slot():
                answer = self._http.post(self._login_url, json=asked)
        except httpx.TransportError as error:
            raise Transient(f"the national login cannot be reached: {type(error).__name__}") from error
        self.spent.requests += 1
        if answer.status_code in (400, 401, 403):
            raise CredentialsRefused(f"the national login answered {answer.status_code}")
        if answer.status_code != httpx.codes.OK:
            raise Transient(f"the national login answered {answer.status_code}")
        try:
            found = msgspec.json.decode(answer.content, type=_Token)
        except msgspec.DecodeError as error:
            raise Transient("the national login did not answer with the agreed JSON") from error
        token = found.service_token or found.ptv_token
        if not token or not _is_token(token):
            raise Transient("the national login gave no token")
        return token, _last_use(token, now=time.time())


def _is_token(token: str) -> bool:
    """A header with anything else makes the register answer 500 (reference 1.1)."""
    return token.isascii() and token.isprintable() and " " not in token


def _last_use(token: str, *, now: float) -> float:
    """By the end that the token tells, read without checking it: whoever gave it checks."""
    try:
        part = token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), type=_Claims)
    except (IndexError, binascii.Error, ValueError, msgspec.DecodeError):
        return now + UNKNOWN_LIFE
    return now + UNKNOWN_LIFE if claims.exp is None else claims.exp - EARLY


def said(answer: Answer) -> Mapping[str, Any] | list[Any] | None:
    """The body of a refusal as JSON; None where it is none."""
    try:
        found = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict | list) else None
