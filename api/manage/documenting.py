"""What the documentation of this room's addresses has in common: who may ask, what is refused, how versions are told."""

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter

from api.openapi import Operation, reference

PROBLEM: Final = reference("Problem")
BOTH: Final = ("token", "session")
REFUSALS: Final = {
    400: ("A parameter is unknown.", PROBLEM),
    401: ("Nobody is signed in, or the token is none here.", PROBLEM),
    403: ("Whoever asks may not; `code` tells why, and `scope` which one a token would need.", PROBLEM),
    429: ("Too many bad tokens came from this address; `Retry-After` tells when to come again.", PROBLEM),
}
UNKNOWN: Final = {404: ("The town has none with this id.", PROBLEM)}
UNREADABLE: Final = {
    413: ("The body is too large.", PROBLEM),
    415: ("The body is not JSON.", PROBLEM),
    422: ("The body cannot be this; `pointer` names the member, or `findings` what the rules refuse.", PROBLEM),
}
STALE: Final = {
    409: ("The step does not fit the state of the thing; `language` names the one that it does not fit.", PROBLEM),
    412: ("Somebody has changed the same meanwhile; `differences` tells what.", PROBLEM),
    428: ("`If-Match` is missing.", PROBLEM),
}
IF_MATCH: Final = OpenApiParameter(
    "If-Match", {"type": "string", "examples": ['"7"']}, "header", required=True, description="The version seen."
)
VERSIONED: Final = OpenApiParameter(
    "ETag", {"type": "string"}, "header", response=[200, 201], description="The version, for `If-Match`."
)


def json_of(schema: str) -> dict[str, Mapping[str, Any]]:
    """A body of this schema."""
    return {"application/json": reference(schema)}


def operation(operation_id: str, tag: str, summary: str, description: str, schema: str, **more: Any) -> Operation:
    """An address that answers with this schema, or refuses."""
    errors = {**REFUSALS, **more.pop("errors", {})}
    return Operation(
        id=operation_id,
        tag=tag,
        summary=summary,
        description=description,
        result=reference(schema),
        errors=errors,
        conditional=False,
        security=BOTH,
        **more,
    )
