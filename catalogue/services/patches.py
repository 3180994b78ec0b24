"""What two states of a value differ in, and the way from one to the other (plain JSON-like data, no Django).

A patch is a list of steps: `[path, value]` puts a value at a path, `[path]` takes away what is there. A path is a list
of member names and places in lists. Lists of equal length are compared place by place, others are replaced whole.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

Path = list[str | int]
Patch = list[list[Any]]


def difference(before: Any, after: Any) -> Patch:
    """The steps that lead from one to the other; none where they are equal."""
    return list(_steps(before, after, []))


def applied(patch: Patch, value: Any) -> Any:
    """The value with the steps taken; what was given stays as it is. Raises LookupError where a path leads nowhere."""
    result = deepcopy(value)
    for path, *put in patch:
        if not path:
            result = deepcopy(put[0])
            continue
        place = result
        for step in path[:-1]:
            place = place[step]
        if put:
            place[path[-1]] = deepcopy(put[0])
        else:
            del place[path[-1]]
    return result


def at(value: Any, path: Sequence[str | int]) -> Any:
    """What is at a path; None where nothing is, also where a text stands on the way to it."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def pointer(path: Sequence[str | int]) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def merged(value: Any, patch: Any) -> Any:
    """A JSON merge patch applied (RFC 7386): members are merged, null takes one away, anything else replaces."""
    if not isinstance(patch, dict):
        return deepcopy(patch)
    result = dict(value) if isinstance(value, dict) else {}
    for name, given in patch.items():
        if given is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), given)
    return result


def touched(patch: Any) -> Iterator[tuple[str, ...]]:
    """The members that a merge patch sets or takes away, as paths: `("language_versions", "fi", "name")`."""
    for name, given in patch.items():
        if isinstance(given, dict) and given:
            yield from ((name, *rest) for rest in touched(given))
        else:
            yield (name,)


def overlap(one: Sequence[str | int], other: Sequence[str | int]) -> bool:
    """Whether two paths are the same place, or one of them is inside the other."""
    return all(a == b for a, b in zip(one, other, strict=False))


def _steps(before: Any, after: Any, path: Path) -> Iterator[list[Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() - after.keys():
            yield [[*path, name]]
        for name, value in after.items():
            if name not in before:
                yield [[*path, name], value]
            else:
                yield from _steps(before[name], value, [*path, name])
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _steps(old, new, [*path, place])
    elif before != after or type(before) is not type(after):
        yield [path, after]
