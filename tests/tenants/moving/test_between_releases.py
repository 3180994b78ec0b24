"""A file of an earlier release is taken in and migrated on; one of a later release is refused with the reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tenants.context import within
from tenants.hosts import hosts
from tenants.migrating import migrate_all
from tenants.models import Municipality
from tenants.moving import Terms, export_town, import_town
from tenants.moving.errors import FileRefused
from tenants.queries import municipality_by_code, schema_exists
from tenants.releases import this_release
from tenants.schemas import applied_in
from tenants.snapshots import differences
from tests.tenants.moving.town import filled, gone, read, without_secrets
from tests.tenants.releases import Release, release, switch

pytestmark = pytest.mark.django_db(transaction=True)

COPY = Terms(copy=True)
COLUMN = "migrations.AddField('change', 'weight', models.IntegerField(default=7))"
TABLE = "migrations.CreateModel('Reader', [('id', models.BigAutoField(primary_key=True))])"
PYTHON = "migrations.RunPython(nothing, nothing)"
CONCURRENTLY = "migrations.RunSQL('CREATE INDEX CONCURRENTLY outbox_kinds ON outbox_change (kind)')"


@pytest.fixture
def make(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Release]:
    """Makes a release and switches to it."""

    def made(name: str, operations: str, *, marks: str = "", earlier: Release | None = None) -> Release:
        found = release(tmp_path, name, operations=operations, marks=marks, earlier=earlier)
        switch(settings, monkeypatch, found)
        hosts.forget()
        return found

    return made


def _left(town: Municipality, path: Path) -> Any:
    filled(town)
    before = without_secrets(read(town))
    export_town(municipality=town, path=path)
    gone(town)
    return before


@pytest.mark.parametrize("operations", [COLUMN, TABLE, PYTHON, f"{COLUMN}, {TABLE}"])
def test_a_town_of_the_earlier_release_is_brought_up_to_date(
    turku: Municipality, make: Any, tmp_path: Path, operations: str
) -> None:
    before = _left(turku, tmp_path / "turku.zip")
    make("more", operations)
    arrived = import_town(path=tmp_path / "turku.zip", terms=COPY)
    assert arrived.migrated
    schema_name = arrived.town.schema_name
    assert not this_release().lacks(applied_in(schema_name))
    assert differences(schema_name) == []
    after = without_secrets(read(arrived.town))
    for table in before.keys() - {"django_migrations", "django_content_type"}:
        shown = [{name: row[name] for name in old} for old, row in zip(before[table], after[table], strict=True)]
        assert shown == before[table], table
    for table in ("django_migrations", "django_content_type"):
        assert all(row in after[table] for row in before[table])
    assert migrate_all().migrated == ["public", "national", "t_2"]
    assert municipality_by_code(code="853").schema_name == schema_name


def test_one_of_two_releases_ago_as_well(turku: Municipality, make: Any, tmp_path: Path) -> None:
    _left(turku, tmp_path / "turku.zip")
    make("more", TABLE, earlier=make("column", COLUMN))
    arrived = import_town(path=tmp_path / "turku.zip", terms=COPY)
    assert differences(arrived.town.schema_name) == []
    with within(arrived.town), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT weight FROM outbox_change")
        assert cursor.fetchall() == [(7,)]


def test_one_of_a_later_release_is_refused(
    turku: Municipality, make: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("later", COLUMN)
    migrate_all()
    export_town(municipality=turku, path=tmp_path / "turku.zip")
    gone(turku)
    switch(settings, monkeypatch, None)
    with pytest.raises(FileRefused, match=r"later release .*outbox\.0002_later: update this instance"):
        import_town(path=tmp_path / "turku.zip", terms=COPY)


def test_a_change_that_refuses_to_be_in_a_transaction_is_told(turku: Municipality, make: Any, tmp_path: Path) -> None:
    _left(turku, tmp_path / "turku.zip")
    make("index", CONCURRENTLY, marks="atomic = False")
    with pytest.raises(FileRefused, match=r"outbox\.0002_index cannot be part of one transaction"):
        import_town(path=tmp_path / "turku.zip", terms=COPY)
    assert not schema_exists(schema_name="t_3")
