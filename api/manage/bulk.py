"""Many steps in one call: each item is what a call of its own would be, and gets the answer that this would get."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal, TypeVar, cast
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
from api.manage.connections import to_connect
from api.manage.serving import ManageView, told
from api.manage.shown import finding, joined, listed
from api.manage.steps import STEPS, TIES, members, take
from catalogue.errors import CatalogueError, InvalidBody
from catalogue.services.bodies import converted
from catalogue.services.errors import NamedTwice
from catalogue.services.orders import ASKS, Deed, Order, Outcome, Tied
from catalogue.services.values import Kind

MOST: Final = 100
NEW: Final = ("create", "connect")
Read = TypeVar("Read")
StepName = Literal[
    "create",
    "change",
    "submit",
    "send-back",
    "publish",
    "archive",
    "bring-back",
    "discard",
    "restore",
    "connect",
    "disconnect",
]
OF_THINGS: Final = frozenset({"create", "change", *STEPS})
OF_CONNECTIONS: Final = frozenset({"connect", "change", *TIES})


class BulkItem(msgspec.Struct, forbid_unknown_fields=True):
    """A step of one thing, or of one connection."""

    step: Annotated[
        StepName,
        msgspec.Meta(
            description="As the last part of its address says it; or create, connect (what is new), change, disconnect."
        ),
    ]
    kind: Kind | Literal["connection"]
    id: Annotated[UUID | None, msgspec.Meta(description="Of what is there; what is new gets its own.")] = None
    version: Annotated[int, msgspec.Meta(ge=1, description="The version seen, of what is there.")] | None = None
    body: Annotated[dict[str, Any], msgspec.Meta(description="What a call of its own would be sent.")] = {}


class Bulk(msgspec.Struct, forbid_unknown_fields=True):
    """Steps of different things and connections."""

    items: Annotated[list[BulkItem], msgspec.Meta(min_length=1, max_length=MOST)]
    atomic: Annotated[bool, msgspec.Meta(description="Nothing is done unless all of it can be done.")] = False


class BulkView(ManageView):
    """Many steps, each by itself or all together."""

    largest = 5_000_000

    def post(self, request: Request) -> HttpResponse:
        sent = asked(request, Bulk)
        given = [_order(request, item, f"/items/{place}") for place, item in enumerate(sent.items)]
        outcomes = take(request, given, whole=sent.atomic)
        done = not sent.atomic or not any(isinstance(one, Exception) for one in outcomes)
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
    connection = item.kind == "connection"
    if item.step not in (OF_CONNECTIONS if connection else OF_THINGS):
        raise InvalidBody("There is no such step of this kind.", place=f"{place}/step")
    taking = (TIES if connection else STEPS).get(item.step)
    deed: Deed = taking.deed if taking else cast(Deed, item.step)
    may_act(request, ASKS[deed])
    if deed in NEW:
        if item.id is not None or item.version is not None:
            raise InvalidBody("What is new gets its id and its version here.", place=place)
        if connection:
            return _at(f"{place}/body", lambda: to_connect(item.body))
        return Order(deed=deed, kind=item.kind, content=item.body)
    if item.id is None:
        raise InvalidBody("Name the thing: its id.", place=f"{place}/id")
    if item.version is None:
        raise VersionMissing("Name the version that you have seen.")
    form = taking.form if taking else None
    given = (
        {"content": item.body} if form is None else _at(f"{place}/body", lambda: members(converted(item.body, form)))
    )
    return Order(deed=deed, kind=item.kind, id=item.id, expected=item.version, **given)


def _at(place: str, read: Callable[[], Read]) -> Read:
    """What is read of what stands at a place."""
    try:
        return read()
    except InvalidBody as error:
        raise _within(place, error) from error


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
    if not isinstance(outcome, Exception):
        if not done:
            return {"status": HTTPStatus.FAILED_DEPENDENCY}
        created = isinstance(order, Order) and order.deed in NEW
        return {
            "status": HTTPStatus.CREATED if created else HTTPStatus.OK,
            **(
                {"connection": joined(outcome.joined)} if isinstance(outcome, Tied) else {"thing": listed(outcome.work)}
            ),
            "findings": [finding(one) for one in outcome.findings],
        }
    refusal = errors.answer(_placed(outcome, order, f"/items/{place}"), {})
    assert refusal is not None, "what an order comes to is done, or an error that is known"
    return {"status": refusal.status_code, "problem": orjson.Fragment(refusal.content)}
