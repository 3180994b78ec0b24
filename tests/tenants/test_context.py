"""Ways into a town and out again: they nest, survive exceptions, and every thread begins nowhere."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection

from tenants.context import current_schema, here, within, within_host, within_national
from tenants.database.places import NOWHERE
from tenants.errors import NoTown
from tenants.models import Municipality
from tests import make


def test_ways_in_nest_and_lead_back(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        with within(espoo):
            with within_host():
                assert current_schema() == "public"
            assert current_schema() == espoo.schema_name
        assert current_schema() == turku.schema_name
        with within_national():
            assert current_schema() == "national"
    with pytest.raises(NoTown):
        current_schema()


def test_an_id_leads_where_the_row_does(turku: Municipality) -> None:
    with within(turku.pk):
        assert make.value(connection, "SELECT current_schema()") == turku.schema_name


def test_an_exception_leads_back_too(turku: Municipality) -> None:
    with pytest.raises(ZeroDivisionError), within(turku):
        raise ZeroDivisionError
    assert here().place is NOWHERE
    with pytest.raises(ProgrammingError, match="does not exist"):
        ContentType.objects.count()


def test_recursion_leads_back_step_by_step(turku: Municipality, espoo: Municipality) -> None:
    seen: list[str] = []

    def visit(towns: list[Municipality]) -> None:
        if towns:
            with within(towns[0]):
                visit(towns[1:])
                seen.append(current_schema())

    visit([turku, espoo, turku])
    assert seen == [turku.schema_name, espoo.schema_name, turku.schema_name]


def test_the_hosts_schema_is_not_a_town(turku: Municipality) -> None:
    impostor = Municipality(schema_name="public")
    with pytest.raises(NoTown), within(impostor):
        pytest.fail("entered")


def test_a_new_thread_begins_nowhere(in_turku: Municipality) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_schema_of_this_thread).result() is None


@pytest.mark.django_db(transaction=True)
def test_a_new_thread_finds_no_table(in_turku: Municipality) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(ProgrammingError, match="does not exist"):
        pool.submit(_count_and_close).result()


@pytest.mark.django_db(transaction=True)
def test_threads_in_different_towns_do_not_meet(turku: Municipality, espoo: Municipality) -> None:
    both_inside = threading.Barrier(2, timeout=10)

    def visit(municipality: Municipality) -> list[str]:
        try:
            seen: list[str] = []
            for _ in range(20):
                with within(municipality):
                    both_inside.wait()
                    seen.append(make.value(connection, "SELECT current_schema()"))
            return seen
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        turkus, espoos = pool.map(visit, [turku, espoo])
    assert set(turkus) == {turku.schema_name}
    assert set(espoos) == {espoo.schema_name}


def test_a_query_that_is_evaluated_outside_fails(turku: Municipality) -> None:
    with within(turku):
        query = ContentType.objects.all()
    with pytest.raises(ProgrammingError, match="does not exist"):
        list(query)


def test_a_row_of_one_town_is_not_in_the_other(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        made = ContentType.objects.create(app_label="only", model="turku")
    with within(espoo):
        assert not ContentType.objects.filter(app_label="only").exists()
        assert not ContentType.objects.filter(pk=made.pk, model="turku").exists()
    with within(turku):
        assert ContentType.objects.get(app_label="only").pk == made.pk


class TestContentTypes:
    """Django's cache of content types never tells one town's number in another."""

    def test_numbers_are_kept_apart(self, turku: Municipality, espoo: Municipality) -> None:
        with within(turku):
            ContentType.objects.create(app_label="only", model="first")
            ContentType.objects.create(app_label="only", model="thing")
            turkus = ContentType.objects.get_by_natural_key("only", "thing")
        with within(espoo):
            ContentType.objects.create(app_label="only", model="thing")
            espoos = ContentType.objects.get_by_natural_key("only", "thing")
        assert turkus.pk != espoos.pk
        with within(turku):
            assert ContentType.objects.get_by_natural_key("only", "thing") is turkus
        with within(espoo):
            assert ContentType.objects.get_by_natural_key("only", "thing") is espoos

    def test_a_change_of_town_empties_nothing(
        self, turku: Municipality, espoo: Municipality, django_assert_num_queries: object
    ) -> None:
        for municipality in (turku, espoo):
            with within(municipality):
                ContentType.objects.get_for_model(ContentType)
        with django_assert_num_queries(0):  # type: ignore[operator]
            for municipality in (turku, espoo, turku):
                with within(municipality):
                    ContentType.objects.get_for_model(ContentType)


@pytest.fixture(autouse=True)
def _no_content_types_are_remembered() -> Iterator[None]:
    yield
    ContentType.objects.clear_cache()


def _schema_of_this_thread() -> str | None:
    return here().place.schema_name


def _count_and_close() -> int:
    try:
        return ContentType.objects.count()
    finally:
        connection.close()
