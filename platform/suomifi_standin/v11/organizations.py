"""GET /Organization: organisations, their identifiers and their tree."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.changes import Status
from suomifi_standin.documents import Kind, plain
from suomifi_standin.things import Thing
from suomifi_standin.v11 import answers, parameters
from suomifi_standin.v11.answers import Refusal
from suomifi_standin.v11.reading import (
    as_seen,
    batch,
    changed,
    full_page,
    id_page,
    in_area,
    learn,
    organizations_with,
    published,
    rendered,
    single,
    whole,
    world_of,
)
from suomifi_standin.world import World

ORGANIZATION = Kind.ORGANIZATION


async def index(request: Request) -> Response:
    """Published organisations are listed only when something published is theirs."""
    world, status, window = world_of(request), parameters.status(request), parameters.window(request)
    things = changed(world, world.listed(ORGANIZATION, status), window)
    if status is Status.PUBLISHED:
        busy = await _with_content(world)
        things = [thing for thing in things if thing.guid in busy]
    return await _page_with_parents(request, things)


async def _with_content(world: World) -> set[str]:
    content = [*world.listed(Kind.SERVICE), *world.listed(Kind.CHANNEL)]
    await learn(world, content)
    return {guid for thing in content for _, guid in world.facts(thing).organizations}


async def _page_with_parents(request: Request, things: Sequence[Thing]) -> Response:
    world = world_of(request)
    number, size = parameters.page_number(request), request.app.state.id_page_size
    await learn(world, answers.on_page(request, things, number, size))

    def item(thing: Thing) -> dict[str, Any]:
        return {"id": thing.guid, "name": world.name(thing), "parentOrganizationId": world.facts(thing).parent}

    return answers.page(request, things, number, size, item)


async def by_id(request: Request) -> Response:
    return single(request, ORGANIZATION)


async def by_ids(request: Request) -> Response:
    return await batch(request, ORGANIZATION)


async def by_business_code(request: Request) -> Response:
    """An array: sub-organisations may carry the code too."""
    parameters.flag(request, "showHeader")
    code = parameters.business_code(request.path_params["code"])
    world = world_of(request)
    found = await organizations_with(world, "business_code", code)
    if not found:
        raise Refusal(404, {"errorMessage": f"Organization with business code '{code}' not found."})
    return answers.json(await rendered(request, found, whole), request, len(found))


async def by_oid(request: Request) -> Response:
    parameters.flag(request, "showHeader")
    oid = parameters.oid(request.path_params["oid"])
    world = world_of(request)
    found = await organizations_with(world, "oid", oid)
    if not found:
        raise Refusal(404, {"errorMessage": f"Organization with OID '{oid}' not found."})
    return answers.json(as_seen(request, found[0], world.document(found[0])), request, 1)


async def ids_in_area(request: Request) -> Response:
    window = parameters.window(request)
    things = await in_area(request, ORGANIZATION)
    return await _page_with_parents(request, changed(world_of(request), things, window))


async def in_area_in_full(request: Request) -> Response:
    return await full_page(request, await in_area(request, ORGANIZATION))


async def roots(request: Request) -> Response:
    """Main organisations only."""
    world, window = world_of(request), parameters.window(request)
    things = changed(world, world.listed(ORGANIZATION), window)
    await learn(world, things)
    return id_page(request, [thing for thing in things if world.facts(thing).parent is None])


async def hierarchy(request: Request) -> Response:
    """The chain of parents above an organisation and the tree below it."""
    world, thing = world_of(request), published(request, ORGANIZATION)
    organizations = world.near(ORGANIZATION, [thing.guid])
    await learn(world, organizations)
    below: dict[str | None, list[Thing]] = defaultdict(list)
    for each in organizations:
        below[world.facts(each).parent].append(each)
    tree = {**_named(world, thing), "parent": _above(world, thing), "subOrganizations": _below(world, thing, below)}
    return answers.json(tree, request, 1)


def _named(world: World, thing: Thing) -> dict[str, Any]:
    return {"id": thing.guid, "organizationNames": plain(world.member(thing, "organizationNames"))}


def _above(world: World, thing: Thing) -> dict[str, Any] | None:
    guid = world.facts(thing).parent
    parent = world.find(ORGANIZATION, guid) if guid else None
    return {**_named(world, parent), "parent": _above(world, parent)} if parent else None


def _below(world: World, thing: Thing, below: dict[str | None, list[Thing]]) -> list[dict[str, Any]]:
    return [{**_named(world, each), "subOrganizations": _below(world, each, below)} for each in below[thing.guid]]


routes = [
    Route("/Organization", index),
    Route("/Organization/list", by_ids),
    Route("/Organization/businesscode/{code}", by_business_code),
    Route("/Organization/oid/{oid}", by_oid),
    Route("/Organization/area/{area}/code/{code}", ids_in_area),
    Route("/Organization/list/area/{area}/code/{code}", in_area_in_full),
    Route("/Organization/Hierarchy", roots),
    Route("/Organization/Hierarchy/{id}", hierarchy),
    Route("/Organization/{id}", by_id),
]
