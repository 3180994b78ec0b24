"""One town migrated, with its row of state, in one transaction: listened to, by plain SQL, or by Django's executor."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext

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
# In the town's own transaction, and therefore not by way of the host's path.
_NOTED = sql.SQL(
    "INSERT INTO public.tenants_schemastate (municipality_id, digest, applied, breaking, state, reason, changed)"
    " VALUES ({town}, {digest}, {applied}, {breaking}, 'current', '', {changed})"
    " ON CONFLICT (municipality_id) DO UPDATE SET digest = excluded.digest, applied = excluded.applied,"
    " breaking = excluded.breaking, state = excluded.state, reason = excluded.reason, changed = excluded.changed"
)


class Busy(OperationalError):
    """A table of the town was in use for longer than a migration may wait."""


def by_recording(town: Municipality, recording: Recording) -> None:
    """Migrate by Django's executor, and note what its schema editor did. All of it, or nothing."""
    statements: list[str] = []
    with _told_if_busy(), within_schema_alone(town.schema_name), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        with recorded(statements):
            recording.executor.migrate(
                recording.executor.loader.graph.leaf_nodes(), plan=[(each, False) for each in recording.migrations]
            )
        _let_content_types_follow(recording)
        _note_current(town)
    recording.statements = statements
    recording.one_by_one = _has_citus()


def by_statements(town: Municipality, recording: Recording, *, before: Sequence[str]) -> None:
    """Migrate by what another town's migration did, given what the town has. All of it, or nothing."""
    applied = [*before, *(f"{app}.{name}" for app, name in recording.names)]
    statements = [
        sql.SQL(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"),
        *(sql.SQL(statement.rstrip().rstrip(";")) for statement in recording.statements),
        *(_LISTED.format(*map(sql.Literal, name)) for name in recording.names),
        _NOTED.format(
            town=sql.Literal(town.pk),
            digest=sql.Literal(digest_of(applied)),
            applied=sql.Literal(json.dumps(applied)),
            breaking=sql.Literal(json.dumps(sorted(this_release().breaking.intersection(applied)))),
            changed=sql.Literal(timezone.now()),
        ),
    ]
    # One message by itself is a transaction without more messages to begin and end it.
    alone = not (recording.one_by_one or recording.changes_models)
    with (
        _told_if_busy(),
        within_schema_alone(town.schema_name),
        nullcontext() if alone else transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            for message in statements if recording.one_by_one else [sql.SQL(";\n").join(statements)]:
                cursor.execute(message)
        _let_content_types_follow(recording)


def _let_content_types_follow(recording: Recording) -> None:
    if recording.changes_models:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def _has_citus() -> bool:
    """Whether tables are distributed: then several statements cannot be sent as one message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus'")
        return cursor.fetchone() is not None


def by_executor(town: Municipality, recording: Recording) -> None:
    """Migrate as Django does it, a transaction for each migration that takes one; resumed by the next run."""
    migrate_schema(town.schema_name)
    _note_current(town)


@contextmanager
def _told_if_busy() -> Iterator[None]:
    try:
        yield
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
