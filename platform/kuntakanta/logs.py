"""Log lines as JSON, one per event: time, level, town, request or task, message. No personal data.

What others log is not trusted to have none: of a request its route is told, not the address that was typed (which may
hold a secret or a name); of an error its kind and where it came from, and its text only where that speaks of programs.
"""

import logging
import re
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final

import orjson
import psycopg
import redis
from celery._state import get_current_task
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

from catalogue.errors import CatalogueError
from kuntakanta.embedded import EmbeddedError
from tenants.database.places import town_schema
from tenants.errors import TenantsError

_request: ContextVar[str | None] = ContextVar("request", default=None)
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: each request has an id, the proxy's where it gave a plain one; the answer repeats it."""

    def with_id(request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(16)
        request.META["HTTP_X_REQUEST_ID"] = name  # for lines about the request when it is over
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
        request = getattr(record, "request", None)
        about = request if isinstance(request, HttpRequest) else None
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "town": _town(about) or _schema() or _town_of_task(),
            "request": _request.get() or (about.META.get("HTTP_X_REQUEST_ID") if about else None),
            "task": _task() or _data(record).get("id"),
            "message": _message(record, about),
            "error": _error(record.exc_info[1]) if record.exc_info and record.exc_info[1] else None,
        }
        return orjson.dumps({name: value for name, value in line.items() if value is not None}).decode()


def _town(request: HttpRequest | None) -> str | None:
    """A line about a request that is over is written when its town has been left."""
    return getattr(getattr(request, "municipality", None), "schema_name", None)


def _town_of_task() -> str | None:
    """Celery's own lines on a task of a town's are written when its town has been left, or not yet entered."""
    task: Any = get_current_task()
    given = (task.request.kwargs or {}).get("municipality_id") if task is not None else None
    return town_schema(given) if isinstance(given, int) else None


def _data(record: logging.LogRecord) -> dict[str, Any]:
    """What Celery adds to its lines on tasks."""
    found = getattr(record, "data", None)
    return found if isinstance(found, dict) else {}


def _message(record: logging.LogRecord, request: HttpRequest | None) -> str:
    if request is not None:
        # Django's own: what happened, then the path. The reason of a refused form may quote where it came from.
        if not isinstance(record.args, tuple) or not record.args:
            return f"{record.name}: {_route(request)}"
        *what, _ = record.args
        return str(record.msg) % (*(str(each).partition(" - ")[0] for each in what), _route(request))
    data = _data(record)
    if "exc" in data and isinstance(record.msg, str):
        # Celery's, with the error as it writes itself.
        return record.msg % {**data, "exc": str(data["exc"]).partition("(")[0]}
    return record.getMessage()


def _route(request: HttpRequest) -> str:
    """The address as our table of them has it: "desk/join/<str:secret>"; "?" for what is not in it."""
    match = request.resolver_match
    return "?" if match is None else f"/{match.route}"


# Classes of PostgreSQL's errors whose text names servers, tables and functions, and never a row's values.
_OF_SERVERS: Final = frozenset({"08", "40", "42", "53", "54", "55", "57", "58"})


def _error(error: BaseException) -> str:
    """Where it came from, and what led to it, the first error first."""
    return "\n".join(part for one in reversed(list(_chain(error))) for part in (_frames(one), _named(one)) if part)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    text = " ".join(_text(error).split())
    return f"{kind}: {text}" if text else kind


def _text(error: BaseException) -> str:
    """What an error says, where it cannot have been told anything about a person."""
    match error:
        case TenantsError() | CatalogueError() | EmbeddedError() | ImproperlyConfigured():
            return str(error)
        case psycopg.Error(sqlstate=str(state)):
            names = (error.diag.table_name, error.diag.column_name)
            about = error.diag.message_primary if state[:2] in _OF_SERVERS else " ".join(filter(None, names))
            return f"{state} {about or ''}"
        case psycopg.OperationalError() | redis.ConnectionError() | redis.TimeoutError():
            return str(error)
        case OSError(strerror=str(text)):
            return text
    return ""
