"""Views of connections: what holds for a service at a channel, which has no draft; one call of `connecting` each."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from api.auth import Refused, may_act
from api.manage.asked import AnEarlierVersion, Reach, asked, author, expected_version
from api.manage.serving import ManageView, told
from api.manage.shown import comparison, entry, joined, joined_whole
from api.manage.steps import TRIED
from api.parameters import Parameter, guid, named, one_of, read
from catalogue.errors import InvalidFilter
from catalogue.outbox.unit import changes
from catalogue.services import connecting, versions
from catalogue.services.bodies import converted
from catalogue.services.connecting import Asked, Done, Joined
from tenants.accounts.permissions import Action

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
STATE: Final = Parameter(
    name="state",
    description="Without it, those that are connected and, after them, those that were once.",
    schema={"type": "string", "enum": ["connected", "disconnected"]},
    read=one_of("connected", "disconnected"),
)
LISTED: Final = named(SERVICE, CHANNEL, STATE)


class Ends(msgspec.Struct):
    """What a new connection connects, beside what holds for it."""

    service_id: UUID
    channel_id: UUID


class ConnectionOrder(msgspec.Struct, forbid_unknown_fields=True):
    """The connections of a service, each once, in an order."""

    connections: list[UUID]


def _may(request: Request) -> Callable[[Joined], None]:
    """Refuses whoever reaches neither end; what readers see at once is written by those who may publish."""
    reach = Reach(request)

    def may(joined: Joined) -> None:
        action = Action.PUBLISH_CONTENT if joined.seen else Action.WRITE_CONTENT
        if not may_act(request, action):
            raise Refused("role_missing", "Your roles do not reach here.")
        refusals = [reach.refusal(action, work) for work in joined.own]
        if refusals and all(refusals):
            raise refusals[0] or Refused("unit_missing", "Your roles do not reach this.")

    return may


def _taken(request: Request, step: Callable[[Asked], Any]) -> Any:
    """What comes of a step in a unit of its own, or would where the request asks for no more than that."""
    by, may = author(request), _may(request)
    if read(request.query_params, TRIED):
        return step(Asked(None, by, may))
    with changes() as unit:
        return step(Asked(unit, by, may))


class ConnectionView(ManageView):
    """What addresses of connections share."""

    def one(self, connection_id: UUID) -> Joined:
        """The connection, for whoever may read the town's content."""
        return connecting.one(connection_id=connection_id)

    def told(self, done: Done, *, status: int = 200) -> HttpResponse:
        """A connection with its findings."""
        return told(joined_whole(done.joined, done.findings), status=status, etag=done.joined.pair.version)


class Connections(ConnectionView):
    """Those of a service or a channel, and a new one."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        if ("service" in given) == ("channel" in given):
            raise InvalidFilter("Name a service or a channel, and not both.", place="service")
        found = (
            connecting.of_thing(kind="service", thing_id=given["service"])
            if "service" in given
            else connecting.of_thing(kind="service_channel", thing_id=given["channel"])
        )
        items = [joined(each) for each in found]
        return told({"items": [item for item in items if given.get("state") in (None, item["state"])]})

    def post(self, request: Request) -> HttpResponse:
        sent = asked(request, dict[str, Any])
        ends = converted(sent, Ends)
        content = {name: value for name, value in sent.items() if name not in Ends.__struct_fields__}
        given: dict[str, Any] = {"service_id": ends.service_id, "channel_id": ends.channel_id, "content": content}
        done = _taken(request, lambda by: connecting.connect(asked=by, **given))
        return self.told(done, status=201)


class Connection(ConnectionView):
    """One connection."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        found = self.one(id)
        return self.told(Done(found, connecting.findings(found)))

    def patch(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        patch, expected = asked(request, dict[str, Any]), expected_version(request)
        given: dict[str, Any] = {"connection_id": id, "expected": expected, "patch": patch}
        return self.told(_taken(request, lambda by: connecting.change(asked=by, **given)))

    def delete(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        expected = expected_version(request)
        step = _taken(request, lambda by: connecting.disconnect(asked=by, connection_id=id, expected=expected))
        return self.told(step)


class Restore(ConnectionView):
    """What held at an earlier version holds again."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        expected, number = expected_version(request), asked(request, AnEarlierVersion).version
        given: dict[str, Any] = {"connection_id": id, "expected": expected, "number": number}
        return self.told(_taken(request, lambda by: connecting.restore(asked=by, **given)))


class Order(ConnectionView):
    """The order in which a service shows its channels."""

    def put(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        ids = asked(request, ConnectionOrder).connections
        ordered = _taken(request, lambda by: connecting.order(asked=by, service_id=id, ids=ids))
        return told({"items": [joined(each) for each in ordered]})


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
        return self.told(Done(then, []))


class Comparison(ConnectionView):
    """What lies between two versions."""

    def get(self, request: Request, id: UUID, number: int, other: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        pair = self.one(id).pair
        return told({"items": comparison(versions.at_version(pair, number), versions.at_version(pair, other))})
