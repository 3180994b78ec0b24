"""What was sent to be written, as a value of ours, or why it cannot be one and where (no Django)."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, Protocol, TypeVar

import msgspec

from catalogue.errors import InvalidBody
from catalogue.parts import LanguageVersion
from catalogue.services.patches import Path, at, merged, pointer
from catalogue.text import LANGUAGES

DEEPEST: Final = 12
WIDEST: Final = 2**53  # whole numbers that every reader of JSON keeps
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
Typed = TypeVar("Typed")


class Content(Protocol):
    """What editors write has texts by language."""

    @property
    def language_versions(self) -> dict[str, LanguageVersion]: ...


Written = TypeVar("Written", bound=Content)


def written(
    before: Mapping[str, Any], patch: Mapping[str, Any], typed: type[Written], *, kept: Collection[str]
) -> Written:
    """The data with a merge patch, as a value that editors may write; `kept` are members that they may not.

    Raises InvalidBody at the place of what cannot be.
    """
    for name in patch:
        if name in kept:
            raise InvalidBody("This member is not written by editors.", place=f"/{name}")
    refuse_unstorable(patch)
    data = merged(before, patch)
    value = converted(data, typed)
    for language in value.language_versions:
        if language not in LANGUAGES:
            place = pointer(["language_versions", language])
            raise InvalidBody(f"The content languages are {', '.join(LANGUAGES)}.", place=place)
    unknown = unknown_member(data, msgspec.to_builtins(value))
    if unknown is not None:
        raise InvalidBody("There is no such member here.", place=pointer(unknown))
    return value


def refuse_unstorable(data: Any, *, deepest: int = DEEPEST) -> None:
    """Raises InvalidBody for what no value can hold: texts that are none, numbers too large, nesting too deep."""
    for path, leaf in _leaves(data, [], deepest):
        if len(path) > deepest:
            raise InvalidBody(f"Nothing is nested deeper than {deepest} levels.", place=pointer(path[:deepest]))
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


def _leaves(data: Any, path: Path, deepest: int) -> Iterator[tuple[Path, Any]]:
    """All values that hold no others, and empty ones; nothing below what is too deep anyhow."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    if not inside or len(path) > deepest:
        yield path, data
        return
    for step, value in inside:
        yield from _leaves(value, [*path, step], deepest)


def _path(data: Any, typed: Any, told: str) -> Path:
    """msgspec's `$.language_versions[...].name` as a path; it leaves out keys, which are found by halving."""
    path: Path = []
    for member, number in _STEP.findall(told.rpartition(" - at ")[2]):
        path.append(_key(data, typed, told, path) if number == "..." else member or int(number))
    return path


def _key(data: Any, typed: Any, told: str, path: Path) -> str:
    """The key, in the object at a path, of the value of which msgspec has told."""
    keys: list[str] = list(at(data, path))
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
