"""What a definition means, said once more in plain Python from its document alone: slow, and sharing no code.

It reads `data` and `ui` as an author wrote them, and knows no compiled schema: a question is asked when its conditions
hold for the answers before it, what is asked and required must be there, and nothing else may.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str | int, ...]


def holds(condition: Mapping[str, Any], value: Any) -> bool:
    """Whether a value is as a fragment of JSON Schema wants it."""
    for word, wanted in condition.items():
        match word:
            case "required":
                good = not isinstance(value, dict) or all(name in value for name in wanted)
            case "properties":
                given = value if isinstance(value, dict) else {}
                good = all(name not in given or holds(inner, given[name]) for name, inner in wanted.items())
            case "allOf":
                good = all(holds(each, value) for each in wanted)
            case "anyOf":
                good = any(holds(each, value) for each in wanted)
            case "not":
                good = not holds(wanted, value)
            case "contains":
                good = not isinstance(value, list) or any(holds(wanted, each) for each in value)
            case "type":
                good = isinstance(value, dict)
            case _:
                good = keeps(word, wanted, value)
        if not good:
            return False
    return True


def same(one: Any, other: Any) -> bool:
    """Equal as JSON has it: true is not 1."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def keeps(word: str, limit: Any, value: Any) -> bool:
    """Whether a value keeps one keyword."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match word:
        case "const":
            return same(value, limit)
        case "enum":
            return any(same(value, each) for each in limit)
        case "minimum":
            return not number or value >= limit
        case "maximum":
            return not number or value <= limit
        case "minLength":
            return not isinstance(value, str) or len(value) >= limit
        case "maxLength":
            return not isinstance(value, str) or len(value) <= limit
        case "minItems":
            return not isinstance(value, list) or len(value) >= limit
        case "maxItems":
            return not isinstance(value, list) or len(value) <= limit
        case "uniqueItems":
            return (
                not limit
                or not isinstance(value, list)
                or all(not same(a, b) for at, a in enumerate(value) for b in value[:at])
            )
        case "type":
            return {
                "string": isinstance(value, str),
                "boolean": isinstance(value, bool),
                "integer": number and float(value).is_integer(),
                "number": number,
                "array": isinstance(value, list),
                "object": isinstance(value, dict),
            }[limit]
    raise AssertionError(word)


class Oracle:
    """A definition's meaning."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.data = document["data"]
        self.steps = document["ui"]["steps"]

    def _node(self, node: Any) -> Any:
        if "$ref" in node:
            return self._node(self.data["$defs"][node["$ref"].removeprefix("#/$defs/")])
        return node

    def _questions(self) -> Iterator[tuple[list[str], list[Any], Any]]:
        for step in self.steps:
            for element in step["elements"]:
                if "control" in element:
                    conditions = [each["visibleIf"] for each in (step, element) if "visibleIf" in each]
                    yield element["control"].removeprefix("#/properties/").split("/properties/"), conditions, element

    def kept(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked of the answers."""
        made: dict[str, Any] = {}
        for path, conditions, element in self._questions():
            if not all(holds(each, made) for each in conditions):
                continue
            found: Any = answers
            for name in path:
                found = found.get(name, self) if isinstance(found, dict) else self
            if found is self:
                continue
            if "elements" in element and isinstance(found, list):
                found = [self._row(element, row) for row in found]
            self._set(made, path, found)
        return made

    @staticmethod
    def _set(made: dict[str, Any], path: list[str], value: Any) -> None:
        for name in path[:-1]:
            made = made.setdefault(name, {})
        made[path[-1]] = value

    def _row(self, element: Any, row: Any) -> Any:
        made: dict[str, Any] = {}
        for inner in element["elements"] if isinstance(row, dict) else ():
            name = inner["control"].rpartition("/")[2]
            if name in row and ("visibleIf" not in inner or holds(inner["visibleIf"], made)):
                made[name] = row[name]
        return made if isinstance(row, dict) else row

    def faults(self, kept: Mapping[str, Any]) -> set[tuple[str, Place]]:
        """Which keyword of the schema is broken where, by answers that are kept."""
        found: set[tuple[str, Place]] = set()
        for path, conditions, element in self._questions():
            if not all(holds(each, kept) for each in conditions):
                continue
            node: Any = self.data
            value: Any = kept
            for name in path:
                node = self._node(node["properties"][name])
                value = value.get(name, self) if isinstance(value, dict) else self
            if value is not self:
                found |= set(self._broken(node, value, tuple(path), element))
            elif self._must(path, kept):
                found.add(("required", tuple(path)))
        return found

    def _must(self, path: list[str], kept: Mapping[str, Any]) -> bool:
        """Whether its group requires it, and that is there, or must be there itself by the same rule up to the top."""
        group: Any = self.data
        value: Any = kept
        must = True
        for name in path[:-1]:
            must = name in group.get("required", ()) and must
            group = self._node(group["properties"][name])
            value = value.get(name) if isinstance(value, dict) else None
            must = must or isinstance(value, dict)
        return must and path[-1] in group.get("required", ())

    def _broken(self, node: Any, value: Any, place: Place, element: Any) -> Iterator[tuple[str, Place]]:
        if not keeps("type", node["type"], value):
            yield "type", place
            return
        for word in node.keys() - {"type", "items", "properties", "required"}:
            if not keeps(word, node[word], value):
                yield word, place
        if node["type"] != "array":
            return
        items = self._node(node["items"])
        for number, each in enumerate(value):
            if items["type"] != "object":
                yield from self._broken(items, each, (*place, number), element)
            elif not isinstance(each, dict):
                yield "type", (*place, number)
            else:
                yield from self._broken_row(items, each, (*place, number), element)

    def _broken_row(self, items: Any, row: dict[str, Any], place: Place, element: Any) -> Iterator[tuple[str, Place]]:
        for inner in element["elements"]:
            name = inner["control"].rpartition("/")[2]
            if "visibleIf" in inner and not holds(inner["visibleIf"], row):
                continue
            if name in row:
                yield from self._broken(self._node(items["properties"][name]), row[name], (*place, name), inner)
            elif name in items.get("required", ()):
                yield "required", (*place, name)
