"""A schema as PostgreSQL's catalogs tell it: tables, constraints, indexes, sequences and rows, as plain values.

Everything is read with the schema alone on the search path, so that no name carries a schema's and two schemas of the
same making read as equal values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from psycopg import sql

from tenants.context import within_schema_alone
from tenants.errors import SnapshotRefused

# A system column's number is negative; a dropped column stays as a gap.
_COLUMNS = """
    SELECT tables.relname, columns.attname, format_type(columns.atttypid, columns.atttypmod), columns.attnotnull,
           pg_get_expr(defaults.adbin, defaults.adrelid), columns.attgenerated,
           CASE WHEN columns.attcollation NOT IN (0, kinds.typcollation) THEN collations.collname END,
           CASE WHEN columns.attstorage <> kinds.typstorage THEN columns.attstorage END,
           columns.attcompression, columns.attidentity
    FROM pg_attribute AS columns
    JOIN pg_class AS tables ON tables.oid = columns.attrelid AND tables.relkind = 'r'
    JOIN pg_type AS kinds ON kinds.oid = columns.atttypid
    LEFT JOIN pg_attrdef AS defaults ON defaults.adrelid = tables.oid AND defaults.adnum = columns.attnum
    LEFT JOIN pg_collation AS collations ON collations.oid = columns.attcollation
    WHERE tables.relnamespace = %s::regnamespace AND columns.attnum > 0 AND NOT columns.attisdropped
    ORDER BY tables.relname, columns.attnum
"""
_TABLES = """
    SELECT relname, relpersistence, coalesce(array_to_string(reloptions, ', '), ''), relhasrules, relhassubclass,
           relrowsecurity, relispartition, relreplident
    FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY relname
"""
# The order is that of making: keys before the foreign keys that point at them.
_CONSTRAINTS = """
    SELECT tables.relname, constraints.conname, constraints.contype, pg_get_constraintdef(constraints.oid),
           (SELECT columns.attname FROM pg_attribute AS columns
            WHERE columns.attrelid = tables.oid AND columns.attnum = constraints.conkey[1])
    FROM pg_constraint AS constraints
    JOIN pg_class AS tables ON tables.oid = constraints.conrelid
    WHERE constraints.connamespace = %s::regnamespace
    ORDER BY strpos('nupxcf', constraints.contype), tables.relname, constraints.conname
"""
_INDEXES = """
    SELECT tables.relname, indexes.relname, pg_get_indexdef(indexes.oid, 0, true), keys.indisvalid
    FROM pg_index AS keys
    JOIN pg_class AS indexes ON indexes.oid = keys.indexrelid
    JOIN pg_class AS tables ON tables.oid = keys.indrelid
    WHERE indexes.relnamespace = %s::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexes.oid AND contype IN ('p', 'u', 'x'))
    ORDER BY tables.relname, indexes.relname
"""
_SEQUENCES = """
    SELECT relations.relname, format_type(seqtypid, NULL), seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle,
           owners.relname, columns.attname
    FROM pg_sequence
    JOIN pg_class AS relations ON relations.oid = seqrelid
    LEFT JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = seqrelid AND deptype IN ('a', 'i')
    LEFT JOIN pg_class AS owners ON owners.oid = refobjid
    LEFT JOIN pg_attribute AS columns ON columns.attrelid = refobjid AND columns.attnum = refobjsubid
    WHERE relations.relnamespace = %s::regnamespace ORDER BY relations.relname
"""
_COMMENTS = """
    SELECT relations.relname, coalesce(columns.attname, ''), description
    FROM pg_description
    JOIN pg_class AS relations ON classoid = 'pg_class'::regclass AND relations.oid = objoid
    LEFT JOIN pg_attribute AS columns ON columns.attrelid = objoid AND columns.attnum = objsubid AND objsubid > 0
    WHERE relations.relnamespace = %s::regnamespace ORDER BY relations.relname, objsubid
"""
_UNKNOWN = """
    SELECT 'the relation ' || relname FROM pg_class
    WHERE relnamespace = %(schema)s::regnamespace AND relkind NOT IN ('r', 'i', 'S')
    UNION ALL
    SELECT 'the trigger ' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = %(schema)s::regnamespace AND NOT tgisinternal
    UNION ALL
    SELECT 'the function ' || proname FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
    UNION ALL
    SELECT 'the type ' || typname FROM pg_type
    WHERE typnamespace = %(schema)s::regnamespace AND typtype <> 'c' AND typcategory <> 'A'
    UNION ALL
    SELECT 'the extended statistics ' || stxname FROM pg_statistic_ext
    WHERE stxnamespace = %(schema)s::regnamespace
