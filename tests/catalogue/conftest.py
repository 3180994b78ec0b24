"""What tests of the catalogue share."""

from uuid import UUID

import pytest

from tenants.models import Municipality


@pytest.fixture
def city(in_turku: Municipality, city: UUID) -> UUID:
    """Turku's organisation, where the test is."""
    return city
