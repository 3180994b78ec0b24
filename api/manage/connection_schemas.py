"""The schemas of connections as the staff's API tells of them and takes them."""

from typing import Any, Final

from api import openapi

_TEXT: Final = {"type": "string"}
_UUID: Final = {"type": "string", "format": "uuid"}
_THING: Final = {
    "type": "object",
    "required": ["id", "own", "name"],
    "properties": {
        "id": _UUID,
        "own": {"type": "boolean", "description": "Whether it is the town's own."},
        "name": {"type": "object", "additionalProperties": _TEXT, "description": "Empty where it is not kept here."},
        "service_channel_type": _TEXT | {"description": "Only of channels that are kept here."},
    },
}
PROPOSED: Final[dict[str, Any]] = {
    "title": "ProposedConnection",
    "description": "What waits for somebody who may publish.",
    "type": "object",
    "required": ["content", "at", "by", "changes"],
    "properties": {
        "content": {
            "anyOf": [openapi.reference("Connection"), {"type": "null"}],
            "description": "What is to hold; null: they are to be disconnected.",
        },
        "at": {"type": "string", "format": "date-time", "description": "Since when it waits."},
        "by": {
            "anyOf": [_UUID, {"type": "null"}],
            "description": "The account of whoever proposed it, or made the token that did.",
        },
        "changes": {
            "type": "array",
            "items": openapi.reference("Compared"),
            "description": "What would change of what holds, as a comparison of versions tells it.",
        },
    },
}
CONNECTED: Final[dict[str, Any]] = {
    "title": "ListedConnection",
    "type": "object",
    "required": ["id", "version", "state", "service", "channel", "proposed"],
    "properties": {
        "id": _UUID | {"description": "Made of the two ids: the same whenever they are connected again."},
        "version": {"type": "integer", "minimum": 1, "description": "For `If-Match`; raised by each change."},
        "state": {"type": "string", "enum": ["connected", "disconnected"]},
        "service": _THING,
        "channel": _THING,
        "proposed": {"anyOf": [openapi.reference("ProposedConnection"), {"type": "null"}]},
    },
}
CONNECTIONS: Final = {
    "title": "ConnectionList",
    "type": "object",
    "required": ["items", "after"],
    "properties": {
        "items": {"type": "array", "items": openapi.reference("ListedConnection")},
        "after": {"anyOf": [_UUID, {"type": "null"}], "description": "Ask on with it; null: this is the end."},
    },
}
CONNECTION: Final = {
    "title": "EditedConnection",
    "type": "object",
    "required": [*CONNECTED["required"], "content", "findings"],
    "properties": {
        **CONNECTED["properties"],
        "content": {
            "anyOf": [openapi.reference("Connection"), {"type": "null"}],
            "description": "What holds for the pair; null where it is not connected.",
        },
        "findings": {
            "type": "array",
            "items": openapi.reference("Finding"),
            "description": "Of what is proposed, where something is, else of what holds.",
        },
    },
}
NEW_CONNECTION: Final = {
    "title": "NewConnection",
    "description": "What is connected, with what holds for it.",
    "allOf": [
        openapi.reference("Connection"),
        {
            "type": "object",
            "required": ["service_id", "channel_id"],
            "properties": {"service_id": _UUID, "channel_id": _UUID},
        },
    ],
}
OURS: Final[tuple[dict[str, Any], ...]] = (PROPOSED, CONNECTED, CONNECTIONS, CONNECTION, NEW_CONNECTION)
