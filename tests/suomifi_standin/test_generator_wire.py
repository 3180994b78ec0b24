"""Generated documents have exactly the members, types and limits of the register's wire model."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from suomifi_standin.generator import GeneratedTown, TownPlan, general_description, general_description_ids

REPOSITORY = Path(__file__).parents[2]
RECORDED = Path(os.environ.get("KUNTAKANTA_RECORDED_DOCUMENTS", REPOSITORY / "../shared/data/ptv-v11/recorded"))
WIRE_MODEL = RECORDED.parent / "wire-model.json"

pytestmark = pytest.mark.skipif(
    not WIRE_MODEL.is_file(), reason="the wire model is not beside the folder KUNTAKANTA_RECORDED_DOCUMENTS names"
)

CHANNELS = {
    "ServiceLocation": "V11VmOpenApiServiceLocationChannel",
    "EChannel": "V11VmOpenApiElectronicChannel",
    "WebPage": "V11VmOpenApiWebPageChannel",
    "Phone": "V11VmOpenApiPhoneChannel",
    "PrintableForm": "V11VmOpenApiPrintableFormChannel",
}
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?")
LANGUAGES = {"fi", "sv", "en", "se", "smn", "sms"}


@cache
def wire() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(WIRE_MODEL.read_text(encoding="utf-8"))
    return loaded


@cache
def model_of(short: str) -> dict[str, Any] | None:
    """The read model of a short name; of the two extra types the one that reads show."""
    if short == "ExtraType":
        short_model: dict[str, Any] = wire()["models"]["V9VmOpenApiExtraType"]
        return short_model
    return next((model for model in wire()["models"].values() if model["short"] == short), None)


def faults(value: Any, model: dict[str, Any], path: str) -> list[str]:
    expected = [field["name"] for field in model["fields"]]
    if list(value) != expected:
        return [f"{path}: members {list(value)}, expected {expected}"]
    return [
        fault
        for field in model["fields"]
        for fault in field_faults(value[field["name"]], field, f"{path}.{field['name']}")
    ]


def field_faults(value: Any, field: dict[str, Any], path: str) -> list[str]:
    kind = field["type"]
    if kind.endswith("[]"):
        if value is None:
            return []
        if not isinstance(value, list):
            return [f"{path}: not a list"]
        found = [fault for i, one in enumerate(value) for fault in value_faults(one, kind[:-2], f"{path}[{i}]")]
        return found + list_rule_faults(value, field["rules"], path)
    if value is None:
        return [f"{path}: required"] if "required" in field["rules"] or kind in {"uuid", "bool", "datetime"} else []
    return value_faults(value, kind.removesuffix("|null"), path) + rule_faults(value, field["rules"], path)


def value_faults(value: Any, kind: str, path: str) -> list[str]:
    plain = {
        "string": lambda: isinstance(value, str),
        "bool": lambda: isinstance(value, bool),
        "int": lambda: type(value) is int,
        "uuid": lambda: isinstance(value, str) and bool(GUID.fullmatch(value)),
        "datetime": lambda: isinstance(value, str) and bool(MOMENT.fullmatch(value)),
    }
    if kind in plain:
        return [] if plain[kind]() else [f"{path}: {value!r} is no {kind}"]
    model = model_of(kind)
    assert model is not None, kind
    return faults(value, model, path) if isinstance(value, dict) else [f"{path}: no {kind}"]


def rule_faults(value: Any, rules: list[str], path: str) -> list[str]:
    found = []
    for rule in rules:
        head, _, tail = rule.partition(" ")
        if head == "regex" and not re.search(tail, value):
            found.append(f"{path}: {value!r} does not match {tail}")
        elif head == "max" and len(value) > int(tail):
            found.append(f"{path}: longer than {tail}")
        elif head == "enum" and value not in {*wire()["enums"][tail]["values"], ""}:
            found.append(f"{path}: {value!r} is no {tail}")
        elif rule.startswith("one of: ") and value not in rule.removeprefix("one of: ").split(", "):
            found.append(f"{path}: {value!r} is not {rule}")
        elif rule == "language code" and value not in LANGUAGES:
            found.append(f"{path}: {value!r} is no content language")
        elif rule == "not empty" and not value:
            found.append(f"{path}: empty")
        elif rule.startswith("absolute URL") and not re.match(r"https?://[\w-]+(\.[\w-]+)+", value):
            found.append(f"{path}: {value!r} is no absolute URL")
    return found


def list_rule_faults(items: list[Any], rules: list[str], path: str) -> list[str]:
    found = []
    for rule in rules:
        limit = re.fullmatch(r"item\.value max (\d+)(?: for type (\w+))?", rule)
        if limit:
            of_type = [one for one in items if limit[2] is None or one.get("type") == limit[2]]
            found += [f"{path}: {rule}: {one['value']}" for one in of_type if len(one["value"]) > int(limit[1])]
        elif rule.startswith("value must have text"):
            found += [f"{path}: {one['value']!r} is too short" for one in items if len(one["value"].strip()) < 5]
        elif rule in {"unique per (type, language)", "one per language"}:
            keys = [(one.get("type"), one["language"]) for one in items]
            found += [f"{path}: {rule}: {keys}"] if len(keys) != len(set(keys)) else []
    return found


def by_name(name: str) -> dict[str, Any]:
    model: dict[str, Any] = wire()["models"][name]
    return model


@pytest.fixture(scope="module", params=["853", "049", "890", "148", "478", "322"])
def town(request: pytest.FixtureRequest) -> GeneratedTown:
    return GeneratedTown(TownPlan(request.param, services=400, channels=600))


def test_services_fit_the_wire_model(town: GeneratedTown) -> None:
    for id_ in [*town.service_ids, *town.foreign_service_ids]:
        assert faults(town.service(id_), by_name("V11VmOpenApiService"), "service") == []


def test_channels_fit_the_wire_model_of_their_kind(town: GeneratedTown) -> None:
    for id_ in [*town.channel_ids, *town.foreign_channel_ids]:
        document = town.channel(id_)
        assert faults(document, by_name(CHANNELS[document["serviceChannelType"]]), "channel") == []


def test_organizations_fit_the_wire_model(town: GeneratedTown) -> None:
    for id_ in [*town.organization_ids, *town.foreign_organization_ids]:
        assert faults(town.organization(id_), by_name("V10VmOpenApiOrganization"), "organization") == []


def test_collections_fit_the_wire_model(town: GeneratedTown) -> None:
    assert town.collection_ids
    for id_ in town.collection_ids:
        assert faults(town.collection(id_), by_name("V11VmOpenApiServiceCollection"), "collection") == []


def test_general_descriptions_fit_the_wire_model() -> None:
    assert len(general_description_ids()) == 40
    for id_ in general_description_ids():
        assert faults(general_description(id_), by_name("V10VmOpenApiGeneralDescription"), "description") == []
