"""What the routes of all kinds share: finding a thing, batches, dated lists, organisations, areas."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response

from suomifi_standin import codelists, timing
from suomifi_standin.accounts import Author
from suomifi_standin.documents import Document, Kind, encode
from suomifi_standin.facts import Facts
from suomifi_standin.things import Thing
from suomifi_standin.turns import take_turns
from suomifi_standin.v11 import answers, parameters, session
from suomifi_standin.v11.answers import Refusal, invalid, not_found, unexpected
from suomifi_standin.v11.parameters import Window
from suomifi_standin.world import World
from suomifi_standin.writing import TITLES

BATCH = 100
Renderer = Callable[[World, Thing], Document]


def whole(world: World, thing: Thing) -> Document:
    return world.document(thing)


def world_of(request: Request) -> World:
    """The register, with everything done that has come due."""
    world = request.app.state.world
    assert isinstance(world, World)
    timing.play(world)
    return world


async def learn(world: World, things: Sequence[Thing]) -> None:
    """Have the facts of these things at hand; the first time each document is made once for it."""
    await take_turns(world.facts(thing) for thing in things if not world.knows_facts(thing))


# --- single things and batches ------------------------------------------------------------------------------------


def published(request: Request, kind: Kind, name: str = "id") -> Thing:
    """The published thing that the path names."""
    guid = parameters.guid(request.path_params[name], name)
    thing = world_of(request).find(kind, guid)
    if thing is None:
        raise not_found(TITLES[kind], guid)
    return thing


def single(request: Request, kind: Kind, render: Renderer = whole) -> Response:
    """The thing of the path in full."""
    parameters.flag(request, "showHeader")
    thing = published(request, kind)
    return answers.json(as_seen(request, thing, render(world_of(request), thing)), request, 1)


def as_seen(request: Request, thing: Thing, document: Document) -> Document:
    """Only the writer who gave a thing a name of their own is shown it, by their token."""
    return _named(world_of(request), session.author(request), thing, document)


def _named(world: World, author: Author | None, thing: Thing, document: Document) -> Document:
    name = world.source_ids.of(author.username, thing.guid) if author else None
    return {**document, "sourceId": name} if name is not None else document


async def rendered(request: Request, things: Sequence[Thing], render: Renderer) -> list[orjson.Fragment]:
    """Whole documents as pieces of JSON, so that only bytes of a page are held."""
    world, author = world_of(request), session.author(request)
    return await take_turns(
        orjson.Fragment(encode(_named(world, author, thing, render(world, thing)))) for thing in things
    )


async def batch(request: Request, kind: Kind, render: Renderer = whole) -> Response:
    """`list?guids=`: a bare array of what is published of them; more than 100 found break the real service."""
    parameters.flag(request, "showHeader")
    world = world_of(request)
    asked = parameters.guids(request)
    things = [thing for thing in (world.find(kind, guid) for guid in asked) if thing]
    if not things:
        raise Refusal(404, {"errorMessage": f"No {TITLES[kind].lower()}s found with the given ids."})
    if len(things) > BATCH:
        if kind in (Kind.SERVICE, Kind.ORGANIZATION):
            raise unexpected()
        raise invalid("guids", f"At most {BATCH} items can be asked at once.")
    things.sort(key=lambda thing: thing.place)
    return answers.json(await rendered(request, things, render), request, len(things))


# --- pages --------------------------------------------------------------------------------------------------------


def changed(world: World, things: Iterable[Thing], window: Window, *, connections: bool = False) -> list[Thing]:
    """The things modified in the window; with `connections` also those that only a connection was changed of."""
    if not window:
        return list(things)
    tracked = world.tracking if connections else {}
    return [
        thing
        for thing in things
        if window.holds(world.modified(thing)) or any(map(window.holds, tracked.get(thing.guid, ())))
    ]


def id_page(request: Request, things: Sequence[Thing]) -> Response:
    """A page of ids and names."""
    world = world_of(request)
    size = request.app.state.id_page_size
    number = parameters.page_number(request)
    return answers.page(request, things, number, size, lambda thing: {"id": thing.guid, "name": world.name(thing)})


async def full_page(request: Request, things: Sequence[Thing], render: Renderer = whole) -> Response:
    """A page of whole documents."""
    parameters.flag(request, "showHeader")
    size = request.app.state.page_size
    number = parameters.page_number(request)
    pieces = iter(await rendered(request, answers.on_page(request, things, number, size), render))
    return answers.page(request, things, number, size, lambda _: next(pieces))


# --- organisations ------------------------------------------------------------------------------------------------


async def organizations_with(world: World, attribute: str, value: str) -> list[Thing]:
    """The published organisations with this business code or OID."""
    organizations = world.listed(Kind.ORGANIZATION)
    await learn(world, organizations)
    return [each for each in organizations if getattr(world.facts(each), attribute) == value]


async def named_organizations(request: Request, *names: str, required: bool = True) -> list[Thing]:
    """The organisations of `organizationId`, `code` or `oid`; exactly one of them, or none where none is allowed."""
    given = {name: value for name in names if (value := parameters.text(request, name)) is not None}
    if len(given) > 1 or (required and not given):
        raise invalid(names[0], f"Exactly one of the parameters {', '.join(names)} must be given.")
    world = world_of(request)
    found: list[Thing] = []
    for name, value in given.items():
        if name == "organizationId":
            guid = parameters.guid(value, name)
            thing = world.find(Kind.ORGANIZATION, guid)
            found = [thing] if thing else []
        elif name == "code":
            found = await organizations_with(world, "business_code", parameters.business_code(value))
        else:
            found = await organizations_with(world, "oid", parameters.oid(value))
        if not found:
            raise Refusal(404, {"errorMessage": f"Organization with {_called(name)} '{value}' not found."})
    return found


def _called(name: str) -> str:
    return {"organizationId": "id", "code": "business code"}.get(name, name)


async def owned_by(world: World, kind: Kind, organizations: Collection[Thing]) -> list[Thing]:
    """What these organisations have to do with: services in any role, channels and collections as their owner."""
    guids = {each.guid for each in organizations}
    things = world.near(kind, guids)
    await learn(world, things)
    return [thing for thing in things if any(guid in guids for _, guid in world.facts(thing).organizations)]


# --- areas --------------------------------------------------------------------------------------------------------

_AREA_NAMES = {
    "municipality": "Municipality",
    "province": "Region",
    "wellbeingservicecounties": "WellbeingServiceCounties",
    "wellbeingservicescounties": "WellbeingServiceCounties",
}


async def in_area(request: Request, kind: Kind) -> list[Thing]:
    """The published things of a kind that serve the area of the path."""
    serves = _area_filter(request)
    world = world_of(request)
    things = world.listed(kind)
    await learn(world, things)
    return [thing for thing in things if serves(world.facts(thing))]


def _area_filter(request: Request) -> Callable[[Facts], bool]:
    area, code = request.path_params["area"], request.path_params["code"]
    wanted = _AREA_NAMES.get(area.lower())
    if wanted is None:
        raise invalid(
            "area",
            f"The value '{area}' is not valid. Possible values are: Municipality, Province, WellbeingServiceCounties.",
        )
    if not re.fullmatch(r"[0-9]{1,6}", code, re.ASCII):
        raise invalid("code", "The field code must match the regular expression '^[0-9]{1,6}$'.")
    nationwide = _nationwide(wanted, code) if parameters.flag(request, "includeWholeCountry") else frozenset()
    if wanted == "Municipality":
        number = int(code)
        if f"{number:03}" not in codelists.municipalities():
            raise Refusal(404, {"errorMessage": f"Municipality with code '{code}' not found."})
        return lambda facts: number in facts.municipalities or facts.area_type in nationwide
    known = codelists.register_regions() if wanted == "Region" else codelists.wellbeing_counties()
    if code not in known:
        raise Refusal(404, {"errorMessage": f"{area} with code '{code}' not found."})
    return lambda facts: (wanted, code) in facts.areas or facts.area_type in nationwide


def _nationwide(wanted: str, code: str) -> frozenset[str]:
    """The whole country holds every area; without Åland it holds every area but those of Åland."""
    if wanted == "Municipality":
        town = codelists.municipalities().get(f"{int(code):03}")
        region = town.region if town else None
    else:
        region = code if wanted == "Region" else None
    aland = region in (codelists.STATISTICS_ALAND, codelists.REGISTER_ALAND)
    return frozenset({"Nationwide"} if aland else {"Nationwide", "NationwideExceptAlandIslands"})
