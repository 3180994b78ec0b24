"""What a web worker and its PostgreSQL backend take in memory once they have served every town of a host.

Both remember something of each town: the worker its answers and names, the backend the tables that it has opened. One
worker with one thread serves them all, so that no second one shares the burden.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path

from django.db import connection

from kuntakanta.bench import servers
from kuntakanta.bench.figures import Figure
from kuntakanta.bench.house import BenchError

PATHS = (
    "/{language}/",
    "/api/v1/organizations?page_size=20",
    "/api/v1/services?page_size=20",
    "/api/v1/service-channels?page_size=20",
)
PROCESSES = Path("/proc")
APPLICATION = b"kuntakanta.wsgi:application"
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def measured(towns: Mapping[str, str]) -> list[Figure]:
    """Asks towns, given by their hosts with a language of each. Megabytes that are the process's own count: not files
    and shared buffers, which are there once for all. The backend's are told where PostgreSQL runs on this machine.
    """
    with tempfile.TemporaryDirectory(prefix="kuntakanta-bench-memory-") as logs:
        before = _backends()
        with servers.ours(Path(logs), keeps=True, processes=1, threads=1) as port:
            for host, language in towns.items():
                for path in PATHS:
                    status = servers.get(port, path=path.format(language=language), host=host)[0]
                    if status != HTTPStatus.OK:
                        raise BenchError(f"{host}{path} answered {status}")
            found = {
                "memory_web_worker_mb": [_own_megabytes(pid) for pid in _workers(port)],
                "memory_postgresql_backend_mb": [_own_megabytes(pid) for pid in _backends() - before if _is_here(pid)],
            }
    return [Figure(name, "MB", "lower", ours=round(max(seen), 1)) for name, seen in found.items() if seen]


def _backends() -> set[int]:
    """The processes of PostgreSQL that serve clients of this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_catalog.pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return {int(pid) for (pid,) in cursor.fetchall()}


def _is_here(pid: int) -> bool:
    """Whether the number is a server's on this machine, and not another machine's."""
    try:
        return (PROCESSES / str(pid) / "comm").read_text().startswith("postgres")
    except FileNotFoundError:
        return False


def _workers(port: int) -> Iterator[int]:
    """The processes of the web server at a port that have no others below them: the ones that answer."""
    family = {pid: _parent(pid) for pid in _serving(port)}
    return (pid for pid in family if pid not in family.values())


def _serving(port: int) -> Iterator[int]:
    for folder in PROCESSES.iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile
            if APPLICATION in words and str(port).encode() in words:
                yield int(folder.name)


def _parent(pid: int) -> int:
    return int((PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])


def _own_megabytes(pid: int) -> float:
    """What is in memory and neither a file's nor shared; everybody may read it, unlike finer accounts."""
    _, resident, shared, *_ = (PROCESSES / str(pid) / "statm").read_text().split()
    return (int(resident) - int(shared)) * PAGE_BYTES / 1_000_000
