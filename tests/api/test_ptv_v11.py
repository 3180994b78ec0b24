"""The facade answers as the register does: the same documents, pages and error bodies."""

from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.dialects import ptv_v11
from catalogue.services.values import Kind, Record
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import channel, connected, organization, responsibility, service, store

OBJECTS: dict[Kind, str] = {"organization": "Organization", "service": "Service", "service_channel": "ServiceChannel"}
BASE = "/api/ptv/v11"


@pytest.fixture
def records(turku: Municipality) -> dict[Kind, Record]:
    """One thing of each kind in Turku."""
    city = organization(oid="1.2.246.10.2048198.10.0")
    place = channel(organization_id=city.id)
    offer = service(responsible=city.id, connections=[connected(place.id, "Pääkirjasto")])
    found: dict[Kind, Record] = {"organization": city, "service_channel": place, "service": offer}
    with within(turku):
        for kind, record in found.items():
            store(kind, record)
    return found


@pytest.mark.parametrize("kind", OBJECTS)
def test_an_object_is_the_document_of_the_register(
    kind: Kind, records: dict[Kind, Record], turku_client: Client, espoo_client: Client
) -> None:
    address = f"{BASE}/{OBJECTS[kind]}/{records[kind].id}"
    answer = turku_client.get(address)
    assert answer["Content-Type"] == "application/json"
    assert ptv_v11.parse(kind, answer.content) == records[kind]
    elsewhere = espoo_client.get(address)
    assert elsewhere.status_code == 404
    assert str(records[kind].id) in elsewhere.json()["errorMessage"]


def test_what_is_unknown_is_worded_as_the_register_words_it(turku_client: Client) -> None:
    unknown = uuid4()
    answer = turku_client.get(f"{BASE}/Service/{unknown}")
    assert (answer.status_code, answer.json()) == (404, {"errorMessage": f"Service with id '{unknown}' not found."})
    answer = turku_client.get(f"{BASE}/Service/abc")
    assert (answer.status_code, answer.json()) == (400, {"id": ["The value 'abc' is not valid."]})


def body(client: Client, query: str, status: int = 200, name: str = "Service") -> Any:
    answer = client.get(f"{BASE}/{name}/list/organization?{query}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_an_organisation_is_named_by_id_business_code_or_oid(
    records: dict[Kind, Record], turku_client: Client, espoo_client: Client
) -> None:
    for query in (f"organizationId={records['organization'].id}", "code=0204819-8", "oid=1.2.246.10.2048198.10.0"):
        for name, kind in (("Service", "service"), ("ServiceChannel", "service_channel")):
            page = body(turku_client, query, name=name)
            (item,) = page.pop("itemList")
            assert page == {"pageNumber": 1, "pageSize": 100, "pageCount": 1}
            assert ptv_v11.parse(kind, orjson.dumps(item)) == records[kind]  # type: ignore[arg-type, index]
            assert "errorMessage" in body(espoo_client, query, 404, name)


def test_a_list_holds_what_the_organisation_is_responsible_for_or_produces(
    records: dict[Kind, Record], turku: Municipality, turku_client: Client
) -> None:
    city = records["organization"].id
    produced = responsibility(city)
    produced = type(produced)(organization=produced.organization, role_type="Producer")
    with within(turku):
        store("service", service("Tuotettu", organizations=[responsibility(uuid4()), produced]), service("Muu"))
    assert len(body(turku_client, f"organizationId={city}")["itemList"]) == 2


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "organizationId"),
        ("page=1", "organizationId"),
        ("code=0204819-8&oid=1.2", "oid"),
        ("organizationId=abc", "organizationId"),
        ("code=12", "code"),
        ("oid=%00", "oid"),
        ("code=0204819-8&page=x", "page"),
        ("code=0204819-8&page=-1", "page"),
        ("code=0204819-8&serviceWithGD=true", "serviceWithGD"),
        ("code=0204819-8&showHeader=true", "showHeader"),
    ],
)
def test_a_wrong_parameter_gets_a_dictionary_of_messages(
    query: str, parameter: str, records: dict[Kind, Record], turku_client: Client
) -> None:
    messages = body(turku_client, query, 400)
    assert list(messages) == [parameter]
    if "page=-1" in query:
        assert messages == {"page": ["The page number cannot be negative value."]}


def test_an_unknown_parameter_is_ignored(records: dict[Kind, Record], turku_client: Client) -> None:
    assert body(turku_client, "code=0204819-8&nonsense=1&showHeader=false&serviceWithGD=False")["pageCount"] == 1


def test_lists_hold_own_organisations_only(turku: Municipality, turku_client: Client) -> None:
    other = organization("Naapuri", business_code="1234567-8")
    with within(turku):
        store("organization", other, own=False)
    assert "errorMessage" in body(turku_client, "code=1234567-8", 404)
    assert turku_client.get(f"{BASE}/Organization/{other.id}").status_code == 200


def test_pages_hold_a_hundred_each_once_in_two_statements(turku: Municipality, turku_client: Client) -> None:
    city = organization()
    with within(turku):
        store("organization", city)
        store("service", *[service(f"Palvelu {number}", responsible=city.id) for number in range(205)])
    query = f"organizationId={city.id}"
    found: list[UUID] = []
    for number, count in ((1, 100), (2, 100), (3, 5)):
        with CaptureQueriesContext(connection) as captured:
            page = body(turku_client, f"{query}&page={number}")
        assert (page["pageNumber"], page["pageCount"], len(page["itemList"])) == (number, 3, count)
        assert len(captured) <= 2 + (number == 1)  # the host is looked up once
        found += [item["id"] for item in page["itemList"]]
    assert len(set(found)) == 205
    for number in (0, 4):
        page = body(turku_client, f"{query}&page={number}")
        assert (page["pageNumber"], page["pageCount"], page["itemList"]) == (number, 3, None)
