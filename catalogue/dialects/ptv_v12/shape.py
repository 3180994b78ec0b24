"""The engine: a shape describes an object of the wire by its fields; nothing is taken that cannot be given back.

Each field reads what the wire says into members of ours and writes these again. What was written is compared with what
was said: the rest, and all that no field knows, is kept in the remainder of the part, under `OF_V12`. So a document
says the same after it was read and written, by the way it is read; an oddity costs the one field that it stands in.

When a part is written, the remainder is joined to what the fields give: what our value says wins, left-over items of
lists are added, everything else stands where it stood. Only an `Implied` gives way, which follows from what we say
without being said (the hours of a day that is closed): it stands under its name with `INSTEAD` before it, so that
it never speaks against a value that says more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import msgspec

from catalogue.dialects.ptv_v12.normal import said
from catalogue.parts import OF_V12
from catalogue.text import LANGUAGES

Members = dict[str, Any]
VERSIONS: Final = "languageVersions"
INSTEAD: Final = "instead:"
_NOTHING: Final = object()


class Field(Protocol):
    """One member of the wire; `localized` ones stand in each language version, and are read and written for all.

    A localized field reads and writes `{language: what its version says}`. `empty` is how nothing is written: as a
    list, an object or null.
    """

    @property
    def wire(self) -> str: ...
    @property
    def localized(self) -> bool: ...
    @property
    def empty(self) -> type | None: ...

    def read(self, raw: Any) -> Members:
        """Members of ours; lists and language versions of several fields are joined."""

    def write(self, value: Any) -> Any:
        """What the wire says for our value."""


@dataclass(frozen=True, slots=True)
class Implied:
    """What is written unless the wire said something else here."""

    value: Any


class _Conflict(Exception):
    """What was written says something that the wire does not."""


class Shape:
    """An object of the wire, made into our value by `build`, which may refuse by None.

    A part that would be given back otherwise than it came is not taken at all; of a `thing`, only the field. Fields are
    written from what `seen` makes of our value, where its members lie deeper.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        *fields: Field,
        thing: bool = False,
        seen: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        self.build, self.fields, self.thing, self.seen = build, fields, thing, seen
        self._plain = {field.wire for field in fields if not field.localized}
        self._localized = [field for field in fields if field.localized]
        self._in_versions = {field.wire for field in self._localized}

    def read(self, raw: Any) -> Any:
        """Our value, None when this is no such object, or a part that says nothing."""
        if type(raw) is not dict or (not self.thing and said(raw) is None):
            return None
        found = {field: field.read(each) for field in self.fields if (each := self._pick(field, raw)) is not None}
        while True:
            value = self.build(**_joined_members(found.values()))
            if value is None:
                return None
            left, wrong = self._left(raw, self.seen(value))
            if not wrong:
                break
            if not self.thing or not wrong & found.keys():
                return None
            for field in wrong:
                found.pop(field, None)
        return msgspec.structs.replace(value, remainder={OF_V12: left}) if left else value

    def write(self, value: Any) -> dict[str, Any]:
        """The object of the wire: every member in wire order, then those that only the remainder knows."""
        written: dict[str, Any] = {}
        seen = self.seen(value)
        for field in self.fields:
            if not field.localized:
                given = field.write(seen)
                written[field.wire] = _empty(field) if _absent(given) else given
        if self._localized:
            written[VERSIONS] = self._versions(seen)
        joined: dict[str, Any] = _join(written, value.remainder.get(OF_V12, {}))
        return joined

    def _versions(self, value: Any) -> dict[str, Any]:
        by_field = {field: field.write(value) for field in self._localized}
        speaking = {
            language for given in by_field.values() for language, each in given.items() if not _absent(_plain(each))
        }
        return {
            language: {
                field.wire: _empty(field) if _absent(each := given.get(language)) else each
                for field, given in by_field.items()
            }
            for language in LANGUAGES
            if language in speaking
        }

    def _pick(self, field: Field, raw: Mapping[str, Any]) -> Any:
        """What is said of a field, None where nothing is."""
        if not field.localized:
            each = raw.get(field.wire)
            return None if _absent(each) else each
        versions = raw.get(VERSIONS)
        if type(versions) is not dict:
            return None
        return {
            language: version[field.wire]
            for language, version in versions.items()
            if type(version) is dict and not _absent(version.get(field.wire))
        } or None

    def _left(self, raw: Mapping[str, Any], value: Any) -> tuple[Members, set[Field]]:
        """What our value does not say again, and the fields that would say something else."""
        left: Members = {name: each for name, each in raw.items() if name not in self._plain and not _absent(each)}
        if self._localized and type(raw.get(VERSIONS)) is dict:
            left[VERSIONS] = {
                language: (
                    {name: each for name, each in version.items() if name not in self._in_versions}
                    if type(version) is dict
                    else version
                )
                for language, version in raw[VERSIONS].items()
            }
        wrong: set[Field] = set()
        for field in self.fields:
            try:
                rest = _rest(self._pick(field, raw), field.write(value))
            except _Conflict:
                wrong.add(field)
                continue
            if field.localized:
                for language, each in (rest or {}).items():
                    left.setdefault(VERSIONS, {}).setdefault(language, {})[field.wire] = each
            elif isinstance(rest, _Instead):
                left[INSTEAD + field.wire] = rest.said
            elif rest is not None:
                left[field.wire] = rest
        pruned = _pruned(left)
        return (pruned if isinstance(pruned, dict) else {}), wrong


