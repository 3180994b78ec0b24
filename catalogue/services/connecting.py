"""Connects services and channels: changes what holds for a pair, orders channels, takes back; each in a unit of work.

The town owns at least one of the two ends; the other may be somebody else's that is kept here. All that stands in the
way is found before anything is written, so that a call without a unit only tries: it locks and writes nothing.

Locks are taken as a pull takes them, channels before services before their connections: neither waits for the other.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.outbox.unit import Unit
from catalogue.services import checking, connections, pairs, rules, versions, works
from catalogue.services.connections import Move, Names, Pair
from catalogue.services.editing import refuse_changed, refuse_same_members
from catalogue.services.errors import NotPublishable
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


class Asked(NamedTuple):
    """Who asks for something, and within which unit; `may` raises where they may not."""

    unit: Unit | None
    author: Author
    may: Callable[[Joined], None]


class Done(NamedTuple):
    """A connection after a step, and what the rules say of it."""

    joined: Joined
    findings: list[Finding]


# --- reading ----------------------------------------------------------------------------------------------------------


def one(*, connection_id: UUID) -> Joined:
    """A connection, now or once, of something of the town's own; three statements. Raises NotFound."""
    return _joined(_known(connection_id), lock=False)


def of_thing(*, kind: Kind, thing_id: UUID) -> list[Joined]:
    """The connections of a service or a channel in the order in which it shows them, then those that were once.

    Three statements. Of a thing of somebody else's only those with things of the town's own.
    """
    found = pairs.of_things(kind=kind, ids=[thing_id])
    joined = [each for each in join(found.values(), lock=False) if each.own]
    return sorted(joined, key=lambda each: _place(each.pair, kind))


def findings(joined: Joined) -> list[Finding]:
    """What the rules say of what holds for a pair."""
    content = joined.pair.content
    return [] if content is None else checking.of_connection(content, service=joined.service, channel=joined.channel)


# --- steps ------------------------------------------------------------------------------------------------------------


def connect(*, asked: Asked, service_id: UUID, channel_id: UUID, content: Mapping[str, Any]) -> Done:
    """Connects two things. Raises InvalidBody for one that is not here, NotPossibleNow where they are connected."""
    pair = connections.new(service_id, channel_id)
    joined = _joined(pairs.load(ids=[pair.id]).get(pair.id, pair), lock=asked.unit is not None)
    if joined.service is None:
        raise InvalidBody("There is no service with this id here.", place="/service_id")
    if joined.channel is None:
        raise InvalidBody("There is no service channel with this id here.", place="/channel_id")
    _refuse(asked, joined)
    refuse_archived(joined)
    after = connections.connected(joined.pair, content, names=joined.names, at=timezone.now())
    return _done(asked, joined, Move.of(_before(joined.pair), after, "connected"))


def change(*, asked: Asked, connection_id: UUID, expected: int, patch: Mapping[str, Any]) -> Done:
    """A merge patch on what holds for a pair.

    Where somebody has changed other members since the version `expected`, both changes stand; where they changed the
    same, raises Changed with what differs.
    """
    joined = _to_change(asked, connection_id)
    seen = versions.seen(joined.pair, expected)
    refuse_same_members(joined.pair, seen, patch)
    after = connections.changed(joined.pair, patch, names=joined.names, at=timezone.now())
    return _done(asked, joined, Move.of(joined.pair, after, "changed"))


def disconnect(*, asked: Asked, connection_id: UUID, expected: int) -> Done:
    """Nothing holds for the pair any more; its versions lead back."""
    joined = _to_change(asked, connection_id)
    refuse_changed(joined.pair, versions.seen(joined.pair, expected))
    return _done(asked, joined, Move.of(joined.pair, connections.disconnected(joined.pair), "disconnected"))


