"""What is national is refreshed once per host, and every town reads it."""

import pytest
from django.db import ProgrammingError

from catalogue.codes import queries
from catalogue.codes.models import Code, GeneralDescription
from catalogue.errors import RegistryError
from catalogue.registry import national
from catalogue.services.models import Service
from tenants.context import within, within_host, within_national
from tenants.models import Municipality
from tests.register import Register, pull


def refresh(register: Register) -> dict[str, int]:
    """One refresh."""
    with within_national(), register.client(attempts=1) as client:
        return national.refresh(client, environment="test")


def test_general_descriptions_and_lists_are_refreshed(turku: Municipality, register: Register) -> None:
    counts = refresh(register)
    assert counts["municipalities"] >= 308
    assert counts["general_descriptions"] > 10
    pull(turku, register)
    with within(turku):
        linked = Service.objects.filter(general_description_id__isnull=False).first()
        assert linked is not None
        assert linked.general_description_id is not None
        found = queries.general_description(environment="test", ptv_id=linked.general_description_id)
        assert found is not None
        assert found.language_versions["fi"].name


def test_both_towns_read_them_and_the_host_does_not(
    turku: Municipality, espoo: Municipality, register: Register
) -> None:
    refresh(register)
    for town in (turku, espoo):
        with within(town):
            assert len(queries.codes(environment="test", name="municipalities")) >= 308
            assert [each.code for each in queries.codes(environment="test", name="service_classes")][:3] == [
                "P1",
                "P1.1",
                "P1.2",
            ]
    with within_host(), pytest.raises(ProgrammingError, match="does not exist"):
        Code.objects.exists()


def test_a_second_refresh_writes_no_general_description(turku: Municipality, register: Register) -> None:
    refresh(register)
    with within_national():
        before = set(GeneralDescription.objects.values_list("id", "hash"))
    refresh(register)
    with within_national():
        assert set(GeneralDescription.objects.values_list("id", "hash")) == before


def test_environments_are_kept_apart(turku: Municipality, register: Register) -> None:
    refresh(register)
    with within(turku):
        assert queries.codes(environment="production", name="municipalities") == []


def test_a_register_that_answers_nothing_takes_nothing_away(turku: Municipality, register: Register) -> None:
    refresh(register)
    register.fault(kind="wrong_shape", path="/api/v11/GeneralDescription", body={"pageCount": 0, "itemList": []})
    register.fault(kind="wrong_shape", path="/api/v11/CodeList/GetMunicipalityCodes", body=[])
    refresh(register)
    with within(turku):
        assert GeneralDescription.objects.count() > 10
        assert len(queries.codes(environment="test", name="municipalities")) >= 308


def test_garbage_is_refused(turku: Municipality, register: Register) -> None:
    register.fault(kind="garbage", path="/api/v11/GeneralDescription")
    with pytest.raises(RegistryError, match="agreed JSON"):
        refresh(register)
