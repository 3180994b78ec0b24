"""Servers that were given by DATABASE_URL and REDIS_URL: whether they answer, and whether the demo may use them."""

from __future__ import annotations

import psycopg
import redis
from psycopg import sql

from kuntakanta.demo.options import DemoError

MARK = "made by kuntakanta demo"
SECONDS = 5


def check_database(url: str) -> None:
    """Refuse a database that holds what the demo did not make; an empty one becomes the demo's by a comment on it."""
    try:
        with psycopg.connect(url, connect_timeout=SECONDS, autocommit=True) as connection:
            if mark_of(connection) == MARK:
                return
            if holds_anything(connection):
                raise DemoError("DATABASE_URL names a database that the demo did not make: give an empty one")
            name = sql.Identifier(connection.info.dbname)
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(MARK)))
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise DemoError(f"DATABASE_URL: {reason}") from error


def mark_of(connection: psycopg.Connection[tuple[object, ...]]) -> object:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    return row[0] if row else None


def holds_anything(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """A table, view or sequence of anybody's, or a schema besides `public`; what extensions brought does not count."""
    row = connection.execute(
        """
        SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
            OR EXISTS (SELECT FROM pg_namespace n
                       WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
                         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e'))
        """
    ).fetchone()
    return row is None or bool(row[0])


def check_valkey(url: str) -> None:
    """Refuse a broker that does not answer."""
    try:
        with redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise DemoError(f"REDIS_URL: {error}") from error
