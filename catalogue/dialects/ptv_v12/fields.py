"""The kinds of fields that a shape is made of: single values, texts, lists, and what stands per language on the wire.

Ours has the texts of a thing in its language versions, but its contacts in flat lists, each with its language; version
12 has both per language. A field that is `localized` brings the two together.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import msgspec

from catalogue.dialects.ptv_v12.codecs import TEXT, Codec, read_text
from catalogue.dialects.ptv_v12.shape import Members, Shape
from catalogue.text import LANGUAGES, LocalizedText

Test = Callable[[Any], bool]


def texts(raw: Any) -> LocalizedText:
    """The texts by language of the wire that say something."""
    if type(raw) is not dict:
        return {}
    return {language: text for language in LANGUAGES if (text := read_text(raw.get(language))) is not None}


class Single:
    """A single value; `at` is where it is found in ours when that is not the member it is read into."""

    localized = False
    empty = None

    def __init__(self, wire: str, member: str, codec: Codec = TEXT, *, at: str | None = None) -> None:
        self.wire, self.member, self.codec, self.get = wire, member, codec, attrgetter(at or member)

    def read(self, raw: Any) -> Members:
        value = self.codec.read(raw)
        return {} if value is None else {self.member: value}

    def write(self, value: Any) -> Any:
        ours = self.get(value)
        return None if ours is None else self.codec.write(ours)


class Texts:
    """A text by language, inside a part."""

    localized = False
    empty = dict

    def __init__(self, wire: str, member: str, *, at: str | None = None) -> None:
        self.wire, self.member, self.get = wire, member, attrgetter(at or member)

    def read(self, raw: Any) -> Members:
        found = texts(raw)
        return {self.member: found} if found else {}

    def write(self, value: Any) -> Any:
        return texts(self.get(value))


class Kept:
    """A member of the wire that our values do not have: it lies in the remainder, and has its place in the order."""

    def __init__(self, wire: str, *, localized: bool = False, empty: type | None = None) -> None:
        self.wire, self.localized, self.empty = wire, localized, empty

    def read(self, raw: Any) -> Members:
        return {}

    def write(self, value: Any) -> Any:
        return {} if self.localized else None


class Always:
    """A member that always says the same here, such as the tag of a variant; without it, it is none of these."""

    localized = False
    empty = None

    def __init__(self, wire: str, word: str) -> None:
        self.wire, self.word = wire, word

    def read(self, raw: Any) -> Members:
        return {}

    def write(self, value: Any) -> Any:
        return self.word


class Items:
    """A list of parts or of single values; `only` are those of ours that stand here, `given` is what they then have."""

    localized = False
    empty = list

    def __init__(
        self,
        wire: str,
        member: str,
        of: Shape | Codec,
        *,
        only: Test | None = None,
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self.wire, self.member, self.of, self.only, self.given = wire, member, of, only, given
        self.get = attrgetter(member)

    def read(self, raw: Any) -> Members:
        found = [each for item in raw if (each := self.of.read(item)) is not None] if type(raw) is list else []
        if self.given:
            found = [msgspec.structs.replace(each, **self.given) for each in found]
        return {self.member: found} if found else {}

    def write(self, value: Any) -> Any:
        return [self.of.write(each) for each in self.get(value) if self.only is None or self.only(each)]


# --- per language -----------------------------------------------------------------------------------------------------


class Text:
    """A text of the language version."""

    localized = True
    empty = None

    def __init__(self, wire: str, member: str, codec: Codec = TEXT) -> None:
        self.wire, self.member, self.codec = wire, member, codec

    def read(self, raw: Any) -> Members:
        found = {
            language: {self.member: text}
            for language, each in raw.items()
            if language in LANGUAGES and (text := self.codec.read(each)) is not None
        }
        return {"language_versions": found} if found else {}

    def write(self, value: Any) -> Any:
        said = ((language, getattr(version, self.member)) for language, version in value.language_versions.items())
        return {language: self.codec.write(text) for language, text in said if text is not None}


class Keywords:
    """Keywords: several texts of each language version."""

    localized = True
    empty = list
    wire = "freelyAssignedKeywords"

    def read(self, raw: Any) -> Members:
        words = {
            language: [word for word in each if read_text(word)]
            for language, each in raw.items()
            if language in LANGUAGES and type(each) is list
        }
        found = {language: {"keywords": each} for language, each in words.items() if each}
        return {"language_versions": found} if found else {}

    def write(self, value: Any) -> Any:
        return {language: list(version.keywords) for language, version in value.language_versions.items()}


class ItemsOfLanguage:
    """A list of parts in each language version; ours stand in one list, each with its language."""

    localized = True
    empty = list

    def __init__(
        self,
        wire: str,
        member: str,
        of: Shape,
        *,
        at: str | None = None,
        only: Test | None = None,
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self.wire, self.member, self.of, self.only, self.given = wire, member, of, only, given
        self.get = attrgetter(at or member)

    def read(self, raw: Any) -> Members:
        found = [
            msgspec.structs.replace(each, language=language, **self.given)
            for language, items in raw.items()
            if language in LANGUAGES and type(items) is list
            for item in items
            if (each := self.of.read(item)) is not None
        ]
        return {self.member: found} if found else {}

    def write(self, value: Any) -> Any:
        return {
            language: [self.of.write(each) for each in those if self.only is None or self.only(each)]
            for language, those in by_language(self.get(value)).items()
        }


class OneOfLanguage:
    """One part in each language version: the first of ours in that language."""

    localized = True
    empty = None

    def __init__(self, wire: str, member: str, of: Shape) -> None:
        self.wire, self.member, self.of, self.get = wire, member, of, attrgetter(member)

    def read(self, raw: Any) -> Members:
        found = [
            msgspec.structs.replace(part, language=language)
            for language, each in raw.items()
            if language in LANGUAGES and (part := self.of.read(each)) is not None
        ]
        return {self.member: found} if found else {}

    def write(self, value: Any) -> Any:
        return {language: self.of.write(those[0]) for language, those in by_language(self.get(value)).items()}


def by_language(parts: Iterable[Any]) -> dict[str, list[Any]]:
    """Parts by the content language they are in; without one they are in none of the language versions."""
    found: dict[str, list[Any]] = {}
    for part in parts:
        if part.language in LANGUAGES:
            found.setdefault(part.language, []).append(part)
    return found
