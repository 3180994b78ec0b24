"""How a definition hangs together: each question with its schema, its place, and what must hold for it to be asked.

A path of answers is a tuple of names, with `*` for each row of a repeat: `("budget", "rows", "*", "amount")`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from catalogue.forms.definition.values import Definition, Element

Path = tuple[str, ...]
Node = dict[str, Any]

EACH: Final = "*"
MOST_NODES: Final = 2_000
"""Of a schema with all references followed; a form of 300 questions has a third of that."""


class Problem(NamedTuple):
    """What keeps a reference or a control from leading anywhere: code of a finding, JSON pointer, what it says."""

    code: str
    pointer: str
    value: str


class Control(NamedTuple):
    """A question. `scope` is the path of the repeat that it is in, to whose rows its `conditions` apply; `()`: none.

    `pointer` leads to its element in the document, `order` counts questions as they are asked.
    """

    path: Path
    node: Node
    required: bool
    element: Element
    step: int
    pointer: str
    order: int
    scope: Path
    conditions: tuple[Mapping[str, Any], ...]

    @property
    def repeats(self) -> bool:
        """Whether it is a group of questions that can be asked again and again."""
        return is_repeat(self.node)


class Plan(NamedTuple):
    """`data` with references followed, the questions in the order in which they are asked, and what leads nowhere."""

    data: Node
    controls: tuple[Control, ...]
    problems: tuple[Problem, ...]

    def by_pointer(self) -> dict[str, Control]:
        """The questions by their `control`."""
        return {str(each.element.control): each for each in self.controls}


def plan(definition: Definition) -> Plan:
    """The questions of a definition that keeps the meta-schema."""
    data, problems = followed(definition.data)
    controls: list[Control] = []
    repeats: dict[str, Control] = {}
    for pointer, number, element in elements(definition):
        if element.control is None:
            continue
        above = repeats.get(pointer.rpartition("/elements/")[0])
        step = definition.ui.steps[number].visible_if
        conditions = () if above or step is None else (step,)
        made = _control(data=data, element=element, step=number, pointer=pointer, above=above, conditions=conditions)
        if made is None:
            problems.append(Problem("control_unknown", f"{pointer}/control", element.control))
            continue
        controls.append(made._replace(order=len(controls)))
        if made.repeats:
            repeats[pointer] = made
    return Plan(data, tuple(controls), tuple(problems))


def elements(definition: Definition) -> Iterator[tuple[str, int, Element]]:
    """All elements, those of repeats too, each with its JSON pointer and the number of its step."""
    for number, step in enumerate(definition.ui.steps):
        for place, element in enumerate(step.elements):
            pointer = f"/ui/steps/{number}/elements/{place}"
            yield pointer, number, element
            for row, inner in enumerate(element.elements):
                yield f"{pointer}/elements/{row}", number, inner


def is_repeat(node: Mapping[str, Any]) -> bool:
    """Whether it is an array of groups."""
    items = node.get("items")
    return isinstance(items, dict) and items.get("type") == "object"


def path_of(control: str) -> Path:
    """The path of answers that a control's pointer stands for: `#/properties/a/items/properties/b` is `a, *, b`."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in control.removeprefix("#/").split("/")]
    rest = iter(steps)
    return tuple(EACH if step == "items" else next(rest, "") for step in rest)


def control_of(path: Sequence[str]) -> str:
    """The pointer of a control for a path of answers."""
    return "#" + "".join("/items" if name == EACH else f"/properties/{name}" for name in path)


def node_at(data: Node, path: Sequence[str]) -> Node | None:
    """The schema of what is at a path; None where there is none."""
    node: Any = data
    for name in path:
        node = node.get("items") if name == EACH else node.get("properties", {}).get(name)
        if not isinstance(node, dict):
            return None
    found: Node = node
    return found


# --- references -------------------------------------------------------------------------------------------------------


def followed(data: Node) -> tuple[Node, list[Problem]]:
    """The schema with what its references stand for in their place, and the references that lead nowhere."""
    problems: list[Problem] = []
    left = [MOST_NODES]
    defs = data.get("$defs", {})

    def follow(node: Node, pointer: str, within: tuple[str, ...]) -> Node:
        left[0] -= 1
        if left[0] < 0:
            if left[0] == -1:
                problems.append(Problem("schema_too_large", "/data", str(MOST_NODES)))
            return {}
        made = dict(node)
        if (reference := made.pop("$ref", None)) is not None:
            name = reference.removeprefix("#/$defs/")
            if name in within or name not in defs:
                code = "ref_circular" if name in within else "ref_unknown"
                problems.append(Problem(code, pointer, name))
                return {}
            return {**follow(defs[name], f"/data/$defs/{name}", (*within, name)), **made}
        if "properties" in made:
            made["properties"] = {
                name: follow(inner, f"{pointer}/properties/{name}", within)
                for name, inner in made["properties"].items()
            }
        if "items" in made:
            made["items"] = follow(made["items"], f"{pointer}/items", within)
        return made

    root = follow({name: part for name, part in data.items() if name not in ("$defs", "allOf")}, "/data", ())
    return root, list(dict.fromkeys(problems))


# --- controls ---------------------------------------------------------------------------------------------------------


def _control(
    *,
    data: Node,
    element: Element,
    step: int,
    pointer: str,
    above: Control | None,
    conditions: tuple[Mapping[str, Any], ...],
) -> Control | None:
    """An element's question, above which may be that of a repeat; None where its control leads nowhere."""
    path = path_of(element.control or "")
    node = node_at(data, path)
    scope = (*above.path, EACH) if above else ()
    if node is None or not _belongs(path, scope):
        return None
    own = conditions if element.visible_if is None else (*conditions, element.visible_if)
    return Control(path, node, _required(data, path, scope), element, step, pointer, 0, scope, own)


def _belongs(path: Path, scope: Path) -> bool:
    """Whether a path is in its scope, and in no further repeat."""
    return path[: len(scope)] == scope and EACH not in path[len(scope) :]


def _required(data: Node, path: Path, scope: Path) -> bool:
    """Whether it must be answered where it is asked: each name on the way, from the scope, is required."""
    return all(
        name in (node_at(data, path[:place]) or {}).get("required", ())
        for place, name in enumerate(path)
        if place >= len(scope)
    )
