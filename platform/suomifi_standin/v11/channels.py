"""GET /ServiceChannel: channels of the five kinds; every answer holds the concrete shapes."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.changes import Status
from suomifi_standin.documents import CHANNEL_KINDS, Kind
from suomifi_standin.things import Thing
from suomifi_standin.v11 import parameters
from suomifi_standin.v11.archived import archived
from suomifi_standin.v11.reading import (
    batch,
    changed,
    full_page,
    id_page,
    in_area,
    learn,
    named_organizations,
    owned_by,
    single,
    world_of,
)
from suomifi_standin.world import World

CHANNEL = Kind.CHANNEL


async def index(request: Request) -> Response:
    """Ids and names by status, window, owner and whether others may connect to the channel."""
    world, status, window = world_of(request), parameters.status(request), parameters.window(request)
    shared = parameters.flag(request, "isVisibleForAll")
    organizations = await named_organizations(request, "organizationId", "code", "oid", required=False)
    things = world.listed(CHANNEL, status)
    if organizations:
        things = await _owned(world, things, organizations)
    if shared:
        things = [thing for thing in things if world.is_shared(thing)]
    return id_page(request, changed(world, things, window, connections=True))


async def _owned(world: World, things: list[Thing], organizations: list[Thing]) -> list[Thing]:
    if things and world.status(things[0]) is Status.PUBLISHED:
        return await owned_by(world, CHANNEL, organizations)
    await learn(world, things)
    owners = {each.guid for each in organizations}
    return [thing for thing in things if world.facts(thing).responsible in owners]


async def by_id(request: Request) -> Response:
    return single(request, CHANNEL)


async def by_ids(request: Request) -> Response:
    return await batch(request, CHANNEL)


async def of_organization_in_full(request: Request) -> Response:
    organizations = await named_organizations(request, "organizationId", "code", "oid")
    return await full_page(request, await owned_by(world_of(request), CHANNEL, organizations))


async def in_area_in_full(request: Request) -> Response:
    return await full_page(request, await in_area(request, CHANNEL))


async def ids_in_area(request: Request) -> Response:
    window = parameters.window(request)
    return id_page(request, changed(world_of(request), await in_area(request, CHANNEL), window))


async def of_type(request: Request) -> Response:
    world, window = world_of(request), parameters.window(request)
    things = changed(world, world.listed(CHANNEL), window)
    return id_page(request, await _typed(request, things))


async def of_organization(request: Request) -> Response:
    """An organisation that nobody knows has no channels; the window counts changed connections too."""
    world, window = world_of(request), parameters.window(request)
    owner = world.find(Kind.ORGANIZATION, parameters.guid(request.path_params["organizationId"], "organizationId"))
    things = await owned_by(world, CHANNEL, [owner]) if owner else []
    if "type" in request.path_params:
        things = await _typed(request, things)
    return id_page(request, changed(world, things, window, connections=True))


async def _typed(request: Request, things: list[Thing]) -> list[Thing]:
    wanted = parameters.choice(request.path_params["type"], "type", list(CHANNEL_KINDS))
    world = world_of(request)
    await learn(world, things)
    return [thing for thing in things if world.facts(thing).type == wanted]


async def archived_list(request: Request) -> Response:
    return await archived(request, CHANNEL, "names")


routes = [
    Route("/ServiceChannel", index),
    Route("/ServiceChannel/list", by_ids),
    Route("/ServiceChannel/list/organization", of_organization_in_full),
    Route("/ServiceChannel/list/area/{area}/code/{code}", in_area_in_full),
    Route("/ServiceChannel/area/{area}/code/{code}", ids_in_area),
    Route("/ServiceChannel/type/{type}", of_type),
    Route("/ServiceChannel/organization/{organizationId}", of_organization),
    Route("/ServiceChannel/organization/{organizationId}/type/{type}", of_organization),
    Route("/ServiceChannel/archived/list", archived_list),
    Route("/ServiceChannel/{id}", by_id),
]
