"""A host's backup by the scripts of deploy/backup: taken while it is written to, and brought back to a moment."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from kuntakanta import processes
from kuntakanta.embedded import postgresql
from tests.deploy import clusters
from tests.deploy.clusters import Machine

TURKU, ESPOO = "853", "049"


@contextmanager
def received(here: Machine, folder: Path) -> Iterator[None]:
    """deploy/backup/receive at work, as by systemd."""
    child = processes.start(
        "receive",
        ["/bin/sh", str(here.scripts / "backup" / "receive"), str(folder)],
        signals=(signal.SIGINT, signal.SIGTERM),
        environment=here.environment,
        log=here.ours.logs / "receive.log",
        account=here.ours.account,
    )
    ask = ("psql", "-XAt", "-d", "postgres", "-c", "SELECT 1 FROM pg_replication_slots WHERE active")
    try:
        clusters.until(lambda: here.run(*ask).stdout == "1\n", "nobody receives")
        yield
    finally:
        processes.stop([child], seconds=10)


def script(here: Machine, name: str, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return here.run("sh", here.scripts / "backup" / name, *words, **more)


def done(outcome: subprocess.CompletedProcess[str]) -> str:
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def everything_is_received(here: Machine, port: int) -> None:
    """Wait until each write so far is in the folder."""
    with postgresql.connect(here.ours, port=port) as admin:
        row = admin.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        assert row is not None
        clusters.until(
            lambda: admin.execute(
                "SELECT 1 FROM pg_replication_slots WHERE slot_name = 'kuntakanta_backup' AND restart_lsn >= %s",
                [row[0]],
            ).fetchone(),
            "the writes were not received",
        )


def moment(url: str) -> str:
    """Now, by the server's clock."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', %s)", [_FORM]).fetchone()
    assert row is not None
    return str(row[0])