def restore(*, asked: Asked, connection_id: UUID, expected: int, number: int) -> Done:
    """What held at an earlier version holds again; raises NotFound for one that never was."""
    joined = _to_change(asked, connection_id)
    refuse_changed(joined.pair, versions.seen(joined.pair, expected))
    refuse_archived(joined)
    then = versions.at_version(joined.pair, number)
    after = connections.restored(joined.pair, then.content, names=joined.names, at=timezone.now())
    return _done(asked, joined, Move.of(joined.pair, after, "restored"))


def order(*, asked: Asked, service_id: UUID, ids: Sequence[UUID]) -> list[Joined]:
    """The connections of a service in an order, which names each of them once. A constant number of statements."""
    service = works.one(kind="service", thing_id=service_id)
    known = pairs.of_things(kind="service", ids=[service.id])
    found = {each.pair.id: each for each in join(known.values(), lock=asked.unit is not None)}
    here = {key for key, joined in found.items() if joined.pair.content is not None}
    if len(ids) != len(here) or here != set(ids):
        raise InvalidBody("Name each connection of the service once, and no others.", place="/connections")
    for key in ids[:1]:  # the order is the service's, whoever's the channels are
        asked.may(found[key]._replace(channel=None))
    moves = [Move.of(found[key].pair, connections.placed(found[key].pair, at), "ordered") for at, key in enumerate(ids)]
    ordered = [found[move.after.id]._replace(pair=move.after) for move in moves]
    if asked.unit is not None:
        write(asked.unit, ordered, moves, asked.author, timezone.now())
    return ordered


# --- parts of steps ---------------------------------------------------------------------------------------------------


def _to_change(asked: Asked, connection_id: UUID) -> Joined:
    joined = _joined(_known(connection_id), lock=asked.unit is not None)
    _refuse(asked, joined)
    return joined


def _refuse(asked: Asked, joined: Joined) -> None:
    if not joined.own:
        raise NotPossibleNow("Neither the service nor the channel is the town's own.")
    asked.may(joined)


def refuse_archived(joined: Joined) -> None:
    """Raises NotPossibleNow where one of the ends is out of sight."""
    for work in joined.ends:
        if work.state == "archived":
            raise NotPossibleNow(f"The {work.kind.replace('_', ' ')} is archived: bring it back first.")


def _done(asked: Asked, joined: Joined, move: Move) -> Done:
    """Asks the rules and, within a unit, writes. Raises NotPublishable where they refuse."""
    after = joined._replace(pair=move.after)
    found = findings(after)
    if rules.refuses_publishing(found):
        raise NotPublishable(found)
    if asked.unit is not None:
        write(asked.unit, [after], [move], asked.author, timezone.now())
    return Done(after, found)


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


def _known(connection_id: UUID) -> Pair:
    found = pairs.load(ids=[connection_id]).get(connection_id)
    if found is None:
        raise missing(connection_id)
    return found


def missing(connection_id: UUID) -> NotFound:
    """That the town has no such connection."""
    return NotFound(f"There is no connection of this town's with id {connection_id}.", place="id")


def _joined(pair: Pair, *, lock: bool) -> Joined:
    """The pair with its ends, read anew where it is locked. Raises NotFound for others' own affairs."""
    (joined,) = join([pair], lock=lock)
    if pair.version and not joined.own:
        raise missing(pair.id)
    return joined


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


def _before(pair: Pair) -> Pair | None:
    return pair if pair.version else None


def _name(work: Work | None) -> str | None:
    found = in_language(works.displayed_names(work.content.language_versions), "fi") if work else None
    return found[0] if found else None


def _place(pair: Pair, kind: Kind) -> tuple[Any, ...]:
    """Where the document of a service or a channel shows the pair; see the projection."""
    end, other = (pair.service, pair.channel_id) if kind == "service" else (pair.channel, pair.service_id)
    ours = pair.position if kind == "service" else None
    gone = pair.content is None
    return (gone, ours is None, ours or 0, end.position is None, end.position or 0, other)
