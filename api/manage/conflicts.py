"""Views of conflicts with the national catalogue: looking at them, answering them, and whose word stands at once."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from api.auth import Refused
from api.manage import errors
from api.manage.asked import Reach, asked, author, expected_version
from api.manage.serving import ManageView, told
from api.manage.things import AFTER, MOST_LISTED
from api.parameters import Parameter, guid, named, one_of, read
from catalogue.errors import CatalogueError
from catalogue.outbox.unit import changes
from catalogue.registry import answering, conflicts, policies, queries
from catalogue.registry.answering import Answer, Choice
from catalogue.registry.conflicts import STATES, Seen
from catalogue.registry.ownership import DEFAULTS, Owner, Rule
from catalogue.services.patches import pointer
from catalogue.services.workflow import Work
from catalogue.text import Run
from tenants.accounts.permissions import Action
from tenants.middleware import town_of

MOST_ANSWERED: Final = 100
STATE: Final = Parameter(
    name="state",
    description="open (the default): what waits for an answer, the oldest first; closed: the latest first.",
    schema={"type": "string", "enum": list(STATES)},
    read=one_of(*STATES),
)
THING: Final = Parameter(
    name="thing",
    description="Those of one thing, or of one connection.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
)
LISTED: Final = named(STATE, THING, AFTER)
BEFORE: Final = named(AFTER)


class ConflictAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """What is to stand at the place of a conflict."""

    choice: Annotated[Choice, msgspec.Meta(description="A side as it is, or something else: `value`.")]
    value: Annotated[Any, msgspec.Meta(description="Of `other`: what is to stand there; null for nothing.")] = None


class OneOfAnswers(ConflictAnswer, forbid_unknown_fields=True, kw_only=True):
    """An answer to one of several conflicts."""

    id: UUID
    version: Annotated[int, msgspec.Meta(ge=0, description="The version seen.")]


class ConflictAnswers(msgspec.Struct, forbid_unknown_fields=True):
    """Answers to several conflicts, each by itself."""

    items: Annotated[list[OneOfAnswers], msgspec.Meta(min_length=1, max_length=MOST_ANSWERED)]


class OwnershipRule(msgspec.Struct, forbid_unknown_fields=True):
    """Whose word stands where both have changed the same."""

    pattern: Annotated[
        str,
        msgspec.Meta(
            max_length=200,
            description="A kind and a path, * for any step; it holds for all below it.",
            examples=["service/language_versions/*/summary"],
        ),
    ]
    owner: Owner


class OwnershipRules(msgspec.Struct, forbid_unknown_fields=True):
    """All rules of the town's own."""

    rules: Annotated[list[OwnershipRule], msgspec.Meta(max_length=500)]


BODIES: Final = (ConflictAnswer, ConflictAnswers, OwnershipRules)


class Conflicts(ManageView):
    """What waits for an answer, or was closed."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        found = conflicts.listed(
            state=given.get("state", "open"),
            thing=given.get("thing"),
            after=given.get("after"),
            most=MOST_LISTED + 1,
        )
        items = [shown(each) for each in found[:MOST_LISTED]]
        return told({"items": items, "after": items[-1]["id"] if len(found) > MOST_LISTED else None})


class OneConflict(ManageView):
    """One conflict."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        found = conflicts.one(conflict_id=id)
        return told(shown(found), etag=found.version)


class Answering(ManageView):
    """What is to stand there."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        given = asked(request, ConflictAnswer)
        _answer(request, id, Answer(given.choice, expected_version(request), given.value))
        found = conflicts.one(conflict_id=id)
        return told(shown(found), etag=found.version)


class AnsweringMany(ManageView):
    """Several answers; what cannot be done keeps nothing else from being done."""

    largest = 5_000_000

    def post(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        sent = asked(request, ConflictAnswers)
        return told({"results": [_result(request, one, place) for place, one in enumerate(sent.items)]})


class Rules(ManageView):
    """Whose word stands."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told(_rules())

    def put(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        given = asked(request, OwnershipRules).rules
        policies.choose(rules=[Rule(each.pattern, each.owner) for each in given], by=author(request).id)
        return told(_rules())


class Quarantined(ManageView):
    """Documents of the register that could not be taken in."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told(
            {
                "items": [
                    {
                        "kind": row.kind,
                        "id": row.ptv_id,
                        "code": row.code,
                        "reason": row.reason,
                        "place": row.place or None,
                        "since": row.since,
                    }
                    for row in queries.quarantined(most=MOST_QUARANTINED)
                ]
            }
        )


MOST_QUARANTINED: Final = 1_000


def shown(seen: Seen) -> dict[str, Any]:
    """A conflict with both sides, and word by word where they are texts."""
    row = seen.row
    return {
        "id": str(row.uuid),
        "version": seen.version,
        "state": "closed" if row.closed else "open",
        "kind": row.kind,
        "thing": str(row.object_id),
        "about": [{"kind": kind, "id": str(key), "name": names} for kind, key, names in seen.things],
        "path": row.path,
        "pointer": pointer(row.path),
        "base": row.base,
        "ours": seen.ours,
        "theirs": row.theirs,
        "words": None if seen.words is None else dict(zip(("ours", "theirs"), map(_runs, seen.words), strict=True)),
        "owner": row.owner,
        "run": row.run,
        "opened": row.opened,
        "closed": row.closed,
        "closed_by": None if row.closed_by is None else str(row.closed_by),
        "how": row.how,
        "chosen": row.chosen,
    }


def _runs(runs: Sequence[Run]) -> list[dict[str, str]]:
    return [{what: text} for what, text in runs]


def _answer(request: Request, conflict_id: UUID, given: Answer) -> None:
    with changes() as unit:
        who = answering.Asked(unit, author(request), town_of(request._request).languages, _may(request))
        answering.answer(asked=who, conflict_id=conflict_id, given=given)


def _may(request: Request) -> Callable[[Sequence[Work]], Refused | None]:
    """An answer is read at once: it asks for the right to publish, at one of the two ends of a connection."""
    reach = Reach(request)

    def may(works: Sequence[Work]) -> Refused | None:
        refusals = [reach.refusal(Action.PUBLISH_CONTENT, work) for work in works]
        return refusals[0] if refusals and all(refusals) else None

    return may


def _result(request: Request, one: OneOfAnswers, place: int) -> dict[str, Any]:
    """The answer that a call of its own would get."""
    try:
        _answer(request, one.id, Answer(one.choice, one.version, one.value))
    except (CatalogueError, Refused) as error:
        refusal = errors.answer(error, {})
        assert refusal is not None, "it is an error that is known"
        return {"status": refusal.status_code, "problem": orjson.Fragment(refusal.content)}
    return {"status": 200, "conflict": shown(conflicts.one(conflict_id=one.id))}


def _rules() -> dict[str, Any]:
    return {
        "rules": [
            {"pattern": row.pattern, "owner": row.owner, "by": None if row.by is None else str(row.by), "at": row.at}
            for row in policies.chosen()
        ],
        "defaults": [{"pattern": rule.pattern, "owner": rule.owner} for rule in DEFAULTS],
    }
