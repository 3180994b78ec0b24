"""What a document of the wire says, without how it says it: two documents mean the same when their normals are equal.

Absent, null and the empty list are one; localised lists are sets, other lists of the wire model have no order, lists
that it does not have keep theirs; instants, decimals, clock times, identifiers and municipality codes count by value.
"""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from catalogue.dialects.ptv_v11 import shapes
from catalogue.dialects.ptv_v11.shape import Items, Keywords, Nested, One, Scalar, Shape, Single, Texts, Versions


class Rule(NamedTuple):
    """How a member counts: `same` for a single value, `arranged` for a list, `members` for what lies in it."""

    same: Callable[[str], str] | None = None
    arranged: Callable[[Iterable[str]], Iterable[str]] | None = None
    members: dict[str, "Rule"] = {}  # noqa: RUF012  never written to


_EXACTLY: Final = Rule()


def _as_set(items: Iterable[str]) -> Iterable[str]:
    return sorted(set(items))


def _rules(found: Iterable[Shape | Single | Nested]) -> dict[str, Rule]:
    """The rules of objects of these shapes, told apart by the names of their members only."""
    rules: dict[str, Rule] = {}
    inner: dict[str, list[Any]] = {}
    for shape in found:
        for wire, field in shape.fields.items():
            match field:
                case Scalar(codec=codec) if codec.same is not None:
                    rules[wire] = Rule(same=codec.same)
                case Texts() | Versions() | Keywords():
                    rules[wire] = Rule(arranged=_as_set)
                case Items(of=of):
                    rules[wire] = Rule(arranged=sorted)
                    inner.setdefault(wire, []).append(of)
                case One(shape=of):
                    inner.setdefault(wire, []).append(of)
                case Nested():
                    inner.setdefault(wire, []).append(field)
    for wire, shapes_inside in inner.items():
        members = _rules(each for each in shapes_inside if isinstance(each, Shape | Single | Nested))
        rules[wire] = rules.get(wire, _EXACTLY)._replace(members=members)
    return rules


_DOCUMENT: Final = Rule(
    members=_rules(
        [
            shapes.ORGANIZATION,
            shapes.SERVICE,
            *shapes.CHANNELS.values(),
            shapes.SERVICE_COLLECTION,
            shapes.GENERAL_DESCRIPTION,
        ]
    )
)
_CONNECTION: Final = Rule(members=_rules([shapes.CHANNEL_OF_SERVICE]))


def normal(document: Any) -> str:
    """The normal of a decoded document: JSON text with sorted members, to be compared, never parsed as a document."""
    return _normal(document, _DOCUMENT)


def normal_connection(connection: Any) -> str:
    """The normal of one item of a service's `serviceChannels`."""
    return _normal(connection, _CONNECTION)


def _normal(node: Any, rule: Rule) -> str:
    if isinstance(node, dict):
        said = sorted(
            f"{json.dumps(name)}:{_normal(value, rule.members.get(name, _EXACTLY))}"
            for name, value in node.items()
            if value is not None and value != []
        )
        return "{" + ",".join(said) + "}"
    if isinstance(node, list):
        inside = _EXACTLY if rule.arranged is None else Rule(members=rule.members)
        items: Iterable[str] = [_normal(item, inside) for item in node]
        return "[" + ",".join(items if rule.arranged is None else rule.arranged(items)) + "]"
    if isinstance(node, str):
        return json.dumps(node if rule.same is None else rule.same(node))
    if isinstance(node, float) and node.is_integer():
        return json.dumps(int(Decimal(repr(node))))  # as it is written, which is what a store keeps: 1e23 is 10 ** 23
    return json.dumps(node)
