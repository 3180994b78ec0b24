"""Connections in v12: by service and channel, by search, and the ids of those that were cut."""

from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.clock import wire
from suomifi_standin.documents import Document, Kind
from suomifi_standin.things import Thing
from suomifi_standin.turns import take_turns
from suomifi_standin.v12 import keys, pages, surprises
from suomifi_standin.v12.copy import Copy, Link, instant
from suomifi_standin.v12.parameters import Parameters
from suomifi_standin.v12.problems import not_found
from suomifi_standin.v12.resources import content_id, copy_of
from suomifi_standin.v12.wire.connections import connection


def _shown(copy: Copy, link: Link) -> Document:
    ends = {"service": link.service.guid, "channel": link.channel.guid}
    return surprises.played(copy.world, connection(link.said, **ends, published_at=link.published_at))


async def by_ends(request: Request) -> Response:
    keys.check(request, described=False)
    Parameters(request).check()
    ids = content_id(request, "serviceContentId"), content_id(request, "channelContentId")
    copy = copy_of(request)
    service = copy.find(Kind.SERVICE, ids[0])
    found = next((link for link in copy.links(service) if link.channel.guid == ids[1]), None) if service else None
    if found is None:
        reasons = {copy.reason(Kind.SERVICE, ids[0]), copy.reason(Kind.CHANNEL, ids[1])}
        ends = service and copy.find(Kind.CHANNEL, ids[1])
        raise not_found("Unknown" if ends or "Unknown" in reasons else "NotPublished")
    return pages.json(request, _shown(copy, found))


async def search(request: Request) -> Response:
    """With both lists of ids, connections between any of the one and any of the other."""
    keys.check(request, described=True)
    asked = Parameters(request)
    page, since = pages.asked_for(asked), asked.instant("publishedAtOrAfter")
    services, channels = asked.guids("serviceContentIds"), asked.guids("channelContentIds")
    asked.check()
    copy = copy_of(request)
    ends = await take_turns(_ends(copy, _services(copy, services, channels), frozenset(channels), since))
    pairs = [pair for some in ends for pair in some]
    wanted = {(service.guid, channel) for service, channel in pages.rows(request, page, pairs)}
    found = dict.fromkeys(service for service, _ in pages.rows(request, page, pairs))
    links = await take_turns(link for service in found for link in copy.links(service))
    shown = [_shown(copy, link) for link in links if (link.service.guid, link.channel.guid) in wanted]
    return pages.answer(request, page, len(pairs), shown)


def _services(copy: Copy, services: Iterable[str], channels: Iterable[str]) -> list[Thing]:
    """The services whose connections are to be looked at."""
    given = list(services)
    if given:
        return [thing for guid in given if (thing := copy.find(Kind.SERVICE, guid))]
    ends = [thing for guid in channels if (thing := copy.find(Kind.CHANNEL, guid))]
    if ends:
        found = {thing.guid: thing for channel in ends for thing in copy.services_of(channel)}
        return sorted(found.values(), key=lambda thing: thing.place)
    return [] if list(channels) else copy.listed(Kind.SERVICE)


def _ends(
    copy: Copy, services: Iterable[Thing], channels: frozenset[str], since: str | None
) -> Iterator[list[tuple[Thing, str]]]:
    """The connections asked for by their ends, service by service; what they say is made for one page only."""
    first = instant(since) if since else ""
    for service in services:
        yield [
            (service, channel.guid)
            for channel, date in copy.ends(service)
            if (not channels or channel.guid in channels) and date >= first
        ]


async def archived(request: Request) -> Response:
    """Ids of connections, which nothing else of v12 shows: what they are ids of is not said (2026)."""
    keys.check(request, described=True)
    asked = Parameters(request)
    page, since = pages.asked_for(asked), asked.instant("archivedAtOrAfter", required=True)
    asked.check()
    copy = copy_of(request)
    cut = [pair for *pair, moment in copy.world.history.cut(copy.at) if wire(moment) >= (since or "")]
    items = [{"contentId": str(uuid5(NAMESPACE_URL, "".join(pair)))} for pair in pages.rows(request, page, cut)]
    return pages.answer(request, page, len(cut), items)


routes = [
    Route("/connection/search", search),
    Route("/connection/archived", archived),
    Route("/connection/{serviceContentId}/{channelContentId}", by_ends),
]
