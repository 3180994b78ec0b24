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
CONNECTED: Final[dict[str, Any]] = {
    "title": "ListedConnection",
    "type": "object",
    "required": ["id", "version", "state", "service", "channel"],
    "properties": {
        "id": _UUID | {"description": "Made of the two ids: the same whenever they are connected again."},
        "version": {"type": "integer", "minimum": 1, "description": "For `If-Match`; raised by each change."},
        "state": {"type": "string", "enum": ["connected", "disconnected"]},
        "service": _THING,
        "channel": _THING,
    },
}
CONNECTIONS: Final = {
    "title": "ConnectionList",
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": openapi.reference("ListedConnection")}},
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
        "findings": {"type": "array", "items": openapi.reference("Finding")},
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
OURS: Final[tuple[dict[str, Any], ...]] = (CONNECTED, CONNECTIONS, CONNECTION, NEW_CONNECTION)
