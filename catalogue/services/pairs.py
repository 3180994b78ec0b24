"""Rows of connections and the pairs that they hold: read under a lock, written as whole sets."""

from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from catalogue.services.connections import End, Pair
from catalogue.services.models import Connection
from catalogue.services.values import ConnectionEnd, Kind
from catalogue.services.works import jsonb
from catalogue.sets import upsert

COLUMNS: Final = (
    *("id", "service_id", "channel_id", "version", "position"),
    *("service_end", "service_shown", "service_position", "channel_end", "channel_shown", "channel_position"),
)
CONNECTED: Final = Q(service_end__isnull=False) | Q(channel_end__isnull=False)
"""Rows of what is connected now."""

_THING: Final[dict[Kind, str]] = {"service": "service_id", "service_channel": "channel_id"}


def load(*, ids: Collection[UUID], lock: bool = False) -> dict[UUID, Pair]:
    """Pairs by id; one statement. `lock` keeps other writers out until the transaction ends."""
    return _loaded(Connection.objects.filter(id__in=ids), lock=lock)


def of_things(*, kind: Kind, ids: Collection[UUID], lock: bool = False) -> dict[UUID, Pair]:
    """The pairs of services, or of channels, disconnected ones among them; one statement."""
    return _loaded(Connection.objects.filter(**{f"{_THING[kind]}__in": ids}), lock=lock)


def keep(pairs: Iterable[Pair]) -> None:
    """Inserts or replaces rows; a constant number of statements."""
    upsert(Connection, columns=COLUMNS, rows=map(_row, pairs))


def of_row(row: Connection) -> Pair:
    """The pair that a row holds."""
    return Pair(
        id=row.id,
        service_id=row.service_id,
        channel_id=row.channel_id,
        version=row.version,
        service=End(said=row.service_end, shown=_bytes(row.service_shown), position=row.service_position),
        channel=End(said=row.channel_end, shown=_bytes(row.channel_shown), position=row.channel_position),
        position=row.position,
    )


def _loaded(rows: QuerySet[Connection], *, lock: bool) -> dict[UUID, Pair]:
    found = rows.order_by("id")
    return {row.id: of_row(row) for row in (found.select_for_update() if lock else found)}


def _row(pair: Pair) -> tuple[Any, ...]:
    return (
        pair.id,
        pair.service_id,
        pair.channel_id,
        pair.version,
        pair.position,
        *_end(pair.service),
        *_end(pair.channel),
    )


def _end(end: End) -> tuple[Any, ...]:
    return _jsonb(end.said), end.shown, end.position


def _jsonb(said: ConnectionEnd | None) -> Any:
    return None if said is None else jsonb(said)


def _bytes(stored: bytes | memoryview | None) -> bytes | None:
    return None if stored is None else bytes(stored)
