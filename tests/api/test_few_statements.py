"""What many things, many connections and one edit cost over the API of the staff: few statements."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.parts import Classification, LanguageVersion, Reference, ServiceOrganization
from catalogue.services.connections import pair_id
from catalogue.services.models import Connection, Version
from catalogue.services.values import CollectionMember, Kind, Record
from tenants.models import Municipality
from tests.api.test_bulk import BULK, bulk, publish, results, step, tie
from tests.api.test_write import SERVICES
from tests.catalogue_make import channel, collection, connected, organization, responsibility, service, store


@pytest.fixture
def hundred(in_turku: Municipality) -> list[tuple[Kind, Record]]:
    """Twenty-five published things of each kind, each service at a channel."""
    city = organization()
    owned: dict[str, Any] = {"organization_id": city.id}
    places = [channel(f"C{number}", language_versions=named(f"C{number}"), **owned) for number in range(25)]
    ends = [[connected(place.id)] for place in places]
    given: dict[str, Any] = {
        "ontology_terms": [Classification(uri="http://www.yso.fi/onto/koko/p1")],
        "organizations": [
            responsibility(city.id),
            ServiceOrganization(
                organization=Reference(id=city.id), role_type="Producer", provision_type="SelfProducedServices"
            ),
        ],
    }
    names = [f"S{number}" for number in range(25)]
    records: dict[Kind, list[Record]] = {
        "organization": [city, *(organization(f"O{number}") for number in range(24))],
        "service_channel": places,
        "service": [
            service(name, language_versions=named(name), connections=end, **given)
            for name, end in zip(names, ends, strict=True)
        ],
        "service_collection": [
            collection(f"K{number}", services=[CollectionMember(id=uuid4())], **owned) for number in range(25)
        ],
    }
    for kind, some in records.items():
        store(kind, *some)
    return [(kind, record) for kind, some in records.items() for record in some]


def named(name: str) -> dict[str, LanguageVersion]:
    summary = f"{name} on lähellä."
    shown = "Name" if name.startswith("C") else None
    return {"fi": LanguageVersion(name=name, summary=summary, description=summary, display_name_type=shown)}


def sent(seen: CaptureQueriesContext) -> list[str]:
    return [each["sql"][:100] for each in seen if "SAVEPOINT" not in each["sql"]]


def test_a_hundred_things_take_few_statements(hundred: list[tuple[Kind, Record]], program_: Client) -> None:
    def changed(number: int) -> dict[str, Any]:
        return {"language_versions": {"fi": {"name": f"Toisin {number}", "display_name_type": "Name"}}}

    for items in (
        [step("change", one.id, changed(number), kind=kind) for number, (kind, one) in enumerate(hundred)],
        [publish(one.id, kind=kind, version=2) for kind, one in hundred],
        [step("archive", one.id, kind=kind, version=3) for kind, one in hundred],
        [step("bring-back", one.id, kind=kind, version=4) for kind, one in hundred],
        [publish(one.id, kind=kind, version=5) for kind, one in hundred],
    ):
        with CaptureQueriesContext(connection) as seen:
            headers = {"idempotency-key": f"{items[0]['step']}-{items[0]['version']}"}
            answer = program_.post(BULK, {"items": items}, content_type="application/json", headers=headers)
        assert len(sent(seen)) <= 40, (len(sent(seen)), sent(seen))
        found = results(answer)
        assert {one["status"] for one in found} == {200}


def test_a_hundred_connections_take_few_statements(in_turku: Municipality, program_: Client) -> None:
    city, offer = organization(), service("Neuvonta")
    places = [channel(f"C{number}", kind="Phone") for number in range(100)]
    for kind, records in (("organization", [city]), ("service_channel", places), ("service", [offer])):
        store(kind, *records)  # type: ignore[arg-type]
    ends = [{"service_id": str(offer.id), "channel_id": str(place.id)} for place in places]
    ids = [str(pair_id(offer.id, place.id)) for place in places]
    text = {"language_versions": {"fi": {"description": "Kysy tiskiltä."}}}
    for items in (
        [tie("connect", body=each) for each in ends],
        [tie("change", each, text) for each in ids],
        [tie("disconnect", each, version=2) for each in ids],
        [tie("restore", each, {"version": 2}, version=3) for each in ids],
    ):
        with CaptureQueriesContext(connection) as seen:
            answer = bulk(program_, *items)
        assert len(sent(seen)) <= 40, (len(sent(seen)), sent(seen))
        assert {one["status"] for one in results(answer)} <= {200, 201}
    assert Connection.objects.filter(version=4).count() == 100
    assert Version.objects.filter(kind="connection").count() == 400


def test_an_edit_takes_few_statements(hundred: list[tuple[Kind, Record]], program_: Client) -> None:
    (_, record) = next(each for each in hundred if each[0] == "service")
    address = f"{SERVICES}/{record.id}"
    steps: list[tuple[str, str, Any, int]] = [
        ("patch", address, {"language_versions": {"fi": {"summary": "Toisin."}}}, 12),
        ("post", f"{address}/publish", {"languages": ["fi"]}, 19),
        ("patch", address, {"language_versions": {"fi": {"summary": "Taas toisin."}}}, 12),
    ]
    program_.get(address)  # reads what a process keeps
    for version, (method, path, body, most) in enumerate(steps, start=1):
        headers = {"if-match": f'"{version}"', "idempotency-key": f"k{version}"}
        with CaptureQueriesContext(connection) as seen:
            answer = getattr(program_, method)(path, body, content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content
        assert len(sent(seen)) <= most, sent(seen)
