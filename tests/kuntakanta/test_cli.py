"""The one door: names lead to commands, and what goes wrong is said in one line."""

import subprocess
import sys
from pathlib import Path

import pytest

from tenants.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kuntakanta", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _bare() -> dict[str, str]:
    """An environment in which nothing of ours is given."""
    return {"PATH": "/usr/bin:/bin"}


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("help",)])
def test_help_needs_nothing_and_lists_commands(words: tuple[str, ...]) -> None:
    answer = _run(_bare(), *words)
    assert answer.returncode == 0
    assert answer.stderr == ""
    for name in ("migrate", "provision", "serve", "worker"):
        assert f"\n  {name} " in answer.stdout


def test_help_of_a_command_shows_its_own_options_only() -> None:
    answer = _run(_bare(), "provision", "--help")
    assert answer.returncode == 0
    assert "--host NAME" in answer.stdout
    assert "--settings" not in answer.stdout
    assert "--traceback" not in answer.stdout


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    answer = _run(_bare(), "provison", "853")
    assert answer.returncode == 2
    assert answer.stderr == "kuntakanta: There is no command 'provison'; did you mean provision?\n"


def test_a_misuse_shows_how_it_is_used() -> None:
    answer = _run(_bare(), "provision", "853")
    assert answer.returncode == 2
    assert "the following arguments are required: --host, --admin" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_an_environment_it_says_what_is_missing() -> None:
    answer = _run(_bare(), "provision", "853", "--host", "turku.test", "--admin", "a@b.fi")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert (
        answer.stderr == "kuntakanta: DATABASE_URL, REDIS_URL, KUNTAKANTA_SECRET_KEY must be set in the environment.\n"
    )


def test_an_odd_setting_is_one_line(environment_of_programs: dict[str, str], turku: Municipality) -> None:
    answer = _run({**environment_of_programs, "KUNTAKANTA_REGISTRY_CONCURRENCY": "lots"}, "migrate")
    assert answer.returncode == 1
    assert answer.stderr == (
        "kuntakanta: KUNTAKANTA_REGISTRY_CONCURRENCY is 'lots'; it must be a whole number from 1 to 64.\n"
    )


def test_a_typed_error_is_one_line(environment_of_programs: dict[str, str], turku: Municipality) -> None:
    answer = _run(environment_of_programs, "provision", "853", "--host", "new.test", "--admin", "a@b.fi")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "kuntakanta: Turku (853) has joined already.\n"


def test_a_database_that_does_not_answer_is_one_line(environment_of_programs: dict[str, str]) -> None:
    nobody = {**environment_of_programs, "DATABASE_URL": "postgresql://u:hidden@127.0.0.1:1/kunta"}
    answer = _run(nobody, "migrate")
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "hidden" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_migrate_and_provision_work_by_the_door(environment_of_programs: dict[str, str], turku: Municipality) -> None:
    migrated = _run(environment_of_programs, "migrate")
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert migrated.stdout.endswith("0 migrated, 4 up to date.\n")
    joined = _run(environment_of_programs, "provision", "890", "--host", "utsjoki.test", "--admin", "a@b.fi")
    assert (joined.returncode, joined.stderr) == (0, "")
    assert joined.stdout.startswith("Utsjoki (890) joined as t_")


def test_migrations_are_up_to_date_with_models() -> None:
    answer = _run(_bare(), "makemigrations", "--check", "--dry-run")
    assert (answer.returncode, answer.stdout) == (0, "No changes detected\n")


def test_the_installed_script_is_the_same_door() -> None:
    script = Path(sys.executable).parent / "kuntakanta"
    answer = subprocess.run([script, "--help"], env=_bare(), capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0
    assert answer.stdout.startswith("usage: kuntakanta COMMAND")
