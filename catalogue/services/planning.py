"""Plans steps for an instant, and takes those that are due: each in a unit of work of its own, and once."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalogue.errors import CatalogueError, NotFound, NotPossibleNow
from catalogue.outbox.unit import changes
from catalogue.services import checking, editing, planned, queries, versions, works
from catalogue.services.models import Planned
from catalogue.services.planned import Action, Reason
from catalogue.services.values import Kind
from catalogue.services.versions import Author, Door, Step
from catalogue.services.workflow import Work
from tenants.dispatch import make_due_by

May = Callable[[Work], Exception | None]
"""Whether somebody may do this to a thing: why not."""


class Asked(NamedTuple):
    """Which thing is meant, the version that was seen of it, by whom; `try_only` looks and writes nothing."""

    kind: Kind
    thing_id: UUID
    expected: int
    author: Author
    may: May
    try_only: bool = False


JOB: Final = "planned"
"""The town's recurring work that takes due steps, in the setting JOBS."""


def plan(*, asked: Asked, action: Action, languages: Collection[str], at: datetime) -> Planned:
    """Has a step taken at an instant, of language versions or, none named, of the whole thing.

    Raises NotFound, what `may` says, NotPossibleNow for a step that does not fit the thing or is planned already, and
    Changed where readers would get what the version `expected` does not have.
    """
    wanted = planned.ordered(languages)
    with changes():
        work = _reached(asked)
        seen = versions.seen(work, asked.expected)
        planned.refuse_impossible(work, action, wanted)
        if action == "publish":
            _refuse_unseen(work, seen, wanted)
        for other in Planned.objects.filter(object_id=work.id, action=action, outcome=None):
            planned.refuse_twice(wanted, other=other.languages, at=other.at)
        by: dict[str, Any] = {"door": asked.author.door, "by": asked.author.id, "made_by": asked.author.made_by}
        row = Planned(kind=work.kind, object_id=work.id, action=action, languages=wanted, at=at, version=seen.version)
        row.made = timezone.now()
        for name, value in by.items():
            setattr(row, name, value)
        if not asked.try_only:
            row.save(force_insert=True)
            make_due_by(name=JOB, at=at)
    return row


def plan_again(*, asked: Asked, plan_id: UUID) -> Planned:
    """Plans what was cancelled once more, for the same instant. Raises as `plan`, InvalidBody for one that is past."""
    row = _one(asked.thing_id, plan_id)
    if row.outcome != "cancelled":
        raise NotPossibleNow("Only what was cancelled can be planned again.")
    at = planned.to_come(row.at, now=timezone.now())
    return plan(asked=asked, action=cast(Action, row.action), languages=row.languages, at=at)


def cancel(*, asked: Asked, plan_id: UUID) -> Planned:
    """What was planned will not be done; it stays, with who cancelled it, and when.

    Raises NotFound, what `may` says, and NotPossibleNow once it is done or cancelled.
    """
    with changes():
        _reached(asked)
        row = _one(asked.thing_id, plan_id)
        if row.outcome is not None:
            raise NotPossibleNow("It is cancelled." if row.outcome == "cancelled" else "It has been carried out.")
        row.outcome, row.cancelled = "cancelled", timezone.now()
        row.cancelled_door, row.cancelled_by = asked.author.door, asked.author.id
        if not asked.try_only:
            row.save(update_fields=["outcome", "cancelled", "cancelled_door", "cancelled_by"])
    return row


def _one(thing_id: UUID, plan_id: UUID) -> Planned:
    row = Planned.objects.filter(object_id=thing_id, uuid=plan_id).first()
    if row is None:
        raise NotFound(f"Nothing is planned for this with id {plan_id}.", place="planned")
    return row


def _reached(asked: Asked) -> Work:
    """The thing, locked as for a step that is taken now, for whoever may."""
    work = works.one(kind=asked.kind, thing_id=asked.thing_id, lock=not asked.try_only)
    if refusal := asked.may(work):
        raise refusal
    return work


def carry_out_due(*, languages: Collection[str]) -> int:
    """Takes the steps that are due in the town, in the order of time; how many. `languages` are the town's.

    A step that cannot be taken is an outcome as well. Errors that nobody expected stop none of the others; they are
    raised at the end, and those steps wait to be tried again.
    """
    began = timezone.now()
    failures: list[Exception] = []
    taken = 0
    for row in queries.due(now=began):
        try:
            taken += _carry_out(row, languages)
        except Exception as error:  # noqa: BLE001 - raised below, when the others are done
            failures.append(error)
    if (coming := queries.next_planned(after=began)) is not None:
        make_due_by(name=JOB, at=coming)
    if failures:
        raise ExceptionGroup(f"{len(failures)} steps that were planned could be neither taken nor refused.", failures)
    return taken


def tell(*, planned_id: int, send: Callable[[Planned], None]) -> bool:
    """Has whoever planned a step told that it was refused, once; whether this call did. What `send` raises goes on."""
    with transaction.atomic():
        row = Planned.objects.select_for_update(skip_locked=True).filter(pk=planned_id, to_tell=True).first()
        if row is None:
            return False
        send(row)
        row.to_tell = False
        row.save(update_fields=["to_tell"])
    return True


def _carry_out(due: Planned, languages: Collection[str]) -> bool:
    """Takes a step, or writes down why not; False where somebody else has, or it was cancelled."""
    with changes() as unit:
        work = works.load(kind=cast(Kind, due.kind), ids=[due.object_id], lock=True).get(due.object_id)
        row = Planned.objects.select_for_update().filter(pk=due.pk, outcome=None).first()
        if row is None:
            return False
        at = timezone.now()
        author = Author(cast(Door, row.door), row.by, row.made_by)
        try:
            step = _step(row, work, author.person, at, languages)
        except CatalogueError as error:
            row.outcome, row.reason, row.to_tell = "refused", Reason.of(error), author.person is not None
        else:
            (after,) = editing.write(unit=unit, steps=[step], author=author, at=at)
            row.outcome, row.result = "done", after.version
        row.carried_out = at
        row.save(update_fields=["carried_out", "outcome", "result", "reason", "to_tell"])
    return True


def _step(row: Planned, work: Work | None, by: UUID | None, at: datetime, languages: Collection[str]) -> Step:
    """What was planned as a step of the thing as it is now; one that changes nothing where it is so already."""
    if work is None:
        raise NotFound("The thing is no longer this town's.", place="id")
    action = cast(Action, row.action)
    left = planned.left_to_do(work, action, row.languages)
    if left is None:
        return Step(work, work, action)
    if action == "archive":
        return editing.archive(work=work, seen=work, languages=left, at=at)
    _refuse_unseen(work, versions.seen(work, row.version), left)
    eyes = queries.four_eyes()
    step = editing.publish(work=work, seen=work, languages=left, by=by, at=at, four_eyes=eyes)
    (checked,) = checking.check([step], languages=languages)
    if checked.in_the_way is not None:
        raise checked.in_the_way
    return step


def _refuse_unseen(work: Work, seen: Work, languages: Sequence[str]) -> None:
    differences = editing.differences(seen, work)
    planned.refuse_unseen(work, seen=seen.version, differences=differences, languages=languages)
