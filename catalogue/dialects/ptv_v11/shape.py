"""The engine: a shape describes one object of the wire, member by member, and is read and written from that one table.

What a field does not take exactly stays in the `remainder` of the part, under its wire name; so do members that the
shape does not know. When the part is written, the remainder is joined to what the fields give: what our value says
wins, left-over items of lists are added, everything else stands where it stood.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import Any, Protocol

from catalogue.dialects.ptv_v11 import texts
from catalogue.dialects.ptv_v11.codecs import TEXT, Codec
from catalogue.parts import OF_V12, LanguageVersion
from catalogue.text import LocalizedText

Members = dict[str, Any]


def snake(wire: str) -> str:
    """The wire's camelCase in our spelling."""
    return re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), wire)


class Field(Protocol):
    """One member of the wire: `wire` is its name there, `member` is ours."""

    wire: str
    member: str

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        """Put what the wire says (never null) into the members, and what cannot be said there into the remainder."""

    def give(self, value: Any) -> Any:
        """What the wire says for our value."""

    def join(self, rendered: Any, left: Any) -> Any:
        """What was given, together with what the remainder holds of this member."""


class Scalar:
    """A single value; `taken_as` is its name for `build` where this differs from the member it is given from."""

    def __init__(self, codec: Codec, wire: str, member: str | None = None, *, taken_as: str | None = None) -> None:
        self.codec, self.wire, self.member = codec, wire, member or snake(wire)
        self.taken_as = taken_as or self.member

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        value = self.codec.read(raw)
        if value is not None:
            members[self.taken_as] = value
        elif raw != []:
            remainder[self.wire] = raw

    def give(self, value: Any) -> Any:
        return value if value is None or self.codec.write is None else self.codec.write(value)

    def join(self, rendered: Any, left: Any) -> Any:
        return left if rendered is None else rendered


class Texts:
    """A text in several languages inside a part: a LocalizedText of ours."""

    def __init__(self, wire: str, member: str | None = None) -> None:
        self.wire, self.member = wire, member or snake(wire)

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        if type(raw) is not list:
            remainder[self.wire] = raw
            return
        found, left = texts.sort_out(raw, None, "value")
        if found:
            members[self.member] = found
        if left:
            remainder[self.wire] = left

    def give(self, value: Any) -> Any:
        return [{"value": text, "language": language} for language, text in value.items()]

    def join(self, rendered: Any, left: Any) -> Any:
        return texts.join(rendered, left, typed=False, key="value")


class Versions:
    """Texts of a thing, kept in its language versions: a list with types, or without them when `only` is given."""

    member = "language_versions"

    def __init__(
        self, wire: str, types: Mapping[str, str] | None = None, *, only: str | None = None, key: str = "value"
    ) -> None:
        self.wire, self.by_type, self.key = wire, types, key
        self.only = None if types else only or snake(wire)
        self.types = tuple(types.items()) if types else ()

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        if type(raw) is not list:
            remainder[self.wire] = raw
            return
        found, left = texts.sort_out(raw, self.by_type, self.key)
        if left:
            remainder[self.wire] = left
        if found:
            versions = members.setdefault(self.member, {})
            for slot, text in found.items():
                language, member = (slot, self.only) if self.only else slot
                versions.setdefault(language, {})[member] = text

    def give(self, value: Any) -> Any:
        if self.only is not None:
            said = ((language, getattr(version, self.only)) for language, version in value.items())
            return [{self.key: text, "language": language} for language, text in said if text is not None]
        return [
            {"value": text, "type": name, "language": language}
            for language, version in value.items()
            for name, member in self.types
            if (text := getattr(version, member)) is not None
        ]

    def join(self, rendered: Any, left: Any) -> Any:
        return texts.join(rendered, left, typed=self.only is None, key=self.key)


class Keywords:
    """Keywords: several texts in each language version."""

    member = "language_versions"

    def __init__(self, wire: str) -> None:
        self.wire = wire

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        if type(raw) is not list:
            remainder[self.wire] = raw
            return
        found, left = texts.sort_out_keywords(raw)
        if left:
            remainder[self.wire] = left
        if found:
            versions = members.setdefault(self.member, {})
            for language, words in found.items():
                versions.setdefault(language, {})["keywords"] = words

    def give(self, value: Any) -> Any:
        return [
            {"value": word, "language": language} for language, version in value.items() for word in version.keywords
        ]

    def join(self, rendered: Any, left: Any) -> Any:
        return texts.join_keywords(rendered, left)


class One:
    """A part."""

    def __init__(self, wire: str, shape: "Shape", member: str | None = None) -> None:
        self.wire, self.shape, self.member = wire, shape, member or snake(wire)

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        value = self.shape.read(raw)
        if value is not None:
            members[self.member] = value
        elif raw != []:
            remainder[self.wire] = raw

    def give(self, value: Any) -> Any:
        return None if value is None else self.shape.write(value)

    def join(self, rendered: Any, left: Any) -> Any:
        return left if rendered is None else rendered


