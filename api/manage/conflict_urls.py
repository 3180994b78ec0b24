"""Addresses of conflicts with the national catalogue, each with what it asks for and its documentation."""

from typing import Any, Final, get_args

from django.urls import path

from api import openapi
from api.manage import conflicts
from api.manage.documenting import IF_MATCH, STALE, UNKNOWN, UNREADABLE, VERSIONED, documented, json_of
from api.manage.things import AFTER
from catalogue.registry.conflicts import STATES
from catalogue.registry.models import Conflict
from catalogue.registry.ownership import Owner
from catalogue.registry.policies import KINDS
from catalogue.services.values import Kind
from tenants.accounts.permissions import Action

TAG: Final = "Conflict"
OWNERSHIP: Final = "Ownership"
QUARANTINE: Final = "Quarantine"
ID: Final = {"id": "Id of the conflict."}

_TEXT: Final = {"type": "string"}
_UUID: Final = {"type": "string", "format": "uuid"}
_TIME: Final = {"type": "string", "format": "date-time"}
_NO: Final = {"type": "null"}
_WORDS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": dict.fromkeys(("kept", "removed", "added"), _TEXT),
        "additionalProperties": False,
    },
}
_OWNER: Final = {"type": "string", "enum": list(get_args(Owner))}
_RULE: Final = {"pattern": _TEXT, "owner": _OWNER}

CONFLICT: Final[dict[str, Any]] = {
    "title": "Conflict",
    "description": "What the town and the register have changed differently. While it is open, ours stands here and "
    "theirs there.",
    "type": "object",
    "required": [
        *("id", "version", "state", "kind", "thing", "about", "path", "pointer", "base", "ours", "theirs", "words"),
        *("owner", "run", "opened", "closed", "closed_by", "how", "chosen"),
    ],
    "properties": {
        "id": _UUID,
        "version": {"type": "integer", "minimum": 0, "description": "For `If-Match`: another one for other sides."},
        "state": {"type": "string", "enum": list(STATES)},
        "kind": {"type": "string", "enum": list(KINDS)},
        "thing": _UUID | {"description": "Id of the thing or the connection."},
        "about": {
            "type": "array",
            "description": "The thing; of a connection its service and its channel.",
            "items": {
                "type": "object",
                "required": ["kind", "id", "name"],
                "properties": {
                    "kind": {"type": "string", "enum": list(get_args(Kind))},
                    "id": _UUID,
                    "name": {"type": "object", "additionalProperties": _TEXT},
                },
            },
        },
        "path": {
            "type": "array",
            "items": _TEXT,
            "description": "Names of members; in a list what its items are known by. Empty: the whole thing.",
        },
        "pointer": {"type": "string", "format": "json-pointer", "description": "The same, written as one."},
        "base": {"description": "What both had before; null for nothing."},
        "ours": {"description": "What readers get here; of a closed one, what they got then."},
        "theirs": {"description": "What the register shows; null where it has taken it away."},
        "words": {
            "description": "Of texts: from the base to either side, word by word.",
            "anyOf": [
                {
                    "type": "object",
                    "required": ["ours", "theirs"],
                    "properties": {"ours": _WORDS, "theirs": _WORDS},
                },
                _NO,
            ],
        },
        "owner": _OWNER | {"description": "Who owned the place when it was found; `ask`: somebody must answer."},
        "run": {"type": ["integer", "null"], "description": "The sync that found it."},
        "opened": _TIME,
        "closed": {"anyOf": [_TIME, _NO]},
        "closed_by": {"anyOf": [_UUID, _NO], "description": "The account or the token that answered."},
        "how": {
            "enum": [None, *Conflict.How.values],
            "description": "Whose word was taken; agreed: both came to say the same.",
        },
        "chosen": {"description": "Of `other`: what was written instead."},
    },
}
CONFLICTS: Final = {
    "title": "ConflictList",
    "type": "object",
    "required": ["items", "after"],
    "properties": {
        "items": {"type": "array", "items": openapi.reference("Conflict")},
        "after": {"anyOf": [_UUID, _NO], "description": "Ask on with it; null: this is the end."},
    },
}
RESULTS: Final = {
    "title": "ConflictResults",
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "description": "One for each item, in the same order.",
            "items": {
                "type": "object",
                "required": ["status"],
                "properties": {
                    "status": {"type": "integer"},
                    "conflict": openapi.reference("Conflict"),
                    "problem": openapi.reference("Problem"),
                },
            },
        }
    },
}
RULES: Final = {
    "title": "OwnershipPolicy",
    "type": "object",
    "required": ["rules", "defaults"],
    "properties": {
        "rules": {
            "type": "array",
            "description": "The town's own; of two that fit, the one that says more decides.",
            "items": {
                "type": "object",
                "required": ["pattern", "owner", "by", "at"],
                "properties": {**_RULE, "by": {"anyOf": [_UUID, _NO]}, "at": _TIME},
            },
        },
        "defaults": {
            "type": "array",
            "description": "What holds where none of these fits; where nothing does, somebody is asked.",
            "items": {"type": "object", "required": ["pattern", "owner"], "properties": _RULE},
        },
    },
}
QUARANTINED: Final = {
    "title": "QuarantineList",
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "id", "code", "reason", "place", "since"],
                "properties": {
                    "kind": {"type": "string", "enum": list(get_args(Kind))},
                    "id": _TEXT | {"description": "Of the register; empty where the document has none to be read."},
                    "code": _TEXT | {"description": "For programs; never changes."},
                    "reason": _TEXT,
                    "place": {"type": ["string", "null"], "description": "The member at fault."},
                    "since": _TIME,
                },
            },
        }
    },
}
OURS: Final[tuple[dict[str, Any], ...]] = (CONFLICT, CONFLICTS, RESULTS, RULES, QUARANTINED)

