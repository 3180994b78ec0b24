"""A municipality joins: all of it or nothing, once, at a host of its own."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from tenants.context import here, within, within_host
from tenants.database.places import NOWHERE
from tenants.errors import (
    AlreadyProvisioned,
    HostTaken,
    MalformedHost,
    NodeNotPrepared,
    NoOrganization,
    TenantsError,
    UnknownMunicipality,
)
from tenants.models import Domain, DueJob, Municipality
from tenants.provisioning import provision
from tenants.queries import hosts_of, schema_exists
from tests import make


def _schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def _rows() -> tuple[int, int, int]:
    with within_host():
        return Municipality.objects.count(), Domain.objects.count(), DueJob.objects.count()


def test_a_town_has_its_facts_schema_host_and_due_jobs(turku: Municipality) -> None:
    utsjoki = provision(code="890", host="Utsjoki.TEST")
    assert utsjoki.schema_name == f"t_{utsjoki.pk}"
    assert (utsjoki.name_fi, utsjoki.business_id, utsjoki.state) == ("Utsjoki", "9129466-4", "active")
    assert utsjoki.languages == ["fi", "se", "en"]
    assert list(hosts_of(municipality=utsjoki)) == ["utsjoki.test"]
    with within_host():
        due = list(DueJob.objects.filter(municipality=utsjoki))
    assert {job.name for job in due} == {job.name for job in configured.JOBS if not job.host}
    assert all(job.due_at <= timezone.now() for job in due)
    assert here().place is NOWHERE


def test_a_town_answers_as_soon_as_it_has_joined(turku: Municipality, django_capture_on_commit_callbacks: Any) -> None:
    client = Client(headers={"host": "utsjoki.test"})
    assert client.get("/health/live").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        provision(code="890", host="utsjoki.test")
    assert client.get("/health/live").status_code == 200


def test_a_new_schema_equals_the_others(turku: Municipality) -> None:
    utsjoki = provision(code="890", host="utsjoki.test")
    assert _tables(utsjoki) == _tables(turku)
    with within(utsjoki):
        assert ContentType.objects.exists()


def test_a_towns_schema_holds_no_table_of_the_host(turku: Municipality) -> None:
    assert not {name for name in _tables(turku) if name.startswith("tenants_")}
    assert "django_migrations" in _tables(turku)


def test_organisations_may_be_named_instead_of_a_business_id(turku: Municipality) -> None:
    one = uuid.uuid4()
    with pytest.raises(NoOrganization):
        provision(code="478", host="mariehamn.test")
    assert provision(code="478", host="mariehamn.test", registry_organizations=[one]).registry_organizations == [
        str(one)
    ]


@pytest.mark.parametrize(
    ("code", "host", "error"),
    [
        ("999", "new.test", UnknownMunicipality),
        ("853", "new.test", AlreadyProvisioned),
        ("890", "turku.test", HostTaken),
        ("890", "TURKU.test.", HostTaken),
        ("890", "localhost", HostTaken),
        ("890", "new.test:80", MalformedHost),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    turku: Municipality, code: str, host: str, error: type[TenantsError]
) -> None:
    schemas, rows = _schemas(), _rows()
    with pytest.raises(error) as caught:
        provision(code=code, host=host)
    assert "\n" not in caught.value.message
    assert (_schemas(), _rows()) == (schemas, rows)
    assert here().place is NOWHERE


def test_a_failure_at_the_very_end_leaves_nothing(turku: Municipality, settings: Any) -> None:
    schemas, rows = _schemas(), _rows()
    kinds = settings.JOBS
    settings.JOBS = (*kinds, replace(kinds[0], name=None))
    with pytest.raises(IntegrityError):
        provision(code="890", host="utsjoki.test")
    assert (_schemas(), _rows()) == (schemas, rows)
    settings.JOBS = kinds
    provision(code="890", host="utsjoki.test")


def test_a_database_that_was_not_prepared_is_told(turku: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA national CASCADE")
    with pytest.raises(NodeNotPrepared, match="kuntakanta migrate"):
        provision(code="890", host="utsjoki.test")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_joins_and_the_other_is_told(turku: Municipality) -> None:
    def join(host: str) -> str:
        try:
            joined: str = provision(code="890", host=host).schema_name
            return joined
        except AlreadyProvisioned as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(join, ["a.test", "b.test"]))
    assert answers[0] == "already_provisioned"
    assert schema_exists(schema_name=answers[1])
    assert len(_schemas()) == 3
    assert _rows()[:2] == (3, 3)


def test_a_schemas_name_never_changes(turku: Municipality) -> None:
    with within_host(), pytest.raises(IntegrityError, match="municipality_schema_is_t_id"):
        Municipality.objects.filter(pk=turku.pk).update(schema_name="t_4711")


def _tables(municipality: Municipality) -> set[str]:
    names: list[str] = make.value(
        connection, f"SELECT array_agg(tablename::text) FROM pg_tables WHERE schemaname = '{municipality.schema_name}'"
    )
    return set(names)
