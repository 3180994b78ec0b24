"""A schema for a town that arrives: made as its release had it, filled with its rows, brought up to this release.

All of it within the transaction that is open.
"""

from collections.abc import Callable, Mapping, Sequence

from django.db import DEFAULT_DB_ALIAS, connection, router
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tenants.accounts.models import MachineToken
from tenants.accounts.sealing import seal
from tenants.context import within, within_schema_alone
from tenants.models import Municipality, Snapshot
from tenants.moving import copying, rules
from tenants.moving.archive import Reader
from tenants.moving.errors import FileRefused
from tenants.moving.values import Manifest
from tenants.moving.wrapping import unwrapped
from tenants.placing import place
from tenants.schemas import applied_in, migrate_schema
from tenants.snapshots import apply_snapshot

Progress = Callable[[str, int, int], None]
"""Told of the table that is being read, how many rows are in by now, and how many there will be."""


def fill(
    file: Reader, *, town: Municipality, snapshot: Snapshot | None, with_keys: bool, progress: Progress
) -> Sequence[str]:
    """Make a town's schema and fill it; the sealed values that have not come along, as "table.column".

    Without a snapshot the file is of an earlier release. Raises FileRefused.
    """
    manifest, schema_name = file.manifest, town.schema_name
    if snapshot is not None:
        apply_snapshot(snapshot, schema_name=schema_name)
    else:
        _make_older(schema_name, manifest)
    with within_schema_alone(schema_name):
        copying.spell_plainly()
        _put_rows(file, progress)
        copying.set_stands(manifest.sequences)
        # Whether rows point at rows that are there; and a later change of a table waits for no such question.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if snapshot is None:
        migrate_schema(schema_name)
    place(schema_name=schema_name)
    with within(town):
        if with_keys:
            _put_wrapped(manifest)
        withheld = [f"{one.table}.{one.column}" for one in rules.SEALED if copying.do_without(one)]
        # Their secrets have stayed behind: nobody is to believe that they still work.
        MachineToken.objects.filter(revoked=None).update(revoked=timezone.now())
    return withheld


def _make_older(schema_name: str, manifest: Manifest) -> None:
    """Migrate a new schema as far as the file's was."""
    last = dict(name.split(".", 1) for name in sorted(manifest.migrations))
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{schema_name}"')
    with within_schema_alone(schema_name):
        executor = MigrationExecutor(connection)
        for (app, name), migration in sorted(executor.loader.disk_migrations.items()):
            if not migration.atomic and router.allow_migrate(DEFAULT_DB_ALIAS, app):
                raise _too_old(manifest, f"{app}.{name}", "cannot be part of one transaction")
        executor.migrate(sorted(last.items()))
    if different := sorted(set(applied_in(schema_name)) ^ set(manifest.migrations)):
        raise _too_old(manifest, different[0], "would not come at its place")


def _too_old(manifest: Manifest, name: str, why: str) -> FileRefused:
    return FileRefused(
        f"It comes from an earlier release ({manifest.release}), and {name} {why}: update the instance that it comes"
        " from, and export it again."
    )


def _put_rows(file: Reader, progress: Progress) -> None:
    shapes = {shape.name: shape for shape in copying.shapes()}
    _check_shapes(shapes, file.manifest)
    copying.empty([*reversed(shapes)])  # of what a new schema begins with
    tables = {table.name: table for table in file.manifest.tables}
    done, total = 0, sum(table.rows for table in tables.values())
    for name in shapes:  # their order is ours, and does not depend on the file's

        def told(rows: int, name: str = name) -> None:
            nonlocal done
            done += rows
            progress(name, done, total)

        copying.into(name, tables[name].columns, file.chunks(tables[name]), told)


def _check_shapes(shapes: Mapping[str, copying.Shape], manifest: Manifest) -> None:
    """The same migrations have made other tables: another house, or a release that never was one."""
    theirs = {table.name: (table.columns, table.types) for table in manifest.tables}
    ours = {name: ([*shape.columns], [*shape.types]) for name, shape in shapes.items()}
    if different := sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name)):
        raise FileRefused(
            f"Its tables are not those of this release: {', '.join(different[:3])}"
            f"{' and more' if len(different) > 3 else ''} differ."
        )


def _put_wrapped(manifest: Manifest) -> None:
    sealed = {(one.table, one.column): one for one in rules.SEALED}
    for value in manifest.wrapped:
        one = sealed.get((value.table, value.column))
        if one is None:
            raise FileRefused(f"It holds a secret for {value.table}.{value.column}, where none is kept here.")
        context = rules.place_of(town=manifest.town.uuid, table=one.table, column=one.column, key=value.key)
        text = unwrapped(value.value, context=context)
        sealed_here = seal(text, owner=manifest.town.uuid, purpose=one.purpose)
        copying.put_sealed(one, key=value.key, value=sealed_here)
