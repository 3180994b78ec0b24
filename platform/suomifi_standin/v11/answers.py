"""How v11 answers: pages, arrays and single objects, and the bodies of its errors."""

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from suomifi_standin.documents import encode
from suomifi_standin.journal import notes

T = TypeVar("T")

GUID_MESSAGE = "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."


class Refusal(Exception):
    """An answer that is not the one asked for; a body of None is an empty one."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers


def invalid(parameter: str, message: str) -> Refusal:
    """400 with the dictionary of messages by parameter."""
    return Refusal(400, {parameter: [message]})


def not_found(what: str, guid: str) -> Refusal:
    return Refusal(404, {"errorMessage": f"{what} with id '{guid}' not found."})


def unexpected(trace: str = "") -> Refusal:
    """500 as the service of 2026 words it, with this trace id or a new one."""
    return Refusal(500, {"errorMessage": f"An unexpected error occurred. Trace id: {trace or uuid4().hex}"})


def no_token() -> Refusal:
    return Refusal(401, None, {"WWW-Authenticate": 'Bearer error="invalid_token"'})


async def refuse(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    content = b"" if refusal.body is None else encode(refusal.body)
    media_type = None if refusal.body is None else "application/json; charset=utf-8"
    return Response(content, refusal.status, refusal.headers, media_type)


def json(body: Any, request: Request, count: int | None = None) -> Response:
    """200; `count` is for the log of requests: how many items are in it."""
    notes(request.scope).count = count
    return Response(encode(body), media_type="application/json; charset=utf-8")


def page(request: Request, things: Sequence[T], number: int, size: int, item: Callable[[T], Any]) -> Response:
    """One page of a list. Beyond the last page, and on page 0, the list of items is null."""
    count = math.ceil(len(things) / size)
    items = (
        [item(thing) for thing in on_page(request, things, number, size)]
        if number <= max(count, 1) and number
        else None
    )
    body = {"pageNumber": number, "pageSize": size, "pageCount": count, "itemList": items}
    return json(body, request, len(items or ()))


def on_page(request: Request, things: Sequence[T], number: int, size: int) -> Sequence[T]:
    """The rows of a page. Where a fault says so, rows have shifted since the page before was read."""
    start = max((number - 1) * size + (notes(request.scope).shift if number > 1 else 0), 0)
    return things[start : start + size] if number > 0 else ()
