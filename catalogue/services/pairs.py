"""Rows of connections and the pairs that they hold: read under a lock, written as whole sets."""

from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from catalogue.services.connections import End, Pair, Proposed
from catalogue.services.models import Connection
from catalogue.services.values import ConnectionEnd, Kind
from catalogue.services.works import jsonb
from catalogue.sets import upsert

COLUMNS: Final = (
    *("id", "service_id", "channel_id", "version", "position", "proposed"),
    *("service_end", "service_shown", "service_position", "channel_end", "channel_shown", "channel_position"),
    "synced_version",
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


def waiting(*, after: UUID | None, most: int) -> dict[UUID, Pair]:
    """Pairs for which something is proposed, by id from one on; one statement."""
    rows = Connection.objects.filter(proposed__isnull=False)
    return _loaded(rows if after is None else rows.filter(id__gt=after), lock=False, most=most)


def keep(pairs: Iterable[Pair]) -> None:
    """Inserts or replaces rows; a constant number of statements."""
    upsert(Connection, columns=COLUMNS, rows=map(_row, pairs))


def _loaded(rows: QuerySet[Connection], *, lock: bool, most: int | None = None) -> dict[UUID, Pair]:
    found = rows.order_by("id").values_list(*COLUMNS)[
        :most
    ]  # pulls read thousands: no objects of Django's are made of them
    return {row[0]: _of_row(*row) for row in (found.select_for_update() if lock else found)}


def _of_row(key: UUID, service_id: UUID, channel_id: UUID, version: int, *rest: Any) -> Pair:  # in COLUMNS' order
    position, proposed, *ends, synced_version = rest
    return Pair(
        id=key,
        service_id=service_id,
        channel_id=channel_id,
        version=version,
        service=_of_end(*ends[:3]),
        channel=_of_end(*ends[3:]),
        position=position,
        proposed=proposed,
        synced_version=synced_version,
    )


def _of_end(said: ConnectionEnd | None, shown: bytes | memoryview | None, position: int | None) -> End:
    return End(said=said, shown=None if shown is None else bytes(shown), position=position)


def _row(pair: Pair) -> tuple[Any, ...]:
    return (
        pair.id,
        pair.service_id,
        pair.channel_id,
        pair.version,
        pair.position,
        _jsonb(pair.proposed),
        *_end(pair.service),
        *_end(pair.channel),
        pair.synced_version,
    )


def _end(end: End) -> tuple[Any, ...]:
    return _jsonb(end.said), end.shown, end.position


def _jsonb(said: ConnectionEnd | Proposed | None) -> Any:
    return None if said is None else jsonb(said)
