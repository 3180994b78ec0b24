"""The steps in a thing's life as they are asked for: what each takes, who may, and how it is carried out."""

from typing import Any, Final, NamedTuple

from rest_framework.request import Request

from api.manage.asked import AnEarlierVersion, Languages, Nothing, Reach, author
from api.parameters import Parameter, named, one_of, read
from catalogue.outbox.unit import changes
from catalogue.services import orders
from catalogue.services.orders import ASKS, Deed, Order, Outcome
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
    """A step of something that is there: what it does, what is sent, what it is for."""

    deed: Deed
    form: type[Nothing | Languages | AnEarlierVersion]
    summary: str

    @property
    def action(self) -> Action:
        """What it asks for."""
        return ASKS[self.deed]


STEPS: Final[dict[str, Taking]] = {
    "submit": Taking("submit", Languages, "Send language versions to review"),
    "send-back": Taking("send_back", Languages, "Send language versions back from review"),
    "publish": Taking("publish", Languages, "Show language versions to readers"),
    "archive": Taking("archive", Languages, "Take language versions out of readers' sight"),
    "bring-back": Taking("bring_back", Nothing, "Make an archived thing a draft again"),
    "discard": Taking("discard", Nothing, "Drop the draft over what is published"),
    "restore": Taking("restore", AnEarlierVersion, "Take an earlier version's content as the draft"),
}
"""Of things, by the last part of the address."""

TIES: Final[dict[str, Taking]] = {
    "disconnect": Taking("disconnect", Nothing, "Disconnect a service and a channel"),
    "restore": Taking("restore", AnEarlierVersion, "Have an earlier version hold again"),
    "publish": Taking("publish", Nothing, "Have hold what is proposed for a connection"),
    "discard": Taking("discard", Nothing, "Drop what is proposed for a connection"),
}
"""Of connections; `disconnect` is the method DELETE of one."""


def members(form: Nothing | Languages | AnEarlierVersion) -> dict[str, Any]:
    """What a step was sent, as members of an order."""
    match form:
        case Languages():
            return {"languages": form.languages}
        case AnEarlierVersion():
            return {"number": form.version}
        case Nothing():
            return {}


def tries(request: Request) -> bool:
    """Whether the request asks for no more than a try."""
    return bool(read(request.query_params, TRIED))


def take(request: Request, asked: list[Order | Exception], *, whole: bool = False) -> list[Outcome]:
    """Carries out orders in a unit of their own, or tries them where the request asks for no more than that."""
    may, by, languages = Reach(request).refusal, author(request), town_of(request._request).languages
    if tries(request):
        return orders.try_out(orders=asked, author=by, languages=languages, may=may)
    with changes() as unit:
        return orders.carry_out(unit=unit, orders=asked, author=by, languages=languages, may=may, whole=whole)
