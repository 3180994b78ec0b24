"""Content languages, text that exists in several of them, and how two texts differ."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

LANGUAGES: Final = ("fi", "sv", "en", "se", "smn", "sms")
"""The content languages of the national catalogue: Finnish, Swedish, English, Northern, Inari and Skolt Sámi."""

LocalizedText = dict[str, str]
"""Text by language code; a language without text is absent, never empty."""

Run = tuple[Literal["kept", "removed", "added"], str]
"""A run of words, and what became of it."""

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def in_language(text: Mapping[str, str], wanted: str, others: Iterable[str] = LANGUAGES) -> tuple[str, str] | None:
    """The text in the wanted language, else in the first other that has it: (text, its language), None if empty."""
    for language in (wanted, *others):
        if language in text:
            return text[language], language
    return None


def runs(before: str, after: str) -> Iterator[Run]:
    """Runs of words: kept, taken away or put in, in the order of reading."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "kept", "".join(old[a:b])
            continue
        if a != b:
            yield "removed", "".join(old[a:b])
        if c != d:
            yield "added", "".join(new[c:d])
