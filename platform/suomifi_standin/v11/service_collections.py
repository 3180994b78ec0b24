"""GET /ServiceCollection: bundles of services and channels."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.changes import Status
from suomifi_standin.documents import Document, Kind
from suomifi_standin.things import Thing
from suomifi_standin.v11 import parameters
from suomifi_standin.v11.reading import changed, full_page, id_page, named_organizations, owned_by, single, world_of
from suomifi_standin.world import World

COLLECTION = Kind.COLLECTION
_ITEM = ("id", "serviceCollectionNames", "serviceCollectionDescriptions", "services", "serviceChannels")


async def index(request: Request) -> Response:
    world, window = world_of(request), parameters.window(request)
    status = Status.ARCHIVED if parameters.flag(request, "archived") else Status.PUBLISHED
    return id_page(request, changed(world, world.listed(COLLECTION, status), window))


async def by_id(request: Request) -> Response:
    return single(request, COLLECTION)


async def of_organization(request: Request) -> Response:
    """Pages of a shorter shape: no owner, status or dates."""
    organizations = await named_organizations(request, "organizationId", "code")
    return await full_page(request, await owned_by(world_of(request), COLLECTION, organizations), _shorter)


def _shorter(world: World, thing: Thing) -> Document:
    document = world.document(thing)
    return {member: document[member] for member in _ITEM if member in document}


routes = [
    Route("/ServiceCollection", index),
    Route("/ServiceCollection/organization", of_organization),
    Route("/ServiceCollection/{id}", by_id),
]
