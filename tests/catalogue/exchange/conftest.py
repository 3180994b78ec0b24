"""What is in Turku where a test asks for it; the test runs there."""

from uuid import UUID

import pytest

from tests.catalogue_make import service, store


@pytest.fixture
def library(city: UUID) -> UUID:
    """A service with a key of the town's own."""
    record = service(responsible=city, source_id="K-1")
    store("service", record)
    return record.id
