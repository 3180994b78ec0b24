"""Faults played on demand: slowness, answers cut off, errors before and after the work was done, garbage, shifts."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from suomifi_standin import v12
from suomifi_standin.documents import encode
from suomifi_standin.journal import notes
from suomifi_standin.v11.answers import no_token, unexpected
from suomifi_standin.v12 import problems
from suomifi_standin.v12.problems import Problem

FaultKind = Literal["slow", "cut", "status", "garbage", "wrong_shape", "shift", "partial", "reordered"]
_GATEWAY = {
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Time-out",
}
_JSON = "application/json; charset=utf-8"
_HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"


class Rule(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One fault: where, when, how often, and what.

    `path` is a prefix, `pattern` is searched in path?query; one of them must be given, and `method` may be. After
    `after` matching requests the fault is played `times` times. The kinds: slow (the answer begins after `seconds`);
    cut (the connection is closed after `bytes` of the body, or half of it); status (401, 403 and 429 as the register
    says them, 500 with a trace id, the others with HTML; with `retryAfter`); garbage (200 with broken `form` json, or
    html); wrong_shape (200 with `body`, or an object of unknown members); shift (on pages after the first `rows` rows
    are skipped or, negative, repeated); reordered (service hours are shown in another order than they are kept in);
    partial (a write of connections fails with 500 when `rows` of them are done).

    `done` says whether what was asked is carried out although the answer does not say so. Of a cut it is true unless
    it is said to be false: then the connection breaks before anything is done. Of the others it is false.
    """

    kind: FaultKind
    path: str | None = None
    pattern: str | None = None
    method: str | None = None
    after: int = 0
    times: int | Literal["forever"] = "forever"
    seconds: float = 1.0
    bytes: int | None = None
    status: Literal[401, 403, 429, 500, 502, 503, 504] = 500
    retry_after: int | None = None
    form: Literal["json", "html"] = "json"
    body: Any = None
    rows: int = 1
    done: bool | None = None

    def __post_init__(self) -> None:
        if self.path is None and self.pattern is None:
            raise ValueError("a rule needs a path (prefix) or a pattern")
        if self.pattern is not None:
            re.compile(self.pattern)

    def matches(self, method: str, path: str, query: str) -> bool:
        if self.method is not None and method != self.method.upper():
            return False
        if self.path is not None and not path.startswith(self.path):
            return False
        return self.pattern is None or re.search(self.pattern, f"{path}?{query}" if query else path) is not None


@dataclass(slots=True)
class Playing:
    """A rule in force: how many requests it has met, and on how many it was played."""

    rule: Rule
    met: int = 0
    played: int = 0

    def due(self) -> bool:
        """Counts a matching request; whether the fault is to be played on it."""
        self.met += 1
        if self.met <= self.rule.after or (self.rule.times != "forever" and self.played >= self.rule.times):
            return False
        self.played += 1
        return True


def rules(data: bytes) -> list[Playing]:
    """A list of rules, or a single one, from JSON; ValueError says what is wrong with it."""
    many = data.lstrip()[:1] == b"["
    try:
        asked = msgspec.json.decode(data if many else b"[" + data + b"]", type=list[Rule])
    except re.error as error:
        raise ValueError(f"pattern: {error}") from error
    return [Playing(rule) for rule in asked]


