"""OpenAPI 3.1 documents of the dialects: addresses by drf-spectacular, schemas by the dialects themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import normalize_result_object, sanitize_result_object
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.parameters import Parameter

VERSION: Final = "3.1.1"
NOT_MODIFIED: Final = "The reader's copy is as new as ours."


@dataclass(frozen=True, kw_only=True)
class Operation:
    """How an address is documented. `result` names a schema of the dialect, `errors` gives one for each status."""

    id: str
    tag: str
    summary: str
    description: str
    result: Mapping[str, Any]
    parameters: Sequence[Parameter] = ()
    path: Mapping[str, str] | None = None
    numbers: Sequence[str] = ()
    """Which of them are whole numbers from 1 on; the others are ids."""

    errors: Mapping[int, tuple[str, Mapping[str, Any]]] | None = None
    conditional: bool = True
    error_type: str = "application/problem+json"
    example: Any = None
    body: Mapping[str, Mapping[str, Any]] | None = None
    """What is sent: a schema for each media type."""

    answers: Mapping[str, Mapping[str, Any]] | None = None
    """What is answered where that is not JSON: a schema for each media type."""

    status: int = 200
    headers: Sequence[OpenApiParameter] = ()
    security: Sequence[str] = ()
    """Ways to show who asks, one of which is needed; none for what is open."""


def reference(schema: str) -> dict[str, str]:
    """Points to a schema of the document."""
    return {"$ref": f"#/components/schemas/{schema}"}


class Documented(AutoSchema):
    """Documents a view by its `operation`."""

    view: Any

    @property
    def operation(self) -> Operation:
        found: Operation = self._declared()
        return found

    def _declared(self) -> Any:
        """A view has one operation, or one for each of its methods."""
        return getattr(self.view, "operations", {}).get(self.method.lower(), self.view.operation)

    def is_excluded(self) -> bool:
        return self._declared() is None

    def get_operation_id(self) -> str:
        return self.operation.id

    def get_tags(self) -> list[str]:
        return [self.operation.tag]

    def get_summary(self) -> str:
        return self.operation.summary

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular calls it
        return self.operation.description

    def get_auth(self) -> list[Any]:
        return [{way: []} for way in self.operation.security]

    def get_request_serializer(self) -> Any:
        """Reads have no body."""
        return None if self.operation.body is None else {kind: dict(one) for kind, one in self.operation.body.items()}

    def get_override_parameters(self) -> list[Any]:
        return [
            *(
                OpenApiParameter(name, _of_path(self.operation, name), "path", description=description)
                for name, description in (self.operation.path or {}).items()
            ),
            *(_parameter(parameter) for parameter in self.operation.parameters),
            *(self._headers() if self.operation.conditional else ()),
            *self.operation.headers,
        ]

    def get_response_serializers(self) -> Any:
        operation = self.operation
        answers: dict[Any, Any] = {
            (operation.status, media_type): OpenApiResponse(dict(schema), description="As asked.")
            for media_type, schema in (operation.answers or {"application/json": operation.result}).items()
        }
        if operation.conditional:
            answers[304] = OpenApiResponse(description=NOT_MODIFIED)
        for status, (description, schema) in (operation.errors or {}).items():
            answers[(status, operation.error_type)] = OpenApiResponse(dict(schema), description=description)
        return answers

    @staticmethod
    def _headers() -> Sequence[OpenApiParameter]:
        return (
            OpenApiParameter(
                "If-None-Match", {"type": "string"}, "header", description="ETags of the copies that the reader holds."
            ),
            OpenApiParameter(
                "ETag", {"type": "string"}, "header", response=[200, 304], description="Changes with the content."
            ),
        )


def _of_path(operation: Operation, name: str) -> dict[str, Any]:
    if name in operation.numbers:
        return {"type": "integer", "minimum": 1}
    return {"type": "string", "format": "uuid"}


def _parameter(parameter: Parameter) -> OpenApiParameter:
    """Of several values we document commas, the form that every client can write."""
    schema = dict(parameter.schema)
    if not parameter.several:
        return OpenApiParameter(parameter.name, schema, description=parameter.description)
    many = {"type": "array", "items": schema, "maxItems": parameter.most}
    return OpenApiParameter(parameter.name, many, description=parameter.description, style="form", explode=False)


def document(
    *,
    patterns: Any,
    prefix: str,
    info: Mapping[str, Any],
    tags: Mapping[str, str],
    schemas: Mapping[str, Any],
    security: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The document of a dialect whose addresses are `patterns` under `prefix`."""
    generator: Any = SchemaGenerator(patterns=patterns)  # type: ignore[no-untyped-call]
    paths = {f"{prefix}{path}": item for path, item in generator.parse(None, public=True).items()}
    root = {
        "openapi": VERSION,
        "info": dict(info),
        "servers": [{"url": "/", "description": "This municipality's site."}],
        "tags": [{"name": name, "description": text} for name, text in tags.items()],
        "paths": paths,
        "components": {"schemas": dict(schemas), **({"securitySchemes": dict(security)} if security else {})},
    }
    made: dict[str, Any] = sanitize_result_object(normalize_result_object(root))  # type: ignore[no-untyped-call]
    return made
