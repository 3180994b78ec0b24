"""What people do to the register behind our back: edit, publish, archive, connect; done through the control door."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Any
from uuid import uuid4

from suomifi_standin.changes import Status
from suomifi_standin.connections import EMPTY, Connection
from suomifi_standin.documents import Document, Kind, kind_of, plain
from suomifi_standin.generator import GeneratedTown
from suomifi_standin.sources import TownSource
from suomifi_standin.things import Thing
from suomifi_standin.world import World

_LINKED = {Kind.SERVICE: ("serviceChannels", "serviceChannel"), Kind.CHANNEL: ("services", "service")}

_DERIVED: dict[Kind, set[str]] = {
    Kind.SERVICE: {"serviceChannels"},
    Kind.CHANNEL: {"services"},
    Kind.ORGANIZATION: {"services", "subOrganizations"},
}
"""The members that follow from other things, so that they are not a document's own to say."""


class Impossible(ValueError):
    """What was asked cannot be done; the message says why."""


def thing(world: World, guid: Any, *kinds: Kind) -> Thing:
    """The thing with this id, of any status."""
    found = world.thing(guid.lower()) if isinstance(guid, str) else None
    if found is None or (kinds and found.kind not in kinds):
        raise Impossible(f"no {' or '.join(kinds) or 'thing'} with the id {guid!r}")
    return found


def edit(world: World, *, guid: str, members: Document, modified: str | None, moves: bool = True) -> Thing:
    """Put members into a document. `modified` moves to now, or to the given date; with `moves` false it stays."""
    found = thing(world, guid)
    reserved = {"id", "modified", *_DERIVED.get(found.kind, ())} & members.keys()
    if reserved:
        raise Impossible(
            f"{', '.join(sorted(reserved))}: not edited here (modified and connections have their own words)"
        )
    change = world.change(found)
    change.members.update(members)
    if modified is not None or moves:
        change.modified = modified or world.clock.stamp()
    world.settle(found)
    return found


def add(world: World, *, document: Document, shared: bool = False) -> Thing:
    """Publish a whole new document; the connections in it become connections seen from both ends."""
    kind = kind_of(document)
    if kind is None:
        raise Impossible("the document is of no kind: it has none of the members that hold names")
    guid = str(document.get("id") or uuid4()).lower()
    if world.thing(guid):
        raise Impossible(f"the id {guid} is already there")
    member, pointer = _LINKED.get(kind, ("", ""))
    links = plain(document.get(member)) or []
    others = [thing(world, link[pointer]["id"], Kind.CHANNEL, Kind.SERVICE) for link in links]
    now = world.clock.stamp()
    derived: Document = {name: [] for name in document if name in _DERIVED.get(kind, ())}
    whole = {**document, "id": guid, "modified": now, "publishingStatus": "Published", **derived}
    added = world.add(kind, whole, created=now)
    world.change(added).shared = True if shared else None
    world.settle(added)
    for link, other in zip(links, others, strict=True):
        members = {name: link[name] for name in EMPTY if name in link}
        ends = (added, other) if kind is Kind.SERVICE else (other, added)
        connect(world, service=ends[0].guid, channel=ends[1].guid, members=members)
    return added


def copy(world: World, *, like: str, members: Document) -> Thing:
    """Publish a new document like another one, with some members of its own."""
    template = world.document(thing(world, like))
    return add(world, document={**template, "id": None, **members})


def generate(world: World, *, code: str, services: int) -> list[Thing]:
    """Publish more generated services of a town, connected to the channels that it has."""
    sources = (source for source in world.sources if isinstance(source, TownSource) and source.town.plan.code == code)
    source = next(sources, None)
    if source is None:
        raise Impossible(f"no generated town has the code {code!r}")
    plan, before = source.town.plan, sum(1 for guid in source.town.service_ids if world.thing(guid))
    larger, size = plan, before
    fresh: list[str] = []
    while len(fresh) < services:
        size += services - len(fresh)
        larger = replace(plan, services=size)
        fresh = [guid for guid in GeneratedTown(larger).service_ids if world.thing(guid) is None]
    town = GeneratedTown(larger)
    documents = [town.service(guid) for guid in fresh[:services]]
    for document in documents:
        links = document["serviceChannels"] or []
        document["serviceChannels"] = [link for link in links if world.find(Kind.CHANNEL, link["serviceChannel"]["id"])]
        document["serviceCollections"] = []
        _keep_within(world, source, document)
    return [add(world, document=document) for document in documents]


