"""Views of connections: what holds for a service at a channel, and what is proposed for it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from api.manage.asked import Reach, asked, author, expected_version
from api.manage.serving import ManageView, told
from api.manage.shown import comparison, entry, joined, joined_whole
from api.manage.steps import TIES, members, take, tries
from api.manage.things import AFTER, MOST_LISTED
from api.parameters import Parameter, guid, named, one_of, read
from catalogue.errors import InvalidFilter
from catalogue.outbox.unit import changes
from catalogue.services import connecting, orders, versions
from catalogue.services.bodies import converted
from catalogue.services.connecting import Joined
from catalogue.services.orders import Order, Tied
from catalogue.services.values import Kind

SERVICE: Final = Parameter(
    name="service",
    description="The connections of a service, in their order. Name a service or a channel.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
)
CHANNEL: Final = Parameter(
    name="channel",
    description="The connections of a service channel, in their order.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
)
STATES: Final = ("connected", "disconnected", "proposed")
STATE: Final = Parameter(
    name="state",
    description="Without it, those that are connected and, after them, those that were once. `proposed`: those for "
    "which something waits for somebody who may publish; all of the town's where neither a service nor a channel is "
    "named, by id, read on with `after`.",
    schema={"type": "string", "enum": list(STATES)},
    read=one_of(*STATES),
)
LISTED: Final = named(SERVICE, CHANNEL, STATE, AFTER)


class Ends(msgspec.Struct):
    """What a new connection connects, beside what holds for it."""

    service_id: UUID
    channel_id: UUID


class ConnectionOrder(msgspec.Struct, forbid_unknown_fields=True):
    """The connections of a service, each once, in an order."""

    connections: list[UUID]


class ConnectionView(ManageView):
    """What addresses of connections share."""

    def one(self, connection_id: UUID) -> Joined:
        """The connection, for whoever may read the town's content."""
        return connecting.one(connection_id=connection_id)

    def told(self, done: Tied, *, status: int = 200) -> HttpResponse:
        """A connection with its findings."""
        return told(joined_whole(done.joined, done.findings), status=status, etag=done.joined.pair.version)

    def taken(self, request: Request, order: Order, *, status: int = 200) -> HttpResponse:
        """What comes of an order."""
        (outcome,) = take(request, [order])
        if isinstance(outcome, Exception):
            raise outcome
        assert isinstance(outcome, Tied), "a connection was ordered"
        return self.told(outcome, status=status)


class Connections(ConnectionView):
    """Those of a service or a channel, and a new one."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        if given.get("state") == "proposed" and not {"service", "channel"} & given.keys():
            return _page(connecting.waiting(after=given.get("after"), most=MOST_LISTED + 1))
        if ("service" in given) == ("channel" in given):
            raise InvalidFilter("Name a service or a channel, and not both.", place="service")
        if "after" in given:
            raise InvalidFilter("All of a service or a channel are told at once.", place="after")
        kind: Kind = "service" if "service" in given else "service_channel"
        found = connecting.of_thing(kind=kind, thing_id=given.get("service") or given["channel"])
        return _whole([each for each in found if given.get("state") in (None, *_states(each))])

    def post(self, request: Request) -> HttpResponse:
        return self.taken(request, to_connect(asked(request, dict[str, Any])), status=201)


def to_connect(sent: dict[str, Any]) -> Order:
    """What a new connection is to connect, beside what is to hold for it. Raises InvalidBody."""
    ends = converted(sent, Ends)
    content = {name: value for name, value in sent.items() if name not in Ends.__struct_fields__}
    return Order.to_connect(ends.service_id, ends.channel_id, content)


def _states(one: Joined) -> Iterator[str]:
    yield "disconnected" if one.pair.content is None else "connected"
    if one.pair.proposed is not None:
        yield "proposed"


def _page(found: Sequence[Joined], *, most: int = MOST_LISTED) -> HttpResponse:
    items = [joined(each) for each in found[:most]]
    return told({"items": items, "after": items[-1]["id"] if len(found) > most else None})


class Connection(ConnectionView):
    """One connection."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        found = self.one(id)
        return self.told(Tied(found, connecting.findings(found)))

    def patch(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        patch, expected = asked(request, dict[str, Any]), expected_version(request)
        return self.taken(request, Order(deed="change", kind="connection", id=id, expected=expected, content=patch))

    def delete(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        expected = expected_version(request)
        return self.taken(request, Order(deed="disconnect", kind="connection", id=id, expected=expected))


class Step(ConnectionView):
    """A step of a connection."""

    step: str = ""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        taking = TIES[self.step]
        expected, given = expected_version(request), members(asked(request, taking.form))
        return self.taken(request, Order(deed=taking.deed, kind="connection", id=id, expected=expected, **given))


class InOrder(ConnectionView):
    """The order in which a service shows its channels."""

    def put(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        given: dict[str, Any] = {
            "service_id": id,
            "ids": asked(request, ConnectionOrder).connections,
            "author": author(request),
            "may": Reach(request).refusal,
        }
        if tries(request):
            return _whole(orders.put_in_order(unit=None, **given))
        with changes() as unit:
            return _whole(orders.put_in_order(unit=unit, **given))


def _whole(found: Sequence[Joined]) -> HttpResponse:
    return _page(found, most=len(found))


class Versions(ConnectionView):
    """How a connection came to be what it is."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        return told({"items": [entry(one) for one in versions.entries(self.one(id).pair)]})


class AtVersion(ConnectionView):
    """A connection as it was."""

    def get(self, request: Request, id: UUID, number: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        found = self.one(id)
        then = found._replace(pair=versions.at_version(found.pair, number))
        return self.told(Tied(then, []))


class Comparison(ConnectionView):
    """What lies between two versions."""

    def get(self, request: Request, id: UUID, number: int, other: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        pair = self.one(id).pair
        return told({"items": comparison(versions.at_version(pair, number), versions.at_version(pair, other))})
