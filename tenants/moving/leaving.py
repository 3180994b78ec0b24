"""A town leaves: fenced, so that nothing more is written here, and written to a file with all that it has."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from tenants import lifecycle
from tenants.accounts.models import AuditEntry
from tenants.accounts.sealing import opened
from tenants.accounts.support.models import SupportGrant
from tenants.context import within_host, within_schema_alone
from tenants.dispatch import runs_now
from tenants.hosts import FRESH
from tenants.models import Municipality, Transition
from tenants.moving import copying, rules
from tenants.moving.archive import Writer, writing
from tenants.moving.errors import StillAtWork
from tenants.moving.values import Deed, Event, Manifest, Support, Table, Town, Wrapped
from tenants.moving.wrapping import check_key, wrap
from tenants.queries import history_of, hosts_of
from tenants.schemas import applied_in

PATIENCE: Final = timedelta(seconds=60)
"""How long what was begun before the fence is waited for."""

_MARGIN: Final = timedelta(seconds=1)
"""For the commit of the fence, and for a request that came in just before everybody knew."""

_LOOK: Final = 0.2


@dataclass(frozen=True, slots=True)
class Left:
    """What a file has, and what it lacks: sealed values that came along with no key, as "table.column"."""

    manifest: Manifest
    bytes: int
    withheld: Sequence[str]


def fence(*, municipality: Municipality, patience: timedelta = PATIENCE) -> None:
    """Stop all writing to a town, before it moves: it is suspended, and what had begun has ended when this returns.

    Every process believes its table of hosts for some seconds, so a request may still come in for that long; then
    workers and programs, and then open transactions, are waited for. Raises StillAtWork; the town stays fenced, and
    the fence is lifted by resuming it.
    """
    if not is_fenced(municipality=municipality):
        lifecycle.fence(municipality=municipality)
    deadline = timezone.now() + patience
    _wait_until(_fenced_at(municipality) + timedelta(seconds=FRESH) + _MARGIN)
    while runs_now(municipality=municipality) or _is_held(municipality):
        if timezone.now() >= deadline:
            raise StillAtWork(f"Somebody is still at something of {municipality}, which is fenced: try again later.")
        time.sleep(_LOOK)
    try:
        with within_schema_alone(municipality.schema_name):
            copying.wait_for_writers([shape.name for shape in copying.shapes()], patience=patience)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise StillAtWork(f"Somebody still writes to {municipality}, which is fenced: try again later.") from error
        raise


def _is_held(municipality: Municipality) -> bool:
    """Whether a program is at work for the town that no row tells of, as a sync from a command line: it holds an
    advisory lock of two keys, of which the second is the town."""
    with within_host(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
            " AND objid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [municipality.pk],
        )
        return bool(cursor.fetchone()[0])


def is_fenced(*, municipality: Municipality) -> bool:
    """Whether nobody writes to the town here, as it is about to move."""
    with within_host():
        return bool(Municipality.objects.filter(pk=municipality.pk, fenced=True).exists())


def _fenced_at(municipality: Municipality) -> datetime:
    return max(one.at for one in history_of(municipality=municipality) if one.action == "fence")


def _wait_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))


def export_town(
    *,
    municipality: Municipality,
    path: Path,
    receiver: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Left:
    """Write a town to a file: all rows as of one moment, without secrets. With a receiver's key, what was sealed for
    this host is wrapped for the receiver; otherwise it is withheld. `progress` is told how many of how many tables are
    written.

    Raises FileRefused when the file exists, and KeyRefused. Memory does not grow with the town.
    """
    if receiver is not None:
        receiver = check_key(receiver)
    with writing(path) as writer, copying.one_moment():
        copying.spell_plainly()
        manifest, withheld = _written(municipality, writer, receiver, progress)
        writer.manifest(manifest)
    return Left(manifest, path.stat().st_size, withheld)


def _written(
    municipality: Municipality, writer: Writer, receiver: str | None, progress: Callable[[int, int], None]
) -> tuple[Manifest, Sequence[str]]:
    with within_host():
        town = Municipality.objects.get(pk=municipality.pk)
    with within_schema_alone(town.schema_name):
        sealed = [(one, copying.sealed_values(one)) for one in rules.SEALED]
        shapes = copying.shapes()
        manifest = Manifest(
            made=timezone.now(),
            release=version("kuntakanta"),
            host=settings.PUBLIC_HOST,
            fenced=town.fenced,
            migrations=applied_in(town.schema_name),
            town=_town(town),
            tables=list(_tables(shapes, writer, progress)),
            sequences=list(copying.stands()),
            left_out=rules.left_out([shape.name for shape in shapes]),
            receiver=receiver,
            wrapped=[] if receiver is None else [each for one in sealed for each in _wrapped(town, *one, receiver)],
            history=[_event(one) for one in history_of(municipality=town)],
            deeds=_deeds(town),
            support=_support(town),
        )
    return manifest, [f"{one.table}.{one.column}" for one, values in sealed if values and receiver is None]


def _town(town: Municipality) -> Town:
    return Town(
        uuid=town.uuid,
        code=town.code,
        name_fi=town.name_fi,
        name_sv=town.name_sv,
        name_en=town.name_en,
        business_id=town.business_id,
        languages=town.languages,
        registry_organizations=town.registry_organizations,
        state=town.state,
        created=town.created,
        hosts=list(hosts_of(municipality=town)),
    )


def _tables(shapes: Sequence[copying.Shape], writer: Writer, progress: Callable[[int, int], None]) -> Iterator[Table]:
    for number, shape in enumerate(shapes):
        progress(number, len(shapes))
        yield _table(shape, writer)


def _table(shape: copying.Shape, writer: Writer) -> Table:
    rows = iter(()) if shape.name in rules.LEFT_OUT else copying.out(shape, rules.expressions(shape.name))
    written = writer.table(shape.name, rows)
    return Table(
        name=shape.name,
        columns=list(shape.columns),
        types=list(shape.types),
        rows=written.rows,
        bytes=written.bytes,
        sha256=written.sha256,
    )


def _wrapped(
    town: Municipality, one: rules.Sealed, values: Sequence[tuple[str, bytes]], receiver: str
) -> list[Wrapped]:
    return [
        Wrapped(
            table=one.table,
            column=one.column,
            key=key,
            value=wrap(
                opened(value, owner=town.uuid, purpose=one.purpose),
                receiver=receiver,
                context=rules.place_of(town=town.uuid, table=one.table, column=one.column, key=key),
            ),
        )
        for key, value in values
    ]


def _event(one: Transition) -> Event:
    return Event(
        action=one.action,
        before=one.before,
        after=one.after,
        schema_name=one.schema_name,
        detail=one.detail,
        at=one.at,
    )


def _deeds(town: Municipality) -> list[Deed]:
    with within_host():
        found = AuditEntry.objects.filter(subject=str(town.uuid)).order_by("id")
        return [Deed(action=one.action, actor=one.actor, at=one.at, details=one.details) for one in found]


def _support(town: Municipality) -> list[Support]:
    with within_host():
        grants = SupportGrant.objects.filter(municipality_id=town.pk).select_related("operator").order_by("id")
        return [
            Support(
                uuid=one.uuid,
                operator=one.operator.uuid,
                reason=one.reason,
                role=one.role,
                granted=one.granted,
                until=one.until,
                entered=one.entered,
                ended=one.ended,
            )
            for one in grants
        ]
