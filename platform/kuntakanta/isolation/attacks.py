"""What is tried at each address: another town's ids, sessions and tokens, and Host headers that say what is not so.

Pure: from an address and what the towns have to questions, each with what is expected of the answer.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls.converters import UUIDConverter

from kuntakanta.isolation.addresses import Address, paths
from kuntakanta.isolation.asking import Question
from kuntakanta.isolation.planting import Belongings

SAFE: Final = ("GET", "HEAD", "OPTIONS")
METHODS: Final = (*SAFE, "POST", "PUT", "PATCH", "DELETE")
NOBODYS: Final = ("nobody.invalid", "127.0.0.1", "127.0.0.1:8000", "[::1]", "", "a b", None)
"""Host headers at which nobody answers; None is no header at all."""


class Expected(StrEnum):
    """What an answer must be, besides showing and touching nothing of the other town's."""

    NOTHING = "nothing of the other town's"
    REFUSED = "refused or sent to sign in"
    AS_NOBODY = "as for somebody who shows nothing"
    AS_USUAL = "as at the host itself"
    BARE = "404 without a word"


@dataclass(frozen=True)
class Attack:
    """A question and what must come. `usual` is the question with whose answer this one's is compared."""

    group: str
    name: str
    question: Question
    expected: Expected
    usual: Question | None = None


@dataclass(frozen=True)
class Stolen:
    """Credentials that are good somewhere else, or nowhere: cookies and headers by what they are."""

    sessions: Mapping[str, str]
    tokens: Mapping[str, str]


def with_ids(address: Address, *, mine: Belongings, other: Belongings) -> Iterator[Attack]:
    """The other town's ids in the address: by every method, as my own administrator, my own program, and as nobody."""
    if not address.parameters:
        return
    own_session, own_token = session(mine.person.session), bearer(mine.token)
    tried: list[tuple[str, str, dict[str, str], dict[str, str]]]
    tried = [(method, ", as administrator", own_session, {}) for method in METHODS]
    tried += [(method, ", as a program", {}, own_token) for method in METHODS if method not in ("HEAD", "OPTIONS")]
    tried += [(method, "", {}, {}) for method in ("GET", "POST")]
    for path in paths(address, other):
        for method, whose, cookies, headers in tried:
            closed = names_things(address) and method not in ("HEAD", "OPTIONS")
            question = _unforged(Question(path, mine.host, method, cookies=cookies, headers=headers))
            yield Attack(
                "ids", f"another town's ids{whose}", question, Expected.REFUSED if closed else Expected.NOTHING
            )


def with_queries(address: Address, *, mine: Belongings, other: Belongings) -> Iterator[Attack]:
    """The other town's ids, and places in its lists, as query parameters."""
    ids = [str(other.things[kind]) for kind in ("organization", "service", "service_channel")]
    values = [
        {name: value} for name in address.queries for value in ([other.cursor] if name == "cursor" else ids) if value
    ]
    undeclared = {"cursor": other.cursor, "before": other.numbers[-1], "id": ids[1], "run": "1"}
    for path in paths(address, mine)[:1]:
        for chosen in values or [undeclared]:
            asked = Question(path, mine.host, query=urlencode(chosen))
            as_staff = replace(asked, cookies=session(mine.person.session))
            for question in (asked, *([] if values else [as_staff])):
                yield Attack("query", f"another town's {', '.join(chosen)}", question, Expected.NOTHING)


def with_credentials(asked: Sequence[str], *, host: str, stolen: Stolen) -> Iterator[Attack]:
    """Sessions and tokens that are not good here, to look and to act at some paths: they are worth as much as none."""
    for path in asked:
        for method in ("GET", "POST"):
            plain = _unforged(Question(path, host, method))
            for name, key in stolen.sessions.items():
                question = replace(plain, cookies={**plain.cookies, **session(key)})
                yield Attack("session", name, question, Expected.AS_NOBODY, plain)
            for name, token in stolen.tokens.items():
                question = replace(plain, headers={**plain.headers, **bearer(token)})
                yield Attack("token", name, question, Expected.AS_NOBODY, plain)


def with_hosts(address: Address, *, own: Belongings, host: str, others: Sequence[str]) -> Iterator[Attack]:
    """The host spelt otherwise; hosts that nobody has; and headers that name another one."""
    path = paths(address, own)[0]
    usual = Question(path, host)
    for spelt in (host.upper(), f"{host}:8443", f"{host}.", f"{host.title()}.:80"):
        yield Attack("host", f"Host: {spelt}", replace(usual, host=spelt), Expected.AS_USUAL, usual)
    for name in ("X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded"):
        if name == "X-Forwarded-Host" and settings.USE_X_FORWARDED_HOST:
            continue  # the operator has said that a proxy sets it
        for other in others:
            told = {name: f"host={other}" if name == "Forwarded" else other}
            yield Attack("host", f"{name}: {other}", replace(usual, headers=told), Expected.AS_USUAL, usual)
    mixed = [f"{host}.{other}" for other in others] + [f"{host},{other}" for other in others]
    for wrong in (*NOBODYS, *mixed):
        name = "no Host" if wrong is None else f"Host: {wrong}"
        yield Attack("host", name, replace(usual, host=wrong), Expected.BARE)


def names_things(address: Address) -> bool:
    """Whether a parameter is the id of something that only one town has."""
    return any(isinstance(address.converters.get(name), UUIDConverter) or name == "id" for name in address.parameters)


def session(key: str) -> dict[str, str]:
    """A browser's cookie that names a session."""
    return {settings.SESSION_COOKIE_NAME: key}


def bearer(token: str) -> dict[str, str]:
    """A program's header that shows a token."""
    return {"Authorization": f"Bearer {token}"}


def _unforged(question: Question) -> Question:
    """The question as a page of the host's own would send it: past the protection of forms, to what lies behind."""
    if question.method in SAFE:
        return question
    token = secrets.token_hex(16)
    cookies = {**question.cookies, settings.CSRF_COOKIE_NAME: token}
    return replace(question, cookies=cookies, headers={**question.headers, "X-CSRFToken": token})
