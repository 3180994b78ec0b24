"""What a builder does to a form: add, change, move and remove pages and questions, and say when they are asked.

Each edit is a plain value; `edited` takes several, in their order, and all or none of them. Questions are named by
where their answers are kept (`budget.rows.*.price`), notes by their key, pages by theirs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from catalogue.errors import InvalidBody
from catalogue.forms.definition import outlines
from catalogue.forms.definition.outlines import Name, Question
from catalogue.forms.definition.plan import Path, control_of, path_of
from catalogue.forms.definition.reading import read
from catalogue.forms.definition.values import Definition, Element, Key
from catalogue.services.patches import merged

When = dict[Name, list[str | int | bool]]


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="edit"):
    """One thing that is done to a form."""


class AddQuestion(Edit, frozen=True, kw_only=True, tag="add_question"):
    """A new question or note on a page, before the one at `at`, counted from 0; at the end where nothing is said."""

    page: Key
    question: Question
    at: int | None = None


class ChangeQuestion(Edit, frozen=True, kw_only=True, tag="change_question"):
    """Merge patches on a question's element and on its schema, and whether it must be answered."""

    question: str
    element: dict[str, Any] = {}
    data: dict[str, Any] = {}
    required: bool | None = None


class MoveQuestion(Edit, frozen=True, kw_only=True, tag="move_question"):
    """A question to another place, on another page or its own; columns stay in their table."""

    question: str
    page: Key | None = None
    at: int | None = None


class RemoveQuestion(Edit, frozen=True, kw_only=True, tag="remove_question"):
    """A question with its place in the data, of a table with all columns."""

    question: str


class SetCondition(Edit, frozen=True, kw_only=True, tag="set_condition"):
    """When a question or a page is asked: earlier answers, of each of which one must be given; none: always."""

    question: str | None = None
    page: Key | None = None
    when: When = {}


class AddPage(Edit, frozen=True, kw_only=True, tag="add_page"):
    """A new page, before the one at `at`."""

    page: Key
    title: dict[str, str] = {}
    kind: Literal["questions", "review"] = "questions"
    at: int | None = None


class ChangePage(Edit, frozen=True, kw_only=True, tag="change_page"):
    """A merge patch on a page's key, kind, title or description."""

    page: Key
    change: dict[str, Any]


class MovePage(Edit, frozen=True, kw_only=True, tag="move_page"):
    """A page before the one that is then at `at`."""

    page: Key
    at: int


class RemovePage(Edit, frozen=True, kw_only=True, tag="remove_page"):
    """A page with its questions."""

    page: Key


AnyEdit = (
    AddQuestion
    | ChangeQuestion
    | MoveQuestion
    | RemoveQuestion
    | SetCondition
    | AddPage
    | ChangePage
    | MovePage
    | RemovePage
)


def edited(definition: Definition, edits: Sequence[AnyEdit]) -> Definition:
    """The definition with all edits made; raises InvalidBody at the first that cannot be, as `/edits/3/page`."""
    document = msgspec.to_builtins(definition)
    for number, edit in enumerate(edits):
        _Editor(document, f"/edits/{number}").make(edit)
    return read(document)


