"""Views of what is planned: to publish or archive a thing at an instant, to cancel that, and all that is to come."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api.manage.asked import Languages, Reach, asked, author, expected_version
from api.manage.serving import ManageView, told
from api.manage.shown import planned
from api.manage.things import AFTER, MOST_LISTED, ThingView
from api.parameters import named, read
from catalogue.services import planning, queries
from catalogue.services.models import Planned
from catalogue.services.planned import FORM, Action, instant
from catalogue.services.planning import May
from catalogue.text import LocalizedText
from tenants.accounts.permissions import Action as Permission

LISTED: Final = named(AFTER)
AT: Final = msgspec.Meta(
    description="A minute to come, five years ahead at most: an instant with its offset or, without one, Finnish time.",
    examples=["2027-01-01T08:00", "2027-01-01T06:00Z"],
    extra_json_schema={"pattern": f"^{FORM}$"},
)


class Plan(Languages, forbid_unknown_fields=True, kw_only=True):
    """A step to be taken at an instant. None of the languages named: archives the whole thing."""

    action: Action
    at: Annotated[str, AT]


class Plans(ThingView):
    """What is planned for a thing, and something more."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        given, expected = asked(request, Plan), expected_version(request)
        row = planning.plan(
            kind=self.kind,
            thing_id=id,
            expected=expected,
            action=given.action,
            languages=given.languages,
            at=instant(given.at, now=timezone.now()),
            author=author(request),
            may=_may(request),
        )
        return told(planned(row), status=201)


class Cancelling(ThingView):
    """One plan for a thing."""

    def delete(self, request: Request, id: UUID, planned_id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        return told(planned(planning.cancel(kind=self.kind, thing_id=id, plan_id=planned_id, may=_may(request))))


class Coming(ManageView):
    """All that the town has planned and is still to come."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        found = queries.coming(after=given.get("after"), most=MOST_LISTED + 1)
        rows = found[:MOST_LISTED]
        names = queries.names_of(things=[(row.kind, row.object_id) for row in rows])
        items = [planned(row) | _of(row, names) for row in rows]
        return told({"items": items, "after": items[-1]["id"] if len(found) > MOST_LISTED else None})


def _of(row: Planned, names: Mapping[UUID, LocalizedText]) -> dict[str, Any]:
    """For which thing something is planned."""
    return {"kind": row.kind, "thing": str(row.object_id), "name": names[row.object_id]}


def _may(request: Request) -> May:
    reach = Reach(request)
    return lambda work: reach.refusal(Permission.PUBLISH_CONTENT, work)
