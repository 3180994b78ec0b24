"""One schema at a time: made ready, migrated by Django's own executor, asked what it has."""

import io
import logging
from collections.abc import Mapping, Sequence

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, router, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from tenants.context import within_schema_alone
from tenants.database.places import EXTENSIONS, NATIONAL
from tenants.errors import NodeNotPrepared
from tenants.queries import schema_exists
from tenants.releases import this_release

log = logging.getLogger(__name__)

LIST = "django_migrations"


def prepare_node() -> None:
    """Make the schemas that every place builds upon. Safe to repeat, and needs no right to create when they exist."""
    for schema_name in (NATIONAL, EXTENSIONS):
        if not schema_exists(schema_name=schema_name):
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema_name}"')


def migrate_schema(schema_name: str) -> bool:
    """Bring one schema up to date; False when there was nothing to do. Raises NodeNotPrepared when it is missing."""
    # Without this the tables would be made in the next schema of the path.
    if not schema_exists(schema_name=schema_name):
        raise NodeNotPrepared(f"The schema {schema_name} does not exist.")
    lacking = this_release().lacks(applied_in(schema_name))
    if not lacking:
        return False
    with within_schema_alone(schema_name):
        names = [(app, name) for app, _, name in (each.partition(".") for each in sorted(lacking))]
        if not any(router.allow_migrate(DEFAULT_DB_ALIAS, app) for app, _ in names):
            _list_only(MigrationRecorder(connection), names)
            return True
        call_command(Migrate(), interactive=False, skip_checks=True, verbosity=0, stdout=io.StringIO())
        return True


def _list_only(recorder: MigrationRecorder, lacking: Sequence[tuple[str, str]]) -> None:
    """Migrations of apps that have no table here do nothing here; the executor would take a second to find out."""
    recorder.ensure_schema()
    with transaction.atomic():
        for app, name in lacking:
            recorder.record_applied(app, name)


def behind() -> Mapping[str, Sequence[str]]:
    """Which of the host's own schemas lack what this release needs, and what: nothing at all can be served then.

    One statement or two; needs no place.
    """
    needed = this_release().needed_by_host
    applied = applied_in_each(list(needed))
    lacking = {name: sorted(names.difference(applied.get(name, []))) for name, names in needed.items()}
    return {name: lacks for name, lacks in lacking.items() if lacks}


def require_host() -> None:
    """Raises NodeNotPrepared when the host's own schemas are behind this release, before a program of ours begins.

    A database that does not answer yet is not judged: readiness tells of both as long as the program runs.
    """
    try:
        found = behind()
    except OperationalError:
        log.warning("The database does not answer yet.")
        return
    finally:
        connection.close()
    if found:
        raise NodeNotPrepared(
            f"What this release needs is not yet in the schema {' and '.join(found)}: run `kuntakanta migrate` first."
        )


def applied_in(schema_name: str) -> list[str]:
    """The migrations that a schema has, in the order of applying: "outbox.0001_initial"."""
    return applied_in_each([schema_name]).get(schema_name, [])


def applied_in_each(schema_names: Sequence[str]) -> Mapping[str, list[str]]:
    """The same of many schemas in one question to their lists, whatever their number; one that is missing is left
    out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemas.nspname, tables.oid IS NOT NULL FROM pg_catalog.pg_namespace AS schemas"
            " LEFT JOIN pg_catalog.pg_class AS tables"
            " ON tables.relnamespace = schemas.oid AND tables.relname = %s AND tables.relkind = 'r'"
            " WHERE schemas.nspname = ANY (%s)",
            [LIST, list(schema_names)],
        )
        found = dict(cursor.fetchall())
        listed = [name for name, has_list in found.items() if has_list]
        if not listed:
            return {name: [] for name in found}
        each = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, array_agg(app || '.' || name ORDER BY id) FROM {}.{}").format(
                sql.Literal(name), sql.Identifier(name), sql.Identifier(LIST)
            )
            for name in listed
        )
        cursor.execute(each)
        return {name: [] for name in found} | {name: applied or [] for name, applied in cursor.fetchall()}
