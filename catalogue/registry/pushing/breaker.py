"""The circuit breaker of an endpoint of the register, over all towns and workers: whoever is down is left in peace.

After so many failures in a row nothing is asked of the endpoint for a while; then one request may try, and decides for
all. State lives in Valkey and runs out by itself; losing it costs a few requests.
"""

from typing import Final

import redis

FAILURES: Final = 5
REST_SECONDS: Final = 30
"""How long an endpoint is left alone after it has failed; the one that tries then has as long to come back."""

REMEMBERED_SECONDS: Final = 600


class Breaker:
    """Of one endpoint, such as "host PUT Service"."""

    def __init__(self, server: "redis.Redis", *, endpoint: str, rest: float = REST_SECONDS) -> None:
        self._server = server
        self._failed = f"registry:breaker:{endpoint}:failed"
        self._open = f"registry:breaker:{endpoint}:open"
        self._rest = int(rest * 1000)

    def lets_through(self) -> bool:
        """Whether to ask now. After a rest, the first who comes is let through, and nobody else until it is known."""
        failures = int(self._server.get(self._failed) or 0)
        if failures < FAILURES:
            return True
        return bool(self._server.set(self._open, 1, nx=True, px=self._rest))

    def succeeded(self) -> None:
        """It works."""
        self._server.delete(self._failed, self._open)

    def failed(self) -> None:
        """It did not; the last of many failures in a row closes it to everybody for a while."""
        failures = int(self._server.incr(self._failed))
        self._server.expire(self._failed, REMEMBERED_SECONDS)
        if failures >= FAILURES:
            self._server.set(self._open, 1, px=self._rest)
