"""The OpenAPI document of the staff's API."""

from typing import Any, Final

import msgspec
from django.conf import settings

from api import openapi
from api.manage import urls
from api.manage.asked import BODIES
from api.manage.bulk import Bulk
from api.manage.conflict_urls import OURS as OF_CONFLICTS
from api.manage.conflicts import BODIES as ANSWERS
from api.manage.connection_schemas import OURS as OF_CONNECTIONS
from api.manage.connections import ConnectionOrder
from api.manage.exchange_urls import OURS as OF_FILES
from api.manage.form_schemas import OURS as OF_FORMS
from api.manage.forms import BODIES as OF_FORM_STEPS
from api.manage.holidays import HOLIDAY, HOLIDAYS
from api.manage.links import linked
from api.manage.national import BODIES as OF_WRITING
from api.manage.national_urls import OURS as OF_NATIONAL
from api.manage.planned import Plan
from api.manage.schemas import LISTED, OURS
from catalogue.services import connections
from catalogue.services.values import Connection
from catalogue.services.workflow import KEPT_OF, TYPES
from catalogue.text import LANGUAGES

DESCRIPTION: Final = """For a municipality's own staff and programs: what the desk does, over HTTP.

- A program shows its token: `Authorization: Bearer kk_...`. An administrator makes tokens at the desk, each with \
scopes and an end, and can revoke them there.
- A person uses the session of the desk; methods that change something also need the header `X-CSRFToken`.
- What is changed is a draft first; readers see it when it is published, language by language. `findings` tell what \
keeps a thing from that, and what could be better.
- A change names the version that its sender has seen (`If-Match`). Two who change different members both succeed.
- `?validate=only` tries a change: the answer is what it would be, and nothing is changed. What is done with the \
national catalogue has plans instead, which can be looked at before they are approved; an answer to a conflict, whose \
word stands, an adoption and the account there do at once what they say.
- A change that got no answer can be asked for again under its `Idempotency-Key`, and is made once.
- Answers are not cached, and pages of other origins cannot read them.
- New members and new addresses may come; what is here stays as it is."""


def _contents() -> dict[str, Any]:
    """What is sent: the content of each kind of thing with all its parts, and the small bodies of steps."""
    steps = (*BODIES, *ANSWERS, *OF_WRITING, *OF_FORM_STEPS)
    sent = (*TYPES.values(), Connection, *steps, Bulk, Plan, ConnectionOrder)
    _, found = msgspec.json.schema_components(sent, ref_template="#/components/schemas/{name}")
    kept = {TYPES[kind]: names for kind, names in KEPT_OF.items()} | {Connection: connections.KEPT}
    for typed, names in kept.items():
        members = found[typed.__name__]["properties"]
        for name in names & members.keys():
            members[name] = {**members[name], "readOnly": True}
        members["language_versions"]["propertyNames"] = {"enum": list(LANGUAGES)}
    return found


def _edited(schema: str) -> dict[str, Any]:
    return {
        "title": f"Edited{schema}",
        "type": "object",
        "required": [*LISTED["required"], "content", "published", "findings"],
        "properties": {
            **LISTED["properties"],
            "content": openapi.reference(schema) | {"description": "What editors work on: the draft, if there is one."},
            "published": {"anyOf": [openapi.reference(schema), {"type": "null"}]},
            "findings": {"type": "array", "items": openapi.reference("Finding")},
            "planned": {
                "type": "array",
                "items": openapi.reference("Planned"),
                "description": "What is to come, by time, and then the last outcomes; not of earlier versions.",
            },
        },
    }


def document() -> dict[str, Any]:
    """The whole contract."""
    made = openapi.document(
        patterns=urls.urlpatterns,
        prefix="/api/manage/v1",
        info={"title": "Staff and programs of a municipality", "version": "1.0.0", "description": DESCRIPTION},
        tags={
            "Asker": "Who asks, and what they may do.",
            "Practice": "How the town edits.",
            "Planned": "What is published and archived by itself, at an instant.",
            "Bulk": "Many steps in one call.",
            "Connection": "What holds for a service at a channel: without a draft, at both ends at once.",
            "Conflict": "What the town and the national catalogue have changed differently.",
            "Ownership": "Whose word stands there.",
            "Quarantine": "What could not be taken in of the national catalogue.",
            "Exchange": "A catalogue in files.",
            "National": "What is written to the national register: planned, decided on, made, taken back.",
            "Form": "What residents fill in: definitions, their versions, and what there is to begin from.",
            "Organization": "The town's organisations.",
            "Service": "What the town offers.",
            "ServiceChannel": "How services are given.",
            "ServiceCollection": "Services and channels that are shown together.",
        },
        schemas={
            **_contents(),
            **{f"Edited{schema}": _edited(schema) for _, schema, _, _ in urls.KINDS.values()},
            **{
                schema["title"]: schema
                for schema in (
                    *(*OURS, *OF_CONFLICTS, *OF_CONNECTIONS, *OF_FILES, *OF_NATIONAL, *OF_FORMS),
                    *(HOLIDAY, HOLIDAYS),
                )
            },
        },
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
    return linked(made)
