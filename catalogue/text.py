"""Content languages, text that exists in several of them, and how two texts differ."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

LANGUAGES: Final = ("fi", "sv", "en", "se", "smn", "sms")
"""The content languages of the national catalogue: Finnish, Swedish, English, Northern, Inari and Skolt Sámi."""

LocalizedText = dict[str, str]
"""Text by language code; a language without text is absent, never empty."""

Run = tuple[Literal["kept", "removed", "added"], str]
"""A run of words, and what became of it."""

MOST_PAIRS: Final = 100_000
"""Of a word before and the same word after, up to which texts are compared: thousands of words of a real text."""

MOST_WORDS: Final = 10_000
"""Words and blanks of both texts together, up to which they are compared."""

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def in_language(text: Mapping[str, str], wanted: str, others: Iterable[str] = LANGUAGES) -> tuple[str, str] | None:
    """The text in the wanted language, else in the first other that has it: (text, its language), None if empty."""
    for language in (wanted, *others):
        if language in text:
            return text[language], language
    return None


def runs(before: str, after: str) -> Iterator[Run]:
    """Runs of words: kept, taken away or put in, in the order of reading.

    Texts beyond all use, or of few words that come again and again, are told as one change, from where it begins to
    where it ends: comparing them would keep a server busy for minutes.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    begin = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), len(old) - begin, len(new) - begin)
    changed, put = old[begin : len(old) - end], new[begin : len(new) - end]
    yield from _run("kept", old[:begin])
    if _comparable(changed, put):
        # blanks are everywhere: what is alike is looked for by words, and blanks follow
        for kind, a, b, c, d in difflib.SequenceMatcher(str.isspace, changed, put, autojunk=False).get_opcodes():
            if kind == "equal":
                yield from _run("kept", changed[a:b])
            else:
                yield from _run("removed", changed[a:b])
                yield from _run("added", put[c:d])
    else:
        yield from _run("removed", changed)
        yield from _run("added", put)
    yield from _run("kept", old[len(old) - end :])


def _comparable(before: Sequence[str], after: Sequence[str]) -> bool:
    times = Counter(word for word in after if not word.isspace())
    return len(before) + len(after) <= MOST_WORDS and sum(times[word] for word in before) <= MOST_PAIRS


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words are the same from the beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _run(what: Literal["kept", "removed", "added"], words: Sequence[str]) -> Iterator[Run]:
    if words:
        yield what, "".join(words)
