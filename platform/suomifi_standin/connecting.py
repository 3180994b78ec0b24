"""Writing connections through the API: relation by relation, each by itself, so that a write may break off midway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suomifi_standin import operations, surroundings
from suomifi_standin.accounts import Author
from suomifi_standin.changes import Status
from suomifi_standin.connections import EMPTY, Connection
from suomifi_standin.documents import Document, Kind, plain
from suomifi_standin.incoming import languages, relations
from suomifi_standin.rejections import NotThere
from suomifi_standin.things import Thing
from suomifi_standin.world import World

_WRITABLE = ("Draft", "Published")


class BrokenOff(Exception):
    """The write stopped after some of its relations, as the real service does when it fails midway."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A service and a channel, and what an item says of their connection."""

    service: Thing
    channel: Thing
    given: Document


def writable(world: World, service: Thing, author: Author) -> None:
    """Only a draft or a published service of one's own can be connected. Raises NotThere."""
    if world.latest_status(service) not in _WRITABLE:
        raise NotThere(f"Service with id '{service.guid}' not found.")
    surroundings.check_ownership(world, Kind.SERVICE, {}, service, author)
    change = world.changes.get(service.guid)
    if change and change.lock:
        raise NotThere(f"Service with id '{service.guid}' is locked by {change.lock}.")


def complaints(world: World, relation: Relation) -> Iterator[str]:
    """Why these two may not be connected so."""
    service, channel = relation.service, relation.channel
    if not may_connect(world, service, channel):
        yield f"Service channel with id '{channel.guid}' is restricted only for defined organization."
    kind = world.facts(channel).type
    if relations.has_details(relation.given) and not relations.may_have_details(kind):
        yield f"Service hours and contact details are not allowed for the channel '{channel.guid}' of type {kind}."


def may_connect(world: World, service: Thing, channel: Thing) -> bool:
    """A channel that is not shared is for services of its own organisation tree; one that is connected stays so."""
    owner, own = world.facts(channel).responsible, world.facts(service).responsible
    return world.is_shared(channel) or is_of_one(world, owner, own) or channel in _channels(world, service)


def is_of_one(world: World, one: str | None, other: str | None) -> bool:
    """Whether two organisations have the same main organisation."""
    return one is not None and other is not None and root(world, one) == root(world, other)


def new_complaints(world: World, member: str, guids: list[str], owner: str | None) -> Iterator[tuple[str, str]]:
    """Why a new service or channel of this owner may not bring these connections along."""
    for index, guid in enumerate(guids):
        other = world.thing(guid)
        if (
            other is not None
            and not world.is_shared(other)
            and not is_of_one(world, world.facts(other).responsible, owner)
        ):
            path = f"{member[:1].upper()}{member[1:]}[{index}]"
            yield path, f"{other.kind.value} with id '{guid}' is restricted only for defined organization."


def root(world: World, organization: str) -> str:
    """The main organisation above this one."""
    at, seen = organization, set[str]()
    while at not in seen:
        seen.add(at)
        found = world.thing(at)
        parent = world.facts(found).parent if found and found.kind is Kind.ORGANIZATION else None
        if parent is None:
            return at
        at = parent
    return at


def share_a_language(world: World, service: Thing, channel: Thing) -> bool:
    """Only then a connection is kept; otherwise it is dropped without a word."""
    one, other = (world.document(thing, latest=True) for thing in (service, channel))
    spoken = [
        languages.versions(languages.needed(thing.kind, document, surroundings.general(world, document)), document)
        for thing, document in ((service, one), (channel, other))
    ]
    return bool(spoken[0] & spoken[1])


def save(world: World, relation: Relation, *, asti: bool = False) -> None:
    """Make the connection or change it; its date moves when something of it does."""
    service, channel = relation.service, relation.channel
    if not share_a_language(world, service, channel):
        return
    there = channel in _channels(world, service)
    before = operations.content(world, service, channel)
    after = relations.content(relation.given, before, asti=asti)
    kept = there and is_asti(world, service, channel)
    if there and kept >= asti and after == {**EMPTY, **before}:
        return
    dates = world.clock.stamp(), world.clock.stamp()
    world.link(service, channel, Connection(after, *dates, asti=asti or kept))
    operations.track(world, (service, channel), dates[0])


def _cut(world: World, relation: Relation) -> None:
    ends = relation.service, relation.channel
    world.link(*ends, None)
    operations.track(world, ends, world.clock.stamp())


def is_asti(world: World, service: Thing, channel: Thing) -> bool:
    """Whether the connection is one of the ASTI register; of generated ones those with extra types are."""
    written = world.connections.of(service.guid).get(channel.guid)
    return written.asti if written else bool(plain(operations.content(world, service, channel).get("extraTypes")))


def replace(
    world: World, wanted: Sequence[Relation], had: Sequence[Relation], *, asti: bool, breaks_after: int | None
) -> None:
    """Save every wanted relation, then cut those of this register that are not wanted. Raises BrokenOff after so many
    steps, which stay done."""
    ends = {(each.service.guid, each.channel.guid) for each in wanted}
    gone = [
        each
        for each in had
        if (each.service.guid, each.channel.guid) not in ends and is_asti(world, each.service, each.channel) is asti
    ]
    for done, relation in enumerate([*wanted, *gone]):
        if done == breaks_after:
            raise BrokenOff
        if done < len(wanted):
            save(world, relation, asti=asti)
        else:
            _cut(world, relation)
    if breaks_after is not None:
        raise BrokenOff


def of_service(world: World, service: Thing) -> list[Relation]:
    """The connections that a service has now."""
    return [Relation(service, channel, {}) for channel in _channels(world, service)]


def of_channel(world: World, channel: Thing) -> list[Relation]:
    """The connections that a channel has now."""
    shown = plain(world.document(channel).get("services")) or ()
    services = _others(world, channel, [link["service"]["id"].lower() for link in shown])
    return [Relation(service, channel, {}) for service in services]


def _channels(world: World, service: Thing) -> list[Thing]:
    return _others(world, service, operations.connected(world, service))


def _others(world: World, end: Thing, shown: Sequence[str]) -> list[Thing]:
    """The other ends of a thing's connections: those that it shows, and drafts, which nobody is shown."""
    written = world.connections.of(end.guid)
    things = (world.thing(guid) for guid in dict.fromkeys([*shown, *written]))
    return [
        thing
        for thing in things
        if thing and (thing.guid in shown or (written[thing.guid] and world.status(thing) is Status.DRAFT))
    ]
