"""Many steps in one call: each item is what a call of its own would be, and gets the answer that this would get."""

from http import HTTPStatus
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
import orjson
from django.http import HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from api.auth import may_act
from api.errors import problem
from api.manage import errors
from api.manage.asked import VersionMissing, asked
from api.manage.serving import ManageView, told
from api.manage.shown import finding, listed
from api.manage.steps import ACTIONS, STEPS, members, take
from catalogue.errors import CatalogueError, InvalidBody
from catalogue.services.bodies import converted
from catalogue.services.errors import NamedTwice
from catalogue.services.orders import Done, Order, Outcome
from catalogue.services.values import Kind

MOST: Final = 100
StepName = Literal["create", "change", "submit", "send-back", "publish", "archive", "bring-back", "discard", "restore"]


class BulkItem(msgspec.Struct, forbid_unknown_fields=True):
    """A step of one thing."""

    step: Annotated[StepName, msgspec.Meta(description="As the last part of its address says it; or create, change.")]
    kind: Kind
    id: Annotated[UUID | None, msgspec.Meta(description="Of what is there; a new thing gets its own.")] = None
    version: Annotated[int, msgspec.Meta(ge=1, description="The version seen, of what is there.")] | None = None
    body: Annotated[dict[str, Any], msgspec.Meta(description="What a call of its own would be sent.")] = {}


class Bulk(msgspec.Struct, forbid_unknown_fields=True):
    """Steps of different things."""

    items: Annotated[list[BulkItem], msgspec.Meta(min_length=1, max_length=MOST)]
    atomic: Annotated[bool, msgspec.Meta(description="Nothing is done unless all of it can be done.")] = False


class BulkView(ManageView):
    """Many steps, each by itself or all together."""

    largest = 5_000_000

    def post(self, request: Request) -> HttpResponse:
        sent = asked(request, Bulk)
        given = [_order(request, item, f"/items/{place}") for place, item in enumerate(sent.items)]
        outcomes = take(request, given, whole=sent.atomic)
        done = not sent.atomic or all(isinstance(one, Done) for one in outcomes)
        results = [_result(one, given[place], place, done=done) for place, one in enumerate(outcomes)]
        if done:
            return told({"results": results})
        wrong = sum(isinstance(one, Exception) for one in outcomes)
        detail = f"{wrong} of {len(outcomes)} cannot be done, and so nothing was; `results` tells why."
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "not_all", detail, results=results)


def _order(request: Request, item: BulkItem, place: str) -> Order | Exception:
    """What an item asks for, or why nobody can be asked for that."""
    try:
        return _read(request, item, place)
    except (CatalogueError, APIException) as error:
        return error


def _read(request: Request, item: BulkItem, place: str) -> Order:
    taking = STEPS.get(item.step)
    deed = taking.deed if taking else "create" if item.step == "create" else "change"
    may_act(request, ACTIONS[deed])
    if deed == "create":
        if item.id is not None or item.version is not None:
            raise InvalidBody("A new thing gets its id and its version here.", place=place)
        return Order(deed=deed, kind=item.kind, content=item.body)
    if item.id is None:
        raise InvalidBody("Name the thing: its id.", place=f"{place}/id")
    if item.version is None:
        raise VersionMissing("Name the version that you have seen.")
    try:
        given = members(converted(item.body, taking.form)) if taking else {"content": item.body}
    except InvalidBody as error:
        raise _within(f"{place}/body", error) from error
    return Order(deed=deed, kind=item.kind, id=item.id, expected=item.version, **given)


def _within(place: str, error: InvalidBody) -> InvalidBody:
    """The same, of what stands at a place."""
    return InvalidBody(error.message, place=f"{place}{error.place or ''}")


def _placed(error: Exception, order: Order | Exception, place: str) -> Exception:
    """The same, at its place in the whole body; what is wrong with the item itself has that already."""
    match error:
        case NamedTwice():
            return NamedTwice(place=f"{place}/id")
        case InvalidBody() if isinstance(order, Order):
            return _within(f"{place}/body", error)
        case _:
            return error


def _result(outcome: Outcome, order: Order | Exception, place: int, *, done: bool) -> dict[str, Any]:
    """The answer that a call of its own would get."""
    if isinstance(outcome, Done):
        if not done:
            return {"status": HTTPStatus.FAILED_DEPENDENCY}
        created = isinstance(order, Order) and order.deed == "create"
        return {
            "status": HTTPStatus.CREATED if created else HTTPStatus.OK,
            "thing": listed(outcome.work),
            "findings": [finding(one) for one in outcome.findings],
        }
    refusal = errors.answer(_placed(outcome, order, f"/items/{place}"), {})
    assert refusal is not None, "what an order comes to is done, or an error that is known"
    return {"status": refusal.status_code, "problem": orjson.Fragment(refusal.content)}
