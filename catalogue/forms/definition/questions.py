"""Rules of questions: each has one place in the data, a control that fits it, and limits."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from catalogue.forms.definition.findings import Finding, found
from catalogue.forms.definition.plan import EACH, Control, Path, Plan, control_of, elements
from catalogue.forms.definition.values import Definition, Widget

MOST_LEVELS: Final = 6


def check(definition: Definition, plan: Plan) -> Iterator[Finding]:
    """What is found of the questions and of the data."""
    yield from _named(definition)
    for path, count in Counter(each.path for each in plan.controls).items():
        if count > 1:
            places = [each for each in plan.controls if each.path == path]
            yield found("control_twice", f"{places[1].pointer}/control", value=control_of(path))
    yield from _reached(plan.data, (), {each.path for each in plan.controls})
    known = plan.by_pointer()
    for control in plan.controls:
        yield from _fitting(control)
        yield from _limited(control)
        yield from _of_kind(control)
        yield from _computed(control, known)


def _named(definition: Definition) -> Iterator[Finding]:
    keys: Counter[str] = Counter()
    for pointer, _, element in elements(definition):
        if (element.control is None) is (element.key is None):
            yield found("element_nameless", pointer)
        keys.update([element.key] if element.key else [])
        if element.elements and pointer.count("/elements/") > 1:
            yield found("repeat_in_repeat", f"{pointer}/elements")
    for key, count in keys.items():
        if count > 1:
            yield found("element_twice", "/ui/steps", value=key)


def _reached(node: Mapping[str, Any], path: Path, controls: set[Path]) -> Iterator[Finding]:
    """Every property is asked for; a group is no more than what is in it."""
    properties = node.get("properties", {})
    for name in node.get("required", ()):
        if name not in properties:
            yield found("required_unknown", f"/data{control_of(path)[1:]}/required", value=name)
    if len(path) > MOST_LEVELS:
        yield found("schema_too_deep", f"/data{control_of(path)[1:]}", most=MOST_LEVELS)
        return
    for name, inner in properties.items():
        at = (*path, name)
        if inner.get("type") == "object":
            yield from _reached(inner, at, controls)
            continue
        if at not in controls:
            yield found("property_without_control", f"/data{control_of(at)[1:]}", value=name)
        if (items := inner.get("items", {})).get("type") == "object":
            if EACH in path:
                yield found("repeat_in_repeat", f"/data{control_of(at)[1:]}")
            else:
                yield from _reached(items, (*at, EACH), controls)


# --- controls ---------------------------------------------------------------------------------------------------------

_SHAPES: Final[Mapping[str, tuple[Widget, ...]]] = {
    "text": ("text", "textarea"),
    "number": ("number", "money"),
    "boolean": ("yesno",),
    "consent": ("checkbox",),
    "choice": ("radios", "select"),
    "choices": ("checkboxes",),
    "date": ("date",),
    "file": ("files",),
    "place": ("serviceLocationPicker",),
    "repeat": ("repeat", "table"),
}


_KINDS: Final = {"string": "text", "integer": "number", "number": "number", "boolean": "boolean"}


def shape_of(node: Mapping[str, Any]) -> str | None:
    """Which kind of question a schema makes; None for what is none, such as a group."""
    items = node.get("items")
    if items is None:
        return _shape_of_one(node)
    if items.get("type") == "object":
        return "repeat"
    one = _shape_of_one(items)
    return {"choice": "choices"}.get(one, one) if one in ("file", "place", "choice") else None


def _shape_of_one(node: Mapping[str, Any]) -> str | None:
    if node.get("x-kind") == "attachment":
        return "file"
    if source := node.get("x-options"):
        return "place" if source.startswith("ptv:") else "choice"
    if node.get("enum"):
        return "choice"
    if node.get("const") is True:
        return "consent"
    return "date" if node.get("format") == "date" else _KINDS.get(node.get("type", ""))


def widget_of(control: Control) -> Widget | None:
    """The widget of a question: the author's, else the first that fits."""
    if control.element.widget is not None:
        return control.element.widget
    if control.element.computed is not None:
        return "computed"
    shape = shape_of(control.node)
    return _SHAPES[shape][0] if shape else None


