"""The register's ids and ours: a thing that was made here, or adopted, has another id there (pure).

A document names things by the register's ids; what is kept here names them by ours. One mapping turns a whole record
from the one into the other: the thing itself, its connections, the organisations, services and channels that it
names. Ids in texts, such as in a web address, are what somebody wrote, and stay.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

Ids = Mapping[UUID, UUID]
"""From ids of the one side to those of the other, only of things whose ids differ."""

Value = TypeVar("Value")

_GUID: Final = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def names_any(document: bytes, ids: Ids) -> bool:
    """Whether a document names one of these; far quicker than reading it for that."""
    return bool(ids) and any(UUID(found.decode()) in ids for found in set(_GUID.findall(document)))


def with_ids(value: Value, ids: Ids) -> Value:
    """The same with other ids wherever one stands; the very same where none of them does."""
    return _with_ids(value, ids) if ids else value


def _with_ids(value: Any, ids: Ids) -> Any:
    match value:
        case UUID():
            return ids.get(value, value)
        case msgspec.Struct():
            return _with_members(value, ids)
        case list():
            made = [_with_ids(each, ids) for each in value]
            return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return value


def _with_members(value: msgspec.Struct, ids: Ids) -> Any:
    changed = {}
    for name in value.__struct_fields__:
        old = getattr(value, name)
        new = _with_ids(old, ids)
        if new is not old:
            changed[name] = new
    return msgspec.structs.replace(value, **changed) if changed else value
