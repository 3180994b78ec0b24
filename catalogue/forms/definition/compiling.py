"""The schema by which answers are checked: `data` with what `visibleIf` says of each question put into it.

What is not asked may not be answered, and what is required is so only where it is asked. Authors write a condition
once, beside the question; here it becomes the pair of `then` and `else` that every validator understands. Groups are no
more than a way to order answers: one is required where a required question in it is asked.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from catalogue.forms.definition.plan import Control, Node, Path, Plan, node_at
from catalogue.forms.definition.profile import DIALECT
from catalogue.forms.definition.values import Definition


def schema(definition: Definition, plan: Plan) -> Node:
    """The JSON Schema 2020-12 of whole answers, without references."""
    root = deepcopy(plan.data)
    _bare(root)
    for control in plan.controls:
        _say(root, control, plan.data)
    root["allOf"] = [*root.get("allOf", ()), *deepcopy(definition.data.get("allOf", []))]
    if not root["allOf"]:
        del root["allOf"]
    number = "draft" if definition.version is None else definition.version
    return {**root, "$schema": DIALECT, "$id": f"urn:kuntakanta:form:{definition.key}:{number}"}


def both(conditions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """All of the conditions as one."""
    return dict(conditions[0]) if len(conditions) == 1 else {"allOf": [dict(each) for each in conditions]}


def _bare(node: Node) -> None:
    """Closes groups to what they do not name, and takes away what is required, which questions say anew."""
    if node.get("type") == "object":
        node.pop("unevaluatedProperties", None)
        node.pop("required", None)
        node["additionalProperties"] = False
        for inner in node.get("properties", {}).values():
            _bare(inner)
    if "items" in node:
        _bare(node["items"])


def _say(root: Node, control: Control, data: Node) -> None:
    """What a question requires, always or where it is asked, and that it is not answered where it is not."""
    scope, path = _scope(root, control.scope), control.path[len(control.scope) :]
    needed = _needed(control, data)
    if not control.conditions:
        _merge(scope, needed)
        return
    pair: Node = {"if": both(control.conditions), "else": _nested(path, False)}
    if needed:
        pair["then"] = needed
    scope.setdefault("allOf", []).append(pair)


def _scope(root: Node, scope: Path) -> Node:
    found = node_at(root, scope)
    assert found is not None, "a scope is the rows of a question that is there"
    return found


def _needed(control: Control, data: Node) -> Node:
    """The groups and the question itself, as required as the author has them."""
    path = control.path[len(control.scope) :]
    holder = node_at(data, control.path[:-1]) or {}
    if path[-1] not in holder.get("required", ()):
        return {}
    made: Node = {"required": [path[-1]]}
    for name in reversed(path[:-1]):
        made = {"properties": {name: made}} | ({"required": [name]} if control.required else {})
    return made


def _nested(path: Sequence[str], leaf: Any) -> Node:
    made: Any = leaf
    for name in reversed(path):
        made = {"properties": {name: made}}
    found: Node = made
    return found


def _merge(node: Node, said: Node) -> None:
    """Puts what is required into a schema that has all these groups."""
    if names := said.get("required"):
        node["required"] = sorted({*node.get("required", ()), *names})
    for name, inner in said.get("properties", {}).items():
        _merge(node["properties"][name], inner)
