"""Addresses of the staff's API, each with what it asks for and its documentation."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.urls import path
from drf_spectacular.utils import OpenApiParameter

from api.manage import things
from api.manage.bulk import BulkView
from api.manage.steps import STEPS, VALIDATE
from api.manage.views import Me
from api.openapi import Operation, reference
from catalogue.services.values import Kind
from tenants.accounts.permissions import Action

PROBLEM: Final = reference("Problem")
BOTH: Final = ("token", "session")
REFUSALS: Final = {
    400: ("A parameter is unknown.", PROBLEM),
    401: ("Nobody is signed in, or the token is none here.", PROBLEM),
    403: ("Whoever asks may not; `code` tells why, and `scope` which one a token would need.", PROBLEM),
    429: ("Too many bad tokens came from this address; `Retry-After` tells when to come again.", PROBLEM),
}
UNKNOWN: Final = {404: ("The town has none with this id.", PROBLEM)}
UNREADABLE: Final = {
    413: ("The body is too large.", PROBLEM),
    415: ("The body is not JSON.", PROBLEM),
    422: ("The body cannot be this; `pointer` names the member, or `findings` what the rules refuse.", PROBLEM),
}
STALE: Final = {
    409: ("The step does not fit the state of the thing; `language` names the one that it does not fit.", PROBLEM),
    412: ("Somebody has changed the same meanwhile; `differences` tells what.", PROBLEM),
    428: ("`If-Match` is missing.", PROBLEM),
}
IF_MATCH: Final = OpenApiParameter(
    "If-Match", {"type": "string", "examples": ['"7"']}, "header", required=True, description="The version seen."
)
VERSIONED: Final = OpenApiParameter(
    "ETag", {"type": "string"}, "header", response=[200, 201], description="The version, for `If-Match`."
)

ME: Final = Operation(
    id="get_me",
    tag="Asker",
    summary="Who am I",
    description="The program or the person that asks, with what may be done: a token's scopes and end, or a person's "
    "roles. A good first request for whoever sets up a program.",
    result=reference("Me"),
    errors=REFUSALS,
    conditional=False,
    security=BOTH,
)
# address, schema of the content, one of them, many of them
KINDS: Final[dict[Kind, tuple[str, str, str, str]]] = {
    "organization": ("organizations", "Organization", "organisation", "organisations"),
    "service": ("services", "Service", "service", "services"),
    "service_channel": ("service-channels", "ServiceChannel", "service channel", "service channels"),
    "service_collection": ("service-collections", "ServiceCollection", "service collection", "service collections"),
}


def _json(schema: str) -> dict[str, Mapping[str, Any]]:
    return {"application/json": reference(schema)}


def _operation(operation_id: str, tag: str, summary: str, description: str, schema: str, **more: Any) -> Operation:
    errors = {**REFUSALS, **more.pop("errors", {})}
    return Operation(
        id=operation_id,
        tag=tag,
        summary=summary,
        description=description,
        result=reference(schema),
        errors=errors,
        conditional=False,
        security=BOTH,
        **more,
    )


def _of_kind(kind: Kind) -> Iterator[Any]:
    yield from _all_of(kind)
    yield from _one_of(kind)
    yield from _steps(kind)
    yield from _past(kind)


def _all_of(kind: Kind) -> Iterator[Any]:
    """All things of a kind, and a new one."""
    address, schema, one, many = KINDS[kind]
    listing = _operation(
        f"list_edited_{address.replace('-', '_')}",
        schema,
        f"The town's own {many}",
        "Drafts and archived ones among them, by id; read on with `after` until it is null.",
        "EditedList",
        parameters=(things.STATE, things.AFTER),
    )
    creating = _operation(
        f"create_{kind}",
        schema,
        f"A new {one}, as a draft",
        "Nobody but editors sees it until it is published.",
        f"Edited{schema}",
        parameters=(VALIDATE,),
        body=_json(schema),
        status=201,
        headers=(VERSIONED,),
        errors=UNREADABLE,
    )
    view = things.Things.as_view(
        kind=kind,
        actions={"get": Action.READ_CONTENT, "post": Action.WRITE_CONTENT},
        operations={"get": listing, "post": creating},
    )
    yield path(address, view, name=f"manage-{address}")


def _one_of(kind: Kind) -> Iterator[Any]:
    """One thing, and changing it."""
    address, schema, one, _ = KINDS[kind]
    reading = _operation(
        f"get_edited_{kind}",
        schema,
        f"A {one} as its editors have it",
        "",
        f"Edited{schema}",
        path={"id": f"Id of the {one}."},
        headers=(VERSIONED,),
        errors=UNKNOWN,
    )
    changing = _operation(
        f"change_{kind}",
        schema,
        f"Change members of a {one}",
        "A JSON merge patch (RFC 7386) on the content: what is not named stays, null takes a member away. What others "
        "have changed since the version in `If-Match` stays too, unless it is the same member.",
        f"Edited{schema}",
        path={"id": f"Id of the {one}."},
        parameters=(VALIDATE,),
        body={"application/merge-patch+json": reference(schema), "application/json": reference(schema)},
        headers=(IF_MATCH, VERSIONED),
        errors=UNKNOWN | UNREADABLE | STALE,
    )
    view = things.Thing.as_view(
        kind=kind,
        actions={"get": Action.READ_CONTENT, "patch": Action.WRITE_CONTENT},
        operations={"get": reading, "patch": changing},
    )
    yield path(f"{address}/<uuid:id>", view, name=f"manage-{address}-one")


def _steps(kind: Kind) -> Iterator[Any]:
    """The steps in a thing's life."""
    address, schema, one, _ = KINDS[kind]
    for step, taking in STEPS.items():
        operation = _operation(
            f"{taking.deed}_{kind}",
            schema,
            taking.summary,
            f"Of one {one}.",
            f"Edited{schema}",
            path={"id": f"Id of the {one}."},
            parameters=(VALIDATE,),
            body=_json(taking.form.__name__),
            headers=(IF_MATCH, VERSIONED),
            errors=UNKNOWN | UNREADABLE | STALE,
        )
        made = things.Step.as_view(kind=kind, step=step, action=taking.action, operation=operation)
        yield path(f"{address}/<uuid:id>/{step}", made, name=f"manage-{address}-{step}")


