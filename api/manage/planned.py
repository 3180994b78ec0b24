"""Views of what is planned: to publish or archive a thing at an instant, to cancel that, and all that is to come."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, get_args
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api.manage.asked import Languages, Nothing, Reach, asked, author, expected_version
from api.manage.serving import ManageView, told
from api.manage.shown import planned
from api.manage.steps import tries
from api.manage.things import AFTER, MOST_LISTED, ThingView
from api.parameters import Parameter, named, one_of, read
from catalogue.services import planning, queries
from catalogue.services.models import Planned
from catalogue.services.planned import FORM, Action, Outcome, instant
from catalogue.services.planning import Asked
from catalogue.text import LocalizedText
from tenants.accounts.permissions import Action as Permission

OUTCOME: Final = Parameter(
    name="outcome",
    description="What came to this. Without it, what is still to come.",
    schema={"type": "string", "enum": list(get_args(Outcome))},
    read=one_of(*get_args(Outcome)),
)
LISTED: Final = named(OUTCOME, AFTER)
AT: Final = msgspec.Meta(
    description="A minute to come, five years ahead at most: an instant with its offset or, without one, Finnish time.",
    examples=["2027-01-01T08:00", "2027-01-01T06:00Z"],
    extra_json_schema={"pattern": f"^{FORM}$"},
)


class Plan(Languages, forbid_unknown_fields=True, kw_only=True):
    """A step to be taken at an instant. None of the languages named: archives the whole thing."""

    action: Action
    at: Annotated[str, AT]


class PlanView(ThingView):
    """What addresses of what is planned for a thing share."""

    def asked(self, request: Request, thing_id: UUID, expected: int) -> Asked:
        """Of which thing, by whom, and whether no more than a try is asked for."""
        reach = Reach(request)
        return Asked(
            kind=self.kind,
            thing_id=thing_id,
            expected=expected,
            author=author(request),
            may=lambda work: reach.refusal(Permission.PUBLISH_CONTENT, work),
            try_only=tries(request),
        )


class Plans(PlanView):
    """What is planned for a thing, and something more."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        given, by = asked(request, Plan), self.asked(request, id, expected_version(request))
        at = instant(given.at, now=timezone.now())
        row = planning.plan(asked=by, action=given.action, languages=given.languages, at=at)
        return told(planned(row), status=201)


class Cancelling(PlanView):
    """One plan for a thing."""

    def delete(self, request: Request, id: UUID, planned_id: UUID) -> HttpResponse:  # noqa: A002
        return told(planned(planning.cancel(asked=self.asked(request, id, 0), plan_id=planned_id)))


class Again(PlanView):
    """One plan for a thing that was cancelled."""

    def post(self, request: Request, id: UUID, planned_id: UUID) -> HttpResponse:  # noqa: A002
        asked(request, Nothing)
        by = self.asked(request, id, expected_version(request))
        return told(planned(planning.plan_again(asked=by, plan_id=planned_id)), status=201)


class Coming(ManageView):
    """All that the town has planned: what is still to come, or what came to an outcome."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        outcome = given.get("outcome")
        found = queries.plans(outcome=outcome, after=given.get("after"), most=MOST_LISTED + 1)
        rows = found[:MOST_LISTED]
        names = queries.names_of(things=[(row.kind, row.object_id) for row in rows])
        items = [planned(row) | _of(row, names) for row in rows]
        return told({"items": items, "after": items[-1]["id"] if len(found) > MOST_LISTED else None})


def _of(row: Planned, names: Mapping[UUID, LocalizedText]) -> dict[str, Any]:
    """For which thing something is planned."""
    return {"kind": row.kind, "thing": str(row.object_id), "name": names[row.object_id]}
