"""The schemas of what the staff's API tells of forms; the format of definitions is one of its own, `form-format`."""

from typing import Any, Final

from api.openapi import reference
from catalogue.forms.models import State
from catalogue.text import LANGUAGES

_TEXT: Final = {"type": "string"}
_UUID: Final = {"type": "string", "format": "uuid"}
_TIME: Final = {"type": "string", "format": "date-time"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_SAID: Final = {"type": "object", "additionalProperties": _TEXT}
_LANGUAGES: Final = {"type": "array", "items": {"type": "string", "enum": list(LANGUAGES)}}
_POINTERS: Final = {"type": "array", "items": _TEXT}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(title: str, description: str, properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


DOCUMENT: Final[dict[str, Any]] = {
    "title": "FormDocument",
    "description": "A form in format 1.0; `form-format` answers with its JSON Schema.",
    "type": "object",
    "required": ["key", "languages", "data"],
    "properties": {
        "formatVersion": {"const": "1.0"},
        "key": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,62}$"},
        "version": {"type": "integer", "minimum": 1, "description": "Given by publishing; left out when it is sent."},
        "languages": {**_LANGUAGES, "minItems": 1},
        "title": _SAID,
        "description": _SAID,
        "service": {"type": "object"},
        "access": {"type": "object", "description": "Who may fill it."},
        "data": {"type": "object", "description": "JSON Schema 2020-12, in the profile of the format."},
        "ui": {"type": "object", "description": "Pages of questions."},
        "processing": {"type": "object", "description": "What happens to submissions."},
    },
}
PATCH: Final[dict[str, Any]] = {
    "title": "FormPatch",
    "description": "A JSON merge patch on a `FormDocument`.",
    "type": "object",
}
_LISTED: Final[dict[str, Any]] = {
    "id": _UUID,
    "key": _TEXT,
    "version": {"type": "integer", "minimum": 1, "description": "For `If-Match`; raised by each change."},
    "state": {"type": "string", "enum": list(State.values)},
    "changed": {"type": "boolean", "description": "What is worked on is something else than what is published."},
    "published": {"type": ["integer", "null"], "description": "The number of the version that residents see."},
    "title": _SAID,
    "languages": _LANGUAGES,
}
LISTED: Final = _object("ListedForm", "A form in a list.", _LISTED)
LIST: Final = _object(
    "FormList",
    "Forms by id.",
    {
        "items": {"type": "array", "items": reference("ListedForm")},
        "after": _or_null(_UUID) | {"description": "Ask on with it; null: this is the end."},
    },
)
ORIGIN: Final = _object(
    "FormOrigin",
    "What a form began from, as that was at the time.",
    {
        "kind": {"type": "string", "enum": ["template", "shared", "copy", "file"]},
        "key": _TEXT,
        "digest": _TEXT | {"description": "The SHA-256 of the definition."},
        "at": _TIME,
        "town": _TEXT,
    },
    optional=("town",),
)
_WHOLE: Final[dict[str, Any]] = {
    **_LISTED,
    "content": reference("FormDocument"),
    "opening": reference("Opening"),
    "origin": _or_null(reference("FormOrigin")),
    "template_changed": {"type": "boolean", "description": "The template that it began from is another now."},
    "findings": {"type": "array", "items": reference("Finding")},
}
WHOLE: Final = _object("EditedForm", "A form as its editors have it.", _WHOLE)
TRANSLATED: Final = _object(
    "TranslatedForm",
    "A form with translations taken in.",
    {
        **_WHOLE,
        "taken": _COUNT | {"description": "How many texts were taken in."},
        "stale": _POINTERS | {"description": "Texts whose source has been changed since."},
        "unknown": _POINTERS | {"description": "Texts that the form has not."},
    },
)
_VERSION: Final[dict[str, Any]] = {
    "number": {"type": "integer", "minimum": 1},
    "digest": _TEXT | {"description": "The SHA-256 of the document in canonical form."},
    "at": _TIME,
    "door": _TEXT,
    "by": _or_null(_UUID) | {"description": "The account or the token."},
    "earlier_until": _or_null(_TIME) | {"description": "Until when drafts of earlier versions can be sent."},
}
VERSION: Final = _object("FormVersion", "A published version, which never changes.", _VERSION)
WITH_DOCUMENT: Final = _object(
    "FormVersionWithDocument", "A form as it was published.", {**_VERSION, "document": reference("FormDocument")}
)
HISTORY: Final = _object(
    "FormHistory",
    "The published versions and everything that was done, the latest first.",
    {
        "items": {"type": "array", "items": reference("FormVersion")},
        "edits": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["version", "at", "action", "door", "by", "pointers"],
                "properties": {
                    "version": {"type": "integer"},
                    "at": _TIME,
                    "action": _TEXT,
                    "door": _TEXT,
                    "by": _or_null(_UUID),
                    "pointers": _POINTERS,
                },
            },
        },
    },
)
QUESTION: Final = _object(
    "PreviewedQuestion",
    "A question, or a note without a pointer, in one language.",
    {
        "name": _TEXT,
        "pointer": _or_null(_TEXT) | {"description": "Where its answer is in `answers`."},
        "widget": _or_null(_TEXT),
        "label": _TEXT,
        "hint": _TEXT,
        "required": {"type": "boolean"},
        "options": {
            "type": "array",
            "items": {"type": "object", "required": ["value", "label"], "properties": {"value": _TEXT, "label": _TEXT}},
        },
        "value": {},
        "faults": {"type": "array", "items": _TEXT},
        "rows": {
            "type": "array",
            "items": {"type": "array", "items": reference("PreviewedQuestion")},
            "description": "Of a repeat: its rows as answered.",
        },
        "columns": {
            "type": "array",
            "items": reference("PreviewedQuestion"),
            "description": "Of a repeat: what a row more would ask.",
        },
    },
)
PREVIEW: Final = _object(
    "FormPreview",
    "A form as it would be filled, with these answers.",
    {
        "answers": {"type": "object", "description": "What would be kept, with values that are worked out."},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "pointer", "message"],
                "properties": {"code": _TEXT, "pointer": _TEXT, "message": _SAID},
            },
        },
        "dropped": _POINTERS | {"description": "Answers to questions that are not asked."},
        "pages": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "kind", "title", "description", "questions"],
                "properties": {
                    **dict.fromkeys(("key", "kind", "title", "description"), _TEXT),
                    "questions": {"type": "array", "items": reference("PreviewedQuestion")},
                },
            },
        },
    },
)
TEMPLATES: Final = _object(
    "FormTemplateList",
    "Forms to begin from.",
    {
        "items": {
            "type": "array",
            "items": _object(
                "FormTemplate",
                "A form to begin from; its definition where one was asked for.",
                {
                    "key": _TEXT,
                    "digest": _TEXT,
                    "title": _SAID,
                    "description": _SAID,
                    "languages": _LANGUAGES,
                    "definition": reference("FormDocument"),
                },
                optional=("definition",),
            ),
        }
    },
)
FORMAT: Final[dict[str, Any]] = {
    "title": "FormFormat",
    "description": "A JSON Schema (2020-12) of definitions.",
    "type": "object",
}
OURS: Final = (
    *(DOCUMENT, PATCH, LISTED, LIST, ORIGIN, WHOLE, TRANSLATED, VERSION, WITH_DOCUMENT, HISTORY),
    *(QUESTION, PREVIEW, TEMPLATES, FORMAT),
)
