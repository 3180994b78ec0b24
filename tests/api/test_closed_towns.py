"""A town whose schema is gone answers on no path of the API with anything of anybody else's."""

import pytest
from django.db import connection
from django.test import Client

from tenants.context import within, within_host
from tenants.models import Municipality
from tests.catalogue_make import service, store

ADDRESSES = [
    "/api/v1/services",
    "/api/v1/organizations/0008afc0-182c-4580-ba73-7472287f4d63",
    "/api/ptv/v11/Service/0008afc0-182c-4580-ba73-7472287f4d63",
    "/api/ptv/v11/Service/list/organization?code=0204819-8",
]


@pytest.mark.django_db(transaction=True)
def test_a_missing_schema_gives_no_answer_and_nothing_of_others(
    turku: Municipality, espoo: Municipality, turku_client: Client, espoo_client: Client
) -> None:
    with within(espoo):
        store("service", service("Espoon palvelu"))
    with within_host(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {turku.schema_name} CASCADE")
    for address in ADDRESSES:
        answer = turku_client.get(address)
        assert answer.status_code == 503
        assert b"Espoo" not in answer.content
        assert b"relation" not in answer.content
    assert espoo_client.get("/api/v1/services").json()["items"]
