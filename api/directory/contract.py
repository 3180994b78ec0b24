"""The OpenAPI document of the directory of towns."""

from typing import Any, Final

from api import openapi
from api.directory import urls

_ADDRESS: Final = {"type": "string", "format": "uri"}
_ADDRESSES: Final = ("v1", "v1_contract", "ptv_v11", "ptv_v11_contract")

TOWN: Final = {
    "title": "Town",
    "type": "object",
    "required": ["code", "name", "languages", "site", "api"],
    "properties": {
        "code": {"type": "string", "pattern": "^[0-9]{3}$", "description": "The municipality's number."},
        "name": {
            "type": "object",
            "required": ["fi", "sv", "en"],
            "properties": {language: {"type": "string"} for language in ("fi", "sv", "en")},
        },
        "languages": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Languages of the town's content, the most important first.",
            "examples": [["fi", "sv", "en"]],
        },
        "site": _ADDRESS | {"description": "The town's site for people."},
        "api": {
            "type": "object",
            "required": list(_ADDRESSES),
            "properties": dict.fromkeys(_ADDRESSES, _ADDRESS),
            "description": "The town's API: the base of each dialect, and its contract.",
        },
    },
}
TOWN_LIST: Final = {
    "title": "TownList",
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": openapi.reference("Town")}},
}
PROBLEM: Final = {
    "title": "Problem",
    "description": "What was wrong with the request (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "For programs; never changes."},
        "detail": {"type": "string", "description": "For people."},
        "parameter": {"type": "string", "description": "The parameter at fault."},
    },
}


def document() -> dict[str, Any]:
    """The whole contract."""
    made = openapi.document(
        patterns=urls.urlpatterns,
        prefix="/api/v1",
        info={
            "title": "Directory of towns",
            "version": "1.0.0",
            "description": "The towns of this host and where their open APIs are. Open to everybody, from any origin.",
        },
        tags={"Towns": "Who is here."},
        schemas={"Town": TOWN, "TownList": TOWN_LIST, "Problem": PROBLEM},
    )
    return made | {"servers": [{"url": "/", "description": "The host of the towns."}]}