class _Editor:
    """Makes an edit in a document that is its own to change; `place` is where the edit was asked for."""

    def __init__(self, document: dict[str, Any], place: str) -> None:
        self._document = document
        self._place = place
        self._steps: list[dict[str, Any]] = document.setdefault("ui", {}).setdefault("steps", [])

    def make(self, edit: AnyEdit) -> None:
        match edit:
            case AddQuestion():
                self._add_question(edit)
            case ChangeQuestion():
                self._change_question(edit)
            case MoveQuestion():
                self._move_question(edit)
            case RemoveQuestion():
                elements, at = self._element(edit.question)
                self._forget(elements.pop(at))
            case SetCondition():
                self._set_condition(edit)
            case AddPage():
                self._refuse_taken(edit.page)
                self._insert(
                    self._steps, {"key": edit.page, "kind": edit.kind, "title": edit.title, "elements": []}, edit.at
                )
            case ChangePage():
                step = self._page(edit.page)
                if given := edit.change.keys() - {"key", "kind", "title", "description"}:
                    raise InvalidBody(
                        "Of a page its key, kind, title and description are changed.", place=self._at(min(given))
                    )
                step.update(merged(step, edit.change))
            case MovePage():
                step = self._page(edit.page)
                self._steps.remove(step)
                self._insert(self._steps, step, edit.at)
            case RemovePage():
                step = self._page(edit.page)
                for element in step.get("elements", []):
                    self._forget(element)
                self._steps.remove(step)

    def _at(self, member: str) -> str:
        return f"{self._place}/{member}"

    def _page(self, key: str) -> dict[str, Any]:
        for step in self._steps:
            if step["key"] == key:
                return step
        raise InvalidBody(f"There is no page “{key}”.", place=self._at("page"))

    def _refuse_taken(self, key: str) -> None:
        if any(step["key"] == key for step in self._steps):
            raise InvalidBody(f"There is a page “{key}” already.", place=self._at("page"))

    @staticmethod
    def _insert(listed: list[Any], one: Any, at: int | None) -> None:
        listed.insert(len(listed) if at is None else max(at, 0), one)

    def _element(self, name: str) -> tuple[list[dict[str, Any]], int]:
        """The list that an element is in, and its place there."""
        control = control_of(name.split("."))
        for step in self._steps:
            for elements in self._lists(step.get("elements", [])):
                for at, element in enumerate(elements):
                    if element.get("control") == control or element.get("key") == name:
                        return elements, at
        raise InvalidBody(f"There is no question “{name}”.", place=self._at("question"))

    @staticmethod
    def _lists(elements: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        return [elements, *(each["elements"] for each in elements if "elements" in each)]

    def _add_question(self, edit: AddQuestion) -> None:
        step = self._page(edit.page)
        elements = msgspec.convert(step.get("elements", []), list[Element])
        outlines.add(self._document["data"], elements, edit.question, place=self._at("question"), at=edit.at)
        step["elements"] = msgspec.to_builtins(elements)

    def _change_question(self, edit: ChangeQuestion) -> None:
        elements, at = self._element(edit.question)
        element = elements[at]
        for member in ("control", "key", "elements"):
            if member in edit.element:
                raise InvalidBody("This is not changed here.", place=self._at(f"element/{member}"))
        elements[at] = merged(element, edit.element)
        if "control" not in element:
            if edit.data or edit.required is not None:
                raise InvalidBody("A note has no answer.", place=self._at("data"))
            return
        holder, name = self._holder(element["control"])
        if edit.data:
            holder["properties"][name] = merged(holder["properties"][name], edit.data)
        if edit.required is not None:
            self._require(element["control"], required=edit.required)

    def _require(self, control: str, *, required: bool) -> None:
        holder, name = self._holder(control)
        listed = [each for each in holder.get("required", []) if each != name]
        holder["required"] = [*listed, name] if required else listed

    def _move_question(self, edit: MoveQuestion) -> None:
        elements, at = self._element(edit.question)
        target = elements
        if edit.page is not None:
            if "*" in edit.question.split("."):
                raise InvalidBody("A column stays in its table.", place=self._at("page"))
            target = self._page(edit.page).setdefault("elements", [])
        self._insert(target, elements.pop(at), edit.at)

    def _set_condition(self, edit: SetCondition) -> None:
        scope: Path = ()
        if (edit.question is None) is (edit.page is None):
            raise InvalidBody("Name either a question or a page.", place=self._place)
        if edit.page is not None:
            holder = self._page(edit.page)
        else:
            elements, at = self._element(str(edit.question))
            holder = elements[at]
            path = path_of(holder.get("control", "#/"))
            scope = path[: path.index("*") + 1] if "*" in path else ()
        if edit.when:
            holder["visibleIf"] = outlines.condition(edit.when, scope)
        else:
            holder.pop("visibleIf", None)

    # --- the data -----------------------------------------------------------------------------------------------------

    def _holder(self, control: str) -> tuple[dict[str, Any], str]:
        """The group that a property is in; one that is shared by reference is made the group's own first."""
        node: dict[str, Any] = self._document["data"]
        *above, name = path_of(control)
        for step in above:
            inside, key = (node, "items") if step == "*" else (node["properties"], step)
            node = inside[key] = self._own(inside[key])
        if name not in node.get("properties", {}):
            raise InvalidBody("The data has no such property.", place=self._at("question"))
        node["properties"][name] = self._own(node["properties"][name])
        return node, name

    def _own(self, node: Mapping[str, Any]) -> dict[str, Any]:
        if "$ref" not in node:
            return dict(node)
        shared = self._document["data"].get("$defs", {}).get(node["$ref"].removeprefix("#/$defs/"), {})
        found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(shared))
        return found | {word: value for word, value in node.items() if word != "$ref"}

    def _forget(self, element: Mapping[str, Any]) -> None:
        """Takes an element's property out of the data, and groups that are empty then."""
        if "control" not in element:
            return
        path = path_of(element["control"])
        while path and path[-1] != "*":
            holder, name = self._holder(control_of(path))
            holder["properties"].pop(name)
            holder["required"] = [each for each in holder.get("required", []) if each != name]
            path = path[:-1]
            if holder["properties"] or not path:
                return