_FORM = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def value(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.long
def test_a_host_is_brought_back_to_a_moment_and_to_its_last_write(here: Machine, environment: dict[str, str]) -> None:
    data, folder = here.place / "postgresql", here.folder("backups")
    with clusters.living(here, data) as port, received(here, folder):
        url = here.url(port)
        clusters.make_towns(environment, url, TURKU, ESPOO)
        done(script(here, "take", folder))
        clusters.grow(environment, url, "After", TURKU, ESPOO)
        wanted, at = clusters.contents(url), moment(url)
        clusters.grow(environment, url, "Later", TURKU)
        with psycopg.connect(url) as connection:
            connection.execute("DROP SCHEMA t_2 CASCADE")  # what nobody wants to happen
        last = clusters.contents(url)
        done(script(here, "check", folder))
        everything_is_received(here, port)
    shutil.rmtree(data)

    restored = here.folder("restored")
    done(script(here, "restore", folder, restored / "then", at))
    with clusters.serving(here, restored / "then") as port:
        url = here.url(port)
        assert clusters.contents(url) == wanted
        before = value(url, "SELECT number FROM t_1.outbox_revision")
        assert "2 towns" in clusters.ours(environment, url, "-m", "kuntakanta", "restored")
        assert int(str(value(url, "SELECT number FROM t_1.outbox_revision"))) > int(str(before)) + 10**12
        assert value(url, "SELECT count(*) FROM t_1.django_session") == 0
        assert value(url, "SELECT count(*) FROM t_2.django_session") == 0
        again = clusters.contents(url)
        changed = {name.split(".")[1] for name in wanted if again[name] != wanted[name]}
        assert changed == {"outbox_revision", "django_session", "tenants_transition"}

    done(script(here, "restore", folder, restored / "last"))
    with clusters.serving(here, restored / "last") as port:
        assert clusters.contents(here.url(port)) == last


@pytest.mark.long
def test_the_newest_copies_stay_with_the_writes_that_they_need(here: Machine) -> None:
    data, folder = here.place / "postgresql", here.folder("backups")
    with clusters.living(here, data) as port, ExitStack() as stack:
        outcome = script(here, "check", folder)
        assert outcome.returncode == 1
        assert "no copy in" in outcome.stderr
        assert "the server keeps nothing for us" in outcome.stderr
        copies = [done(script(here, "take", folder, "2")).split()[-1]]  # before anybody received what followed
        with postgresql.connect(here.ours, port=port) as admin:
            admin.execute("SELECT pg_switch_wal()")
        stack.enter_context(received(here, folder))
        clusters.until(lambda: "older than the writes" in script(here, "check", folder).stderr, "a gap is not told")
        (folder / "unfinished").mkdir()  # of one that was broken off
        for _ in range(2):
            with postgresql.connect(here.ours, port=port) as admin:
                admin.execute("SELECT pg_switch_wal()")
            copies.append(done(script(here, "take", folder, "2")).split()[-1])
            clusters.until(lambda: moment(here.url(port))[:19] + "Z" > Path(copies[-1]).name, "time stands still")
        assert sorted(str(path) for path in (folder / "base").iterdir()) == copies[1:]
        needed = (Path(copies[1]) / "backup_label").read_text().split("(file ")[1].split(")")[0]
        everything_is_received(here, port)
        # What is no longer needed is gone, and what is left goes on where the copy's own writes end.
        brought = max(path.name for path in (Path(copies[1]) / "pg_wal").iterdir() if len(path.name) == len(needed))
        first = min(path.name for path in (folder / "wal").iterdir())[: len(needed)]
        assert needed <= first
        assert int(first, 16) <= int(brought, 16) + 1
        assert not (folder / "unfinished").exists()
    outcome = script(here, "check", folder)
    assert outcome.returncode == 1
    assert outcome.stderr.endswith("backup: the server does not answer\n")

    assert (
        "no copy from before 2020-01-01"
        in script(here, "restore", folder, here.place / "early", "2020-01-01T00:00:00Z").stderr
    )
    with (Path(copies[-1]) / "global" / "pg_control").open("r+b") as file:
        file.seek(100)
        file.write(b"harm")
    outcome = script(here, "restore", folder, here.place / "harmed")
    assert outcome.returncode == 1
    assert "pg_control" in outcome.stderr
    assert not (here.place / "harmed").exists()


@pytest.mark.long
def test_one_town_is_brought_back_and_the_others_are_left_as_they_are(
    here: Machine, environment: dict[str, str]
) -> None:
    data, folder = here.place / "postgresql", here.folder("backups")
    with clusters.living(here, data) as port, received(here, folder):
        url = here.url(port)
        clusters.make_towns(environment, url, TURKU, ESPOO)
        done(script(here, "take", folder))
        clusters.grow(environment, url, "After", TURKU, ESPOO)
        wanted, at = clusters.contents(url), moment(url)
        clusters.grow(environment, url, "Later", ESPOO)
        with psycopg.connect(url) as connection:
            connection.execute("DELETE FROM t_1.services_service")  # what nobody wants to happen
            connection.execute("CREATE TABLE t_1.new (id int)")
        everything_is_received(here, port)
        given = {"PGUSER": "kuntakanta", "PGPASSWORD": here.ours.secret("postgresql_password")}
        given["KUNTAKANTA_BESIDE_PORT"] = str(clusters.free_port())
        clusters.ours(environment, url, "-m", "kuntakanta", "town", TURKU, "suspend")  # its staff still signs in
        refused = script(here, "restore-town", folder, at, TURKU, **given)
        assert refused.returncode == 1
        assert refused.stderr == "backup: 853 is not fenced: kuntakanta town 853 fence\n"
        clusters.ours(environment, url, "-m", "kuntakanta", "town", TURKU, "fence")
        before = clusters.contents(url)
        said = done(script(here, "restore-town", folder, at, TURKU, **given))
        after = clusters.contents(url)
        assert of(after, "t_1") == of(wanted, "t_1")
        assert of(after, "t_2") == of(before, "t_2")
        assert of(after, "public") == of(before, "public")
        for line in said.splitlines()[1:]:
            clusters.ours(environment, url, "-m", *line.partition("#")[0].split())
        assert value(url, "SELECT state FROM public.tenants_municipality WHERE code = '853'") == "active"
        (aside,) = (folder / "set-aside").iterdir()
        assert "TABLE DATA t_1 new" in done(here.run("pg_restore", "--list", aside))


def of(contents: dict[str, tuple[int, str]], schema: str) -> dict[str, tuple[int, str]]:
    """The tables of a schema."""
    return {name: digest for name, digest in contents.items() if name.startswith(f"{schema}.")}


@pytest.mark.long
def test_a_town_that_was_removed_comes_back_out_of_a_backup(here: Machine, environment: dict[str, str]) -> None:
    data, folder = here.place / "postgresql", here.folder("backups")
    with clusters.living(here, data) as port, received(here, folder):
        url = here.url(port)
        clusters.make_towns(environment, url, TURKU, ESPOO)
        services = value(url, "SELECT array_agg(id ORDER BY id) FROM t_1.services_service")
        done(script(here, "take", folder))
        at = moment(url)
        clusters.ours(environment, url, "-m", "kuntakanta", "town", TURKU, "close")
        clusters.ours(environment, url, "-m", "kuntakanta", "town", TURKU, "remove", "--confirm", "Turku")
        everything_is_received(here, port)
        key = clusters.ours(environment, url, "-m", "kuntakanta", "import", "--show-key").strip()
        file = str(here.ours.directory / "turku.zip")
        with beside(here, folder, at, url) as earlier:
            clusters.ours(environment, earlier, "-m", "kuntakanta", "export", TURKU, file, "--for", key)
        clusters.ours(environment, url, "-m", "kuntakanta", "import", file, "--copy")
        assert value(url, "SELECT array_agg(id ORDER BY id) FROM t_3.services_service") == services


@contextmanager
def beside(here: Machine, folder: Path, at: str, url: str) -> Iterator[str]:
    """The backup as a server, for as long as the block lasts; its address."""
    command = here.command(
        *("sh", here.scripts / "backup" / "beside", folder, at, "sh", "-c", 'echo "$DATABASE_URL"; read -r line || :')
    )
    given = {"DATABASE_URL": url, "KUNTAKANTA_BESIDE_PORT": str(clusters.free_port())}
    with subprocess.Popen(
        command, env=here.environment | given, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()
        assert process.wait(clusters.SECONDS) == 0


def test_a_command_sees_a_restored_server_beside_the_living_one(here: Machine) -> None:
    data, folder = here.place / "postgresql", here.folder("backups")
    with clusters.living(here, data) as port, received(here, folder):
        url = here.url(port)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE public.note AS SELECT 'kept' AS word")
        done(script(here, "take", folder))
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE public.note SET word = 'spoilt'")
        at = moment(url)
        with psycopg.connect(url) as connection:
            connection.execute("DROP TABLE public.note")
        everything_is_received(here, port)
        ask = 'psql "$DATABASE_URL" --no-psqlrc -Atc "SELECT word FROM public.note"'
        given = {"DATABASE_URL": f"{url}?sslmode=require", "KUNTAKANTA_BESIDE_PORT": str(clusters.free_port())}
        assert done(script(here, "beside", folder, at, "sh", "-c", ask, **given)) == "spoilt\n"
        assert script(here, "beside", folder, "now", "sh", "-c", ask, **given).returncode == 1
        assert list((here.place / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["receive"], "usage: deploy/backup/receive FOLDER"),
        (["take", "/x", "0"], "usage: deploy/backup/take FOLDER [KEEP], KEEP from 1 to 999"),
        (["check", "/x", "many"], "usage: deploy/backup/check FOLDER [HOURS], HOURS from 1 to 999"),
        (["restore", "/x"], "usage: deploy/backup/restore FOLDER DATA [TIME]"),
        (["restore", "/x", "/y", "yesterday"], "yesterday is no moment in UTC such as 2026-11-24T01:30:00Z"),
        (["restore", "/x", "/y", "2026-11-24T01:30:00"], "2026-11-24T01:30:00 is no moment in UTC"),
        (["restore", "/x", "/y", "2026-11-24T01:30:00'; --Z"], "is no moment in UTC"),
        (["beside", "/x", "now"], "usage: deploy/backup/beside FOLDER TIME|now COMMAND ..."),
        (["restore-town", "/x", "now"], "usage: deploy/backup/restore-town FOLDER TIME CODE"),
        (["restore-town", "/x", "now", "Turku"], "Turku is no municipality's code in three digits, as 853"),
    ],
)
def test_a_misuse_is_told_in_one_line(here: Machine, words: list[str], said: str) -> None:
    outcome = script(here, words[0], *words[1:])
    assert outcome.returncode == 2
    assert said in outcome.stderr
    assert outcome.stderr.count("\n") == 1
