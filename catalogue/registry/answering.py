"""A person's answer to a conflict: what stands at its place from now on, here at once and in the register by a push.

Whatever is chosen, what the register says there has been seen, and asks no more until it says something else. The
answer is a version of the thing, published; a draft over it is laid over what is published then.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple, cast
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.outbox.unit import Unit
from catalogue.registry import sides
from catalogue.registry.adapters import parse_kept
from catalogue.registry.conflicts import CONNECTION, place_of, row_of, version_of
from catalogue.registry.identity import with_ids
from catalogue.registry.likeness import put
from catalogue.registry.merge import Body, edits
from catalogue.registry.merging import bases
from catalogue.registry.models import Base, Link
from catalogue.registry.models import Conflict as Row
from catalogue.registry.policies import policy
from catalogue.registry.queries import inward
from catalogue.services import bodies, checking, connecting, connections, editing, queries, rules, works
from catalogue.services.connecting import Joined
from catalogue.services.connections import Move, Pair
from catalogue.services.errors import Changed, NotPublishable
from catalogue.services.values import Connection, Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import KEPT_OF, TYPES, Content, Work, plain

Choice = Literal["ours", "theirs", "other"]
May = Callable[[Sequence[Work]], Exception | None]
"""Whether somebody may answer for things of the town's own, of which one that they may is enough: why not."""

ANSWERED: Final = "answered"


class Answer(NamedTuple):
    """What is to stand: a side, or (`other`) a value, None for nothing. `seen` is the version that was looked at."""

    choice: Choice
    seen: int
    value: Any = None


class Asked(NamedTuple):
    """Who answers, and within which unit; `languages` are the town's."""

    unit: Unit
    author: Author
    languages: Sequence[str]
    may: May


class _Case(NamedTuple):
    """One conflict that is being answered."""

    asked: Asked
    row: Row
    given: Answer
    at: datetime


def answer(*, asked: Asked, conflict_id: UUID, given: Answer) -> Row:
    """Closes a conflict. Raises NotFound, what `may` says, NotPossibleNow for one that is closed, Changed where its
    sides are not those that were seen, InvalidBody and NotPublishable for another value that cannot be or may not.
    """
    case = _Case(asked, row_of(conflict_id), given, timezone.now())
    if case.row.kind == CONNECTION:
        _answer_for_pair(case)
    else:
        _answer_for_thing(case)
    return case.row


# --- of a thing -------------------------------------------------------------------------------------------------------


def _answer_for_thing(case: _Case) -> None:
    asked, row = case.asked, case.row
    kind = cast(Kind, row.kind)
    work = works.load(kind=kind, ids=[row.object_id], own=None, lock=True).get(row.object_id)
    if work is None:
        raise works.missing(kind, row.object_id)
    _refuse(asked, [work])
    after = _after(work, case, _chosen(case, sides.body(kind, sides.shown(work))))
    _close(case)
    done = editing.write(unit=asked.unit, steps=[Step(work, after, ANSWERED)], author=asked.author, at=case.at)[0]
    others = Row.objects.filter(object_id=row.object_id, closed=None).exists()
    ours = sides.body(kind, sides.shown(done))
    if _gone_there(row):  # what both had stays the base, for when the register shows it again
        synced = not ours
    else:
        base = _seen_base(row, bases(kind, [work], inward())[work.id])
        synced = not others and not edits(base, ours)
        Base.objects.filter(object_id=row.object_id).update(body=base if others else None)
    Link.objects.filter(object_id=row.object_id).update(synced_version=done.version if synced else None)


def _gone_there(row: Row) -> bool:
    return not row.path and row.theirs is None


def _after(work: Work, case: _Case, chosen: Any) -> Work:
    """The work once the answer holds."""
    was, row = sides.shown(work), case.row
    if case.given.choice == "ours":
        return work
    if _gone_there(row):
        return replace(work, state="archived", in_review={})
    told = was or _document(work)
    now = _put(sides.body(work.kind, was), row.path, chosen)
    if case.given.choice == "other":
        content = _written(now, told, TYPES[work.kind], KEPT_OF[work.kind])
    else:
        content = sides.content_of(work.kind, now, told=told, ours=work.published)
    public = replace(content, modified=case.at, publishing_status="Published")
    after, _ = sides.published(work, public, begun=sides.body(work.kind, work.published), policy=policy())
    (checked,) = checking.check([Step(work, after, "published")], languages=case.asked.languages)
    if refusal := checked.in_the_way if case.given.choice == "other" else checked.misplaced:
        raise refusal
    return after


