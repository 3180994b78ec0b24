"""The published meta-schema of format 1.0: the shape of our values, and the profile of JSON Schema that `data` keeps.

The profile leaves out what a form must not do: references to elsewhere, expressions of authors' own (`pattern`; formats
stand for it), properties that nobody named, and schemas that only a computer understands.
"""

from functools import cache
from typing import Any, Final

import msgspec

from catalogue.forms.definition.values import Definition
from catalogue.text import LANGUAGES

ID: Final = "urn:kuntakanta:form-format:1.0"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FORMATS: Final = (
    *("fi-hetu", "fi-business-id", "fi-postal-code", "fi-phone", "fi-property-id", "fi-registration-plate", "iban"),
    *("email", "date", "time", "uuid", "uri"),
)
SENSITIVITIES: Final = ("none", "confidential", "health", "hetu")
SOURCES: Final = r"^ptv:serviceLocation(\?ontology=[\w%.-]+)?$|^code:[a-z_]+$"
NAME: Final = "^[A-Za-z][A-Za-z0-9_]{0,62}$"
MOST_CHARACTERS: Final = 20_000
MOST_ITEMS: Final = 200

_COUNT: Final = {"type": "integer", "minimum": 0}
_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200}
_AMOUNT: Final = {"type": "number", "minimum": -(2**53), "maximum": 2**53}
_LIMITS: Final = {
    "minimum": _AMOUNT,
    "maximum": _AMOUNT,
    "exclusiveMinimum": _AMOUNT,
    "exclusiveMaximum": _AMOUNT,
}
_NOTES: Final = {
    "x-sensitivity": {"enum": list(SENSITIVITIES)},
    "x-options": {"type": "string", "pattern": SOURCES},
    "x-kind": {"const": "attachment"},
}
_NAMES: Final = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_CHOICES: Final = {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": MOST_ITEMS, "uniqueItems": True}
_SCALAR: Final = {"type": ["string", "number", "boolean"]}
_NODE: Final = {"$ref": "#/$defs/node"}


def _shape(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    members = {**properties, **_NOTES}
    return {"type": "object", "required": required, "properties": members, "additionalProperties": False}


def _when(members: dict[str, Any], then: Any, otherwise: Any) -> dict[str, Any]:
    """Of several shapes the one that is meant, so that what is wrong is told of that one only."""
    return {"if": {"properties": members, "required": list(members)}, "then": then, "else": otherwise}


_PROPERTIES: Final = {"type": "object", "propertyNames": {"pattern": NAME}, "additionalProperties": _NODE}
_GROUP: Final = {
    "properties": _PROPERTIES,
    "required": _NAMES,
    "additionalProperties": {"const": False},
    "unevaluatedProperties": {"const": False},
}
_ARRAY: Final = {
    "items": _NODE,
    "minItems": _COUNT,
    "maxItems": {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS},
    "uniqueItems": {"type": "boolean"},
}
_STRING: Final = {
    "format": {"enum": list(FORMATS)},
    "minLength": _COUNT,
    "maxLength": {"type": "integer", "minimum": 1, "maximum": MOST_CHARACTERS},
    "enum": _CHOICES,
}
_REFERENCE: Final = {"$ref": {"type": "string", "pattern": "^#/\\$defs/[A-Za-z0-9_]+$"}}
_CONSENT: Final = {"const": {"const": True}}
_TYPES: Final[dict[str, dict[str, Any]]] = {
    "object": _GROUP,
    "array": _ARRAY,
    "string": _STRING,
    "integer": {**_LIMITS, "multipleOf": {"type": "integer", "minimum": 1}},
    "number": _LIMITS,
    "boolean": _CONSENT,
}


def _node() -> dict[str, Any]:
    """What a property can be."""
    untyped = _when(
        {"$ref": True},
        _shape(["$ref"], _REFERENCE),
        _when({"enum": True}, _shape(["enum"], {"enum": _CHOICES}), _shape(["const"], _CONSENT)),
    )
    known = {"properties": {"type": {"enum": list(_TYPES)}}}
    needed = {"object": ["properties"], "array": ["items"]}
    typed = [
        _when({"type": {"const": name}}, _shape(needed.get(name, []), {"type": True, **members}), True)
        for name, members in _TYPES.items()
    ]
    return {"type": "object", "allOf": [_when({"type": True}, known, untyped), *typed]}


_DATA: Final = {
    "type": "object",
    "required": ["type", "properties"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"const": DIALECT},
        "$id": {"type": "string"},
        "$defs": _PROPERTIES,
        "type": {"const": "object"},
        "properties": _PROPERTIES,
        "required": _NAMES,
        "additionalProperties": {"const": False},
        "unevaluatedProperties": {"const": False},
        "allOf": {"type": "array", "maxItems": 50, "items": {"$ref": "#/$defs/rule"}},
    },
}
_RULE: Final = {
    "description": "A rule over several answers, in addition to what `visibleIf` says of single ones.",
    "type": "object",
    "required": ["if"],
    "additionalProperties": False,
    "properties": {
        "if": {"$ref": "#/$defs/condition"},
        "then": {"$ref": "#/$defs/consequence"},
        "else": {"$ref": "#/$defs/consequence"},
    },
}
_CONSEQUENCE: Final = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "properties": {"type": "object", "additionalProperties": {"$ref": "#/$defs/consequence"}},
        "required": _NAMES,
        "const": _SCALAR,
        "enum": {"type": "array", "items": _SCALAR, "minItems": 1},
        **_LIMITS,
        "minItems": _COUNT,
        "maxItems": _COUNT,
        "minLength": _COUNT,
        "maxLength": _COUNT,
    },
}
_VALUES: Final = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {"const": _SCALAR, "enum": {"type": "array", "items": _SCALAR, "minItems": 1}},
}
_CONDITION: Final = {
    "description": "What answers must be. Each property that is named is also `required`: an answer that is not there "
    "fulfils nothing.",
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {
        "type": {"const": "object"},
        "properties": {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/condition"}},
        "required": _NAMES,
        "allOf": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"$ref": "#/$defs/condition"}},
        "anyOf": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"$ref": "#/$defs/condition"}},
        "const": _SCALAR,
        "enum": {"type": "array", "items": _SCALAR, "minItems": 1, "maxItems": MOST_ITEMS},
        "not": _VALUES,
        "contains": _VALUES,
        **_LIMITS,
    },
}


@cache
def meta_schema() -> dict[str, Any]:
    """The JSON Schema of definitions; it is published, so what it once took it takes on."""
    root, parts = msgspec.json.schema_components([Definition], ref_template="#/$defs/{name}")
    for part in parts.values():
        for name, member in part["properties"].items():
            if name in ("label", "hint", "title", "description"):
                member["propertyNames"] = {"enum": list(LANGUAGES)}
            elif name in ("visibleIf", "when"):
                part["properties"][name] = {"$ref": "#/$defs/condition"}
            elif name == "options":
                member["additionalProperties"]["propertyNames"] = {"enum": list(LANGUAGES)}
            elif name == "languages":
                member["items"] = {"enum": list(LANGUAGES)}
                member["uniqueItems"] = True
            elif name == "data":
                part["properties"][name] = {"$ref": "#/$defs/data"}
    own = {"data": _DATA, "node": _node(), "rule": _RULE, "consequence": _CONSEQUENCE, "condition": _CONDITION}
    return {"$schema": DIALECT, "$id": ID, **root[0], "$defs": {**parts, **own}}
