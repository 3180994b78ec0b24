"""The one place where errors become answers: problem+json (RFC 9457), with a stable `code` for programs."""

from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed

from catalogue.errors import CatalogueError, InvalidFilter, NotFound
from catalogue.outbox.errors import KeyUsed, UnderWay
from catalogue.registry.sync import AlreadyRunning

STATUS: dict[type[CatalogueError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    InvalidFilter: HTTPStatus.BAD_REQUEST,
    KeyUsed: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnderWay: HTTPStatus.CONFLICT,
    AlreadyRunning: HTTPStatus.CONFLICT,
}


def problem(status: HTTPStatus, code: str, detail: str, **members: Any) -> HttpResponse:
    """An answer that says what was wrong; `members` are additional ones, such as the parameter at fault."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "code": code, "detail": detail}
    return HttpResponse(orjson.dumps(body | members), status=status, content_type="application/problem+json")


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What to answer to an error that a view raised; None for one that nobody expected, which goes on its way."""
    if isinstance(error, CatalogueError):
        status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
        if status is None:
            return None
        members = {"parameter": error.place} if error.place else {}
        return problem(status, error.code, error.message, **members)
    if isinstance(error, SuspiciousOperation):
        return problem(
            HTTPStatus.BAD_REQUEST, "bad_request", "The request has too many parts, or parts of a wrong kind."
        )
    if isinstance(error, APIException):
        status = HTTPStatus(error.status_code)
        if isinstance(error, MethodNotAllowed):
            allowed = ", ".join(context["view"].allowed_methods)
            return problem(status, "method_not_allowed", f"This address takes {allowed} only.")
        refusal = problem(status, str(error.default_code), str(error.detail), **getattr(error, "members", {}))
        if challenge := getattr(error, "auth_header", None):  # DRF says how to prove who one is
            refusal["WWW-Authenticate"] = challenge
        if wait := getattr(error, "wait", None):
            refusal["Retry-After"] = str(int(wait))
        return refusal
    return None
