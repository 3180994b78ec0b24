"""The validator and what is kept equal the oracle on random forms of the profile, whatever is answered."""

from datetime import date
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from catalogue.forms.answers import keeping
from catalogue.forms.answers.checking import check
from catalogue.forms.answers.form import Form
from catalogue.forms.definition import rules
from tests.catalogue.forms.oracle import Oracle
from tests.forms_make import at, definition, group, text

TODAY: Final = date(2026, 11, 30)
CHOICES: Final = ["a", "b", "c"]
OPTIONS: Final = {choice: text(choice) for choice in CHOICES}
LEAVES: Final[list[dict[str, Any]]] = [
    {"type": "boolean"},
    {"type": "string", "enum": CHOICES},
    {"type": "integer", "minimum": 0, "maximum": 5},
    {"type": "string", "minLength": 1, "maxLength": 3},
    {"type": "array", "items": {"type": "string", "enum": CHOICES}, "minItems": 1, "maxItems": 2, "uniqueItems": True},
]
QUICK: Final = settings(
    max_examples=30, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@st.composite
def conditions(draw: st.DrawFn, questions: list[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    """A condition on one question of those, or on two."""
    if len(questions) > 1 and draw(st.integers(0, 4)) == 0:
        word = draw(st.sampled_from(["allOf", "anyOf"]))
        return {word: [draw(conditions(questions[:1])), draw(conditions(questions[1:]))]}
    path, node = draw(st.sampled_from(questions))
    match node["type"]:
        case "boolean":
            leaf: Any = {"const": draw(st.booleans())}
        case "integer":
            leaf = {draw(st.sampled_from(["minimum", "maximum"])): draw(st.integers(0, 5))}
        case "array":
            leaf = {"contains": {"const": draw(st.sampled_from(CHOICES))}}
        case _ if "enum" in node:
            leaf = draw(st.sampled_from([{"const": "a"}, {"enum": ["a", "b"]}, {"not": {"const": "c"}}]))
        case _:
            leaf = {"not": {"const": "x"}}
    for name in reversed(path):
        leaf = {"properties": {name: leaf}, "required": [name]}
    return dict(leaf)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A form of the profile: groups, references, repeats, choices, conditions on what is asked before."""
    data: dict[str, Any] = {"$defs": {"shared": draw(st.sampled_from(LEAVES))}, **group([])}
    steps: list[dict[str, Any]] = []
    before: list[tuple[tuple[str, ...], Any]] = []
    for number in range(draw(st.integers(1, 3))):
        step: dict[str, Any] = {"key": f"s{number}", "title": text("s"), "elements": []}
        if before and draw(st.integers(0, 3)) == 0:
            step["visibleIf"] = draw(conditions(list(before)))
        for place in range(draw(st.integers(1, 4))):
            name = f"q{number}{place}"
            holder = data
            path: tuple[str, ...] = (name,)
            if draw(st.booleans()):
                outer = draw(st.sampled_from(["g", "h"]))
                holder = data["properties"].setdefault(outer, group([]))
                path = (outer, name)
                if draw(st.booleans()) and outer not in data["required"]:
                    data["required"].append(outer)
            element: dict[str, Any] = {"control": at(*path), "label": text(name)}
            node = draw(st.sampled_from([*LEAVES, {"$ref": "#/$defs/shared"}, None]))
            if node is None:
                node, element = draw(repeats(path))
            holder["properties"][name] = node
            if draw(st.booleans()):
                holder["required"].append(name)
            if draw(st.booleans()) and before:
                element["visibleIf"] = draw(conditions(list(before)))
            meant = data["$defs"]["shared"] if "$ref" in node else node
            if "enum" in meant or "enum" in meant.get("items", {}):
                element["options"] = OPTIONS
            if meant.get("items", {}).get("type") != "object":
                before.append((path, meant))
            step["elements"].append(element)
        steps.append(step)
    steps.append({"key": "review", "kind": "review", "title": text("r"), "elements": []})
    retention = {"submittedDays": 1, "basis": "b"}
    return {
        "key": "random", "languages": ["fi", "sv", "en"], "title": text("t"), "data": data, "ui": {"steps": steps},
        "processing": {"retention": retention},
    }  # fmt: skip


@st.composite
def repeats(draw: st.DrawFn, path: tuple[str, ...]) -> tuple[Any, dict[str, Any]]:
    """Rows of up to three questions, the later of which may depend on the first."""
    items, elements = group([]), []
    before: list[tuple[tuple[str, ...], Any]] = []
    for number in range(draw(st.integers(1, 3))):
        name, node = f"c{number}", draw(st.sampled_from(LEAVES))
        element: dict[str, Any] = {"control": at(*path, "*", name), "label": text(name)}
        if draw(st.booleans()) and before:
            element["visibleIf"] = draw(conditions(list(before)))
        if "enum" in node or "enum" in node.get("items", {}):
            element["options"] = OPTIONS
        items["properties"][name] = node
        if draw(st.booleans()):
            items["required"].append(name)
        before.append(((name,), node))
        elements.append(element)
    return (
        {"type": "array", "maxItems": 2, "items": items},
        {"control": at(*path), "label": text("rows"), "elements": elements},
    )


ODD: Final[st.SearchStrategy[Any]] = st.sampled_from(
    [None, True, 7, -1, 1.5, "", "abcd", [], ["a", "a"], {}, {"x": 1}, [{}], [1]]
)


def values(node: Any, defs: Any) -> st.SearchStrategy[Any]:
    """Answers to a schema: mostly fitting."""
    if "$ref" in node:
        return values(defs["shared"], defs)
    fitting: st.SearchStrategy[Any]
    match node["type"]:
        case "object":
            known = {name: values(inner, defs) for name, inner in node["properties"].items()}
            fitting = st.fixed_dictionaries({}, optional=known)
        case "array":
            fitting = st.lists(values(node["items"], defs), max_size=3)
        case "boolean":
            fitting = st.booleans()
        case "integer":
            fitting = st.integers(-1, 6)
        case _:
            fitting = st.sampled_from(node.get("enum", ["x", "yy", "zzzz"]))
    return st.integers(0, 19).flatmap(lambda number: fitting if number else ODD)


@st.composite
def filled(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A form and answers to it."""
    form = draw(forms())
    data = form["data"]
    known = {name: values(node, data["$defs"]) for name, node in data["properties"].items()}
    extra = draw(st.sampled_from([{}, {}, {}, {"nobody": 1}]))
    return form, draw(st.fixed_dictionaries({}, optional=known)) | extra


def bare(value: Any) -> Any:
    """Answers without groups that hold nothing, which mean nothing."""
    if not isinstance(value, dict):
        return value
    inside = {name: bare(inner) for name, inner in value.items()}
    return {
        name: inner for name, inner in inside.items() if inner != {} or (value[name] == {} and name not in ("g", "h"))
    }


def told(form: Form, answers: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    """What is missing and what is wrong, where; of two wrong things at a place a validator may tell one."""
    return {
        ("required", (*error.instance_path, error.kind.property))  # type: ignore[attr-defined]
        if error.kind.name == "required"
        else ("wrong", tuple(error.instance_path))
        for error in form.validator.iter_errors(answers)
    }


def agrees(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """What is kept of answers and what is wrong with them is what the oracle says."""
    document, answers = made
    assert [each for each in rules.check(definition(document)) if each.code != "option_unknown"] == []
    form, oracle = Form(definition(document)), Oracle(document)
    kept = keeping.kept(form, answers, today=TODAY)
    assert bare(kept) == bare(oracle.kept(answers))
    assert told(form, kept) == {
        ("required" if word == "required" else "wrong", place) for word, place in oracle.faults(oracle.kept(answers))
    }


@QUICK
@given(filled())
def test_what_is_kept_and_what_is_wrong_is_what_the_oracle_says(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    agrees(made)


@pytest.mark.long
@settings(QUICK, max_examples=1000)
@given(filled())
def test_what_is_kept_and_what_is_wrong_is_what_the_oracle_says_at_length(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    agrees(made)


def _spelled(schema: Any) -> Any:
    """The schema with `false` as what it means, of which the slow validator tells where it stands."""
    if isinstance(schema, list):
        return [_spelled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        word: {"not": {}} if part is False and word != "additionalProperties" and word != "const" else _spelled(part)
        for word, part in schema.items()
    }


@QUICK
@given(filled())
def test_two_validators_say_the_same_of_any_answers(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    document, answers = made
    form = Form(definition(document))
    said = set()
    for error in Draft202012Validator(_spelled(form.schema)).iter_errors(answers):
        is_missing = error.validator == "required"
        missing = [error.message.partition("'")[2].partition("'")[0]] if is_missing else []
        said.add(("required" if is_missing else "wrong", (*error.absolute_path, *missing)))
    assert told(form, answers) == said


@QUICK
@given(filled())
def test_answers_that_are_kept_stay_so_and_are_of_questions_that_are_asked(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    document, answers = made
    form = Form(definition(document))
    checked = check(form, answers, today=TODAY)
    again = check(form, checked.answers, today=TODAY)
    assert again.answers == checked.answers
    assert again.dropped == []
    assert not {"not_asked", "unknown"} & {one.code for one in again.faults}
    assert form.validator.is_valid(checked.answers) is (
        [one for one in checked.faults if one.code != "unknown" and not _of_given_group(one)] == []
    )


def _of_given_group(one: Any) -> bool:
    """Of a group that was given as something else, which is not kept."""
    return bool(one.code == "type_wrong" and one.values["expected"] == "object")
