"""The OpenAPI document of the staff's API."""

from typing import Any, Final

from django.conf import settings

from api import openapi
from api.manage import urls
from tenants.accounts.permissions import TOWN_ROLES, Action, Scope

DESCRIPTION: Final = """For a municipality's own staff and programs: what the desk does, over HTTP.

- A program shows its token: `Authorization: Bearer kk_...`. An administrator makes tokens at the desk, each with \
scopes and an end, and can revoke them there.
- A person uses the session of the desk; methods that change something also need the header `X-CSRFToken`.
- Answers are not cached, and pages of other origins cannot read them.
- New members and new addresses may come; what is here stays as it is."""

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
    },
}


def document() -> dict[str, Any]:
    """The whole contract."""
    return openapi.document(
        patterns=urls.urlpatterns,
        prefix="/api/manage/v1",
        info={"title": "Staff and programs of a municipality", "version": "1.0.0", "description": DESCRIPTION},
        tags={"Asker": "Who asks, and what they may do."},
        schemas={"Me": ME, "HeldRole": ROLE, "Problem": PROBLEM},
        security={
            "token": {"type": "http", "scheme": "bearer", "description": "A program's token."},
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": settings.SESSION_COOKIE_NAME,
                "description": "Whoever is signed in at the desk.",
            },
        },
    )
