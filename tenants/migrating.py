"""Schemas brought up to date: the host's, the national one, then each town's, with Django's own migrate.

Each schema is migrated with nothing else in sight, and has its own list of applied migrations. A schema whose list is
complete is passed over with one small query.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tenants.context import within_schema_alone
from tenants.database.places import EXTENSIONS, NATIONAL, PUBLIC
from tenants.dispatch import ensure_jobs
from tenants.errors import NodeNotPrepared
from tenants.queries import all_municipalities, schema_exists

_LOCK = 0x6B756E7461  # "kunta": one migrator at a time in a database


@dataclass(slots=True)
class Outcome:
    """What a run did; `failed` maps a schema to the reason."""

    migrated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


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
    with within_schema_alone(schema_name):
        wanted = MigrationLoader(None).disk_migrations.keys()
        if wanted <= MigrationRecorder(connection).applied_migrations().keys():
            return False
        call_command(Migrate(), interactive=False, skip_checks=True, verbosity=0, stdout=io.StringIO())
        return True


def migrate_all(*, progress: Callable[[str], None] = lambda line: None) -> Outcome:
    """Migrate every schema. A failure of the host's or the national one is raised; a town's is told in the outcome."""
    outcome = Outcome()
    with _one_at_a_time():
        prepare_node()
        for schema_name in (PUBLIC, NATIONAL):
            _note(schema_name, migrate_schema(schema_name), outcome, progress)
        for town in all_municipalities():
            try:
                _note(town.schema_name, migrate_schema(town.schema_name), outcome, progress, name=str(town))
            except (DatabaseError, NodeNotPrepared, MigrationSchemaMissing) as error:
                reason = str(error).strip().partition("\n")[0]
                outcome.failed[town.schema_name] = reason
                progress(f"{town.schema_name} {town}: failed: {reason}")
        ensure_jobs()
    return outcome


def _note(
    schema_name: str, changed: bool, outcome: Outcome, progress: Callable[[str], None], *, name: str = ""
) -> None:
    (outcome.migrated if changed else outcome.unchanged).append(schema_name)
    progress(f"{f'{schema_name} {name}'.strip()}: {'migrated' if changed else 'up to date'}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for another migrator to end: two nodes that start together must not make the same table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
