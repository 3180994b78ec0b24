"""The control door, /_standin/: what tests and demonstrations do to the register, which no client of it sees."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin import aging, control_writers, faults, journal, operations, timing
from suomifi_standin.accounts import Environment
from suomifi_standin.changes import Status
from suomifi_standin.documents import Document, Kind, encode
from suomifi_standin.incoming.oddities import Oddity
from suomifi_standin.operations import Impossible
from suomifi_standin.sources import TownSource
from suomifi_standin.switches import Demand, PastEnd
from suomifi_standin.things import Thing
from suomifi_standin.world import World

DOOR = "/_standin"
Seconds = Annotated[float, msgspec.Meta(ge=0, le=31_536_000)]


class Edit(msgspec.Struct, forbid_unknown_fields=True):
    """Put members into a document. `modified` moves to now; give a date to set it, or null to leave it."""

    id: str
    members: dict[str, Any]
    modified: str | msgspec.UnsetType | None = msgspec.UNSET


class Add(msgspec.Struct, forbid_unknown_fields=True):
    """Publish a whole `document`, or a copy of the thing `like` with other `members`, or `services` more generated
    services of the `town` with this code. `shared`: others may connect to the added channel."""

    document: dict[str, Any] | None = None
    like: str | None = None
    members: dict[str, Any] = {}
    town: str | None = None
    services: int = 0
    shared: bool = False


class Archive(msgspec.Struct, forbid_unknown_fields=True):
    """Archive things, or with `organization` whatever it is responsible for but the last `leave` of each kind."""

    ids: list[str] = []
    organization: str | None = None
    leave: int = 0
    automatically: bool = False
    date: str | None = None


class Ids(msgspec.Struct, forbid_unknown_fields=True):
    """The things meant."""

    ids: list[str]


class Connect(msgspec.Struct, forbid_unknown_fields=True):
    """Connect a service to a channel, or change members of the connection that there is."""

    service: str
    channel: str
    members: dict[str, Any] = {}


class Disconnect(msgspec.Struct, forbid_unknown_fields=True):
    """Cut the connection."""

    service: str
    channel: str


class ReplaceConnections(msgspec.Struct, forbid_unknown_fields=True):
    """Connect a service to exactly these channels: [{"channel": id, ...members of the connection}]."""

    service: str
    connections: list[dict[str, Any]]


class Advance(msgspec.Struct, forbid_unknown_fields=True):
    """Put the stand-in's clock forward by so many seconds."""

    seconds: float


