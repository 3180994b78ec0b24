"""The checker that holds documents to the wire model tells each kind of difference, and nothing else."""

from typing import Any

import pytest

from tests.suomifi_standin import shapes
from tests.suomifi_standin.wire_model import WireModel

DESCRIPTION: dict[str, Any] = {
    "enums": {"Day": {"values": ["Monday", "Friday"]}},
    "models": {
        "V1Thing": {
            "short": "Thing",
            "fields": [
                {"name": "id", "type": "uuid", "rules": []},
                {"name": "modified", "type": "datetime|null", "rules": []},
                {"name": "open", "type": "bool", "rules": []},
                {"name": "count", "type": "int|null", "rules": []},
                {"name": "day", "type": "string", "rules": ["enum Day"]},
                {"name": "state", "type": "string", "rules": ["required", "one of: Draft, Published"]},
                {"name": "code", "type": "string", "rules": ["regex ^[0-9]{3}$", "three digits, zero-padded"]},
                {"name": "url", "type": "string", "rules": ["absolute URL with FQDN host", "max 30"]},
                {"name": "texts", "type": "Text[]", "rules": ["item.value max 9 for type Name", "one per language"]},
                {"name": "first", "type": "Text", "rules": []},
            ],
        },
        "V1Text": {
            "short": "Text",
            "fields": [
                {"name": "value", "type": "string", "rules": ["not empty"]},
                {"name": "type", "type": "string", "rules": []},
                {"name": "language", "type": "string", "rules": ["language code"]},
            ],
        },
        "Page": {
            "short": "Page",
            "fields": [{"name": "itemList", "type": "TItem[]", "rules": [], "itemModel": "V1Text"}],
        },
    },
}
NAME = {"value": "Nimi", "type": "Name", "language": "fi"}
THING = {
    "id": "0008afc0-182c-4580-ba73-7472287f4d63",
    "modified": "2020-03-25T08:44:09.547364",
    "open": True,
    "count": None,
    "day": "",
    "state": "Draft",
    "code": "091",
    "url": "https://www.town.example",
    "texts": [NAME],
    "first": None,
}


@pytest.fixture(scope="module")
def model() -> WireModel:
    return WireModel(DESCRIPTION)


def test_a_document_that_fits_has_no_complaints(model: WireModel) -> None:
    assert model.complaints("Thing", THING) == []
    assert model.complaints("V1Thing", {**THING, "texts": None, "first": NAME}) == []


@pytest.mark.parametrize(
    ("member", "value", "at"),
    [
        ("id", None, "Thing.id: null"),
        ("id", "0008AFC0-182C-4580-BA73-7472287F4D63", "Thing.id: "),
        ("modified", "2020-03-25", "Thing.modified: "),
        ("open", 1, "Thing.open: "),
        ("count", True, "Thing.count: "),
        ("day", "Sunday", "Thing.day: "),
        ("state", None, "Thing.state: null"),
        ("state", "Deleted", "Thing.state: "),
        ("code", "91", "Thing.code: "),
        ("url", "www.town.example", "Thing.url: "),
        ("url", "https://www.town.example/too/long", "Thing.url: "),
        ("texts", NAME, "Thing.texts: "),
        ("texts", [NAME, NAME], "Thing.texts: "),
        ("texts", [{**NAME, "value": "0123456789"}], "Thing.texts: "),
        ("texts", [NAME, "Nimi"], "Thing.texts[1]: "),
        ("first", {**NAME, "value": ""}, "Thing.first.value: "),
        ("first", {**NAME, "language": "xx"}, "Thing.first.language: "),
        ("first", {"value": "Nimi", "language": "fi", "type": "Name"}, "Thing.first: members "),
    ],
)
def test_a_difference_is_told_with_its_place(model: WireModel, member: str, value: Any, at: str) -> None:
    (complaint,) = model.complaints("Thing", {**THING, member: value})
    assert complaint.startswith(at)


def test_absent_and_unknown_members_are_told(model: WireModel) -> None:
    absent = {member: value for member, value in THING.items() if member != "count"}
    for document in (absent, {**THING, "more": 1}):
        (complaint,) = model.complaints("Thing", document)
        assert complaint.startswith("Thing: members ")


def test_the_items_of_a_page_are_held_to_their_model(model: WireModel) -> None:
    assert model.complaints("Page", {"itemList": [NAME]}) == []
    assert model.complaints("Page", {"itemList": [{**NAME, "value": 1}]}) == ["Page.itemList[0].value: 1 is no string"]


def test_our_facts_are_those_of_the_description(description: dict[str, Any]) -> None:
    described = description["models"]
    theirs: dict[str, list[tuple[str, str]]] = {}
    for model in described.values():
        theirs.setdefault(model["short"], [_typed(field, described) for field in model["fields"]])
    for name, model in shapes.description()["models"].items():
        assert [(field["name"], field["type"]) for field in model["fields"]] == theirs[name], name


def _typed(field: dict[str, Any], described: dict[str, Any]) -> tuple[str, str]:
    """Name and type, where a page's items are named by their model's short name."""
    item = field.get("itemModel")
    return field["name"], f"{described.get(item, {}).get('short', item)}[]" if item else field["type"]
