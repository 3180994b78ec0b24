"""Where a connection looks for tables: nowhere, the host's schema, the national one, or a town's own first."""

import re
from dataclasses import dataclass
from functools import lru_cache

PUBLIC = "public"
NATIONAL = "national"
EXTENSIONS = "ext"

_SCHEMA = re.compile(r"(?!pg_)[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Place:
    """A search path with a name. `schema_name` is None where no table is to be found."""

    schema_name: str | None
    search_path: bytes
    """Spelt as PostgreSQL 18 reports it back, so that the two compare equal."""

    statement: str


def _place(*schemas: str, name: str | None) -> Place:
    for schema in schemas:
        if not _SCHEMA.fullmatch(schema):
            raise ValueError(f"{schema!r} cannot be a schema's name")
    path = ", ".join(schemas)
    # set_config keeps the text as it is given; SET would quote "national", a word of SQL, and report it so.
    return Place(name, path.encode(), f"SELECT set_config('search_path', '{path}', false)")


NOWHERE = _place(EXTENSIONS, name=None)
HOST = _place(PUBLIC, EXTENSIONS, name=PUBLIC)
WITHIN_NATIONAL = _place(NATIONAL, EXTENSIONS, name=NATIONAL)


@lru_cache(maxsize=1000)
def town(schema_name: str) -> Place:
    """A town's own tables, then the national code lists; never the host's."""
    return _place(schema_name, NATIONAL, EXTENSIONS, name=schema_name)


def alone(schema_name: str) -> Place:
    """One schema only, for migrating it: through a longer path Django would find another's list of migrations."""
    return _place(schema_name, EXTENSIONS, name=schema_name)


def town_schema(municipality_id: int) -> str:
    """The name of a town's schema, which never changes."""
    return f"t_{municipality_id}"