def _keep_within(world: World, source: TownSource, document: Document) -> None:
    """A larger town may have departments that this one has not: their services are given by the town itself."""
    main = thing(world, source.town.organization_ids[0])
    for role in document["organizations"]:
        if role["organization"] and world.thing(role["organization"]["id"]) is None:
            role["organization"] = {"id": main.guid, "name": world.name(main)}


def set_status(
    world: World, *, guids: Iterable[str], status: Status, automatically: bool = False, date: str | None = None
) -> list[Thing]:
    """Archive, withdraw or publish again; it moves `modified`, as saving a version does."""
    found = [thing(world, guid) for guid in guids]
    for each in found:
        change = world.change(each)
        change.status = status
        change.modified = date or world.clock.stamp()
        change.archived = change.modified if status is Status.ARCHIVED else None
        change.automatically = automatically
        world.settle(each)
    return found


def archive_content(world: World, *, organization: str, leave: int = 0) -> list[Thing]:
    """Archive the services and channels that an organisation is responsible for, all but the last `leave` of each."""
    owner = thing(world, organization, Kind.ORGANIZATION).guid
    gone: list[Thing] = []
    for kind in (Kind.SERVICE, Kind.CHANNEL):
        own = [each for each in world.near(kind, [owner]) if world.facts(each).responsible == owner]
        gone += own[: max(len(own) - leave, 0)]
    return set_status(world, guids=[each.guid for each in gone], status=Status.ARCHIVED)


def connect(world: World, *, service: str, channel: str, members: Document) -> None:
    """Connect, or change the connection there is; only the connection's own dates move."""
    ends = thing(world, service, Kind.SERVICE), thing(world, channel, Kind.CHANNEL)
    _check_members(members.keys())
    whole = {**EMPTY, **content(world, *ends), **members}
    dates = world.clock.stamp(), world.clock.stamp()
    world.link(*ends, Connection(whole, *dates, asti=bool(whole["extraTypes"])))
    track(world, ends, dates[0])


def _check_members(members: Set[str]) -> None:
    unknown = members - EMPTY.keys()
    if unknown:
        raise Impossible(f"{', '.join(sorted(unknown))}: no member of a connection; they are {', '.join(EMPTY)}")


def disconnect(world: World, *, service: str, channel: str) -> None:
    ends = thing(world, service, Kind.SERVICE), thing(world, channel, Kind.CHANNEL)
    if ends[1].guid not in connected(world, ends[0]):
        raise Impossible(f"service {service} is not connected to channel {channel}")
    world.link(*ends, None)
    track(world, ends, world.clock.stamp())


def replace_connections(world: World, *, service: str, connections: Sequence[Document]) -> None:
    """Connect a service to exactly these channels: `[{"channel": id, ...members of the connection}]`."""
    own = thing(world, service, Kind.SERVICE)
    wanted = {thing(world, each.get("channel"), Kind.CHANNEL).guid: each for each in connections}
    for each in wanted.values():
        _check_members(each.keys() - {"channel"})
    for channel in connected(world, own):
        if channel not in wanted:
            disconnect(world, service=service, channel=channel)
    for channel, each in wanted.items():
        members = {name: value for name, value in each.items() if name != "channel"}
        connect(world, service=service, channel=channel, members=members)


def connected(world: World, service: Thing) -> list[str]:
    """The channels that a service is connected to now."""
    return [
        link["serviceChannel"]["id"].lower() for link in plain(world.document(service).get("serviceChannels")) or ()
    ]


def content(world: World, service: Thing, channel: Thing) -> Document:
    """What their connection says, but its dates; empty where there is none."""
    written = world.connections.of(service.guid)
    if channel.guid in written:
        connection = written[channel.guid]
        return dict(connection.content) if connection else {}
    for link in plain(world.document(service).get("serviceChannels")) or ():
        if link["serviceChannel"]["id"].lower() == channel.guid:
            return {name: link[name] for name in EMPTY if name in link}
    return {}


def track(world: World, ends: tuple[Thing, Thing], date: str) -> None:
    if world.track_connections:
        for end in ends:
            world.tracking.setdefault(end.guid, []).append(date)
