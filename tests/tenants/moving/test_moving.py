"""A town leaves with everything but its secrets, and arrives elsewhere equal row for row."""

import json
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from tenants import lifecycle
from tenants.accounts import audit
from tenants.accounts.permissions import Role
from tenants.accounts.support.operations import grant_support
from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tenants.moving import Terms, copying, export_town, import_town
from tenants.moving.archive import writing
from tenants.moving.rules import LEFT_OUT
from tenants.queries import history_of, hosts_of, municipality_by_code
from tenants.snapshots import differences
from tests import make
from tests.accounts_make import operator
from tests.tenants.moving.town import filled, gone, read, without_secrets

pytestmark = pytest.mark.django_db(transaction=True)

COPY = Terms(copy=True)
FILLED = {
    "accounts_account",
    "accounts_assignment",
    "accounts_auditentry",
    "accounts_identityprovider",
    "accounts_machinetoken",
    "django_content_type",
    "django_migrations",
    "outbox_change",
    "outbox_revision",
    "published_document",
    "registry_base",
    "registry_link",
    "registry_quarantine",
    "registry_syncrun",
    "services_connection",
    "services_organization",
    "services_service",
    "services_servicechannel",
    "services_servicecollection",
    "socialaccount_socialaccount",
}


class TestEquality:
    """Told by PostgreSQL's own catalogs and texts."""

    def test_every_row_of_every_table_arrives_but_for_secrets(self, turku: Municipality, tmp_path: Path) -> None:
        filled(turku)
        before = read(turku)
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        arrived = import_town(path=tmp_path / "turku.zip", terms=COPY)
        after = read(arrived.town)
        expected = without_secrets(before)
        assert {table for table, rows in expected.items() if rows} >= FILLED
        assert without_secrets(after) == expected
        assert [(one.name, one.last, one.called) for one in after.sequences] == [
            (one.name, one.last, one.called) for one in before.sequences
        ]
        assert (after.constraints, after.indexes) == (before.constraints, before.indexes)
        assert differences(arrived.town.schema_name) == []

    def test_the_town_itself_is_the_same(self, turku: Municipality, tmp_path: Path) -> None:
        lifecycle.rename(municipality=turku, names={"sv": "Åbo stad"})
        lifecycle.let_write(municipality=turku, on=True)
        turku = municipality_by_code(code="853")
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        past = [(one.action, one.at, one.schema_name) for one in history_of(municipality=turku)]
        gone(turku)
        arrived = import_town(path=tmp_path / "turku.zip", terms=COPY)
        town = municipality_by_code(code="853")
        for name in ("uuid", "code", "name_fi", "name_sv", "name_en", "business_id", "languages", "created"):
            assert getattr(town, name) == getattr(turku, name), name
        assert town.schema_name == f"t_{town.pk}" != turku.schema_name
        assert (town.state, town.national_writing) == ("active", False)
        assert hosts_of(municipality=town) == arrived.hosts == ["turku.test"]
        now = [(one.action, one.at, one.schema_name) for one in history_of(municipality=town)]
        assert now[: len(past)] == past
        assert [action for action, *_ in now[len(past) :]] == ["import", "activate"]
        with within_host():
            assert DueJob.objects.filter(municipality=town).exists()

    def test_a_file_of_an_unchanged_town_is_the_same_but_for_its_time(
        self, turku: Municipality, tmp_path: Path
    ) -> None:
        filled(turku)
        texts = []
        for name in ("first.zip", "second.zip"):
            export_town(municipality=turku, path=tmp_path / name)
            with zipfile.ZipFile(tmp_path / name) as archive:
                texts.append({member: archive.read(member) for member in archive.namelist()})
                assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        first, second = ({**found, "manifest.json": json.loads(found["manifest.json"])} for found in texts)
        assert first["manifest.json"].pop("made") < second["manifest.json"].pop("made")
        assert first == second
        assert list(first) == list(second)

    def test_it_goes_there_and_back_again(self, turku: Municipality, tmp_path: Path) -> None:
        filled(turku)
        export_town(municipality=turku, path=tmp_path / "there.zip")
        lifecycle.close(municipality=turku)
        lifecycle.remove(municipality=turku)
        here = len(history_of(municipality=turku))
        again = import_town(path=tmp_path / "there.zip", terms=COPY).town
        actions = [one.action for one in history_of(municipality=again)]
        assert len(actions) == here + 2, "what was recorded here before is not doubled"
        assert actions[-2:] == ["import", "activate"]

    def test_the_hosts_record_of_it_comes_along(self, turku: Municipality, espoo: Municipality, tmp_path: Path) -> None:
        somebody = operator()
        with within_host():
            for town in (turku, espoo):
                audit.record("town_names", actor=somebody.uuid, subject=town.uuid, code=town.code)
        for town in (turku, espoo):
            grant_support(
                operator=somebody, municipality=town, reason=town.code, role=Role.VIEWER, lasts=timedelta(hours=1)
            )
        manifest = export_town(municipality=turku, path=tmp_path / "turku.zip").manifest
        assert [(one.action, one.actor, one.details) for one in manifest.deeds] == [
            ("town_names", somebody.uuid, {"code": "853"})
        ]
        assert [(one.operator, one.reason, one.role) for one in manifest.support] == [(somebody.uuid, "853", "viewer")]
        assert [one.action for one in manifest.history] == ["provision", "activate"]


