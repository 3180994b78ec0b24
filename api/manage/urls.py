"""Addresses of the staff's API, each with what it asks for and its documentation."""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import path

from api.manage import (
    conflict_urls,
    connection_urls,
    exchange_urls,
    form_urls,
    holidays,
    national_urls,
    planned,
    things,
)
from api.manage.bulk import BulkView
from api.manage.documenting import (
    BOTH,
    IF_MATCH,
    OR_UNDER_WAY,
    PROBLEM,
    REFUSALS,
    STALE,
    UNKNOWN,
    UNREADABLE,
    VERSIONED,
    documented,
    json_of,
    of_versions,
)
from api.manage.steps import STEPS, VALIDATE
from api.manage.views import Me
from api.openapi import Operation, reference
from catalogue.services.values import Kind
from tenants.accounts.permissions import Action

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


def _of_kind(kind: Kind) -> Iterator[Any]:
    yield from _all_of(kind)
    yield from _one_of(kind)
    yield from _steps(kind)
    yield _adopting(kind)
    yield from _planned(kind)
    yield from _past(kind)


def _all_of(kind: Kind) -> Iterator[Any]:
    """All things of a kind, and a new one."""
    address, schema, one, many = KINDS[kind]
    listing = documented(
        f"list_edited_{address.replace('-', '_')}",
        schema,
        f"The town's own {many}",
        "Drafts and archived ones among them, by id; read on with `after` until it is null.",
        "EditedList",
        parameters=(things.STATE, things.AFTER),
    )
    creating = documented(
        f"create_{kind}",
        schema,
        f"A new {one}, as a draft",
        "Nobody but editors sees it until it is published.",
        f"Edited{schema}",
        parameters=(VALIDATE,),
        body=json_of(schema),
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
    reading = documented(
        f"get_edited_{kind}",
        schema,
        f"A {one} as its editors have it",
        "",
        f"Edited{schema}",
        path={"id": f"Id of the {one}."},
        headers=(VERSIONED,),
        errors=UNKNOWN,
    )
    changing = documented(
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
        operation = documented(
            f"{taking.deed}_{kind}",
            schema,
            taking.summary,
            f"Of one {one}.",
            f"Edited{schema}",
            path={"id": f"Id of the {one}."},
            parameters=(VALIDATE,),
            body=json_of(taking.form.__name__),
            headers=(IF_MATCH, VERSIONED),
            errors=UNKNOWN | UNREADABLE | STALE,
        )
        made = things.Step.as_view(kind=kind, step=step, action=taking.action, operation=operation)
        yield path(f"{address}/<uuid:id>/{step}", made, name=f"manage-{address}-{step}")


def _adopting(kind: Kind) -> Any:
    """That it is the same as a record of the register."""
    address, schema, one, _ = KINDS[kind]
    operation = documented(
        f"adopt_for_{kind}", schema, "Adopt a record of the national catalogue",
        f"The {one} was made here, and the record was pulled: they become one, under this id. What only one side has "
        "is taken, what both have differently becomes a conflict; of one that was never published, readers get what "
        "the record has, and the draft stays over it.",
        f"Edited{schema}", path={"id": f"Id of the {one}."}, body=json_of("RecordOfRegister"),
        headers=(IF_MATCH, VERSIONED), errors=UNKNOWN | UNREADABLE | STALE,
    )  # fmt: skip
    view = things.Adopt.as_view(kind=kind, action=Action.PUBLISH_CONTENT, operation=operation)
    return path(f"{address}/<uuid:id>/adopt", view, name=f"manage-{address}-adopt")


def _planned(kind: Kind) -> Iterator[Any]:
    """Steps that are to be taken at an instant."""
    address, schema, one, _ = KINDS[kind]
    ids = {"id": f"Id of the {one}."}
    planning = documented(
        f"plan_{kind}", schema, "Have language versions published or archived at an instant",
        "Exactly in that minute, by the rules that hold then. What is published is what was seen when it was planned: "
        "where somebody changes it in between, it is refused. Its outcome is told in `planned`, and to whoever planned "
        "it where it was refused.",
        "Planned", path=ids, parameters=(VALIDATE,), body=json_of("Plan"), status=201, headers=(IF_MATCH,),
        errors=UNKNOWN | UNREADABLE | STALE,
    )  # fmt: skip
    one_of_them = ids | {"planned_id": "Id of what is planned."}
    cancelling = documented(
        f"cancel_plan_of_{kind}", schema, "Cancel what is planned",
        "It will not be done, and stays in the list with who cancelled it, and when.", "Planned", path=one_of_them,
        parameters=(VALIDATE,), changes=True,
        errors=UNKNOWN | {409: (f"It is done, or cancelled. {OR_UNDER_WAY}", PROBLEM)},
    )  # fmt: skip
    again = documented(
        f"plan_again_for_{kind}", schema, "Plan again what was cancelled",
        "For the same instant, if that is still to come, and what is seen now.", "Planned", path=one_of_them,
        parameters=(VALIDATE,), body=json_of("Nothing"), status=201, headers=(IF_MATCH,),
        errors=UNKNOWN | UNREADABLE | STALE,
    )  # fmt: skip
    given: dict[str, Any] = {"kind": kind, "action": Action.PUBLISH_CONTENT}
    plans, name = f"{address}/<uuid:id>/planned", f"manage-{address}-planned"
    yield path(plans, planned.Plans.as_view(operation=planning, **given), name=name)
    cancel = planned.Cancelling.as_view(operation=cancelling, **given)
    yield path(f"{plans}/<uuid:planned_id>", cancel, name=f"{name}-one")
    repeated = planned.Again.as_view(operation=again, **given)
    yield path(f"{plans}/<uuid:planned_id>/again", repeated, name=f"{name}-again")


def _past(kind: Kind) -> Iterator[Any]:
    """What was: the versions of a thing."""
    address, schema, one, _ = KINDS[kind]
    past, then, between = of_versions(name=kind, tag=schema, one=one)
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
    "get": documented("get_practice", "Practice", "How the town edits", "", "Practice"),
    "put": documented(
        "choose_practice",
        "Practice",
        "Choose how the town edits",
        "With `four_eyes`, who publishes a language version is never who sent it to review, and what readers would see "
        "of a connection is proposed first and published by somebody else.",
        "Practice",
        parameters=(VALIDATE,),
        body=json_of("Practice"),
        errors=UNREADABLE,
    ),
}

BULK: Final = documented(
    "bulk",
    "Bulk",
    "Many steps in one call",
    "Up to 100 steps of different things and connections, each with what a call of its own would be sent, and the "
    "answer that it would get. What cannot be done keeps nothing else from being done, unless `atomic` is true: all or "
    "nothing is done. "
    "The steps are looked at in their order, each as if those before it had been taken; a thing may be named once. "
    "Each asks for what its own address asks for.",
    "BulkResults",
    parameters=(VALIDATE,),
    body=json_of("Bulk"),
    errors=UNREADABLE,
)

COMING: Final = documented(
    "list_planned",
    "Planned",
    "All that is planned",
    "What is still to come or, with `outcome`, what was done, refused or cancelled, by time. Read on with "
    "`after` until it is null.",
    "PlannedList",
    parameters=(planned.OUTCOME, things.AFTER),
)

urlpatterns = [
    path("bulk", BulkView.as_view(action=Action.WRITE_CONTENT, operation=BULK), name="manage-bulk"),
    path("me", Me.as_view(operation=ME, action=Action.SEE_ONESELF), name="manage-me"),
    path(
        "practice",
        things.Practice.as_view(operations=PRACTICE, actions={"get": Action.READ_CONTENT, "put": Action.LEAD_TOWN}),
        name="manage-practice",
    ),
    path("planned", planned.Coming.as_view(operation=COMING, action=Action.READ_CONTENT), name="manage-planned"),
    *(each for kind in KINDS for each in _of_kind(kind)),
    path(
        "service-channels/<uuid:id>/holidays",
        holidays.Holidays.as_view(operation=holidays.LISTING, action=Action.READ_CONTENT),
        name="manage-service-channels-holidays",
    ),
    *conflict_urls.urlpatterns,
    *connection_urls.urlpatterns,
    *exchange_urls.urlpatterns,
    *national_urls.urlpatterns,
    *form_urls.urlpatterns,
]
