"""The OpenAPI document of the open API."""

from typing import Any, Final

from api import openapi
from api.v1 import urls
from api.v1.examples import examples
from catalogue.dialects.v1 import LICENSE, LICENSE_URL, SOURCE
from catalogue.dialects.v1.contract import schemas

DESCRIPTION: Final = """The services of a municipality and how to get them: organisations, services, service channels \
and collections, kept true with the national service catalogue.

- Open to everybody, without key or login, from any origin.
- Members without a value are left out; no member is ever null but `next`.
- New members and new addresses may come; what is here stays as it is.
- Ask conditionally (`If-None-Match`): an answer of 304 costs us both almost nothing."""

PROBLEM: Final = {
    "title": "Problem",
    "description": "What was wrong with the request (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Bad Request"]},
        "status": {"type": "integer", "examples": [400]},
        "code": {"type": "string", "description": "For programs; never changes.", "examples": ["invalid_filter"]},
        "detail": {"type": "string", "description": "For people."},
        "parameter": {"type": "string", "description": "The parameter at fault.", "examples": ["page_size"]},
    },
}


def _list_of(schema: str) -> dict[str, Any]:
    return {
        "title": f"{schema}List",
        "type": "object",
        "required": ["items", "next", "source", "license"],
        "properties": {
            "items": {"type": "array", "items": openapi.reference(schema)},
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "Address of the next page; null on the last.",
            },
            "source": {"type": "string", "examples": [SOURCE]},
            "license": {"type": "string", "description": "SPDX identifier.", "examples": [LICENSE]},
        },
    }


def document() -> dict[str, Any]:
    """The whole contract."""
    documents = schemas()
    for name, example in examples().items():
        documents[name]["examples"] = [example]
    lists = {f"{schema}List": _list_of(schema) for _, schema, *_ in urls.KINDS.values()}
    return openapi.document(
        patterns=urls.urlpatterns,
        prefix="/api/v1",
        info={
            "title": "Municipal services",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "license": {"name": "CC0 1.0", "url": LICENSE_URL},
        },
        tags={urls.TAG: "What the municipality offers."},
        schemas={**documents, **lists, "Problem": PROBLEM},
    )
