"""A process that is killed while a town joins or is removed leaves a whole town, or none."""

import socket
import subprocess
import sys

import psycopg
import pytest

from tenants import lifecycle
from tenants.accounts import letters
from tenants.accounts.queries import people
from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tenants.queries import municipality_by_code, schema_exists
from tenants.snapshots import differences
from tests.waiting import until, waits_for_lock

COMMAND = [sys.executable, "-m", "kuntakanta", "provision", "890", "--host", "utsjoki.test", "--admin", "inga@a.test"]


@pytest.mark.django_db(transaction=True)
def test_the_town_is_whole_and_its_letter_waits(turku: Municipality, environment_of_programs: dict[str, str]) -> None:
    # A broker that takes connections up and never answers: the command hangs where it tells the workers.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment = environment_of_programs | {
            "REDIS_URL": f"redis://127.0.0.1:{silent.getsockname()[1]}/0",
            "KUNTAKANTA_SMTP_URL": "smtp://127.0.0.1:1",
        }
        process = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE)
        try:
            until(_has_joined, seconds=60)
        finally:
            process.kill()
            said, _ = process.communicate(timeout=10)
    assert said == b""
    with within_host():
        town = Municipality.objects.get(code="890")
        assert town.state == Municipality.State.ACTIVE
        assert DueJob.objects.filter(municipality=town, name="sync").exists()
    assert differences(town.schema_name) == []
    with within(town):
        assert [person.email for person in people()] == ["inga@a.test"]
        assert len(letters.waiting()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_was_killed_leaves_the_town_and_can_be_repeated(
    turku: Municipality, environment_of_programs: dict[str, str], database_url: str
) -> None:
    lifecycle.close(municipality=turku)
    words = [sys.executable, "-m", "kuntakanta", "town", "853", "remove", "--confirm", "Turku"]
    with psycopg.connect(database_url) as holder:
        holder.execute("LOCK TABLE public.tenants_transition IN SHARE MODE")
        process = subprocess.Popen(words, env=environment_of_programs)
        until(_somebody_waits, seconds=60)
        process.kill()
        process.wait(timeout=10)
    until(lambda: not _somebody_waits(), seconds=60)
    assert differences(turku.schema_name) == []
    assert municipality_by_code(code="853").state == Municipality.State.CLOSED
    subprocess.run(words, env=environment_of_programs, check=True, timeout=60)
    assert not schema_exists(schema_name=turku.schema_name)


def _somebody_waits() -> bool:
    """For the record of what befalls towns, which is written when the schema has been dropped."""
    return waits_for_lock("tenants_transition")


def _has_joined() -> bool:
    with within_host():
        return bool(Municipality.objects.filter(code="890"))
