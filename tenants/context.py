"""The way into a town and out again: context managers that nest, and put back the earlier place whatever happens.

Each thread has its own connection and begins nowhere. Entering costs nothing by itself: the path is sent with the first
statement, when the server is not there already.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, cast

from django.db import DEFAULT_DB_ALIAS, connections

from tenants.database.base import DatabaseWrapper
from tenants.database.places import HOST, PUBLIC, WITHIN_NATIONAL, Place, alone, town, town_schema
from tenants.errors import NoTown


class HasSchema(Protocol):
    """A municipality, as far as entering it goes."""

    @property
    def schema_name(self) -> str: ...


def here() -> DatabaseWrapper:
    """This thread's connection."""
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])


def current_schema() -> str:
    """The name of the schema that this thread is in; raises NoTown where it is in none."""
    schema_name = here().place.schema_name
    if schema_name is None:
        raise NoTown("No town has been entered.")
    return schema_name


@contextmanager
def _entered(place: Place, tenant: HasSchema | None = None) -> Iterator[None]:
    wrapper = here()
    before, tenant_before = wrapper.place, wrapper.tenant
    wrapper.enter(place, tenant=tenant)
    try:
        yield
    finally:
        wrapper.enter(before, tenant=tenant_before)


def within(municipality: HasSchema | int) -> AbstractContextManager[None]:
    """Work in a town, given as a row or by its id: its tables, and the national ones for reading."""
    if isinstance(municipality, int):
        place, tenant = town(town_schema(municipality)), None
    else:
        place, tenant = town(municipality.schema_name), municipality
    if place.schema_name in (PUBLIC, None):
        raise NoTown("The host's own schema is not a town.")
    return _entered(place, tenant)


def within_host() -> AbstractContextManager[None]:
    """Work on the host's own rows: towns, hosts, due jobs."""
    return _entered(HOST)


def within_national() -> AbstractContextManager[None]:
    """Work on the national code lists and general descriptions, without any town."""
    return _entered(WITHIN_NATIONAL)


def within_schema_alone(schema_name: str) -> AbstractContextManager[None]:
    """Migrate one schema: nothing else is in sight."""
    return _entered(alone(schema_name))
