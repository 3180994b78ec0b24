"""Renders the documents of what a unit of work changed, and of what shows something of it.

Works in batches of one kind: a constant number of statements and bounded memory for each, however many there are.
A document whose bytes and facets come out as they were is not written.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from hashlib import blake2b
from itertools import chain
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

import msgspec
from django.db import connection
from django.utils import timezone

from catalogue.dialects import ptv_v11, v1
from catalogue.outbox.unit import Unit, keep_others_out
from catalogue.published import rules
from catalogue.published.models import Document
from catalogue.services.connections import speaking
from catalogue.services.models import MODELS, State
from catalogue.services.values import KINDS, ConnectionEnd, Kind, Record
from catalogue.sets import batches, upsert
from catalogue.text import LocalizedText

BATCH: Final = 250
# So many rows change what the planner should know of the table, and autovacuum would take a minute to tell it.
MANY: Final = 500
COLUMNS: Final = ("id", "kind", "own", "sort_key", "facets", "v1", "v1_etag", "ptv_v11", "ptv_v11_etag")
# Where none of these differs, there is nothing to write.
SIGNATURE: Final = ("own", "sort_key", "facets", "v1_etag", "ptv_v11_etag")
SIGNATURE_PLACES: Final = tuple(COLUMNS.index(column) for column in SIGNATURE)
V1_PLACE: Final = COLUMNS.index("v1")

# A thing's connections in the order that editors gave them, then as the register shows them; those that only the other
# end shows come last. What the register shows is told whatever stands at the other end; a connection that was made here
# is told while the other end is published.
CONNECTIONS: Final[dict[Kind, str]] = {
    "service": "SELECT service_id, channel_id, service_end, channel_end FROM services_connection "
    "WHERE service_id = ANY(%s) AND (service_end IS NOT NULL OR channel_end IS NOT NULL) "
    "AND (service_shown IS NOT NULL OR NOT EXISTS "
    "(SELECT FROM services_servicechannel AS other WHERE other.id = channel_id AND other.state <> 'published')) "
    "ORDER BY position NULLS LAST, service_position NULLS LAST, channel_id",
    "service_channel": "SELECT channel_id, service_id, channel_end, service_end FROM services_connection "
    "WHERE channel_id = ANY(%s) AND (service_end IS NOT NULL OR channel_end IS NOT NULL) "
    "AND (channel_shown IS NOT NULL OR NOT EXISTS "
    "(SELECT FROM services_service AS other WHERE other.id = service_id AND other.state <> 'published')) "
    "ORDER BY channel_position NULLS LAST, service_id",
}
ANY_OTHER: Final = "SELECT EXISTS (SELECT FROM published_document WHERE id <> ALL(%s::uuid[]))"
NEIGHBOURS: Final = """
    SELECT channel_id, 'service_channel' FROM services_connection WHERE service_id = ANY(%(ids)s)
    UNION SELECT service_id, 'service' FROM services_connection WHERE channel_id = ANY(%(ids)s)
    UNION SELECT id, kind FROM published_document WHERE facets && %(shows)s::text[]
"""
KNOWN: Final = """
    SELECT id, names, NULL, state FROM services_organization WHERE id = ANY(%(ids)s)
    UNION ALL SELECT id, names, NULL, state FROM services_service WHERE id = ANY(%(ids)s)
    UNION ALL SELECT id, names, service_channel_type, state FROM services_servicechannel WHERE id = ANY(%(ids)s)
    UNION ALL SELECT id, names, NULL, state FROM services_servicecollection WHERE id = ANY(%(ids)s)