def _fitting(control: Control) -> Iterator[Finding]:
    shape, widget = shape_of(control.node), control.element.widget
    if shape is None:
        code = "control_of_group" if control.node.get("type") == "object" else "items_unfit"
        yield found(code, f"{control.pointer}/control", value=str(control.element.control))
    elif widget == "computed":
        if control.element.computed is None:
            yield found("computed_missing", f"{control.pointer}/computed")
    elif widget is not None and widget not in _SHAPES[shape]:
        yield found("widget_unfit", f"{control.pointer}/widget", value=widget, fitting=", ".join(_SHAPES[shape]))
    elif widget == "money" and control.node.get("type") != "integer":
        yield found("money_not_cents", f"{control.pointer}/widget")
    if shape == "repeat" and not control.element.elements:
        yield found("repeat_empty", f"{control.pointer}/elements")
    if shape != "repeat" and control.element.elements:
        yield found("elements_without_repeat", f"{control.pointer}/elements")


def _limited(control: Control) -> Iterator[Finding]:
    """Nothing that is sent is without end, and no limits exclude each other."""
    node, items = control.node, control.node.get("items") or {}
    place = f"/data{control_of(control.path)[1:]}"
    for inner in (node, items):
        free = inner.get("type") == "string" and not (inner.keys() & {"format", "enum", "x-options"})
        if free and "maxLength" not in inner:
            yield found("length_unlimited", place)
    if node.get("type") == "array" and "maxItems" not in node:
        yield found("items_unlimited", place)
    for least, most in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        if least in node and most in node and node[least] > node[most]:
            yield found("limits_reversed", place, least=node[least], most=node[most])
    limits = control.element.constraints
    if limits is not None and shape_of(node) != "date":
        yield found("constraints_unfit", f"{control.pointer}/constraints")
    elif limits is not None and _reversed(limits.not_before, limits.not_after):
        yield found(
            "limits_reversed",
            f"{control.pointer}/constraints",
            least=limits.not_before or "",
            most=limits.not_after or "",
        )


def _reversed(first: str | None, last: str | None) -> bool:
    """Whether no day can be between; a day that moves is compared with one that moves only."""
    if not first or not last or first.startswith("today") is not last.startswith("today"):
        return False
    if first.startswith("today"):
        days = [int(each.removeprefix("today").removesuffix("d") or 0) for each in (first, last)]
        return days[0] > days[1]
    return first > last


def _of_kind(control: Control) -> Iterator[Finding]:
    inner = control.node.get("items") or control.node
    place = f"/data{control_of(control.path)[1:]}"
    is_file = inner.get("x-kind") == "attachment"
    if is_file and inner.get("format") != "uuid":
        yield found("attachment_not_uuid", place)
    if is_file and control.element.upload is None:
        yield found("upload_missing", f"{control.pointer}/upload")
    if not is_file and control.element.upload is not None:
        yield found("upload_unfit", f"{control.pointer}/upload")
    is_hetu = inner.get("format") == "fi-hetu"
    if is_hetu is not (inner.get("x-sensitivity") == "hetu"):
        yield found("hetu_unmarked", place)
    if control.element.readonly_when_prefilled and control.element.prefill is None:
        yield found("readonly_without_prefill", f"{control.pointer}/readonlyWhenPrefilled")


# --- computed values --------------------------------------------------------------------------------------------------


def _computed(control: Control, known: Mapping[str, Control]) -> Iterator[Finding]:
    how = control.element.computed
    if how is None:
        return
    place = f"{control.pointer}/computed"
    if control.node.get("type") not in ("integer", "number"):
        yield found("computed_not_number", place)
    for number, pointer in enumerate([*how.of, *([how.at] if how.at else [])]):
        at = f"{place}/of/{number}" if number < len(how.of) else f"{place}/at"
        source = known.get(pointer)
        if source is None:
            yield found("computed_unknown", at, value=pointer)
        elif source.order >= control.order or (control.scope and source.scope != control.scope):
            yield found("computed_of_later", at, value=pointer)
        elif not _takes(how.function, source, control, is_date=at.endswith("/at")):
            yield found("computed_unfit", at, value=pointer, function=how.function)
    if (how.function == "age" and len(how.of) != 1) or (how.function != "age" and how.at is not None):
        yield found("computed_unfit", place, value=", ".join(how.of), function=how.function)


def _takes(function: str, source: Control, control: Control, *, is_date: bool) -> bool:
    """Whether a function can work with a question: only sums and counts go over rows."""
    over_rows = bool(source.scope) and source.scope != control.scope
    if function == "count":
        return source.node.get("type") == "array"
    if function == "age" or is_date:
        return not over_rows and source.node.get("format") in ("date", "fi-hetu")
    return source.node.get("type") in ("integer", "number") and (function == "sum" or not over_rows)
