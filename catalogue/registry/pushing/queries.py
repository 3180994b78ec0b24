"""Reads of plans and of what was written."""

from uuid import UUID

from catalogue.registry.pushing.models import Plan, Write


def open_plan() -> Plan | None:
    """The plan that waits for a decision; one statement."""
    return Plan.objects.filter(state=Plan.State.OPEN).first()


def all_done(plan: Plan) -> bool:
    """Whether all of a plan is in the register; one statement."""
    return not plan.writes.exclude(state=Write.State.DONE).exists()


def counts(plan: Plan) -> dict[str, int]:
    """How many of its writes are in which state; one statement."""
    found: dict[str, int] = {}
    for state in plan.writes.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def last_applied() -> UUID | None:
    """The plan that was applied last; one statement."""
    applied = Plan.objects.filter(state=Plan.State.APPLIED).order_by("-finished")
    return applied.values_list("uuid", flat=True).first()
