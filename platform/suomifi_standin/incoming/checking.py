"""Holds a body to its shape: every complaint by its path, as the register's dictionary of errors has them."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.incoming.members import Complaint, Member, Plain, Rule, Shape

LANGUAGES = ("fi", "sv", "en", "se", "smn", "sms")
"""The six content languages; `languages` of a thing are others (2022)."""

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_URL = re.compile(r"https?://(?:[\w-]+\.)+[^\W\d_][\w-]*(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
_FEWEST_LETTERS = 5

Errors = dict[str, list[str]]


def pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def gathered(complaints: Iterator[Complaint]) -> Errors:
    """Messages by path, in the order they came up."""
    errors: Errors = {}
    for path, message in complaints:
        messages = errors.setdefault(path, [])
        if message not in messages:
            messages.append(message)
    return errors


def errors_of(shape: Shape, body: Any, *, now: datetime) -> Errors:
    """What is wrong with a body by its shape; `now` is for the dates that must lie ahead."""
    if body is None:
        return {"RequestIsNull": ["The request must contain data."]}
    return gathered(_Checking(now).of_object(shape, body, ""))


def is_guid(value: Any) -> bool:
    return isinstance(value, str) and _GUID.fullmatch(value) is not None


def moment_of(value: str) -> datetime:
    """A date and time of a body; without a zone it is UTC. Raises ValueError."""
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class _Checking:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def of_object(self, shape: Shape, value: Any, path: str) -> Iterator[Complaint]:
        if not isinstance(value, dict):
            yield path, "The value is not valid: an object was expected."
            return
        complained = False
        for member in shape.members:
            for complaint in self._of_member(member, value, path):
                complained = True
                yield complaint
        if not complained:  # rules that look at several members may trust each of them
            for rule in shape.rules:
                for where, message in rule(value):
                    yield _joined(path, where), message

    def _of_member(self, member: Member, holder: Document, path: str) -> Iterator[Complaint]:
        value, here = holder.get(member.name), _joined(path, pascal(member.name))
        if value is None or value in ("", []):
            if member.required or _is_needed(member, holder):
                yield here, f"The {pascal(member.name)} field is required."
            elif value == "" and Rule.NOT_EMPTY in member.rules:
                yield here, f"The {pascal(member.name)} field must not be empty."
        elif member.many:
            yield from self._of_list(member, value, here)
        elif isinstance(member.of, Shape):
            yield from self.of_object(member.of, value, here)
        else:
            yield from self._of_plain(member, value, here)

    def _of_list(self, member: Member, value: Any, path: str) -> Iterator[Complaint]:
        if not isinstance(value, list):
            yield path, "The value is not valid: a list was expected."
            return
        if any(item is None for item in value):
            yield path, "Null value not allowed in the list."
            return
        for index, item in enumerate(value):
            here = f"{path}[{index}]"
            if not isinstance(member.of, Shape):
                yield from self._of_plain(member, item, here)
                continue
            complaints = list(self.of_object(member.of, item, here))
            yield from complaints
            if not complaints:
                yield from self._of_item(member, item, here)
        if all(isinstance(item, dict) for item in value):
            yield from _together(member, value, path)

    def _of_item(self, member: Member, item: Document, path: str) -> Iterator[Complaint]:
        """What the list asks of each item's type and value."""
        kind, value = item.get("type"), item.get("value")
        if member.one_of and kind not in member.one_of:
            yield f"{path}.Type", _no_choice("Type", member.one_of)
        if isinstance(value, str):
            most = member.most_by_type.get(str(kind), member.most)
            yield from self._of_text(member.rules, most, "Value", value, f"{path}.Value")

    def _of_plain(self, member: Member, value: Any, path: str) -> Iterator[Complaint]:
        name = pascal(member.name)
        if member.of is Plain.FLAG:
            if not isinstance(value, bool):
                yield path, f"Could not convert to boolean: {value}."
            return
        if not isinstance(value, str):
            yield path, f"Could not convert to string: {value}."
            return
        if member.of is Plain.MOMENT:
            yield from self._of_moment(member, value, path)
            return
        if member.pattern is not None and not re.search(member.pattern, value, re.ASCII):
            yield path, f"The field {name} must match the regular expression '{member.pattern}'."
        if member.one_of and value not in member.one_of:
            yield path, _no_choice(name, member.one_of)
        yield from self._of_text(member.rules, member.most, name, value, path)

    def _of_moment(self, member: Member, value: str, path: str) -> Iterator[Complaint]:
        try:
            moment = moment_of(value)
        except ValueError:
            yield path, f"Could not convert to date and time: {value}."
            return
        if Rule.FUTURE in member.rules and moment <= self.now:
            yield path, "The date must be in the future."

    @staticmethod
    def _of_text(rules: frozenset[Rule], most: int | None, name: str, value: str, path: str) -> Iterator[Complaint]:
        if most is not None and len(value) > most:
            yield path, f"The field {name} must be a string or array type with a maximum length of '{most}'."
        if Rule.FIVE_LETTERS in rules and 0 < len(value.strip()) < _FEWEST_LETTERS:
            yield path, "At least five characters are required for this field."
        if Rule.GUID in rules and not is_guid(value):
            yield path, "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
        if Rule.URL in rules and not _URL.fullmatch(value):
            yield path, f"The {name} field is not a valid fully-qualified http or https URL."
        if Rule.EMAIL in rules and not _EMAIL.fullmatch(value):
            yield path, f"The {name} field is not a valid e-mail address."
        if Rule.LANGUAGE in rules and value not in LANGUAGES:
            yield path, _no_choice(name, LANGUAGES)


def _is_needed(member: Member, holder: Document) -> bool:
    if member.needed_by is None:
        return False
    sibling, values = member.needed_by
    return holder.get(sibling) in values


def _together(member: Member, items: Sequence[Document], path: str) -> Iterator[Complaint]:
    """What the list asks of its items together; a language or a type may come once only, some types must come."""
    if Rule.ONE_PER_LANGUAGE in member.rules and _repeats([item.get("language") for item in items]):
        yield path, "Only one item per language is allowed."
    pairs = [(item.get("type"), item.get("language")) for item in items]
    if Rule.ONE_PER_TYPE_AND_LANGUAGE in member.rules and _repeats(pairs):
        yield path, "Only one item per type and language is allowed."
    for kind in member.must_have:
        if not any(item.get("type") == kind for item in items):
            yield path, f"There must be at least one item with the type {kind}."


def _repeats(values: Sequence[Any]) -> bool:
    return any(value in values[:index] for index, value in enumerate(values))


def _joined(path: str, more: str) -> str:
    return f"{path}.{more}" if path and more else path or more


def _no_choice(name: str, allowed: Sequence[str]) -> str:
    return f"The field {name} is invalid. Please use one of these: {', '.join(allowed)}."
