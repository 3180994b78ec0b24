"""A connection while it is edited: pure steps from one state of a pair to the next (no Django).

A connection has no draft, as in the register: what is written holds at once, and both of its ends say it alike. A pair
without ends is one that was connected once; its versions lead back.

What somebody writes who may not have it hold is `proposed`: it waits beside what holds, for somebody who may publish.
Until it is published or discarded nobody writes past it: otherwise one of two changes would be lost.

What a pull makes of a pair is said in `heard`.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal, NamedTuple, Self
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from catalogue.errors import NotPossibleNow
from catalogue.parts import Reference
from catalogue.services import bodies
from catalogue.services.values import Connection, ConnectionEnd
from catalogue.services.workflow import plain

BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)
KEPT: Final = frozenset({"remainder"})
"""Members that editors do not write."""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """One end of a pair: the connection as readers of that thing's document get it, and what the register said.

    `shown` is a fingerprint of the connection in the document that was pulled last, None where that has none;
    `position` is its place in there.
    """

    said: ConnectionEnd | None = None
    shown: bytes | None = None
    position: int | None = None


class Settled(NamedTuple):
    """What holds for a pair after news of the register's, None: it is not connected; whether both sides say that."""

    content: Connection | None
    synced: bool


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """What is to hold once somebody who may publish lets it, None to disconnect; since when it waits, and by whom."""

    content: Connection | None
    at: datetime
    by: UUID | None = None


class Names(NamedTuple):
    """What the two things are called, for the documents that show one of them to readers of the other."""

    service: str | None = None
    channel: str | None = None


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A service and a channel that are, or were, connected. `position` is the place that editors gave the channel.

    `synced_version` is the version that says what the register holds, None where none does.
    """

    id: UUID
    service_id: UUID
    channel_id: UUID
    version: int = 0
    service: End = End()
    channel: End = End()
    position: int | None = None
    synced_version: int | None = None
    proposed: Proposed | None = None
    kind: Literal["connection"] = "connection"

    @property
    def content(self) -> Connection | None:
        """What holds for the pair, None where it is not connected."""
        end = speaking(self.service.said, self.channel.said)
        return None if end is None else end.connection

    @property
    def wanted(self) -> Connection | None:
        """What editors work on: what is proposed, where something is, else what holds."""
        return self.content if self.proposed is None else self.proposed.content


class Move(NamedTuple):
    """A change of a pair: what it was (None: there was none), what it is, and what was done."""

    before: Pair | None
    after: Pair
    action: str

    @classmethod
    def of(cls, before: Pair | None, after: Pair, action: str = "") -> Self:
        """The change, under the version that the pair gets: the next one where what versions tell has changed."""
        if before is None:
            return cls(None, _numbered(after, 1, after.content is None), action or "connected")
        same = _told(before) == _told(after)
        agreed = not edited(before) and before.content == after.content
        done = _numbered(after, before.version if same else before.version + 1, agreed)
        return cls(before, done, action or _happened(before, after))


def _numbered(pair: Pair, version: int, agreed: bool) -> Pair:
    """Under a version; `agreed`: it says what the register holds, as the one before did, whatever is proposed."""
    return replace(pair, version=version, synced_version=version if agreed else pair.synced_version)


def _told(pair: Pair) -> tuple[Any, ...]:
    """What versions tell."""
    return pair.content, pair.position, pair.proposed


def _happened(before: Pair, after: Pair) -> str:
    if before.content is None:
        return "connected"
    return "disconnected" if after.content is None else "changed"


def pair_id(service_id: UUID, channel_id: UUID) -> UUID:
    """The id is made of the pair, so that writing needs no look-up."""
    return uuid5(service_id, channel_id.hex)


def new(service_id: UUID, channel_id: UUID) -> Pair:
    """A pair that was never connected."""
    return Pair(id=pair_id(service_id, channel_id), service_id=service_id, channel_id=channel_id)


def speaking(own: ConnectionEnd | None, opposite: ConnectionEnd | None) -> ConnectionEnd | None:
    """Of the two ends of a connection the one that was modified later; the thing's own where that does not tell."""
    if own is None or opposite is None:
        return own or opposite
    return opposite if (opposite.modified or BEFORE_ALL) > (own.modified or BEFORE_ALL) else own


# --- steps of editors -------------------------------------------------------------------------------------------------


def connected(pair: Pair, given: Mapping[str, Any], *, names: Names, at: datetime) -> Pair:
    """Connects what is not connected. Raises InvalidBody."""
    _refuse_waiting(pair)
    if pair.content is not None:
        raise NotPossibleNow("The service and the channel are connected already.")
    return _written(pair, content(Connection(), given), names, at)


def changed(pair: Pair, patch: Mapping[str, Any], *, names: Names, at: datetime) -> Pair:
    """What holds for the pair, with a merge patch. Raises InvalidBody."""
    _refuse_waiting(pair)
    return _written(pair, content(_present(pair), patch), names, at)


