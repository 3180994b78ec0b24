"""POST and PUT /Connection: what is refused is a list of messages, and of single items a message in a 200 (2026)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin import connecting
from suomifi_standin.accounts import Author, Right
from suomifi_standin.changes import Status
from suomifi_standin.connecting import BrokenOff, Relation
from suomifi_standin.documents import Document, Kind
from suomifi_standin.incoming import checking, relations
from suomifi_standin.incoming.members import Shape
from suomifi_standin.journal import notes
from suomifi_standin.rejections import NotThere
from suomifi_standin.things import Thing
from suomifi_standin.v11 import answers, parameters, session
from suomifi_standin.v11.answers import Refusal, unexpected
from suomifi_standin.v11.reading import world_of
from suomifi_standin.v11.writes import answer, answered, body_of
from suomifi_standin.world import World
from suomifi_standin.writing import TITLES

Handler = Callable[[Request], Awaitable[Response]]
_USABLE = (Status.PUBLISHED, Status.DRAFT)


def _messages(errors: Mapping[str, list[str]]) -> list[str]:
    return [f"{path}: {message}" if path else message for path, messages in errors.items() for message in messages]


def _check(shape: Shape, given: Any, world: World) -> None:
    if errors := checking.errors_of(shape, given, now=world.clock.now()):
        raise Refusal(400, _messages(errors))


def _end(world: World, author: Author, kind: Kind, name: str, *, by_source: bool) -> Thing:
    """A service or channel by its id or by the writer's name for it. Raises NotThere."""
    guid = world.source_ids.thing(author.username, kind, name) if by_source else name.lower()
    thing = world.thing(guid) if guid else None
    if thing is None or thing.kind is not kind or world.status(thing) not in _USABLE:
        raise NotThere(f"{TITLES[kind]} with {'source id' if by_source else 'id'} '{name}' not found.")
    return thing


# --- adding -----------------------------------------------------------------------------------------------------------


def _adding(shape: Shape, ends: tuple[str, str], *, by_source: bool) -> Handler:
    async def add(request: Request) -> Response:
        author, given = session.allowed(request, Right.WRITE), await body_of(request)
        world, told = world_of(request), notes(request.scope)
        if not isinstance(given, list) or not given:
            raise Refusal(400, ["RequestIsNull: The request must contain data."])
        for item in given:
            _check(shape, item, world)
        messages = []
        for done, item in enumerate(given):
            if done == told.breaks_after:
                raise unexpected()
            messages.append(_add(request, author, item, (item[ends[0]], item[ends[1]]), by_source=by_source))
        if told.breaks_after is not None:
            raise unexpected()
        return answers.json(messages, request, len(messages))

    return add


def _add(request: Request, author: Author, item: Document, names: tuple[str, str], *, by_source: bool) -> str:
    """Connect two; the message says what came of it."""
    world = world_of(request)
    try:
        service = _end(world, author, Kind.SERVICE, names[0], by_source=by_source)
        channel = _end(world, author, Kind.CHANNEL, names[1], by_source=by_source)
        connecting.writable(world, service, author)
    except NotThere as error:
        return str(error)
    relation = Relation(service, channel, item)
    if found := list(connecting.complaints(world, relation)):
        return " ".join(found)
    connecting.save(world, relation)
    notes(request.scope).wrote += [service.guid, channel.guid]
    return f"Service '{service.guid}' and service channel '{channel.guid}' connected."


# --- replacing --------------------------------------------------------------------------------------------------------


def _replacing(body: relations.Set, kind: Kind, *, named: str) -> Handler:
    """Replaces the connections of the thing that the path names; `named` is how."""
    other = Kind.CHANNEL if kind is Kind.SERVICE else Kind.SERVICE

    async def replace(request: Request) -> Response:
        author = session.allowed(request, Right.ASTI if body.asti else Right.WRITE)
        given, world = await body_of(request), world_of(request)
        _check(body.shape(), given, world)
        with answered():
            own = _own(request, author, kind, named)
            items = given.get(body.list) or []
            wanted = [
                _relation(own, _end(world, author, other, item[body.end], by_source=body.by_source), item)
                for item in items
            ]
            for relation in wanted:
                connecting.writable(world, relation.service, author)
        _check_relations(world, wanted)
        had = (connecting.of_service if kind is Kind.SERVICE else connecting.of_channel)(world, own)
        if wanted or given.get(body.flag) is True:
            _write(request, wanted, had, asti=body.asti)
        return answer(request, own)

    return replace


def _own(request: Request, author: Author, kind: Kind, named: str) -> Thing:
    name, world = request.path_params[named], world_of(request)
    by_source = named.endswith("SourceId")
    own = _end(world, author, kind, name if by_source else parameters.guid(name, named), by_source=by_source)
    if kind is Kind.SERVICE:
        connecting.writable(world, own, author)
    return own


def _relation(own: Thing, other: Thing, item: Document) -> Relation:
    return Relation(own, other, item) if own.kind is Kind.SERVICE else Relation(other, own, item)


def _check_relations(world: World, wanted: list[Relation]) -> None:
    found = [message for relation in wanted for message in connecting.complaints(world, relation)]
    ends = [(each.service.guid, each.channel.guid) for each in wanted]
    if len(set(ends)) < len(ends):
        found.append("The same relation is given more than once.")
    if found:
        raise Refusal(400, found)


def _write(request: Request, wanted: list[Relation], had: list[Relation], *, asti: bool) -> None:
    told = notes(request.scope)
    told.wrote += sorted({end.guid for each in (*wanted, *had) for end in (each.service, each.channel)})
    try:
        connecting.replace(world_of(request), wanted, had, asti=asti, breaks_after=told.breaks_after)
    except BrokenOff:
        raise unexpected() from None


def _put(path: str, body: relations.Set, kind: Kind, named: str) -> Route:
    return Route(f"/Connection{path}/{{{named}}}", _replacing(body, kind, named=named), methods=["PUT"])


_IDS, _SOURCES = ("serviceId", "serviceChannelId"), ("serviceSourceId", "serviceChannelSourceId")
routes = [
    Route("/Connection", _adding(relations.NEW, _IDS, by_source=False), methods=["POST"]),
    Route("/Connection/Source", _adding(relations.NEW_BY_SOURCE, _SOURCES, by_source=True), methods=["POST"]),
    _put("/serviceId", relations.BY_SERVICE, Kind.SERVICE, "serviceId"),
    _put("/serviceSourceId", relations.BY_SERVICE_SOURCE, Kind.SERVICE, "serviceSourceId"),
    _put("/ASTI/serviceId", relations.ASTI_BY_SERVICE, Kind.SERVICE, "serviceId"),
    _put("/ASTI/serviceSourceId", relations.ASTI_BY_SERVICE_SOURCE, Kind.SERVICE, "serviceSourceId"),
    _put("/ASTI/serviceChannelId", relations.ASTI_BY_CHANNEL, Kind.CHANNEL, "serviceChannelId"),
]