class Items:
    """A list of parts, or of single values. Its left-over items stand behind the others."""

    def __init__(self, wire: str, of: "Shape | Single | Codec", member: str | None = None) -> None:
        self.wire, self.of, self.member = wire, of, member or snake(wire)
        self.write = of.write

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        if type(raw) is not list:
            remainder[self.wire] = raw
            return
        values, left, read = [], [], self.of.read
        for item in raw:
            value = read(item)
            if value is None:
                left.append(item)
            else:
                values.append(value)
        if values:
            members[self.member] = values
        if left:
            remainder[self.wire] = left

    def give(self, value: Any) -> Any:
        return list(value) if self.write is None else [self.write(item) for item in value]

    def join(self, rendered: Any, left: Any) -> Any:
        return rendered + left if type(left) is list else rendered or left


class Kept:
    """A list of the wire that our values do not have: it lies in the remainder, and has its place in the order."""

    member = "remainder"

    def __init__(self, wire: str) -> None:
        self.wire = wire

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        if raw != []:
            remainder[self.wire] = raw

    def give(self, value: Any) -> Any:
        return []

    def join(self, rendered: Any, left: Any) -> Any:
        return left


class Nested:
    """An object of the wire whose members lie in the part around it; what is left of it, even `{}`, is kept."""

    member = "remainder"  # only holds the place: `give` gets the part around it

    def __init__(self, wire: str, *fields: Scalar) -> None:
        self.wire, self.fields = wire, {field.wire: field for field in fields}

    def take(self, raw: Any, members: Members, remainder: Members) -> None:
        if type(raw) is not dict:
            if raw != []:
                remainder[self.wire] = raw
            return
        before = len(members)
        left: Members = {}
        for wire, value in texts.without_absent(raw).items():
            if wire in self.fields:
                self.fields[wire].take(value, members, left)
            else:
                left[wire] = value
        if left or len(members) == before:
            remainder[self.wire] = left

    def give(self, value: Any) -> Any:
        given = {wire: field.give(getattr(value, field.member)) for wire, field in self.fields.items()}
        return given if any(each is not None for each in given.values()) else None

    def join(self, rendered: Any, left: Any) -> Any:
        if type(left) is not dict:
            return left if rendered is None else rendered
        said = texts.without_absent(rendered or {})
        return dict.fromkeys(self.fields) | left | said


class Single:
    """An object of the wire with a localised text and nothing else; ours is the text alone."""

    def __init__(self, wire: str) -> None:
        self.text = Texts(wire)
        self.fields: dict[str, Field] = {wire: self.text}

    def read(self, raw: Any) -> LocalizedText | None:
        """The text, None when there is anything else."""
        if type(raw) is not dict:
            return None
        members: Members = {}
        remainder: Members = {}
        for wire, value in texts.without_absent(raw).items():
            if wire not in self.fields:
                return None
            self.text.take(value, members, remainder)
        return None if remainder else members.get(self.text.member, {})

    def write(self, value: LocalizedText) -> dict[str, Any]:
        """The object of the wire."""
        return {self.text.wire: self.text.give(value)}


class Shape:
    """An object of the wire, its members in wire order; made into our value by `build`, which may refuse by None.

    Our value may be built of two: all members lie under the attribute `within`, but for those named `outside` it.
    Without one of the `required` members there is no value.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        fields: Iterable[Field],
        *,
        required: Collection[str] = (),
        within: str | None = None,
        outside: Collection[str] = (),
    ) -> None:
        def path(member: str) -> str:
            return member if within is None or member in outside else f"{within}.{member}"

        self.fields = {field.wire: field for field in fields}
        self.build = build
        self.required = tuple(required)
        # Plain texts, the most frequent members, are taken and given without a call.
        plain = {wire for wire, field in self.fields.items() if isinstance(field, Scalar) and field.codec is TEXT}
        self._takes = {
            wire: (field.member if wire in plain else None, field.take) for wire, field in self.fields.items()
        }
        self._get = attrgetter(*(path(field.member) for field in self.fields.values()), path("remainder"))
        as_is = {wire for wire, field in self.fields.items() if isinstance(field, Scalar) and field.codec.write is None}
        nested = {wire for wire, field in self.fields.items() if isinstance(field, Nested)}
        self._gives = [(wire, field.give) for wire, field in self.fields.items() if wire not in as_is | nested]
        self._nested = [(wire, self.fields[wire].give) for wire in nested]

    def read(self, raw: Any) -> Any:
        """Our value, None when this is no such object."""
        if type(raw) is not dict:
            return None
        members: Members = {}
        remainder: Members = {}
        takes = self._takes
        for wire, value in raw.items():
            if value is None:
                continue
            known = takes.get(wire)
            if known is None:
                if value != []:
                    remainder[wire] = value
                continue
            plain, take = known
            if plain is not None and type(value) is str:
                members[plain] = value
            else:
                take(value, members, remainder)
        for member in self.required:
            if member not in members:
                return None
        if remainder:
            members["remainder"] = remainder
        versions = members.get("language_versions")
        if versions is not None:
            for language, version in versions.items():
                versions[language] = LanguageVersion(**version)
        return self.build(**members)

    def write(self, value: Any) -> dict[str, Any]:
        """The object of the wire: every member in wire order, then those that only the remainder knows."""
        given = self._get(value)
        rendered = dict(zip(self.fields, given, strict=False))
        for wire, give in self._gives:
            rendered[wire] = give(rendered[wire])
        for wire, give in self._nested:
            rendered[wire] = give(value)
        for wire, left in given[-1].items():
            if wire != OF_V12:
                field = self.fields.get(wire)
                rendered[wire] = left if field is None else field.join(rendered[wire], left)
        return rendered
