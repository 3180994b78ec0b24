"""Holds documents to the register's wire model: members and their order, types, nulls and the rules of their values."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any], bool]

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?")
LIMIT = re.compile(r"item\.value max (\d+)(?: for type (\w+))?")
HOST = re.compile(r"https?://[\w-]+(\.[\w-]+)+")
LANGUAGES = {"fi", "sv", "en", "se", "smn", "sms"}
PLAIN: dict[str, Check] = {
    "uuid": lambda value: isinstance(value, str) and GUID.fullmatch(value) is not None,
    "datetime": lambda value: isinstance(value, str) and MOMENT.fullmatch(value) is not None,
    "string": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: type(value) is int,
}
NEVER_NULL = {"uuid", "datetime", "bool", "int"}
CHANNELS = {
    "EChannel": "ElectronicChannel",
    "WebPage": "WebPageChannel",
    "Phone": "PhoneChannel",
    "PrintableForm": "PrintableFormChannel",
    "ServiceLocation": "ServiceLocationChannel",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A member: its type, the model of its items where the type leaves that open, and its rules by their wording."""

    name: str
    kind: str
    many: bool
    null: bool
    item_model: str
    rules: Sequence[tuple[str, Check]]


def of_value(rule: str, enums: dict[str, set[str]]) -> Check | None:
    """The check of a rule on one value; None where the rule says nothing about what is read."""
    head, _, tail = rule.partition(" ")
    if head == "regex":
        pattern = re.compile(tail.partition(" (")[0])
        return lambda value: pattern.search(value) is not None
    if head == "max":
        return lambda value: len(value) <= int(tail)
    if head == "enum":
        return lambda value: value in enums[tail] or value == ""  # dayTo may be empty
    if rule.startswith("one of: "):
        allowed = rule.removeprefix("one of: ").split(", ")
        return lambda value: value in allowed
    if rule.startswith("absolute URL"):
        return lambda value: HOST.match(value) is not None
    return {"language code": LANGUAGES.__contains__, "not empty": bool}.get(rule)


def of_list(rule: str) -> Check | None:
    """The check of a rule on a list of texts by language."""
    limit = LIMIT.fullmatch(rule)
    if limit:
        longest, kind = int(limit[1]), limit[2]
        return lambda items: all(len(one["value"]) <= longest for one in items if kind in (None, one.get("type")))
    if rule.startswith("item types: "):
        types = set(rule.removeprefix("item types: ").split(", "))
        return lambda items: {one["type"] for one in items} <= types
    if rule.startswith("value must have text"):
        return lambda items: all(len(one["value"].strip()) >= 5 for one in items)
    if rule in {"unique per (type, language)", "one per language"}:
        return lambda items: len({(one.get("type"), one["language"]) for one in items}) == len(items)
    return {"values are e-mails": lambda items: all("@" in one["value"] for one in items)}.get(rule)


class WireModel:
    """Made of the description's JSON; models go by their whole and by their short names."""

    def __init__(self, description: dict[str, Any]) -> None:
        enums = {name: set(each["values"]) for name, each in description["enums"].items()}
        self._models: dict[str, list[Field]] = {}
        for name, model in description["models"].items():
            fields = [_field(each, enums) for each in model["fields"]]
            self._models[name] = fields
            self._models.setdefault(model["short"], fields)  # of two the first is the one that reads show

    def complaints(self, model: str, document: Any) -> list[str]:
        return list(self._object(model, document, model))

    def channel_complaints(self, document: Any) -> list[str]:
        return self.complaints(CHANNELS[document["serviceChannelType"]], document)

    def _object(self, model: str, document: Any, at: str) -> Iterator[str]:
        if not isinstance(document, dict):
            yield f"{at}: {document!r} is no {model}"
            return
        fields = self._models[model]
        names = [field.name for field in fields]
        if list(document) != names:
            yield f"{at}: members {list(document)} instead of {names}"
        for field in fields:
            if field.name in document:
                yield from self._member(field, document[field.name], f"{at}.{field.name}")

    def _member(self, field: Field, value: Any, at: str) -> Iterator[str]:
        if value is None:
            if not field.null:
                yield f"{at}: null"
            return
        if field.many and not isinstance(value, list):
            yield f"{at}: {value!r} is no list"
            return
        wrong = list(self._items(field, value, at))
        yield from wrong
        if not wrong:  # a rule may take the right type for granted
            yield from (f"{at}: {value!r} breaks the rule {rule!r}" for rule, holds in field.rules if not holds(value))

    def _items(self, field: Field, value: Any, at: str) -> Iterable[str]:
        for index, item in enumerate(value if field.many else [value]):
            here = f"{at}[{index}]" if field.many else at
            if field.kind in PLAIN:
                if not PLAIN[field.kind](item):
                    yield f"{here}: {item!r} is no {field.kind}"
            elif field.kind == "TItem":
                model = field.item_model if field.item_model in self._models else CHANNELS[item["serviceChannelType"]]
                yield from self._object(model, item, here)
            else:
                yield from self._object(field.kind, item, here)


def _field(given: dict[str, Any], enums: dict[str, set[str]]) -> Field:
    kind, _, null = given["type"].partition("|")
    many = kind.endswith("[]")
    kind = kind.removesuffix("[]")
    checks = [(rule, of_list(rule) if many else of_value(rule, enums)) for rule in given["rules"]]
    return Field(
        name=given["name"],
        kind=kind,
        many=many,
        null=many or bool(null) or not (kind in NEVER_NULL or "required" in given["rules"]),
        item_model=given.get("itemModel", ""),
        rules=[(rule, check) for rule, check in checks if check],
    )
