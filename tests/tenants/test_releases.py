"""A new release's migrations in three hundred towns: by groups, one transaction each, while the old release serves."""

import io
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from tenants.context import within, within_host
from tenants.dispatch import dispatch_due
from tenants.errors import MigrationFailed
from tenants.hosts import hosts
from tenants.migrating import migrate_all, town
from tenants.migrating.recording import planned
from tenants.models import DueJob, Municipality, SchemaState
from tenants.provisioning import provision
from tenants.releases import this_release
from tenants.schemas import applied_in
from tenants.snapshots import differences
from tenants.snapshots.catalogs import read_schema
from tests.tenants.releases import Release, release, switch
from tests.waiting import until

COLUMN = "migrations.AddField('change', 'note', models.TextField(null=True))"
INDEX = "migrations.AddIndex('change', models.Index(fields=['kind'], name='outbox_change_kind'))"
UNIQUE = "migrations.AddConstraint('change', models.UniqueConstraint(fields=['kind'], name='outbox_change_once'))"
TABLE = "migrations.CreateModel('Reader', [('id', models.BigAutoField(primary_key=True))])"
DEFAULT = "migrations.AddField('change', 'weight', models.IntegerField(default=7))"
# The later operation looks up what the earlier one has made, which `sqlmigrate` would not find.
MADE_AND_DROPPED = (
    "migrations.AlterUniqueTogether('change', {('revision', 'kind')}), migrations.AlterUniqueTogether('change', set())"
)
PYTHON = "migrations.RunPython(nothing, nothing)"


@pytest.fixture
def make(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Release]:
    """Makes a release and switches to it."""

    def made(name: str, operations: str, *, marks: str = "", earlier: Release | None = None) -> Release:
        found = release(tmp_path, name, operations=operations, marks=marks, earlier=earlier)
        switch(settings, monkeypatch, found)
        hosts.forget()
        return found

    return made


def _columns(municipality: Municipality) -> list[str]:
    (table,) = (one for one in read_schema(municipality.schema_name).tables if one.name == "outbox_change")
    return [column.name for column in table.columns]


def _status(host: str) -> int:
    hosts.forget()
    return Client(headers={"host": host}, raise_request_exception=False).get("/health/live").status_code


def test_what_only_the_host_has_is_never_broken_for_an_older_release() -> None:
    """The mark is heeded where the migrator keeps a list, which it does for towns."""
    loader = MigrationLoader(None)
    of_towns = {config.label for config in apps.get_app_configs() if config.name in configured.TOWN_APPS}
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(("tenants", "catalogue"))}
    found = [key for key, migration in loader.disk_migrations.items() if getattr(migration, "breaks_older", False)]
    assert [key for key in found if key[0] in ours - of_towns] == []


