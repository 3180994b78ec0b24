"""Schemas brought up to date: each on its own, and one town's failure does not stop the others."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection

from tenants.context import within, within_host, within_national
from tenants.dispatch import ensure_jobs
from tenants.errors import MigrationFailed, NodeNotPrepared
from tenants.migrating import migrate_all, migrate_schema, prepare_node
from tenants.models import DueJob, Municipality
from tenants.queries import schema_exists
from tests import make


def test_a_second_run_finds_nothing_to_do(turku: Municipality, espoo: Municipality) -> None:
    lines: list[str] = []
    outcome = migrate_all(progress=lambda step: lines.append(str(step)))
    assert outcome.migrated == []
    assert outcome.unchanged == ["public", "national", turku.schema_name, espoo.schema_name]
    assert len(lines) == 4
    assert f"{turku.schema_name} Turku (853): up to date" in lines


@pytest.mark.parametrize(
    ("schema_name", "at_home"),
    [("public", configured.HOST_APPS), ("national", configured.NATIONAL_APPS), ("t_1", configured.TOWN_APPS)],
)
def test_a_schema_holds_the_tables_of_its_own_apps_only(
    turku: Municipality, schema_name: str, at_home: Sequence[str]
) -> None:
    expected = {
        model._meta.db_table
        for app in apps.get_app_configs()
        if app.name in at_home
        for model in app.get_models(include_auto_created=True)
        if model._meta.managed
    }
    names = make.value(
        connection, f"SELECT array_agg(tablename::text) FROM pg_tables WHERE schemaname = '{schema_name}'"
    )
    assert set(names) == expected | {"django_migrations"}


def test_extensions_schema_holds_no_table(turku: Municipality) -> None:
    assert make.value(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'ext'") == 0


def test_a_missing_schema_is_not_made_up(turku: Municipality) -> None:
    with pytest.raises(NodeNotPrepared, match="t_4711"):
        migrate_schema("t_4711")
    assert not schema_exists(schema_name="t_4711")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA ext CASCADE")
    assert not schema_exists(schema_name="ext")
    prepare_node()
    assert schema_exists(schema_name="ext")


def test_a_towns_failure_does_not_stop_the_others(turku: Municipality, espoo: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
        cursor.execute(f'DROP SCHEMA "{espoo.schema_name}" CASCADE')
        cursor.execute(f'CREATE SCHEMA "{espoo.schema_name}"')
    outcome = migrate_all()
    assert list(outcome.failed) == [turku.schema_name]
    assert "does not exist" in outcome.failed[turku.schema_name]
    assert outcome.migrated == [espoo.schema_name]


def test_a_half_migrated_town_fails_with_its_reason_and_can_be_mended(turku: Municipality, espoo: Municipality) -> None:
    with connection.cursor() as cursor, within(turku):
        cursor.execute("DELETE FROM django_migrations WHERE app = 'registry'")
    outcome = migrate_all()
    assert "already exists" in outcome.failed[turku.schema_name]
    assert espoo.schema_name in outcome.unchanged


def test_the_command_ends_with_an_error_when_a_town_failed(turku: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
    out = io.StringIO()
    with pytest.raises(MigrationFailed, match="1 of the towns' schemas failed: t_1"):
        call_command("migrate_towns", stdout=out)
    assert "failed: The schema t_1 does not exist." in out.getvalue()


def test_rows_of_work_that_towns_lack_are_made(turku: Municipality, espoo: Municipality) -> None:
    with within_host():
        before = DueJob.objects.count()
        DueJob.objects.filter(municipality=turku).delete()
    migrate_all()
    with within_host():
        assert DueJob.objects.count() == before
        hosts_own = set(DueJob.objects.filter(municipality=None).values_list("name", flat=True))
    assert hosts_own == {job.name for job in configured.JOBS if job.host}


def test_intervals_follow_settings(turku: Municipality, settings: Any) -> None:
    settings.JOBS = (replace(settings.JOBS[0], every=timedelta(minutes=7)),)
    ensure_jobs()
    with within_host():
        rows = DueJob.objects.filter(name=settings.JOBS[0].name)
        assert set(rows.values_list("interval", flat=True)) == {timedelta(minutes=7)}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_turns(turku: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
        cursor.execute(f'CREATE SCHEMA "{turku.schema_name}"')

    def run() -> list[str]:
        try:
            outcome = migrate_all()
            assert outcome.failed == {}
            return outcome.migrated
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(run), pool.submit(run)
    assert sorted([first.result(), second.result()]) == [[], [turku.schema_name]]


def test_towns_may_not_write_what_is_national_by_accident(turku: Municipality) -> None:
    """A town's own tables come first: a name that both have is the town's."""
    with within(turku):
        own = make.value(connection, "SELECT count(*) FROM django_migrations")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations")
    with within_national():
        assert make.value(connection, "SELECT count(*) FROM django_migrations") > 0
    assert own > 0
