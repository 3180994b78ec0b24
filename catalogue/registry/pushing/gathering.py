"""Reads what a plan is made from: what the town shows, what the register held last, and what hangs on what.

A constant number of statements for any number of things. Only what may differ is read: rows whose version is not the
one that the register last agreed with, and those that nobody has updated for so long that it may archive them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import F

from catalogue.codes import queries as codes
from catalogue.codes.values import GeneralDescription
from catalogue.parts import Reference
from catalogue.registry.adapters import parse_kept
from catalogue.registry.identity import Ids, with_ids
from catalogue.registry.models import Base, Conflict, Link
from catalogue.registry.pushing.planning import TOUCHED_AFTER
from catalogue.registry.pushing.values import Around, Content, Held, Ours
from catalogue.services import checking, pairs, queries, works
from catalogue.services.connections import Pair
from catalogue.services.models import MODELS, ServiceChannel
from catalogue.services.rules import Finding
from catalogue.services.values import KINDS, ConnectionEnd, Kind, Service
from catalogue.services.workflow import Work

_OF_KIND: Final = """
    SELECT thing.id FROM {table} thing LEFT JOIN registry_link link ON link.object_id = thing.id
    WHERE thing.own AND (
        (link.object_id IS NULL AND thing.state = 'published')
        OR (link.object_id IS NOT NULL AND (
            link.synced_version IS DISTINCT FROM thing.version
            OR link.archived <> (thing.state <> 'published')
            OR (thing.state = 'published' AND thing.modified < %s)
        ))
    )
"""
_UNLINKED: Final = """
    SELECT thing.id FROM {table} thing LEFT JOIN registry_link link ON link.object_id = thing.id
    WHERE thing.own AND link.object_id IS NULL
"""
_CONNECTING: Final = """
    SELECT DISTINCT pair.service_id FROM services_connection pair JOIN services_service thing
    ON thing.id = pair.service_id AND thing.own AND thing.state = 'published'
    WHERE pair.synced_version IS DISTINCT FROM pair.version
"""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a plan is made from."""

    things: list[Ours]
    around: Around


def gather(*, now: datetime, languages: Collection[str], only: Collection[UUID] | None = None) -> Gathered:
    """Everything of the town that may have to be written; `only` keeps to some things."""
    wanted = {kind: _ids(_OF_KIND, kind, [now - TOUCHED_AFTER]) for kind in KINDS}
    connecting = _ids(_CONNECTING, "service")
    if only is not None:
        wanted = {kind: ids & set(only) for kind, ids in wanted.items()}
        connecting &= set(only)
    wanted["service"] |= connecting
    found = {kind: works.load(kind=kind, ids=ids) if ids else {} for kind, ids in wanted.items()}
    all_works = [work for of_kind in found.values() for work in of_kind.values()]
    held = held_of([work.id for work in all_works])
    joined = pairs_of(connecting)
    findings = checking.of_published([work for work in all_works if work.state == "published"], languages=languages)
    around = _around(now, all_works, held, joined)
    in_conflict = _all_in_conflict()
    of_pairs = _findings_of_pairs(joined, found["service"])
    things = [_ours(work, held[work.id]) for work in all_works if work.id in held]
    told = [
        msgspec.structs.replace(
            thing,
            findings=tuple(findings.get(thing.id, ())),
            in_conflict=thing.id in in_conflict,
            connections=tuple(ends_of(joined[thing.id].values())) if thing.id in joined else None,
            connections_in_conflict=any(key in in_conflict for key in joined.get(thing.id, ())),
            connection_findings=tuple(of_pairs.get(thing.id, ())),
        )
        for thing in things
    ]
    return Gathered(told, around)


def _ours(work: Work, held: Held | None) -> Ours:
    content = shown_of(work)
    return Ours(
        kind=work.kind,
        id=work.id,
        version=work.version,
        shown=work.state == "published",
        content=content,
        names=works.displayed_names(content.language_versions),
        held=held,
    )


def shown_of(work: Work) -> Content:
    """What readers see of a thing, or saw."""
    return work.content if work.published is None else work.published


def ends_of(joined: Iterable[Pair]) -> list[ConnectionEnd]:
    """The connections that there are, as their service has them."""
    return [
        ConnectionEnd(other=Reference(id=pair.channel_id), connection=content)
        for pair in joined
        if (content := pair.content) is not None
    ]


