"""Writes many rows at once: new ones by COPY, known ones by COPY into a staging table and one statement from there."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

Item = TypeVar("Item")

FEW = 100
"""So many rows are written by one statement with all values in it; staging them would take five."""

# Django's names of column types, as psycopg knows them
PSYCOPG_TYPES = {
    "timestamp with time zone": "timestamptz",
    "boolean": "bool",
    "bigint": "int8",
    "bigserial": "int8",
    "integer": "int4",
    "text[]": "text[]",
}


def upsert(model: type[models.Model], *, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[UUID, bool]:
    """Inserts rows, or updates those whose primary key (the first column) exists; six statements at most, one for few.

    Values are adapted by psycopg; jsonb columns want `psycopg.types.json.Jsonb`. Returns the keys: True where the row
    is new. New rows are copied straight into the table, so of two writers that add the same key at once the second
    fails; whoever adds keys that are not of its own making keeps other writers out. Must run inside a transaction.
    """
    listed = list(rows)
    table, key = model._meta.db_table, columns[0]
    if len(listed) <= FEW:
        return _upsert_few(model, columns, listed)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} WHERE {key} = ANY(%s)", [[row[0] for row in listed]])  # noqa: S608
        known = {found for (found,) in cursor.fetchall()}
        if new := [row for row in listed if row[0] not in known]:
            copy_in(cursor, model, table, columns, new)
        if known:
            _update(cursor, model, columns, [row for row in listed if row[0] in known])
    return {row[0]: row[0] not in known for row in listed}


def _upsert_few(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[UUID, bool]:
    if not rows:
        return {}
    table, key = model._meta.db_table, columns[0]
    fields = {field.column: field for field in model._meta.concrete_fields}
    one = ", ".join(f"%s::{_cast(fields[column])}" for column in columns)
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    ordered = sorted(rows, key=lambda row: str(row[0]))  # in the order of locks, as below
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([f'({one})'] * len(ordered))} "  # noqa: S608
            f"ON CONFLICT ({key}) DO UPDATE SET {updates} RETURNING {key}, xmax = 0",
            [value for row in ordered for value in row],
        )
        return dict(cursor.fetchall())


def _cast(field: Any) -> str:
    return str(field.db_type(connection))


def _update(cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Updates rows in the order of their keys, which is that of their locks: concurrent writers do not deadlock."""
    table, key = model._meta.db_table, columns[0]
    stage = f"staged_{table}"
    names = ", ".join(columns)
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    cursor.execute(
        f"CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608
    )
    copy_in(cursor, model, stage, columns, rows)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {stage} ORDER BY {key} "  # noqa: S608 names are ours
        f"ON CONFLICT ({key}) DO UPDATE SET {updates}"
    )
    cursor.execute(f"DROP TABLE {stage}")


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


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items; each is made in a thread while the one before it is in use. They must not touch the database."""
    rest = map(_Held, items)
    with ThreadPoolExecutor(1, "ahead") as pool:
        coming = pool.submit(next, rest, None)
        while (held := coming.result()) is not None:
            coming = pool.submit(next, rest, None)
            yield held.item


class _Held(Generic[Item]):
    """Tells an item from the end of the items."""

    def __init__(self, item: Item) -> None:
        self.item = item
