"""A builder's edits: pages and questions come, change, move and go, with their place in the data."""

from typing import Any

import msgspec
import pytest

from catalogue.errors import InvalidBody
from catalogue.forms.definition import rules
from catalogue.forms.definition.editing import AnyEdit, edited
from catalogue.forms.definition.plan import plan
from catalogue.forms.definition.reading import InvalidDefinition, read
from catalogue.forms.definition.values import Definition
from tests.forms_make import at, definition, document, text, when


def do(*edits: dict[str, Any], of: Definition | None = None) -> Definition:
    return edited(definition() if of is None else of, msgspec.convert(list(edits), list[AnyEdit]))


def names(form: Definition, page: int) -> list[str]:
    return [str(each.control or each.key).rpartition("/")[2] for each in form.ui.steps[page].elements]


def codes(form: Definition) -> set[str]:
    return {each.code for each in rules.check(form)}


def question(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "label": text("Uusi", "Ny", "New"), **more}


def test_a_question_comes_where_it_is_wanted_with_a_place_of_its_own() -> None:
    added = {"edit": "add_question", "page": "applicant", "question": question("club.name", required=True), "at": 1}
    made = do(added)
    assert names(made, 0)[:3] == ["welcome", "name", "kind"]
    assert made.data["properties"]["club"] == {
        "type": "object",
        "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 200}},
        "required": ["name"],
    }
    assert "club" in made.data["required"]
    assert rules.check(made) == []


def test_a_form_can_be_built_from_nothing() -> None:
    blank = read({"key": "swim", "languages": ["fi"], "data": {"type": "object", "properties": {}}})
    said = {"fi": "Sana"}
    made = do(
        {"edit": "add_page", "page": "you", "title": said},
        {"edit": "add_page", "page": "review", "title": said, "kind": "review"},
        {"edit": "add_question", "page": "you", "question": question("can", "yes_no", label=said)},
        {"edit": "add_question", "page": "you", "question": question("metres", "number", label=said, required=True)},
        {"edit": "set_condition", "question": "metres", "when": {"can": [True]}},
        {"edit": "add_question", "page": "you", "question": question("rows", "table", label=said)},
        {"edit": "add_question", "page": "you", "question": question("rows.*.year", "number", label=said)},
        of=blank,
    )
    assert codes(made) == {"text_missing", "retention_missing"}
    assert [control.path for control in plan(made).controls] == [
        ("can",), ("metres",), ("rows",), ("rows", "*", "year"),
    ]  # fmt: skip
    assert made.ui.steps[0].elements[1].visible_if == {"properties": {"can": {"const": True}}, "required": ["can"]}


def test_a_question_changes_in_its_words_its_limits_and_whether_it_must_be_answered() -> None:
    made = do(
        {
            "edit": "change_question",
            "question": "applicant.contact.name",
            "element": {"label": {"en": "Your name"}, "hint": text("Vihje")},
            "data": {"maxLength": 50},
            "required": False,
        }
    )
    element = made.ui.steps[0].elements[5]
    assert element.label == {"fi": "Nimi", "sv": "Namn", "en": "Your name"}
    contact = made.data["properties"]["applicant"]["properties"]["contact"]
    assert (contact["properties"]["name"]["maxLength"], contact["required"]) == (50, [])
    assert made.data["$defs"]["contact"]["required"] == ["name"], "what others may share stays"
    assert rules.check(made) == []


def test_a_question_moves_on_its_page_and_to_another() -> None:
    made = do({"edit": "move_question", "question": "applicant.contact.email", "at": 0})
    assert names(made, 0)[0] == "email"
    made = do({"edit": "move_question", "question": "applicant.contact.email", "page": "budget", "at": 1})
    assert names(made, 1)[:2] == ["starts", "email"]
    made = do({"edit": "move_question", "question": "budget.rows.*.price", "at": 0})
    assert str(made.ui.steps[1].elements[1].elements[0].control).endswith("price")


def test_what_depends_on_a_question_that_is_moved_behind_it_is_found_by_the_check() -> None:
    made = do({"edit": "move_question", "question": "applicant.kind", "page": "review"})
    assert codes(made) == {"condition_of_later"}


