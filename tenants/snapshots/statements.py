"""A schema that was read, as the SQL that makes it again: one text, without any schema's name in it."""

from collections.abc import Iterator

from psycopg import sql

from tenants.snapshots.catalogs import Column, Schema, Sequence, Table

MIGRATIONS_TABLE = "django_migrations"
APPLIED_COLUMN = "applied"
_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "x": "EXTENDED", "m": "MAIN"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}


def statements_of(schema: Schema) -> str:
    """The text; the same schema gives the same text. It is sent with the new schema alone on the search path."""
    parts = [
        *(_sequence(sequence) for sequence in schema.sequences),
        *(_table(table) for table in schema.tables),
        *(_owner(sequence) for sequence in schema.sequences if sequence.owner_table),
        # Rows before keys and indexes: those are then made once, over rows that are there.
        *(line for table in schema.tables for line in _rows(table)),
        *(_setting(sequence) for sequence in schema.sequences if sequence.called or sequence.last != sequence.start),
        *(_constraint(*constraint) for constraint in schema.constraints),
        *(definition for _, _, definition in schema.indexes),
        *(_comment(*comment) for comment in schema.comments),
    ]
    return ";\n".join(parts) + ";\n"


def _name(text: str) -> str:
    return sql.Identifier(text).as_string()


def _literal(text: str | None) -> str:
    return sql.quote(text)


def _sequence(sequence: Sequence) -> str:
    return (
        f"CREATE SEQUENCE {_name(sequence.name)} AS {sequence.type} START {sequence.start} "
        f"INCREMENT {sequence.increment} MINVALUE {sequence.least} MAXVALUE {sequence.most} CACHE {sequence.cache}"
        f"{' CYCLE' if sequence.cycle else ''}"
    )


def _owner(sequence: Sequence) -> str:
    owner = f"{_name(sequence.owner_table or '')}.{_name(sequence.owner_column or '')}"
    return f"ALTER SEQUENCE {_name(sequence.name)} OWNED BY {owner}"


def _setting(sequence: Sequence) -> str:
    called = "true" if sequence.called else "false"
    return f"SELECT setval({_literal(_name(sequence.name))}, {sequence.last}, {called})"


def _table(table: Table) -> str:
    options = f" WITH ({table.options})" if table.options else ""
    columns = ", ".join(" ".join(_column(column)) for column in table.columns)
    return f"CREATE TABLE {_name(table.name)} ({columns}){options}"


def _column(column: Column) -> Iterator[str]:
    yield f"{_name(column.name)} {column.type}"
    if column.storage:
        yield f"STORAGE {_STORAGE[column.storage]}"
    if column.compression:
        yield f"COMPRESSION {_COMPRESSION[column.compression]}"
    if column.collation:
        yield f"COLLATE {_name(column.collation)}"
    if column.generated:
        yield f"GENERATED ALWAYS AS ({column.default}) {'STORED' if column.generated == 's' else 'VIRTUAL'}"
    elif column.default is not None:
        yield f"DEFAULT {column.default}"
    if column.not_null:
        yield f"CONSTRAINT {_name(column.not_null_name)} NOT NULL" if column.not_null_name else "NOT NULL"


def _rows(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    columns = [column for column in table.columns if not column.generated]
    names = ", ".join(_name(column.name) for column in columns)
    values = ", ".join(
        "(" + ", ".join(_value(table, column, text) for column, text in zip(columns, row, strict=True)) + ")"
        for row in table.rows
    )
    yield f"INSERT INTO {_name(table.name)} ({names}) VALUES {values}"  # noqa: S608 - all of it is quoted here


def _value(table: Table, column: Column, text: str | None) -> str:
    # A new town got its migrations now, not when the snapshot was taken; and equal graphs give equal texts.
    if (table.name, column.name) == (MIGRATIONS_TABLE, APPLIED_COLUMN):
        return "now()"
    return f"{_literal(text)}::{column.type}"


def _constraint(table: str, name: str, definition: str) -> str:
    return f"ALTER TABLE {_name(table)} ADD CONSTRAINT {_name(name)} {definition}"


def _comment(relation: str, column: str, text: str) -> str:
    if column:
        return f"COMMENT ON COLUMN {_name(relation)}.{_name(column)} IS {_literal(text)}"
    return f"COMMENT ON TABLE {_name(relation)} IS {_literal(text)}"
