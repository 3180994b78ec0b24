"""Forms as people write them down: pages of questions of everyday kinds, and the definition that comes of it.

An outline is what templates are shipped as, what spreadsheets are read into, and of what a builder adds questions: one
vocabulary. A question is named by where its answer is kept, `applicant.name`; a column of a table is
`budget.rows.*.price`, and follows the table itself, `budget.rows`. What an outline cannot say is said in the
definition that it makes.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from catalogue.errors import InvalidBody
from catalogue.forms.definition.plan import EACH, Node, Path, control_of, is_repeat
from catalogue.forms.definition.values import (
    Access,
    Autocomplete,
    Computed,
    Constraints,
    Definition,
    Element,
    FileType,
    Function,
    Key,
    Prefill,
    Processing,
    ServiceLink,
    Step,
    Ui,
    Upload,
    Widget,
)
from catalogue.text import LocalizedText

Name = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.([A-Za-z][A-Za-z0-9_]*|\*))*$", max_length=200)]
Kind = Literal[
    "text", "long_text", "yes_no", "choice", "choices", "number", "money", "date", "time", "email", "phone", "hetu",
    "business_id", "postal_code", "property_id", "registration_plate", "iban", "url", "files", "consent", "place",
    "table", "repeat", "note",
]  # fmt: skip
IMAGES_AND_PDF: Final[list[FileType]] = ["application/pdf", "image/jpeg", "image/png"]

_FORMATS: Final[Mapping[str, str]] = {
    "date": "date",
    "time": "time",
    "email": "email",
    "phone": "fi-phone",
    "hetu": "fi-hetu",
    "business_id": "fi-business-id",
    "postal_code": "fi-postal-code",
    "property_id": "fi-property-id",
    "registration_plate": "fi-registration-plate",
    "iban": "iban",
    "url": "uri",
}
_WIDGETS: Final[Mapping[str, Widget]] = {"long_text": "textarea", "money": "money", "table": "table"}
_LENGTHS: Final = {"text": 200, "long_text": 4_000}
_MANY: Final = 10


class Worked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a value is worked out of others, which are named as questions are."""

    function: Function
    of: list[Name]
    at: Name | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question, or a note. `least` and `most` limit characters, a number, cents, or how many there may be.

    `when`: names of earlier questions, each with the answers of which one must be given; all must hold.
    """

    name: Name
    kind: Kind
    label: LocalizedText = {}
    hint: LocalizedText = {}
    required: bool = False
    options: dict[str, LocalizedText] = {}
    when: dict[Name, list[str | int | bool]] = {}
    least: int | None = None
    most: int | None = None
    not_before: str | None = None
    not_after: str | None = None
    sensitivity: Literal["none", "confidential", "health"] = "none"
    computed: Worked | None = None
    prefill: Prefill | None = None
    autocomplete: Autocomplete | None = None

    @property
    def path(self) -> Path:
        """Where its answer is kept."""
        return tuple(self.name.split("."))


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A page of questions."""

    key: Key
    title: LocalizedText = {}
    description: LocalizedText = {}
    when: dict[Name, list[str | int | bool]] = {}
    kind: Literal["questions", "review"] = "questions"
    questions: list[Question] = []


class Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A form in short."""

    key: Key
    languages: list[str]
    title: LocalizedText = {}
    description: LocalizedText = {}
    service: ServiceLink = ServiceLink()
    access: Access = Access()
    processing: Processing = Processing()
    pages: list[Page] = []


def definition(outline: Outline) -> Definition:
    """The form of an outline. Raises InvalidBody at a question without a place, such as a column without its table."""
    data: Node = {"type": "object", "properties": {}, "required": []}
    steps = []
    for number, page in enumerate(outline.pages):
        elements: list[Element] = []
        for place, question in enumerate(page.questions):
            add(data, elements, question, place=f"/pages/{number}/questions/{place}")
        steps.append(
            Step(
                key=page.key,
                kind=page.kind,
                title=page.title,
                description=page.description,
                visible_if=condition(page.when) if page.when else None,
                elements=elements,
            )
        )
    return Definition(
        key=outline.key,
        languages=outline.languages,
        title=outline.title,
        description=outline.description,
        service=outline.service,
        access=outline.access,
        data=data,
        ui=Ui(steps=steps),
        processing=outline.processing,
    )


def add(data: Node, elements: list[Element], question: Question, *, place: str, at: int | None = None) -> None:
    """Puts a question into `data` and among the elements of a page, both of which are changed; `at`: before which.

    A column goes into its table, among those elements. Raises InvalidBody.
    """
    element = element_of(question)
    if question.kind != "note":
        put(data, question.path, node_of(question), required=question.required, place=f"{place}/name")
    if EACH not in question.path or question.kind == "note":
        elements.insert(len(elements) if at is None else at, element)
        return
    table = control_of(question.path[: question.path.index(EACH)])
    for number, each in enumerate(elements):
        if each.control == table:
            inner = list(each.elements)
            inner.insert(len(inner) if at is None else at, element)
            elements[number] = msgspec.structs.replace(each, elements=inner)
            return
    raise InvalidBody(f"The table of “{question.name}” is not on this page.", place=f"{place}/name")


def put(data: Node, path: Path, node: Node, *, required: bool, place: str) -> None:
    """Puts a property into a schema, with the groups that it is in. Raises InvalidBody where something else stands."""
    holder = data
    for name in path[:-1]:
        if name == EACH:
            if not is_repeat(holder):
                raise InvalidBody("A table must come before its columns.", place=place)
            holder = holder["items"]
            continue
        if name not in holder["properties"]:
            holder["properties"][name] = {"type": "object", "properties": {}, "required": []}
        if required and EACH not in path and name not in holder.setdefault("required", []):
            holder["required"].append(name)
        holder = holder["properties"][name]
        if "properties" not in holder and not is_repeat(holder):
            raise InvalidBody(f"“{name}” is a question already, and no group.", place=place)
    if path[-1] == EACH or path[-1] in holder.get("properties", {}) or is_repeat(holder):
        raise InvalidBody(f"“{'.'.join(path)}” is there already, or cannot be.", place=place)
    holder["properties"][path[-1]] = node
    if required:
        holder.setdefault("required", []).append(path[-1])


def node_of(question: Question) -> Node:
    """The schema of a question."""
    least, most = question.least, question.most
    few = least or (1 if question.required else None)  # an empty list is no answer
    match question.kind:
        case "text" | "long_text":
            node = {"type": "string", "minLength": least or 1, "maxLength": most or _LENGTHS[question.kind]}
        case "yes_no":
            node = {"type": "boolean"}
        case "consent":
            node = {"type": "boolean", "const": True}
        case "choice":
            node = {"type": "string", "enum": list(question.options)}
        case "choices":
            node = _list({"type": "string", "enum": list(question.options)}, few, most or len(question.options) or 1)
            node["uniqueItems"] = True
        case "number" | "money":
            node = {"type": "integer", "minimum": 0 if least is None else least}
            node |= {} if most is None else {"maximum": most}
        case "files":
            node = _list({"type": "string", "format": "uuid", "x-kind": "attachment"}, few, most)
        case "place":
            node = _list({"type": "string", "format": "uuid", "x-options": "ptv:serviceLocation"}, few, most or 1)
            node["uniqueItems"] = True
        case "table" | "repeat":
            node = _list({"type": "object", "properties": {}, "required": []}, few, most)
        case _:
            node = {"type": "string", "format": _FORMATS[question.kind]}
    mark = "hetu" if question.kind == "hetu" else question.sensitivity
    return node if mark == "none" else {**node, "x-sensitivity": mark}


def _list(items: Node, least: int | None, most: int | None) -> Node:
    return {"type": "array", "items": items, "maxItems": most or _MANY, **({} if not least else {"minItems": least})}


def element_of(question: Question) -> Element:
    """How a question is asked."""
    worked, scope = question.computed, _scope(question.path)
    return Element(
        control=None if question.kind == "note" else control_of(question.path),
        key=question.name.replace(".", "-").replace("_", "-").lower() if question.kind == "note" else None,
        widget="computed" if worked else _WIDGETS.get(question.kind),
        label=question.label,
        hint=question.hint,
        options=question.options,
        visible_if=condition(question.when, scope) if question.when else None,
        computed=None
        if worked is None
        else Computed(
            function=worked.function,
            of=[control_of(name.split(".")) for name in worked.of],
            at=control_of(worked.at.split(".")) if worked.at else None,
        ),
        prefill=question.prefill,
        readonly_when_prefilled=question.prefill is not None and question.kind == "hetu",
        autocomplete=question.autocomplete,
        upload=Upload(max_bytes=10_485_760, types=IMAGES_AND_PDF) if question.kind == "files" else None,
        constraints=Constraints(not_before=question.not_before, not_after=question.not_after)
        if question.not_before or question.not_after
        else None,
    )


def _scope(path: Path) -> Path:
    """The path of the row that a question is in."""
    return path[: path.index(EACH) + 1] if EACH in path else ()


def condition(when: Mapping[str, Sequence[Any]], scope: Path = ()) -> Node:
    """The fragment of JSON Schema that holds when each named question is answered with one of its answers."""
    made: list[Node] = []
    for name, answers in when.items():
        path = tuple(name.split("."))
        path = path[len(scope) :] if path[: len(scope)] == scope else path
        leaf: Node = {"const": answers[0]} if len(answers) == 1 else {"enum": list(answers)}
        for step in reversed(path):
            leaf = {"properties": {step: leaf}, "required": [step]}
        made.append(leaf)
    return made[0] if len(made) == 1 else {"allOf": made}


def copied(definition: Definition) -> tuple[Node, list[list[Element]]]:
    """The schema and the elements of each page, to be changed."""
    return deepcopy(definition.data), [list(step.elements) for step in definition.ui.steps]
