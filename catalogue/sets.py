"""Writes many rows at once: COPY into a staging table, then one INSERT ... ON CONFLICT."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

Item = TypeVar("Item")

# Django's names of column types, as psycopg knows them
PSYCOPG_TYPES = {
    "timestamp with time zone": "timestamptz",
    "boolean": "bool",
    "bigint": "int8",
    "integer": "int4",
    "text[]": "text[]",
}


def upsert(
    model: type[models.Model], *, columns: Sequence[str], rows: Iterable[Sequence[Any]], changed: str | None = None
) -> dict[UUID, bool]:
    """Inserts rows, or updates those whose primary key (the first column) exists; four statements for any number.

    `changed` is a column: rows that exist with the same value in it are left alone. Values are adapted by psycopg;
    jsonb columns want `psycopg.types.json.Jsonb`. Returns the keys written: True where the row is new. The order of
    keys decides the order of locks, so concurrent writers do not deadlock. Must run inside a transaction.
    """
    table = model._meta.db_table
    stage = f"staged_{table}"
    names = ", ".join(columns)
    key = columns[0]
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    condition = f"WHERE {table}.{changed} IS DISTINCT FROM excluded.{changed}" if changed else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608
        )
        copy_in(cursor, model, stage, columns, rows)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {stage} ORDER BY {key} "  # noqa: S608 names are ours
            f"ON CONFLICT ({key}) DO UPDATE SET {updates} {condition} RETURNING {key}, (xmax = 0)"
        )
        written = dict(cursor.fetchall())
        cursor.execute(f"DROP TABLE {stage}")
    return written


def copy_in(
    cursor: Any, model: type[models.Model], table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Copies rows into a table that has the model's columns, in binary."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    types = [str(fields[column].db_type(connection)) for column in columns]
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([PSYCOPG_TYPES.get(name, name) for name in types])
        for row in rows:
            copy.write_row(row)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
