"""GET /GeneralDescription: the national texts that services are linked to."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.clock import wire
from suomifi_standin.documents import Kind
from suomifi_standin.v11 import parameters
from suomifi_standin.v11.parameters import Window
from suomifi_standin.v11.reading import batch, changed, id_page, single, world_of

GENERAL = Kind.GENERAL_DESCRIPTION
_NEW = timedelta(days=90)


async def index(request: Request) -> Response:
    world, window = world_of(request), parameters.window(request)
    return id_page(request, changed(world, world.listed(GENERAL), window))


async def new(request: Request) -> Response:
    """The recent ones; how recent is our guess."""
    world = world_of(request)
    return id_page(request, changed(world, world.listed(GENERAL), Window(wire(world.clock.now() - _NEW), None)))


async def by_id(request: Request) -> Response:
    return single(request, GENERAL)


async def by_ids(request: Request) -> Response:
    return await batch(request, GENERAL)


routes = [
    Route("/GeneralDescription", index),
    Route("/GeneralDescription/list", by_ids),
    Route("/GeneralDescription/newGdList", new),
    Route("/GeneralDescription/{id}", by_id),
]
