"""Tells the town's revision without asking PostgreSQL: Valkey has the number, or a mark that it is about to change.

A unit of work puts its mark before it commits and its number after, so a read that begins when a write has been
answered never takes an earlier revision for the present one. A number is believed for half a minute: so long, at
most, could one be wrong that a unit could not mark because Valkey was out of its reach. A mark stays where a unit did
not end; it costs readers nothing but the question to PostgreSQL, and the next unit puts its own.
"""

import logging
import threading
import time
import uuid
from typing import Any, Final

import redis
from django.conf import settings
from django.db import transaction

from tenants.context import current_schema

log = logging.getLogger(__name__)

BELIEVED: Final = 30_000  # milliseconds
MARKED: Final = 3_600_000  # longer than any transaction from its last statement to its commit
PAUSE: Final = 5.0  # seconds for which a Valkey that did not answer is not asked again
PATIENCE: Final = 0.5  # seconds
# A later unit's mark is left as it is: that unit will put its own number.
SETTLE: Final = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
"""


_threads = threading.local()
_silent_until = 0.0


def known() -> int | None:
    """The revision that a read must show at least; None where only PostgreSQL knows it."""
    if time.monotonic() < _silent_until:
        return None
    try:
        found = _ask("GET", _key())
    except redis.RedisError as error:
        _be_silent(error)
        return None
    return int(found) if found is not None and found.isdigit() else None


def tell(*, revision: int, read_at: float) -> None:
    """Make a revision known that PostgreSQL told for a read begun at `read_at` (monotonic seconds).

    Nothing is replaced, so that a unit's mark or number stands; what was read long ago may be wrong by now.
    """
    if time.monotonic() - read_at > PATIENCE or time.monotonic() < _silent_until:
        return
    try:
        _ask("SET", _key(), revision, "PX", BELIEVED, "NX")
    except redis.RedisError as error:
        _be_silent(error)


def announce(*, revision: int) -> None:
    """Mark the town's revision as changing until the transaction has committed; its last act before that."""
    key, mark = _key(), f"~{uuid.uuid4().hex}"
    try:
        _ask("SET", key, mark, "PX", MARKED)
    except redis.RedisError as error:
        log.warning("A revision cannot be marked: %s", type(error).__name__)
        return
    transaction.on_commit(lambda: _settle(key, mark, revision))


def _settle(key: str, mark: str, revision: int) -> None:
    try:
        _ask("EVAL", SETTLE, 1, key, mark, revision, BELIEVED)
    except redis.RedisError as error:
        log.warning("A revision stays marked: %s", type(error).__name__)


def _key() -> str:
    return f"{current_schema()}:revision"


def _ask(*command: str | int) -> Any:
    """One command on this thread's connection. Every open read asks; the client's own way takes four times as long."""
    connection: Any = getattr(_threads, "connection", None)
    if connection is None:
        pool = redis.ConnectionPool.from_url(
            settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        connection = _threads.connection = pool.make_connection()
    try:
        connection.send_packed_command(connection.pack_command(*command), check_health=False)
        return connection.read_response()
    except redis.RedisError:
        connection.disconnect()  # an answer that comes late would be taken for the next one's
        raise


def _be_silent(error: redis.RedisError) -> None:
    global _silent_until  # noqa: PLW0603 of this process, like the connections
    _silent_until = time.monotonic() + PAUSE
    log.warning("Valkey does not tell revisions: %s", type(error).__name__)
