"""What the documentation of this room's addresses has in common: who may ask, what is refused, how versions go."""

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter

from api.manage.once import ANSWERED_BEFORE, LONGEST
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
OR_UNDER_WAY: Final = "`under_way`: a request with this `Idempotency-Key` is being carried out."
OR_USED: Final = "`idempotency_key_used`: another request was sent with this `Idempotency-Key`."
UNREADABLE: Final = {
    413: ("The body is too large.", PROBLEM),
    415: ("The body is not JSON.", PROBLEM),
    422: (
        f"The body cannot be this; `pointer` names the member, `findings` what the rules refuse. {OR_USED}",
        PROBLEM,
    ),
}
STALE: Final = {
    409: (f"The step does not fit the state of the thing, or of the version in a `language`. {OR_UNDER_WAY}", PROBLEM),
    412: ("Somebody has changed the same meanwhile; `differences` tells what.", PROBLEM),
    428: ("`If-Match` is missing.", PROBLEM),
}
IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^"[0-9]{1,9}"$', "examples": ['"7"']},
    "header",
    required=True,
    description="The version seen.",
)
AGAIN: Final = {409: (OR_UNDER_WAY, PROBLEM), 422: (OR_USED, PROBLEM)}
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    {
        "type": "string",
        "pattern": rf'^"[ !#-\[\]-~]{{1,{LONGEST}}}"$',
        "examples": ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
    },
    "header",
    description="A new one for each change. Whoever gets no answer asks again with the same key within a day: what was "
    "done is not done again, and is answered as it was. A refusal is not kept.",
)
REPLAYED: Final = OpenApiParameter(
    ANSWERED_BEFORE,
    {"type": "string", "enum": ["true"]},
    "header",
    response=[200, 201],
    description="This is the answer that was given before to the same request.",
)
VERSIONED: Final = OpenApiParameter(
    "ETag", {"type": "string"}, "header", response=[200, 201], description="The version, for `If-Match`."
)


def json_of(schema: str) -> dict[str, Mapping[str, Any]]:
    """A body of this schema."""
    return {"application/json": reference(schema)}


def documented(operation_id: str, tag: str, summary: str, description: str, schema: str, **more: Any) -> Operation:
    """An address that answers with this schema, or refuses."""
    keyed = more.pop("changes", "body" in more)  # a change, which can be asked for again
    errors = {**REFUSALS, **(AGAIN if keyed else {}), **more.pop("errors", {})}
    headers = (*more.pop("headers", ()), *((IDEMPOTENCY_KEY, REPLAYED) if keyed else ()))
    return Operation(
        id=operation_id,
        tag=tag,
        summary=summary,
        description=description,
        result=reference(schema),
        errors=errors,
        conditional=False,
        security=BOTH,
        headers=headers,
        **more,
    )


def of_versions(*, name: str, tag: str, one: str) -> tuple[Operation, Operation, Operation]:
    """What was: all versions of one, one of them, and what lies between two; `tag` is its schema, too."""
    ids = {"id": f"Id of the {one}."}
    numbered = ids | {"number": "A version."}
    past = documented(
        f"list_versions_of_{name}", tag, f"How a {one} came to be what it is",
        "The latest first: who did what, when, and by which door.", "VersionList", path=ids, errors=UNKNOWN,
    )  # fmt: skip
    then = documented(
        f"get_version_of_{name}", tag, f"A {one} as it was", "", f"Edited{tag}", path=numbered,
        numbers=("number",), errors=UNKNOWN,
    )  # fmt: skip
    between = documented(
        f"compare_versions_of_{name}", tag, f"What lies between two versions of a {one}",
        "Member by member; of texts, which words went and came.", "Comparison",
        path=numbered | {"other": "Another version."}, numbers=("number", "other"), errors=UNKNOWN,
    )  # fmt: skip
    return past, then, between
