"""One town migrated, with its row of state, in one transaction: listened to, by plain SQL, or by Django's executor."""

from collections.abc import Callable, Mapping, Sequence

from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.utils import timezone
from psycopg import sql
from psycopg.errors import LockNotAvailable

from tenants.context import within_host, within_schema_alone
from tenants.migrating.recording import Recording, recorded
from tenants.models import Municipality, SchemaState
from tenants.releases import digest_of, this_release
from tenants.schemas import applied_in, applied_in_each, migrate_schema

LOCK_TIMEOUT = "2s"
"""How long a transaction waits for a table: behind it, every reader of that table waits too."""

_LISTED = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES ({}, {}, now())")


class Busy(OperationalError):
    """A table of the town was in use for longer than a migration may wait."""


def by_recording(town: Municipality, recording: Recording) -> None:
    """Migrate by Django's executor, and note what its schema editor did. All of it, or nothing."""
    statements: list[str] = []
    _in_one_transaction(town, lambda: _listened_to(town, statements))
    recording.statements = statements


def _listened_to(town: Municipality, statements: list[str]) -> None:
    with recorded(statements):
        migrate_schema(town.schema_name)


def by_statements(town: Municipality, recording: Recording) -> None:
    """Migrate by what another town's migration did. All of it, or nothing."""
    _in_one_transaction(town, lambda: _sent(recording))


def _sent(recording: Recording) -> None:
    statements = [sql.SQL(statement.rstrip().rstrip(";")) for statement in recording.statements]
    lines = [_LISTED.format(*map(sql.Literal, name)) for name in recording.names]
    with connection.cursor() as cursor:
        for message in _messages([*statements, *lines]):
            cursor.execute(message)
    if recording.changes_models:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def _messages(statements: Sequence[sql.Composable]) -> Sequence[sql.Composable]:
    """One message, or one for each statement where the tables are distributed: Citus takes no several at once."""
    return statements if _has_citus() else [sql.SQL(";\n").join(statements)]


def _has_citus() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus'")
        return cursor.fetchone() is not None


def by_executor(town: Municipality, recording: Recording) -> None:
    """Migrate as Django does it, a transaction for each migration that takes one; resumed by the next run."""
    migrate_schema(town.schema_name)
    _note_current(town)


def _in_one_transaction(town: Municipality, work: Callable[[], None]) -> None:
    try:
        with within_schema_alone(town.schema_name), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            work()
            _note_current(town)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy("Its tables were in use all the time.") from error
        raise


def _note_current(town: Municipality) -> None:
    note_list(town, applied_in(town.schema_name))


def note_list(town: Municipality, applied: Sequence[str]) -> None:
    """Write down which migrations a town has."""
    with within_host():
        SchemaState.objects.update_or_create(
            municipality_id=town.pk,
            defaults={
                "digest": digest_of(applied),
                "applied": list(applied),
                "breaking": sorted(this_release().breaking.intersection(applied)),
                "state": SchemaState.State.CURRENT,
                "reason": "",
                "changed": timezone.now(),
            },
        )


def note_lists(towns: Sequence[Municipality], applied: Mapping[str, Sequence[str]]) -> None:
    """Mend the rows of towns whose schema tells otherwise; costs one question when all agree."""
    with within_host():
        noted = dict(SchemaState.objects.values_list("municipality_id", "digest"))
    for town in towns:
        found = applied.get(town.schema_name, [])
        if noted.get(town.pk) != digest_of(found):
            note_list(town, found)


def note_failure(town: Municipality, reason: str) -> None:
    """Write down why a town could not be migrated; what it has is read from its schema again."""
    note_lists([town], applied_in_each([town.schema_name]))
    with within_host():
        SchemaState.objects.filter(municipality_id=town.pk).update(
            state=SchemaState.State.FAILED, reason=reason, changed=timezone.now()
        )
