"""What towns take of the host is measured by a task; one that cannot be measured stops no other."""

import pytest
from django.db import connection

from kuntakanta.operators.tasks import measure_towns
from tenants.accounts.permissions import Role
from tenants.lifecycle import suspend
from tenants.models import Municipality
from tenants.status.operations import agree
from tenants.status.queries import TownRow, town_row
from tenants.status.rules import Quota
from tests.accounts_make import staff


def _row(code: str) -> TownRow:
    row = town_row(code=code)
    assert row is not None
    return row


def test_each_town_is_measured(turku: Municipality, espoo: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR)
    suspend(municipality=espoo)
    agree(municipality=turku, most={Quota.PEOPLE: 4})
    assert measure_towns() == 2
    use, other = _row("853").use, _row("049").use
    assert use is not None
    assert other is not None
    assert (use.things, use.people, other.people) == (0, 1, 0)
    assert min(use.bytes, other.bytes) > 100_000
    assert use.measured is not None
    assert {share.quota: share.percent for share in _row("853").shares}[Quota.PEOPLE] == 25


@pytest.mark.django_db(transaction=True)
def test_a_town_without_its_schema_stops_no_other(
    turku: Municipality, espoo: Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
    assert measure_towns() == 1
    assert _row("853").use is None
    assert _row("049").use is not None
    assert "Turku (853) could not be measured: ProgrammingError" in caplog.text
