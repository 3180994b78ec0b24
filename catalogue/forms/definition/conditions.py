"""Rules of conditions: about answers to questions that come before, of their kind, never about what is not there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from catalogue.forms.definition.findings import Finding, found
from catalogue.forms.definition.plan import EACH, Path, Plan, elements, node_at
from catalogue.forms.definition.values import Definition

_GROUPING: Final = frozenset({"properties", "required", "allOf", "anyOf", "type"})
_NUMBERS: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})


def check(definition: Definition, plan: Plan) -> Iterator[Finding]:
    """What is found of all conditions."""
    order = {each.path: each.order for each in plan.controls}
    by_pointer = {each.pointer: each for each in plan.controls}
    first = _first_of_steps(definition, plan)
    for number, step in enumerate(definition.ui.steps):
        if step.visible_if is not None:
            place = f"/ui/steps/{number}/visibleIf"
            yield from _condition(step.visible_if, place, (), plan.data, _Asked(order, first[number]))
    for pointer, number, element in elements(definition):
        if element.visible_if is None:
            continue
        control = by_pointer.get(pointer)
        scope = control.scope if control else ()
        before = control.order if control else first[number + 1]
        yield from _condition(element.visible_if, f"{pointer}/visibleIf", scope, plan.data, _Asked(order, before))
    every = _Asked(order, len(plan.controls))
    if (cosign := definition.access.cosign) is not None and cosign.when is not None:
        yield from _condition(cosign.when, "/access/cosign/when", (), plan.data, every)
    for number, rule in enumerate(definition.data.get("allOf", ())):
        yield from _condition(rule["if"], f"/data/allOf/{number}/if", (), plan.data, every)
        for branch in ("then", "else"):
            yield from _consequence(rule.get(branch, {}), f"/data/allOf/{number}/{branch}", (), plan.data)


class _Asked:
    """Which questions come before one."""

    def __init__(self, order: Mapping[Path, int], before: int) -> None:
        self._order, self._before = order, before

    def earlier(self, path: Path) -> bool:
        """Whether the question at a path is asked before."""
        return self._order.get(path, self._before) < self._before


def _first_of_steps(definition: Definition, plan: Plan) -> list[int]:
    """The order of the first question of each step, and the number of all."""
    orders: list[list[int]] = [[] for _ in definition.ui.steps]
    for control in plan.controls:
        orders[control.step].append(control.order)
    made = [len(plan.controls)]
    for each in reversed(orders):
        made.append(min([*each, made[-1]]))
    return made[::-1]


def _condition(
    condition: Mapping[str, Any], place: str, path: Path, data: dict[str, Any], asked: _Asked
) -> Iterator[Finding]:
    node = node_at(data, path)
    if node is None or (EACH not in path[-1:] and node.get("items", {}).get("type") == "object"):
        yield found("condition_unknown", place, value=_name(path))
        return
    if node.get("type") == "object":
        yield from _of_group(condition, place, path, data, asked)
        return
    if not asked.earlier(path):
        yield found("condition_of_later", place, value=_name(path))
    if condition.keys() & _GROUPING:
        for word in ("allOf", "anyOf"):
            for number, each in enumerate(condition.get(word, ())):
                yield from _condition(each, f"{place}/{word}/{number}", path, data, asked)
        if "properties" in condition:
            yield found("condition_unfit", f"{place}/properties", value=_name(path))
    for word in condition.keys() - _GROUPING:
        if not _fits(word, condition[word], node):
            yield found("condition_unfit", f"{place}/{word}", value=_name(path))


def _of_group(
    condition: Mapping[str, Any], place: str, path: Path, data: dict[str, Any], asked: _Asked
) -> Iterator[Finding]:
    for word in condition.keys() - _GROUPING:
        yield found("condition_unfit", f"{place}/{word}", value=_name(path))
    for name, inner in condition.get("properties", {}).items():
        if name not in condition.get("required", ()):
            yield found("condition_not_required", f"{place}/required", value=name)
        yield from _condition(inner, f"{place}/properties/{name}", (*path, name), data, asked)
    for name in condition.get("required", ()):
        at = (*path, name)
        found_node = node_at(data, at)
        if found_node is None:
            yield found("condition_unknown", f"{place}/required", value=_name(at))
        elif _is_told_here(name, found_node, condition) and not asked.earlier(at):
            yield found("condition_of_later", f"{place}/required", value=_name(at))
    for word in ("allOf", "anyOf"):
        for number, each in enumerate(condition.get(word, ())):
            yield from _condition(each, f"{place}/{word}/{number}", path, data, asked)


def _is_told_here(name: str, node: Mapping[str, Any], condition: Mapping[str, Any]) -> bool:
    """Whether nothing but `required` speaks of a question."""
    return node.get("type") != "object" and name not in condition.get("properties", {})


def _fits(word: str, wanted: Any, node: Mapping[str, Any]) -> bool:
    """Whether an answer of this schema can be what a word of a condition wants."""
    if word in _NUMBERS:
        return node.get("type") in ("integer", "number")
    if word == "contains":
        return node.get("type") == "array" and all(_fits(each, value, node["items"]) for each, value in wanted.items())
    if word == "not":
        return all(_fits(each, value, node) for each, value in wanted.items())
    return all(_is_of(value, node) for value in ([wanted] if word == "const" else wanted))


def _is_of(value: Any, node: Mapping[str, Any]) -> bool:
    if choices := node.get("enum"):
        return value in choices
    match node.get("type"):
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return False
        case _:
            return isinstance(value, bool)


def _consequence(then: Mapping[str, Any], place: str, path: Path, data: dict[str, Any]) -> Iterator[Finding]:
    """What a rule over several answers wants is of answers that are there."""
    for name in [*then.get("required", ()), *then.get("properties", {})]:
        if node_at(data, (*path, name)) is None:
            yield found("condition_unknown", place, value=_name((*path, name)))
    for name, inner in then.get("properties", {}).items():
        if node_at(data, (*path, name)) is not None:
            yield from _consequence(inner, f"{place}/properties/{name}", (*path, name), data)


def _name(path: Path) -> str:
    return ".".join(path)