"""

_names = msgspec.json.Decoder(LocalizedText)
_end = msgspec.json.Decoder(ConnectionEnd)


class Shown(msgspec.Struct):
    """What other documents show of a thing, as its own document has it."""

    display_name: LocalizedText = {}
    service_channel_type: str | None = None
    connections: msgspec.Raw = msgspec.Raw()


_shown = msgspec.json.Decoder(Shown)


class Outcome(NamedTuple):
    """How many documents were written, and the things of which other documents must now show something else."""

    written: int
    looking_new: set[UUID]


def project(unit: Unit) -> None:
    """Brings the read model up to date with a unit of work; called by the unit before it commits.

    One unit of a town at a time, in the order of their commits: a document shows things of several units, and would
    be stale where two of them rendered it from what each could see. The next statement sees what the last unit did.
    """
    keep_others_out()
    known: dict[UUID, v1.Known] = {}
    changed = {kind: set(unit.ids(kind)) for kind in KINDS}
    first = _publish(changed, known)
    then = _publish(_showing(first.looking_new, changed), known)
    if first.written + then.written >= MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE published_document")


# --- what there is to do ----------------------------------------------------------------------------------------------


def _showing(ids: Collection[UUID], done: Mapping[Kind, Collection[UUID]]) -> Mapping[Kind, Collection[UUID]]:
    """The things, but for those done, whose documents show some of these or did so far."""
    todo: dict[Kind, set[UUID]] = {kind: set() for kind in KINDS}
    if len(ids) > BATCH and not _any_other(list(chain.from_iterable(done.values()))):
        return todo  # a first sync: there is nobody to ask for
    for some in batches(ids, BATCH):
        with connection.cursor() as cursor:
            cursor.execute(NEIGHBOURS, {"ids": some, "shows": [f"shows:{thing_id}" for thing_id in some]})
            for other, kind in cursor.fetchall():
                todo[cast(Kind, kind)].add(other)
    return {kind: todo[kind].difference(done[kind]) for kind in KINDS}


def _any_other(ids: list[UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANY_OTHER, [ids])
        return bool(cursor.fetchone()[0])


def _looking_new(before: Mapping[UUID, bytes], now: Mapping[UUID, bytes]) -> set[UUID]:
    """Of documents that differ those that differ in what others show of them: name, kind of channel, connections."""
    return {
        thing_id
        for thing_id in before.keys() | now.keys()
        if thing_id not in before or thing_id not in now or _seen(before[thing_id]) != _seen(now[thing_id])
    }


def _seen(content: bytes) -> tuple[LocalizedText, str | None, bytes]:
    shown = _shown.decode(content)
    return shown.display_name, shown.service_channel_type, bytes(shown.connections)


def _known(ids: Collection[UUID]) -> dict[UUID, v1.Known]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"ids": list(ids)})
        return {
            thing_id: v1.Known(_names.decode(names), channel_type, state != State.PUBLISHED)
            for thing_id, names, channel_type, state in cursor.fetchall()
        }


# --- a batch ----------------------------------------------------------------------------------------------------------


def _publish(todo: Mapping[Kind, Collection[UUID]], known: dict[UUID, v1.Known]) -> Outcome:
    """Renders things and writes what differs; `known` is completed with what they show."""
    written, looking_new = 0, set[UUID]()
    for kind in KINDS:
        for ids in batches(todo[kind], BATCH):
            outcome = _publish_batch(kind, ids, known)
            written += outcome.written
            looking_new |= outcome.looking_new
    return Outcome(written, looking_new)


def _publish_batch(kind: Kind, ids: list[UUID], known: dict[UUID, v1.Known]) -> Outcome:
    things, own_ends = _things(kind, ids)
    shown = {thing.id: v1.references(thing) for thing in things}
    known.update(_known(set().union(*shown.values()) - known.keys()))
    stored = _stored(ids)
    now = timezone.now()
    rows = (_row(kind, thing, own_ends[thing.id], shown[thing.id], known) for thing in things)
    changed = [(*row, now) for row in rows if stored.get(row[0]) != tuple(row[place] for place in SIGNATURE_PLACES)]
    gone = stored.keys() - shown.keys()
    before = _contents([row[0] for row in changed if row[0] in stored])
    looking_new = _looking_new(before, {row[0]: row[V1_PLACE] for row in changed}) | gone
    if changed:
        upsert(Document, columns=(*COLUMNS, "updated"), rows=changed)
    if gone:
        with connection.cursor() as cursor:  # Django would read the documents first
            cursor.execute("DELETE FROM published_document WHERE id = ANY(%s)", [list(gone)])
    return Outcome(len(changed), looking_new)


def _contents(ids: list[UUID]) -> dict[UUID, bytes]:
    """The stored documents of things."""
    found = Document.objects.filter(id__in=ids).values_list("id", "v1") if ids else ()
    return {thing_id: bytes(content) for thing_id, content in found}


def _things(kind: Kind, ids: list[UUID]) -> tuple[list[v1.Thing], Mapping[UUID, list[ConnectionEnd]]]:
    """The published things of a batch, with the connections that each shows itself."""
    own_ends, links = _connections(kind, ids)
    rows = MODELS[kind]._default_manager.filter(id__in=ids, state=State.PUBLISHED)
    things = [
        v1.Thing(id=thing_id, own=own, names=names, value=value, links=links[thing_id])
        for thing_id, own, names, value in rows.values_list("id", "own", "names", "body")
    ]
    return things, own_ends


def _connections(
    kind: Kind, ids: list[UUID]
) -> tuple[Mapping[UUID, list[ConnectionEnd]], Mapping[UUID, list[v1.Link]]]:
    """Of each thing its connections as it shows them itself, and all of them with the end that speaks."""
    own_ends: defaultdict[UUID, list[ConnectionEnd]] = defaultdict(list)
    links: defaultdict[UUID, list[v1.Link]] = defaultdict(list)
    if kind in CONNECTIONS:
        with connection.cursor() as cursor:
            cursor.execute(CONNECTIONS[kind], [ids])
            for this, other, own_bytes, opposite_bytes in cursor.fetchall():
                own = _end.decode(own_bytes) if own_bytes else None
                opposite = _end.decode(opposite_bytes) if opposite_bytes else None
                if own:
                    own_ends[this].append(own)
                if speaks := speaking(own, opposite):
                    links[this].append(v1.Link(other, own.other.name if own else None, speaks))
    return own_ends, links


def _stored(ids: list[UUID]) -> dict[UUID, tuple[Any, ...]]:
    rows = Document.objects.filter(id__in=ids).values_list("id", *SIGNATURE)
    return {thing_id: tuple(signature) for thing_id, *signature in rows}


def _row(
    kind: Kind,
    thing: v1.Thing,
    own_ends: list[ConnectionEnd],
    shown: Collection[UUID],
    known: Mapping[UUID, v1.Known],
) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    ours = v1.render(thing, known)
    theirs = ptv_v11.render_bytes(Record(id=thing.id, value=thing.value, connections=own_ends))
    facets = rules.facets(thing.value, shown)
    return thing.id, kind, thing.own, rules.sort_key(thing.names), facets, ours, _etag(ours), theirs, _etag(theirs)


def _etag(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()
