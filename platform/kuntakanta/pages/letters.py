"""An alphabetical list of names in the reader's language. Pure."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from catalogue.published.rules import sort_key
from catalogue.text import LocalizedText
from kuntakanta.pages.reader import Reader, Said

# The letters at the end of the alphabet, as sort keys have them.
LAST = {"{": "Å", "|": "Ä", "}": "Ö"}


class Named(NamedTuple):
    """A thing by its name."""

    id: UUID
    name: Said


class Letter(NamedTuple):
    """Things whose names begin with a letter; # for those that begin with a digit or without a letter."""

    letter: str
    things: list[Named]


def letters(listed: Iterable[tuple[UUID, LocalizedText]], reader: Reader) -> list[Letter]:
    """The things by letter, in the order of the alphabet; nameless ones are left out."""
    keyed = []
    for thing_id, names in listed:
        if name := reader.pick(names):
            keyed.append((sort_key({name.language: name.text}, (name.language,)), Named(thing_id, name)))
    keyed.sort(key=lambda pair: (pair[0], pair[1].id))
    return [
        Letter(letter, [thing for _, thing in pairs]) for letter, pairs in groupby(keyed, lambda pair: _of(pair[0]))
    ]


def _of(key: str) -> str:
    first = key[:1]
    return LAST.get(first, first.upper() if first.isalpha() else "#")
