"""Two towns that write to the register as it is played; each module reads them from there once."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tenants.context import within
from tenants.models import Municipality
from tenants.queries import municipality_by_code
from tests.pushing import may_write
from tests.register import Register, pull


@pytest.fixture(autouse=True)
def _same_register_afterwards() -> Iterator[None]:
    before = settings.REGISTRY_URL
    yield
    settings.REGISTRY_URL = before


@pytest.fixture(scope="module")
def pulled(django_db_setup: None, django_db_blocker: DjangoDbBlocker, stand_in: str) -> Iterator[None]:
    """Turku and Espoo as the register has them at its start, for all tests of a module; each rolls back to that."""
    register = Register(stand_in)
    register.do("reset")
    with django_db_blocker.unblock(), transaction.atomic():
        for code in ("853", "049"):
            pull(municipality_by_code(code=code), register)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def writing_turku(pulled: None, turku: Municipality, register: Register) -> Iterator[Municipality]:
    """Turku, let write to the register; the test runs within it."""
    may_write(register, turku)
    with within(turku):
        yield turku


@pytest.fixture
def writing_espoo(pulled: None, espoo: Municipality, register: Register) -> Municipality:
    """Espoo, let write to the register too."""
    may_write(register, espoo)
    return espoo
