"""The log of requests: what was asked by whom, what was answered and written; newest last, the oldest forgotten."""

import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT = 50_000
_NOTES = "suomifi_standin.notes"


@dataclass(slots=True)
class Notes:
    """What the parts that serve one request tell each other: items served, the fault played, rows shifted, after how
    many relations a write breaks off, who asked, and the things written."""

    count: int | None = None
    fault: str | None = None
    shift: int = 0
    breaks_after: int | None = None
    author: str | None = None
    wrote: list[str] = field(default_factory=list)


def notes(scope: Scope) -> Notes:
    """The notes of the request in work."""
    kept = scope.setdefault(_NOTES, Notes())
    assert isinstance(kept, Notes)
    return kept


@dataclass(frozen=True, slots=True)
class Entry:
    method: str
    path: str
    query: str
    status: int | None
    count: int | None
    bytes: int
    seconds: float
    fault: str | None
    author: str | None
    wrote: tuple[str, ...]


class Journal:
    """ASGI middleware that writes down each request outside of the control door."""

    def __init__(self, app: ASGIApp, entries: deque[Entry], door: str) -> None:
        self.app = app
        self.entries = entries
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self.door):
            await self.app(scope, receive, send)
            return
        status: int | None = None
        size = 0
        begun = time.monotonic()

        async def watch(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        scope[_NOTES] = told = Notes()
        try:
            await self.app(scope, receive, watch)
        finally:
            seconds = round(time.monotonic() - begun, 6)
            query = scope["query_string"].decode("latin-1")
            served = (scope["method"], scope["path"], query, status, told.count, size, seconds, told.fault)
            self.entries.append(Entry(*served, told.author, tuple(told.wrote)))


def empty() -> deque[Entry]:
    return deque(maxlen=_KEPT)


def shown(entries: deque[Entry]) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in entries]
