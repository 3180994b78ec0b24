"""Views of the write API: a thing as its editors have it, and each step of its life."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.manage import asked as asking
from api.manage.asked import asked, expected_version
from api.manage.serving import ManageView, told
from api.manage.shown import comparison, entry, listed, planned, whole
from api.manage.steps import STEPS, members, take, tries
from api.parameters import Parameter, guid, named, one_of, read
from catalogue.registry.adopting import adopt
from catalogue.services import checking, editing, queries, versions, works
from catalogue.services.orders import Done, Order
from catalogue.services.rules import Finding
from catalogue.services.values import Kind
from catalogue.services.workflow import Work
from tenants.accounts.permissions import Action
from tenants.middleware import town_of

MOST_LISTED: Final = 100
STATE: Final = Parameter(
    name="state",
    description="Things in a state.",
    schema={"type": "string", "enum": ["draft", "published", "archived"]},
    read=one_of("draft", "published", "archived"),
)
AFTER: Final = Parameter(
    name="after",
    description="`after` of the part of the list before.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
)
LISTED: Final = named(STATE, AFTER)


class ThingView(ManageView):
    """What addresses of one kind of thing share."""

    kind: Kind = "service"

    def work(self, request: Request, thing_id: UUID) -> Work:
        """The thing, for whoever may read the town's content."""
        return works.one(kind=self.kind, thing_id=thing_id)

    def told(self, work: Work, found: Iterable[Finding], *, status: int = 200) -> HttpResponse:
        """The thing with its findings, and what is planned for it."""
        plans = [planned(row) for row in queries.planned_of(thing_id=work.id)]
        return told(whole(work, found) | {"planned": plans}, status=status, etag=work.version)

    def taken(self, request: Request, order: Order, *, status: int = 200) -> HttpResponse:
        """What comes of an order."""
        (outcome,) = take(request, [order])
        if isinstance(outcome, Exception):
            raise outcome
        assert isinstance(outcome, Done), "a thing was ordered"
        return self.told(outcome.work, outcome.findings, status=status)


class Things(ThingView):
    """All things of a kind, and a new one."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        found = queries.edited(kind=self.kind, state=given.get("state"), after=given.get("after"), most=MOST_LISTED + 1)
        items = [listed(work) for work in found[:MOST_LISTED]]
        return told({"items": items, "after": items[-1]["id"] if len(found) > MOST_LISTED else None})

    def post(self, request: Request) -> HttpResponse:
        content = asked(request, dict[str, Any])
        return self.taken(request, Order(deed="create", kind=self.kind, content=content), status=201)


class Thing(ThingView):
    """One thing as its editors have it."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        work = self.work(request, id)
        return self.told(work, checking.findings(work, languages=town_of(request._request).languages))

    def patch(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        content, expected = asked(request, dict[str, Any]), expected_version(request)
        return self.taken(request, Order(deed="change", kind=self.kind, id=id, expected=expected, content=content))


class Step(ThingView):
    """A step in a thing's life."""

    step: str = ""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        taking = STEPS[self.step]
        expected, given = expected_version(request), members(asked(request, taking.form))
        return self.taken(request, Order(deed=taking.deed, kind=self.kind, id=id, expected=expected, **given))


class Adopt(ThingView):
    """What was made here and a record of the register that was pulled become one."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        given, expected, reach = (
            asked(request, asking.RecordOfRegister),
            expected_version(request),
            asking.Reach(request),
        )
        town = town_of(request._request)
        work = adopt(
            municipality=town,
            kind=self.kind,
            thing_id=id,
            expected=expected,
            ptv_id=given.ptv_id,
            author=asking.author(request),
            may=lambda each: reach.refusal(Action.PUBLISH_CONTENT, each),
        )
        return self.told(work, checking.findings(work, languages=town.languages))


class Versions(ThingView):
    """How a thing came to be what it is."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        return told({"items": [entry(one) for one in versions.entries(self.work(request, id))]})


class AtVersion(ThingView):
    """A thing as it was."""

    def get(self, request: Request, id: UUID, number: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        return told(whole(versions.at_version(self.work(request, id), number), []), etag=number)


class Comparison(ThingView):
    """What lies between two versions, member by member, texts word by word."""

    def get(self, request: Request, id: UUID, number: int, other: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        work = self.work(request, id)
        before, after = versions.at_version(work, number), versions.at_version(work, other)
        return told({"items": comparison(before, after)})


class Practice(ManageView):
    """How the town edits."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told({"four_eyes": queries.four_eyes()})

    def put(self, request: Request) -> HttpResponse:
        wanted = asked(request, asking.Practice).four_eyes
        if not tries(request):
            editing.choose_practice(four_eyes=wanted)
        return told({"four_eyes": wanted})