@dataclass(frozen=True, slots=True)
class _Instead:
    """What the wire said where something else is implied; None where it said nothing."""

    said: Any


def _rest(raw: Any, written: Any) -> Any:
    """What the wire says and we did not write again, None where nothing is left; raises _Conflict."""
    text, ours = said(raw), said(_plain(written))
    if text == ours:
        return None
    if isinstance(written, Implied):
        return _Instead(raw)
    if ours is None:
        return raw
    match raw, written:
        case dict(), dict():
            rest: dict[str, Any] = {}
            for name in raw.keys() | written.keys():
                each = _rest(raw.get(name), written.get(name))
                if isinstance(each, _Instead):
                    rest[INSTEAD + name] = each.said
                elif each is not None:
                    rest[name] = each
            return rest
        case list(), list():
            return _rest_of_items(raw, written)
    raise _Conflict


def _rest_of_items(raw: Iterable[Any], written: Iterable[Any]) -> list[Any]:
    given = [said(item) for item in written]
    left = []
    for item in raw:
        text = said(item)
        if text in given:
            given.remove(text)
        elif text is not None:
            left.append(item)
    if any(each is not None for each in given):
        raise _Conflict
    return left


def _join(written: Any, left: Any) -> Any:
    """What was written, together with what the remainder holds of it."""
    if isinstance(written, Implied):
        return written.value
    if type(written) is dict:
        if type(left) is not dict:
            if left is not None and said(_plain(written)) is None:
                return left
            left = {}
        joined = {}
        for name, each in written.items():
            if isinstance(each, Implied) and INSTEAD + name in left:
                joined[name] = left[INSTEAD + name]
            else:
                joined[name] = _join(each, left.get(name))
        others = {name: each for name, each in left.items() if name not in written and not name.startswith(INSTEAD)}
        return joined | {name: _unmarked(each) for name, each in others.items()}
    if _absent(written):
        return written if left is None else _unmarked(left)
    if type(written) is list and type(left) is list:
        return written + left
    return written


def _unmarked(left: Any) -> Any:
    """What is left of something that is said no more: what stood instead of something implied goes with it."""
    if type(left) is not dict:
        return left
    return {name: _unmarked(each) for name, each in left.items() if not name.startswith(INSTEAD)}


def _plain(written: Any) -> Any:
    """What was written with what is implied."""
    if isinstance(written, Implied):
        return written.value
    return {name: _plain(each) for name, each in written.items()} if type(written) is dict else written


def _pruned(left: Any) -> Any:
    """Without what says nothing; what the wire left unsaid against something implied stays, as null."""
    if type(left) is not dict:
        return left
    kept = {name: _pruned(each) for name, each in left.items()}
    return {name: each for name, each in kept.items() if name.startswith(INSTEAD) or not _absent(each)} or None


def _absent(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _empty(field: Field) -> Any:
    return None if field.empty is None else field.empty()


def _joined_members(found: Iterable[Members]) -> Members:
    """The members of several fields as one; None, by which a field refuses, stays None."""
    joined: Members = {}
    for members in found:
        for name, value in members.items():
            if name not in joined:
                joined[name] = dict(value) if type(value) is dict else value
            elif value is None or joined[name] is None:
                joined[name] = None
            elif type(value) is list:
                joined[name] = joined[name] + value
            else:
                for key, each in value.items():
                    joined[name][key] = {**joined[name].get(key, {}), **each}
    return joined
