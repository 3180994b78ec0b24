"""Who is there to work: each worker says so in Valkey every few seconds, whether it has anything to do or not.

A worker that ends as it should takes its name away; one that is killed stays in the list, silent, until it is
forgotten. All times are Valkey's, so that no machine's clock matters. Losing the list costs nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from redis import Redis

KEY: Final = "kuntakanta:workers"  # outside of the cache, whose keys belong to towns
BEAT: Final = 10.0
SILENT_AFTER: Final = timedelta(seconds=45)
FORGOTTEN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A worker of ours: `name` is its machine and process id, `processes` how much it does at once."""

    name: str
    processes: int
    seen: datetime
    is_alive: bool


def beat(*, name: str, processes: int) -> None:
    """Say that a worker is there. Raises RedisError."""
    with _valkey() as valkey:
        seen = _now(valkey).timestamp()
        valkey.hset(KEY, name, json.dumps({"processes": processes, "seen": seen}))


def leave(*, name: str) -> None:
    """Say that a worker ends. Raises RedisError."""
    with _valkey() as valkey:
        valkey.hdel(KEY, name)


def workers() -> Sequence[Worker]:
    """Those that are there and, after them, those that have fallen silent, by name. Raises RedisError."""
    with _valkey() as valkey:
        now = _now(valkey)
        found = [_worker(name.decode(), json.loads(told), now) for name, told in valkey.hgetall(KEY).items()]
        gone = [one.name for one in found if now - one.seen > FORGOTTEN_AFTER]
        if gone:
            valkey.hdel(KEY, *gone)
    return sorted((one for one in found if one.name not in gone), key=lambda one: (not one.is_alive, one.name))


def _worker(name: str, told: dict[str, float], now: datetime) -> Worker:
    seen = datetime.fromtimestamp(told["seen"], UTC)
    return Worker(name=name, processes=int(told["processes"]), seen=seen, is_alive=now - seen <= SILENT_AFTER)


def _now(valkey: Redis) -> datetime:
    seconds, microseconds = valkey.time()
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)


def _valkey() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
