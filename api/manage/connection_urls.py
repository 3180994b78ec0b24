"""Addresses of connections, each with what it asks for and its documentation."""

from typing import Any, Final

from django.urls import URLPattern, path

from api.manage import connections
from api.manage.documenting import IF_MATCH, STALE, UNKNOWN, UNREADABLE, VERSIONED, documented, json_of, of_versions
from api.manage.steps import TIES, VALIDATE, Taking
from api.manage.things import AFTER
from api.openapi import reference
from tenants.accounts.permissions import Action

TAG: Final = "Connection"
ID: Final = {"id": "Id of the connection."}
WRITTEN: Final[dict[str, Any]] = {"parameters": (VALIDATE,), "headers": (IF_MATCH, VERSIONED)}
SEEN: Final = (
    "It holds at once. Where readers see it, as both ends are published, and whoever asks may not publish, or the town "
    "publishes by four eyes, it waits as `proposed` until somebody publishes it. 409 while something else waits."
)

LISTING: Final = documented(
    "list_connections", TAG, "The connections of a service or a channel", "In the order in which it shows them.",
    "ConnectionList", parameters=(connections.SERVICE, connections.CHANNEL, connections.STATE, AFTER),
)  # fmt: skip
CONNECTING: Final = documented(
    "connect", TAG, "Connect a service and a channel",
    f"One of them is the town's own; neither is archived. {SEEN}",
    "EditedConnection", parameters=(VALIDATE,), headers=(VERSIONED,), body=json_of("NewConnection"), status=201,
    errors=UNREADABLE | {409: STALE[409]},
)  # fmt: skip
READING: Final = documented(
    "get_connection", TAG, "What holds for a service at a channel",
    "Also of a connection that is no more: its `content` is null, and its versions lead back.",
    "EditedConnection", path=ID, headers=(VERSIONED,), errors=UNKNOWN,
)  # fmt: skip
CHANGING: Final = documented(
    "change_connection", TAG, "Change members of a connection",
    "A JSON merge patch (RFC 7386) on the content: what is not named stays, null takes a member away. What others have "
    f"changed since the version in `If-Match` stays too, unless it is the same member. {SEEN}",
    "EditedConnection", path=ID, errors=UNKNOWN | UNREADABLE | STALE,
    body={"application/merge-patch+json": reference("Connection"), "application/json": reference("Connection")},
    **WRITTEN,
)  # fmt: skip
DISCONNECTING: Final = documented(
    "disconnect", TAG, "Disconnect a service and a channel", f"Its versions stay, and lead back. {SEEN}",
    "EditedConnection", path=ID, changes=True, errors=UNKNOWN | STALE, **WRITTEN,
)  # fmt: skip
TOLD: Final = {
    "restore": f"Also of a connection that is no more. {SEEN}",
    "publish": "Where the town publishes by four eyes, never by who proposed it.",
    "discard": "What holds goes on; versions lead back.",
}
ORDERING: Final = documented(
    "order_connections", TAG, "Put a service's channels in an order",
    "Names each of its connections once, as they are to follow each other. It holds at once: where the service is "
    "published it asks for the right to publish.",
    "ConnectionList", path={"id": "Id of the service."}, parameters=(VALIDATE,), body=json_of("ConnectionOrder"),
    errors=UNKNOWN | UNREADABLE,
)  # fmt: skip
PAST, THEN, BETWEEN = of_versions(name="connection", tag=TAG, one="connection")

READ: Final[dict[str, Any]] = {"action": Action.READ_CONTENT}
WRITE: Final[dict[str, Any]] = {"action": Action.WRITE_CONTENT}
ONE: Final = "connections/<uuid:id>"


def _step(name: str, taking: Taking) -> URLPattern:
    operation = documented(
        f"{taking.deed}_connection", TAG, taking.summary, TOLD[name], "EditedConnection", path=ID,
        body=json_of(taking.form.__name__), errors=UNKNOWN | UNREADABLE | STALE, **WRITTEN,
    )  # fmt: skip
    view = connections.Step.as_view(step=name, action=taking.action, operation=operation)
    return path(f"{ONE}/{name}", view, name=f"manage-connections-{name}")


urlpatterns = [
    path(
        "connections",
        connections.Connections.as_view(
            actions={"get": Action.READ_CONTENT, "post": Action.WRITE_CONTENT},
            operations={"get": LISTING, "post": CONNECTING},
        ),
        name="manage-connections",
    ),
    path(
        ONE,
        connections.Connection.as_view(
            actions={"get": Action.READ_CONTENT, "patch": Action.WRITE_CONTENT, "delete": Action.WRITE_CONTENT},
            operations={"get": READING, "patch": CHANGING, "delete": DISCONNECTING},
        ),
        name="manage-connections-one",
    ),
    *(_step(name, TIES[name]) for name in TOLD),
    path(f"{ONE}/versions", connections.Versions.as_view(operation=PAST, **READ), name="manage-connections-versions"),
    path(
        f"{ONE}/versions/<int:number>",
        connections.AtVersion.as_view(operation=THEN, **READ),
        name="manage-connections-versions-one",
    ),
    path(
        f"{ONE}/versions/<int:number>/to/<int:other>",
        connections.Comparison.as_view(operation=BETWEEN, **READ),
        name="manage-connections-versions-compared",
    ),
    path(
        "services/<uuid:id>/connections/order",
        connections.InOrder.as_view(operation=ORDERING, **WRITE),
        name="manage-services-connections-order",
    ),
]
