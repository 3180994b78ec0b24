"""POST and PUT of things of every kind, by the register's id or the writer's own."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from suomifi_standin import writing
from suomifi_standin.accounts import Author, Right, Role
from suomifi_standin.incoming.targets import TARGETS, Target
from suomifi_standin.journal import notes
from suomifi_standin.rejections import NotThere, Rejected
from suomifi_standin.things import Thing
from suomifi_standin.v11 import answers, parameters, session
from suomifi_standin.v11.answers import Refusal, not_found, unexpected
from suomifi_standin.v11.reading import as_seen, world_of
from suomifi_standin.writing import TITLES, Attempt

Handler = Callable[[Request], Awaitable[Response]]


async def body_of(request: Request) -> Any:
    """The JSON of a request; what is no JSON gets the same dictionary as what breaks rules."""
    data = await request.body()
    if not data.strip():
        raise Refusal(400, {"RequestIsNull": ["The request must contain data."]})
    try:
        return msgspec.json.decode(data)
    except msgspec.MsgspecError as error:
        raise Refusal(400, {"": [str(error)]}) from None


def answer(request: Request, thing: Thing) -> Response:
    """The latest version in full, as its writer sees it; 200 also for what is new."""
    notes(request.scope).wrote.append(thing.guid)
    document = world_of(request).document(thing, latest=True)
    return answers.json(as_seen(request, thing, document), request, 1)


def _creating(target: Target) -> Handler:
    async def create(request: Request) -> Response:
        author, given = _allowed(request, target), await body_of(request)
        _check_industries(given)
        with answered():
            return answer(request, writing.create(world_of(request), Attempt(target, given, author)))

    return create


def _updating(target: Target, find: Callable[[Request, Target, Author], Thing]) -> Handler:
    async def update(request: Request) -> Response:
        author, given = _allowed(request, target), await body_of(request)
        _check_industries(given)
        with answered():
            thing = find(request, target, author)
            written = writing.update(world_of(request), Attempt(target, given, author, thing), thing)
            return answer(request, written)

    return update


def by_id(request: Request, target: Target, author: Author) -> Thing:
    """A thing of any status by its id; of another kind or type it is as unknown as any."""
    guid = parameters.guid(request.path_params["id"], "id")
    thing = world_of(request).thing(guid)
    if thing is None or thing.kind is not target.kind or not _is_typed(request, target, thing):
        raise not_found(TITLES[target.kind], guid)
    return thing


def by_source_id(request: Request, target: Target, author: Author) -> Thing:
    """A thing by the name that this writer gave it."""
    name = request.path_params["sourceId"]
    guid = world_of(request).source_ids.thing(author.username, target.kind, name)
    thing = world_of(request).thing(guid) if guid else None
    if thing is None or not _is_typed(request, target, thing):
        raise Refusal(404, {"errorMessage": f"{TITLES[target.kind]} with source id '{name}' not found."})
    return thing


def _is_typed(request: Request, target: Target, thing: Thing) -> bool:
    return target.channel is None or world_of(request).facts(thing).type == target.channel


def _check_industries(given: Any) -> None:
    """A bare code of an industry, where an address is meant, breaks the real service (live)."""
    asked = given.get("industrialClasses") if isinstance(given, dict) else None
    if isinstance(asked, list) and any(isinstance(uri, str) and uri.isdigit() for uri in asked):
        raise unexpected()


@contextmanager
def answered() -> Iterator[None]:
    """Words what a write refuses as the register does."""
    try:
        yield
    except Rejected as error:
        raise Refusal(400, error.errors) from None
    except NotThere as error:
        raise Refusal(404, {"errorMessage": str(error)}) from None


def _allowed(request: Request, target: Target) -> Author:
    """Who may write this; general descriptions are the register's own people's."""
    author = session.allowed(request, Right.WRITE)
    if target.reserved and author.role is not Role.EEVA:
        raise Refusal(403, None)
    return author


def _of(path: str, target: Target) -> Iterator[BaseRoute]:
    yield Route(path, _creating(target), methods=["POST"])
    if any(member.name == "sourceId" for member in target.body.shape.members):
        yield Route(f"{path}/sourceId/{{sourceId}}", _updating(target, by_source_id), methods=["PUT"])
    yield Route(f"{path}/{{id}}", _updating(target, by_id), methods=["PUT"])


routes = [route for path, target in TARGETS.items() for route in _of(path, target)]
