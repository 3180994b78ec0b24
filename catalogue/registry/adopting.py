"""Adopts a record of the register: a thing that was made here and one that was pulled turn out to be the same.

The thing keeps its id, its versions and whoever refers to it; the link of what was pulled becomes its own, and what was
pulled goes out of sight. Neither overwrites the other: what only one side has is taken, and what both have differently
is asked about, unless the thing was never published here; then readers get the register's, and the draft stays over it.
So is linked again what somebody has made anew in the register: the thing's old record is archived there.

What else was pulled and names the record names the thing from then on: its documents, kept here, are read once more.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils import timezone
from msgspec.structs import replace

from catalogue.errors import NotFound, NotPossibleNow
from catalogue.outbox.unit import Unit, changes
from catalogue.registry import conflicts, storing
from catalogue.registry.adapters import Head, adapter_of
from catalogue.registry.gathering import Kept
from catalogue.registry.identity import Ids, with_ids
from catalogue.registry.intake import Received
from catalogue.registry.merging import Merging
from catalogue.registry.models import Base, Link
from catalogue.registry.storing import Batch
from catalogue.registry.sync import alone
from catalogue.services import connections, editing, operations, pairs, versions, works
from catalogue.services.connections import End, Move
from catalogue.services.models import MODELS
from catalogue.services.values import KINDS, LOCKED, Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work
from tenants.models import Municipality

ADOPTED: Final = "adopted"
_NAMING: Final = "SELECT object_id FROM registry_base WHERE position(convert_to(%s, 'UTF8') IN document) > 0"

May = Callable[[Work], Exception | None]
"""Whether somebody may do this to a thing: why not."""


def adopt(
    *, municipality: Municipality, kind: Kind, thing_id: UUID, expected: int, ptv_id: UUID, author: Author, may: May
) -> Work:
    """Links a thing with a record of the register that has been pulled, in a unit of its own.

    Raises NotFound where there is no such thing or no such record here, Changed, what `may` says, AlreadyRunning, and
    NotPossibleNow where one of the two is not free: linked, archived, somebody else's, or what was pulled was edited.
    """
    with alone(municipality), changes() as unit:
        found = Link.objects.filter(ptv_id=ptv_id, kind=kind).first()
        if found is None:
            message = f"No {kind.replace('_', ' ')} with the id {ptv_id} was pulled from the register: sync first."
            raise NotFound(message, place="ptv_id")
        here = works.load(kind=kind, ids=[thing_id, found.object_id], lock=True)
        thing, twin = here.get(thing_id), here.get(found.object_id)
        if thing is None:
            raise works.missing(kind, thing_id)
        if refusal := may(thing) or (may(twin) if twin else None):
            raise refusal
        editing.refuse_changed(thing, versions.seen(thing, expected))
        _refuse_taken(thing)
        if twin is None or not found.own:
            raise NotPossibleNow("The record is somebody else's.")
        _refuse_edited(twin, found)
        _adopt(unit, thing, twin, found, author)
        return works.one(kind=kind, thing_id=thing_id)


def _refuse_taken(thing: Work) -> None:
    if thing.state == "archived":
        raise NotPossibleNow("The thing is archived: bring it back first.")
    if Link.objects.filter(object_id=thing.id, archived=False).exists():
        raise NotPossibleNow("The thing has a record in the register already.")


def _refuse_edited(twin: Work, link: Link) -> None:
    if link.archived or twin.state != "published":
        raise NotPossibleNow("The record is archived.")
    if twin.draft is not None or twin.version != link.synced_version:
        raise NotPossibleNow("What was pulled of the record was edited here: undo that, or push it, first.")


def _adopt(unit: Unit, thing: Work, twin: Work, link: Link, author: Author) -> None:
    at = timezone.now()
    documents = _documents_naming(link.ptv_id)
    _take_away(unit, twin, author, at)
    Base.objects.filter(object_id=thing.id).delete()
    Base.objects.filter(object_id=twin.id).update(object_id=thing.id, body={})
    Link.objects.filter(object_id=thing.id).delete()
    Link.objects.filter(object_id=twin.id).update(object_id=thing.id, synced_version=None)
    _name_anew(unit, {twin.id: thing.id}, author, at)
    merging = Merging(Kept.load(), frozenset({thing.id}))
    for kind in LOCKED:
        batch = Batch(kind)
        for each in documents.get(kind, ()):
            batch.add(each, own=merging.kept.links[each.head.id].own, inward=merging.inward)
        storing.write(unit, batch, merging)
    conflicts.keep(merging.told, run=None, at=at)


def _documents_naming(ptv_id: UUID) -> Mapping[Kind, list[Received]]:
    """The documents of what names the record, its own among them, but for what the register does not show any more."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMING, [str(ptv_id)])
        naming = [key for (key,) in cursor.fetchall()]
    rows = Base.objects.in_bulk(naming)
    found: dict[Kind, list[Received]] = {kind: [] for kind in KINDS}
    for link in Link.objects.filter(object_id__in=naming, archived=False).order_by("object_id"):
        document = bytes(rows[link.object_id].document or b"")
        kind: Kind = link.kind  # type: ignore[assignment]  # a row's word
        found[kind].append(Received(kind, document, bytes(link.hash), Head(link.ptv_id), adapter_of(document)))
    return found


def _take_away(unit: Unit, twin: Work, author: Author, at: datetime) -> None:
    """What was pulled goes out of sight, and its connections with it: the documents will tell of them anew."""
    joined = pairs.of_things(kind=twin.kind, ids=[twin.id], lock=True) if twin.kind in operations.CONNECTED else {}
    if any(map(connections.edited, joined.values())):
        raise NotPossibleNow("A connection of the record was edited here: undo that, or push it, first.")
    moves = [
        Move.of(pair, replace(pair, service=End(), channel=End(), position=None), ADOPTED) for pair in joined.values()
    ]
    done = [move._replace(after=replace(move.after, synced_version=move.after.version)) for move in moves]
    pairs.keep(move.after for move in done)
    versions.write([move for move in done if move.before != move.after], author=author, at=at)
    step = Step(twin, replace(twin, state="archived", in_review={}), ADOPTED)
    editing.write(unit=unit, steps=[step], author=author, at=at)


def _name_anew(unit: Unit, ids: Ids, author: Author, at: datetime) -> None:
    """What was made here and names what was pulled names the thing from now on."""
    steps = [step for kind in LOCKED for step in _renamed(kind, ids)]
    editing.write(unit=unit, steps=steps, author=author, at=at)


def _renamed(kind: Kind, ids: Ids) -> Iterable[Step]:
    table = MODELS[kind]._meta.db_table
    (gone,) = ids
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE id <> %s AND (body::text LIKE %s OR draft::text LIKE %s)",  # noqa: S608 ours
            [gone, f"%{gone}%", f"%{gone}%"],
        )
        naming = [key for (key,) in cursor.fetchall()]
    for work in works.load(kind=kind, ids=naming, own=None, lock=True).values():
        public = None if work.published is None else with_ids(work.published, ids)
        draft = None if work.draft is None else with_ids(work.draft, ids)
        yield Step(work, replace(work, published=public, draft=draft), ADOPTED)