def disconnected(pair: Pair) -> Pair:
    """Nothing holds for the pair any more."""
    _refuse_waiting(pair)
    _present(pair)
    return without_ends(pair)


def restored(pair: Pair, then: Connection | None, *, names: Names, at: datetime) -> Pair:
    """What held once holds again, whether or not the pair is connected now."""
    _refuse_waiting(pair)
    if then is None:
        raise NotPossibleNow("In that version the service and the channel were not connected.")
    return _written(pair, then, names, at)


def placed(pair: Pair, position: int) -> Pair:
    """The channel at a place among those of the service."""
    _present(pair)
    return replace(pair, position=position)


def holding(pair: Pair, wanted: Connection | None, *, names: Names, at: datetime) -> Pair:
    """What is settled elsewhere, None where they are not connected; what is proposed here waits on."""
    return without_ends(pair) if wanted is None else _written(pair, wanted, names, at)


# --- steps that wait for somebody who may publish ---------------------------------------------------------------------


def proposed(pair: Pair, step: Callable[[Pair], Pair], *, by: UUID | None, at: datetime) -> Pair:
    """What a step would have hold, which waits; it goes on from what waits already. Nothing does that holds anyhow."""
    wanted = step(_realised(pair, Names(), at)).content
    if wanted == pair.wanted:
        return pair
    waits = None if wanted == pair.content else Proposed(content=wanted, at=at, by=by)
    return replace(pair, proposed=waits)


def published(pair: Pair, *, by: UUID | None, four_eyes: bool, names: Names, at: datetime) -> Pair:
    """What is proposed holds; with `four_eyes` it is never who proposed it that publishes it."""
    waits = _waiting(pair)
    if four_eyes and (by is None or waits.by == by):
        raise NotPossibleNow("This town publishes by four eyes: somebody else must do it.")
    return _realised(pair, names, at)


def discarded(pair: Pair) -> Pair:
    """Nothing is proposed any more."""
    _waiting(pair)
    return replace(pair, proposed=None)


def _realised(pair: Pair, names: Names, at: datetime) -> Pair:
    """As if what is proposed held."""
    if pair.proposed is None:
        return pair
    return holding(replace(pair, proposed=None), pair.proposed.content, names=names, at=at)


def _waiting(pair: Pair) -> Proposed:
    if pair.proposed is None:
        raise NotPossibleNow("Nothing is proposed for this connection.")
    return pair.proposed


def _refuse_waiting(pair: Pair) -> None:
    if pair.proposed is not None:
        raise NotPossibleNow("Something is proposed for this connection: publish or discard that first.")


# --- parts of steps ---------------------------------------------------------------------------------------------------


def content(before: Connection, patch: Mapping[str, Any]) -> Connection:
    """A connection with a merge patch, as editors may write it; raises InvalidBody at its place."""
    return bodies.written(plain(before), patch, Connection, kept=KEPT)


def _present(pair: Pair) -> Connection:
    found = pair.content
    if found is None:
        raise NotPossibleNow("The service and the channel are not connected: connect them, or restore a version.")
    return found


def _written(pair: Pair, connection: Connection, names: Names, at: datetime) -> Pair:
    """Both ends say the same from an instant on; nothing is written where they do already."""
    if pair.content == connection:
        return pair
    at_service = pair.service.said or ConnectionEnd(other=Reference(id=pair.channel_id, name=names.channel))
    at_channel = pair.channel.said or ConnectionEnd(other=Reference(id=pair.service_id, name=names.service))
    return replace(
        pair,
        service=replace(pair.service, said=replace(at_service, modified=at, connection=connection)),
        channel=replace(pair.channel, said=replace(at_channel, modified=at, connection=connection)),
    )


def without_ends(pair: Pair) -> Pair:
    """The pair of what is no longer connected."""
    service, channel = replace(pair.service, said=None), replace(pair.channel, said=None)
    return replace(pair, service=service, channel=channel, position=None)


def edited(pair: Pair) -> bool:
    """Whether editors have changed the pair since it said what the register holds."""
    return pair.version > 0 and pair.version != pair.synced_version


# --- snapshots: what a version keeps ----------------------------------------------------------------------------------


def snapshot(pair: Pair) -> dict[str, Any]:
    """What holds for the pair, its place and what is proposed; what only one end says is not kept."""
    said = pair.content
    return {
        "content": None if said is None else plain(said),
        "position": pair.position,
        "proposed": plain(pair.proposed),
    }


def of_snapshot(pair: Pair, version: int, kept: Mapping[str, Any]) -> Pair:
    """The pair as it was at a version, as far as a version tells."""
    said = kept["content"]
    connection = None if said is None else msgspec.convert(said, Connection)
    end = None if connection is None else ConnectionEnd(other=Reference(id=pair.channel_id), connection=connection)
    waits = msgspec.convert(kept["proposed"], Proposed | None)
    told: dict[str, Any] = {"position": kept["position"], "proposed": waits}
    return replace(pair, version=version, service=End(said=end), channel=End(), **told)
