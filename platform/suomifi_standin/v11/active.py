"""GET /{Service,ServiceChannel}/active: the latest versions, published or not, for those who may read them."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from suomifi_standin import surroundings
from suomifi_standin.accounts import Author, Right, Role
from suomifi_standin.changes import Status
from suomifi_standin.documents import CHANNEL_KINDS, Kind
from suomifi_standin.things import Thing
from suomifi_standin.turns import take_turns
from suomifi_standin.v11 import answers, parameters, session
from suomifi_standin.v11.answers import not_found
from suomifi_standin.v11.reading import as_seen, changed, id_page, learn, world_of
from suomifi_standin.world import World
from suomifi_standin.writing import TITLES

_ALIVE = (Status.PUBLISHED, Status.WITHDRAWN, Status.DRAFT)
Handler = Callable[[Request], Awaitable[Response]]


def may_see(world: World, author: Author, thing: Thing) -> bool:
    """Eeva sees all, Pete what belongs to the own organisation tree."""
    owner = world.facts(thing).responsible
    return author.role is Role.EEVA or (owner is not None and surroundings.is_below(world, owner, author.organization))


def _listing(kind: Kind) -> Handler:
    async def index(request: Request) -> Response:
        author, world, window = session.allowed(request, Right.READ), world_of(request), parameters.window(request)
        things = sorted(
            (thing for status in _ALIVE for thing in world.listed(kind, status)), key=lambda thing: thing.place
        )
        await learn(world, things)
        seen = await take_turns(thing for thing in things if may_see(world, author, thing))
        if kind is Kind.CHANNEL and (asked := parameters.text(request, "type")):
            wanted = parameters.choice(asked, "type", list(CHANNEL_KINDS))
            seen = [thing for thing in seen if world.facts(thing).type == wanted]
        return id_page(request, changed(world, seen, window, connections=True))

    return index


def _single(kind: Kind) -> Handler:
    async def by_id(request: Request) -> Response:
        """What is archived is not found here either."""
        author, world = session.allowed(request, Right.READ), world_of(request)
        guid = parameters.guid(request.path_params["id"], "id")
        thing = world.thing(guid)
        found = thing is not None and thing.kind is kind and world.status(thing) in _ALIVE
        if thing is None or not found or not may_see(world, author, thing):
            raise not_found(TITLES[kind], guid)
        return answers.json(as_seen(request, thing, world.document(thing, latest=True)), request, 1)

    return by_id


def _of(kind: Kind) -> Sequence[BaseRoute]:
    return Route(f"/{kind}/active", _listing(kind)), Route(f"/{kind}/active/{{id}}", _single(kind))


routes = [*_of(Kind.SERVICE), *_of(Kind.CHANNEL)]
