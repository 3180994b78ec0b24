"""Snapshots kept in `public` under the digest of the migration graph: found, made when there is none, applied."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from django import get_version
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from tenants.context import here, within_host, within_schema_alone
from tenants.errors import SnapshotRefused
from tenants.models import Snapshot
from tenants.schemas import applied_in, migrate_schema
from tenants.snapshots.catalogs import read_schema
from tenants.snapshots.statements import statements_of

TEMPLATE = "snapshot_template"
COPY = "snapshot_copy"
KEPT = 5
"""Snapshots of this many releases are kept; a new one drops the oldest."""

_LOCK = 0x736E6170  # "snap": one template at a time


def graph_digest() -> str:
    """A digest of all that decides what a migrated town looks like: the migrations' own text, which apps are a town's
    and in which order, their models (content types are made from them), Django's release and the server's."""
    modules = tuple(sorted(settings.MIGRATION_MODULES.items()))
    return _digest(tuple(settings.TOWN_APPS), modules, here().pg_version // 10000)


@lru_cache(maxsize=8)
def _digest(town_apps: Sequence[str], modules: Sequence[tuple[str, str | None]], server: int) -> str:
    """Read once in a process, whose code does not change."""
    digest = hashlib.sha256()
    for part in _parts(town_apps, server):
        digest.update(part)
        digest.update(b"\0")
    return digest.hexdigest()


def _parts(town_apps: Sequence[str], server: int) -> Iterable[bytes]:
    yield f"{get_version()} {server}".encode()
    loader = MigrationLoader(None)
    for name in town_apps:
        app = next(config for config in apps.get_app_configs() if config.name == name)
        yield f"{name} {sorted(model._meta.model_name or '' for model in app.get_models())}".encode()
        for key in sorted(key for key in loader.disk_migrations if key[0] == app.label):
            yield f"{key} {sorted(loader.disk_migrations[key].dependencies)}".encode()
            yield Path(str(sys.modules[loader.disk_migrations[key].__module__].__file__)).read_bytes()


def current_snapshot() -> Snapshot | None:
    """The snapshot of this release's migrations, if there is one."""
    digest = graph_digest()
    with within_host():
        return Snapshot.objects.filter(digest=digest).first()


def ensure_snapshot() -> Snapshot:
    """The snapshot of this release's migrations, made now when there is none: a few seconds. Raises SnapshotRefused."""
    return current_snapshot() or _make()


def _make() -> Snapshot:
    with connection.cursor() as cursor:
        # Of two that need it at once, the second waits, and finds the first one's.
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        return current_snapshot() or _taken()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _taken() -> Snapshot:
    """Migrate a template, read it, make a copy by the statements, and keep them if the copy reads as the template.

    Not one transaction, as some migrations (indexes made concurrently) refuse to be in one. What a killed process
    leaves behind is dropped by the next.
    """
    digest = graph_digest()
    try:
        _new_schema(TEMPLATE)
        migrate_schema(TEMPLATE)
        wanted = read_schema(TEMPLATE)
        statements = statements_of(wanted)
        _new_schema(COPY)
        with within_schema_alone(COPY), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statements)
        # The times of the migrations are the only thing that may differ, and they are not in the statements.
        if statements_of(read_schema(COPY)) != statements:
            raise SnapshotRefused("A schema made by the snapshot is not equal to the migrated one.")
        applied = applied_in(TEMPLATE)
    finally:
        _drop_schemas(TEMPLATE, COPY)
    with within_host():
        made, _ = Snapshot.objects.update_or_create(
            digest=digest, defaults={"statements": statements, "applied": applied, "made": timezone.now()}
        )
        Snapshot.objects.exclude(pk__in=Snapshot.objects.order_by("-pk").values("pk")[:KEPT]).delete()
    return made


def _new_schema(schema_name: str) -> None:
    _drop_schemas(schema_name)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{schema_name}"')


def _drop_schemas(*schema_names: str) -> None:
    with connection.cursor() as cursor:
        for schema_name in schema_names:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{schema_name}" CASCADE')


def apply_snapshot(snapshot: Snapshot, *, schema_name: str) -> None:
    """Make a new schema by a snapshot: one message, in the transaction that is open."""
    with within_schema_alone(schema_name), connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{schema_name}";\n{snapshot.statements}')


def differences(schema_name: str) -> list[str]:
    """The tables in which a schema differs from a newly made one, rows aside. Makes one for it, and drops it again."""
    try:
        with transaction.atomic():
            apply_snapshot(ensure_snapshot(), schema_name=COPY)
        wanted, found = read_schema(COPY).by_table(), read_schema(schema_name).by_table()
    finally:
        _drop_schemas(COPY)
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
