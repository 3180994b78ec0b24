"""The floor of the reads: a WSGI application that does nothing but hand out the stored bytes by one statement.

Runs under the same server with the same options as ours. No routing, no checks, no headers but the length and the type;
it knows its one town. `BENCH_SCHEMA` names the town's schema.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from psycopg_pool import ConnectionPool

THREADS = int(os.environ["BENCH_THREADS"])
STATIC = b"x" * 10_000
DETAIL = "SELECT v1 FROM published_document WHERE id = %s"
PTV_DETAIL = "SELECT ptv_v11 FROM published_document WHERE id = %s"
CONDITIONAL = "SELECT v1_etag FROM published_document WHERE id = %s"
LIST = (
    "SELECT v1 FROM published_document WHERE kind = 'service' AND own AND (sort_key, id) > (%s, %s::uuid) "
    "ORDER BY sort_key, id LIMIT %s::int"
)
FILTERED = (
    "SELECT v1 FROM published_document WHERE kind = 'service' AND own AND facets @> ARRAY[%s] "
    "ORDER BY sort_key, id LIMIT 20"
)
Start = Callable[[str, list[tuple[str, str]]], Any]

pool = ConnectionPool(
    os.environ["DATABASE_URL"],
    kwargs={"autocommit": True, "options": f"-c search_path={os.environ['BENCH_SCHEMA']}"},
    min_size=THREADS,
    max_size=THREADS,
    open=True,
)


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """/detail/ID, /ptv_detail/ID, /conditional/ID, /list?key=&id=&size=, /filtered?facet=, /static."""
    _, subject, *rest = environ["PATH_INFO"].split("/")
    match subject:
        case "detail":
            body = _rows(DETAIL, rest)[0][0]
        case "ptv_detail":
            body = _rows(PTV_DETAIL, rest)[0][0]
        case "conditional":
            held = environ["HTTP_IF_NONE_MATCH"].strip('"')
            assert _rows(CONDITIONAL, rest)[0][0] == held
            start_response("304 Not Modified", [])
            return []
        case "list":
            given = parse_qs(environ["QUERY_STRING"], keep_blank_values=True)
            body = b",".join(row[0] for row in _rows(LIST, [given[name][0] for name in ("key", "id", "size")]))
        case "filtered":
            given = parse_qs(environ["QUERY_STRING"])
            body = b",".join(row[0] for row in _rows(FILTERED, given["facet"]))
        case _:
            body = STATIC
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _rows(statement: str, parameters: list[str]) -> list[tuple[Any, ...]]:
    with pool.connection() as connection, connection.cursor(binary=True) as cursor:
        return cursor.execute(statement, parameters, prepare=True).fetchall()
