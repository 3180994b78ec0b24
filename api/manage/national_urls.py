"""Addresses of writing to the national register, with their schemas."""

from typing import Any, Final, get_args

from django.urls import path

from api.manage import national
from api.manage.documenting import PROBLEM, UNKNOWN, UNREADABLE, documented, json_of
from api.openapi import reference
from catalogue.registry.pushing.models import Plan, Write
from catalogue.registry.pushing.values import Deed, Subject, Verb
from tenants.accounts.permissions import Action

_TEXT: Final = {"type": "string"}
_UUID: Final = {"type": "string", "format": "uuid"}
_MAYBE_UUID: Final = {"type": ["string", "null"], "format": "uuid"}
_MAYBE_TEXT: Final = {"type": ["string", "null"]}
_MAYBE_TIME: Final = {"type": ["string", "null"], "format": "date-time"}
_TIME: Final = {"type": "string", "format": "date-time"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: Final = {"type": ["integer", "null"], "minimum": 0}
_OBJECT: Final[dict[str, Any]] = {"type": "object"}
_BOOLEAN: Final = {"type": "boolean"}


def _shape(title: str, description: str, **members: Any) -> dict[str, Any]:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "required": list(members),
        "properties": members,
    }


def _list_of(title: str, schema: str, **more: Any) -> dict[str, Any]:
    items = {"items": {"type": "array", "items": reference(schema)}, **more}
    return {"title": title, "type": "object", "required": list(items), "properties": items}


