"""An import that is killed at any moment leaves a whole town or none, and can be repeated."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tenants.context import within_host
from tenants.errors import AlreadyProvisioned
from tenants.models import Domain, DueJob, Municipality, SchemaState, Transition
from tenants.moving import Terms, export_town, import_town
from tests.tenants.moving.town import filled, gone, read, without_secrets
from tests.waiting import town_schemas, until, waits_for_lock

pytestmark = pytest.mark.django_db(transaction=True)

KILLED_HERE = """
import os, signal
from kuntakanta.settings import *
TOWN_PLACEMENT = "settings_of_killed.die"
def die(*, schema_name): os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def file(turku: Municipality, tmp_path: Path) -> Path:
    """A file of a Turku that is no longer here."""
    filled(turku)
    export_town(municipality=turku, path=tmp_path / "turku.zip")
    gone(turku)
    return tmp_path / "turku.zip"


def _command(file: Path) -> list[str]:
    return [sys.executable, "-m", "kuntakanta", "import", str(file), "--copy"]


def _nothing_is_left() -> bool:
    with within_host():
        return (
            [town.code for town in Municipality.objects.all()] == ["049"]
            and Domain.objects.count() == SchemaState.objects.count() == 1
            and not Transition.objects.filter(code="853").exists()
            and DueJob.objects.exclude(municipality=None).values("municipality").distinct().count() == 1
            and town_schemas() == ["t_2"]
        )


@pytest.mark.parametrize(
    "table", ["tenants_municipality", "tenants_domain", "tenants_schemastate", "tenants_duejob", "tenants_transition"]
)
def test_while_it_waits_for_a_table(
    file: Path, environment_of_programs: dict[str, str], database_url: str, table: str
) -> None:
    with psycopg.connect(database_url) as holder:
        holder.execute(f"LOCK TABLE public.{table} IN SHARE MODE")
        process = subprocess.Popen(_command(file), env=environment_of_programs, stdout=subprocess.DEVNULL)
        until(lambda: waits_for_lock(table), seconds=60)
        process.kill()
        process.wait(timeout=10)
    until(lambda: not waits_for_lock(table), seconds=60)
    until(_nothing_is_left, seconds=60)


def test_after_its_rows_are_in_and_then_it_is_repeated(
    file: Path, environment_of_programs: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "settings_of_killed.py").write_text(KILLED_HERE)
    killing = {"DJANGO_SETTINGS_MODULE": "settings_of_killed", "PYTHONPATH": str(tmp_path)}
    killed = subprocess.run(
        _command(file), env=environment_of_programs | killing, check=False, timeout=60, stdout=subprocess.DEVNULL
    )
    assert killed.returncode == -signal.SIGKILL
    until(_nothing_is_left, seconds=60)
    arrived = import_town(path=file, terms=Terms(copy=True))
    assert without_secrets(read(arrived.town))["registry_base"]


def test_of_two_imports_at_once_one_is_made_and_one_refused(file: Path) -> None:
    outcomes: list[str] = []

    def taken_in() -> None:
        try:
            outcomes.append(import_town(path=file, terms=Terms(copy=True)).town.code)
        except AlreadyProvisioned as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=taken_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["853", "already_provisioned"]
    assert len(town_schemas()) == 2


def test_an_export_that_is_killed_leaves_nothing_that_could_be_taken_for_a_file(
    turku: Municipality, environment_of_programs: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(database_url) as holder:
        holder.execute(f"LOCK TABLE {turku.schema_name}.services_service IN ACCESS EXCLUSIVE MODE")
        words = [sys.executable, "-m", "kuntakanta", "export", "853", str(tmp_path / "turku.zip")]
        process = subprocess.Popen(words, env=environment_of_programs, stdout=subprocess.DEVNULL)
        until(lambda: any(tmp_path.iterdir()), seconds=60)
        process.kill()
        process.wait(timeout=10)
    assert not (tmp_path / "turku.zip").exists()
