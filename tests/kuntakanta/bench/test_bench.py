"""The benchmarks run from beginning to end on tiny data and say what was agreed; how fast anything is, is not asked."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest

from kuntakanta import embedded
from kuntakanta.bench.load import Order, carry_out
from kuntakanta.bench.recording import Recording, alterations, split

SYNC = ["first", "unchanged", "changed_1_percent"]
READ = ["detail", "list_20", "list_100", "filtered_20", "conditional", "ptv_detail", "detail_again"]
EDIT = ["rules_check", "rules_check, of texts checked before"]
HOST = [
    "create_town",
    "migrate_nothing_300",
    "migrate_column_300",
    "request_overhead",
    "towns_300_vs_1",
    "towns_300_vs_1_anew",
]
MEMORY = ["memory_web_worker_mb", "memory_postgresql_backend_mb"]
MOVING = ["export_5000", "import_5000"]
MEMBERS = {"name", "unit", "better", "ours", "floor", "ratio"}


@pytest.fixture
def surroundings(environment_of_programs: dict[str, str], servers: embedded.Servers) -> dict[str, str]:
    """Servers that were given."""
    return environment_of_programs | {"DATABASE_URL": servers.database_url}


def bench(*words: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kuntakanta", "bench", *words],
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def databases(environment: Mapping[str, str]) -> set[str]:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}


def nothing_is_left(before: set[str], environment: Mapping[str, str]) -> bool:
    """Another test's benchmark may be at work at the same time, and ends."""
    deadline = time.monotonic() + 120
    while not databases(environment) <= before:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)
    return True


def test_what_the_rules_take_is_measured_without_servers(environment_of_programs: dict[str, str]) -> None:
    done = bench("edit", "--json", "--rounds", "1", environment=environment_of_programs)
    assert done.returncode == 0, done.stderr
    figures: list[dict[str, Any]] = json.loads(done.stdout)
    assert [(each["name"], each["better"]) for each in figures] == [(name, "lower") for name in EDIT]
    assert all(each.keys() == MEMBERS and 0 < each["floor"] < each["ours"] for each in figures)


@pytest.mark.parametrize(("subject", "names"), [("sync", SYNC), ("read", READ)])
def test_it_prints_the_agreed_list_and_leaves_nothing(
    subject: str, names: list[str], surroundings: dict[str, str]
) -> None:
    before = databases(surroundings)
    words = [subject, "--json", "--rounds", "1", "--documents", "110", "--seconds", "0.05"]
    done = bench(*words, environment=surroundings)
    assert done.returncode == 0, done.stderr
    figures: list[dict[str, Any]] = json.loads(done.stdout)
    assert [figure["name"] for figure in figures] == names
    for figure in figures:
        assert figure.keys() == MEMBERS
        assert figure["better"] == "higher"
        assert figure["ours"] > 0
        assert figure["ratio"] == pytest.approx(figure["ours"] / figure["floor"], rel=0.02)
    if subject == "sync":
        assert re.search(r"unchanged: 1?\d SQL statements, 0 rows written", done.stderr)
    assert nothing_is_left(before, surroundings)


def test_an_odd_wish_is_refused_in_one_line(surroundings: dict[str, str]) -> None:
    done = bench("sync", "--documents", "1", environment=surroundings)
    assert done.returncode == 2
    assert done.stderr == "kuntakanta: --documents must be from 10 to 100000.\n"


def test_an_altered_recording_differs_in_the_altered_documents_only() -> None:
    documents = [b'{"id":"%08d-0000-0000-0000-000000000000","modified":null}' % number for number in range(10)]
    page = b'{"pageCount":1,"itemList":[' + b",".join(documents) + b"]}"
    recording = Recording({("Service/list/organization", ()): page})
    changes = dict(alterations(recording, share=0.5, turn=0))
    altered = recording.altered(changes)
    after = [bytes(raw) for path, body in altered.bodies() for raw in split(path, body)]
    assert [new != old for new, old in zip(after, documents, strict=True)] == [True, False] * 5


def test_the_load_generator_says_when_a_server_is_not_there() -> None:
    with pytest.raises(ConnectionRefusedError):
        carry_out(Order(1, ["GET / HTTP/1.1\r\n\r\n"], 200, 1, 0.1, 1))


def test_a_host_of_a_few_towns_is_measured(surroundings: dict[str, str]) -> None:
    before = databases(surroundings)
    words = ["host", "--json", "--rounds", "1", "--towns", "4", "--seconds", "0.05", "--documents", "10"]
    done = bench(*words, environment=surroundings)
    assert done.returncode == 0, done.stderr
    figures: list[dict[str, Any]] = json.loads(done.stdout)
    assert [figure["name"] for figure in figures] == HOST + MEMORY + MOVING
    assert [figure["better"] for figure in figures] == ["lower"] * 4 + ["higher"] * 2 + ["lower"] * 4
    assert all(figure.keys() == MEMBERS for figure in figures)
    assert all(figure["ours"] > 1 and figure["ratio"] is None for figure in figures if figure["name"] in MEMORY)
    assert nothing_is_left(before, surroundings)