ACCOUNT: Final = _shape(
    "NationalAccount",
    "The town's API account of the national register. Its password is never shown.",
    set=_BOOLEAN,
    username=_MAYBE_TEXT,
    organisation=_MAYBE_TEXT | {"description": "Its id in Suomi.fi-palveluhallinta, where one account serves several."},
    environment=_MAYBE_TEXT,
    set_at=_MAYBE_TIME,
    tested=_MAYBE_TIME | {"description": "When a login last came through."},
    refused=_MAYBE_TIME | {"description": "Since when the register takes it no more: nothing is written."},
    writing=_BOOLEAN | {"description": "Whether the town writes to the register from here; an operator switches it."},
)
DIFFERENCE: Final = _shape(
    "WrittenDifference",
    "A member that a write changes.",
    pointer=_TEXT | {"description": "Into the thing's content; the last step may name an item of a list."},
    before={"description": "null: nothing."},
    after={"description": "null: nothing."},
    words={"type": ["array", "null"], "items": _OBJECT, "description": "Of texts: which words stay, go and come."},
)
REFUSAL: Final = {
    "title": "NationalRefusal",
    "description": "Why something is not written, or was not taken.",
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": _TEXT | {"description": "For programs; never changes."},
        "message": {"type": "object", "additionalProperties": _TEXT, "description": "In fi, sv and en."},
        "pointer": _TEXT | {"description": "Into the thing's content; absent for the thing as a whole."},
        "language": _TEXT,
        "said": _TEXT | {"description": "The register's own words."},
    },
}
_WRITE: Final[dict[str, Any]] = {
    "number": _COUNT,
    "state": {"type": "string", "enum": list(Write.State.values)},
    "code": _TEXT | {"description": "Why it is blocked, was refused or has expired; empty otherwise."},
    "subject": {"type": "string", "enum": list(get_args(Subject))},
    "deed": {"type": "string", "enum": list(get_args(Deed))},
    "object": _UUID,
    "ptv_id": _MAYBE_UUID,
    "name": {"type": "object", "additionalProperties": _TEXT},
    "verb": {"type": "string", "enum": list(get_args(Verb))},
    "path": _TEXT,
    "body": _OBJECT | {"description": "As it is sent, with ids of ours."},
    "before": _OBJECT | {"description": "What the register holds, in the words of its bodies."},
    "predicted": _OBJECT | {"description": "What it will hold."},
    "differences": {"type": "array", "items": reference("WrittenDifference")},
    "findings": {"type": "array", "items": reference("Finding")},
    "refusals": {"type": "array", "items": reference("NationalRefusal")},
    "left_standing": {
        "type": "array",
        "items": _TEXT,
        "description": "Members that the register keeps although they are gone here: nothing takes them away.",
    },
    "surprises": {
        "type": "array",
        "items": reference("WrittenDifference"),
        "description": "Where the register holds something else than was predicted.",
    },
    "attempts": _COUNT,
    "finished": _MAYBE_TIME,
}
WRITE: Final = _shape("NationalWrite", "One write of a plan, and what came of it.", **_WRITE)
LAST_WRITE: Final = _shape("LastNationalWrite", "The last write of a thing, and its plan.", **_WRITE, plan=_UUID)
_PLAN: Final[dict[str, Any]] = {
    "id": _UUID,
    "state": {"type": "string", "enum": list(Plan.State.values)},
    "environment": _TEXT,
    "revision": _COUNT | {"description": "Of the town, when it was planned."},
    "undoes": _MAYBE_UUID | {"description": "The plan that it takes back."},
    "made": _TIME,
    "door": _TEXT,
    "made_by": _MAYBE_UUID,
    "decided": _MAYBE_TIME,
    "decided_by": _MAYBE_UUID,
    "began": _MAYBE_TIME,
    "finished": _MAYBE_TIME,
    "counts": {"type": "object", "additionalProperties": _COUNT, "description": "How many writes are in which state."},
    "requests": _COUNT,
    "bytes": _COUNT,
    "seconds": {"type": "number", "minimum": 0},
}
PLAN: Final = _shape("NationalPlanListed", "Writes to the national register that are decided on together.", **_PLAN)
WHOLE_PLAN: Final = _shape(
    "NationalPlan",
    f"A plan with its writes in their order, {national.MOST_WRITES} at a time.",
    **_PLAN,
    writes={"type": "array", "items": reference("NationalWrite")},
    after=_MAYBE_COUNT | {"description": "Where to read on; null at the end."},
)
STANDING: Final = _shape(
    "NationalStanding",
    "How a thing stands with the national register.",
    id=_UUID,
    kind=_TEXT,
    state={
        "type": "string",
        "enum": ["in_register", "to_write", "waiting", "not_in_register"],
        "description": "`waiting`: for a person, here or in the register's own editor.",
    },
    version=_COUNT,
    ptv_id=_MAYBE_UUID,
    synced_version=_MAYBE_COUNT,
    archived_there=_BOOLEAN,
    open_conflicts=_COUNT,
    last={"anyOf": [reference("LastNationalWrite"), {"type": "null"}]},
)
OURS: Final = (
    *(ACCOUNT, DIFFERENCE, REFUSAL, WRITE, LAST_WRITE, PLAN, WHOLE_PLAN, STANDING),
    _list_of("NationalPlanList", "NationalPlanListed"),
    _list_of("NationalWaiting", "LastNationalWrite"),
)

TAG: Final = "National"
_ID: Final = {"plan_id": "Id of the plan."}
_STATE: Final = {409: ("The plan, or the town, is not in a state for this; `code` tells why.", PROBLEM)}
_DOWN: Final = {503: ("The national register does not answer.", PROBLEM)}

