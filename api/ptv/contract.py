"""The OpenAPI document of the facade."""

from typing import Any, Final

from api import openapi
from api.ptv import urls
from api.ptv.schemas import schemas
from catalogue.dialects.v1 import LICENSE_URL

DESCRIPTION: Final = """The municipality's catalogue in the shapes of the national service catalogue's Open API v11, \
for programs that read the register today. Lists hold the municipality's own organisations' things only."""

CHANNELS: Final = ("EChannel", "Phone", "PrintableForm", "ServiceLocation", "WebPage")


def _page_of(name: str) -> dict[str, Any]:
    return {
        "title": f"{name}Page",
        "type": "object",
        "required": ["pageNumber", "pageSize", "pageCount", "itemList"],
        "properties": {
            "pageNumber": {"type": "integer"},
            "pageSize": {"type": "integer"},
            "pageCount": {"type": "integer"},
            "itemList": {"type": ["array", "null"], "items": openapi.reference(name)},
        },
    }


def document() -> dict[str, Any]:
    """The whole contract."""
    channels = {name: openapi.reference(f"{name}Channel") for name in CHANNELS}
    mapping = {name: target["$ref"] for name, target in channels.items()}
    return openapi.document(
        patterns=urls.urlpatterns,
        prefix="/api/ptv/v11",
        info={
            "title": "Municipal services as in the national catalogue, v11",
            "version": "11",
            "description": DESCRIPTION,
            "license": {"name": "CC0 1.0", "url": LICENSE_URL},
        },
        tags={"Service": "What is offered.", "ServiceChannel": "How it is had.", "Organization": "Who is responsible."},
        schemas={
            **schemas(),
            "ServiceChannel": {
                "oneOf": list(channels.values()),
                "discriminator": {"propertyName": "serviceChannelType", "mapping": mapping},
            },
            "ServicePage": _page_of("Service"),
            "ServiceChannelPage": _page_of("ServiceChannel"),
            "ErrorMessage": {
                "type": "object",
                "required": ["errorMessage"],
                "properties": {"errorMessage": {"type": "string"}},
            },
            "ParameterErrors": {
                "description": "Messages by parameter.",
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
        },
    )
