"""The shared cache: what one town puts there is not read by another, nor by anybody outside of every town."""

import pytest
from django.core.cache import cache

from tenants.context import within, within_host
from tenants.errors import NoTown
from tenants.models import Municipality


def test_entries_are_a_towns_own(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        cache.set("greeting", "Tere")
    with within(espoo):
        assert cache.get("greeting") is None
        cache.set("greeting", "Hei")
    with within_host():
        assert cache.get("greeting") is None
    with within(turku):
        assert cache.get("greeting") == "Tere"
        cache.delete("greeting")
    with within(espoo):
        assert cache.get("greeting") == "Hei"
        cache.delete("greeting")


def test_outside_of_every_town_it_is_refused(turku: Municipality) -> None:
    with pytest.raises(NoTown):
        cache.get("greeting")
