"""GET /Common for those who may read more: what is not kept up, what is connected to nothing, and translations."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin import aging, connecting
from suomifi_standin.accounts import Author, Right
from suomifi_standin.changes import Status
from suomifi_standin.documents import Document, Kind, names_member, plain
from suomifi_standin.things import Thing
from suomifi_standin.turns import take_turns
from suomifi_standin.v11 import answers, parameters, session
from suomifi_standin.v11.active import may_see
from suomifi_standin.v11.reading import learn, world_of
from suomifi_standin.world import World

Handler = Callable[[Request], Awaitable[Response]]
_LISTED = ("Published", "Draft")
_STATUS = {"Published": Status.PUBLISHED, "Draft": Status.DRAFT}


def _item(world: World, thing: Thing) -> Document:
    """Each language version has a status; who changed a thing last is not kept here."""
    names = plain(world.document(thing, latest=True).get(names_member(thing.kind))) or ()
    status = world.latest_status(thing)
    spoken = dict.fromkeys(name["language"] for name in names)
    told = [{"value": status, "language": language} for language in spoken]
    return {"id": thing.guid, "name": world.name(thing), "statuses": told, "modifiedBy": None}


async def _own(request: Request, author: Author, things: Iterable[Thing]) -> list[Thing]:
    world, given = world_of(request), list(things)
    await learn(world, given)
    return await take_turns(thing for thing in given if may_see(world, author, thing))


def _page(request: Request, things: list[Thing], item: Callable[[Thing], Document]) -> Response:
    number, size = parameters.page_number(request), request.app.state.id_page_size
    return answers.page(request, things, number, size, item)


def _not_maintained(kind: Kind) -> Handler:
    async def listed(request: Request) -> Response:
        """What nobody has updated for so long that its people are warned."""
        author, world = session.allowed(request, Right.READ), world_of(request)
        wanted = parameters.choice(parameters.text(request, "status") or "Published", "status", list(_LISTED))
        before = aging.warned_before(world.clock.now())
        old = (each for each in world.listed(kind, _STATUS[wanted]) if world.modified(each) < before)
        things = await _own(request, author, old)
        return _page(request, things, lambda thing: {**_item(world, thing), "modified": world.modified(thing)})

    return listed


def _unconnected(kind: Kind) -> Handler:
    async def listed(request: Request) -> Response:
        """What is published and connected to nothing."""
        author, world = session.allowed(request, Right.READ), world_of(request)
        own = await _own(request, author, world.listed(kind))
        others = connecting.of_service if kind is Kind.SERVICE else connecting.of_channel
        things = await take_turns(thing for thing in own if not others(world, thing))
        return _page(request, things, lambda thing: _item(world, thing))

    return listed


async def translations(request: Request) -> Response:
    """Nobody orders any here."""
    session.allowed(request, Right.READ)
    parameters.window(request)
    return _page(request, [], lambda _: {})


routes = [
    Route("/Common/Translation", translations),
    Route("/Common/NotMaintainedServices", _not_maintained(Kind.SERVICE)),
    Route("/Common/NotMaintainedServiceChannels", _not_maintained(Kind.CHANNEL)),
    Route("/Common/ServicesWithoutChannels", _unconnected(Kind.SERVICE)),
    Route("/Common/ChannelsWithoutServices", _unconnected(Kind.CHANNEL)),
]
