"""A town made by the snapshot is the town that migrating makes; a killed provisioning leaves none."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tenants.context import within, within_host
from tenants.errors import SnapshotRefused
from tenants.migrating import migrate_schema
from tenants.models import Domain, DueJob, Municipality, SchemaState, Snapshot
from tenants.provisioning import provision
from tenants.queries import schema_exists
from tenants.releases import this_release
from tenants.schemas import applied_in
from tenants.snapshots import current_snapshot, differences, ensure_snapshot, keeping
from tenants.snapshots.catalogs import read_schema
from tenants.snapshots.statements import statements_of
from tests.waiting import town_schemas, until, waits_for_lock


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _migrated(schema_name: str) -> None:
    _run(f'CREATE SCHEMA "{schema_name}"')
    migrate_schema(schema_name)


class TestEquality:
    """Told by PostgreSQL's catalogs: columns, defaults, constraints, indexes, sequences, rows, with their names."""

    def test_a_town_equals_a_migrated_schema(self, turku: Municipality) -> None:
        utsjoki = provision(code="890", host="utsjoki.test")
        _migrated("t_4711")
        made, migrated = read_schema(utsjoki.schema_name), read_schema("t_4711")
        assert made.constraints == migrated.constraints
        assert made.indexes == migrated.indexes
        assert made.sequences == migrated.sequences
        assert made.comments == migrated.comments
        assert [(table.name, table.columns, table.options) for table in made.tables] == [
            (table.name, table.columns, table.options) for table in migrated.tables
        ]
        for ours, theirs in zip(made.tables, migrated.tables, strict=True):
            if ours.name == "django_migrations":  # when they were applied is another time
                assert [row[:3] for row in ours.rows] == [row[:3] for row in theirs.rows]
            else:
                assert ours.rows == theirs.rows, ours.name

    def test_the_comparison_sees_tables_constraints_content_types_and_rows(self, turku: Municipality) -> None:
        schema = read_schema(turku.schema_name)
        rows = {table.name: table.rows for table in schema.tables}
        assert len(schema.tables) > 10
        assert {definition.split()[0] for _, _, definition in schema.constraints} >= {"PRIMARY", "UNIQUE", "CHECK"}
        assert rows["django_content_type"]
        assert rows["outbox_revision"] == (("1", "0"),)
        assert {sequence.owner_column for sequence in schema.sequences} == {"id"}

    def test_each_kind_of_difference_is_seen(self, turku: Municipality) -> None:
        assert differences(turku.schema_name) == []
        table = f'"{turku.schema_name}".outbox_change'
        for statement in (
            f"ALTER TABLE {table} ADD COLUMN extra integer",
            f"ALTER TABLE {table} ALTER COLUMN kind TYPE varchar(99)",
            f"ALTER TABLE {table} ALTER COLUMN kind SET DEFAULT 'x'",
            f"ALTER TABLE {table} ALTER COLUMN kind DROP NOT NULL",
            f"ALTER TABLE {table} ADD CONSTRAINT extra CHECK (revision > 0)",
            f"ALTER TABLE {table} RENAME CONSTRAINT outbox_change_pkey TO other",
            f'ALTER INDEX "{turku.schema_name}".outbox_change_feed RENAME TO other',
            f"CREATE INDEX extra ON {table} (kind)",
        ):
            _run("SAVEPOINT before", statement)
            assert differences(turku.schema_name) == ["outbox_change"], statement
            _run("ROLLBACK TO before")

    def test_taking_it_again_gives_the_same_text(self, turku: Municipality) -> None:
        first = ensure_snapshot()
        with within_host():
            Snapshot.objects.all().delete()
        again = ensure_snapshot()
        assert (again.digest, again.statements, again.applied) == (first.digest, first.statements, first.applied)
        assert not schema_exists(schema_name=keeping.TEMPLATE)
        assert not schema_exists(schema_name=keeping.COPY)

    def test_names_say_nothing_of_where_it_was_taken(self, turku: Municipality) -> None:
        assert keeping.TEMPLATE not in ensure_snapshot().statements


