"""Documents that were whole and are so no more: random damage anywhere in a document, repeatable by its seed."""

from copy import deepcopy
from random import Random
from typing import Any

ODDITIES: list[Any] = [
    *(None, [], {}, "", 0, False, True, 1, 1.5, 10**25, "x", "1", "0001", "08:00", "08:00:01", "fi", "Name"),
    *([None], [[]], [{}], ["fi"], {"x": None}, {"id": "x"}, {"id": "0008AFC0-182C-4580-BA73-7472287F4D63"}),
    *([{"value": "a", "language": "fi"}], [{"value": None, "language": "fi", "x": 1}]),
    {"value": "a", "language": "fi", "type": "Name"},
    *("2020-01-01T00:00:00.1234567", "2020-01-01T00:00:00+02:00", "6730000.00001"),
]
NAMES = [
    *("value", "language", "type", "x", "orderNumber", "remainder", "id", "name", "code", "modified", "self"),
    *("kind", "language_versions", "connections", "isClosed", "=isClosed", "service", "municipality"),
]
Place = tuple[Any, Any]


def places(node: Any) -> list[Place]:
    """Every place of a document: (object or list, name or index)."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [place for key in keys for place in ((node, key), *places(node[key]))]


def mutilate(document: dict[str, Any], seed: int, times: int) -> dict[str, Any]:
    """A damaged copy: values replaced, dropped, doubled, turned round or moved, members added."""
    dice, damaged = Random(seed), deepcopy(document)
    for _ in range(times):
        found = places(damaged)
        if found:
            _damage(dice, *dice.choice(found), other=dice.choice(found))
    return damaged


def _damage(dice: Random, holder: Any, key: Any, *, other: Place) -> None:
    value = holder[key]
    match dice.randrange(7):
        case 0 | 1:
            holder[key] = deepcopy(dice.choice(ODDITIES))
        case 2 if isinstance(value, dict):
            value[dice.choice(NAMES)] = deepcopy(dice.choice(ODDITIES))
        case 3 if isinstance(holder, dict):
            del holder[key]
        case 4 if isinstance(holder, list):
            holder.append(deepcopy(dice.choice([value, dice.choice(ODDITIES)])))
        case 5 if isinstance(value, str):
            holder[key] = dice.choice([value.upper(), value + " ", value[:-1]])
        case 5 if isinstance(value, list):
            holder[key] = dice.choice([value[::-1], value + value[:1], value[:1]])
        case 6 if len(places(moved := other[0][other[1]])) < 40:  # a document must not grow without end
            holder[key] = deepcopy(moved)
