"""Makers of steps of connections, each in a unit of its own, by whoever may."""

from typing import Any
from uuid import uuid4

from catalogue.outbox.unit import changes
from catalogue.services import orders
from catalogue.services.connecting import Joined
from catalogue.services.orders import Deed, May, Order, Tied
from catalogue.services.versions import Author
from catalogue.services.workflow import Work
from tenants.accounts.permissions import Action

ANNA = Author("person", uuid4())


def anybody(action: Action, work: Work) -> Exception | None:
    """Anybody may do anything."""


def an_editor(action: Action, work: Work) -> Exception | None:
    """Somebody who may write and not publish."""
    return PermissionError(work.id) if action is Action.PUBLISH_CONTENT else None


def of(joined: Joined, deed: Deed, **given: Any) -> Order:
    """An order for a connection by whoever has just seen it."""
    pair = joined.pair
    return Order(deed=deed, kind="connection", id=pair.id, **{"expected": pair.version, **given})


def do(order: Order, *, author: Author = ANNA, may: May = anybody) -> Joined:
    """The connection after a step; raises what stands in its way."""
    with changes() as unit:
        (outcome,) = orders.carry_out(unit=unit, orders=[order], author=author, languages=["fi"], may=may)
        if isinstance(outcome, Exception):
            raise outcome
    assert isinstance(outcome, Tied)
    return outcome.joined
