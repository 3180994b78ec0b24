"""The words in which the shapes of bodies are written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto
from typing import Any

from suomifi_standin.documents import Document

Complaint = tuple[str, str]
"""Where in the part (a path, empty for the part itself) and the message."""
PartRule = Callable[[Document], Iterable[Complaint]]


class Plain(Enum):
    """Values that are no objects."""

    TEXT = auto()
    FLAG = auto()
    MOMENT = auto()


class Rule(StrEnum):
    """What is asked of a text, or of the `value` of each item of a list."""

    GUID = auto()
    URL = auto()
    EMAIL = auto()
    LANGUAGE = auto()
    NOT_EMPTY = auto()
    FIVE_LETTERS = auto()
    ONE_PER_LANGUAGE = auto()
    ONE_PER_TYPE_AND_LANGUAGE = auto()
    FUTURE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a shape; what says nothing is not asked.

    `needed_by` names a sibling and the values of it with which this member must be given. In a list of items `most`,
    `most_by_type` and the rules hold for the `value` of each, `one_of` for its `type`.
    """

    name: str
    of: "Plain | Shape" = Plain.TEXT
    many: bool = False
    required: bool = False
    needed_by: tuple[str, tuple[Any, ...]] | None = None
    pattern: str | None = None
    most: int | None = None
    most_by_type: Mapping[str, int] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()
    must_have: tuple[str, ...] = ()
    rules: frozenset[Rule] = frozenset()


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: its members, and the rules that look at several of them."""

    members: tuple[Member, ...]
    rules: tuple[PartRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What POST and PUT of one kind of thing take.

    A PUT demands only `always`, takes no `only_new`, empties by `flags` (flag -> member) and may set any status;
    `keeps` are the members whose `must_have` holds in a PUT too.
    """

    shape: Shape
    only_new: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset({"publishingStatus"})
    keeps: frozenset[str] = frozenset()
    flags: Mapping[str, str] = field(default_factory=dict)

    def for_put(self) -> Shape:
        return Shape(tuple(map(self._loosened, self._kept())), self.shape.rules)

    def _kept(self) -> Iterable[Member]:
        return (member for member in self.shape.members if member.name not in self.only_new)

    def _loosened(self, member: Member) -> Member:
        if member.name == "publishingStatus":
            return replace(member, one_of=ANY_STATUS, required=member.name in self.always)
        must_have = member.must_have if member.name in self.keeps else ()
        return replace(member, required=member.name in self.always, must_have=must_have)


NEW_STATUS = ("Draft", "Published")
ANY_STATUS = ("Draft", "Published", "Deleted", "Modified")


def text(name: str, *rules: Rule, **said: Any) -> Member:
    return Member(name=name, rules=frozenset(rules), **said)


def flag(name: str, **said: Any) -> Member:
    return Member(name=name, of=Plain.FLAG, **said)


def moment(name: str, *rules: Rule) -> Member:
    return Member(name=name, of=Plain.MOMENT, rules=frozenset(rules))


def texts(name: str, *rules: Rule, **said: Any) -> Member:
    """A list of plain texts."""
    return Member(name=name, many=True, rules=frozenset(rules), **said)


def one(name: str, shape: Shape, **said: Any) -> Member:
    return Member(name=name, of=shape, **said)


def many(name: str, shape: Shape, *rules: Rule, **said: Any) -> Member:
    return Member(name=name, of=shape, many=True, rules=frozenset(rules), **said)