class TestGroups:
    """The first town of a group is listened to, the others get what it did."""

    @pytest.mark.parametrize(
        "operations", [COLUMN, INDEX, TABLE, DEFAULT, PYTHON, f"{COLUMN}, {PYTHON}", MADE_AND_DROPPED]
    )
    def test_every_town_ends_as_a_new_one_begins(
        self, turku: Municipality, espoo: Municipality, make: Any, operations: str
    ) -> None:
        make("more", operations)
        outcome = migrate_all()
        assert outcome.migrated[-2:] == [turku.schema_name, espoo.schema_name]
        assert applied_in(turku.schema_name) == applied_in(espoo.schema_name)
        assert differences(turku.schema_name) == differences(espoo.schema_name) == []
        utsjoki = provision(code="890", host="utsjoki.test")
        assert set(applied_in(utsjoki.schema_name)) == set(applied_in(turku.schema_name))
        assert migrate_all().migrated == []

    def test_the_others_get_plain_sql(
        self, turku: Municipality, espoo: Municipality, make: Any, django_assert_num_queries: Any
    ) -> None:
        make("column", COLUMN)
        recording = planned(turku.schema_name)
        assert recording.plain
        assert not recording.changes_models
        town.by_recording(turku, recording)
        assert recording.statements == ['ALTER TABLE "outbox_change" ADD COLUMN "note" text NULL']
        town.by_statements(espoo, recording, before=applied_in(espoo.schema_name))
        assert _columns(espoo) == _columns(turku)
        assert _columns(espoo)[-1] == "note"

    @pytest.mark.parametrize("operations", [PYTHON, "migrations.RenameModel('Change', 'Event')"])
    def test_what_needs_python_is_left_to_django(self, turku: Municipality, make: Any, operations: str) -> None:
        make("python", operations)
        assert not planned(turku.schema_name).plain

    def test_content_types_follow_new_models(self, turku: Municipality, espoo: Municipality, make: Any) -> None:
        make("table", TABLE)
        assert planned(turku.schema_name).changes_models

    def test_towns_that_lack_different_things_are_different_groups(
        self, turku: Municipality, espoo: Municipality, make: Any
    ) -> None:
        first = make("column", COLUMN)
        migrate_all(canary=1)
        make("index", INDEX, earlier=first)
        outcome = migrate_all()
        assert outcome.migrated[-2:] == [turku.schema_name, espoo.schema_name]
        assert differences(turku.schema_name) == differences(espoo.schema_name) == []

    def test_nothing_to_do_costs_the_same_for_any_number_of_towns(
        self, turku: Municipality, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(60) as few:
            migrate_all()
        for number, code in enumerate(("890", "091", "092")):
            provision(code=code, host=f"town-{number}.test")
        with django_assert_max_num_queries(len(few)):
            migrate_all()


class TestFailures:
    """One town's failure is told and stops nobody."""

    def test_the_other_is_migrated(self, turku: Municipality, espoo: Municipality, make: Any) -> None:
        with within(turku), connection.cursor() as cursor:
            for _ in range(2):
                cursor.execute(
                    "INSERT INTO outbox_change (revision, kind, object_id, action, at)"
                    " VALUES (1, 'x', gen_random_uuid(), 'created', now())"
                )
        make("unique", f"{COLUMN}, {UNIQUE}")
        outcome = migrate_all()
        assert list(outcome.failed) == [turku.schema_name]
        assert "outbox_change_once" in outcome.failed[turku.schema_name]
        assert espoo.schema_name in outcome.migrated
        assert "note" not in _columns(turku)
        with within_host():
            states = dict(SchemaState.objects.values_list("municipality__code", "state"))
            assert SchemaState.objects.get(municipality=turku).reason == outcome.failed[turku.schema_name]
        assert states == {"853": "failed", "049": "current"}
        assert (_status("turku.test"), _status("espoo.test")) == (503, 200)
        with within(turku), connection.cursor() as cursor:
            cursor.execute("DELETE FROM outbox_change")
        assert migrate_all().migrated == [turku.schema_name]
        assert (_status("turku.test"), _status("espoo.test")) == (200, 200)

    @pytest.mark.django_db(transaction=True)
    def test_a_town_in_use_is_tried_again_after_the_others_and_given_up(
        self,
        turku: Municipality,
        espoo: Municipality,
        make: Any,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(town, "LOCK_TIMEOUT", "20ms")
        make("column", COLUMN)
        with psycopg.connect(database_url) as reader:
            reader.execute(f'LOCK TABLE "{turku.schema_name}".outbox_change IN ACCESS SHARE MODE')
            outcome = migrate_all()
        assert outcome.failed == {turku.schema_name: "Its tables were in use all the time."}
        assert outcome.migrated[-1] == espoo.schema_name
        assert migrate_all().migrated == [turku.schema_name]


class TestTwoReleases:
    """The old one serves while the new one's migrator runs; which towns each can serve is known."""

    def test_the_old_release_serves_towns_with_additions(
        self, turku: Municipality, make: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make("column", COLUMN)
        migrate_all()
        assert _status("turku.test") == 200
        switch(settings, monkeypatch, None)
        assert _status("turku.test") == 200

    def test_the_new_release_does_not_serve_a_town_before_its_migration(
        self, turku: Municipality, espoo: Municipality, make: Any
    ) -> None:
        make("column", COLUMN)
        assert (_status("turku.test"), _status("espoo.test")) == (503, 503)
        page = Client(headers={"host": "turku.test"}).get("/")
        assert "Palvelua päivitetään" in page.content.decode()
        problem = Client(headers={"host": "turku.test"}).get("/api/v1/services")
        assert problem.json()["code"] == "town_updating"
        migrate_all(canary=1)
        assert (_status("turku.test"), _status("espoo.test")) == (200, 503)

    def test_a_town_that_is_not_served_has_no_work_done_either(
        self, turku: Municipality, espoo: Municipality, make: Any
    ) -> None:
        with within_host():
            DueJob.objects.exclude(name="sync").delete()
        make("column", COLUMN)
        migrate_all(canary=1)
        runs = dispatch_due(now=timezone.now(), limit=10)
        assert {run.municipality_id for run in runs if run.municipality_id} == {turku.pk}

    def test_the_new_release_serves_before_what_says_so(self, turku: Municipality, make: Any) -> None:
        make("dropped", "migrations.RemoveField('change', 'at')", marks="serves_before = True")
        assert _status("turku.test") == 200
        migrate_all()
        assert _status("turku.test") == 200

    def test_the_old_release_does_not_serve_what_breaks_it(
        self, turku: Municipality, make: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make("dropped", "migrations.RemoveField('change', 'at')", marks="breaks_older = True")
        migrate_all()
        assert _status("turku.test") == 200
        switch(settings, monkeypatch, None)
        assert _status("turku.test") == 503

    def test_a_migration_of_an_app_that_towns_lack_is_not_needed(self) -> None:
        assert "tenants.0001_initial" in this_release().known
        assert not [name for name in this_release().needed if name.startswith("tenants.")]


class TestCommand:
    """`kuntakanta migrate` with `--plan` and `--canary`."""

    def _say(self, **options: Any) -> str:
        out = io.StringIO()
        call_command("migrate_towns", stdout=out, **options)
        return out.getvalue()

    def test_a_plan_changes_nothing(self, turku: Municipality, espoo: Municipality, make: Any) -> None:
        assert self._say(plan=True) == "Every schema is up to date.\n"
        make("column", COLUMN)
        before = applied_in(turku.schema_name)
        assert self._say(plan=True) == "public, national, t_1, t_2: outbox.0002_column\n"
        assert applied_in(turku.schema_name) == before

    def test_a_canary_is_compared_and_the_rest_is_left(
        self, turku: Municipality, espoo: Municipality, make: Any
    ) -> None:
        make("column", COLUMN)
        assert "1 left: run it again without --canary" in self._say(canary=1)
        assert "note" in _columns(turku)
        assert "note" not in _columns(espoo)
        assert "left" not in self._say()
        assert "note" in _columns(espoo)

    def test_a_canary_that_differs_from_a_new_town_fails(self, turku: Municipality, make: Any) -> None:
        with within(turku), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE outbox_change ADD COLUMN stray integer")
        make("column", COLUMN)
        with pytest.raises(MigrationFailed, match="t_1"):
            self._say(canary=1)


@pytest.mark.django_db(transaction=True)
def test_a_killed_migrator_is_simply_run_again(
    turku: Municipality,
    espoo: Municipality,
    tmp_path: Path,
    environment_of_programs: dict[str, str],
    database_url: str,
) -> None:
    coming = release(tmp_path, "column", operations=COLUMN)
    (tmp_path / "settings_of_coming.py").write_text(
        f"from kuntakanta.settings import *\nMIGRATION_MODULES = {coming.modules!r}\n"
    )
    environment = environment_of_programs | {
        "DJANGO_SETTINGS_MODULE": "settings_of_coming",
        "PYTHONPATH": str(tmp_path),
    }
    command = [sys.executable, "-m", "kuntakanta", "migrate"]
    with psycopg.connect(database_url) as reader:
        reader.execute(f'LOCK TABLE "{espoo.schema_name}".outbox_change IN ACCESS SHARE MODE')
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        until(lambda: "note" in _columns_seen(database_url, turku))
        process.kill()
        assert process.wait(timeout=10) == -signal.SIGKILL
    # What was sent for Espoo is one message: its server may still do all of that or nothing, and the next run waits.
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert f"{turku.schema_name} Turku" not in again.stdout
    lists = [applied_in(municipality.schema_name) for municipality in (turku, espoo)]
    assert lists[0] == lists[1]
    assert len(set(lists[1])) == len(lists[1])
    assert "note" in _columns_seen(database_url, espoo)
    with within_host():
        assert len(set(SchemaState.objects.values_list("digest", flat=True))) == 1
    nothing = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert nothing.stdout.endswith("0 migrated, 4 up to date.\n")


def _columns_seen(database_url: str, municipality: Municipality) -> Sequence[str]:
    with psycopg.connect(database_url) as looking:
        rows = looking.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass",
            [f"{municipality.schema_name}.outbox_change"],
        )
        return [name for (name,) in rows]
