"""What a pull hears of a pair, and what comes of it: pure steps, no Django.

The register tells of a connection in the documents of both ends, and goes on telling what it knew before editors
changed anything here. So each end remembers a fingerprint of what its document said last: what is said again is no
news and changes nothing of what editors made, what is said anew holds, or what whoever pulls has settled.
"""

from hashlib import blake2b
from typing import Final

import msgspec
from msgspec.structs import replace

from catalogue.parts import Reference
from catalogue.services.connections import End, Pair, Settled, without_ends
from catalogue.services.values import Connection, ConnectionEnd, Kind

_OTHER: Final[dict[Kind, Kind]] = {"service": "service_channel", "service_channel": "service"}


def shown(pair: Pair, kind: Kind, listed: ConnectionEnd, position: int) -> Pair:
    """What the document of one of the two things tells of the pair."""
    end, opposite = _ends(pair, kind)
    now = fingerprint(listed.connection)
    news = now != _said_before(end, opposite)
    held = end.said
    if pair.version and pair.content is None and not news:
        said = None  # editors have disconnected it since
    elif held is None:
        said = listed
    elif news:
        said = replace(listed, connection=_with_ours(listed.connection, held.connection))
    elif fingerprint(held.connection) != now:
        said = replace(listed, connection=held.connection, modified=held.modified)
    else:
        said = listed
    return _with_end(pair, kind, End(said=said, shown=now, position=position))


def not_shown(pair: Pair, kind: Kind) -> Pair:
    """The document of one of the two things does not tell of the pair.

    What the register has never shown there stays; what it showed goes, with the last of the documents that did.
    """
    end, opposite = _ends(pair, kind)
    if end.shown is None:
        return pair
    gone = _with_end(pair, kind, End())
    return without_ends(gone) if opposite.shown is None else gone


def told(pair: Pair, listed: ConnectionEnd | None) -> Pair:
    """A pair whose service was told to the register, which then listed this of it, or nothing."""
    shown = None if listed is None else fingerprint(listed.connection)
    if pair.content is None:
        return replace(pair, service=End(), channel=End(), synced_version=pair.version)
    return replace(pair, service=replace(pair.service, shown=shown), synced_version=pair.version)


def synced(before: Pair | None, after: Pair, what: Settled | None = None) -> Pair:
    """A pair after a pull, with the version that says what the register holds: this one, where it does."""
    if what is not None:
        return replace(after, synced_version=after.version if what.synced else None)
    if before is None or _as_shown(after):
        return replace(after, synced_version=after.version)
    return after


def _as_shown(pair: Pair) -> bool:
    """Whether both ends say what the register's documents told last."""
    return all(_end_as_shown(end) for end in (pair.service, pair.channel))


def _end_as_shown(end: End) -> bool:
    if end.said is None or end.shown is None:
        return end.said is None and end.shown is None
    return fingerprint(replace(end.said.connection, fees=[])) == end.shown


def is_news(pair: Pair, kind: Kind, listed: ConnectionEnd | None) -> bool:
    """Whether the document of one of the two things says of the pair what the register has not said before.

    None is what the document does not tell: news once neither of the two tells it any more.
    """
    end, opposite = _ends(pair, kind)
    if listed is None:
        return end.shown is not None and opposite.shown is None
    return fingerprint(listed.connection) != _said_before(end, opposite)


def _said_before(end: End, opposite: End) -> bytes | None:
    return opposite.shown if end.shown is None else end.shown


def settled(pair: Pair, kind: Kind, listed: ConnectionEnd | None, position: int, what: Settled) -> Pair:
    """The pair after news that one of the two documents told: both ends say what was settled, alike."""
    end, opposite = _ends(pair, kind)
    now = End() if listed is None else End(shown=fingerprint(listed.connection), position=position)
    heard = _with_end(pair, kind, now)
    if what.content is None:
        return without_ends(heard)
    told = listed or end.said
    at = max((each.modified for each in (told, end.said, opposite.said) if each and each.modified), default=None)
    here, there = (pair.channel_id, pair.service_id) if kind == "service" else (pair.service_id, pair.channel_id)
    said, opposite_said = (
        replace(one or ConnectionEnd(other=Reference(id=other)), modified=at, connection=what.content)
        for one, other in ((told, here), (opposite.said, there))
    )
    both = _with_end(heard, kind, replace(now, said=said))
    return _with_end(both, _OTHER[kind], replace(opposite, said=opposite_said))


def fingerprint(connection: Connection) -> bytes:
    """Tells whether two connections say the same."""
    return blake2b(msgspec.json.encode(connection), digest_size=16).digest()


def _with_ours(received: Connection, held: Connection) -> Connection:
    return replace(received, fees=held.fees) if held.fees else received


def _ends(pair: Pair, kind: Kind) -> tuple[End, End]:
    return (pair.service, pair.channel) if kind == "service" else (pair.channel, pair.service)


def _with_end(pair: Pair, kind: Kind, end: End) -> Pair:
    return replace(pair, service=end) if kind == "service" else replace(pair, channel=end)
