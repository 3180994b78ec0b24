"""The five kinds of things in v12: by id, by search, and the ids of those that were archived."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin import timing
from suomifi_standin.documents import Document, Kind
from suomifi_standin.things import Thing
from suomifi_standin.turns import take_turns
from suomifi_standin.v12 import filters, keys, pages, surprises
from suomifi_standin.v12.copy import Copy, instant
from suomifi_standin.v12.filters import Search, Traits
from suomifi_standin.v12.parameters import Parameters, is_guid
from suomifi_standin.v12.problems import invalid, not_found
from suomifi_standin.v12.wire import service_collections
from suomifi_standin.v12.wire.channels import channel
from suomifi_standin.v12.wire.general_descriptions import general_description
from suomifi_standin.v12.wire.organizations import organization
from suomifi_standin.v12.wire.services import service
from suomifi_standin.world import World

Render = Callable[[Copy, Thing], Document]


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of thing: where it is, what it looks like by itself and in searches, and what it is searched by."""

    name: str
    kind: Kind
    whole: Render
    listed: Render
    search: Callable[[Parameters], Search]


def copy_of(request: Request) -> Copy:
    """The copy as it is shown now, with everything done that has come due."""
    world: World = request.app.state.world
    timing.play(world)
    return Copy(world)


def content_id(request: Request, name: str = "contentId") -> str:
    """An id of the path. Raises Problem."""
    value: str = request.path_params[name]
    if not is_guid(value):
        raise invalid([(name, "must be a uuid")])
    return value.lower()


# --- what they look like ----------------------------------------------------------------------------------------------


def _service(copy: Copy, thing: Thing) -> Document:
    given = copy.document(thing)
    return service(given, owner=copy.owner(thing, given), published_at=copy.published_at(thing))


def _channel(copy: Copy, thing: Thing) -> Document:
    given, shared = copy.document(thing), copy.is_shared(thing)
    return channel(given, owner=copy.owner(thing, given), published_at=copy.published_at(thing), shared=shared)


def _organization(copy: Copy, thing: Thing) -> Document:
    given = copy.document(thing)
    return organization(given, business_id=copy.business_id(given), published_at=copy.published_at(thing))


def _general_description(copy: Copy, thing: Thing) -> Document:
    given = copy.document(thing)
    return general_description(given, owner=copy.owner(thing, given), published_at=copy.published_at(thing))


def _listed_collection(copy: Copy, thing: Thing) -> Document:
    given = copy.document(thing)
    return service_collections.listed(given, owner=copy.owner(thing, given))


def _collection(copy: Copy, thing: Thing) -> Document:
    given, members = copy.document(thing), [(word, each.guid) for word, each in _members(copy, thing)]
    return service_collections.whole(given, owner=copy.owner(thing, given), members=members)


def _members(copy: Copy, collection: Thing) -> Iterator[tuple[str, Thing]]:
    """The published things that a collection holds."""
    given = copy.document(collection)
    for word, kind, member in (("Service", Kind.SERVICE, "services"), ("Channel", Kind.CHANNEL, "serviceChannels")):
        for each in given.get(member) or ():
            if found := copy.find(kind, each["id"].lower()):
                yield word, found


RESOURCES = (
    Resource("service", Kind.SERVICE, _service, _service, filters.of_services),
    Resource("service-channel", Kind.CHANNEL, _channel, _channel, filters.of_channels),
    Resource("organization", Kind.ORGANIZATION, _organization, _organization, filters.of_organizations),
    Resource(
        "general-description",
        Kind.GENERAL_DESCRIPTION,
        _general_description,
        _general_description,
        filters.of_general_descriptions,
    ),
    Resource("service-collection", Kind.COLLECTION, _collection, _listed_collection, filters.of_collections),
)

# --- reading them -----------------------------------------------------------------------------------------------------


async def _by_id(request: Request, resource: Resource) -> Response:
    keys.check(request, described=False)
    Parameters(request).check()
    guid, copy = content_id(request), copy_of(request)
    thing = copy.find(resource.kind, guid)
    if thing is None:
        raise not_found(copy.reason(resource.kind, guid))
    return pages.json(request, surprises.played(copy.world, resource.whole(copy, thing)))


async def _search(request: Request, resource: Resource) -> Response:
    keys.check(request, described=True)
    asked = Parameters(request)
    page, search = pages.asked_for(asked), resource.search(asked)
    asked.check()
    copy = copy_of(request)
    things = _candidates(copy, resource.kind, search)
    if search.since:
        since = search.since
        things = [thing for thing in things if not _is_before(copy.modified(thing), since)]
    if search.tests:
        known = await take_turns((thing, traits(copy, resource, thing)) for thing in things)
        things = [thing for thing, own in known if all(holds(own) for holds in search.tests)]
    shown = await take_turns(
        surprises.played(copy.world, resource.listed(copy, thing)) for thing in pages.rows(request, page, things)
    )
    return pages.answer(request, page, len(things), shown)


def _candidates(copy: Copy, kind: Kind, search: Search) -> Sequence[Thing]:
    """The fewest things that are sure to hold those asked for."""
    if search.collection:
        collection = copy.find(Kind.COLLECTION, search.collection)
        return [each for _, each in _members(copy, collection) if each.kind is kind] if collection else []
    if search.organizations and kind is not Kind.GENERAL_DESCRIPTION:
        return copy.near(kind, search.organizations)
    return copy.listed(kind)


def _is_before(moment: str, since: str) -> bool:
    """Whether a moment is before another, to the millisecond, which is as fine as v12 writes them."""
    return instant(moment) < instant(since)


def traits(copy: Copy, resource: Resource, thing: Thing) -> Traits:
    """The words that a thing is found by; kept until it, or a general description, is shown otherwise."""
    version = copy.world.history.version(thing.guid, copy.at)
    around = copy.world.history.generals(copy.at), copy.world.v12.merges_general
    known = copy.world.traits.get(thing.guid)
    if known is None or known[0] is not version or known[1] != around:
        known = copy.world.traits[thing.guid] = version, around, filters.traits(resource.listed(copy, thing))
    return known[2]


async def _archived(request: Request, resource: Resource) -> Response:
    keys.check(request, described=True)
    asked = Parameters(request)
    page, since = pages.asked_for(asked), asked.instant("archivedAtOrAfter", required=True)
    asked.check()
    gone = copy_of(request).archived(resource.kind, since or "")
    items = [{"contentId": thing.guid} for thing in pages.rows(request, page, gone)]
    return pages.answer(request, page, len(gone), items)


routes = [
    route
    for resource in RESOURCES
    for route in (
        Route(f"/{resource.name}/search", partial(_search, resource=resource)),
        Route(f"/{resource.name}/archived", partial(_archived, resource=resource)),
        Route(f"/{resource.name}/{{contentId}}", partial(_by_id, resource=resource)),
    )
]
