"""Makes steps of connections and writes them: connects, changes, orders, takes back, proposes; as `editing` of things.

The town owns at least one of the two ends; the other may be somebody else's that is kept here. Who asks and whether it
holds at once is for `orders` to say: what readers see, and whoever asks may not publish, waits as a proposal.

Locks are taken as a pull takes them, channels before services before their connections: neither waits for the other.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.outbox.unit import Unit
from catalogue.services import checking, connections, pairs, versions, works
from catalogue.services.connections import Move, Names, Pair
from catalogue.services.editing import refuse_changed, refuse_same_members
from catalogue.services.rules import Finding
from catalogue.services.values import LOCKED, Kind
from catalogue.services.versions import Author
from catalogue.services.workflow import Work
from catalogue.text import in_language


class Joined(NamedTuple):
    """A pair, and its two things as editors have them; None for one that is not kept here."""

    pair: Pair
    service: Work | None
    channel: Work | None

    @property
    def ends(self) -> list[Work]:
        """Those that are kept here."""
        return [work for work in (self.service, self.channel) if work is not None]

    @property
    def own(self) -> list[Work]:
        """Those whose organisations decide who may."""
        return [work for work in self.ends if work.own]

    @property
    def seen(self) -> bool:
        """Whether readers see the connection."""
        return all(work.state == "published" for work in self.ends)

    @property
    def names(self) -> Names:
        """What the ends are called."""
        return Names(service=_name(self.service), channel=_name(self.channel))


class Joining(NamedTuple):
    """A step of a connection: what it connects, as it is after the step, and the change."""

    joined: Joined
    move: Move


class Eyes(NamedTuple):
    """By whose eyes something is done, and when; with `wait` it waits for others', where readers would see it."""

    by: UUID | None
    at: datetime
    four: bool = False
    wait: bool = False


# --- reading ----------------------------------------------------------------------------------------------------------


def one(*, connection_id: UUID) -> Joined:
    """A connection, now or once, of something of the town's own; three statements. Raises NotFound."""
    found = pairs.load(ids=[connection_id]).get(connection_id)
    if found is None:
        raise missing(connection_id)
    (joined,) = join([found], lock=False)
    if not joined.own:
        raise missing(connection_id)
    return joined


def of_thing(*, kind: Kind, thing_id: UUID) -> list[Joined]:
    """The connections of a service or a channel in the order in which it shows them, then those that were once.

    Three statements. Of a thing of somebody else's only those with things of the town's own.
    """
    found = pairs.of_things(kind=kind, ids=[thing_id])
    joined = [each for each in join(found.values(), lock=False) if each.own]
    return sorted(joined, key=lambda each: _place(each.pair, kind))


def waiting(*, after: UUID | None, most: int) -> list[Joined]:
    """Connections for which something is proposed, by id from one on; three statements."""
    return join(pairs.waiting(after=after, most=most).values(), lock=False)


def findings(joined: Joined) -> list[Finding]:
    """What the rules say of what editors work on: what is proposed for a pair, else what holds."""
    content = joined.pair.wanted
    return [] if content is None else checking.of_connection(content, service=joined.service, channel=joined.channel)


# --- makers -----------------------------------------------------------------------------------------------------------


def connect(joined: Joined, content: Mapping[str, Any], *, eyes: Eyes) -> Joining:
    """Connects two things. Raises InvalidBody for one that is not here, NotPossibleNow where they are connected."""
    refuse_absent(joined)
    refuse_archived(joined)
    step = partial(connections.connected, given=content, names=joined.names, at=eyes.at)
    return _taken(joined, step, "connected", eyes)


def change(joined: Joined, patch: Mapping[str, Any], *, seen: Pair, eyes: Eyes) -> Joining:
    """A merge patch on what editors work on.

    Where somebody has changed other members since the version `seen`, both changes stand; where they changed the same,
    raises Changed with what differs.
    """
    refuse_same_members(joined.pair, seen, patch)
    step = partial(connections.changed, patch=patch, names=joined.names, at=eyes.at)
    return _taken(joined, step, "changed", eyes)


def disconnect(joined: Joined, *, seen: Pair, eyes: Eyes) -> Joining:
    """Nothing holds for the pair any more; its versions lead back."""
    refuse_changed(joined.pair, seen)
    return _taken(joined, connections.disconnected, "disconnected", eyes)


def restore(joined: Joined, then: Pair, *, seen: Pair, eyes: Eyes) -> Joining:
    """What held at an earlier version holds again."""
    refuse_changed(joined.pair, seen)
    refuse_archived(joined)
    step = partial(connections.restored, then=then.content, names=joined.names, at=eyes.at)
    return _taken(joined, step, "restored", eyes)


