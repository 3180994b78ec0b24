"""The floors of the sync: what storing the same rows costs with nothing but a decoder, hashes and the driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import msgspec
import orjson
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from catalogue.sets import PSYCOPG_TYPES
from kuntakanta.bench.recording import split

SCHEMA: Final = "floor"
APPS: Final = ("outbox", "services", "published", "registry")
Bodies = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Table:
    """A table of a town: its columns with their types, the key first."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]


Rows = Mapping[Table, Sequence[tuple[Any, ...]]]


def tables() -> list[Table]:
    """The tables that a sync writes."""
    found = []
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
            types = [str(field.db_type(connection)) for field in fields]
            columns = tuple(str(field.column) for field in fields)
            found.append(Table(model._meta.db_table, columns, tuple(PSYCOPG_TYPES.get(each, each) for each in types)))
    return found


@contextmanager
def connected() -> Iterator[psycopg.Connection[Any]]:
    """A plain connection to the database of the settings."""
    wanted = settings.DATABASES["default"]
    with psycopg.connect(
        host=wanted["HOST"],
        port=wanted["PORT"] or None,
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=wanted["NAME"],
    ) as found:
        yield found


class Floor:
    """Tables like the town's, in a schema of their own, and the least work that fills them."""

    def __init__(self, plain: psycopg.Connection[Any], town_schema: str) -> None:
        self._plain = plain
        self._town = town_schema
        self.tables = tables()
        plain.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        for table in self.tables:
            plain.execute(
                sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                    sql.Identifier(SCHEMA, table.name), sql.Identifier(town_schema, table.name)
                )
            )
        plain.commit()

    def empty(self) -> None:
        """Forget everything."""
        names = sql.SQL(", ").join(sql.Identifier(SCHEMA, table.name) for table in self.tables)
        self._plain.execute(sql.SQL("TRUNCATE {}").format(names))
        self._plain.commit()

    def stored(self, *, since: int = 0) -> Rows:
        """The rows that our own path has stored, all or those since a transaction, kept ready to be sent."""
        found: dict[Table, Sequence[tuple[Any, ...]]] = {}
        for table in self.tables:
            shown = [
                sql.SQL("{}::text").format(sql.Identifier(column)) if kind == "jsonb" else sql.Identifier(column)
                for column, kind in zip(table.columns, table.types, strict=True)
            ]
            statement = sql.SQL("SELECT {} FROM {} WHERE xmin::text::bigint >= %s").format(
                sql.SQL(", ").join(shown), sql.Identifier(self._town, table.name)
            )
            with self._plain.cursor(binary=True) as cursor:
                rows = cursor.execute(statement, [since]).fetchall()
            places = {place for place, kind in enumerate(table.types) if kind == "jsonb"}
            found[table] = [
                tuple(_ready(value) if place in places else value for place, value in enumerate(row)) for row in rows
            ]
        self._plain.commit()
        return found

    def first(self, bodies: Bodies, rows: Rows) -> None:
        """Split, decode every document, copy every row; one transaction."""
        for path, body in bodies:
            for raw in split(path, body):
                orjson.loads(memoryview(raw))
        with self._plain.transaction(), self._plain.cursor() as cursor:
            for table, listed in rows.items():
                _copy(cursor, sql.Identifier(SCHEMA, table.name), table, listed)

    def unchanged(self, bodies: Bodies) -> list[msgspec.Raw]:
        """Split, hash, one SELECT of the hashes, compare; returns what is not known."""
        with self._plain.transaction(), self._plain.cursor(binary=True) as cursor:
            cursor.execute(sql.SQL("SELECT hash FROM {}").format(sql.Identifier(SCHEMA, "registry_link")))
            known = {row[0] for row in cursor.fetchall()}
        return [
            raw
            for path, body in bodies
            for raw in split(path, body)
            if blake2b(memoryview(raw), digest_size=16).digest() not in known
        ]

    def changed(self, bodies: Bodies, rows: Rows) -> None:
        """The same, then decode what is not known and write its rows in sets; one transaction."""
        for raw in self.unchanged(bodies):
            orjson.loads(memoryview(raw))
        with self._plain.transaction(), self._plain.cursor() as cursor:
            for table, listed in rows.items():
                if listed:
                    _upsert(cursor, table, listed)


def _ready(text: str | None) -> Jsonb | None:
    return None if text is None else Jsonb(text.encode(), dumps=bytes)


def _copy(cursor: psycopg.Cursor[Any], name: sql.Identifier, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(name, _names(table.columns))
    with cursor.copy(statement) as copy:
        copy.set_types(table.types)
        for row in rows:
            copy.write_row(row)


def _upsert(cursor: psycopg.Cursor[Any], table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    stage, target = sql.Identifier(f"staged_{table.name}"), sql.Identifier(SCHEMA, table.name)
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DROP").format(stage, target))
    _copy(cursor, stage, table, rows)
    updates = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(each)) for each in table.columns)
    cursor.execute(
        sql.SQL("INSERT INTO {} ({names}) SELECT {names} FROM {} ON CONFLICT ({}) DO UPDATE SET {}").format(
            target, stage, sql.Identifier(table.columns[0]), updates, names=_names(table.columns)
        )
    )


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)
