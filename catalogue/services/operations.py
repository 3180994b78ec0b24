"""Writes things and their connections: whole sets at a time, inside a unit of work."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.db import connection
from psycopg.types.json import Jsonb

from catalogue.outbox.unit import Unit
from catalogue.parts import LanguageVersion
from catalogue.services.models import MODELS, Connection, State
from catalogue.services.values import Kind, Organization, Record, Service, ServiceChannel, ServiceCollection
from catalogue.sets import upsert
from catalogue.text import LocalizedText

COMMON = ("id", "own", "state", "modified", "names", "body")
EXTRACTED: dict[Kind, tuple[str, ...]] = {
    "organization": ("parent_organization_id",),
    "service": ("organization_id", "general_description_id"),
    "service_channel": ("organization_id", "service_channel_type"),
    "service_collection": ("organization_id",),
}
# The two ends of a connection: (the column of the thing itself, of the other thing, of the end, of its position).
ENDS: dict[Kind, tuple[str, str, str, str]] = {
    "service": ("service_id", "channel_id", "service_end", "service_position"),
    "service_channel": ("channel_id", "service_id", "channel_end", "channel_position"),
}


def store(*, unit: Unit, kind: Kind, records: Sequence[Record], own: Collection[UUID]) -> None:
    """Inserts or replaces things of one kind with their connections, published; those in `own` are the town's.

    A constant number of statements for any number of records.
    """
    columns = COMMON + EXTRACTED[kind]
    written = upsert(MODELS[kind], columns=columns, rows=(_row(record, own) for record in records))
    unit.record(kind=kind, ids=(key for key, new in written.items() if new), action="created")
    unit.record(kind=kind, ids=(key for key, new in written.items() if not new), action="updated")
    if kind in ENDS:
        _replace_ends(kind, records)


def archive(*, unit: Unit, kind: Kind, ids: Collection[UUID]) -> None:
    """Takes things out of sight. Rows and connections stay, so that nothing is lost when a thing comes back."""
    model = MODELS[kind]
    found = list(model._default_manager.filter(id__in=ids, state=State.PUBLISHED).values_list("id", flat=True))
    model._default_manager.filter(id__in=found).update(state=State.ARCHIVED)
    unit.record(kind=kind, ids=found, action="archived")


def displayed_names(versions: dict[str, LanguageVersion]) -> LocalizedText:
    """The name to show, by language: the alternative one where the thing says so."""
    return {language: name for language, version in versions.items() if (name := _displayed(version))}


def _displayed(version: LanguageVersion) -> str | None:
    if version.display_name_type == "AlternativeName" and version.alternative_name:
        return version.alternative_name
    return version.name


def responsible_organization(service: Service) -> UUID | None:
    """The main responsible organisation of a service, None where the register names none."""
    for part in service.organizations:
        if part.role_type == "Responsible" and part.organization:
            return part.organization.id
    return None


def _row(record: Record, own: Collection[UUID]) -> tuple[Any, ...]:
    value = record.value
    common = (
        record.id,
        record.id in own,
        State.PUBLISHED.value,
        value.modified,
        _jsonb(displayed_names(value.language_versions)),
        _jsonb(value),
    )
    match value:
        case Organization():
            return (*common, value.parent_organization_id)
        case Service():
            return (*common, responsible_organization(value), value.general_description_id)
        case ServiceChannel():
            return (*common, value.organization_id, value.service_channel_type)
        case ServiceCollection():
            return (*common, value.organization_id)


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
            yield _pair(kind, record.id, listed.other.id), record.id, listed.other.id, _jsonb(listed), place


def _pair(kind: Kind, this: UUID, other: UUID) -> UUID:
    service, channel = (this, other) if kind == "service" else (other, this)
    return uuid5(service, channel.hex)


def _jsonb(value: Any) -> Jsonb:
    return Jsonb(value, dumps=msgspec.json.encode)
