"""Pooled connections: kept open between requests, and replaced when the server has left them."""

import select
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from tenants.database.base import DatabaseWrapper
from tenants.models import Municipality
from tests import make


@pytest.fixture
def pooled(turku: Municipality) -> Iterator[DatabaseWrapper]:
    """A thread's connection that comes from a pool of one."""
    options = connection.settings_dict["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    wrapper = DatabaseWrapper({**connection.settings_dict, "OPTIONS": options}, alias="pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def backend(wrapper: DatabaseWrapper) -> int:
    found = make.value(wrapper, "SELECT pg_backend_pid()")
    assert isinstance(found, int)
    return found


def test_a_connection_is_used_again_and_nothing_is_asked_of_it(pooled: DatabaseWrapper) -> None:
    first = backend(pooled)
    pooled.close()
    assert backend(pooled) == first


def test_a_connection_that_the_server_has_left_is_replaced_before_it_is_used(pooled: DatabaseWrapper) -> None:
    first = backend(pooled)
    left = pooled.connection
    pooled.close()
    make.value(connection, f"SELECT pg_terminate_backend({first})")
    poll = select.poll()
    poll.register(left.fileno(), select.POLLIN)
    deadline = time.monotonic() + 5
    while not poll.poll(50):
        assert time.monotonic() < deadline
    assert backend(pooled) != first
