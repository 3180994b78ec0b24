"""Answers kept under a key of the asker's, so that asking the same again changes nothing and answers the same.

Whoever gets no answer asks again under the same key. The answer is written in the transaction of the change: either
both are there or neither is. Only one of those who ask under a key at the same time goes on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from catalogue.outbox.errors import KeyUsed, UnderWay
from catalogue.outbox.models import Answer
from tenants.context import current_schema

KEPT: Final = timedelta(hours=24)
# The lock is of this transaction: it is gone with it, however it ends.
FIND: Final = """
    SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0)), answer.digest, answer.status, answer.headers,
        answer.content
    FROM (SELECT) AS always
    LEFT JOIN outbox_answer AS answer ON answer.asker = %s AND answer.key = %s AND answer.at > %s
"""
# Nothing is written where somebody else's has come between finding none and holding the lock.
WRITE: Final = """
    INSERT INTO outbox_answer (asker, key, digest, at, status, headers, content) VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (asker, key) DO UPDATE SET digest = excluded.digest, at = excluded.at, status = excluded.status,
        headers = excluded.headers, content = excluded.content
    WHERE outbox_answer.at <= %s
    RETURNING 1
"""


class Asked(NamedTuple):
    """What somebody asks under a key; `digest` is that of all that makes it another request."""

    asker: UUID
    key: str
    digest: bytes


class Answered(NamedTuple):
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def found(asked: Asked, *, now: datetime) -> Answered | None:
    """What was answered to the same within a day, else None, and nobody else may go on until this transaction ends.

    One statement. Raises KeyUsed where something else was asked under the key, UnderWay where the same is being done.
    """
    lock = f"{current_schema()} {asked.asker} {asked.key}"
    with connection.cursor() as cursor:
        cursor.execute(FIND, [lock, asked.asker, asked.key, now - KEPT])
        free, digest, status, headers, content = cursor.fetchone()
    if digest is not None:
        if bytes(digest) != asked.digest:
            raise KeyUsed
        return Answered(status, orjson.loads(headers), bytes(content))
    if not free:
        raise UnderWay
    return None


def keep(asked: Asked, answered: Answered, *, now: datetime) -> None:
    """Keeps an answer; one statement. Raises UnderWay where another has come between, and all must be undone."""
    headers = orjson.dumps(dict(answered.headers)).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [*asked, now, answered.status, headers, answered.content, now - KEPT],
        )
        if cursor.fetchone() is None:
            raise UnderWay


def put_away(*, now: datetime) -> int:
    """Drops answers that are no longer given; the number of them."""
    gone, _ = Answer.objects.filter(at__lte=now - KEPT).delete()
    return gone
