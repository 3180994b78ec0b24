"""Orders: steps that somebody asks for, of one thing or of many at once, and what comes of each.

All that stands in the way of an order is found before anything is written: that there is no such thing, that whoever
asks may not, that somebody was quicker, that the step does not fit, that the rules refuse. So an order that cannot be
carried out keeps no other from it, and trying is the same without the writing.

A connection is ordered like a thing. It has no draft, so what readers would see at once waits as a proposal where
whoever asks may not publish, or where the town publishes by four eyes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import msgspec
from django.utils import timezone

from catalogue.errors import CatalogueError
from catalogue.outbox.unit import Unit
from catalogue.services import checking, connecting, connections, editing, pairs, queries, rules, versions, works
from catalogue.services.connecting import Eyes, Joined, Joining
from catalogue.services.connections import Pair
from catalogue.services.errors import Changed, NamedTwice, NotPublishable
from catalogue.services.rules import Finding
from catalogue.services.values import LOCKED, Kind
from catalogue.services.versions import Author, Kept, Step
from catalogue.services.workflow import Work
from tenants.accounts.permissions import Action

Deed = Literal[
    "create",
    "change",
    "submit",
    "send_back",
    "publish",
    "archive",
    "bring_back",
    "discard",
    "restore",
    "connect",
    "disconnect",
]
ASKS: Final[Mapping[Deed, Action]] = {
    "create": Action.WRITE_CONTENT,
    "change": Action.WRITE_CONTENT,
    "submit": Action.WRITE_CONTENT,
    "discard": Action.WRITE_CONTENT,
    "restore": Action.WRITE_CONTENT,
    "connect": Action.WRITE_CONTENT,
    "disconnect": Action.WRITE_CONTENT,
    "send_back": Action.PUBLISH_CONTENT,
    "publish": Action.PUBLISH_CONTENT,
    "archive": Action.PUBLISH_CONTENT,
    "bring_back": Action.PUBLISH_CONTENT,
}
"""What whoever orders must be allowed to do."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A step to be taken. Which thing, and the version that was seen of it, are told of all but a new one."""

    deed: Deed
    kind: Kind | Literal["connection"]
    id: UUID | None = None
    expected: int = 0
    content: Mapping[str, Any] = {}
    """Of a new thing; of a change, as a merge patch."""

    languages: Sequence[str] = ()
    number: int = 0
    """The version to be restored."""

    ends: tuple[UUID, UUID] | None = None
    """The service and the channel to be connected; `id` is that of their connection."""

    @classmethod
    def to_connect(cls, service_id: UUID, channel_id: UUID, content: Mapping[str, Any]) -> "Order":
        """A service and a channel, with what is to hold for the pair."""
        key, ends = connections.pair_id(service_id, channel_id), (service_id, channel_id)
        return cls(deed="connect", kind="connection", id=key, ends=ends, content=content)


class Done(NamedTuple):
    """A thing after a step, and what the rules say of it."""

    work: Work
    findings: list[Finding]


class Tied(NamedTuple):
    """A connection after a step, and what the rules say of it."""

    joined: Joined
    findings: list[Finding]


Outcome = Done | Tied | Exception
May = Callable[[Action, Work], Exception | None]
"""Whether somebody may do this to a thing, which is asked for the thing before the step and after it: why not."""


def carry_out(
    *,
    unit: Unit,
    orders: Sequence[Order | Exception],
    author: Author,
    languages: Sequence[str],
    may: May,
    whole: bool = False,
) -> list[Outcome]:
    """Takes all steps that can be taken; with `whole` none unless all can. What came, or would come, of each.

    An order that is an error already comes out as it is. `languages` are the town's. A constant number of statements.
    """
    at = timezone.now()
    found = _considered(orders, author, at, languages, may, lock=True)
    if not whole or all(isinstance(one, _Ready) for one in found):
        steps = [one.step for one in found if isinstance(one, _Ready)]
        editing.write(unit=unit, steps=[step for step in steps if isinstance(step, Step)], author=author, at=at)
        joinings = [step for step in steps if isinstance(step, Joining)]
        connecting.write(unit, *_parts(joinings), author, at)
    return [_outcome(one) for one in found]


def try_out(
    *, orders: Sequence[Order | Exception], author: Author, languages: Sequence[str], may: May
) -> list[Outcome]:
    """What would come of each; nothing is written and nothing locked."""
    return [_outcome(one) for one in _considered(orders, author, timezone.now(), languages, may, lock=False)]


