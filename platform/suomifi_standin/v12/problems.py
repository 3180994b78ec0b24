"""How v12 refuses: problem details as plain JSON. Words of `title` and `type` are ours, the description has none."""

from collections.abc import Sequence
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from suomifi_standin.documents import Document, encode

Complaint = tuple[str, str]
"""A parameter, and what is wrong with it."""

_TITLES = {
    400: ("Bad request", "validation"),
    401: ("Unauthorized", "authentication"),
    403: ("Forbidden", "authorization"),
    404: ("Not found", "not-found"),
    429: ("Too many requests", "rate-limit"),
    500: ("Internal server error", "internal"),
}


class Problem(Exception):
    """An answer that is not the one asked for; `more` are the members that only some have."""

    def __init__(self, status: int, detail: str, **more: object) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail
        self.more = more


def invalid(complaints: Sequence[Complaint]) -> Problem:
    """400 with every complaint and its place."""
    errors = [{"path": path, "message": message} for path, message in complaints]
    return Problem(400, "The request is not valid.", errors=errors)


def not_found(reason: str | None) -> Problem:
    """404, with its reason where the description has one: NotPublished or Unknown."""
    return Problem(404, "The content was not found.", **({"reason": reason} if reason else {}))


def body(problem: Problem, path: str, query: str, request_id: str) -> Document:
    title, kind = _TITLES[problem.status]
    return {
        "title": title,
        "detail": problem.detail,
        "status": problem.status,
        "type": kind,
        "requestId": request_id,
        "instance": f"{path}?{query}" if query else path,
        **problem.more,
    }


async def refuse(request: Request, problem: Exception, request_id: str = "") -> Response:
    assert isinstance(problem, Problem)
    told = body(problem, request.url.path, request.url.query, request_id or uuid4().hex)
    return Response(encode(told), problem.status, media_type="application/json; charset=utf-8")
