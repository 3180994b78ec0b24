"""Every page's address, with what is another town's: nothing of it is shown, read or changed."""

import pytest
from django.conf import settings

from kuntakanta.isolation.addresses import Address, walk
from kuntakanta.isolation.asking import Site
from kuntakanta.isolation.report import Planted, try_address

MANAGE = "/api/manage/"
ADDRESSES = [
    each
    for table in (settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF)
    for each in walk(table)
    if not each.name.startswith(MANAGE)
]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{address.urlconf}{address.name}")
def test_nothing_of_another_town_is_reached(address: Address, there: Planted, site: Site, db: None) -> None:
    tries = try_address(site, address, there)
    assert tries
    assert [one for one in tries if not one.held] == []
