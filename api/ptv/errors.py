"""Errors as the register words them: a dictionary of parameters for a bad request, else one `errorMessage`."""

from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from rest_framework.exceptions import APIException

from catalogue.errors import InvalidFilter, NotFound


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What to answer to an error that a view raised; None for one that nobody expected."""
    if isinstance(error, InvalidFilter):
        return _json(HTTPStatus.BAD_REQUEST, {error.place or "": [error.message]})
    if isinstance(error, NotFound):
        return _json(HTTPStatus.NOT_FOUND, {"errorMessage": error.message})
    if isinstance(error, SuspiciousOperation):
        return _json(HTTPStatus.BAD_REQUEST, {"errorMessage": "The request cannot be read."})
    if isinstance(error, APIException):
        return _json(HTTPStatus(error.status_code), {"errorMessage": str(error.detail)})
    return None


def _json(status: HTTPStatus, body: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json; charset=utf-8")
