"""What a town has outside of PostgreSQL: entries of the cache, and messages that wait for a worker."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from celery import current_app
from django.conf import settings
from redis import Redis

WAITING = "unacked"  # kombu's hash of messages that a worker holds, beside the queue itself
WAITING_ORDER = "unacked_index"
_AT_ONCE = 1000


def drop(schema_name: str, municipality_id: int) -> None:
    """Drop a town's cache entries and messages. What runs at the moment is not stopped by it."""
    with Redis.from_url(settings.REDIS_URL) as valkey:
        for keys in _chunks(valkey, f"{schema_name}:*"):
            valkey.delete(*keys)
        queue = current_app.conf.task_default_queue
        for message in valkey.lrange(queue, 0, -1):
            if _town_of(json.loads(message)) == municipality_id:
                valkey.lrem(queue, 0, message)
        for tag, held in valkey.hgetall(WAITING).items():
            if _town_of(json.loads(held)[0]) == municipality_id:
                valkey.hdel(WAITING, tag)
                valkey.zrem(WAITING_ORDER, tag)


def _chunks(valkey: Redis, pattern: str) -> Iterator[list[bytes]]:
    chunk = []
    for key in valkey.scan_iter(match=pattern, count=_AT_ONCE):
        chunk.append(key)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _town_of(message: dict[str, Any]) -> int | None:
    """The town that a message names; None for the host's, and for what is not a message of ours."""
    try:
        _, named, _ = json.loads(base64.b64decode(message["body"]))
        found: int | None = named.get("municipality_id")
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        return None
    return found
