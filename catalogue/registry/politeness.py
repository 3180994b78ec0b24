"""The host's politeness cap: how many requests to the national catalogue run at once over all towns and workers."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import redis

LEASE_SECONDS = 180  # a slot of a killed worker is free again after this; longer than any request's time-outs
LONGEST_PAUSE = 0.1

# Leases are a sorted set by their end; the script drops those that have ended and takes a place if one is free.
TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[3])
redis.call('EXPIRE', KEYS[1], tonumber(ARGV[2]))
return 1
"""


class Politeness:
    """Hands out at most `limit` slots per `endpoint` over everybody who shares the Valkey server."""

    def __init__(self, server: "redis.Redis", *, endpoint: str, limit: int) -> None:
        self._server = server
        self._key = f"registry:slots:{endpoint}"
        self._limit = limit
        self._take = server.register_script(TAKE)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Waits for a slot and gives it back."""
        lease = uuid4().hex
        while not self._take(keys=[self._key], args=[self._limit, LEASE_SECONDS, lease]):
            time.sleep(random.uniform(0.01, LONGEST_PAUSE))  # noqa: S311 jitter, not a secret
        try:
            yield
        finally:
            self._server.zrem(self._key, lease)
