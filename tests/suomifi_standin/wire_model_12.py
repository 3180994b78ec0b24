"""Holds what v12 answers to its description: members, types, words, variants; unknown members are complaints too."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

Schema = Mapping[str, Any]
_PLAIN: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
_FORMATS: Mapping[str, Callable[[Any], object]] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
}


class WireModel12:
    """Made of the description's JSON."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.paths: Mapping[str, Schema] = {path: each["get"] for path, each in description["paths"].items()}
        self._schemas: Mapping[str, Schema] = description["schemas"]

    def complaints(self, path: str, answer: Any) -> list[str]:
        """What is wrong with an answer of a path, as the description writes it."""
        return self.of(self.paths[path]["response"], answer)

    def of(self, schema: str, value: Any) -> list[str]:
        return list(self._value(self._schemas[schema], value, schema))

    def _value(self, schema: Schema, value: Any, at: str) -> Iterator[str]:
        if value is None and schema.get("nullable"):
            return
        if "kind" not in schema and schema.get("ref") in self._schemas:
            schema = self._schemas[schema["ref"]]
        kind = schema.get("kind", schema.get("type"))
        if kind == "oneOf":
            yield from self._variant(schema, value, at)
        elif kind == "object":
            yield from self._object(schema, value, at)
        elif kind == "array":
            yield from self._array(schema, value, at)
        else:
            yield from _plain(schema, value, at)

    def _variant(self, schema: Schema, value: Any, at: str) -> Iterator[str]:
        word = value.get(schema["discriminator"]) if isinstance(value, dict) else None
        if word in schema["variants"]:
            yield from self._value(self._schemas[schema["variants"][word]], value, at)
        else:
            yield f"{at}: {word!r} is no variant"

    def _object(self, schema: Schema, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{at}: {value!r} is no object"
            return
        fields = schema["fields"]
        yield from (f"{at}.{name}: unknown" for name in value.keys() - fields.keys())
        for name, field in fields.items():
            if name in value:
                yield from self._value(field, value[name], f"{at}.{name}")
            elif field["required"]:
                yield f"{at}.{name}: missing"

    def _array(self, schema: Schema, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at}: {value!r} is no list"
            return
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for index, item in enumerate(value):
            yield from self._value(schema["items"], item, f"{at}[{index}]")


def _plain(schema: Schema, value: Any, at: str) -> Iterator[str]:
    kind: str = schema["type"]
    if not isinstance(value, _PLAIN[kind]) or (kind != "boolean" and isinstance(value, bool)):
        yield f"{at}: {value!r} is no {kind}"
    elif value not in schema.get("enum", [value]):
        yield f"{at}: {value!r} is no word of it"
    elif "pattern" in schema and not re.search(str(schema["pattern"]), str(value)):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    elif read := _FORMATS.get(str(schema.get("format"))):
        try:
            read(value)
        except ValueError:
            yield f"{at}: {value!r} is no {schema['format']}"
