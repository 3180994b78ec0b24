"""Whatever is asked, by contract or against it, the answer keeps the contract: over real HTTP, with two towns.

Schemathesis makes the requests of the contracts themselves, fitting and unfitting ones: one by one, and in sequences
that go on with what was answered (what was made is changed, sent to review, published, archived ...).
"""

from collections import Counter
from typing import Any, ClassVar, Final, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import orjson
import pytest
import requests
import schemathesis
from django.conf import settings as configured
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule, run_state_machine_as_test
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
PLAIN: Final = SchemathesisConfig.from_dict({"generation": {"allow-x00": False}})
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


class Answered(NamedTuple):
    """A thing as an answer showed it: all that can be asked of it next follows from this."""

    address: str
    id: str
    version: int


def fitting(operation: Any) -> Any:
    return operation.as_strategy(generation_mode=GenerationMode.POSITIVE)


class Sequences(RuleBasedStateMachine):
    """Steps to Turku's things that follow each other; Espoo is asked for the same and has nothing."""

    site = ""
    ours: ClassVar[dict[str, str]] = {}
    theirs: ClassVar[dict[str, str]] = {}
    publishable: ClassVar[dict[str, Any]] = {}
    done: ClassVar[Counter[str]] = Counter()
    made: ClassVar[list[Any]] = []
    """Operations that make a thing."""

    following: ClassVar[dict[str, list[Any]]] = {}
    """By the address of a kind, those that go on with one of its things."""

    things: Bundle[Answered] = Bundle("things")

    @initialize(target=things)
    def make_what_the_rules_let_be_published(self) -> Any:
        """Which is not made by chance."""
        (operation,) = (one for one in self.made if one.path.endswith("/services"))
        return self.ask(operation.Case(body=self.publishable, media_type="application/json"))

    @rule(target=things, data=st.data())
    def make(self, data: st.DataObject) -> Any:
        """Something new."""
        return self.ask(data.draw(st.sampled_from(self.made).flatmap(fitting)))

    @rule(target=things, thing=things, data=st.data())
    def go_on(self, thing: Answered, data: st.DataObject) -> Any:
        """What can be asked of a thing, by the version that was seen of it, mostly."""
        operation = data.draw(st.sampled_from(self.following[thing.address]))
        modes = [GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
        case = data.draw(st.sampled_from(modes).flatmap(lambda mode: operation.as_strategy(generation_mode=mode)))
        version = data.draw(st.sampled_from([thing.version, thing.version, 1, 99]))
        numbers = {name: version for name in case.path_parameters if name in ("number", "other")}
        case.path_parameters = {**case.path_parameters, "id": thing.id, **numbers}
        case.headers = {**(case.headers or {}), "If-Match": f'"{version}"'}
        if case.path.endswith(("/submit", "/publish")) and data.draw(st.booleans()):
            case.body = {"languages": ["fi"]}
        return self.ask(case)

    def ask(self, case: Any) -> Any:
        """What is asked again under its key is tried elsewhere."""
        case.headers = {name: text for name, text in (case.headers or {}).items() if name != "Idempotency-Key"}
        answer = case.call(base_url=self.site, headers=self.ours)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            return multiple()
        self.done[f"{case.method} {case.path.rpartition('/')[2]}"] += 1
        said = answer.json()
        if not {"id", "version", "state"} <= said.keys() or "/versions/" in case.path:
            return multiple()
        address = case.path.partition("/{id}")[0]
        elsewhere = requests.get(f"{self.site}{address}/{said['id']}", headers=self.theirs, timeout=20)
        assert elsewhere.status_code == 404, "another town's thing is not there"
        tried = "validate" in (case.query or {})
        return multiple() if tried else Answered(address, said["id"], said["version"])


def take_sequences(site: str, city: UUID, turku: Municipality, espoo: Municipality, how: settings) -> Counter[str]:
    """Sequences of requests; how often what was done."""
    operations = operations_of("manage")
    made = [one for one in operations if f"{one.path}/{{id}}" in {other.path for other in operations}]

    class Here(Sequences):
        pass

    Here.site, Here.ours, Here.theirs = site, asker(turku, TURKU_HOST), asker(espoo, ESPOO_HOST)
    Here.made = [one for one in made if one.method == "post"]
    Here.following = {
        one.path: [each for each in operations if each.path.startswith(f"{one.path}/{{id}}")] for one in made
    }
    Here.publishable, Here.done = content(city), Counter()
    run_state_machine_as_test(Here, settings=how)
    with within(espoo):
        assert (Service.objects.count(), Version.objects.count(), revision()) == (0, 0, 0)
    return Here.done


def test_sequences_keep_the_contract(site: str, city: UUID, turku: Municipality, espoo: Municipality) -> None:
    done = take_sequences(site, city, turku, espoo, settings(QUICK, max_examples=10))
    assert sum(done.values()) > 20


@pytest.mark.long
def test_long_sequences_keep_the_contract(site: str, city: UUID, turku: Municipality, espoo: Municipality) -> None:
    done = take_sequences(site, city, turku, espoo, settings(QUICK, max_examples=50, stateful_step_count=25))
    assert {"PATCH {id}", "POST submit", "POST publish", "POST archive"} <= done.keys()
