"""Pages of v12: numbered from 1, with totals."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from suomifi_standin.documents import encode
from suomifi_standin.journal import notes
from suomifi_standin.switches import PastEnd
from suomifi_standin.v12.parameters import Parameters
from suomifi_standin.v12.problems import invalid

T = TypeVar("T")
_LARGEST, _LAST = 100, 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of what size is asked for; both have defaults, although the description calls them required."""

    number: int
    size: int


def asked_for(parameters: Parameters) -> Page:
    return Page(parameters.number("page", 1, _LAST), parameters.number("pageSize", _LARGEST, _LARGEST))


def rows(request: Request, page: Page, things: Sequence[T]) -> Sequence[T]:
    """The rows of a page; where a fault says so, they have shifted since the page before was read. Raises Problem
    where pages beyond the last are refused."""
    last = max(math.ceil(len(things) / page.size), 1)
    if page.number > last and request.app.state.world.v12.past_end is PastEnd.REFUSED:
        raise invalid([("page", f"must be at most {last}")])
    start = max((page.number - 1) * page.size + (notes(request.scope).shift if page.number > 1 else 0), 0)
    return things[start : start + page.size]


def answer(request: Request, page: Page, total: int, items: Iterable[Any]) -> Response:
    shown = list(items)
    body = {
        "page": page.number,
        "pageSize": page.size,
        "totalItems": total,
        "totalPages": math.ceil(total / page.size),
        "items": shown,
    }
    return json(request, body, len(shown))


def json(request: Request, body: Any, count: int = 1) -> Response:
    notes(request.scope).count = count
    return Response(encode(body), media_type="application/json; charset=utf-8")
