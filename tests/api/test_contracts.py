"""The served contracts are valid OpenAPI 3.1, change only on purpose, and every stored document keeps them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.contracts import CONTRACTS
from catalogue.dialects import v1
from catalogue.published.models import Document
from catalogue.services.values import Kind
from tenants.models import Municipality
from tests.catalogue.dialects.ptv_v11.records import records
from tests.catalogue_make import channel, collection, connected, organization, service, store

DATA = Path(__file__).parents[1] / "data"
SNAPSHOTS = {
    "v1": DATA / "openapi-v1.json",
    "ptv_v11": DATA / "openapi-ptv-v11.json",
    "manage": DATA / "openapi-manage.json",
}
ADDRESSES = {
    "v1": "/api/v1/openapi.json",
    "ptv_v11": "/api/ptv/v11/openapi.json",
    "manage": "/api/manage/v1/openapi.json",
}
SCHEMAS: dict[Kind, str] = {
    "organization": "Organization",
    "service": "Service",
    "service_channel": "ServiceChannel",
    "service_collection": "ServiceCollection",
}


def strict(schema: Any) -> Any:
    """The schema, with members that it does not name refused."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "properties" in schema else {}
    return closed | {key: strict(part) for key, part in schema.items() if key != "examples"}


def validator(
    dialect: str, schema: str, change: Callable[[Any], Any] = lambda schemas: schemas
) -> Draft202012Validator:
    components = {"schemas": change(CONTRACTS[dialect]()["components"]["schemas"])}
    rooted = {"$ref": f"#/components/schemas/{schema}", "components": components}
    return Draft202012Validator(rooted, format_checker=FormatChecker())


@pytest.mark.parametrize("dialect", SNAPSHOTS)
def test_a_contract_is_valid_openapi(dialect: str) -> None:
    OpenAPIV31SpecValidator(CONTRACTS[dialect]()).validate()


@pytest.mark.parametrize("dialect", SNAPSHOTS)
def test_a_contract_is_as_it_was_agreed(dialect: str) -> None:
    """A difference is a changed promise. When it is meant, run with KUNTAKANTA_SNAPSHOTS=write, and read the diff."""
    made = orjson.dumps(CONTRACTS[dialect](), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if os.environ.get("KUNTAKANTA_SNAPSHOTS") == "write":
        SNAPSHOTS[dialect].write_bytes(made)
    assert orjson.loads(SNAPSHOTS[dialect].read_bytes()) == orjson.loads(made)


@pytest.mark.parametrize("dialect", SNAPSHOTS)
def test_a_contract_is_served_as_it_is(dialect: str, turku_client: Client) -> None:
    answer = turku_client.get(ADDRESSES[dialect])
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == orjson.loads(orjson.dumps(CONTRACTS[dialect]()))
    again = turku_client.get(ADDRESSES[dialect], headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("dialect", SNAPSHOTS)
def test_each_address_of_a_contract_is_answered(dialect: str, in_turku: Municipality, turku_client: Client) -> None:
    store("organization", organization())
    for address, item in CONTRACTS[dialect]()["paths"].items():
        assert dialect == "manage" or set(item) == {"get"}
        if "get" not in item:
            continue
        query = "?code=0204819-8" if address.endswith("/list/organization") else ""
        path = address.replace("{id}", "0008afc0-182c-4580-ba73-7472287f4d63")
        answer = turku_client.get(path.replace("{number}", "1").replace("{other}", "2") + query)
        assert str(answer.status_code) in item["get"]["responses"]


def test_every_stored_document_keeps_its_contract(in_turku: Municipality) -> None:
    city, place = organization(), channel()
    store("organization", city)
    store("service_channel", place, *[channel(kind, kind=kind) for kind in ("EChannel", "WebPage", "PrintableForm")])
    store("service_channel", channel("Puhelin", kind="Phone"))
    store("service", service(responsible=city.id, connections=[connected(place.id)]))
    store("service_collection", collection())
    documents = list(Document.objects.all())
    assert {document.kind for document in documents} == set(SCHEMAS)
    for document in documents:
        kind: Kind = document.kind  # type: ignore[assignment]
        validator("v1", SCHEMAS[kind], strict).validate(orjson.loads(bytes(document.v1)))
        if kind != "service_collection":
            validator("ptv_v11", SCHEMAS[kind]).validate(orjson.loads(bytes(document.ptv_v11)))


def test_the_examples_keep_the_contract() -> None:
    for name, schema in CONTRACTS["v1"]()["components"]["schemas"].items():
        if name in SCHEMAS.values() and name != "ServiceCollection":
            (example,) = schema["examples"]
            validator("v1", name, strict).validate(example)


def test_a_list_keeps_its_contract(in_turku: Municipality, turku_client: Client) -> None:
    store("service", service(), service())
    for query in ("", "?page_size=1"):
        validator("v1", "ServiceList", strict).validate(turku_client.get(f"/api/v1/services{query}").json())
    problem = turku_client.get("/api/v1/services?nonsense=1").json()
    validator("v1", "Problem", strict).validate(problem)


VALIDATORS = {kind: validator("v1", schema, strict) for kind, schema in SCHEMAS.items()}


@pytest.mark.parametrize("kind", SCHEMAS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_a_thing_holds_its_document_keeps_the_contract(kind: Kind, data: st.DataObject) -> None:
    record = data.draw(records(kind))
    links = [v1.Link(end.other.id, end.other.name, end) for end in record.connections]
    thing = v1.Thing(id=record.id, own=True, names={"fi": "Nimi"}, value=record.value, links=links)
    VALIDATORS[kind].validate(orjson.loads(v1.render(thing, {})))