def test_a_question_goes_with_its_place_and_the_groups_that_are_empty_then() -> None:
    made = do({"edit": "remove_question", "question": "confirmations.truth"})
    assert "confirmations" not in made.data["properties"]
    assert "confirmations" not in made.data["required"]
    made = do(
        {"edit": "remove_question", "question": "budget.rows"}, {"edit": "remove_question", "question": "budget.total"}
    )
    assert list(made.data["properties"]["budget"]["properties"]) == ["starts"]
    made = do({"edit": "remove_question", "question": "budget.rows.*.count"})
    assert "count" not in made.data["properties"]["budget"]["properties"]["rows"]["items"]["properties"]
    made = do({"edit": "remove_question", "question": "welcome"})
    assert names(made, 0)[0] == "kind"


def test_conditions_are_set_of_questions_columns_and_pages_and_taken_away() -> None:
    made = do(
        {
            "edit": "set_condition",
            "question": "budget.rows.*.price",
            "when": {"budget.rows.*.purpose": ["pay", "rent"]},
        },
        {"edit": "set_condition", "page": "budget", "when": {"applicant.kind": ["person"]}},
        {"edit": "set_condition", "question": "applicant.businessId", "when": {}},
    )
    assert made.ui.steps[1].elements[1].elements[3].visible_if == {
        "properties": {"purpose": {"enum": ["pay", "rent"]}}, "required": ["purpose"],
    }  # fmt: skip
    assert made.ui.steps[1].visible_if == when("applicant", "kind", "person")
    assert made.ui.steps[0].elements[4].visible_if is None
    assert rules.check(made) == []


def test_pages_come_change_move_and_go() -> None:
    made = do(
        {"edit": "add_page", "page": "more", "title": text("Lisää"), "at": 1},
        {"edit": "change_page", "page": "attachments", "change": {"key": "files", "title": {"en": "Files"}}},
        {"edit": "move_page", "page": "files", "at": 1},
    )
    assert [step.key for step in made.ui.steps] == ["applicant", "files", "more", "budget", "review"]
    made = do({"edit": "remove_page", "page": "attachments"})
    assert {"files", "places"} & made.data["properties"].keys() == set()
    assert rules.check(made) == []


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        ({"edit": "add_question", "page": "nowhere", "question": question("x")}, "/edits/0/page"),
        ({"edit": "add_question", "page": "budget", "question": question("budget.rows")}, "/edits/0/question/name"),
        ({"edit": "add_question", "page": "budget", "question": question("budget.starts.x")}, "/edits/0/question/name"),
        ({"edit": "add_question", "page": "budget", "question": question("x.*.y")}, "/edits/0/question/name"),
        ({"edit": "add_question", "page": "applicant", "question": question("budget.rows.*.z")}, "/edits/0/question/name"),
        ({"edit": "change_question", "question": "x"}, "/edits/0/question"),
        ({"edit": "change_question", "question": "welcome", "required": True}, "/edits/0/data"),
        ({"edit": "change_question", "question": "budget.total", "element": {"control": "#/properties/x"}}, "/edits/0/element/control"),
        ({"edit": "move_question", "question": "budget.rows.*.count", "page": "applicant"}, "/edits/0/page"),
        ({"edit": "remove_question", "question": "x"}, "/edits/0/question"),
        ({"edit": "set_condition"}, "/edits/0"),
        ({"edit": "add_page", "page": "budget"}, "/edits/0/page"),
        ({"edit": "change_page", "page": "budget", "change": {"elements": []}}, "/edits/0/elements"),
        ({"edit": "remove_page", "page": "nowhere"}, "/edits/0/page"),
    ],
)  # fmt: skip
def test_an_edit_that_cannot_be_made_is_refused_at_its_place(edit: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidBody) as refused:
        do(edit)
    assert refused.value.place == place


def test_an_edit_that_would_leave_the_format_is_refused_with_all_that_is_wrong() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        do({"edit": "change_question", "question": "budget.starts", "data": {"format": "stardate", "pattern": "x"}})
    assert {each.path for each in refused.value.findings} == {
        "/data/properties/budget/properties/starts",
        "/data/properties/budget/properties/starts/format",
    }


def test_a_document_is_read_with_its_number_left_out() -> None:
    assert read(document() | {"version": 7}) == definition()


@pytest.mark.parametrize(
    "broken", [{"title": {"fi": "a\x00"}}, {"data": {"type": "object"}}, {"key": "A B"}, {"x": 1}, {"ui": 5}]
)
def test_what_is_no_definition_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(InvalidBody):
        read(document() | broken)


def test_a_reference_to_a_control_that_is_gone_stays_and_is_found() -> None:
    made = do({"edit": "remove_question", "question": "applicant.hetu"})
    assert codes(made) == {"computed_unknown"}
    assert at("applicant", "hetu") in str(made.ui.steps[0].elements[2].computed)
