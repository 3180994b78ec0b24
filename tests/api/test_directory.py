"""The directory of towns at the host's own address: who is served, where, and nothing else."""

import os
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.contracts import CONTRACTS
from tenants.lifecycle import suspend
from tenants.models import Municipality
from tests.api.test_contracts import strict, validator

SNAPSHOT = Path(__file__).parents[1] / "data" / "openapi-directory.json"
ADDRESS = "/api/v1/towns"


def test_it_names_each_town_with_its_addresses(
    operator_client: Client, turku: Municipality, espoo: Municipality
) -> None:
    answer = operator_client.get(ADDRESS)
    assert answer.status_code == 200
    assert [item["code"] for item in answer.json()["items"]] == ["049", "853"]
    assert answer.json()["items"][1] == {
        "code": "853",
        "name": {"fi": "Turku", "sv": "Åbo", "en": "Turku"},
        "languages": turku.languages,
        "site": "http://turku.test/",
        "api": {
            "v1": "http://turku.test/api/v1/",
            "v1_contract": "http://turku.test/api/v1/openapi.json",
            "ptv_v11": "http://turku.test/api/ptv/v11/",
            "ptv_v11_contract": "http://turku.test/api/ptv/v11/openapi.json",
        },
    }
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Link" not in answer, "the licence is of the towns' content"


def test_addresses_have_the_port_of_the_request(turku: Municipality) -> None:
    there = Client(headers={"host": f"{settings.PUBLIC_HOST}:8000"})
    assert {item["site"] for item in there.get(ADDRESS).json()["items"]} == {
        "http://turku.test:8000/",
        "http://espoo.test:8000/",
    }


def test_a_reader_who_has_it_is_told_so(operator_client: Client, turku: Municipality) -> None:
    known = operator_client.get(ADDRESS)["ETag"]
    again = operator_client.get(ADDRESS, headers={"if-none-match": known})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", known)


def test_a_town_that_is_not_served_is_not_named(operator_client: Client, turku: Municipality) -> None:
    known = operator_client.get(ADDRESS)["ETag"]
    suspend(municipality=turku)
    answer = operator_client.get(ADDRESS, headers={"if-none-match": known})
    assert [item["code"] for item in answer.json()["items"]] == ["049"]


def test_it_is_one_statement_whatever_the_number_of_towns(
    operator_client: Client, turku: Municipality, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        operator_client.get(ADDRESS)


@pytest.mark.parametrize("address", [f"{ADDRESS}?nonsense=1", "/api/v1/nowhere", "/api/"])
def test_what_is_wrong_is_said_as_a_problem(operator_client: Client, address: str) -> None:
    answer = operator_client.get(address)
    assert answer.status_code in (400, 404)
    assert answer["Content-Type"] == "application/problem+json"
    validator("directory", "Problem", strict).validate(answer.json())


def test_it_is_only_read(operator_client: Client) -> None:
    assert operator_client.post(ADDRESS).status_code == 405
    asked = operator_client.options(ADDRESS)
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_towns_do_not_have_it(turku_client: Client) -> None:
    assert turku_client.get(ADDRESS).status_code == 404


def test_its_contract_is_valid_kept_and_as_it_was_agreed(operator_client: Client, turku: Municipality) -> None:
    """A difference is a changed promise. When it is meant, run with KUNTAKANTA_SNAPSHOTS=write, and read the diff."""
    made = orjson.dumps(CONTRACTS["directory"](), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if os.environ.get("KUNTAKANTA_SNAPSHOTS") == "write":
        SNAPSHOT.write_bytes(made)
    assert orjson.loads(SNAPSHOT.read_bytes()) == orjson.loads(made)
    OpenAPIV31SpecValidator(CONTRACTS["directory"]()).validate()
    assert operator_client.get("/api/v1/openapi.json").json() == orjson.loads(made)
    validator("directory", "TownList", strict).validate(operator_client.get(ADDRESS).json())
