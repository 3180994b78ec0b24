"""Orders: steps that somebody asks for, of one thing or of many at once, and what comes of each.

All that stands in the way of an order is found before anything is written: that there is no such thing, that whoever
asks may not, that somebody was quicker, that the step does not fit, that the rules refuse. So an order that cannot be
carried out keeps no other from it, and trying is the same without the writing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from django.utils import timezone

from catalogue.errors import CatalogueError
from catalogue.outbox.unit import Unit
from catalogue.services import checking, editing, queries, versions, works
from catalogue.services.errors import Changed, NamedTwice
from catalogue.services.rules import Finding
from catalogue.services.values import LOCKED, Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work

Deed = Literal["create", "change", "submit", "send_back", "publish", "archive", "bring_back", "discard", "restore"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A step to be taken. Which thing, and the version that was seen of it, are told of all but a new one."""

    deed: Deed
    kind: Kind
    id: UUID | None = None
    expected: int = 0
    content: Mapping[str, Any] = {}
    """Of a new thing; of a change, as a merge patch."""

    languages: Sequence[str] = ()
    number: int = 0
    """The version to be restored."""


class Done(NamedTuple):
    """A thing after a step, and what the rules say of it."""

    work: Work
    findings: list[Finding]


Outcome = Done | Exception
May = Callable[[Order, Work], Exception | None]
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
        editing.write(unit=unit, steps=steps, author=author, at=at)
    return [_outcome(one) for one in found]


def try_out(
    *, orders: Sequence[Order | Exception], author: Author, languages: Sequence[str], may: May
) -> list[Outcome]:
    """What would come of each; nothing is written and nothing locked."""
    return [_outcome(one) for one in _considered(orders, author, timezone.now(), languages, may, lock=False)]


# --- one by one -------------------------------------------------------------------------------------------------------


class _Ready(NamedTuple):
    """A step that nothing stands in the way of."""

    step: Step
    findings: list[Finding]


class _Known(NamedTuple):
    """What orders are made into steps by."""

    works: Mapping[UUID, Work]
    past: Mapping[tuple[UUID, int], Work | None]
    author: Author
    at: datetime
    four_eyes: bool
    may: May


def _outcome(one: _Ready | Exception) -> Outcome:
    return one if isinstance(one, Exception) else Done(editing.numbered(one.step), one.findings)


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
    asked = [order for order in given if isinstance(order, Order)]
    found = _works(asked, lock=lock)
    four_eyes = any(order.deed == "publish" for order in asked) and queries.four_eyes()
    known = _Known(found, _past(asked, found), author, at, four_eyes, may)
    made = [order if isinstance(order, Exception) else _made(order, known) for order in given]
    checked = iter(checking.check([step for step in made if isinstance(step, Step)], languages=languages))
    return [step if isinstance(step, Exception) else _ready(step, next(checked)) for step in made]


def _ready(step: Step, checked: checking.Checked) -> _Ready | Exception:
    return checked.in_the_way or _Ready(step, checked.findings)


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


def _works(orders: Iterable[Order], *, lock: bool) -> dict[UUID, Work]:
    """The things by id, locked kind by kind and by id, so that of two calls neither waits for the other."""
    ids = {kind: {order.id for order in orders if order.kind == kind and order.id is not None} for kind in LOCKED}
    found: dict[UUID, Work] = {}
    for kind in LOCKED:
        if ids[kind]:
            found |= works.load(kind=kind, ids=ids[kind], lock=lock)
    return found


def _past(orders: Iterable[Order], found: Mapping[UUID, Work]) -> dict[tuple[UUID, int], Work | None]:
    """The things as they were seen and as they are to be again."""
    asked = [
        (found[order.id], number)
        for order in orders
        if order.id is not None and order.id in found
        for number in ({order.expected, order.number} if order.deed == "restore" else {order.expected})
    ]
    then = versions.at_versions(asked)
    return {(work.id, number): one for (work, number), one in zip(asked, then, strict=True)}


def _made(order: Order, known: _Known) -> Step | Exception:
    """The step of an order, or what stands in its way."""
    try:
        if order.deed == "create":
            step = editing.create(kind=order.kind, content=order.content)
        else:
            work = _found(order, known)
            if refusal := known.may(order, work):
                return refusal
            step = _step(order, work, known)
    except CatalogueError as error:
        return error
    return known.may(order, step.after) or step


def _found(order: Order, known: _Known) -> Work:
    work = None if order.id is None else known.works.get(order.id)
    if work is None or work.kind != order.kind:
        raise works.missing(order.kind, order.id)
    return work


def _step(order: Order, work: Work, known: _Known) -> Step:
    seen = known.past[work.id, order.expected]
    if seen is None:
        raise Changed(expected=order.expected, present=work.version, differences=[])
    match order.deed:
        case "change":
            return editing.change(work=work, seen=seen, patch=order.content)
        case "bring_back":
            return editing.bring_back(work=work, seen=seen)
        case "discard":
            return editing.discard(work=work, seen=seen)
        case "restore":
            return editing.restore(work=work, seen=seen, then=_then(order, work, known))
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


def _then(order: Order, work: Work, known: _Known) -> Work:
    then = known.past[work.id, order.number]
    if then is None:
        raise versions.missing(work, order.number)
    return then
