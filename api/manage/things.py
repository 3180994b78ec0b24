"""Views of the write API: a thing as its editors have it, and each step of its life; one call of `editing` each."""

from collections.abc import Callable
from typing import Any, Final, cast
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.manage import asked as asking
from api.manage.asked import (
    AnEarlierVersion,
    Languages,
    Nothing,
    asked,
    author,
    expected_version,
    refuse_elsewhere,
)
from api.manage.serving import ManageView, told
from api.manage.shown import comparison, entry, listed, whole
from api.parameters import Parameter, guid, named, one_of, read
from catalogue.outbox.unit import Unit, changes
from catalogue.services import checking, editing, queries, versions, works
from catalogue.services.values import Kind
from catalogue.services.workflow import Work
from tenants.accounts.permissions import Action
from tenants.middleware import town_of

MOST_LISTED: Final = 100
STATE: Final = Parameter(
    name="state",
    description="Things in a state.",
    schema={"type": "string", "enum": ["draft", "published", "archived"]},
    read=one_of("draft", "published", "archived"),
)
AFTER: Final = Parameter(
    name="after",
    description="`after` of the part of the list before.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
)
VALIDATE: Final = Parameter(
    name="validate",
    description="only: says what would come of it, findings and all, and changes nothing.",
    schema={"type": "string", "enum": ["only"]},
    read=one_of("only"),
)
LISTED: Final = named(STATE, AFTER)
TRIED: Final = named(VALIDATE)


class _Tried(Exception):
    """Ends a unit that was only tried, with what came of it: all is rolled back."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


class ThingView(ManageView):
    """What addresses of one kind of thing share."""

    kind: Kind = "service"

    def work(self, request: Request, thing_id: UUID) -> Work:
        """The thing, for whoever may read the town's content."""
        return works.one(kind=self.kind, thing_id=thing_id)

    def locked(self, request: Request, thing_id: UUID) -> Work:
        """The thing to be changed, for whoever may do this to the things of its organisation."""
        work = works.one(kind=self.kind, thing_id=thing_id, lock=True)
        refuse_elsewhere(request, cast(Action, self.action), work)
        return work

    def told(self, request: Request, work: Work, *, status: int = 200) -> HttpResponse:
        """The thing with its findings."""
        languages = town_of(request._request).languages
        return told(whole(work, checking.findings(work, languages=languages)), status=status, etag=work.version)

    def step(self, request: Request, do: Callable[[Unit], Work], *, status: int = 200) -> HttpResponse:
        """A step in a unit of its own, or only tried where the request asks for no more than that."""
        if read(request.query_params, TRIED):
            try:
                with changes() as unit:
                    raise _Tried(self.told(request, self._done(request, do, unit), status=status))
            except _Tried as tried:
                return tried.answer
        with changes() as unit:
            done = self._done(request, do, unit)
        return self.told(request, done, status=status)

    def _done(self, request: Request, do: Callable[[Unit], Work], unit: Unit) -> Work:
        """What came of a step, which leaves nobody's thing in somebody else's hands."""
        done = do(unit)
        refuse_elsewhere(request, cast(Action, self.action), done)
        return done


class Things(ThingView):
    """All things of a kind, and a new one."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, LISTED)
        found = queries.edited(kind=self.kind, state=given.get("state"), after=given.get("after"), most=MOST_LISTED + 1)
        items = [listed(work) for work in found[:MOST_LISTED]]
        return told({"items": items, "after": items[-1]["id"] if len(found) > MOST_LISTED else None})

    def post(self, request: Request) -> HttpResponse:
        content = asked(request, dict[str, Any])
        by = author(request)
        return self.step(
            request,
            lambda unit: editing.create(unit=unit, kind=self.kind, content=content, author=by),
            status=201,
        )


class Thing(ThingView):
    """One thing as its editors have it."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        return self.told(request, self.work(request, id))

    def patch(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        given: dict[str, Any] = {"patch": asked(request, dict[str, Any]), "expected": expected_version(request)}
        by = author(request)
        return self.step(
            request, lambda unit: editing.change(unit=unit, work=self.locked(request, id), author=by, **given)
        )


class Step(ThingView):
    """A step in a thing's life, which asks for nothing but the version seen."""

    take: Callable[..., Work] = staticmethod(editing.discard)

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        given: dict[str, Any] = {
            "expected": expected_version(request),
            "author": author(request),
            **self.given(request),
        }
        return self.step(request, lambda unit: self.take(unit=unit, work=self.locked(request, id), **given))

    def given(self, request: Request) -> dict[str, Any]:
        """What the step takes besides."""
        asked(request, Nothing)
        return {}


class LanguageStep(Step):
    """A step of language versions."""

    def given(self, request: Request) -> dict[str, Any]:
        return {"languages": asked(request, Languages).languages}


class Publish(LanguageStep):
    """Shows language versions to readers, as far as the rules let it."""

    def given(self, request: Request) -> dict[str, Any]:
        return {**super().given(request), "town_languages": town_of(request._request).languages}


class Restore(Step):
    """Takes an earlier version's content as the draft."""

    def given(self, request: Request) -> dict[str, Any]:
        return {"number": asked(request, AnEarlierVersion).version}


class Versions(ThingView):
    """How a thing came to be what it is."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        return told({"items": [entry(one) for one in versions.entries(self.work(request, id))]})


class AtVersion(ThingView):
    """A thing as it was."""

    def get(self, request: Request, id: UUID, number: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        return told(whole(versions.at_version(self.work(request, id), number), []), etag=number)


class Comparison(ThingView):
    """What lies between two versions, member by member, texts word by word."""

    def get(self, request: Request, id: UUID, number: int, other: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        work = self.work(request, id)
        before, after = versions.at_version(work, number), versions.at_version(work, other)
        return told({"items": comparison(before, after)})


class Practice(ManageView):
    """How the town edits."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told({"four_eyes": queries.four_eyes()})

    def put(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        editing.choose_practice(four_eyes=asked(request, asking.Practice).four_eyes)
        return told({"four_eyes": queries.four_eyes()})
