"""Reads of plans, of what was written, and of how things stand with the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count

from catalogue.errors import NotFound
from catalogue.registry.models import Conflict, Link
from catalogue.registry.pushing.models import Plan, Write, Writing
from catalogue.registry.pushing.values import Proposal
from catalogue.services.models import MODELS, State
from catalogue.services.values import KINDS, Kind

LATEST: Final = 50
WAITING: Final = (Write.State.BLOCKED, Write.State.REFUSED)


def plan_by(*, plan_id: UUID, lock: bool = False) -> Plan:
    """A plan of the town; raises NotFound. `lock` keeps others from deciding on it until the transaction ends."""
    rows = Plan.objects.select_for_update() if lock else Plan.objects.select_related("undoes")
    found = rows.filter(uuid=plan_id).first()
    if found is None:
        raise NotFound("There is no plan of this town's with this id.", place="id")
    return found


def latest_plans() -> list[Plan]:
    """The plans made last, the newest first; one statement."""
    return list(Plan.objects.select_related("undoes").order_by("-id")[:LATEST])


def open_plan() -> Plan | None:
    """The plan that waits for a decision; one statement."""
    return Plan.objects.filter(state=Plan.State.OPEN).first()


def last_applied() -> UUID | None:
    """The plan that was applied last; one statement."""
    applied = Plan.objects.filter(state=Plan.State.APPLIED).order_by("-finished")
    return applied.values_list("uuid", flat=True).first()


def writes_of(plan: Plan, *, after: int, most: int) -> list[Write]:
    """The writes of a plan in their order, from a number on; one statement."""
    return list(plan.writes.filter(number__gt=after).order_by("number")[:most])


def all_done(plan: Plan) -> bool:
    """Whether all of a plan is in the register; one statement."""
    return not plan.writes.exclude(state=Write.State.DONE).exists()


def counts(plans: Sequence[Plan]) -> dict[int, dict[str, int]]:
    """How many writes of plans are in which state; one statement."""
    found: dict[int, dict[str, int]] = {plan.pk: {} for plan in plans}
    rows = Write.objects.filter(plan__in=plans).values_list("plan_id", "state").annotate(number=Count("id"))
    for plan_id, state, number in rows:
        found[plan_id][state] = number
    return found


def practice() -> Writing:
    """How the town writes; what is usual where nothing was chosen."""
    return Writing.objects.first() or Writing()


def says_the_same(plan: Plan, found: Sequence[Proposal]) -> bool:
    """Whether a plan is what would be planned now; one statement."""
    known = plan.writes.order_by("number").values_list("object_id", "subject", "deed", "version", "base_hash", "body")
    now = [(each.object_id, each.subject, each.deed, each.version, each.hash, dict(each.body)) for each in found]
    return [(*row[:4], None if row[4] is None else bytes(row[4]), row[5]) for row in known] == now


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing of the town's own stands with the register."""

    id: UUID
    kind: Kind
    version: int
    shown: bool
    link: Link | None
    open_conflicts: int
    last: Write | None

    @property
    def state(self) -> str:
        """One word: waiting (for a person), to_write, in_register, not_in_register."""
        if self.open_conflicts or (self.last is not None and self.last.state in WAITING and not self.same):
            return "waiting"
        if self.link is None:
            return "to_write" if self.shown else "not_in_register"
        if not self.same or self.link.archived is self.shown:
            return "to_write"
        return "not_in_register" if self.link.archived else "in_register"

    @property
    def same(self) -> bool:
        """Whether the register agreed with the present version last."""
        return self.link is not None and self.link.synced_version == self.version


def standing(*, thing_id: UUID) -> Standing:
    """How a thing stands; seven statements at most. Raises NotFound."""
    for kind in KINDS:
        row = MODELS[kind]._default_manager.filter(id=thing_id, own=True).values_list("version", "state").first()
        if row is not None:
            version, state = row
            return Standing(
                id=thing_id,
                kind=kind,
                version=version,
                shown=state == State.PUBLISHED,
                link=Link.objects.filter(object_id=thing_id).first(),
                open_conflicts=Conflict.objects.filter(object_id=thing_id, closed=None).count(),
                last=Write.objects.filter(object_id=thing_id).select_related("plan").order_by("-id").first(),
            )
    raise NotFound("There is nothing of this town's own with this id.", place="id")


def waiting_for_people(*, most: int) -> list[Write]:
    """The last write of each thing, where that waits for somebody or was refused; one statement."""
    latest = Write.objects.order_by("object_id", "subject", "-id").distinct("object_id", "subject")
    rows = Write.objects.filter(id__in=latest.values("id"), state__in=WAITING).select_related("plan")
    return list(rows.order_by("-id")[:most])
