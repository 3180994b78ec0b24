"""Writes what was pulled, things and their connections: whole sets at a time, inside a unit of work."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.db import connection
from django.utils import timezone

from catalogue.outbox.unit import Unit
from catalogue.services import versions, workflow, works
from catalogue.services.models import Connection
from catalogue.services.values import Kind, Record
from catalogue.services.versions import NATIONAL_PULL, Step
from catalogue.services.workflow import Work
from catalogue.services.works import jsonb
from catalogue.sets import upsert

# The two ends of a connection: (the column of the thing itself, of the other thing, of the end, of its position).
ENDS: dict[Kind, tuple[str, str, str, str]] = {
    "service": ("service_id", "channel_id", "service_end", "service_position"),
    "service_channel": ("channel_id", "service_id", "channel_end", "channel_position"),
}


def store(*, unit: Unit, kind: Kind, records: Sequence[Record], own: Collection[UUID]) -> None:
    """Inserts or replaces things of one kind with their connections, published; those in `own` are the town's.

    Drafts over them stay. A constant number of statements for any number of records.
    """
    before = works.load(kind=kind, ids=[record.id for record in records], own=None, lock=True)
    after = [_pulled(kind, record, before.get(record.id), own) for record in records]
    written = works.keep(kind=kind, works=after)
    versions.write(_steps(before, after, "changed"), author=NATIONAL_PULL, at=timezone.now())
    unit.record(kind=kind, ids=(key for key, new in written.items() if new), action="created")
    unit.record(kind=kind, ids=(key for key, new in written.items() if not new), action="updated")
    if kind in ENDS:
        _replace_ends(kind, records)


def archive(*, unit: Unit, kind: Kind, ids: Collection[UUID]) -> None:
    """Takes things out of sight. Rows and connections stay, so that nothing is lost when a thing comes back."""
    found = works.load(kind=kind, ids=ids, own=None, lock=True)
    before = {key: work for key, work in found.items() if work.state == "published"}
    if not before:
        return
    after = [
        msgspec.structs.replace(work, state="archived", in_review={}, version=work.version + 1)
        for work in before.values()
    ]
    works.keep(kind=kind, works=after)
    versions.write(_steps(before, after, "archived"), author=NATIONAL_PULL, at=timezone.now())
    unit.record(kind=kind, ids=before, action="archived")


def _pulled(kind: Kind, record: Record, before: Work | None, own: Collection[UUID]) -> Work:
    if before is None:
        return Work(kind=kind, id=record.id, version=1, own=record.id in own, state="published", published=record.value)
    value = workflow.with_ours(record.value, before)
    draft = None if before.draft == value else before.draft
    same = before.state == "published" and before.published == value and before.draft == draft
    return msgspec.structs.replace(
        before,
        version=before.version if same else before.version + 1,
        own=record.id in own,
        state="published",
        published=value,
        draft=draft,
        in_review={} if draft is None else before.in_review,
    )


def _steps(before: dict[UUID, Work], after: Iterable[Work], action: str) -> list[Step]:
    known = [work for work in after if work.id in before]
    return [Step(before[work.id], work, action) for work in known if work.version > before[work.id].version]


def _replace_ends(kind: Kind, records: Sequence[Record]) -> None:
    """The connections as these things show them now; one that neither end shows any more is gone."""
    this, other, end, position = ENDS[kind]
    ids = [record.id for record in records]
    shown = [_pair(kind, record.id, listed.other.id) for record in records for listed in record.connections]
    with connection.cursor() as cursor:
        opposite = "channel_end" if end == "service_end" else "service_end"
        gone = f"{this} = ANY(%s) AND {end} IS NOT NULL AND NOT id = ANY(%s)"
        cursor.execute(f"DELETE FROM services_connection WHERE {gone} AND {opposite} IS NULL", [ids, shown])  # noqa: S608
        cleared = f"UPDATE services_connection SET {end} = NULL, {position} = NULL WHERE {gone}"  # noqa: S608
        cursor.execute(cleared, [ids, shown])
    if shown:
        upsert(Connection, columns=("id", this, other, end, position), rows=_end_rows(kind, records))


def _end_rows(kind: Kind, records: Iterable[Record]) -> Iterator[tuple[Any, ...]]:
    for record in records:
        for place, listed in enumerate(record.connections):
            yield _pair(kind, record.id, listed.other.id), record.id, listed.other.id, jsonb(listed), place


def _pair(kind: Kind, this: UUID, other: UUID) -> UUID:
    service, channel = (this, other) if kind == "service" else (other, this)
    return uuid5(service, channel.hex)
