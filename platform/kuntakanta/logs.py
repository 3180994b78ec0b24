"""Log lines as JSON, one per event: time, level, town, request or task, message. No personal data."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import orjson
from celery._state import get_current_task
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

_request: ContextVar[str | None] = ContextVar("request", default=None)
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: each request has an id, the proxy's where it gave a plain one; the answer repeats it."""

    def with_id(request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = _request.set(name)
        try:
            response = get_response(request)
        finally:
            _request.reset(token)
        response["X-Request-ID"] = name
        return response

    return with_id


def _schema() -> str | None:
    """The schema that this thread is in; a connection that does not exist yet is not made for it."""
    return next((getattr(one, "schema_name", None) for one in connections.all(initialized_only=True)), None)


def _task() -> str | None:
    task: Any = get_current_task()
    return None if task is None else task.request.id


class JsonLines(logging.Formatter):
    """One line of JSON for each record; members without a value are left out."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "town": _schema(),
            "request": _request.get(),
            "task": _task(),
            "message": record.getMessage(),
            "error": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return orjson.dumps({name: value for name, value in line.items() if value is not None}).decode()
