"""GET /Common: the change probe of one organisation."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.documents import Kind
from suomifi_standin.things import Thing
from suomifi_standin.v11 import answers, parameters
from suomifi_standin.v11.reading import changed, owned_by, published, world_of


async def entities(request: Request) -> Response:
    """Id, type and date of the published services and channels; the cheapest way to see what has changed."""
    world, window = world_of(request), parameters.window(request)
    organization = published(request, Kind.ORGANIZATION, "organizationId")
    owned = [thing for kind in (Kind.SERVICE, Kind.CHANNEL) for thing in await owned_by(world, kind, [organization])]
    things = sorted(changed(world, owned, window), key=lambda thing: thing.place)

    def item(thing: Thing) -> dict[str, Any]:
        return {"id": thing.guid, "type": world.facts(thing).type, "modified": world.modified(thing)}

    return answers.page(request, things, parameters.page_number(request), request.app.state.id_page_size, item)


routes = [Route("/Common/EntitiesByOrganization/{organizationId}", entities)]