class TestKeeping:
    """One snapshot for each set of migrations."""

    def test_other_migrations_have_another_digest(self, turku: Municipality, settings: Any, tmp_path: Path) -> None:
        before = keeping.graph_digest()
        assert current_snapshot() is not None
        settings.TOWN_APPS = [*reversed(settings.TOWN_APPS)]
        assert keeping.graph_digest() != before
        assert current_snapshot() is None

    def test_a_missing_one_is_made_when_a_town_joins(self, turku: Municipality) -> None:
        with within_host():
            Snapshot.objects.all().delete()
        utsjoki = provision(code="890", host="utsjoki.test")
        assert current_snapshot() is not None
        assert not this_release().lacks(applied_in(utsjoki.schema_name))

    def test_what_a_killed_one_left_behind_is_no_hindrance(self, turku: Municipality) -> None:
        _run(f'CREATE SCHEMA "{keeping.TEMPLATE}"', f'CREATE SCHEMA "{keeping.COPY}"')
        with within_host():
            Snapshot.objects.all().delete()
        assert ensure_snapshot().statements

    @pytest.mark.parametrize(
        ("statement", "named"),
        [
            ("CREATE VIEW seen AS SELECT 1 AS one", "the relation seen"),
            ("CREATE TYPE mood AS ENUM ('good')", "the type mood"),
            ("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'", "the function one"),
            ("ALTER TABLE outbox_change ENABLE ROW LEVEL SECURITY", "the table outbox_change"),
            ("CREATE TABLE counted (id bigint GENERATED ALWAYS AS IDENTITY)", "counted.id"),
        ],
    )
    def test_what_the_reader_does_not_know_is_refused(self, turku: Municipality, statement: str, named: str) -> None:
        with within(turku):
            _run(statement)
        with pytest.raises(SnapshotRefused, match=named):
            read_schema(turku.schema_name)

    def test_what_is_rare_comes_along(self, turku: Municipality) -> None:
        _run("CREATE SCHEMA odd", "CREATE SCHEMA again")
        with within(Municipality(schema_name="odd")):
            _run(
                'CREATE TABLE "Odd ""one""" (id bigserial PRIMARY KEY, word text COLLATE "C" DEFAULT \'it\'\'s\','
                " twice text GENERATED ALWAYS AS (word || word) STORED, big bytea STORAGE EXTERNAL,"
                " kind varchar(9) CHECK (kind IN ('a', 'b,''c')), other bigint REFERENCES \"Odd \"\"one\"\"\""
                " DEFERRABLE INITIALLY DEFERRED) WITH (fillfactor = 70)",
                'CREATE UNIQUE INDEX odd_index ON "Odd ""one""" (lower(word) DESC) WHERE kind IN (\'a\', \'b\')',
                "INSERT INTO \"Odd \"\"one\"\"\" (word, big, kind) VALUES ('a\\b''%s;', '\\x00ff', NULL)",
                'COMMENT ON TABLE "Odd ""one""" IS \'why\'',
                "CREATE SEQUENCE alone START 5 INCREMENT 2 CYCLE",
            )
        schema = read_schema("odd")
        with within(Municipality(schema_name="again")):
            _run(statements_of(schema))
        assert read_schema("again") == schema


class TestState:
    """What is known of a new town's schema."""

    def test_a_new_town_is_told_to_be_current(self, turku: Municipality) -> None:
        utsjoki = provision(code="890", host="utsjoki.test")
        with within_host():
            state = SchemaState.objects.get(municipality=utsjoki)
        assert state.state == SchemaState.State.CURRENT
        assert state.applied == applied_in(utsjoki.schema_name)


PROVISION = [sys.executable, "-m", "kuntakanta", "provision", "890", "--host", "utsjoki.test", "--admin", "a@b.fi"]
KILLED_HERE = """
import os, signal
from kuntakanta.settings import *
TOWN_PLACEMENT = "settings_of_killed.die"
def die(*, schema_name): os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.django_db(transaction=True)
class TestKilled:
    """A provisioning that is killed at any point leaves a whole town or none, and can be repeated."""

    def _nothing_is_left(self) -> bool:
        with within_host():
            towns, hosts = Municipality.objects.count(), Domain.objects.count()
            jobs = DueJob.objects.exclude(municipality=None).values("municipality").distinct().count()
        return (towns, hosts, jobs) == (2, 2, 2) and town_schemas() == ["t_1", "t_2"]

    def test_after_the_schema_was_made(
        self, turku: Municipality, environment_of_programs: dict[str, str], tmp_path: Path
    ) -> None:
        (tmp_path / "settings_of_killed.py").write_text(KILLED_HERE)
        killing = {"DJANGO_SETTINGS_MODULE": "settings_of_killed", "PYTHONPATH": str(tmp_path)}
        killed = subprocess.run(PROVISION, env=environment_of_programs | killing, check=False, timeout=60)
        assert killed.returncode == -signal.SIGKILL
        until(self._nothing_is_left)
        subprocess.run(PROVISION, env=environment_of_programs, check=True, timeout=60)
        with within_host():
            assert differences(Municipality.objects.get(code="890").schema_name) == []

    @pytest.mark.parametrize("table", ["tenants_domain", "tenants_schemastate", "tenants_duejob", "tenants_transition"])
    def test_while_it_waits_for_a_table(
        self, turku: Municipality, environment_of_programs: dict[str, str], database_url: str, table: str
    ) -> None:
        with psycopg.connect(database_url) as holder:
            holder.execute(f"LOCK TABLE public.{table} IN SHARE MODE")
            process = subprocess.Popen(PROVISION, env=environment_of_programs)
            until(lambda: waits_for_lock(table))
            process.kill()
            process.wait(timeout=10)
        until(lambda: not waits_for_lock(table))
        until(self._nothing_is_left)
