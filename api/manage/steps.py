"""The steps in a thing's life as they are asked for: what each takes, who may, and how it is carried out."""

from typing import Any, Final, NamedTuple

from rest_framework.request import Request

from api.manage.asked import AnEarlierVersion, Languages, Nothing, Reach, author
from api.parameters import Parameter, named, one_of, read
from catalogue.outbox.unit import changes
from catalogue.services import orders
from catalogue.services.orders import Deed, Order, Outcome
from catalogue.services.workflow import Work
from tenants.accounts.permissions import Action
from tenants.middleware import town_of

VALIDATE: Final = Parameter(
    name="validate",
    description="only: says what would come of it, findings and all, and changes nothing.",
    schema={"type": "string", "enum": ["only"]},
    read=one_of("only"),
)
TRIED: Final = named(VALIDATE)


class Taking(NamedTuple):
    """A step of something that is there: what it does, what it asks for, what is sent, what it is for."""

    deed: Deed
    action: Action
    form: type[Nothing | Languages | AnEarlierVersion]
    summary: str


STEPS: Final[dict[str, Taking]] = {
    "submit": Taking("submit", Action.WRITE_CONTENT, Languages, "Send language versions to review"),
    "send-back": Taking("send_back", Action.PUBLISH_CONTENT, Languages, "Send language versions back from review"),
    "publish": Taking("publish", Action.PUBLISH_CONTENT, Languages, "Show language versions to readers"),
    "archive": Taking("archive", Action.PUBLISH_CONTENT, Languages, "Take language versions out of readers' sight"),
    "bring-back": Taking("bring_back", Action.PUBLISH_CONTENT, Nothing, "Make an archived thing a draft again"),
    "discard": Taking("discard", Action.WRITE_CONTENT, Nothing, "Drop the draft over what is published"),
    "restore": Taking(
        "restore", Action.WRITE_CONTENT, AnEarlierVersion, "Take an earlier version's content as the draft"
    ),
}
"""By the last part of the address."""

ACTIONS: Final[dict[Deed, Action]] = {
    "create": Action.WRITE_CONTENT,
    "change": Action.WRITE_CONTENT,
    **{taking.deed: taking.action for taking in STEPS.values()},
}


def members(form: Nothing | Languages | AnEarlierVersion) -> dict[str, Any]:
    """What a step was sent, as members of an order."""
    match form:
        case Languages():
            return {"languages": form.languages}
        case AnEarlierVersion():
            return {"number": form.version}
        case Nothing():
            return {}


def take(request: Request, asked: list[Order | Exception], *, whole: bool = False) -> list[Outcome]:
    """Carries out orders in a unit of their own, or tries them where the request asks for no more than that."""
    reach = Reach(request)

    def may(order: Order, work: Work) -> Exception | None:
        return reach.refusal(ACTIONS[order.deed], work)

    by, languages = author(request), town_of(request._request).languages
    if read(request.query_params, TRIED):
        return orders.try_out(orders=asked, author=by, languages=languages, may=may)
    with changes() as unit:
        return orders.carry_out(unit=unit, orders=asked, author=by, languages=languages, may=may, whole=whole)
