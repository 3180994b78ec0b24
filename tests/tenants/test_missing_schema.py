"""A town whose schema is gone: every way into it ends in an error, and none in somebody else's rows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, ProgrammingError, connection, connections, transaction
from django.test import Client

from tenants.context import here, within
from tenants.database.places import NOWHERE, town
from tenants.hosts import hosts
from tenants.models import Municipality
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = "SELECT count(*) FROM django_content_type"
GONE = "does not exist"


@pytest.fixture
def gone(turku: Municipality, espoo: Municipality) -> Municipality:
    """Turku, just after its schema was dropped; this connection has been there before."""
    with within(turku):
        assert make.value(connection, COUNT) > 0
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
    return turku


def _count_within(municipality: Municipality) -> int:
    try:
        with within(municipality):
            return ContentType.objects.count()
    finally:
        connection.close()


def test_within(gone: Municipality, espoo: Municipality) -> None:
    for _ in range(2):
        with within(gone), pytest.raises(ProgrammingError, match=GONE):
            ContentType.objects.count()
        with within(espoo):
            assert ContentType.objects.exists()


def test_nested_in_another_town(gone: Municipality, espoo: Municipality) -> None:
    with within(espoo), within(gone), pytest.raises(ProgrammingError, match=GONE):
        ContentType.objects.count()


def test_writing(gone: Municipality) -> None:
    with within(gone), pytest.raises(ProgrammingError, match=GONE):
        ContentType.objects.create(app_label="lost", model="row")


def test_in_a_thread(gone: Municipality, espoo: Municipality) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_count_within, espoo).result() > 0
        with pytest.raises(ProgrammingError, match=GONE):
            pool.submit(_count_within, gone).result()


def test_on_a_pooled_connection_that_was_in_another_town(gone: Municipality, espoo: Municipality) -> None:
    wrapper = make.connection(pool={"min_size": 1, "max_size": 1, "timeout": 5})
    try:
        for _ in range(2):
            wrapper.enter(town(espoo.schema_name))
            assert make.value(wrapper, COUNT) > 0
            wrapper.close()
            wrapper.enter(town(gone.schema_name))
            with pytest.raises(ProgrammingError, match=GONE):
                make.value(wrapper, COUNT)
            wrapper.close()
    finally:
        wrapper.close_pool()


def test_after_an_exception_in_a_transaction(gone: Municipality, espoo: Municipality) -> None:
    with within(espoo), pytest.raises(DataError), transaction.atomic():
        make.value(connection, "SELECT 1 / (count(*) - count(*)) FROM django_content_type")
    with within(gone), pytest.raises(ProgrammingError, match=GONE), transaction.atomic():
        ContentType.objects.count()
    assert here().place is NOWHERE


def test_no_name_of_a_towns_table_is_found_in_the_national_schema(turku: Municipality) -> None:
    """Else a town without its schema would read or write the national table of that name."""
    names = "SELECT array_agg(tablename::text) FROM pg_tables WHERE schemaname = '{}'"
    in_town = set(make.value(connection, names.format(turku.schema_name)))
    for schema_name in ("national", "ext"):
        assert in_town & set(make.value(connection, names.format(schema_name)) or []) <= {"django_migrations"}


class TestDatabaseAway:
    """When PostgreSQL does not answer, a request is told to come back, and nothing else."""

    @pytest.fixture
    def away(self, turku: Municipality) -> Iterator[None]:
        configured = connections.settings["default"]
        port = configured["PORT"]
        connection.close()
        hosts.forget()
        configured["PORT"] = "1"
        yield
        connection.close()
        configured["PORT"] = port

    def test_a_towns_host_cannot_be_looked_up(self, turku_client: Client, away: None) -> None:
        answer = turku_client.get("/health/live")
        assert (answer.status_code, answer.content) == (503, b"")
        assert answer["Retry-After"] == "10"

    def test_the_operators_host_is_alive_and_not_ready(self, operator_client: Client, away: None) -> None:
        assert operator_client.get("/health/live").status_code == 200
        answer = operator_client.get("/health/ready")
        assert (answer.status_code, answer.json()) == (503, {"database": False, "schemas": False, "valkey": True})
