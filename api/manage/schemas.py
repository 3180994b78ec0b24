"""The schemas of what the staff's API sends and takes, but for contents, which are our values."""

from typing import Any, Final, get_args

from api import openapi
from catalogue.services.planned import Action as Planning
from catalogue.services.planned import Outcome as Planned
from catalogue.services.rules import Severity
from catalogue.services.values import Kind
from catalogue.services.versions import Door
from catalogue.services.workflow import LanguageState, State
from catalogue.text import LANGUAGES
from tenants.accounts.permissions import TOWN_ROLES, Action, Scope

_TEXT: Final = {"type": "string"}
_UUID: Final = {"type": "string", "format": "uuid"}
_TIME: Final = {"type": "string", "format": "date-time"}

ROLE: Final = {
    "title": "HeldRole",
    "type": "object",
    "required": ["role"],
    "properties": {
        "role": {"type": "string", "enum": [str(role) for role in TOWN_ROLES]},
        "unit": _UUID | {"description": "The organisation over which the role is held; absent for the whole town."},
    },
}
ME: Final = {
    "title": "Me",
    "type": "object",
    "required": ["kind", "id", "name", "actions", "town"],
    "properties": {
        "kind": {"type": "string", "enum": ["program", "person"]},
        "id": _UUID | {"description": "Of the token, or of the person's account."},
        "name": _TEXT,
        "scopes": {
            "type": "array",
            "items": {"type": "string", "enum": [str(scope) for scope in Scope]},
            "description": "A program's.",
        },
        "roles": {"type": "array", "items": openapi.reference("HeldRole"), "description": "A person's."},
        "actions": {
            "type": "array",
            "items": {"type": "string", "examples": [str(Action.READ_CONTENT)]},
            "description": "What may be done, at least somewhere in the town. New ones may come.",
        },
        "language": _TEXT | {"description": "The language in which a person is written to."},
        "expires": _TIME | {"description": "When the token, or the account of somebody who helps for a while, ends."},
        "town": {
            "type": "object",
            "required": ["code", "name"],
            "properties": {
                "code": {"type": "string", "pattern": "^[0-9]{3}$", "description": "The municipality's number."},
                "name": {
                    "type": "object",
                    "required": ["fi", "sv", "en"],
                    "properties": dict.fromkeys(("fi", "sv", "en"), _TEXT),
                },
            },
        },
    },
}
_LANGUAGE: Final = {"type": "string", "enum": list(LANGUAGES)}
_MESSAGE: Final = {
    "type": "object",
    "required": ["fi", "sv", "en"],
    "properties": dict.fromkeys(("fi", "sv", "en"), _TEXT),
}
_POINTER: Final = _TEXT | {
    "description": "A JSON pointer into the content.",
    "examples": ["/language_versions/fi/name"],
}
LISTED: Final[dict[str, Any]] = {
    "title": "EditedThing",
    "type": "object",
    "required": ["id", "version", "state", "languages", "name"],
    "properties": {
        "id": _UUID,
        "version": {"type": "integer", "minimum": 1, "description": "For `If-Match`; raised by each change."},
        "state": {"type": "string", "enum": list(get_args(State))},
        "languages": {
            "type": "object",
            "description": "The state of each language version.",
            "additionalProperties": {"type": "string", "enum": list(get_args(LanguageState))},
        },
        "name": {"type": "object", "additionalProperties": _TEXT},
    },
}
LIST: Final = {
    "title": "EditedList",
    "type": "object",
    "required": ["items", "after"],
    "properties": {
        "items": {"type": "array", "items": openapi.reference("EditedThing")},
        "after": {"anyOf": [_UUID, {"type": "null"}], "description": "Ask on with it; null: this is the end."},
    },
}
FINDING: Final = {
    "title": "Finding",
    "description": "What a rule says of the content.",
    "type": "object",
    "required": ["code", "severity", "pointer", "language", "message"],
    "properties": {
        "code": _TEXT | {"description": "For programs; never changes."},
        "severity": {
            "type": "string",
            "enum": [str(severity) for severity in Severity],
            "description": "Whether it keeps the thing from being published, from the national register, or neither.",
        },
        "pointer": _POINTER,
        "language": {"anyOf": [_LANGUAGE, {"type": "null"}]},
        "message": _MESSAGE,
    },
}
DIFFERENCE: Final = {
    "title": "Difference",
    "type": "object",
    "required": ["pointer", "before", "now"],
    "properties": {"pointer": _POINTER, "before": {}, "now": {}},
}
_TIME_OR_NOT: Final = {"anyOf": [_TIME, {"type": "null"}]}
PLANNED: Final[dict[str, Any]] = {
    "title": "Planned",
    "description": "A step that is to be taken at an instant, or what came of it.",
    "type": "object",
    "required": [
        *("id", "action", "languages", "at", "version", "made", "door", "by"),
        *("outcome", "carried_out", "late", "result", "reason", "cancelled"),
    ],
    "properties": {
        "id": _UUID,
        "action": {"type": "string", "enum": list(get_args(Planning))},
        "languages": {"type": "array", "items": _LANGUAGE, "description": "None of them: the whole thing."},
        "at": _TIME,
        "version": {"type": "integer", "description": "The version that whoever planned it had seen."},
        "made": _TIME | {"description": "When it was planned."},
        "door": {"type": "string", "enum": list(get_args(Door))},
        "by": {"anyOf": [_UUID, {"type": "null"}], "description": "The account or the token."},
        "outcome": {"enum": [None, *get_args(Planned)], "description": "Null while it is to come."},
        "carried_out": _TIME_OR_NOT,
        "cancelled": {
            "anyOf": [
                {
                    "type": "object",
                    "required": ["at", "door", "by"],
                    "properties": {
                        "at": _TIME,
                        "door": {"type": "string", "enum": list(get_args(Door))},
                        "by": {"anyOf": [_UUID, {"type": "null"}], "description": "The account or the token."},
                    },
                },
                {"type": "null"},
            ],
            "description": "When and by whom it was cancelled.",
        },
        "late": {"type": "boolean", "description": "It was carried out after its minute."},
        "result": {"type": ["integer", "null"], "description": "The version that the thing had then."},
        "reason": {
            "anyOf": [
                {
                    "type": "object",
                    "required": ["code", "detail", "language", "findings", "differences"],
                    "properties": {
                        "code": _TEXT
                        | {"description": "For programs; never changes.", "examples": ["not_publishable"]},
                        "detail": _TEXT | {"description": "For people."},
                        "language": {"anyOf": [_LANGUAGE, {"type": "null"}]},
                        "findings": {"type": "array", "items": openapi.reference("Finding")},
                        "differences": {"type": "array", "items": openapi.reference("Difference")},
                    },
                },
                {"type": "null"},
            ],
            "description": "Why it was refused, as trying it then would have said.",
        },
    },
}
PLANNED_LIST: Final = {
    "title": "PlannedList",
    "type": "object",
    "required": ["items", "after"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "allOf": [
                    openapi.reference("Planned"),
                    {
                        "type": "object",
                        "required": ["kind", "thing", "name"],
                        "properties": {
                            "kind": {"type": "string", "enum": list(get_args(Kind))},
                            "thing": _UUID,
                            "name": {"type": "object", "additionalProperties": _TEXT},
                        },
                    },
                ]
            },
        },
        "after": {"anyOf": [_UUID, {"type": "null"}], "description": "Ask on with it; null: this is the end."},
    },
}
VERSIONS: Final = {
    "title": "VersionList",
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["version", "at", "action", "door", "by", "pointers"],
                "properties": {
                    "version": {"type": "integer"},
                    "at": {"anyOf": [_TIME, {"type": "null"}]},
                    "action": _TEXT,
                    "door": {"type": "string", "enum": list(get_args(Door))},
                    "by": {"anyOf": [_UUID, {"type": "null"}], "description": "The account or the token."},
                    "pointers": {"type": "array", "items": _POINTER},
                },
            },
        }
    },
}
COMPARED: Final = {
    "title": "Compared",
    "description": "A member in which two states differ.",
    "type": "object",
    "required": ["pointer", "before", "after", "words"],
    "properties": {
        "pointer": _POINTER,
        "before": {},
        "after": {},
        "words": {
            "description": "Of texts: runs of words, in the order of reading.",
            "anyOf": [
                {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "minProperties": 1,
                        "maxProperties": 1,
                        "properties": dict.fromkeys(("kept", "removed", "added"), _TEXT),
                        "additionalProperties": False,
                    },
                },
                {"type": "null"},
            ],
        },
    },
}
COMPARISON: Final = {
    "title": "Comparison",
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": openapi.reference("Compared")}},
}
PROBLEM: Final = {
    "title": "Problem",
    "description": "What was wrong with the request (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": _TEXT | {"description": "For programs; never changes.", "examples": ["scope_missing"]},
        "detail": _TEXT | {"description": "For people."},
        "parameter": _TEXT | {"description": "The parameter at fault."},
        "scope": _TEXT | {"description": "The scope that the token would need.", "examples": ["write"]},
        "pointer": _POINTER,
        "language": _TEXT | {"description": "The language version that a step does not fit."},
        "version": {"type": "integer", "description": "The present version."},
        "choices": {
            "type": "array",
            "items": _TEXT,
            "description": "What a time can mean that is left out or comes twice as clocks are changed.",
        },
        "differences": {"type": "array", "items": openapi.reference("Difference")},
        "findings": {"type": "array", "items": openapi.reference("Finding")},
        "results": {
            "type": "array",
            "items": openapi.reference("BulkResult"),
            "description": "Of a bulk call that does all or nothing: which items could not be done.",
        },
    },
}
BULK_RESULT: Final = {
    "title": "BulkResult",
    "description": "What came of an item: the answer that a call of its own would get. 424 is the status of one that "
    "could be done and was not, because another could not.",
    "type": "object",
    "required": ["status"],
    "properties": {
        "status": {"type": "integer"},
        "thing": openapi.reference("EditedThing"),
        "connection": openapi.reference("ListedConnection"),
        "findings": {"type": "array", "items": openapi.reference("Finding")},
        "problem": openapi.reference("Problem")
        | {"description": "`pointer` leads into the whole body: /items/3/body/language_versions/fi/name."},
    },
}
BULK_RESULTS: Final = {
    "title": "BulkResults",
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": openapi.reference("BulkResult"),
            "description": "One for each item, in the same order.",
        }
    },
}
OURS: Final[tuple[dict[str, Any], ...]] = (
    *(
        ME,
        ROLE,
        PROBLEM,
        LISTED,
        LIST,
        FINDING,
        DIFFERENCE,
        PLANNED,
        PLANNED_LIST,
        VERSIONS,
        COMPARED,
        COMPARISON,
        BULK_RESULT,
        BULK_RESULTS,
    ),
)