def _past(kind: Kind) -> Iterator[Any]:
    """What was: the versions of a thing."""
    address, schema, one, _ = KINDS[kind]
    ids = {"id": f"Id of the {one}."}
    past = _operation(
        f"list_versions_of_{kind}", schema, f"How a {one} came to be what it is",
        "The latest first: who did what, when, and by which door.", "VersionList", path=ids, errors=UNKNOWN,
    )  # fmt: skip
    numbered = ids | {"number": "A version."}
    then = _operation(
        f"get_version_of_{kind}", schema, f"A {one} as it was", "", f"Edited{schema}", path=numbered,
        numbers=("number",), errors=UNKNOWN,
    )  # fmt: skip
    between = _operation(
        f"compare_versions_of_{kind}", schema, f"What lies between two versions of a {one}",
        "Member by member; of texts, which words went and came.", "Comparison",
        path=numbered | {"other": "Another version."},
        numbers=("number", "other"), errors=UNKNOWN,
    )  # fmt: skip
    versions, base = f"{address}/<uuid:id>/versions", f"manage-{address}-versions"
    given: dict[str, Any] = {"kind": kind, "action": Action.READ_CONTENT}
    yield path(versions, things.Versions.as_view(operation=past, **given), name=base)
    yield path(f"{versions}/<int:number>", things.AtVersion.as_view(operation=then, **given), name=f"{base}-one")
    yield path(
        f"{versions}/<int:number>/to/<int:other>",
        things.Comparison.as_view(operation=between, **given),
        name=f"{base}-compared",
    )


PRACTICE: Final = {
    "get": _operation("get_practice", "Practice", "How the town edits", "", "Practice"),
    "put": _operation(
        "choose_practice",
        "Practice",
        "Choose how the town edits",
        "With `four_eyes`, who publishes a language version is never who sent it to review.",
        "Practice",
        body=_json("Practice"),
        errors=UNREADABLE,
    ),
}

BULK: Final = _operation(
    "bulk",
    "Bulk",
    "Many steps in one call",
    "Up to 100 steps of different things, each with what a call of its own would be sent, and the answer that it would "
    "get. What cannot be done keeps nothing else from being done, unless `atomic` is true: all or nothing is done. "
    "The steps are looked at in their order, each as if those before it had been taken; a thing may be named once. "
    "Each asks for what its own address asks for.",
    "BulkResults",
    parameters=(VALIDATE,),
    body=_json("Bulk"),
    errors=UNREADABLE,
)

urlpatterns = [
    path("bulk", BulkView.as_view(action=Action.WRITE_CONTENT, operation=BULK), name="manage-bulk"),
    path("me", Me.as_view(operation=ME, action=Action.SEE_ONESELF), name="manage-me"),
    path(
        "practice",
        things.Practice.as_view(operations=PRACTICE, actions={"get": Action.READ_CONTENT, "put": Action.LEAD_TOWN}),
        name="manage-practice",
    ),
    *(each for kind in KINDS for each in _of_kind(kind)),
]