def held_of(ids: Collection[UUID]) -> dict[UUID, Held | None]:
    """What the register holds of things: None of what it never had; what is linked and was never read is left out."""
    links = {link.object_id: link for link in Link.objects.filter(object_id__in=ids)}
    ours = inward()
    documents = dict(
        Base.objects.filter(object_id__in=links, document__isnull=False).values_list("object_id", "document")
    )
    found: dict[UUID, Held | None] = dict.fromkeys(set(ids) - links.keys())
    for key, document in documents.items():
        found[key] = held_from(links[key], bytes(document or b""), ours)
    return found


def held_from(link: Link, document: bytes, ours: Ids) -> Held:
    """What the register holds, from a document of its."""
    record = with_ids(parse_kept(cast(Kind, link.kind), document), ours)
    return Held(
        ptv_id=link.ptv_id,
        hash=bytes(link.hash),
        content=record.value,
        archived=link.archived,
        connections=tuple(record.connections),
    )


def inward() -> dict[UUID, UUID]:
    """From the register's ids to ours, where they differ; one statement."""
    return dict(Link.objects.exclude(object_id=F("ptv_id")).values_list("ptv_id", "object_id"))


def central_of(contents: Iterable[Content]) -> Mapping[UUID, GeneralDescription]:
    """The general descriptions that services link; one statement at most."""
    linked = {
        each.general_description_id for each in contents if isinstance(each, Service) and each.general_description_id
    }
    if not linked:
        return {}
    return codes.general_descriptions(environment=settings.REGISTRY_ENVIRONMENT, ptv_ids=linked)


def _ids(statement: str, kind: Kind, parameters: Iterable[Any] = ()) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=MODELS[kind]._meta.db_table), list(parameters))
        return {row[0] for row in cursor.fetchall()}


def pairs_of(services: Collection[UUID]) -> dict[UUID, dict[UUID, Pair]]:
    """The pairs of services, by service and id; one statement at most."""
    found: defaultdict[UUID, dict[UUID, Pair]] = defaultdict(dict)
    for pair in pairs.of_things(kind="service", ids=services).values() if services else ():
        found[pair.service_id][pair.id] = pair
    return dict(found)


def _around(
    now: datetime,
    all_works: Iterable[Work],
    held: Mapping[UUID, Held | None],
    joined: Mapping[UUID, Mapping[UUID, Pair]],
) -> Around:
    contents = [shown_of(work) for work in all_works] + [each.content for each in held.values() if each]
    channels = {pair.channel_id for of_service in joined.values() for pair in of_service.values()}
    for service in joined:
        known = held.get(service)
        channels |= {end.other.id for end in (known.connections if known else ())}
    return Around(
        now=now,
        unlinked=frozenset(str(each) for kind in KINDS for each in _ids(_UNLINKED, kind)),
        central=central_of(contents),
        channel_types=types_of(channels),
        parents=queries.parents(),
    )


def types_of(channels: Collection[UUID]) -> dict[UUID, str]:
    """The kinds of channels, our own and others'; one statement at most."""
    if not channels:
        return {}
    return dict(ServiceChannel.objects.filter(id__in=channels).values_list("id", "service_channel_type"))


def in_conflict(thing_id: UUID) -> bool:
    """Whether a person is asked about a thing, or about a connection of a service."""
    joined = pairs.of_things(kind="service", ids=[thing_id])
    return Conflict.objects.filter(object_id__in=[thing_id, *joined], closed=None).exists()


def _all_in_conflict() -> set[UUID]:
    return set(Conflict.objects.filter(closed=None).values_list("object_id", flat=True))


def _findings_of_pairs(
    joined: Mapping[UUID, Mapping[UUID, Pair]], services: Mapping[UUID, Work]
) -> dict[UUID, list[Finding]]:
    """What the rules say of the connections of each service."""
    wanted = {pair.channel_id for of_service in joined.values() for pair in of_service.values()}
    channels = works.load(kind="service_channel", ids=wanted, own=None) if wanted else {}
    found: defaultdict[UUID, list[Finding]] = defaultdict(list)
    for service_id, of_service in joined.items():
        service = _without_draft(services.get(service_id))
        for pair in of_service.values():
            if pair.content is not None:
                channel = _without_draft(channels.get(pair.channel_id))
                those = checking.of_connection(pair.content, service=service, channel=channel)
                at = f"/{pair.channel_id}"
                found[service_id] += [msgspec.structs.replace(each, path=at + each.path) for each in those]
    return found


def _without_draft(work: Work | None) -> Work | None:
    return None if work is None else msgspec.structs.replace(work, draft=None if work.published else work.draft)
