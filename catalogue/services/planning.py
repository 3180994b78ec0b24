"""Plans steps for an instant, and takes those that are due: each in a unit of work of its own, and once."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Final, cast
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

JOB: Final = "planned"
"""The town's recurring work that takes due steps, in the setting JOBS."""


def plan(
    *,
    kind: Kind,
    thing_id: UUID,
    expected: int,
    action: Action,
    languages: Collection[str],
    at: datetime,
    author: Author,
    may: May,
) -> Planned:
    """Has a step taken at an instant, of language versions or, none named, of the whole thing.

    Raises NotFound, what `may` says, NotPossibleNow for a step that does not fit the thing or is planned already, and
    Changed where readers would get what the version `expected` does not have.
    """
    wanted = planned.ordered(languages)
    with changes():
        work = _reached(kind, thing_id, may)
        seen = versions.seen(work, expected)
        planned.refuse_impossible(work, action, wanted)
        if action == "publish":
            _refuse_unseen(work, seen, wanted)
        for other in Planned.objects.filter(object_id=work.id, action=action, outcome=None):
            planned.refuse_twice(wanted, other=other.languages, at=other.at)
        made_by: dict[str, Any] = {"door": author.door, "by": author.id, "made_by": author.made_by}
        row = Planned.objects.create(
            kind=kind,
            object_id=work.id,
            action=action,
            languages=wanted,
            at=at,
            version=seen.version,
            made=timezone.now(),
            **made_by,
        )
        make_due_by(name=JOB, at=at)
    return row


def cancel(*, kind: Kind, thing_id: UUID, plan_id: UUID, may: May) -> Planned:
    """Forgets what was planned; what that was. Raises NotFound, what `may` says, and NotPossibleNow once it is done."""
    with changes():
        work = _reached(kind, thing_id, may)
        row = Planned.objects.filter(object_id=work.id, uuid=plan_id).first()
        if row is None:
            raise NotFound(f"Nothing is planned for this with id {plan_id}.", place="planned")
        if row.outcome is not None:
            raise NotPossibleNow("It has been carried out.")
        Planned.objects.filter(pk=row.pk).delete()
    return row


def _reached(kind: Kind, thing_id: UUID, may: May) -> Work:
    """The thing, locked as for a step that is taken now, for whoever may."""
    work = works.one(kind=kind, thing_id=thing_id, lock=True)
    if refusal := may(work):
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
