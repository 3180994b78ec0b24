"""The unit of work: everything or nothing, projections once, one number per town in the order of commits."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from catalogue.outbox.models import Change
from catalogue.outbox.unit import Unit, changes, revision
from tenants.context import within
from tenants.models import Municipality

seen: list[list[str]] = []


def note(unit: Unit) -> None:
    """A projection: notes what it was given."""
    seen.append([kind for kind, _ in unit.changed.values()])


def refuse(unit: Unit) -> None:
    """A projection that fails."""
    message = "the read model cannot take this"
    raise ValueError(message)


@pytest.fixture(autouse=True)
def _projections(settings: Settings) -> None:
    seen.clear()
    settings.CATALOGUE_PROJECTIONS = (f"{__name__}.note",)


def test_a_unit_numbers_its_changes_and_calls_each_projection_once(in_turku: Municipality) -> None:
    before = revision()
    first, second = uuid4(), uuid4()
    with changes() as unit:
        unit.record(kind="service", ids=[first], action="created")
        unit.record(kind="service", ids=[first], action="updated")
        unit.record(kind="organization", ids=[second], action="archived")
    assert unit.revision == before + 1 == revision()
    assert seen == [["service", "organization"]]
    written = Change.objects.filter(revision=unit.revision).values_list("kind", "object_id", "action")
    assert set(written) == {("service", first, "created"), ("organization", second, "archived")}


def test_a_unit_that_changes_nothing_writes_nothing(in_turku: Municipality) -> None:
    before = revision()
    with changes() as unit:
        pass
    assert (unit.revision, revision(), seen) == (None, before, [])


def test_a_failing_projection_undoes_the_whole_unit(in_turku: Municipality, settings: Settings) -> None:
    settings.CATALOGUE_PROJECTIONS = (f"{__name__}.refuse",)
    before = revision()
    with pytest.raises(ValueError, match="cannot take this"), changes() as unit:
        unit.record(kind="service", ids=[uuid4()], action="created")
    assert revision() == before
    assert not Change.objects.exists()


def test_each_town_counts_for_itself(turku: Municipality, espoo: Municipality) -> None:
    with within(turku), changes() as unit:
        unit.record(kind="service", ids=[uuid4()], action="created")
    with within(espoo):
        assert revision() == 0
        assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_revisions_are_seen_in_the_order_of_their_numbers(transactional_db: None, turku: Municipality) -> None:
    """While one unit is open, another commits first and gets the lower number."""
    opened, done = threading.Event(), threading.Event()
    numbers: dict[str, int | None] = {}

    def slow() -> None:
        with within(turku):
            with changes() as unit:
                unit.record(kind="service", ids=[uuid4()], action="created")
                opened.set()
                assert done.wait(20)
            numbers["slow"] = unit.revision
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert opened.wait(20)
    with within(turku):
        with changes() as unit:
            unit.record(kind="service", ids=[uuid4()], action="created")
        numbers["quick"] = unit.revision
        assert set(Change.objects.values_list("revision", flat=True)) == {unit.revision}
    done.set()
    thread.join(20)
    assert numbers == {"quick": 1, "slow": 2}