class Settings(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """What is left out stays. `trackConnections`: whether dated lists of ids hold what only a connection was changed
    of. `environment`: production or test, which word their login differently. `tokenSeconds`: how long a token says it
    holds; `skewSeconds`: how much earlier it is refused, as by a clock that is ahead; `datesSkewSeconds`:
    how far ahead of the time, or below zero behind it, things are dated. `oddities`: those of reorderedHours,
    collapsedSpaces, quarterHours and shortTexts that are played from now on.

    Of v12: `replicationSeconds`: the shortest and the longest time until it shows what was changed in v11;
    `demandsKey`: everywhere, described or nowhere; `pastEnd`: a page beyond the last is empty or refused;
    `mergesGeneral`: whether services show the terms of their general description; `healthy`; `surprises`: members and
    words that the description does not know."""

    track_connections: bool | None = None
    environment: Environment | None = None
    token_seconds: float | None = None
    skew_seconds: float | None = None
    dates_skew_seconds: float | None = None
    oddities: list[Oddity] | None = None
    replication_seconds: tuple[Seconds, Seconds] | None = None
    demands_key: Demand | None = None
    past_end: PastEnd | None = None
    merges_general: bool | None = None
    healthy: bool | None = None
    surprises: bool | None = None


class Key(msgspec.Struct, forbid_unknown_fields=True):
    """An API key that v12 takes from now on, or with `revoked` no longer."""

    key: Annotated[str, msgspec.Meta(min_length=1)]
    revoked: bool = False


class Night(msgspec.Struct, forbid_unknown_fields=True):
    """Run the register's nightly job: archive what was not updated for so many months, of the whole register or of an
    `organization` and those below it."""

    months: int = aging.ARCHIVED
    organization: str | None = None


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """No members."""


def edit(world: World, asked: Edit) -> list[Thing]:
    date = None if asked.modified is msgspec.UNSET else asked.modified
    moves = asked.modified is msgspec.UNSET
    return [operations.edit(world, guid=asked.id, members=asked.members, modified=date, moves=moves)]


def add(world: World, asked: Add) -> list[Thing]:
    if asked.document is not None:
        return [operations.add(world, document=asked.document, shared=asked.shared)]
    if asked.like is not None:
        return [operations.copy(world, like=asked.like, members=asked.members)]
    if asked.town is not None:
        return operations.generate(world, code=asked.town, services=asked.services)
    raise Impossible("one of document, like and town must be given")


def archive(world: World, asked: Archive) -> list[Thing]:
    if asked.organization is not None:
        return operations.archive_content(world, organization=asked.organization, leave=asked.leave)
    automatically, date = asked.automatically, asked.date
    return operations.set_status(world, guids=asked.ids, status=Status.ARCHIVED, automatically=automatically, date=date)


def unpublish(world: World, asked: Ids) -> list[Thing]:
    """Withdraw: a version under work, none published."""
    return operations.set_status(world, guids=asked.ids, status=Status.WITHDRAWN)


def republish(world: World, asked: Ids) -> list[Thing]:
    """Publish again what was archived or withdrawn."""
    return operations.set_status(world, guids=asked.ids, status=Status.PUBLISHED)


def connect(world: World, asked: Connect) -> list[Thing]:
    operations.connect(world, service=asked.service, channel=asked.channel, members=asked.members)
    return [operations.thing(world, asked.service), operations.thing(world, asked.channel)]


def disconnect(world: World, asked: Disconnect) -> list[Thing]:
    operations.disconnect(world, service=asked.service, channel=asked.channel)
    return [operations.thing(world, asked.service), operations.thing(world, asked.channel)]


def replace_connections(world: World, asked: ReplaceConnections) -> list[Thing]:
    operations.replace_connections(world, service=asked.service, connections=asked.connections)
    return [operations.thing(world, asked.service)]


def clock(world: World, asked: Advance) -> list[Thing]:
    world.clock.advance(asked.seconds)
    return []


def settings(world: World, asked: Settings) -> list[Thing]:
    accounts = world.accounts
    if asked.track_connections is not None:
        world.track_connections = asked.track_connections
    if asked.oddities is not None:
        world.oddities = frozenset(asked.oddities)
    if asked.environment is not None:
        accounts.environment = asked.environment
    if asked.token_seconds is not None:
        accounts.life = timedelta(seconds=asked.token_seconds)
    if asked.skew_seconds is not None:
        accounts.skew = timedelta(seconds=asked.skew_seconds)
    if asked.dates_skew_seconds is not None:
        world.clock.skew = timedelta(seconds=asked.dates_skew_seconds)
    _settings_of_v12(world, asked)
    return []


def _settings_of_v12(world: World, asked: Settings) -> None:
    if asked.replication_seconds is not None:
        shortest, longest = asked.replication_seconds
        if longest < shortest:
            raise Impossible("replicationSeconds: the shortest time comes first")
        world.history.shortest, world.history.longest = timedelta(seconds=shortest), timedelta(seconds=longest)
    for name in ("demands_key", "past_end", "merges_general", "healthy", "surprises"):
        if (value := getattr(asked, name)) is not None:
            setattr(world.v12, name, value)


def key(world: World, asked: Key) -> list[Thing]:
    (world.v12.keys.discard if asked.revoked else world.v12.keys.add)(asked.key)
    return []


def replicate(world: World, asked: Nothing) -> list[Thing]:
    """Have v12 show at once whatever v11 shows now."""
    timing.play(world)
    world.history.catch_up(world.clock.now())
    return []


def night(world: World, asked: Night) -> list[Thing]:
    return aging.archive(world, months=asked.months, organization=asked.organization)


def wipe(world: World, asked: Nothing) -> list[Thing]:
    """Empty the register of all services, channels and collections without a trace, as the test environment is when
    it is upgraded; organisations are put back, accounts and settings stay."""
    world.wipe()
    return []


_WORDS: dict[str, tuple[Callable[[World, Any], list[Thing]], Any]] = {
    "edit": (edit, Edit),
    "add": (add, Add),
    "archive": (archive, Archive),
    "unpublish": (unpublish, Ids),
    "republish": (republish, Ids),
    "connect": (connect, Connect),
    "disconnect": (disconnect, Disconnect),
    "connections": (replace_connections, ReplaceConnections),
    "clock": (clock, Advance),
    "settings": (settings, Settings),
    "keys": (key, Key),
    "replicate": (replicate, Nothing),
    "night": (night, Night),
    "wipe": (wipe, Nothing),
    **control_writers.WORDS,
}


def _answer(body: Any, status: int = 200) -> Response:
    return Response(encode(body), status, media_type="application/json")


def _told(world: World, things: list[Thing]) -> Document:
    """What every change answers: the things it touched, with their dates, and the time."""
    ids = [{"id": each.guid, "kind": each.kind, "modified": world.modified(each)} for each in things]
    return {"things": ids, "now": world.clock.stamp()}


def _word(operation: Callable[[World, Any], list[Thing]], shape: Any) -> Callable[[Request], Awaitable[Response]]:
    async def change(request: Request) -> Response:
        world: World = request.app.state.world
        try:
            things = operation(world, msgspec.json.decode(await request.body(), type=shape))
        except (Impossible, msgspec.MsgspecError) as error:
            return _answer({"error": str(error)}, 400)
        return _answer(_told(world, things))

    return change


async def describe(request: Request) -> Response:
    """This page."""
    posts = {
        f"POST {DOOR}/{word}": _described(shape, operation.__doc__ or shape.__doc__)
        for word, (operation, shape) in _WORDS.items()
    }
    return _answer(
        {
            **posts,
            f"POST {DOOR}/reset": {"does": "Forget every change, fault and logged request; set the clock right."},
            f"GET {DOOR}/towns": {"does": "The generated towns and their ids by kind."},
            f"GET {DOOR}/log": {"does": "The requests served, oldest first. DELETE forgets them."},
            f"POST {DOOR}/faults": {
                "does": "Add fault rules (a list, or one). GET shows, DELETE ends them.",
                "rule": _described(faults.Rule, faults.Rule.__doc__),
            },
        }
    )


def _described(shape: type[msgspec.Struct], does: str | None) -> Document:
    """What a word or a rule does, and the members that it takes."""
    members = {each.encode_name: _shown(each.type) for each in msgspec.structs.fields(shape)}
    return {"does": " ".join((does or "").split()), "members": members}


def _shown(annotation: Any) -> str:
    return (
        annotation.__name__
        if isinstance(annotation, type)
        else re.sub(r"typing\.|msgspec\.UnsetType \| ", "", str(annotation))
    )


async def reset(request: Request) -> Response:
    state = request.app.state
    state.world.reset()
    state.rules.clear()
    state.journal.clear()
    return _answer(_told(state.world, []))


async def towns(request: Request) -> Response:
    world: World = request.app.state.world
    return _answer(
        [
            {"code": source.town.plan.code, **{kind.value: list(source.ids(kind)) for kind in Kind if source.ids(kind)}}
            for source in world.sources
            if isinstance(source, TownSource)
        ]
    )


async def log(request: Request) -> Response:
    entries = request.app.state.journal
    if request.method == "DELETE":
        entries.clear()
    return _answer(journal.shown(entries))


async def fault_rules(request: Request) -> Response:
    active: list[faults.Playing] = request.app.state.rules
    if request.method == "DELETE":
        active.clear()
    elif request.method == "POST":
        try:
            active.extend(faults.rules(await request.body()))
        except ValueError as error:
            return _answer({"error": str(error)}, 400)
    return _answer([faults.shown(rule) for rule in active])


routes = [
    Route("/", describe),
    *(Route(f"/{word}", _word(*meaning), methods=["POST"]) for word, meaning in _WORDS.items()),
    Route("/reset", reset, methods=["POST"]),
    Route("/towns", towns),
    Route("/log", log, methods=["GET", "DELETE"]),
    Route("/faults", fault_rules, methods=["GET", "POST", "DELETE"]),
]