def _document(work: Work) -> Content:
    """The thing as the register shows it."""
    row = Base.objects.filter(object_id=work.id).first()
    if row is None or row.document is None:
        raise NotFound("The register's document of this is not kept here.", place="id")
    return with_ids(parse_kept(work.kind, bytes(row.document)), inward()).value


# --- of a connection --------------------------------------------------------------------------------------------------


def _answer_for_pair(case: _Case) -> None:
    asked, row = case.asked, case.row
    (joined,) = connecting.join([connecting.one(connection_id=row.object_id).pair], lock=True)
    _refuse(asked, joined.own)
    pair = joined.pair
    chosen = _chosen(case, sides.body_of_pair(pair.content))
    content = pair.content if case.given.choice == "ours" else _content_after(joined, case, chosen)
    _close(case)
    kept = Base.objects.filter(object_id=pair.id).values_list("body", flat=True).first()
    base = _seen_base(row, kept or {})
    others = Row.objects.filter(object_id=pair.id, closed=None).exists()
    synced = not others and not edits(base, sides.body_of_pair(content))
    move = Move.of(pair, _pair_with(joined, content, case.at), ANSWERED)
    done = replace(move.after, synced_version=move.after.version if synced else None)
    connecting.write(asked.unit, [joined._replace(pair=done)], [move._replace(after=done)], asked.author, case.at)
    Base.objects.filter(object_id=pair.id).update(body=base)


def _content_after(joined: Joined, case: _Case, chosen: Any) -> Connection | None:
    """What holds for the pair once the answer does."""
    was = joined.pair.content
    now = _put(sides.body_of_pair(was), case.row.path, chosen)
    if case.given.choice == "theirs":
        return sides.content_of_pair(now, ours=was)
    sent = {name: value for name, value in now.items() if name != sides.CONNECTED}
    content: Connection = _written(sent, was or Connection(), Connection, connections.KEPT)
    found = connecting.findings(joined._replace(pair=_pair_with(joined, content, case.at)))
    if rules.refuses_publishing(found):
        raise NotPublishable(found)
    return content


def _pair_with(joined: Joined, content: Connection | None, at: datetime) -> Pair:
    pair = joined.pair
    if content == pair.content:
        return pair
    if content is None:
        return connections.disconnected(pair)
    return connections.restored(pair, content, names=joined.names, at=at)


# --- what both have ---------------------------------------------------------------------------------------------------


def _refuse(asked: Asked, own: Sequence[Work]) -> None:
    if refusal := asked.may(own):
        raise refusal


def _chosen(case: _Case, side: Body) -> Any:
    """What is to stand at the place; raises Changed where the sides are not those that were seen."""
    row, given = case.row, case.given
    row.refresh_from_db(from_queryset=Row.objects.select_for_update())
    if row.closed is not None:
        raise NotPossibleNow("This conflict is closed already.")
    ours = place_of(side, row.path)
    version = version_of(row, ours)
    if version != given.seen:
        raise Changed(expected=given.seen, present=version, differences=[])
    if given.choice == "other":
        if not row.path:
            raise InvalidBody("What one side has taken away as a whole is kept or not: choose a side.", place="/choice")
        if queries.four_eyes():
            raise NotPossibleNow("This town publishes by four eyes: choose a side, and write the rest as a draft.")
        return given.value
    return ours if given.choice == "ours" else row.theirs


def _close(case: _Case) -> None:
    row, given = case.row, case.given
    row.closed, row.closed_by, row.how = case.at, case.asked.author.id, given.choice
    row.chosen = given.value if given.choice == "other" else None
    row.save(update_fields=["closed", "closed_by", "how", "chosen"])


def _seen_base(row: Row, base: Body) -> Body:
    """What both sides have in common once what the register says there was seen."""
    return cast(Body, put(base, row.path, row.theirs) or {})


def _put(side: Body, path: Sequence[str], given: Any) -> dict[str, Any]:
    try:
        return cast(dict[str, Any], put(side, path, given) or {})
    except LookupError as error:
        message = "The list at this place was changed here so that its items are not told apart: choose ours."
        raise NotPossibleNow(message) from error


def _written(side: Mapping[str, Any], told: Any, typed: type[Any], kept: frozenset[str]) -> Any:
    """A body with what somebody has written in it, as a value; raises InvalidBody at its place."""
    left = {name: value for name, value in plain(told).items() if name in {*kept, *sides.OURS_ONLY}}
    return bodies.written(left, side, typed, kept=kept)
