"""What lines about connections make of them: as `planning` does of things, but that what is written holds at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from catalogue.errors import CatalogueError, NotPossibleNow
from catalogue.exchange.errors import NotAllowed, RowRefused
from catalogue.exchange.matching import Taken, part
from catalogue.exchange.merging import merge_patch, of_cells, of_members
from catalogue.exchange.planning import Terms, columns_of, findings_told, located
from catalogue.exchange.values import Said, Tie, Told
from catalogue.services import connecting, connections, pairs, rules, versions
from catalogue.services.connecting import Joined
from catalogue.services.connections import Move, Pair
from catalogue.services.values import Connection
from catalogue.services.workflow import plain
from catalogue.services.works import organization_of
from tenants.accounts.permissions import Action


@dataclass(frozen=True, slots=True)
class Tied:
    """What comes of a line; `move` is what is written, if anything."""

    told: Told
    joined: Joined
    move: Move | None = None


def tie(ties: Sequence[Tie], *, terms: Terms, taken: Taken, lock: bool) -> list[Tied]:
    """What comes of a batch of lines; six statements at most. With `lock` other writers wait."""
    new = [connections.new(each.service_id, each.channel_id) for each in ties]
    known = pairs.load(ids=[pair.id for pair in new])
    joined = connecting.join([known.get(pair.id, pair) for pair in new], lock=lock)
    asked = [(each.pair, _version_seen(line, each.pair)) for line, each in zip(ties, joined, strict=True)]
    seen = versions.at_versions(asked)
    return [_tied(line, each, then, terms, taken) for line, each, then in zip(ties, joined, seen, strict=True)]


def _version_seen(line: Tie, pair: Pair) -> int:
    return pair.version if line.version is None or not pair.version else line.version


def _tied(line: Tie, joined: Joined, seen: Pair | None, terms: Terms, taken: Taken) -> Tied:
    pair = joined.pair
    told = Told(
        table=line.table, row=line.row, kind="connection", outcome="unchanged", id=pair.id, version=pair.version
    )
    told = replace(told, was=pair.version)
    try:
        _take(line, joined, taken)
        if _still_to_come(joined, taken):
            return Tied(replace(told, outcome="created"), joined)
        _refuse(joined)
        if seen is None:
            raise RowRefused("no_such_version", place="version", version=line.version or 0, present=pair.version)
        move, members, said = _moved(line, joined, seen, terms)
        if said:
            return Tied(replace(told, outcome="refused", said=located(said, line)), joined)
        if move is None:
            return Tied(told, joined)
        _refuse_elsewhere(joined, terms)
    except CatalogueError as error:
        why = Said.of(error)
        return Tied(replace(told, outcome="refused", said=[why]), joined)
    return _checked(Tied(replace(told, members=members), joined._replace(pair=move.after), move), line)


def _moved(line: Tie, joined: Joined, seen: Pair, terms: Terms) -> tuple[Move | None, list[str], list[Said]]:
    """Raises InvalidBody, and NotPossibleNow where an end is archived."""
    pair = joined.pair
    if line.sheet is not None:
        return _moved_by_cells(line, joined, seen, terms)
    given = {name: value for name, value in line.content.items() if name not in connections.KEPT}
    wanted = _plain(connections.content(Connection(), given))
    was, now = _plain(seen.content), _plain(pair.content)
    if pair.content is None and seen.content is not None:  # others have disconnected it since
        why = Said.saying("disconnected_meanwhile", code="changed_meanwhile", seen=was, given=wanted)
        return None, [], [] if wanted == was else [why]
    if pair.content is None:
        connecting.refuse_archived(joined)
        after = connections.connected(pair, wanted, names=joined.names, at=terms.at)
        return Move.of(pair if pair.version else None, after, "connected"), [], []
    patch, members, said = of_members(seen=was, present=now, given=wanted)
    if said or not members:
        return None, [], said
    after = connections.changed(pair, patch, names=joined.names, at=terms.at)
    return Move.of(pair, after, "changed"), members, []


def _moved_by_cells(line: Tie, joined: Joined, seen: Pair, terms: Terms) -> tuple[Move | None, list[str], list[Said]]:
    """Of a row of a sheet: what its cells change. Fees connect nothing. Raises as `_moved`."""
    pair = joined.pair
    was, now = seen.content or Connection(), pair.content or Connection()
    merged = of_cells(line.cells, columns_of(line, terms.codes), seen=was, present=now)
    if pair.content is None and seen.content is not None:  # others have disconnected it since
        gone = Said.saying("disconnected_meanwhile", code="changed_meanwhile")
        return None, [], [gone] if merged.members or merged.said else []
    if pair.content is None and line.sheet == "fee":
        raise RowRefused("no_such_holder")
    if merged.said or (pair.content is not None and not merged.members):
        return None, [], merged.said
    if pair.content is None:
        connecting.refuse_archived(joined)
        after = connections.connected(pair, _plain(merged.content), names=joined.names, at=terms.at)
        return Move.of(pair if pair.version else None, after, "connected"), [], []
    patch = merge_patch(_plain(now), _plain(merged.content))
    after = connections.changed(pair, patch, names=joined.names, at=terms.at)
    return Move.of(pair, after, "changed"), merged.members, []


def _plain(content: Connection | None) -> dict[str, Any]:
    said: dict[str, Any] = {} if content is None else plain(content)
    return {name: value for name, value in said.items() if name not in connections.KEPT}


def _checked(tied: Tied, line: Tie) -> Tied:
    """With what the rules find; what they would not show is not written, as it would hold at once."""
    assert tied.move is not None, "there is something to write"
    found = connecting.findings(tied.joined)
    told = replace(tied.told, said=located(findings_told(found, columns_of(line, {})), line))
    if rules.refuses_publishing(found):
        return Tied(replace(told, outcome="refused", members=[]), tied.joined)
    made = tied.move.before is None or tied.move.before.content is None
    told = replace(told, outcome="created" if made else "changed", version=tied.move.after.version)
    return Tied(told, tied.joined, tied.move)


# --- who and what -----------------------------------------------------------------------------------------------------


def _take(line: Tie, joined: Joined, taken: Taken) -> None:
    about = part(line.table), joined.pair.id
    earlier = taken.ids.get(about)
    if earlier is not None:
        raise RowRefused("same_thing", row=earlier.row or 0)
    taken.ids[about] = line.at


def _still_to_come(joined: Joined, taken: Taken) -> bool:
    """Whether an end is made by an earlier row of the file, which was only tried."""
    ends = (joined.service, joined.pair.service_id), (joined.channel, joined.pair.channel_id)
    missing = [end_id for work, end_id in ends if work is None]
    return bool(missing) and all(("", end_id) in taken.ids for end_id in missing)


def _refuse(joined: Joined) -> None:
    for work, name in ((joined.service, "service_id"), (joined.channel, "channel_id")):
        if work is None:
            raise RowRefused("no_such_thing", place=name)
    if not joined.own:
        raise NotPossibleNow("Neither the service nor the channel is the town's own.")


def _refuse_elsewhere(joined: Joined, terms: Terms) -> None:
    """Readers see at once what holds between published things: that is for who may publish, and wants to."""
    if joined.seen and not terms.publish:
        raise RowRefused("seen_at_once")
    refuse_beyond_reach(joined, terms)


def refuse_beyond_reach(joined: Joined, terms: Terms) -> None:
    """Raises NotAllowed where whoever imports reaches neither end."""
    action = Action.PUBLISH_CONTENT if joined.seen else Action.WRITE_CONTENT
    importer = terms.importer
    if not any(importer.reaches(action, organization_of(work), parents=terms.parents) for work in joined.own):
        raise NotAllowed("beyond_reach_both")
