"""What Django asks the catalogs: its own questions, in a form that does not cost more with each town."""

from typing import Any, Final

from django.db.backends.postgresql.introspection import DatabaseIntrospection, TableInfo

_TABLES: Final = """
    SELECT tables.relname,
        CASE WHEN tables.relispartition THEN 'p' WHEN tables.relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
        pg_catalog.obj_description(tables.oid, 'pg_class')
    FROM pg_catalog.pg_namespace AS schemas
    JOIN pg_catalog.pg_depend AS members ON members.refclassid = 'pg_catalog.pg_namespace'::regclass
        AND members.refobjid = schemas.oid AND members.classid = 'pg_catalog.pg_class'::regclass
    JOIN pg_catalog.pg_class AS tables ON tables.oid = members.objid
    WHERE schemas.nspname = ANY (pg_catalog.current_schemas(true))
        AND tables.relkind IN ('f', 'm', 'p', 'r', 'v') AND pg_catalog.pg_table_is_visible(tables.oid)
"""


class Introspection(DatabaseIntrospection):
    """Django's, with the tables in sight found from their schemas.

    The stock question looks at every table of the database: 40 ms where there are 300 towns, and the migration of one
    town asks it eight times. PostgreSQL has no index of tables by schema, but one of what depends on a schema.
    """

    def get_table_list(self, cursor: Any) -> list[TableInfo]:  # type: ignore[override]  # as in Django's own
        """Tables and views in sight."""
        cursor.execute(_TABLES)
        return [TableInfo(*row) for row in cursor.fetchall() if row[0] not in self.ignored_tables]
