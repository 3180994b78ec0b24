"""The copy of the register that v12 shows: what was published a while ago, since everything is still entered in v11.

A copy is taken at regular intervals and shown some time later; by default each half hour and an hour later, so that a
change is seen after one to one and a half hours of the stand-in's clock (2026). A copy is of one moment: whatever was
changed together is seen together.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from suomifi_standin.changes import Change, Status
from suomifi_standin.connections import Connection
from suomifi_standin.documents import Document

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
SHORTEST, LONGEST = timedelta(minutes=60), timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Version:
    """A thing as it was left by one change: what of it is published, if it is."""

    moment: datetime
    status: Status
    members: Document
    modified: str | None
    archived: str | None
    shared: bool | None


@dataclass(slots=True)
class History:
    """What was changed when; a state is forgotten when no reader can be shown it any more."""

    shortest: timedelta = SHORTEST
    longest: timedelta = LONGEST
    _shown: datetime = _LONG_AGO
    _versions: dict[str, list[Version]] = field(default_factory=dict)
    _connections: dict[tuple[str, str], list[tuple[datetime, Connection | None]]] = field(default_factory=dict)
    _pairs: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    _general: list[datetime] = field(default_factory=list)

    def keep(self, guid: str, change: Change, moment: datetime, *, general: bool) -> None:
        """Note what a thing has become; `general`: it is a general description, of which services show parts."""
        version = Version(moment, change.status, dict(change.members), change.modified, change.archived, change.shared)
        known = self._versions.setdefault(guid, [])
        del known[: max(bisect_right(known, self._shown, key=lambda each: each.moment) - 1, 0)]
        known.append(version)
        if general:
            self._general.append(moment)

    def keep_connection(self, service: str, channel: str, connection: Connection | None, moment: datetime) -> None:
        """Note what became of a connection; None where it was cut."""
        pair = service, channel
        known = self._connections.setdefault(pair, [])
        del known[: max(bisect_right(known, self._shown, key=lambda state: state[0]) - 1, 0)]
        known.append((moment, connection))
        self._pairs.setdefault(service, {})[channel] = pair
        self._pairs.setdefault(channel, {})[service] = pair

    def catch_up(self, now: datetime) -> None:
        """Show at once what is there now."""
        self._shown = max(self._shown, now)

    def shown(self, now: datetime) -> datetime:
        """The moment that readers are shown now; it never goes back, whatever the delays are set to."""
        at, every = now - self.shortest, (self.longest - self.shortest).total_seconds()
        if every > 0:
            at = datetime.fromtimestamp(at.timestamp() // every * every, UTC)
        self._shown = max(self._shown, at)
        return self._shown

    def version(self, guid: str, at: datetime) -> Version | None:
        """A thing as it was then; None where nothing had been done to it."""
        known = self._versions.get(guid, ())
        position = bisect_right(known, at, key=lambda version: version.moment)
        return known[position - 1] if position else None

    def connections(self, end: str, at: datetime) -> Mapping[str, Connection | None]:
        """Other end -> connection as it was then, where it differs from the beginning."""
        states = ((other, self._connection(pair, at)) for other, pair in self._pairs.get(end, {}).items())
        return {other: state[1] for other, state in states if state}

    def _connection(self, pair: tuple[str, str], at: datetime) -> tuple[datetime, Connection | None] | None:
        known = self._connections[pair]
        position = bisect_right(known, at, key=lambda state: state[0])
        return known[position - 1] if position else None

    def cut(self, at: datetime) -> Sequence[tuple[str, str, datetime]]:
        """Service, channel and moment of each connection that was cut then, and has not been made again."""
        states = ((pair, self._connection(pair, at)) for pair in self._connections)
        return [(*pair, state[0]) for pair, state in states if state and state[1] is None]

    def changed(self) -> frozenset[str]:
        """Whatever was changed at any time."""
        return frozenset(self._versions)

    def generals(self, at: datetime) -> int:
        """How often general descriptions had been changed by then."""
        return bisect_right(self._general, at)
