"""Values worked out of other answers, by a closed list of functions.

Amounts of money are whole cents, so that sums are exact. What lacks an answer has no value; a sum counts what there is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from math import prod
from typing import Any, Final

from catalogue.forms.answers.formats import day
from catalogue.forms.definition.plan import EACH, Path, path_of
from catalogue.forms.definition.values import Computed, Function

WIDEST: Final = 2**53
"""Numbers are whole ones that every reader of JSON keeps; what is beyond has no value."""


def computed(how: Computed, answers: Mapping[str, Any], *, today: date, scope: Path = ()) -> int | float | None:
    """The value, of answers before it; `scope` is that of the question, where `answers` are those of a row."""
    paths = [path_of(pointer)[len(scope) :] for pointer in how.of]
    if how.function == "age":
        at = today if how.at is None else day(next(values(answers, path_of(how.at)[len(scope) :]), None))
        return _age(day(next(values(answers, paths[0]), None)), at)
    if how.function == "count":
        return sum(1 for path in paths for _ in _counted(answers, path))
    found = [[each for each in values(answers, path) if _is_number(each)] for path in paths]
    made = _ARITHMETIC[how.function](found)
    return made if made is not None and abs(made) <= WIDEST else None


def values(answers: Any, path: Sequence[str]) -> Iterator[Any]:
    """All answers at a path, of each row in their order."""
    if not path:
        yield answers
    elif path[0] == EACH:
        for row in answers if isinstance(answers, list) else ():
            yield from values(row, path[1:])
    elif isinstance(answers, Mapping) and path[0] in answers:
        yield from values(answers[path[0]], path[1:])


def _counted(answers: Mapping[str, Any], path: Sequence[str]) -> Iterator[Any]:
    for value in values(answers, path):
        yield from value if isinstance(value, list) else [value]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


Numbers = list[list[int | float]]


def _sum(found: Numbers) -> int | float | None:
    return sum(each for numbers in found for each in numbers)


def _difference(found: Numbers) -> int | float | None:
    first, *others = found
    return first[0] - sum(each for numbers in others for each in numbers) if first else None


def _product(found: Numbers) -> int | float | None:
    return prod(numbers[0] for numbers in found) if all(found) else None


_ARITHMETIC: Final[Mapping[Function, Callable[[Numbers], int | float | None]]] = {
    "sum": _sum,
    "difference": _difference,
    "product": _product,
}


def _age(since: date | None, on: date | None) -> int | None:
    """Full years; whoever is born on the last of February has a birthday on the first of March in other years."""
    if since is None or on is None or on < since:
        return None
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