class TestOthers:
    """Nothing of another town leaves, and nothing of another is touched."""

    def test_the_file_of_turku_holds_no_row_or_id_of_espoo(
        self, turku: Municipality, espoo: Municipality, tmp_path: Path
    ) -> None:
        filled(turku)
        filled(espoo, email="eero@espoo.test")
        lifecycle.rename(municipality=espoo, names={"en": "Espoo of the test"})
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        with zipfile.ZipFile(tmp_path / "turku.zip") as archive:
            whole = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
        names = {str(espoo.uuid), espoo.schema_name, "espoo", "Espoo", "Esbo"}
        theirs = {cell for row in _cells(espoo) for cell in row if _UUID.fullmatch(cell)}
        ours = {cell for row in _cells(turku) for cell in row if _UUID.fullmatch(cell)}
        assert len(theirs) > 8
        assert [found for found in names | (theirs - ours) if found in whole] == []
        assert all(one in whole for one in ours - _left_out(turku))

    def test_what_arrives_leaves_others_as_they_are(
        self, turku: Municipality, espoo: Municipality, tmp_path: Path
    ) -> None:
        filled(turku)
        filled(espoo, email="eero@espoo.test")
        before = read(espoo)
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        import_town(path=tmp_path / "turku.zip", terms=COPY)
        assert read(espoo) == before

    def test_rows_that_are_written_meanwhile_are_not_in_it(self, turku: Municipality, tmp_path: Path) -> None:
        """Every table is read as of one moment, which is before the first of them is."""
        filled(turku)
        with writing(tmp_path / "turku.zip") as writer, copying.one_moment(), within(turku):
            (before,) = _count("registry_link")
            other = make.connection()
            with other.cursor() as cursor:
                cursor.execute(f"DELETE FROM {turku.schema_name}.registry_link")
            other.close()
            assert _count("registry_link") == (before,)
            shape = next(one for one in copying.shapes() if one.name == "registry_link")
            assert writer.table(shape.name, copying.out(shape, {})).rows == before == 1

    def test_a_connection_that_is_lost_meanwhile_is_told_as_such(self, turku: Municipality) -> None:
        with pytest.raises(OperationalError), copying.one_moment(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        connection.close()


class TestSize:
    """A town of any size moves in the same memory."""

    def test_no_table_is_held_in_memory(self, turku: Municipality, tmp_path: Path) -> None:
        with within(turku), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO registry_base (object_id, document) SELECT gen_random_uuid(), convert_to(string_agg("
                " md5(n::text || m), ''), 'UTF8') FROM generate_series(1, 300) AS n, generate_series(1, 3000) AS m"
                " GROUP BY n"
            )
        before = read(turku).tables
        with _most_memory() as peak:
            left = export_town(municipality=turku, path=tmp_path / "turku.zip")
        assert sum(table.bytes for table in left.manifest.tables) > 25_000_000
        assert peak[0] < 5_000_000
        gone(turku)
        with _most_memory() as peak:
            arrived = import_town(path=tmp_path / "turku.zip", terms=COPY)
        assert peak[0] < 5_000_000
        assert {table.name: len(table.rows) for table in read(arrived.town).tables} == {
            table.name: len(table.rows) for table in before
        }


@contextmanager
def _most_memory() -> Iterator[list[int]]:
    """The most bytes that Python held at once, beyond what it held before."""
    found = [0]
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        yield found
        found[0] = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _cells(town: Municipality) -> Iterator[list[str]]:
    for table in read(town).tables:
        for row in table.rows:
            yield [str(cell) for cell in row]


def _left_out(town: Municipality) -> set[str]:
    return {str(cell) for table in read(town).tables if table.name in LEFT_OUT for row in table.rows for cell in row}


def _count(table: str) -> tuple[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        found: tuple[int] = cursor.fetchone()
        return found