"""

Rows = tuple[tuple[Any, ...], ...]

# `varchar_column IN ('a', 'b')` is kept as an array cast as a whole, and spelt so; but that spelling, read again, is
# kept with the cast in each element. Pulling the cast in at once makes one spelling of the two.
_ELEMENT = r"'(?:[^']|'')*'::character varying"
_CAST_ARRAY = re.compile(rf"(\()?ARRAY\[({_ELEMENT}(?:, {_ELEMENT})*)\](?(1)\))::text\[\]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `not_null_name` is the constraint's name where the server (from 18 on) keeps one."""

    name: str
    type: str
    not_null: bool
    not_null_name: str | None
    default: str | None
    generated: str
    collation: str | None
    storage: str | None
    compression: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its rows, each a tuple of texts as PostgreSQL spells them, ordered by all columns."""

    name: str
    options: str
    columns: tuple[Column, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sequence:
    """One sequence: how it counts, where it stands, and the column that it belongs to."""

    name: str
    type: str
    start: int
    increment: int
    most: int
    least: int
    cache: int
    cycle: bool
    owner_table: str | None
    owner_column: str | None
    last: int
    called: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """All of a schema. Constraints are (table, name, definition), indexes (table, name, definition)."""

    sequences: tuple[Sequence, ...]
    tables: tuple[Table, ...]
    constraints: tuple[tuple[str, str, str], ...]
    indexes: tuple[tuple[str, str, str], ...]
    comments: tuple[tuple[str, str, str], ...]

    def by_table(self) -> dict[str, object]:
        """What each table is, without its rows and its sequences' places: columns in any order, for two schemas that
        got to the same end by different ways."""
        return {
            table.name: (
                table.options,
                {column.name: column for column in table.columns},
                sorted(one for one in self.constraints if one[0] == table.name),
                sorted(one for one in self.indexes if one[0] == table.name),
                sorted(
                    (one.name, one.type, one.owner_column) for one in self.sequences if one.owner_table == table.name
                ),
            )
            for table in self.tables
        }


def read_schema(schema_name: str) -> Schema:
    """Read a schema. Raises SnapshotRefused for what this reader does not know."""
    with within_schema_alone(schema_name):
        _refuse_unknown(schema_name)
        constraints = _asked(_CONSTRAINTS, schema_name)
        indexes = _asked(_INDEXES, schema_name)
        if unfinished := [name for _, name, _, valid in indexes if not valid]:
            raise SnapshotRefused(f"The index {unfinished[0]} was not finished.")
        return Schema(
            sequences=tuple(_sequences(schema_name)),
            tables=tuple(_tables(schema_name, constraints)),
            constraints=tuple(
                (table, name, _settled(definition)) for table, name, kind, definition, _ in constraints if kind != "n"
            ),
            indexes=tuple((table, name, _settled(definition)) for table, name, definition, _ in indexes),
            comments=_asked(_COMMENTS, schema_name),
        )


def _settled(definition: str) -> str:
    def pulled_in(found: re.Match[str]) -> str:
        cast = r"(\g<0>)::text" if found[1] else r"\g<0>::text"
        return f"ARRAY[{re.sub(_ELEMENT, cast, found[2])}]"

    return _CAST_ARRAY.sub(pulled_in, definition)


def _asked(question: str, schema_name: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(question, [schema_name])
        return tuple(cursor.fetchall())


def _refuse_unknown(schema_name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"schema": schema_name})
        found = [what for (what,) in cursor.fetchall()]
    if found:
        raise SnapshotRefused(f"A snapshot cannot hold {', '.join(sorted(found))}.")


def _sequences(schema_name: str) -> Iterator[Sequence]:
    for row in _asked(_SEQUENCES, schema_name):
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(row[0])))
            last, called = cursor.fetchone()
        yield Sequence(*(*row, last, called))


def _tables(schema_name: str, constraints: Rows) -> Iterator[Table]:
    names = {(table, column): name for table, name, kind, _, column in constraints if kind == "n"}
    columns = {
        table: tuple(_column(row, names.get((table, row[1]))) for row in rows)
        for table, rows in groupby(_asked(_COLUMNS, schema_name), key=lambda row: row[0])
    }
    for name, persistence, options, *ties, identity in _asked(_TABLES, schema_name):
        if persistence != "p" or any(ties) or identity != "d":
            raise SnapshotRefused(f"A snapshot cannot hold what is special about the table {name}.")
        yield Table(name, options, columns.get(name, ()), _rows(name, columns.get(name, ())))


def _column(row: tuple[Any, ...], not_null_name: str | None) -> Column:
    table, name, kind, not_null, default, generated, collation, storage, compression, identity = row
    if identity:
        raise SnapshotRefused(f"A snapshot cannot hold the identity column {table}.{name}.")
    return Column(name, kind, not_null, not_null_name, default, generated, collation, storage, compression)


def _rows(table: str, columns: tuple[Column, ...]) -> Rows:
    names = [sql.Identifier(column.name) for column in columns if not column.generated]
    if not names:
        return ()
    spelt = sql.SQL(", ").join(sql.SQL("{}::text").format(name) for name in names)
    question = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(spelt, sql.Identifier(table), sql.SQL(", ").join(names))
    with connection.cursor() as cursor:
        cursor.execute(question)
        return tuple(cursor.fetchall())
