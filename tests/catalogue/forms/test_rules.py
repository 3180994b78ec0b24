"""Each rule of the publication check: a definition that breaks it, where that is told, and in which words."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import msgspec
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from catalogue.forms import definition as room
from catalogue.forms.definition.findings import ADVICE, refuses
from catalogue.forms.definition.profile import meta_schema
from catalogue.forms.definition.rules import check
from catalogue.forms.words import LANGUAGES, words
from tests.forms_make import GRANT, at, definition, document, group, text, when

Change = Callable[[dict[str, Any]], object]


class Case(NamedTuple):
    """A change to a good form that breaks a rule, and where that is told."""

    code: str
    path: str
    change: Change
    language: str | None = None


def _put(value: Any, *path: str | int) -> Change:
    def change(form: dict[str, Any]) -> None:
        found: Any = form
        for step in path[:-1]:
            found = found[step]
        if isinstance(found, list) and path[-1] == len(found):
            found.append(value)
        else:
            found[path[-1]] = value

    return change


def _drop(*path: str | int) -> Change:
    def change(form: dict[str, Any]) -> None:
        found: Any = form
        for step in path[:-1]:
            found = found[step]
        del found[path[-1]]

    return change


def _question(node: Any, **element: Any) -> Change:
    """One more question at the end of the first page."""

    def change(form: dict[str, Any]) -> None:
        form["data"]["properties"]["more"] = node
        listed = form["ui"]["steps"][0]["elements"]
        listed.append({"control": "#/properties/more", "label": text("Lisää"), **element})

    return change


STEPS = ("ui", "steps")
FIRST = (*STEPS, 0, "elements")
ROWS = (*STEPS, 1, "elements", 1, "elements")
APPLICANT = ("data", "properties", "applicant", "properties")
NOBODY = {"control": "#/properties/nobody", "label": text("x")}
MORE = "/ui/steps/0/elements/7"
DATA = "/data/properties/more"
YEAR = {"type": "integer", "minimum": 0}
LATER = {"properties": {"places": {"contains": {"const": "a"}}}, "required": ["places"]}
DATED = {"type": "string", "format": "date"}
DEEP: dict[str, Any] = {"type": "string", "maxLength": 1}
for _ in range(7):
    DEEP = group([], a=DEEP)

CASES = [
    Case("shape_wrong", "/data/properties/applicant/properties/kind/type", _put("text", *APPLICANT, "kind", "type")),
    Case("ref_unknown", DATA, _question({"$ref": "#/$defs/nothing"})),
    Case(
        "ref_circular",
        "/data/$defs/self/properties/a",
        lambda form: (
            _put(group([], a={"$ref": "#/$defs/self"}), "data", "$defs", "self")(form),
            _question({"$ref": "#/$defs/self"})(form),
        ),
    ),
    Case(
        "schema_too_large",
        "/data",
        lambda form: form["data"].update(
            {
                "$defs": {
                    **form["data"]["$defs"],
                    **{
                        f"d{n}": group([], a={"$ref": f"#/$defs/d{n + 1}"}, b={"$ref": f"#/$defs/d{n + 1}"})
                        for n in range(12)
                    },
                    "d12": YEAR,
                }
            },
            properties={**form["data"]["properties"], "big": {"$ref": "#/$defs/d0"}},
        ),
    ),
    Case("schema_too_deep", f"{DATA}{'/properties/a' * 6}", _put(DEEP, "data", "properties", "more")),
    Case("document_too_large", "", _put(text("x" * 100_000), "description")),
    Case(
        "questions_too_many",
        "/ui/steps",
        lambda form: [
            _question(YEAR, control=f"#/properties/more{n}")(form) or _put(YEAR, "data", "properties", f"more{n}")(form)
            for n in range(300)
        ],
    ),
    Case("text_missing", "/title/sv", _drop("title", "sv"), "sv"),
    Case("text_missing", "/ui/steps/0/title/en", _put(" ", *STEPS, 0, "title", "en"), "en"),
    Case(
        "text_missing",
        "/ui/steps/1/elements/1/elements/0/options/pay/sv",
        _drop(*ROWS, 0, "options", "pay", "sv"),
        "sv",
    ),
    Case("text_missing", "/ui/steps/0/elements/1/hint/sv", _put({"fi": "Vihje"}, *FIRST, 1, "hint"), "sv"),
    Case("text_language_undeclared", "/title/se", _put("Ohcan", "title", "se"), "se"),
    Case("hint_equals_label", "/ui/steps/0/elements/1/hint/fi", _put(text("Kuka hakee?"), *FIRST, 1, "hint"), "fi"),
    Case("option_missing", "/ui/steps/0/elements/1/options", _drop(*FIRST, 1, "options", "person")),
    Case("option_unknown", "/ui/steps/0/elements/1/options", _put(text("x"), *FIRST, 1, "options", "robot")),
    Case("steps_missing", "/ui/steps", _put([], *STEPS)),
    Case("step_twice", "/ui/steps", _put("budget", *STEPS, 0, "key")),
    Case("step_empty", "/ui/steps/2/elements", _put([], *STEPS, 2, "elements")),
    Case("review_missing", "/ui/steps", _drop(*STEPS, 3, "kind")),
    Case("review_not_last", "/ui/steps/0/kind", _put("review", *STEPS, 0, "kind")),
    Case(
        "review_conditional", "/ui/steps/3/visibleIf", _put(when("applicant", "kind", "person"), *STEPS, 3, "visibleIf")
    ),
    Case("element_nameless", "/ui/steps/0/elements/0", _drop(*FIRST, 0, "key")),
    Case("element_nameless", "/ui/steps/0/elements/1", _put("both", *FIRST, 1, "key")),
    Case("element_twice", "/ui/steps", _put({"key": "welcome", "label": text("Hei")}, *FIRST, 7)),
    Case("control_unknown", f"{MORE}/control", _put(NOBODY, *FIRST, 7)),
    Case(
        "control_unknown", f"{MORE}/control", _put({**NOBODY, "control": at("budget", "rows", "*", "count")}, *FIRST, 7)
    ),
    Case(
        "control_twice",
        f"{MORE}/control",
        lambda form: _put(dict(form["ui"]["steps"][0]["elements"][5]), *FIRST, 7)(form),
    ),
    Case("control_of_group", f"{MORE}/control", _put({**NOBODY, "control": at("applicant")}, *FIRST, 7)),
    Case("items_unfit", f"{MORE}/control", _question({"type": "array", "maxItems": 2, "items": DATED})),
    Case("property_without_control", DATA, _put(YEAR, "data", "properties", "more")),
    Case(
        "property_without_control",
        f"{DATA}/items/properties/a",
        _question(
            {"type": "array", "maxItems": 2, "items": group([], a=YEAR, b=YEAR)},
            elements=[{"control": at("more", "*", "b"), "label": text("b")}],
        ),
    ),
    Case(
        "required_unknown",
        "/data/properties/applicant/required",
        _put("age2", "data", "properties", "applicant", "required", 4),
    ),
    Case("widget_unfit", f"{MORE}/widget", _question(YEAR, widget="textarea")),
    Case("money_not_cents", f"{MORE}/widget", _question({"type": "number"}, widget="money")),
    Case("repeat_empty", f"{MORE}/elements", _question({"type": "array", "maxItems": 2, "items": group([])})),
    Case(
        "repeat_in_repeat",
        f"{DATA}/items/properties/a",
        _question(
            {
                "type": "array",
                "maxItems": 2,
                "items": group([], a={"type": "array", "maxItems": 2, "items": group([], b=YEAR)}),
            },
            elements=[
                {
                    "control": at("more", "*", "a"),
                    "label": text("a"),
                    "elements": [
                        {"control": at("more", "*", "a", "*", "b"), "label": text("b")},
                    ],
                }
            ],
        ),
    ),
    Case("elements_without_repeat", f"{MORE}/elements", _question(YEAR, elements=[{"key": "a", "label": text("a")}])),
    Case("length_unlimited", DATA, _question({"type": "string"})),
    Case("items_unlimited", DATA, _question({"type": "array", "items": {"enum": ["a"]}}, options={"a": text("a")})),
    Case("limits_reversed", DATA, _question({"type": "integer", "minimum": 3, "maximum": 2})),
    Case(
        "limits_reversed",
        f"{MORE}/constraints",
        _question(DATED, constraints={"notBefore": "today+2d", "notAfter": "today"}),
    ),
    Case(
        "limits_reversed",
        f"{MORE}/constraints",
        _question(DATED, constraints={"notBefore": "2027-01-02", "notAfter": "2027-01-01"}),
    ),
    Case("constraints_unfit", f"{MORE}/constraints", _question(YEAR, constraints={"notBefore": "today"})),
    Case(
        "attachment_not_uuid",
        DATA,
        _question(
            {"type": "string", "maxLength": 5, "x-kind": "attachment"}, upload={"maxBytes": 1, "types": ["image/png"]}
        ),
    ),
    Case("upload_missing", "/ui/steps/2/elements/0/upload", _drop(*STEPS, 2, "elements", 0, "upload")),
    Case("upload_unfit", f"{MORE}/upload", _question(YEAR, upload={"maxBytes": 1, "types": ["image/png"]})),
    Case("hetu_unmarked", DATA, _question({"type": "string", "format": "fi-hetu"})),
    Case("hetu_unmarked", DATA, _question({"type": "string", "maxLength": 9, "x-sensitivity": "hetu"})),
    Case("readonly_without_prefill", f"{MORE}/readonlyWhenPrefilled", _question(YEAR, readonlyWhenPrefilled=True)),
    Case("computed_missing", f"{MORE}/computed", _question(YEAR, widget="computed")),
    Case(
        "computed_not_number",
        f"{MORE}/computed",
        _question(DATED, computed={"function": "sum", "of": [at("applicant", "age")]}),
    ),
    Case(
        "computed_unknown",
        f"{MORE}/computed/of/0",
        _question(YEAR, computed={"function": "sum", "of": ["#/properties/x"]}),
    ),
    Case(
        "computed_of_later",
        f"{MORE}/computed/of/0",
        _question(YEAR, computed={"function": "sum", "of": [at("budget", "total")]}),
    ),
    Case(
        "computed_unfit",
        f"{MORE}/computed/of/0",
        _question(YEAR, computed={"function": "age", "of": [at("applicant", "age")]}),
    ),
    Case(
        "computed_unfit",
        f"{MORE}/computed",
        _question(YEAR, computed={"function": "sum", "of": [at("applicant", "age")], "at": at("applicant", "hetu")}),
    ),
    Case(
        "condition_unknown",
        f"{MORE}/visibleIf/properties/applicant/properties/x",
        _question(YEAR, visibleIf=when("applicant", "x", 1)),
    ),
    Case(
        "condition_unknown",
        "/access/cosign/when/properties/nobody",
        _put(when("nobody", "x", 1), "access", "cosign", "when"),
    ),
    Case(
        "condition_unknown",
        "/data/allOf/0/then",
        _put([{"if": when("applicant", "kind", "person"), "then": {"required": ["x"]}}], "data", "allOf"),
    ),
    Case("condition_of_later", f"{MORE}/visibleIf/properties/places", _question(YEAR, visibleIf=LATER)),
    Case(
        "condition_of_later",
        "/ui/steps/0/visibleIf/properties/applicant/properties/kind",
        _put(when("applicant", "kind", "person"), *STEPS, 0, "visibleIf"),
    ),
    Case("condition_of_later", f"{MORE}/visibleIf/required", _question(YEAR, visibleIf={"required": ["files"]})),
    Case(
        "condition_not_required",
        f"{MORE}/visibleIf/properties/applicant/required",
        _question(
            YEAR,
            visibleIf={
                "properties": {"applicant": {"properties": {"kind": {"const": "person"}}}},
                "required": ["applicant"],
            },
        ),
    ),
    Case(
        "condition_unfit",
        f"{MORE}/visibleIf/properties/applicant/properties/kind/const",
        _question(YEAR, visibleIf=when("applicant", "kind", "robot")),
    ),
    Case(
        "condition_unfit",
        f"{MORE}/visibleIf/properties/applicant/const",
        _question(YEAR, visibleIf={"properties": {"applicant": {"const": 1}}, "required": ["applicant"]}),
    ),
    Case("needs_identification", "/access/cosign", _put("none", "access", "identification")),
    Case("needs_identification", "/ui/steps/0/elements/2/prefill", _put({"identification": "none"}, "access")),
    Case(
        "prefill_without_on_behalf",
        "/access/onBehalf",
        lambda form: (_drop("access", "onBehalf")(form), _put("onBehalf.name", *FIRST, 5, "prefill")(form)),
    ),
    Case("hetu_without_identification", "/access/identification", _put({"identification": "none"}, "access")),
    Case("draft_without_identification", "/processing/draft/allowed", _put({"identification": "none"}, "access")),
    Case("retention_missing", "/processing/retention", _drop("processing", "retention")),
    Case("handoff_incomplete", "/processing/handoff/1/to", _put({"backend": "webhook"}, "processing", "handoff", 1)),
]


def broken(case: Case) -> dict[str, Any]:
    form = document()
    case.change(form)
    return form


def test_a_good_form_has_no_fault() -> None:
    assert check(definition()) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}{case.path}")
def test_what_breaks_a_rule_is_told_once_at_its_place_in_three_languages(case: Case) -> None:
    found = check(definition(broken(case)))
    (one,) = [each for each in found if (each.code, each.path) == (case.code, case.path)]
    assert one.language == case.language
    assert refuses([one]) is (case.code not in ADVICE)
    for language, sentence in one.messages().items():
        assert language in LANGUAGES
        assert not re.search(r"[{}]", sentence), sentence
        assert sentence.endswith((".", ")")), sentence


def test_each_code_has_a_case_and_sentences_in_each_language() -> None:
    codes = {case.code for case in CASES}
    for language in LANGUAGES:
        assert set(words(language).findings) == codes
    told = "".join(path.read_text("utf-8") for path in Path(str(room.__file__)).parent.glob("*.py"))
    assert [code for code in codes if f'"{code}"' not in told] == []
    assert codes >= ADVICE


def test_faults_have_sentences_in_each_language() -> None:
    first, *others = (set(words(language).faults) for language in LANGUAGES)
    assert all(other == first for other in others)


def test_the_format_is_a_schema_of_schemas_that_two_validators_agree_upon() -> None:
    schema = meta_schema()
    Draft202012Validator.check_schema(schema)
    slow, fast = Draft202012Validator(schema), jsonschema_rs.Draft202012Validator(schema)
    for form in [GRANT, *(msgspec.to_builtins(definition(broken(case))) for case in CASES[:30])]:
        told = {(tuple(error.absolute_path), error.validator) for error in slow.iter_errors(form)}
        assert {(tuple(error.instance_path), error.kind.name) for error in fast.iter_errors(form)} == told


@pytest.mark.parametrize(
    "node",
    [
        {"type": "string", "pattern": "(a+)+$"},
        {"$ref": "https://example.com/schema"},
        {"$dynamicRef": "#x"},
        {"type": "object", "patternProperties": {}},
        {"type": "object", "properties": {}, "additionalProperties": True},
        {"not": {"type": "object"}},
        {"type": ["string", "null"]},
        {"oneOf": []},
        {"type": "string", "format": "ipv4"},
        {"type": "array"},
        {"const": 5},
        {},
        [],
        None,
    ],
)
def test_data_beyond_the_profile_is_refused_where_it_stands(node: Any) -> None:
    form = document()
    form["data"]["properties"]["more"] = node
    found = check(definition(form))
    assert found
    assert {each.code for each in found} == {"shape_wrong"}
    assert all(each.path.startswith("/data/properties/more") for each in found)