def put_in_order(*, unit: Unit | None, service_id: UUID, ids: Sequence[UUID], author: Author, may: May) -> list[Joined]:
    """Puts the connections of a service in an order, which readers see at once; without a unit only tries.

    Raises NotFound, what `may` says, and InvalidBody where they are not named once each. A constant number of
    statements for any number of them.
    """
    service, at = works.one(kind="service", thing_id=service_id), timezone.now()
    if refusal := may(Action.PUBLISH_CONTENT if service.state == "published" else Action.WRITE_CONTENT, service):
        raise refusal
    known = pairs.of_things(kind="service", ids=[service.id])
    found = {each.pair.id: each for each in connecting.join(known.values(), lock=unit is not None)}
    joinings = connecting.order(found, ids)
    if unit is not None:
        connecting.write(unit, *_parts(joinings), author, at)
    return [each.joined for each in joinings]


def _parts(joinings: Sequence[Joining]) -> tuple[list[Joined], list[connections.Move]]:
    return [each.joined for each in joinings], [each.move for each in joinings]


# --- one by one -------------------------------------------------------------------------------------------------------


class _Ready(NamedTuple):
    """A step that nothing stands in the way of."""

    step: Step | Joining
    findings: list[Finding]


class _Known(NamedTuple):
    """What orders are made into steps by. `works` are as the steps before would leave them."""

    works: dict[UUID, Work]
    pairs: Mapping[UUID, Pair]
    past: Mapping[tuple[UUID, int], Work | None]
    past_pairs: Mapping[tuple[UUID, int], Pair | None]
    author: Author
    at: datetime
    four_eyes: bool
    may: May


def _outcome(one: _Ready | Exception) -> Outcome:
    if isinstance(one, Exception):
        return one
    if isinstance(one.step, Joining):
        return Tied(one.step.joined, one.findings)
    return Done(editing.numbered(one.step), one.findings)


def _considered(
    orders: Sequence[Order | Exception],
    author: Author,
    at: datetime,
    languages: Sequence[str],
    may: May,
    *,
    lock: bool,
) -> list[_Ready | Exception]:
    given = _refused_twice(orders)
    known = _known([order for order in given if isinstance(order, Order)], author, at, may, lock=lock)
    made = [order if isinstance(order, Exception) else _made(order, known) for order in given]
    checked = iter(checking.check([step for step in made if isinstance(step, Step)], languages=languages))
    return [_ready(step, checked) for step in made]


def _ready(step: Step | Joining | Exception, checked: Iterator[checking.Checked]) -> _Ready | Exception:
    match step:
        case Exception():
            return step
        case Step():
            found = next(checked)
            return found.in_the_way or _Ready(step, found.findings)
        case Joining(joined=joined):
            said = connecting.findings(joined)
            return NotPublishable(said) if rules.refuses_publishing(said) else _Ready(step, said)


def _refused_twice(orders: Iterable[Order | Exception]) -> list[Order | Exception]:
    """Each thing may be named once: the second order would not be made for what the first leaves."""
    named: set[UUID] = set()
    result: list[Order | Exception] = []
    for order in orders:
        twice = isinstance(order, Order) and order.id in named
        result.append(NamedTwice() if twice else order)
        if isinstance(order, Order) and order.id is not None:
            named.add(order.id)
    return result


def _known(orders: Sequence[Order], author: Author, at: datetime, may: May, *, lock: bool) -> _Known:
    ties = [order for order in orders if order.kind == "connection"]
    found_pairs = pairs.load(ids=[order.id for order in ties if order.id is not None]) if ties else {}
    new = [connections.new(*order.ends) for order in ties if order.ends is not None]
    met = {pair.id: pair for pair in new} | found_pairs
    found = _works(orders, met.values(), lock=lock)
    if lock and met:
        met |= pairs.load(ids=met, lock=True)
    four_eyes = any(order.deed == "publish" or order in ties for order in orders) and queries.four_eyes()
    return _Known(found, met, _past(orders, found), _past(orders, met), author, at, four_eyes, may)


def _works(orders: Iterable[Order], ends: Iterable[Pair], *, lock: bool) -> dict[UUID, Work]:
    """The things by id, locked kind by kind and by id, so that of two calls neither waits for the other."""
    ids = {kind: {order.id for order in orders if order.kind == kind and order.id is not None} for kind in LOCKED}
    ids["service"] |= {pair.service_id for pair in ends}
    ids["service_channel"] |= {pair.channel_id for pair in ends}
    found: dict[UUID, Work] = {}
    for kind in LOCKED:
        if ids[kind]:
            found |= works.load(kind=kind, ids=ids[kind], own=None, lock=lock)
    return found


def _past(orders: Iterable[Order], found: Mapping[UUID, Kept]) -> dict[tuple[UUID, int], Kept | None]:
    """The things as they were seen and as they are to be again."""
    asked = [
        (found[order.id], number)
        for order in orders
        if order.id is not None and order.id in found
        for number in ({order.expected, order.number} if order.deed == "restore" else {order.expected})
    ]
    then = versions.at_versions(asked)
    return {(work.id, number): one for (work, number), one in zip(asked, then, strict=True)}


