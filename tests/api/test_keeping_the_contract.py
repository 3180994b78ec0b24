"""Whatever is asked, by contract or against it, the answer keeps the contract: over real HTTP, with two towns.

Schemathesis makes the requests of the contracts themselves, fitting and unfitting ones: one by one, and in sequences
that follow the contract's links (what was made is changed, sent to review, published, archived ...).
"""

from collections import Counter
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import orjson
import pytest
import requests
import schemathesis
from django.conf import settings as configured
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.contracts import CONTRACTS
from catalogue.outbox.unit import revision
from catalogue.services.models import Service, Version
from tenants.accounts.permissions import Scope
from tenants.context import within
from tenants.models import Municipality
from tests.api.test_manage import token
from tests.api.test_write import content
from tests.catalogue_make import channel, collection, connected, organization, service, store
from tests.conftest import ESPOO_HOST, TURKU_HOST

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PLAIN: Final = SchemathesisConfig.from_dict(
    {"generation": {"allow-x00": False}, "phases": {"stateful": {"inference": {"algorithms": []}}}}
)
HOSTS: Final = {"directory": configured.PUBLIC_HOST}
QUICK: Final = settings(
    max_examples=2,
    stateful_step_count=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def city(transactional_db: None, turku: Municipality) -> UUID:
    """Turku's organisation; the town has something of each kind."""
    record, place = organization(), channel()
    with within(turku):
        store("organization", record)
        store("service_channel", place)
        store("service", service(responsible=record.id, connections=[connected(place.id)]))
        store("service_collection", collection())
    return record.id


@pytest.fixture
def site(city: UUID, live_server: LiveServer) -> str:
    """Where the server is; which town is asked is told by `Host`."""
    return f"http://127.0.0.1:{urlsplit(live_server.url).port}"


def closed(schema: Any) -> Any:
    """A schema that lets nothing pass that it does not name; of parts that are put together the whole is left open.

    What the register says and our values cannot (`remainder`) is nobody's to write.
    """
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: part if key == "allOf" else closed(part) for key, part in schema.items()}
    if "properties" not in inside or "allOf" in inside:
        return inside
    properties = {name: part for name, part in inside["properties"].items() if name != "remainder"}
    return {"additionalProperties": False, **inside, "properties": properties}


def operations_of(dialect: str) -> list[APIOperation[Any, Any, Any, Any]]:
    """What a contract says can be asked."""
    document = orjson.loads(orjson.dumps(CONTRACTS[dialect]()))
    if dialect == "manage":
        document["components"]["schemas"] = closed(document["components"]["schemas"])
    found = list(schemathesis.openapi.from_dict(document, config=PLAIN).get_all_operations())
    assert all(isinstance(one, Ok) for one in found)
    return [one.ok() for one in found if isinstance(one, Ok)]


def asker(town: Municipality, host: str) -> dict[str, str]:
    return {"Host": host, "Authorization": f"Bearer {token(town, Scope.PUBLISH)}"}


# --- one by one -------------------------------------------------------------------------------------------------------


def ask_one_by_one(dialect: str, site: str, headers: dict[str, str], how: settings) -> None:
    """Some requests to each address, fitting and unfitting ones."""
    for operation in operations_of(dialect):
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @how
        @given(case=cases)
        def keeps(case: Any) -> None:
            answer = case.call(base_url=site, headers=headers)
            case.validate_response(answer, checks=CHECKS)

        keeps()


@pytest.mark.parametrize("dialect", CONTRACTS)
def test_each_address_keeps_its_contract(dialect: str, site: str, turku: Municipality) -> None:
    headers = asker(turku, TURKU_HOST) if dialect == "manage" else {"Host": HOSTS.get(dialect, TURKU_HOST)}
    ask_one_by_one(dialect, site, headers, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("dialect", CONTRACTS)
def test_each_address_keeps_its_contract_whatever_is_asked(dialect: str, site: str, turku: Municipality) -> None:
    headers = asker(turku, TURKU_HOST) if dialect == "manage" else {"Host": HOSTS.get(dialect, TURKU_HOST)}
    ask_one_by_one(dialect, site, headers, settings(QUICK, max_examples=6))


# --- in sequences -----------------------------------------------------------------------------------------------------


def linked() -> Any:
    """Schemathesis' own machine, which goes on from answers by the links of the contract and by nothing else."""
    document = orjson.loads(orjson.dumps(CONTRACTS["manage"]()))
    document["components"]["schemas"] = closed(document["components"]["schemas"])
    machine = schemathesis.openapi.from_dict(document, config=PLAIN).as_state_machine()
    beginnings = {name: None for name in machine.root_rules if "_id_" in name}  # nobody begins with an id by chance
    return type("Linked", (machine,), beginnings)


def nothing_elsewhere(site: str, case: Any, said: Any, *, asked_by: dict[str, Any]) -> None:
    """Another town's thing is not there."""
    if {"id", "version", "state"} <= said.keys():
        address = case.operation.path.partition("/{id}")[0]
        found = requests.get(f"{site}{address}/{said['id']}", headers=asked_by, timeout=20)
        assert found.status_code == 404


def take_sequences(
    site: str, city: UUID, turku: Municipality, espoo: Municipality, how: settings
) -> tuple[Counter[str], Counter[str]]:
    """Sequences of requests about Turku's things; how often what was done, and done by a link from the answer before.

    Espoo is asked for the same things, and has nothing.
    """
    ours, theirs = asker(turku, TURKU_HOST), asker(espoo, ESPOO_HOST)
    with within(turku):
        offer = str(Service.objects.values_list("id", flat=True).get())
    done: Counter[str] = Counter()
    followed: Counter[str] = Counter()

    class Sequences(linked()):  # type: ignore[misc]  # made at run time
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"base_url": site, "headers": ours}

        def before_call(self, case: Any) -> None:
            """What the rules let be published is not made by chance; what is asked again by key is tried elsewhere."""
            case.headers = {name: text for name, text in (case.headers or {}).items() if name != "Idempotency-Key"}
            name = case.operation.definition.raw["operationId"]
            if name == "list_connections":
                case.query = {"service": offer}
            if name == "create_service":
                case.body, case.media_type = content(city, f"Palvelu {sum(done.values())}"), "application/json"
            if name.startswith(("publish_service", "submit_service")) and isinstance(case.body, dict):
                case.body = {"languages": ["fi"]}

        def validate_response(self, response: Any, case: Any, additional_checks: Any = None, **kwargs: Any) -> None:
            case.validate_response(response, checks=CHECKS)
            if response.status_code >= 400:
                return
            name = case.operation.definition.raw["operationId"]
            done[name] += 1
            followed[name] += self.recorder.cases[case.id].parent_id is not None
            nothing_elsewhere(site, case, response.json(), asked_by=theirs)

    Sequences.run(settings=how)
    with within(espoo):
        assert (Service.objects.count(), Version.objects.count(), revision()) == (0, 0, 0)
    return done, followed


def test_sequences_keep_the_contract(site: str, city: UUID, turku: Municipality, espoo: Municipality) -> None:
    how = settings(QUICK, max_examples=6, stateful_step_count=8)
    done, followed = take_sequences(site, city, turku, espoo, how)
    assert sum(done.values()) > 10
    assert sum(followed.values()) > 2
