"""The contract as JSON Schema, for the OpenAPI document and for checking that documents keep it."""

from typing import Any, Final

import msgspec

from catalogue.dialects.v1.documents import Organization, Service, ServiceChannel, ServiceCollection
from catalogue.services.values import Kind

DOCUMENTS: Final[dict[Kind, type[msgspec.Struct]]] = {
    "organization": Organization,
    "service": Service,
    "service_channel": ServiceChannel,
    "service_collection": ServiceCollection,
}


def schemas(ref_template: str = "#/components/schemas/{name}") -> dict[str, Any]:
    """Each document and part by name. Members that may be absent are not required, and never null."""
    _, components = msgspec.json.schema_components(tuple(DOCUMENTS.values()), ref_template=ref_template)
    return {name: _in_one_line(_without_null(components[name])) for name in sorted(components)}


def _in_one_line(schema: dict[str, Any]) -> dict[str, Any]:
    """Docstrings keep their line breaks and, before Python 3.13, their indentation: neither is for readers."""
    return schema | {"description": " ".join(schema["description"].split())} if "description" in schema else schema


def _without_null(schema: Any) -> Any:
    """Takes out what our structs may hold but our documents never write: nulls, and defaults for what is absent."""
    if isinstance(schema, list):
        return [_without_null(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(part) for key, part in schema.items() if key != "default"}
    if "anyOf" in kept:
        choices = [choice for choice in kept["anyOf"] if choice != {"type": "null"}]
        if len(choices) == 1:
            del kept["anyOf"]
            return choices[0] | kept
        kept["anyOf"] = choices
    return kept
