"""An organisation is moved in the town's tree, but not above itself, nor below what is not there."""

from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidBody
from catalogue.outbox.unit import changes
from catalogue.services import checking, editing, orders, queries, works
from catalogue.services.models import Organization, Version
from catalogue.services.orders import Done, Order, Outcome
from catalogue.services.versions import Author
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import organization, store

ANNA = Author("person")
PLACE = "/parent_organization_id"


def take(*asked: Order) -> list[Outcome]:
    """Orders in a unit of their own."""
    with changes() as unit:
        return orders.carry_out(unit=unit, orders=asked, author=ANNA, languages=["fi"], may=lambda order, work: None)


def moved(thing_id: UUID, parent: UUID | None) -> Outcome:
    work = works.one(kind="organization", thing_id=thing_id)
    content = {"parent_organization_id": None if parent is None else str(parent)}
    (outcome,) = take(Order(deed="change", kind="organization", id=thing_id, expected=work.version, content=content))
    return outcome


def published(thing_id: UUID) -> Outcome:
    work = works.one(kind="organization", thing_id=thing_id)
    seen = Order(deed="publish", kind="organization", id=thing_id, expected=work.version, languages=["fi"])
    return take(seen)[0]


def refused(outcome: Outcome) -> str:
    assert isinstance(outcome, InvalidBody), outcome
    assert outcome.place == PLACE
    return outcome.message


@pytest.fixture
def city(in_turku: Municipality) -> dict[str, UUID]:
    """A town with two departments, one of which has a unit; all that the rules ask for is there."""
    found = {name: uuid4() for name in ("town", "culture", "library", "sport")}
    above = {"town": None, "culture": found["town"], "library": found["culture"], "sport": found["town"]}
    texts = {"area_type": "Nationwide", "publishing_status": "Published"}
    records = [organization(name, id=key, parent_organization_id=above[name], **texts) for name, key in found.items()]
    store("organization", *records)
    return found


def test_a_unit_is_moved_below_another_and_readers_see_it_there_once_it_is_published(city: dict[str, UUID]) -> None:
    done = moved(city["library"], city["sport"])
    assert isinstance(done, Done)
    assert queries.parents()[city["library"]] == city["culture"]
    assert queries.tree()[city["library"]] == ("published", city["sport"], city["culture"])
    assert isinstance(published(city["library"]), Done)
    assert queries.parents()[city["library"]] == city["sport"]


def test_no_organisation_stands_above_itself_or_below_what_is_not_here(city: dict[str, UUID]) -> None:
    for parent in (city["culture"], city["library"]):
        assert "above itself" in refused(moved(city["culture"], parent))
    assert "no organisation" in refused(moved(city["sport"], uuid4()))
    Organization.objects.filter(pk=city["culture"]).update(state="archived")
    assert "archived" in refused(moved(city["sport"], city["culture"]))
    assert works.one(kind="organization", thing_id=city["sport"]).version == 1


def test_drafts_may_not_make_a_circle_together_and_readers_see_none(city: dict[str, UUID]) -> None:
    assert isinstance(moved(city["culture"], city["sport"]), Done)
    assert "above itself" in refused(moved(city["sport"], city["culture"]))
    assert isinstance(moved(city["library"], None), Done)
    assert isinstance(moved(city["culture"], city["library"]), Done)
    # readers still see the library below culture
    assert "Readers" in refused(published(city["culture"]))
    assert isinstance(published(city["library"]), Done)
    assert isinstance(published(city["culture"]), Done)


def test_readers_see_nothing_below_a_draft(city: dict[str, UUID]) -> None:
    (made,) = take(Order(deed="create", kind="organization", content={"organization_type": "Municipality"}))
    assert isinstance(made, Done)
    assert isinstance(moved(city["library"], made.work.id), Done)
    assert "not published" in refused(published(city["library"]))


def test_of_many_moves_at_once_each_is_looked_at_after_those_before_it(city: dict[str, UUID]) -> None:
    def move(name: str, parent: str) -> Order:
        content = {"parent_organization_id": str(city[parent])}
        return Order(deed="change", kind="organization", id=city[name], expected=1, content=content)

    first, second = take(move("culture", "sport"), move("sport", "culture"))
    assert isinstance(first, Done)
    assert "above itself" in refused(second)


def test_what_the_register_shows_below_one_that_is_not_here_can_be_edited(in_turku: Municipality) -> None:
    record = organization(parent_organization_id=uuid4(), area_type="Nationwide")
    store("organization", record)
    work = works.one(kind="organization", thing_id=record.id)
    content = {"language_versions": {"fi": {"name": "Uusi nimi"}}}
    (changed,) = take(Order(deed="change", kind="organization", id=work.id, expected=1, content=content))
    assert isinstance(changed, Done)
    assert isinstance(published(record.id), Done)


def test_another_towns_organisation_is_not_here(
    city: dict[str, UUID], turku: Municipality, espoo: Municipality
) -> None:
    with within(espoo):
        own = organization("Espoo")
        store("organization", own)
        assert "no organisation" in refused(moved(own.id, city["town"]))


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle_that_neither_makes_alone(turku: Municipality) -> None:
    one, other = organization("A"), organization("B")
    with within(turku):
        store("organization", one, other)
    outcomes: list[Outcome] = []
    ready = Barrier(2)

    def move(thing_id: UUID, parent: UUID) -> None:
        try:
            with within(turku), changes() as unit:
                work = works.one(kind="organization", thing_id=thing_id, lock=True)
                ready.wait(timeout=20)
                step = editing.change(work=work, seen=work, patch={"parent_organization_id": str(parent)})
                (checked,) = checking.check([step], languages=["fi"])
                if checked.in_the_way is None:
                    editing.write(unit=unit, steps=[step], author=ANNA, at=datetime.now(UTC))
                    outcomes.append(Done(step.after, []))
                else:
                    outcomes.append(checked.in_the_way)
        finally:
            connection.close()

    both = [Thread(target=move, args=pair) for pair in ((one.id, other.id), (other.id, one.id))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=30)
    assert sorted(isinstance(each, Done) for each in outcomes) == [False, True]


IDS = [UUID(int=number) for number in range(1, 5)]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(IDS), st.none() | st.sampled_from(IDS)),
        st.tuples(st.sampled_from(["publish", "archive", "bring_back", "discard"]), st.sampled_from(IDS), st.none()),
    ),
    max_size=14,
)


def way_up(start: UUID, up: dict[UUID, UUID | None]) -> bool:
    """Whether the way up ends."""
    at, steps = up.get(start), 0
    while at is not None and steps <= len(up):
        at, steps = up.get(at), steps + 1
    return at is None


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_moved_published_and_dropped_no_way_up_goes_in_a_circle(
    steps: list[tuple[Any, UUID, Any]], in_turku: Municipality
) -> None:
    for model in (Organization, Version):
        model.objects.all().delete()
    store("organization", *(organization(str(each), id=each, area_type="Nationwide") for each in IDS))
    for deed, thing_id, parent in steps:
        if deed == "move":
            moved(thing_id, parent)
        else:
            languages = ["fi"] if deed == "publish" else []
            version = works.one(kind="organization", thing_id=thing_id).version
            take(Order(deed=deed, kind="organization", id=thing_id, expected=version, languages=languages))
        now = queries.tree()
        assert all(way_up(each, {key: branch.above for key, branch in now.items()}) for each in IDS)
        assert all(way_up(each, {key: branch.above_for_readers for key, branch in now.items()}) for each in IDS)
