"""The engine: a connection sees no table until a place is entered, and the path is sent only when it must be."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DataError

from tenants.context import here, within, within_host, within_national
from tenants.database.base import DatabaseWrapper
from tenants.database.places import HOST, NOWHERE, Place, alone, town
from tenants.models import Municipality
from tests import make

TOWNS_ROWS = "SELECT count(*) FROM tenants_municipality"
WHERE = "SELECT current_setting('search_path')"


@pytest.fixture
def other(turku: Municipality) -> Iterator[DatabaseWrapper]:
    """A connection as a new thread has it."""
    wrapper = make.connection()
    yield wrapper
    wrapper.close()


def test_a_new_connection_finds_no_table(other: DatabaseWrapper) -> None:
    with pytest.raises(ProgrammingError, match="does not exist"):
        make.value(other, TOWNS_ROWS)


def test_a_new_connection_makes_no_statement_to_be_nowhere(other: DatabaseWrapper) -> None:
    make.value(other, "SELECT 1")
    assert other.path_changes == 0


def test_without_the_engine_the_servers_own_default_finds_no_table_either(other: DatabaseWrapper) -> None:
    with other.cursor() as cursor:
        other.enter(HOST)
        cursor.execute("RESET search_path")
        with pytest.raises(psycopg.errors.UndefinedTable):
            other.connection.execute(TOWNS_ROWS)


def test_options_of_the_address_are_kept(turku: Municipality) -> None:
    wrapper = make.connection(options="-c statement_timeout=12345")
    try:
        assert make.value(wrapper, "SHOW statement_timeout") == "12345ms"
        assert make.value(wrapper, WHERE) == "ext"
    finally:
        wrapper.close()


def test_django_tenants_own_way_out_leads_nowhere(other: DatabaseWrapper) -> None:
    other.enter(HOST)
    other.set_schema_to_public()
    assert other.place is NOWHERE
    with pytest.raises(ProgrammingError, match="does not exist"):
        make.value(other, TOWNS_ROWS)


def test_django_tenants_own_way_in_never_adds_the_hosts_schema(other: DatabaseWrapper, turku: Municipality) -> None:
    other.set_tenant(turku, include_public=True)
    assert make.value(other, WHERE) == f"{turku.schema_name}, national, ext"
    other.set_schema("public")
    assert make.value(other, WHERE) == "public, ext"


@pytest.mark.parametrize("name", ["", "pg_temp", 'x"; DROP', "T_1", "t 1", "x" * 64, "t_1, public"])
def test_a_schema_of_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="schema"):
        town(name)


def test_the_server_reports_the_path_as_it_was_given(other: DatabaseWrapper, turku: Municipality) -> None:
    for place in (HOST, town(turku.schema_name), alone(turku.schema_name), NOWHERE):
        other.enter(place)
        make.value(other, "SELECT 1")
        assert other.connection.pgconn.parameter_status(b"search_path") == place.search_path


def test_staying_in_a_place_sends_the_path_once(other: DatabaseWrapper, turku: Municipality) -> None:
    other.enter(town(turku.schema_name))
    for _ in range(100):
        make.value(other, "SELECT 1")
    assert other.path_changes == 1


def test_a_rolled_back_transaction_takes_its_path_with_it(in_turku: Municipality) -> None:
    wrapper = here()
    with pytest.raises(DataError), transaction.atomic(), within_host():
        make.value(wrapper, "SELECT 1 / (count(*) - 2) FROM tenants_municipality")
    assert make.value(wrapper, WHERE) == f"{in_turku.schema_name}, national, ext"
    with within_host():
        assert make.value(wrapper, TOWNS_ROWS) == 2


def test_a_whole_rollback_leaves_the_right_path(other: DatabaseWrapper, turku: Municipality) -> None:
    other.enter(HOST)
    other.set_autocommit(False)
    other.enter(town(turku.schema_name))
    make.value(other, "SELECT 1")
    other.rollback()
    other.set_autocommit(True)
    assert make.value(other, WHERE) == f"{turku.schema_name}, national, ext"


def test_in_a_failed_transaction_the_first_error_is_the_one_told(in_turku: Municipality) -> None:
    wrapper = here()
    with pytest.raises(DataError, match="division"), transaction.atomic(), within_host():
        make.value(wrapper, "SELECT 1/0")


def test_a_failed_transaction_can_be_rolled_back_from_another_place(
    in_turku: Municipality, espoo: Municipality
) -> None:
    wrapper = here()
    mark = transaction.savepoint()
    with pytest.raises(DataError):
        make.value(wrapper, "SELECT 1/0")
    with within(espoo):
        transaction.savepoint_rollback(mark)
        assert make.value(wrapper, "SELECT current_schema()") == espoo.schema_name
    assert make.value(wrapper, "SELECT current_schema()") == in_turku.schema_name


def test_a_cursor_looks_where_its_connection_is_now(turku: Municipality, espoo: Municipality) -> None:
    with connection.cursor() as cursor:
        for municipality in (turku, espoo, turku):
            with within(municipality):
                cursor.execute("SELECT current_schema()")
                assert cursor.fetchone() == (municipality.schema_name,)
        with pytest.raises(ProgrammingError, match="does not exist"):
            cursor.execute("SELECT count(*) FROM django_content_type")


@pytest.mark.parametrize("debug", [False, True])
def test_copy_and_many_and_named_cursors_follow_too(turku: Municipality, debug: bool) -> None:
    wrapper = here()
    wrapper.force_debug_cursor = debug
    try:
        copied = "COPY (SELECT current_schema()) TO STDOUT"
        with connection.cursor() as cursor, within(turku), cursor.copy(copied) as rows:
            assert b"".join(rows) == turku.schema_name.encode() + b"\n"
        with connection.cursor() as cursor, within_host():
            cursor.executemany("UPDATE tenants_municipality SET state = %s", [("active",)])
        with within_host(), wrapper.chunked_cursor() as cursor:
            cursor.execute("SELECT code FROM tenants_municipality ORDER BY code")
            assert cursor.fetchall() == [("049",), ("853",)]
    finally:
        wrapper.force_debug_cursor = False


def test_the_national_schema_is_seen_by_towns_and_not_the_other_way(turku: Municipality) -> None:
    with within_national():
        make.value(here(), "SELECT count(*) FROM django_migrations")
        with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            make.value(here(), "SELECT count(*) FROM django_content_type")


class TestPool:
    """Connections that many threads take in turn, as the web server's."""

    @pytest.fixture
    def pooled(self, turku: Municipality) -> Iterator[DatabaseWrapper]:
        wrapper = make.connection(pool={"min_size": 1, "max_size": 1, "timeout": 5})
        yield wrapper
        wrapper.close()
        wrapper.close_pool()

    def test_a_connection_taken_again_is_nowhere(self, pooled: DatabaseWrapper) -> None:
        backend = self._visit(pooled, HOST, "SELECT pg_backend_pid()")
        pooled.enter(NOWHERE)
        assert make.value(pooled, "SELECT pg_backend_pid()") == backend
        with pytest.raises(ProgrammingError, match="does not exist"):
            make.value(pooled, TOWNS_ROWS)

    def test_a_connection_taken_again_is_where_its_new_taker_is(
        self, pooled: DatabaseWrapper, turku: Municipality, espoo: Municipality
    ) -> None:
        for municipality in (turku, espoo, espoo, turku):
            place = town(municipality.schema_name)
            assert self._visit(pooled, place, "SELECT current_schema()") == municipality.schema_name

    def test_a_thousand_requests_of_one_town_send_the_path_at_most_a_handful_of_times(
        self, pooled: DatabaseWrapper, turku: Municipality
    ) -> None:
        place = town(turku.schema_name)
        for number in range(1000):
            self._visit(pooled, place, "SELECT count(*) FROM django_content_type")
            if number % 250 == 100:
                self._fail(pooled, place)
        assert pooled.path_changes <= 2

    def _visit(self, wrapper: DatabaseWrapper, place: Place, statement: str) -> object:
        wrapper.enter(place)
        found: object = make.value(wrapper, statement)
        wrapper.enter(NOWHERE)
        wrapper.close()
        return found

    def _fail(self, wrapper: DatabaseWrapper, place: Place) -> None:
        """A request whose transaction is rolled back."""
        wrapper.enter(place)
        wrapper.set_autocommit(False)
        make.value(wrapper, "SELECT 1")
        wrapper.rollback()
        wrapper.set_autocommit(True)
        wrapper.enter(NOWHERE)
        wrapper.close()
