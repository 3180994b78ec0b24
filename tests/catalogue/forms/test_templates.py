"""The shipped templates: good forms in three languages, that can be filled in."""

from datetime import date
from typing import Any

import msgspec
import pytest

from catalogue.forms.answers import keeping
from catalogue.forms.answers.checking import check
from catalogue.forms.answers.form import Form
from catalogue.forms.definition import rules
from catalogue.forms.definition.digests import digest
from catalogue.forms.definition.plan import EACH, Control
from catalogue.forms.definition.values import Definition
from catalogue.forms.templates.shipped import shipped

TODAY = date(2026, 11, 30)
TEMPLATES = shipped()
EXAMPLES = {
    "fi-hetu": "010110A0023",
    "fi-business-id": "1572860-0",
    "fi-postal-code": "20100",
    "fi-phone": "040 123 4567",
    "fi-property-id": "853-1-23-4",
    "fi-registration-plate": "ABC-123",
    "iban": "FI2112345600000785",
    "email": "nimi@example.fi",
    "date": "2027-01-15",
    "time": "14:30",
    "uuid": "0008afc0-182c-4580-ba73-7472287f4d63",
}


def example(node: dict[str, Any]) -> Any:
    """An answer to a question."""
    match node["type"]:
        case "boolean":
            return True
        case "integer":
            return max(node.get("minimum", 0), 1)
        case "array" if node["items"]["type"] == "object":
            return [{name: example(inner) for name, inner in node["items"]["properties"].items()}]
        case "array":
            return [example(node["items"])]
        case _:
            return node["enum"][0] if "enum" in node else EXAMPLES.get(node.get("format", ""), "Vastaus")


def filled(definition: Definition, *, last: bool = False) -> dict[str, Any]:
    """An answer to every question, of choices the first or the last."""
    answers: dict[str, Any] = {}
    for control in Form(definition).plan.controls:
        if EACH in control.path:
            continue
        group = answers
        for name in control.path[:-1]:
            group = group.setdefault(name, {})
        group[control.path[-1]] = _last(control) if last else example(control.node)
    return answers


def _last(control: Control) -> Any:
    node = control.node
    if node["type"] == "boolean" and "const" not in node:
        return False
    return node["enum"][-1] if "enum" in node else example(node)


def test_there_are_ten_and_more_among_them_what_every_town_has() -> None:
    assert len(TEMPLATES) >= 10
    assert {
        "early-education-place",
        "building-advance-inquiry",
        "association-grant",
        "resident-parking-permit",
        "street-feedback",
        "food-premises-notification",
    } <= TEMPLATES.keys()


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_can_be_published_as_it_is(key: str) -> None:
    template = TEMPLATES[key]
    assert template.definition.languages == ["fi", "sv", "en"]
    refused = [(each.code, each.path, each.values) for each in rules.check(template.definition)]
    assert [each for each in refused if each[0] != "draft_without_identification"] == []
    assert template.digest == digest(msgspec.json.decode(msgspec.json.encode(template.definition), type=Definition))


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_can_be_filled_and_takes_nothing_that_it_does_not_ask(key: str, last: bool) -> None:
    form = Form(TEMPLATES[key].definition)
    checked = check(form, filled(form.definition, last=last), today=TODAY)
    assert [(one.code, one.pointer) for one in checked.faults] == []
    asked = {control.path for control in keeping.asked(form, checked.answers)}
    assert all(path[0] in checked.answers for path in asked if _is_required(form, path))
    assert form.validator.is_valid(checked.answers)


def _is_required(form: Form, path: tuple[str, ...]) -> bool:
    return next(each.required for each in form.top if each.path == path)


def test_no_label_is_in_two_languages_by_mistake() -> None:
    """Finnish and Swedish differ but for words that are names."""
    same = {
        element.label["fi"]
        for template in TEMPLATES.values()
        for step in template.definition.ui.steps
        for element in step.elements
        if element.label["fi"] == element.label["sv"]
    }
    assert same == set()
