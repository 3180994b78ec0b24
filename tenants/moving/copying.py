"""A schema's rows by COPY, out of the schema that has been entered and into it: streamed, never held in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from psycopg import Connection, IsolationLevel, sql

from tenants.moving import rules
from tenants.moving.values import Sequence as Stand

_COLUMNS = """
    SELECT tables.relname,
           array_agg(columns.attname::text ORDER BY columns.attname),
           array_agg(format_type(columns.atttypid, columns.atttypmod) ORDER BY columns.attname),
           (SELECT array_agg(keyed.attname::text ORDER BY place)
            FROM pg_index, unnest(indkey::smallint[]) WITH ORDINALITY AS keys(number, place)
            JOIN pg_attribute AS keyed ON keyed.attnum = keys.number
            WHERE indisprimary AND indrelid = tables.oid AND keyed.attrelid = tables.oid)
    FROM pg_class AS tables
    JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
    WHERE tables.relnamespace = current_schema()::regnamespace AND tables.relkind = 'r'
      AND columns.attnum > 0 AND NOT columns.attisdropped AND columns.attgenerated = ''
    GROUP BY tables.oid, tables.relname
"""
_REFERENCES = """
    SELECT pointing.relname, pointed.relname
    FROM pg_constraint
    JOIN pg_class AS pointing ON pointing.oid = conrelid
    JOIN pg_class AS pointed ON pointed.oid = confrelid
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_SEQUENCES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' ORDER BY relname
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns by name, without generated ones, their types, and the columns of its primary key."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    key: tuple[str, ...]


@contextmanager
def one_moment() -> Iterator[None]:
    """Read only, and all of it as of one moment, whatever others write meanwhile. Not within another transaction."""
    connection.ensure_connection()
    raw: Connection[object] = connection.connection
    before = raw.isolation_level, raw.read_only
    raw.isolation_level, raw.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic():
            yield
    finally:
        if not raw.closed:
            raw.isolation_level, raw.read_only = before


def spell_plainly() -> None:
    """Have the server spell values the same way wherever it stands, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';"
            "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'escape'"
        )


def shapes() -> Sequence[Shape]:
    """The tables of the schema that has been entered, in the order of `rules.in_order`."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        found = {
            name: Shape(name, tuple(columns), tuple(types), tuple(key or columns))
            for name, columns, types, key in cursor.fetchall()
        }
        cursor.execute(_REFERENCES)
        return [found[name] for name in rules.in_order(found, cursor.fetchall())]


def stands() -> Sequence[Stand]:
    """Where the sequences of the schema that has been entered stand."""
    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCES)
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
            last, called = cursor.fetchone()
            found.append(Stand(name=name, last=last, called=called))
    return found


def set_stands(found: Collection[Stand]) -> None:
    """Have sequences go on from where they stood."""
    with connection.cursor() as cursor:
        for one in found:
            cursor.execute("SELECT setval(quote_ident(%s), %s, %s)", [one.name, one.last, one.called])


def out(shape: Shape, instead: Mapping[str, str]) -> Iterator[memoryview]:
    """The rows of a table in the order of its key, with other expressions than the columns where given."""
    read = sql.SQL(", ").join(
        sql.SQL(instead[name]) if name in instead else sql.Identifier(name) for name in shape.columns
    )
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT (ENCODING 'UTF8')").format(
        read, sql.Identifier(shape.name), _names(shape.key)
    )
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield from copy


def into(table: str, columns: Sequence[str], chunks: Iterable[bytes], told: Callable[[int], None]) -> None:
    """Add rows to a table; `told` gets the number of rows with each piece."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (ENCODING 'UTF8')").format(sql.Identifier(table), _names(columns))
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in chunks:
            copy.write(chunk)
            told(chunk.count(b"\n"))


def empty(tables: Collection[str]) -> None:
    """Remove the rows that a new schema begins with."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def sealed_values(one: rules.Sealed) -> Sequence[tuple[str, bytes]]:
    """What a column holds that was sealed for this host, by the row's key."""
    statement = sql.SQL("SELECT {}::text, {} FROM {} WHERE {} IS NOT NULL ORDER BY 1").format(
        *map(sql.Identifier, (one.key, one.column, one.table, one.column))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [(key, bytes(value)) for key, value in cursor.fetchall()]


def put_sealed(one: rules.Sealed, *, key: str, value: bytes) -> None:
    """Write a value that has been sealed for this host."""
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE {}::text = %s").format(
        *map(sql.Identifier, (one.table, one.column, one.key))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value, key])


def do_without(one: rules.Sealed) -> int:
    """Settle the rows whose sealed value has not come along; their number."""
    settled = sql.SQL(", ").join(
        sql.SQL("{} = ").format(sql.Identifier(column)) + sql.SQL(value) for column, value in one.otherwise.items()
    )
    statement = sql.SQL("UPDATE {} SET {} WHERE {} = ''").format(
        sql.Identifier(one.table), settled, sql.Identifier(one.column)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def wait_for_writers(tables: Collection[str], *, patience: timedelta) -> None:
    """Return when no transaction that has written to these tables is still open. Raises OperationalError in the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        least = max(patience, timedelta(milliseconds=1))  # as 0 stands for ever
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{least // timedelta(milliseconds=1)}ms"])
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(_names(tables)))


def _names(names: Collection[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
