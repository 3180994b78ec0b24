"""Two towns on one host: each sees its own rows, and nothing is seen from nowhere."""

import pytest
from django.db import ProgrammingError, connection
from django.test import Client

from tenants.context import within, within_host
from tenants.models import Municipality


def test_a_town_answers_at_its_host(turku_client: Client, espoo_client: Client) -> None:
    assert turku_client.get("/health/live").status_code == 200
    assert espoo_client.get("/health/ready").json() == {"database": True, "schemas": True, "valkey": True}


def test_an_unknown_host_gets_a_bare_404(db: None) -> None:
    answer = Client(headers={"host": "tampere.test"}).get("/health/live")
    assert answer.status_code == 404
    assert answer.content == b""


def test_nothing_is_found_from_nowhere(turku: Municipality) -> None:
    with pytest.raises(ProgrammingError, match="does not exist"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenants_municipality")


def test_towns_do_not_see_the_hosts_rows(turku: Municipality) -> None:
    with within(turku), pytest.raises(ProgrammingError, match="does not exist"):
        Municipality.objects.count()


def test_host_sees_both(turku: Municipality, espoo: Municipality) -> None:
    with within_host():
        assert Municipality.objects.count() == 2
