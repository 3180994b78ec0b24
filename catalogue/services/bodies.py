"""What was sent to be written, as a value of ours, or why it cannot be one and where (no Django)."""

import re
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import Any, Final, TypeVar

import msgspec

from catalogue.errors import InvalidBody
from catalogue.services.patches import Path, pointer

DEEPEST: Final = 12
WIDEST: Final = 2**53  # whole numbers that every reader of JSON keeps
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
Typed = TypeVar("Typed")


def refuse_unstorable(data: Any) -> None:
    """Raises InvalidBody for what no value can hold: texts that are none, numbers too large, nesting too deep."""
    for path, leaf in _leaves(data, []):
        if len(path) > DEEPEST:
            raise InvalidBody(f"Nothing is nested deeper than {DEEPEST} levels.", place=pointer(path[:DEEPEST]))
        texts = [each for each in (*path, leaf) if isinstance(each, str)]
        if any(map(_UNSTORABLE.search, texts)):
            raise InvalidBody("The text has a character that cannot be stored.", place=pointer(path))
        if isinstance(leaf, int | float) and not abs(leaf) <= WIDEST:
            raise InvalidBody("The number is too large.", place=pointer(path))


def converted(data: Any, typed: type[Typed]) -> Typed:
    """The data as a value of a type; raises InvalidBody at its place."""
    try:
        return msgspec.convert(data, typed)
    except msgspec.ValidationError as error:
        message = str(error).partition(" - at ")[0]
        raise InvalidBody(message, place=pointer(_path(data, typed, str(error)))) from error


def unknown_member(given: Any, kept: Any) -> Path | None:
    """Where something was given that a value has no member for; empty members are left out of values anyhow."""
    if isinstance(given, dict):
        for name, value in given.items():
            if not isinstance(kept, dict) or name not in kept:
                if value not in (None, [], {}, "", False):
                    return [name]
            elif (lost := unknown_member(value, kept[name])) is not None:
                return [name, *lost]
    elif isinstance(given, list) and isinstance(kept, list):
        for number, (value, other) in enumerate(zip(given, kept, strict=False)):
            if (lost := unknown_member(value, other)) is not None:
                return [number, *lost]
    return None


def _leaves(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """All values that hold no others, and empty ones; nothing below what is too deep anyhow."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if not inside or len(path) > DEEPEST:
        yield path, data
        return
    for step, value in inside:
        yield from _leaves(value, [*path, step])


def _path(data: Any, typed: Any, told: str) -> Path:
    """msgspec's `$.language_versions[...].name` as a path; it leaves out keys, which are found by halving."""
    path: Path = []
    for member, number in _STEP.findall(told.rpartition(" - at ")[2]):
        path.append(_key(data, typed, told, path) if number == "..." else member or int(number))
    return path


def _key(data: Any, typed: Any, told: str, path: Path) -> str:
    """The key, in the object at a path, of the value of which msgspec has told."""
    keys: list[str] = list(reduce(getitem, path, data))
    while len(keys) > 1:
        half = keys[: len(keys) // 2]
        keys = half if _refusal(_narrowed(data, path, half), typed) == told else keys[len(half) :]
    return keys[0]


def _narrowed(data: Any, path: Path, keys: list[str]) -> Any:
    """The data with some keys left of the object at a path; what is not on the way is not copied."""
    if not path:
        return {key: data[key] for key in keys}
    narrowed = data.copy()
    narrowed[path[0]] = _narrowed(data[path[0]], path[1:], keys)
    return narrowed


def _refusal(data: Any, typed: Any) -> str | None:
    try:
        msgspec.convert(data, typed)
    except msgspec.ValidationError as error:
        return str(error)
    return None