def publish(joined: Joined, *, seen: Pair, eyes: Eyes) -> Joining:
    """What is proposed holds."""
    refuse_changed(joined.pair, seen)
    refuse_archived(joined)
    after = connections.published(joined.pair, by=eyes.by, four_eyes=eyes.four, names=joined.names, at=eyes.at)
    return _joining(joined, after, "published")


def discard(joined: Joined, *, seen: Pair) -> Joining:
    """Nothing is proposed any more."""
    refuse_changed(joined.pair, seen)
    return _joining(joined, connections.discarded(joined.pair), "discarded")


def order(found: Mapping[UUID, Joined], ids: Sequence[UUID]) -> list[Joining]:
    """The connections of a service in an order, which names each of them once."""
    here = {key for key, joined in found.items() if joined.pair.content is not None}
    if len(ids) != len(here) or here != set(ids):
        raise InvalidBody("Name each connection of the service once, and no others.", place="/connections")
    return [_joining(found[key], connections.placed(found[key].pair, at), "ordered") for at, key in enumerate(ids)]


# --- parts of makers --------------------------------------------------------------------------------------------------


def _taken(joined: Joined, step: Callable[[Pair], Pair], action: str, eyes: Eyes) -> Joining:
    """The step, or the proposal of it."""
    if eyes.wait:
        after = connections.proposed(joined.pair, step, by=eyes.by, at=eyes.at)
        return _joining(joined, after, "proposed")
    return _joining(joined, step(joined.pair), action)


def _joining(joined: Joined, after: Pair, action: str) -> Joining:
    move = Move.of(joined.pair if joined.pair.version else None, after, action)
    return Joining(joined._replace(pair=move.after), move)


def refuse_absent(joined: Joined) -> None:
    """Raises InvalidBody for an end that is not kept here."""
    if joined.service is None:
        raise InvalidBody("There is no service with this id here.", place="/service_id")
    if joined.channel is None:
        raise InvalidBody("There is no service channel with this id here.", place="/channel_id")


def refuse_foreign(joined: Joined) -> None:
    """Raises NotPossibleNow where neither end is the town's own."""
    if not joined.own:
        raise NotPossibleNow("Neither the service nor the channel is the town's own.")


def refuse_archived(joined: Joined) -> None:
    """Raises NotPossibleNow where one of the ends is out of sight."""
    for work in joined.ends:
        if work.state == "archived":
            raise NotPossibleNow(f"The {work.kind.replace('_', ' ')} is archived: bring it back first.")


# --- writing ----------------------------------------------------------------------------------------------------------


def write(unit: Unit, joined: Iterable[Joined], moves: Iterable[Move], author: Author, at: datetime) -> None:
    """Writes rows and versions, and has the documents of both ends made anew; nothing where nothing has changed."""
    made = {move.after.id: move for move in moves if move.before is None or move.before.version != move.after.version}
    pairs.keep([move.after for move in made.values()])
    versions.write(made.values(), author=author, at=at)
    for each in joined:
        if each.pair.id in made:
            for work in each.ends:
                unit.record(kind=work.kind, ids=[work.id], action="updated")


# --- rows -------------------------------------------------------------------------------------------------------------


def missing(connection_id: UUID | None) -> NotFound:
    """That the town has no such connection."""
    return NotFound(f"There is no connection of this town's with id {connection_id}.", place="id")


def join(found: Collection[Pair], *, lock: bool) -> list[Joined]:
    """Pairs with their ends: two statements, and one more where they are locked."""
    ids: dict[Kind, set[UUID]] = {
        "service_channel": {pair.channel_id for pair in found},
        "service": {pair.service_id for pair in found},
    }
    ends = {kind: works.load(kind=kind, ids=ids[kind], own=None, lock=lock) for kind in LOCKED if kind in ids}
    fresh = pairs.load(ids=[pair.id for pair in found], lock=True) if lock else {}
    return [
        Joined(
            fresh.get(pair.id, pair),
            ends["service"].get(pair.service_id),
            ends["service_channel"].get(pair.channel_id),
        )
        for pair in found
    ]


def _name(work: Work | None) -> str | None:
    found = in_language(works.displayed_names(work.content.language_versions), "fi") if work else None
    return found[0] if found else None


def _place(pair: Pair, kind: Kind) -> tuple[Any, ...]:
    """Where the document of a service or a channel shows the pair; see the projection."""
    end, other = (pair.service, pair.channel_id) if kind == "service" else (pair.channel, pair.service_id)
    ours = pair.position if kind == "service" else None
    gone = pair.content is None
    return (gone, ours is None, ours or 0, end.position is None, end.position or 0, other)
