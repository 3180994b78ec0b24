"""The engine's promise in every kind of trouble: a statement finds the town that was entered, and no other."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, ProgrammingError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.context import here, within, within_host, within_national
from tenants.database.places import NOWHERE
from tenants.models import Municipality
from tests import make, walks

THREADS, VISITS = 6, 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keep", [0, 60])
def test_threads_walk_through_towns_and_trouble_and_see_their_own(
    turku: Municipality, espoo: Municipality, keep: int
) -> None:
    configured = connections.settings["default"]
    kept = configured["CONN_MAX_AGE"]
    configured["CONN_MAX_AGE"] = keep
    try:
        walks.mark(turku, espoo)
        with ThreadPoolExecutor(THREADS) as pool:
            going = [
                pool.submit(walks.walk, (turku, espoo), seed, visits=VISITS, hang_up=False) for seed in range(THREADS)
            ]
            assert sum(len(one.result()) for one in going) == THREADS * VISITS
    finally:
        configured["CONN_MAX_AGE"] = kept
    for town in (turku, espoo):
        with within(town):
            assert walks.marks() == [town.schema_name]


# --- nesting ----------------------------------------------------------------------------------------------------------

# A block is a way in, a transaction that ends well or is undone, or an error; inside it are blocks.
LEAVES = st.sampled_from([("error",), ("look",)])
BLOCKS = st.recursive(
    LEAVES,
    lambda inside: st.tuples(
        st.sampled_from(["turku", "espoo", "host", "national", "commit", "rollback", "exception"]),
        st.lists(inside, min_size=1, max_size=4),
    ),
    max_leaves=12,
)
PLACES = {"host": within_host, "national": within_national}
SCHEMAS = {"host": "public", "national": "national"}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(blocks=st.lists(BLOCKS, min_size=1, max_size=5))
def test_however_ways_in_transactions_and_errors_are_nested_one_is_where_one_is(
    turku: Municipality, espoo: Municipality, blocks: list[Any]
) -> None:
    towns = {"turku": turku, "espoo": espoo}

    def look(expected: str | None) -> None:
        assert make.value(connection, "SELECT current_schema()") == (expected or "ext")

    def perform(block: Any, place: str | None) -> None:
        match block:
            case ("look",):
                pass
            case ("error",):
                with pytest.raises(DataError), transaction.atomic():
                    make.value(connection, "SELECT 1/0")
            case (("turku" | "espoo") as name, inside):
                with within(towns[name]):
                    perform_all(inside, towns[name].schema_name)
            case (("host" | "national") as name, inside):
                with PLACES[name]():
                    perform_all(inside, SCHEMAS[name])
            case (ending, inside):
                transact(ending, inside, place)

    def transact(ending: str, inside: list[Any], place: str | None) -> None:
        try:
            with transaction.atomic():
                perform_all(inside, place)
                transaction.set_rollback(ending == "rollback")
                if ending == "exception":
                    raise ZeroDivisionError
        except ZeroDivisionError:
            assert ending == "exception"

    def perform_all(inside: list[Any], place: str | None) -> None:
        for block in inside:
            perform(block, place)
            look(place)

    perform_all(blocks, None)
    assert here().place is NOWHERE


# --- what outlives a statement ----------------------------------------------------------------------------------------


def test_a_plan_that_the_server_keeps_is_made_anew_for_each_town(turku: Municipality, espoo: Municipality) -> None:
    walks.mark(turku, espoo)
    statement = "SELECT model::text FROM django_content_type WHERE app_label = %s"
    for _ in range(12):  # past the number of times after which the server would keep one plan for all parameters
        for town in (turku, espoo):
            with within(town), here().reading_cursor(prepared=True) as cursor:
                cursor.execute(statement, ["only"])
                assert cursor.fetchall() == [(town.schema_name,)]
    with pytest.raises(ProgrammingError, match="does not exist"), here().reading_cursor(prepared=True) as cursor:
        cursor.execute(statement, ["only"])


def test_a_query_that_is_read_in_parts_goes_on_in_its_town(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        ContentType.objects.bulk_create(ContentType(app_label="part", model=f"of_{n}") for n in range(20))
        parts = ContentType.objects.filter(app_label="part").order_by("model").iterator(chunk_size=5)
        seen = [next(parts).model]
        with within(espoo):
            assert not ContentType.objects.filter(app_label="part").exists()
        seen += [part.model for part in parts]
    assert sorted(seen) == sorted(f"of_{n}" for n in range(20))


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_failed_in_a_town_begins_its_next_work_nowhere(turku: Municipality, espoo: Municipality) -> None:
    def fail() -> None:
        with within(turku), transaction.atomic():
            make.value(connection, "SELECT 1/0")

    def count() -> int:
        return ContentType.objects.count()

    with ThreadPoolExecutor(1) as pool:
        for work in (fail, fail):
            with pytest.raises(DataError):
                pool.submit(work).result()
            with pytest.raises(ProgrammingError, match="does not exist"):
                pool.submit(count).result()
        assert pool.submit(walks.walk, (turku, espoo), 1, visits=0, hang_up=True).result() == []


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_ends_that_are_no_errors_lead_out_too(turku: Municipality, end: type[BaseException]) -> None:
    with pytest.raises(end), within(turku), within_host():
        raise end
    assert here().place is NOWHERE
