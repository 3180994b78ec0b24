"""Asks as the web server does, through the whole WSGI stack, and tells whose tables were touched for the answer."""

import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection


def peer() -> str:
    """An address of those kept for documentation, another one each time: nobody's limits are used up, nor our own."""
    return str(IPv6Address("2001:db8::") + secrets.randbits(96))


@dataclass(frozen=True)
class Question:
    """One request. `host` None sends no Host header; `cookies` and `headers` are what it tries to get in with."""

    path: str
    host: str | None
    method: str = "GET"
    query: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """As people read it."""
        return f"{self.method} {self.path}{'?' if self.query else ''}{self.query}"

    @property
    def said(self) -> str:
        """All that the one who asks has said: an answer that repeats it gives nothing away."""
        return " ".join((self.path, self.query, *self.cookies.values(), *self.headers.values()))


@dataclass(frozen=True)
class Answer:
    """What came: `text` is the status line, the headers and the body together."""

    status: int
    location: str
    text: str


class Site:
    """The web application as a server holds it. Requests are made by `asking`, one after the other."""

    def __init__(self) -> None:
        self._application = WSGIHandler()

    def answer(self, question: Question) -> Answer:
        """The answer, read to its end."""
        told: list[tuple[str, Sequence[tuple[str, str]]]] = []

        def start(status: str, headers: Sequence[tuple[str, str]], error: Any = None) -> Any:
            told.append((status, headers))
            return None

        response: Any = self._application(_environ(question), start)
        try:
            body = b"".join(response)
        finally:
            response.close()
        ((status, headers),) = told
        head = "\n".join([status, *(f"{name}: {value}" for name, value in headers)])
        location = next((value for name, value in headers if name.lower() == "location"), "")
        return Answer(int(status.split()[0]), location, f"{head}\n\n{body.decode('utf-8', 'replace')}")


def _body(question: Question) -> tuple[str, bytes]:
    """Of what type what is sent is: programs send an empty object, forms name somebody whom nobody knows."""
    if question.method in ("GET", "HEAD", "OPTIONS"):
        return "", b""
    if question.path.startswith("/api/"):
        return "application/json", b"{}"
    email = f"{secrets.token_hex(8)}@example.invalid"
    form = {"email": email, "login": email, "password": secrets.token_hex(8)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def _environ(question: Question) -> dict[str, Any]:
    scheme = "https" if settings.HTTPS else "http"
    content_type, body = _body(question)
    address = peer()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": question.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": question.path.encode().decode("latin-1"),
        "QUERY_STRING": question.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "443" if settings.HTTPS else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT": "*/*",
        "HTTP_X_FORWARDED_PROTO": scheme,  # these two as a proxy would, where one is believed
        "HTTP_X_FORWARDED_FOR": address,
    }
    if question.host is not None:
        environ["HTTP_HOST"] = question.host
        environ["HTTP_REFERER"] = f"{scheme}://{question.host}/"
    if question.cookies:
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={quote(value)}" for name, value in question.cookies.items())
    if content_type == "application/json":
        environ["HTTP_IF_MATCH"] = '"2"'  # the version that is planted: a change says which one it has seen
    for name, value in question.headers.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return environ


@contextmanager
def asking() -> Iterator[Site]:
    """A site whose requests leave this thread's connection, and with it the transaction around them, alone."""
    signals = (request_started, request_finished)
    connected = [signal for signal in signals if signal.disconnect(close_old_connections)]
    try:
        yield Site()
    finally:
        for signal in connected:
            signal.connect(close_old_connections)


class Touches:
    """Counts, by PostgreSQL's own statistics of this transaction, how often schemas' tables were read or written."""

    def __init__(self, *schemas: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT array_agg(nspname::text), array_agg(pg_class.oid)::text FROM pg_catalog.pg_class JOIN "
                "pg_catalog.pg_namespace ON relnamespace = pg_namespace.oid WHERE nspname = ANY(%s) "
                "AND relkind IN ('r', 'i')",
                [list(schemas)],
            )
            self._schemas, self._relations = cursor.fetchone()

    def __call__(self) -> dict[str, int]:
        """By schema: scans of tables and indexes, and rows written, since the transaction began."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT schema, sum(pg_stat_get_xact_numscans(oid) + pg_stat_get_xact_tuples_inserted(oid) + "
                "pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid))::bigint "
                "FROM unnest(%s::text[], %s::oid[]) AS relation (schema, oid) GROUP BY schema",
                [self._schemas, self._relations],
            )
            return dict(cursor.fetchall())
