"""Stores documents of the register: a batch of one kind, parsed, with their links and bases."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from catalogue.errors import InvalidDocument
from catalogue.outbox.unit import Unit
from catalogue.registry.identity import Ids, names_any, with_ids
from catalogue.registry.intake import Received, Refused
from catalogue.registry.merging import Merging
from catalogue.registry.models import Base, Link
from catalogue.services import operations
from catalogue.services.values import Kind, Record
from catalogue.services.works import jsonb
from catalogue.sets import upsert


class _Link(NamedTuple):
    """What to keep of a thing and its twin, but for the version that is synced."""

    object_id: UUID
    ptv_id: UUID
    kind: Kind
    own: bool
    archived: bool
    hash: bytes


@dataclass
class Batch:
    """Documents of one kind, parsed and ready to be written; `refused` are those that cannot be taken in."""

    kind: Kind
    size: int = 0
    records: list[Record] = field(default_factory=list)
    links: list[_Link] = field(default_factory=list)
    bases: list[tuple[UUID, bytes]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def add(self, received: Received, *, own: bool, inward: Ids) -> None:
        """Parses a document; `inward` are our ids by the register's, of things that have another one there."""
        self.size += 1
        try:
            record = received.adapter.parse(self.kind, received.document)
        except InvalidDocument as error:
            refused = Refused(self.kind, received.document, received.hash, str(received.head.id), error)
            self.refused.append(refused)
            return
        if names_any(received.document, inward):
            record = with_ids(record, inward)
        self.records.append(record)
        self.links.append(_Link(record.id, received.head.id, self.kind, own, False, received.hash))
        self.bases.append((record.id, received.document))


def write(unit: Unit, batch: Batch, merging: Merging) -> None:
    """Writes a batch with its links and bases."""
    if not batch.records:
        return
    own = {link.object_id for link in batch.links if link.own}
    versions = operations.store(unit=unit, kind=batch.kind, records=batch.records, own=own, settling=merging)
    apart, bodies = merging.unsynced, merging.bodies
    upsert(
        Link,
        columns=(*_Link._fields, "synced_version"),
        rows=[(*link, None if link.object_id in apart else versions[link.object_id]) for link in batch.links],
    )
    upsert(
        Base,
        columns=("object_id", "document", "body"),
        rows=[
            (key, document, None if (body := bodies.get(key)) is None else jsonb(body)) for key, document in batch.bases
        ],
    )


def archive(unit: Unit, kind: Kind, ids: set[UUID], merging: Merging) -> None:
    """Archives what the register does not show any more, but for what was edited here."""
    versions = operations.archive(unit=unit, kind=kind, ids=ids, settling=merging)
    links = list(Link.objects.filter(object_id__in=ids))
    for link in links:
        link.archived = True
        link.synced_version = None if link.object_id in merging.unsynced else versions.get(link.object_id)
    Link.objects.bulk_update(links, ["archived", "synced_version"])
