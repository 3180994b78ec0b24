"""Connections kept between requests: used again without a question, and replaced when the server has left them."""

import select
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from tenants.database.base import DatabaseWrapper
from tenants.models import Municipality
from tests import make


@pytest.fixture
def kept(turku: Municipality) -> Iterator[DatabaseWrapper]:
    """A thread's connection as the web server's are."""
    wrapper = DatabaseWrapper(
        {**connection.settings_dict, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}, alias="default"
    )
    yield wrapper
    wrapper.close()


def backend(wrapper: DatabaseWrapper) -> int:
    found = make.value(wrapper, "SELECT pg_backend_pid()")
    assert isinstance(found, int)
    return found


def wait_until_left(wrapper: DatabaseWrapper) -> None:
    """Until the server's farewell has come."""
    poll = select.poll()
    poll.register(wrapper.connection.fileno(), select.POLLIN)
    deadline = time.monotonic() + 5
    while not poll.poll(50):
        assert time.monotonic() < deadline


def test_a_connection_is_used_again_by_the_next_request(kept: DatabaseWrapper) -> None:
    first = backend(kept)
    kept.close_if_unusable_or_obsolete()
    assert backend(kept) == first


def test_a_connection_that_the_server_has_left_is_replaced_before_it_is_used(kept: DatabaseWrapper) -> None:
    first = backend(kept)
    make.value(connection, f"SELECT pg_terminate_backend({first})")
    wait_until_left(kept)
    kept.close_if_unusable_or_obsolete()
    assert backend(kept) != first


def test_a_cursor_for_reading_replaces_such_a_connection_too(kept: DatabaseWrapper) -> None:
    first = backend(kept)
    make.value(connection, f"SELECT pg_terminate_backend({first})")
    wait_until_left(kept)
    kept.close_if_unusable_or_obsolete()
    with kept.reading_cursor(prepared=False) as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (first,)
