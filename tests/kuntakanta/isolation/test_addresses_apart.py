"""Every address of the URL tables, with what is another town's: nothing of it is shown, read or changed."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from kuntakanta.isolation.addresses import Address, walk
from kuntakanta.isolation.asking import Site, asking
from kuntakanta.isolation.report import try_address
from tenants.models import Municipality

ADDRESSES = [*walk(settings.ROOT_URLCONF), *walk(settings.PUBLIC_SCHEMA_URLCONF)]


@pytest.fixture
def site() -> Iterator[Site]:
    with asking() as site:
        yield site


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{address.urlconf}{address.name}")
def test_nothing_of_another_town_is_reached(
    address: Address, site: Site, turku: Municipality, espoo: Municipality
) -> None:
    tries = try_address(site, address, (turku, espoo))
    assert tries
    assert [one for one in tries if not one.held] == []
