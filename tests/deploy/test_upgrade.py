"""PostgreSQL is brought to a newer major version by deploy/upgrade-postgresql, and nothing of the towns changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kuntakanta.embedded import postgresql
from tests.deploy import clusters
from tests.deploy.clusters import Machine

# Debian's own, of an earlier major version than ours.
OLDER = sorted(Path("/usr/lib/postgresql").glob("1[4-7]/bin"))

SETTINGS = ("postgresql.conf", "pg_hba.conf", "pg_ident.conf")


def upgrade(here: Machine, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return here.run("sh", here.scripts / "upgrade-postgresql", *words, PGUSER="postgres")


def make_older(here: Machine, data: Path) -> None:
    """A data directory of Debian's PostgreSQL, as Debian makes it: without checksums."""
    password = here.folder("password") / "superuser"
    password.write_text(here.ours.secret("postgresql_superuser_password"))
    if here.ours.account:
        os.chown(password, here.ours.account.uid, here.ours.account.gid)
    made = here.run(
        *(OLDER[0] / "initdb", "--pgdata", data, "--username", "postgres", "--pwfile", password),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
    )
    assert made.returncode == 0, made.stderr


@pytest.mark.long
@pytest.mark.skipif(not OLDER, reason="no older PostgreSQL in /usr/lib/postgresql (Debian: apt-get install postgresql)")
def test_the_towns_are_the_same_after_an_upgrade(here: Machine, environment: dict[str, str]) -> None:
    home = here.folder("home")
    old, new = home / "old", home / "new"
    make_older(here, old)
    with clusters.serving(here, old, binaries=OLDER[0]) as port:
        clusters.make_roles(here, port)
        clusters.make_towns(environment, here.url(port), "853", "049")
        wanted = clusters.contents(here.url(port))
        refused = upgrade(here, OLDER[0], old, here.binaries, new)
        assert refused.returncode == 1
        assert refused.stderr == f"upgrade: a server runs on {old}: stop it first\n"
    for settings in SETTINGS:  # Debian keeps them elsewhere
        (old / settings).rename(home / settings)
    made = upgrade(here, OLDER[0], old, here.binaries, new)
    assert made.returncode == 0, made.stderr
    assert f"{new} is ready. Carry the settings over (postgresql.conf, pg_hba.conf, pg_ident.conf)" in made.stdout
    for settings in SETTINGS[1:]:
        shutil.copy2(home / settings, new)
    for settings in SETTINGS:
        (home / settings).rename(old / settings)
    with clusters.serving(here, new) as port:
        url = here.url(port)
        assert clusters.contents(url) == wanted
        with postgresql.connect(here.ours, port=port) as admin:
            assert admin.info.server_version >= 180000
        plan = clusters.ours(environment, url, "-m", "kuntakanta", "migrate", "--plan")
        assert plan == "Every schema is up to date.\n"
        clusters.grow(environment, url, "After", "853", "049")
    with clusters.serving(here, old, binaries=OLDER[0]) as port:  # the way back
        assert clusters.contents(here.url(port)) == wanted


def test_nothing_is_guessed_of_a_directory_that_cannot_be_read(here: Machine) -> None:
    old, new = here.folder("old"), here.place / "new"
    (old / "PG_VERSION").write_text("15\n")
    outcome = upgrade(here, here.binaries, old, here.binaries, new)
    assert outcome.returncode == 1
    assert outcome.stderr.endswith(f"upgrade: {old} cannot be read\n")
    assert not new.exists()


def test_a_misuse_is_told_in_one_line_and_leaves_nothing(here: Machine) -> None:
    home = here.folder("home")
    for words, code, said in (
        ([], 2, "usage: deploy/upgrade-postgresql OLD_PROGRAMS"),
        ([here.binaries, home / "old", here.binaries, home / "new", "--fast"], 2, "usage: deploy/upgrade-postgresql"),
        ([home, home / "old", here.binaries, home / "new"], 1, f"{home}/postgres is not there"),
        ([here.binaries, home / "old", here.binaries, home / "new"], 1, f"{home}/old is no data directory"),
    ):
        outcome = upgrade(here, *words)
        assert outcome.returncode == code
        assert said in outcome.stderr
        assert outcome.stderr.count("\n") == 1
    assert list(home.iterdir()) == []
