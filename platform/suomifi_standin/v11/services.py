"""GET /Service: services in full, by their filters, and with the texts of their general descriptions."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.documents import SERVICE_TYPES, Document, Kind, plain
from suomifi_standin.facts import Facts
from suomifi_standin.things import Thing
from suomifi_standin.v11 import parameters
from suomifi_standin.v11.archived import archived
from suomifi_standin.v11.reading import (
    Renderer,
    batch,
    changed,
    full_page,
    id_page,
    in_area,
    learn,
    named_organizations,
    owned_by,
    published,
    single,
    whole,
    world_of,
)
from suomifi_standin.world import World

SERVICE = Kind.SERVICE


def with_general_description(world: World, thing: Thing) -> Document:
    """The service with its general description's texts, types prefixed `GD_`, and its life events and industries."""
    document = world.document(thing)
    guid = plain(document.get("generalDescriptionId"))
    found = world.find(Kind.GENERAL_DESCRIPTION, guid) if isinstance(guid, str) else None
    if found is None:
        return document
    general = world.document(found)
    texts = [{**text, "type": f"GD_{text['type']}"} for text in plain(general.get("descriptions")) or ()]
    document["serviceDescriptions"] = [*(plain(document.get("serviceDescriptions")) or ()), *texts]
    for member in ("lifeEvents", "industrialClasses"):
        own = plain(document.get(member)) or []
        uris = {item.get("uri") for item in own}
        document[member] = own + [item for item in plain(general.get(member)) or () if item.get("uri") not in uris]
    return document


def _renderer(request: Request) -> Renderer:
    return with_general_description if parameters.flag(request, "serviceWithGD") else whole


async def index(request: Request) -> Response:
    world, status, window = world_of(request), parameters.status(request), parameters.window(request)
    return id_page(request, changed(world, world.listed(SERVICE, status), window, connections=True))


async def by_id(request: Request) -> Response:
    return single(request, SERVICE)


async def by_id_with_general_description(request: Request) -> Response:
    return single(request, SERVICE, with_general_description)


async def by_ids(request: Request) -> Response:
    return await batch(request, SERVICE)


async def by_ids_with_general_description(request: Request) -> Response:
    return await batch(request, SERVICE, with_general_description)


async def of_organization(request: Request) -> Response:
    """In full, where the organisation is main responsible, other responsible or producer."""
    organizations = await named_organizations(request, "organizationId", "code", "oid")
    things = await owned_by(world_of(request), SERVICE, organizations)
    return await full_page(request, things, _renderer(request))


async def in_area_in_full(request: Request) -> Response:
    return await full_page(request, await in_area(request, SERVICE), _renderer(request))


async def ids_in_area(request: Request) -> Response:
    window = parameters.window(request)
    return id_page(request, changed(world_of(request), await in_area(request, SERVICE), window))


async def of_channel(request: Request) -> Response:
    """The services connected to a channel; the window is one of the connection's date."""
    world, window = world_of(request), parameters.window(request)
    channel = published(request, Kind.CHANNEL, "serviceChannelId")
    links = plain(world.document(channel).get("services")) or ()
    dates = {link["service"]["id"].lower(): str(link.get("modified") or "") for link in links}
    found = [thing for guid in dates if (thing := world.find(SERVICE, guid))]
    if window:
        found = [thing for thing in found if window.holds(dates[thing.guid])]
    return id_page(request, sorted(found, key=lambda thing: thing.place))


def _by_uri(holds: Callable[[Facts, str], bool]) -> Callable[[Request], Any]:
    async def read(request: Request) -> Response:
        uri, window, world = parameters.uri(request), parameters.window(request), world_of(request)
        things = world.listed(SERVICE)
        await learn(world, things)
        return id_page(request, changed(world, [each for each in things if holds(world.facts(each), uri)], window))

    return read


async def of_type(request: Request) -> Response:
    world, window = world_of(request), parameters.window(request)
    wanted = parameters.choice(request.path_params["type"], "type", list(SERVICE_TYPES))
    things = world.listed(SERVICE)
    await learn(world, things)
    return id_page(request, changed(world, [each for each in things if world.facts(each).type == wanted], window))


async def archived_list(request: Request) -> Response:
    return await archived(request, SERVICE, "serviceNames")


routes = [
    Route("/Service", index),
    Route("/Service/list", by_ids),
    Route("/Service/list/organization", of_organization),
    Route("/Service/list/area/{area}/code/{code}", in_area_in_full),
    Route("/Service/area/{area}/code/{code}", ids_in_area),
    Route("/Service/serviceWithGD/list", by_ids_with_general_description),
    Route("/Service/serviceWithGD/{id}", by_id_with_general_description),
    Route("/Service/serviceChannel/{serviceChannelId}", of_channel),
    Route("/Service/serviceClass", _by_uri(lambda facts, uri: uri in facts.service_classes)),
    Route("/Service/targetGroup", _by_uri(lambda facts, uri: uri in facts.target_groups)),
    Route("/Service/industrialClass", _by_uri(lambda facts, uri: uri in facts.industrial_classes)),
    Route("/Service/type/{type}", of_type),
    Route("/Service/archived/list", archived_list),
    Route("/Service/{id}", by_id),
]
