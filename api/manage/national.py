"""Views of writing to the national register: the account, plans and what comes of them, how each thing stands."""

from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from api.manage.asked import Nothing, asked, author
from api.manage.serving import ManageView, told
from api.parameters import Parameter, named, read, whole
from catalogue.registry.pushing import credentials, operations, queries, showing
from catalogue.registry.pushing.models import Credentials, Plan
from catalogue.registry.pushing.queries import Standing
from tenants.middleware import town_of
from tenants.queries import may_write_nationally

MOST_WRITES: Final = 50
AFTER: Final = Parameter(
    name="after",
    description="`after` of the part before.",
    schema={"type": "integer", "minimum": 0, "maximum": 1_000_000},
    read=whole(0, 1_000_000),
)
PASSED: Final = named(AFTER)
_TEXT: Final = msgspec.Meta(min_length=1, max_length=credentials.LONGEST)


class GivenAccount(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The town's API account of the national register."""

    username: Annotated[str, _TEXT]
    password: Annotated[str, _TEXT]
    organisation: Annotated[str, msgspec.Meta(max_length=credentials.LONGEST)] | None = None


class NationalPractice(msgspec.Struct, forbid_unknown_fields=True):
    """How the town writes to the national register."""

    unasked: Annotated[
        bool, msgspec.Meta(description="What is planned each day is written without anybody's approval.")
    ]


class PlanOrder(msgspec.Struct, forbid_unknown_fields=True):
    """What to plan."""

    only: Annotated[list[UUID], msgspec.Meta(max_length=100, description="These things; none named: everything.")] = []


BODIES: Final = (GivenAccount, NationalPractice, PlanOrder)


# --- the account and the practice -------------------------------------------------------------------------------------


class Account(ManageView):
    """The town's API account; its password is never shown."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told(_account(request, credentials.present()))

    def put(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        given = asked(request, GivenAccount)
        row = credentials.keep(
            municipality=town_of(request._request),
            username=given.username,
            secret=given.password,
            organisation=given.organisation,
            actor=author(request).id,
        )
        return told(_account(request, row))

    def delete(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        credentials.forget(actor=author(request).id)
        return told(_account(request, None))


class _Trying:
    """Apart from its view so that no transaction is put around it: that an account is refused is kept all the same."""

    def post(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        asked(request, Nothing)
        operations.try_credentials(municipality=town_of(request._request))
        return told(_account(request, credentials.present()))


class TryAccount(_Trying, ManageView):
    """Logs in once."""


class Practice(ManageView):
    """How the town writes."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told({"unasked": queries.practice().unasked})

    def put(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        given = asked(request, NationalPractice)
        row = operations.choose_practice(unasked=given.unasked, actor=author(request).id)
        return told({"unasked": row.unasked})


def _account(request: Request, row: Credentials | None) -> dict[str, Any]:
    known = row is not None
    return {
        "set": known,
        "username": row.username if row else None,
        "organisation": row.organisation if row else None,
        "environment": row.environment if row else None,
        "set_at": row.set_at if row else None,
        "tested": row.tested if row else None,
        "refused": row.refused if row else None,
        "writing": may_write_nationally(municipality=town_of(request._request)),
    }


# --- plans ------------------------------------------------------------------------------------------------------------


class Plans(ManageView):
    """The plans made last, and a new one."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        rows = queries.latest_plans()
        counts = queries.counts(rows)
        return told({"items": [showing.plan(row, counts=counts[row.pk]) for row in rows]})

    def post(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        given = asked(request, PlanOrder)
        town = town_of(request._request)
        row = operations.make_plan(municipality=town, author=author(request), only=given.only or None)
        return told(_whole(row, after=-1), status=201)


class OnePlan(ManageView):
    """A plan with its writes, part by part."""

    def get(self, request: Request, plan_id: UUID) -> HttpResponse:
        after = read(request.query_params, PASSED).get("after", -1)
        return told(_whole(queries.plan_by(plan_id=plan_id), after=after))


class Approving(ManageView):
    """Has a plan made."""

    def post(self, request: Request, plan_id: UUID) -> HttpResponse:
        read(request.query_params, {})
        asked(request, Nothing)
        town = town_of(request._request)
        operations.approve(municipality=town, plan_id=plan_id, actor=author(request).id)
        return told(_listed(queries.plan_by(plan_id=plan_id)))


class Rejecting(ManageView):
    """Puts a plan aside."""

    def post(self, request: Request, plan_id: UUID) -> HttpResponse:
        read(request.query_params, {})
        asked(request, Nothing)
        operations.reject(plan_id=plan_id, actor=author(request).id)
        return told(_listed(queries.plan_by(plan_id=plan_id)))


class Undoing(ManageView):
    """Plans how a plan is taken back."""

    def post(self, request: Request, plan_id: UUID) -> HttpResponse:
        read(request.query_params, {})
        asked(request, Nothing)
        row = operations.make_undo(plan_id=plan_id, author=author(request))
        return told(_whole(row, after=-1), status=201)


def _listed(row: Plan) -> dict[str, Any]:
    return showing.plan(row, counts=queries.counts([row])[row.pk])


def _whole(row: Plan, *, after: int) -> dict[str, Any]:
    found = queries.writes_of(row, after=after, most=MOST_WRITES + 1)
    writes = found[:MOST_WRITES]
    more = writes[-1].number if len(found) > MOST_WRITES else None
    return {**_listed(row), "writes": [showing.write(each) for each in writes], "after": more}


# --- how things stand -------------------------------------------------------------------------------------------------


class Waiting(ManageView):
    """What waits for somebody: blocked or refused, and not done since."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        rows = queries.waiting_for_people(most=MOST_WRITES)
        return told({"items": [showing.write(row) | {"plan": str(row.plan.uuid)} for row in rows]})


class OneThing(ManageView):
    """How one thing stands with the register."""

    def get(self, request: Request, thing_id: UUID) -> HttpResponse:
        read(request.query_params, {})
        return told(_standing(queries.standing(thing_id=thing_id)))


def _standing(found: Standing) -> dict[str, Any]:
    link = found.link
    return {
        "id": str(found.id),
        "kind": found.kind,
        "state": found.state,
        "version": found.version,
        "ptv_id": None if link is None else str(link.ptv_id),
        "synced_version": None if link is None else link.synced_version,
        "archived_there": link is not None and link.archived,
        "open_conflicts": found.open_conflicts,
        "last": None if found.last is None else showing.write(found.last) | {"plan": str(found.last.plan.uuid)},
    }
