"""Any sequence of steps keeps what must always hold: versions lead back to every state, readers see what is published
and the rules refuse nothing of it, the read model equals one made anew, the revision grows by one with each step that
changed something."""

from contextlib import suppress
from typing import Any, cast
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import NotPossibleNow
from catalogue.outbox.unit import Unit, changes, revision
from catalogue.published.models import Document
from catalogue.published.projection import project
from catalogue.services import checking, editing, planning, rules, versions, works
from catalogue.services.models import Planned, Service
from catalogue.services.planned import Action, left_to_do
from catalogue.services.queries import plans
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work, language_states
from tenants.models import Municipality
from tests.api.test_write import content
from tests.catalogue.services.test_orders import publishable
from tests.catalogue_make import organization, store

ANNA = Author("person")
LANGUAGES = st.sampled_from(["fi", "sv", "se"])
NAMES = st.sampled_from(["Uimahalli", "Simhall", "Vuojanhálla", "x" * 300, "ä ö å"])
TEXTS = {"name": "Halli", "summary": "Kuusi rataa ja allas.", "description": "Hallissa on kuusi rataa ja allas."}
PATCHES = st.one_of(
    st.builds(lambda language, name: {"language_versions": {language: {"name": name}}}, LANGUAGES, NAMES),
    st.builds(lambda language: {"language_versions": {language: None}}, LANGUAGES),
    st.builds(lambda kind: {"type": kind}, st.sampled_from(["Service", "PermitOrObligation", None])),
    st.builds(lambda codes: {"service_classes": [{"code": code} for code in codes]}, st.lists(NAMES, max_size=3)),
    st.builds(
        lambda language, left_out: {"language_versions": {language: TEXTS | left_out}},
        LANGUAGES,
        st.sampled_from([{}, {}, {"summary": None}]),
    ),
)
STEPS = st.one_of(
    st.tuples(st.just("change"), PATCHES),
    st.tuples(st.sampled_from(["publish", "submit", "send_back", "archive"]), st.lists(LANGUAGES, max_size=2)),
    st.tuples(st.sampled_from(["bring_back", "discard", "pull"]), st.none()),
    st.tuples(st.just("restore"), st.integers(1, 5)),
    st.tuples(st.just("plan"), st.tuples(st.sampled_from(["publish", "archive"]), st.lists(LANGUAGES, max_size=2))),
    st.tuples(st.just("carry_out"), st.none()),
)


def take(work: Work, name: str, given: Any) -> None:
    """One step in a unit of its own; one that does not fit changes nothing."""
    if name == "pull":
        store("service", publishable(f"Vedetty {work.version}", work.id, uuid4()))
        return
    if name == "plan":
        plan(work, *given)
        return
    if name == "carry_out":
        carry_out(work)
        return
    with suppress(NotPossibleNow), changes() as unit:
        locked = works.one(kind="service", thing_id=work.id, lock=True)
        step = made(locked, name, given)
        (checked,) = checking.check([step], languages=["fi", "sv"])
        if checked.in_the_way is None:
            editing.write(unit=unit, steps=[step], author=ANNA, at=timezone.now())


def plan(work: Work, action: Action, languages: list[str]) -> None:
    """Plans a step for this very moment; what fits nothing is not planned."""
    asked = planning.Asked("service", work.id, work.version, ANNA, lambda work: None)
    with suppress(NotPossibleNow):
        planning.plan(asked=asked, action=action, languages=languages, at=timezone.now())


def carry_out(work: Work) -> None:
    """Takes what is due. Each plan has one outcome; only what was done has made versions, and readers see it so."""
    waiting = [row.pk for row in plans(outcome=None, after=None, most=100)]
    assert planning.carry_out_due(languages=["fi", "sv"]) == len(waiting)
    over = list(Planned.objects.filter(pk__in=waiting).order_by("id"))
    now = works.one(kind="service", thing_id=work.id)
    assert now.version - work.version <= sum(row.outcome == "done" for row in over)
    for row in over:
        assert (row.result is None) is (row.outcome == "refused") is (row.reason is not None)
    if over and over[-1].outcome == "done":
        assert over[-1].result == now.version
        assert left_to_do(now, cast(Action, over[-1].action), over[-1].languages) is None
    assert planning.carry_out_due(languages=["fi", "sv"]) == 0


def made(work: Work, name: str, given: Any) -> Step:
    """What somebody does who has seen the present version."""
    at = timezone.now()
    match name:
        case "change":
            return editing.change(work=work, seen=work, patch=given)
        case "restore":
            return editing.restore(work=work, seen=work, then=versions.at_version(work, min(given, work.version)))
        case "publish":
            return editing.publish(work=work, seen=work, languages=set(given), by=None, at=at, four_eyes=False)
        case "submit":
            return editing.submit(work=work, seen=work, languages=set(given), by=None, at=at)
        case "archive":
            return editing.archive(work=work, seen=work, languages=set(given), at=at)
        case "send_back":
            return editing.send_back(work=work, seen=work, languages=set(given))
        case "bring_back":
            return editing.bring_back(work=work, seen=work)
        case _:
            return editing.discard(work=work, seen=work)


def keeps(before: Work, at: int, seen: dict[int, Work], *, most: int) -> Work:
    """What must hold after a step, or after so many at most; the work as it is now."""
    now = works.one(kind="service", thing_id=before.id)
    assert revision() == at + (now.version - before.version)
    assert now.version - before.version in range(most + 1)
    seen[now.version] = now
    for number, then in seen.items():
        assert versions.at_version(now, number) == then
    assert [entry.number for entry in versions.entries(now)] == list(range(now.version, 0, -1))
    public = Document.objects.filter(id=now.id).first()
    assert (public is not None) is (now.state == "published")
    if public is not None:
        assert now.published is not None
        states = language_states(now)
        assert set(now.published.language_versions) <= states.keys()
        assert not rules.refuses_publishing(rules.check(now.published))
    assert Service.objects.get(pk=now.id).version == now.version
    return now


def anew(work: Work) -> tuple[Any, ...] | None:
    """The document as the projection makes it from nothing but rows."""
    Document.objects.filter(id=work.id).delete()
    unit = Unit()
    unit.record(kind="service", ids=[work.id], action="updated")
    project(unit)
    return shown(work)


def shown(work: Work) -> tuple[Any, ...] | None:
    columns = ("v1_etag", "ptv_v11_etag", "own", "sort_key", "facets")
    return Document.objects.filter(id=work.id).values_list(*columns).first()


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_any_sequence_of_steps_keeps_what_must_hold(steps: list[tuple[str, Any]], in_turku: Municipality) -> None:
    city = organization()
    store("organization", city)
    with changes() as unit:
        step = editing.create(kind="service", content=content(city.id))
        (work,) = editing.write(unit=unit, steps=[step], author=ANNA, at=timezone.now())
    seen = {1: work}
    for name, given_ in steps:
        at = revision()
        take(work, name, given_)
        work = keeps(work, at, seen, most=12 if name == "carry_out" else 1)
    carry_out(work)
    before = shown(work)
    assert anew(work) == before
