"""A town moves between two instances of their own databases and secret keys, by the commands alone."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from kuntakanta import embedded
from tenants.models import Municipality
from tests.accounts_make import EMAIL
from tests.tenants.moving.town import CLIENT_SECRET, fenced_a_while_ago, filled

pytestmark = pytest.mark.django_db(transaction=True)

Instance = Callable[..., "subprocess.CompletedProcess[str]"]


def _instance(environment: dict[str, str]) -> Instance:
    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kuntakanta", *map(str, words)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def old(environment_of_programs: dict[str, str]) -> Instance:
    """The instance that Turku leaves."""
    return _instance(environment_of_programs)


@pytest.fixture
def new(environment_of_programs: dict[str, str], servers: embedded.Servers, database_url: str) -> Iterator[Instance]:
    """An empty instance with a database and a secret key of its own."""
    parts = urlsplit(database_url)
    name = f"{parts.path[1:]}_elsewhere"
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        environment = {
            **environment_of_programs,
            "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
            "KUNTAKANTA_SECRET_KEY": "of-the-other-instance-" + "y" * 32,
        }
        run = _instance(environment)
        migrated = run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        yield run
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _ok(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    return answer.stdout


def test_a_town_moves_and_nobody_else_does(
    turku: Municipality, espoo: Municipality, old: Instance, new: Instance, tmp_path: Path
) -> None:
    filled(turku)
    file = tmp_path / "turku.zip"
    key = _ok(new("import", "--show-key")).strip()
    assert key != _ok(old("import", "--show-key")).strip()

    fenced_a_while_ago(turku)
    left = _ok(old("export", "853", file, "--for", key, "--final"))
    assert "to call the move off: kuntakanta town 853 resume" in left
    assert "sealed for this host" not in left
    assert "this is a copy" not in left

    arrived = _ok(new("import", file, "--admin", EMAIL))
    assert "Turku (853) arrived as t_1 with " in arrived
    assert "It answers at turku.test." in arrived
    assert re.search(r"^\d+ of \d+ rows: published_document$", arrived, re.MULTILINE), "how far it is, a line per table"
    assert "http://turku.test/desk/join/" in arrived
    assert "kuntakanta town 853 national-writing on" in arrived
    assert CLIENT_SECRET not in arrived + left
    assert "does not write to the national catalogue" in _ok(new("town", "853", "show"))
    assert "Espoo (049) has not joined" in new("town", "049", "show").stderr
    assert "Espoo (049), schema t_2, is active" in _ok(old("town", "049", "show"))

    again = new("import", file)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "kuntakanta: Turku (853) is here already.\n"
    assert "writes to the national catalogue from here" in _ok(new("town", "853", "national-writing", "on"))


def test_a_copy_and_a_misuse_are_told_in_one_line(turku: Municipality, old: Instance, tmp_path: Path) -> None:
    filled(turku)
    file = tmp_path / "turku.zip"
    left = _ok(old("export", "853", file))
    assert "this is a copy" in left
    assert "accounts_identityprovider.secret is sealed for this host" in left
    for words, code, why in (
        (("export", "853", file), 1, "exists"),
        (("export", "890", tmp_path / "other.zip"), 1, "has not joined"),
        (("export", "853", tmp_path / "other.zip", "--for", "me"), 1, "not a receiver's key"),
        (("import",), 2, "Name a file"),
        (("import", tmp_path / "other.zip"), 1, "cannot be read"),
        (("import", file), 1, "--copy"),
    ):
        answer = old(*words)
        assert answer.returncode == code, words
        assert why in answer.stderr
        assert answer.stderr.count("\n") == 1
        assert not (tmp_path / "other.zip").exists()