def _made(order: Order, known: _Known) -> Step | Joining | Exception:
    """The step of an order, or what stands in its way."""
    try:
        return _joining(order, known) if order.kind == "connection" else _of_thing(order, known)
    except CatalogueError as error:
        return error


# --- things -----------------------------------------------------------------------------------------------------------


def _of_thing(order: Order, known: _Known) -> Step | Exception:
    action = ASKS[order.deed]
    if order.deed == "create":
        assert order.kind != "connection", "those are connected"
        step = editing.create(kind=order.kind, content=order.content)
    else:
        work = _found(order, known)
        if refusal := known.may(action, work):
            return refusal
        step = _step(order, work, known)
    if refusal := known.may(action, step.after):
        return refusal
    known.works[step.after.id] = step.after
    return step


def _found(order: Order, known: _Known) -> Work:
    work = None if order.id is None else _known_work(known, order.kind, order.id)
    if work is None or not work.own:
        raise works.missing(order.kind, order.id)
    return work


def _known_work(known: _Known, kind: str, thing_id: UUID) -> Work | None:
    work = known.works.get(thing_id)
    return work if work is not None and work.kind == kind else None


def _step(order: Order, work: Work, known: _Known) -> Step:
    seen = _seen(order, work, known.past)
    match order.deed:
        case "change":
            return editing.change(work=work, seen=seen, patch=order.content)
        case "bring_back":
            return editing.bring_back(work=work, seen=seen)
        case "discard":
            return editing.discard(work=work, seen=seen)
        case "restore":
            return editing.restore(work=work, seen=seen, then=_then(order, work, known.past))
        case _:
            return _of_languages(order, work, seen, known)


def _of_languages(order: Order, work: Work, seen: Work, known: _Known) -> Step:
    names, by, at = order.languages, known.author.person, known.at
    match order.deed:
        case "submit":
            return editing.submit(work=work, seen=seen, languages=names, by=by, at=at)
        case "send_back":
            return editing.send_back(work=work, seen=seen, languages=names)
        case "archive":
            return editing.archive(work=work, seen=seen, languages=names, at=at)
        case _:
            eyes = known.four_eyes
            return editing.publish(work=work, seen=seen, languages=names, by=by, at=at, four_eyes=eyes)


def _seen(order: Order, present: Kept, past: Mapping[tuple[UUID, int], Kept | None]) -> Kept:
    seen = past[present.id, order.expected]
    if seen is None:
        raise Changed(expected=order.expected, present=present.version, differences=[])
    return seen


def _then(order: Order, present: Kept, past: Mapping[tuple[UUID, int], Kept | None]) -> Kept:
    then = past[present.id, order.number]
    if then is None:
        raise versions.missing(present, order.number)
    return then


# --- connections ------------------------------------------------------------------------------------------------------


def _joining(order: Order, known: _Known) -> Joining | Exception:
    """A step of a connection by things as the orders before would leave them."""
    pair = None if order.id is None else known.pairs.get(order.id)
    if pair is None:
        raise connecting.missing(order.id)
    joined = Joined(
        pair, _known_work(known, "service", pair.service_id), _known_work(known, "service_channel", pair.channel_id)
    )
    if order.ends is not None:
        connecting.refuse_absent(joined)
        connecting.refuse_foreign(joined)
    elif not joined.own:
        raise connecting.missing(pair.id)
    if refusal := _refusal(ASKS[order.deed], joined, known):
        return refusal
    waits = joined.seen and (known.four_eyes or _refusal(Action.PUBLISH_CONTENT, joined, known) is not None)
    eyes = Eyes(by=known.author.person, at=known.at, four=known.four_eyes, wait=waits)
    return _joined(order, joined, eyes, known)


def _joined(order: Order, joined: Joined, eyes: Eyes, known: _Known) -> Joining:
    if order.deed == "connect":
        return connecting.connect(joined, order.content, eyes=eyes)
    seen = _seen(order, joined.pair, known.past_pairs)
    match order.deed:
        case "change":
            return connecting.change(joined, order.content, seen=seen, eyes=eyes)
        case "disconnect":
            return connecting.disconnect(joined, seen=seen, eyes=eyes)
        case "restore":
            return connecting.restore(joined, _then(order, joined.pair, known.past_pairs), seen=seen, eyes=eyes)
        case "publish":
            return connecting.publish(joined, seen=seen, eyes=eyes)
        case _:
            assert order.deed == "discard", "a connection has no other steps"
            return connecting.discard(joined, seen=seen)


def _refusal(action: Action, joined: Joined, known: _Known) -> Exception | None:
    """Why not, where somebody may do this to neither end."""
    refusals = [known.may(action, work) for work in joined.own]
    return refusals[0] if all(refusals) else None
