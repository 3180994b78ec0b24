"""What we and the register hold of a thing or a pair: plain bodies to be merged, and what comes of merging them (pure).

A body leaves out what is no side's edit: members that the register alone tells (`workflow.KEPT_OF`: it is always right
about them), and our fees, which it has no member for. Nothing is the body of what readers of a side do not get: of a
thing that is archived there, or archived or not yet published here; so taking a thing away is an edit like any other.

A draft lies over what is published, and keeps lying there: `rebased` merges it onto what is published now. Where both
changed the same it is the policy's affair too, but what nobody owns stays as the draft has it, since nobody reads it
until somebody publishes it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from catalogue.registry.merge import Body, Conflict, Merged, edits, merge
from catalogue.registry.ownership import Policy
from catalogue.services.values import Connection, Kind
from catalogue.services.workflow import KEPT_OF, TYPES, Content, Work, plain, still_waiting

OURS_ONLY: Final = ("fees",)
CONNECTED: Final = "connected"
"""A member of a pair's body, so that a connection of which nothing more is said is not nothing."""

NOTHING: Final[Body] = {}

Typed = TypeVar("Typed")


class Outcome(NamedTuple):
    """What comes of a thing. `drafted` are conflicts of its draft, settled there; `synced`: both sides say the same."""

    work: Work
    merged: Merged
    drafted: tuple[Conflict, ...]
    synced: bool


class Held(NamedTuple):
    """What comes of a pair: what holds for it, None where it is not connected."""

    content: Connection | None
    merged: Merged
    synced: bool


def shown(work: Work) -> Content | None:
    """What readers get of a thing here."""
    return work.published if work.state == "published" else None


def body(kind: Kind, content: Content | None) -> dict[str, Any]:
    """A thing's content as a side of a merge."""
    left_out = {*KEPT_OF[kind], *OURS_ONLY}
    return {} if content is None else {name: value for name, value in plain(content).items() if name not in left_out}


def body_of_pair(content: Connection | None) -> dict[str, Any]:
    """What holds for a pair as a side of a merge."""
    if content is None:
        return {}
    return {CONNECTED: True, **{name: value for name, value in plain(content).items() if name not in OURS_ONLY}}


def content_of(kind: Kind, side: Body, *, told: Content, ours: Content | None) -> Content:
    """A body as content again, with what the register alone tells, and what we alone have."""
    kept = {name: value for name, value in plain(told).items() if name in KEPT_OF[kind]}
    return _typed({**side, **kept, **_only_ours(ours)}, TYPES[kind])


def content_of_pair(side: Body, *, ours: Connection | None) -> Connection | None:
    """What holds for a pair, of its body."""
    if not side.get(CONNECTED):
        return None
    said = {name: value for name, value in side.items() if name != CONNECTED}
    return _typed({**said, **_only_ours(ours)}, Connection)


def together(work: Work, received: Content | None, base: Body, *, policy: Policy) -> Outcome:
    """A thing once the register says something new of it; None: it does not show it any more.

    Open conflicts stand as ours meanwhile. The work is not numbered yet.
    """
    was, theirs = shown(work), body(work.kind, received)
    merged = merge(base, body(work.kind, was), theirs, kind=work.kind, policy=policy, undecided="ours")
    synced = not edits(theirs, merged.value)
    if merged.value:
        told = received or was
        assert told is not None, "what is merged is somebody's"
        public = content_of(work.kind, merged.value, told=told, ours=work.published)
        modified = told.modified if synced else _latest(each.modified for each in (was, received) if each is not None)
        begun = base if work.published is None else body(work.kind, work.published)
        after, drafted = published(work, replace(public, modified=modified), begun=begun, policy=policy)
        return Outcome(after, merged, drafted, synced)
    if was is not None:
        return Outcome(replace(work, state="archived", in_review={}), merged, (), synced)
    return Outcome(*_unseen(work, received, base, merged, policy), synced)


def together_pair(ours: Connection | None, received: Connection | None, base: Body, *, policy: Policy) -> Held:
    """A pair once the register says something new of it."""
    theirs = body_of_pair(received)
    merged = merge(base, body_of_pair(ours), theirs, kind="connection", policy=policy, undecided="ours")
    return Held(content_of_pair(merged.value, ours=ours), merged, not edits(theirs, merged.value))


def rebased(
    kind: Kind, draft: Content, *, was: Body, now: Content, policy: Policy
) -> tuple[Content, tuple[Conflict, ...]]:
    """A draft that was begun over a body, over what is published now; with what both had changed."""
    merged = merge(was, body(kind, draft), body(kind, now), kind=kind, policy=policy, undecided="ours")
    return content_of(kind, merged.value, told=now, ours=draft), merged.conflicts


def published(work: Work, public: Content, *, begun: Body, policy: Policy) -> tuple[Work, tuple[Conflict, ...]]:
    """The work with this for readers, and its draft over it, which was begun over `begun`; with what both changed."""
    draft: Content | None = None
    drafted: tuple[Conflict, ...] = ()
    if work.draft is not None:
        draft, drafted = rebased(work.kind, work.draft, was=begun, now=public, policy=policy)
        draft = None if draft == public else draft
    done = replace(
        work,
        state="published",
        published=public,
        draft=draft,
        in_review={} if draft is None else still_waiting(work, draft),
        archived_languages=tuple(name for name in work.archived_languages if name not in public.language_versions),
    )
    return done, drafted


def _unseen(
    work: Work, received: Content | None, base: Body, merged: Merged, policy: Policy
) -> tuple[Work, Merged, tuple[Conflict, ...]]:
    """What readers do not get here stays as it is, but a draft that will be published takes in what came."""
    if work.state != "draft" or work.draft is None or received is None:
        return work, merged, ()
    draft, drafted = rebased(work.kind, work.draft, was=base, now=received, policy=policy)
    return replace(work, draft=draft, in_review=still_waiting(work, draft)), merged, drafted


def _typed(data: dict[str, Any], typed: type[Typed]) -> Typed:
    return msgspec.convert(data, typed)


def _only_ours(ours: Any) -> dict[str, Any]:
    return {name: plain(value) for name in OURS_ONLY if (value := getattr(ours, name, None))}


def _latest(instants: Iterable[datetime | None]) -> datetime | None:
    return max((each for each in instants if each is not None), default=None)