class Faults:
    """ASGI middleware that plays the rules outside of the control door: every slowness, then the first other fault."""

    def __init__(self, app: ASGIApp, rules: list[Playing], door: str) -> None:
        self.app = app
        self.rules = rules
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self.door) or not self.rules:
            await self.app(scope, receive, send)
            return
        receive = await _taken_in(receive)
        rule = await self._prepare(scope)
        if rule is None:
            await self.app(scope, receive, send)
        elif rule.kind == "cut" and rule.done is not False:
            await self._cut(rule, scope, receive, send)
        elif rule.kind == "cut":
            await _break(send)
        elif rule.kind == "reordered":
            await self._reorder(scope, receive, send)
        else:
            if rule.done:
                await self.app(scope, receive, _say_nothing)
            await _answer(send, *_made_up(rule, scope))

    async def _prepare(self, scope: Scope) -> Rule | None:
        """Wait and note what is to be waited and noted; the rule that changes the answer, if one is due."""
        told = notes(scope)
        query = scope["query_string"].decode("latin-1")
        matching = [playing for playing in self.rules if playing.rule.matches(scope["method"], scope["path"], query)]
        chosen: Rule | None = None
        for playing in matching:
            rule = playing.rule
            if chosen is not None and rule.kind not in ("slow", "shift", "partial"):
                continue
            if not playing.due():
                continue
            told.fault = rule.kind
            if rule.kind == "slow":
                await asyncio.sleep(rule.seconds)
            elif rule.kind == "shift":
                told.shift = rule.rows
            elif rule.kind == "partial":
                told.breaks_after = rule.rows
            else:
                chosen = rule
        if chosen is not None:
            told.fault = chosen.kind
        return chosen

    async def _held(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The start and the body of the true answer, not sent yet."""
        start: Message = {}
        body = b""

        async def hold(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            else:
                body += message.get("body", b"")

        await self.app(scope, receive, hold)
        return start, body

    async def _cut(self, rule: Rule, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise the whole body, send a part, and return: the server then closes the connection."""
        start, body = await self._held(scope, receive)
        await send(start)
        kept = min(len(body) // 2 if rule.bytes is None else rule.bytes, max(len(body) - 1, 0))
        await send({"type": "http.response.body", "body": body[:kept], "more_body": True})

    async def _reorder(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await self._held(scope, receive)
        if start["status"] != 200:
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        await _answer(send, 200, encode(_turned(msgspec.json.decode(body))), _JSON, {})


async def _taken_in(receive: Receive) -> Receive:
    """The whole request, as a gateway takes it in before the service sees it: a client that gives up after sending it
    does not undo it."""
    first = await receive()
    body, more = first.get("body", b""), first.get("more_body", False)
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    waiting: list[Message] = [
        first if first["type"] == "http.disconnect" else {**first, "body": body, "more_body": False}
    ]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _turned(value: Any, of: str = "") -> Any:
    """An answer with the service hours in it turned round: v11 lists them, v12 has the list one level deeper."""
    if isinstance(value, dict):
        inside = "serviceHours" if of == "serviceHours" else ""
        return {name: _turned(each, inside if name == "hours" else name) for name, each in value.items()}
    if isinstance(value, list):
        return [_turned(each) for each in (value[::-1] if of == "serviceHours" else value)]
    return value


def _made_up(rule: Rule, scope: Scope) -> tuple[int, bytes, str, Mapping[str, str]]:
    """Status, body, media type and headers of an answer that has nothing to do with what was asked."""
    if rule.kind == "wrong_shape":
        body = {"result": "ok", "data": {"rows": [1, 2, 3]}} if rule.body is None else rule.body
        return 200, encode(body), _JSON, {}
    if rule.kind == "garbage":
        if rule.form == "html":
            return 200, _HTML.format("Maintenance").encode(), "text/html", {}
        return 200, b'{"pageNumber":1,"pageSize":100,"itemList":[{"id":"\xff\xfe', _JSON, {}
    retry = {} if rule.retry_after is None else {"retry-after": str(rule.retry_after)}
    body, media_type, headers = _refusal(rule.status, scope)
    return rule.status, body, media_type, {**headers, **retry}


def _refusal(status: int, scope: Scope) -> tuple[bytes, str, Mapping[str, str]]:
    """Body, media type and headers as the gateway, v12 or v11 words a status."""
    if status in _GATEWAY:
        return _HTML.format(f"{status} {_GATEWAY[status]}").encode(), "text/html", {}
    if scope["path"].startswith(f"{v12.PREFIX}/"):
        query = scope["query_string"].decode("latin-1")
        told = problems.body(Problem(status, "Played by a fault."), scope["path"], query, uuid4().hex)
        return encode(told), _JSON, {}
    if status == 500:
        return encode(unexpected().body), _JSON, {}
    return b"", "text/plain", (no_token().headers or {}) if status == 401 else {}


async def _break(send: Send) -> None:
    """Promise a body and send nothing of it: nobody can tell from this whether anything was done."""
    headers = [(b"content-type", _JSON.encode()), (b"content-length", b"1024")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": True})


async def _say_nothing(message: Message) -> None:
    """What was done is not told."""


async def _answer(send: Send, status: int, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
    given = {"content-type": media_type, "content-length": str(len(body)), **headers}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def shown(playing: Playing) -> dict[str, Any]:
    """A rule in force as the control door shows it."""
    return {**msgspec.to_builtins(playing.rule), "met": playing.met, "played": playing.played}