_ACCOUNT: Final = {
    "get": documented("get_national_account", TAG, "The API account, without its password", "", "NationalAccount"),
    "put": documented(
        "set_national_account", TAG, "Set the API account", "In place of an earlier one.", "NationalAccount",
        body=json_of("GivenAccount"), errors=UNREADABLE,
    ),
    "delete": documented(
        "forget_national_account", TAG, "Forget the API account", "", "NationalAccount", changes=True,
    ),
}  # fmt: skip
_TRY: Final = documented(
    "try_national_account", TAG, "Log in with the API account, once", "", "NationalAccount",
    body=json_of("Nothing"), errors=UNREADABLE | _STATE | _DOWN,
)  # fmt: skip
_PRACTICE: Final = {
    "get": documented("get_national_practice", TAG, "How the town writes to the register", "", "NationalPractice"),
    "put": documented(
        "choose_national_practice", TAG, "Choose how the town writes to the register", "", "NationalPractice",
        body=json_of("NationalPractice"), errors=UNREADABLE,
    ),
}  # fmt: skip
_PLANS: Final = {
    "get": documented("list_national_plans", TAG, "The plans made last", "The newest first.", "NationalPlanList"),
    "post": documented(
        "make_national_plan", TAG, "Plan what would be written to the register",
        "Compares what readers see here with what the register held when it was last read. Nothing is written. An "
        "earlier plan that nobody has decided on expires.",
        "NationalPlan", body=json_of("PlanOrder"), status=201, errors=UNREADABLE,
    ),
}  # fmt: skip
_ONE: Final = documented(
    "get_national_plan", TAG, "A plan with its writes", "Read on with `after` until it is null.", "NationalPlan",
    path=_ID, parameters=(national.AFTER,), errors=UNKNOWN,
)  # fmt: skip
_APPROVE: Final = documented(
    "approve_national_plan", TAG, "Have a plan made",
    "A worker makes its writes, one after another; what has changed on either side since it was planned is left for "
    "the next plan.",
    "NationalPlanListed", path=_ID, body=json_of("Nothing"), errors=UNKNOWN | UNREADABLE | _STATE,
)  # fmt: skip
_REJECT: Final = documented(
    "reject_national_plan", TAG, "Put a plan aside", "", "NationalPlanListed", path=_ID, body=json_of("Nothing"),
    errors=UNKNOWN | UNREADABLE | _STATE,
)  # fmt: skip
_UNDO: Final = documented(
    "undo_national_plan", TAG, "Plan how an applied plan is taken back",
    "The register and the town's own things become what they were before it; what somebody has changed since is listed "
    "as blocked. Approve it to have it made.",
    "NationalPlan", path=_ID, body=json_of("Nothing"), status=201, errors=UNKNOWN | UNREADABLE | _STATE,
)  # fmt: skip
_WAITING: Final = documented(
    "list_national_waiting", TAG, "What waits for somebody",
    "Writes that were blocked or refused, and have not come through since.", "NationalWaiting",
)  # fmt: skip
_THING: Final = documented(
    "get_national_standing", TAG, "How a thing stands with the register", "", "NationalStanding",
    path={"thing_id": "Id of the thing."}, errors=UNKNOWN,
)  # fmt: skip

_READ, _WRITING, _MANAGE = Action.READ_CONTENT, Action.WRITE_NATIONAL, Action.MANAGE_NATIONAL_ACCOUNT
urlpatterns = [
    path(
        "national/account",
        national.Account.as_view(operations=_ACCOUNT, actions=dict.fromkeys(_ACCOUNT, _MANAGE)),
        name="manage-national-account",
    ),
    path(
        "national/account/test",
        national.TryAccount.as_view(operation=_TRY, action=_MANAGE),
        name="manage-national-account-test",
    ),
    path(
        "national/practice",
        national.Practice.as_view(operations=_PRACTICE, actions={"get": _READ, "put": _MANAGE}),
        name="manage-national-practice",
    ),
    path(
        "national/plans",
        national.Plans.as_view(operations=_PLANS, actions={"get": _READ, "post": _WRITING}),
        name="manage-national-plans",
    ),
    path(
        "national/plans/<uuid:plan_id>",
        national.OnePlan.as_view(operation=_ONE, action=_READ),
        name="manage-national-plans-one",
    ),
    path(
        "national/plans/<uuid:plan_id>/approve",
        national.Approving.as_view(operation=_APPROVE, action=_WRITING),
        name="manage-national-plans-approve",
    ),
    path(
        "national/plans/<uuid:plan_id>/reject",
        national.Rejecting.as_view(operation=_REJECT, action=_WRITING),
        name="manage-national-plans-reject",
    ),
    path(
        "national/plans/<uuid:plan_id>/undo",
        national.Undoing.as_view(operation=_UNDO, action=_WRITING),
        name="manage-national-plans-undo",
    ),
    path(
        "national/waiting",
        national.Waiting.as_view(operation=_WAITING, action=_READ),
        name="manage-national-waiting",
    ),
    path(
        "national/things/<uuid:thing_id>",
        national.OneThing.as_view(operation=_THING, action=_READ),
        name="manage-national-things",
    ),
]