LISTING: Final = documented(
    "list_conflicts", TAG, "What the town and the register have changed differently",
    "Open ones wait for an answer; what owners settled is among the closed ones. Read on with `after`.",
    "ConflictList", parameters=(conflicts.STATE, conflicts.THING, AFTER), errors=UNKNOWN,
)  # fmt: skip
READING: Final = documented(
    "get_conflict", TAG, "A conflict with both sides", "Of texts also word by word.", "Conflict", path=ID,
    headers=(VERSIONED,), errors=UNKNOWN,
)  # fmt: skip
ANSWERING: Final = documented(
    "answer_conflict", TAG, "Say what is to stand",
    "It holds here at once; the register gets it with the next writing, where it differs. It is asked again when the "
    "register says something new there.",
    "Conflict", path=ID, body=json_of("ConflictAnswer"), headers=(IF_MATCH, VERSIONED),
    errors=UNKNOWN | UNREADABLE | STALE,
)  # fmt: skip
MANY: Final = documented(
    "answer_conflicts", TAG, "Answer many conflicts",
    f"Up to {conflicts.MOST_ANSWERED}, each by itself, with the answer that a call of its own would get.",
    "ConflictResults", body=json_of("ConflictAnswers"), errors=UNREADABLE,
)  # fmt: skip
READING_RULES: Final = documented(
    "get_ownership", OWNERSHIP, "Whose word stands where both have changed the same", "", "OwnershipPolicy"
)
CHOOSING_RULES: Final = documented(
    "choose_ownership", OWNERSHIP, "Choose whose word stands", "All rules of the town's own; what is left out goes.",
    "OwnershipPolicy", body=json_of("OwnershipRules"), errors=UNREADABLE,
)  # fmt: skip
LISTING_QUARANTINE: Final = documented(
    "list_quarantine", QUARANTINE, "Documents of the register that could not be taken in",
    "What was here of them stays; each goes from here once the register sends a better one. The oldest first.",
    "QuarantineList",
)  # fmt: skip

PUBLISH: Final[dict[str, Any]] = {"action": Action.PUBLISH_CONTENT}
READ: Final[dict[str, Any]] = {"action": Action.READ_CONTENT}

urlpatterns = [
    path("conflicts", conflicts.Conflicts.as_view(operation=LISTING, **READ), name="manage-conflicts"),
    path(
        "conflicts/answers",
        conflicts.AnsweringMany.as_view(operation=MANY, **PUBLISH),
        name="manage-conflicts-answers",
    ),
    path(
        "conflicts/<uuid:id>",
        conflicts.OneConflict.as_view(operation=READING, **READ),
        name="manage-conflicts-one",
    ),
    path(
        "conflicts/<uuid:id>/answer",
        conflicts.Answering.as_view(operation=ANSWERING, **PUBLISH),
        name="manage-conflicts-answer",
    ),
    path(
        "ownership",
        conflicts.Rules.as_view(
            actions={"get": Action.READ_CONTENT, "put": Action.LEAD_TOWN},
            operations={"get": READING_RULES, "put": CHOOSING_RULES},
        ),
        name="manage-ownership",
    ),
    path(
        "quarantine",
        conflicts.Quarantined.as_view(operation=LISTING_QUARANTINE, **READ),
        name="manage-quarantine",
    ),
]
