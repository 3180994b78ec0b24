"""The revision that is told without PostgreSQL: never an earlier one once a write was answered, and per town."""

import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings
from redis import Redis

from catalogue.outbox import freshness
from catalogue.outbox.unit import changes, revision
from tenants.context import within
from tenants.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _without_projections(settings: Settings) -> None:
    settings.CATALOGUE_PROJECTIONS = ()


@pytest.fixture
def valkey_is_away(settings: Settings) -> Iterator[None]:
    """Nobody listens where Valkey is said to be."""
    freshness._threads.__dict__.clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    yield
    freshness._threads.__dict__.clear()
    freshness._silent_until = 0.0


def change() -> int:
    with changes() as unit:
        unit.record(kind="service", ids=[uuid4()], action="created")
    assert unit.revision is not None
    return unit.revision


def test_it_is_not_known_until_postgresql_has_told_it(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        assert freshness.known() is None
        freshness.tell(revision=revision(), read_at=time.monotonic())
        assert freshness.known() == revision()
    with within(espoo):
        assert freshness.known() is None


def test_a_unit_tells_its_number_when_it_has_committed(turku: Municipality) -> None:
    with within(turku):
        assert freshness.known() is None
        assert change() == freshness.known()
        assert change() == freshness.known() == revision()


def test_while_a_unit_commits_only_postgresql_knows(turku: Municipality) -> None:
    with within(turku):
        before = change()
        with transaction.atomic():
            assert change() == before + 1
            assert freshness.known() is None
        assert freshness.known() == before + 1


def test_a_unit_under_way_leaves_its_mark_and_no_reader_replaces_it(turku: Municipality, valkey: Redis) -> None:
    key = f"{turku.schema_name}:revision"
    with within(turku):
        valkey.set(key, "~somebody else's")
        assert freshness.known() is None
        freshness.tell(revision=revision(), read_at=time.monotonic())
        assert freshness.known() is None
        assert change() == freshness.known()


def test_an_earlier_unit_that_ends_late_does_not_take_away_a_later_ones_mark(
    turku: Municipality, valkey: Redis
) -> None:
    key = f"{turku.schema_name}:revision"
    with within(turku):
        valkey.set(key, "~the later one's")
        freshness._settle(key, "~the earlier one's", 7)
    assert valkey.get(key) == b"~the later one's"


def test_what_was_read_long_ago_is_not_told(turku: Municipality) -> None:
    with within(turku):
        freshness.tell(revision=1, read_at=time.monotonic() - 1)
        assert freshness.known() is None


def test_a_unit_that_is_undone_leaves_readers_with_postgresql(turku: Municipality) -> None:
    def fail() -> None:
        with changes() as unit:
            unit.record(kind="service", ids=[uuid4()], action="created")
            raise ZeroDivisionError

    with within(turku):
        number = change()
        with pytest.raises(ZeroDivisionError):
            fail()
        assert freshness.known() == number == revision()  # nothing was announced before it failed


def test_a_number_is_believed_for_half_a_minute_only(turku: Municipality, valkey: Redis) -> None:
    with within(turku):
        change()
    assert 0 < valkey.pttl(f"{turku.schema_name}:revision") <= freshness.BELIEVED


@pytest.mark.usefixtures("valkey_is_away")
def test_without_valkey_units_are_written_and_readers_ask_postgresql(turku: Municipality) -> None:
    with within(turku):
        assert freshness.known() is None
        assert change() == revision()
        began = time.monotonic()
        assert [freshness.known() for _ in range(100)] == [None] * 100
        assert time.monotonic() - began < freshness.PATIENCE  # not asked again for each
