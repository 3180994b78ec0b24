"""Texts by language: v11 lists them with their languages, v12 keys them by language; long ones are Markdown in v12."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from suomifi_standin.documents import Document

LANGUAGES = ("fi", "sv", "en", "se", "smn", "sms")
Texts = dict[str, str]
"""One text by language."""

_BULLET = re.compile(r"\s*[*•-]\s+(\S.*)")
_INLINE = re.compile(r"\\|`|\*|\[|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_AT_START = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|>|\+(?:\s|$)|=+\s*$|-(?:\s|$)|-[-\s]*$)")
"""What Markdown reads as a mark anywhere in a line, and at its beginning only."""


def items(document: Mapping[str, Any], member: str) -> list[Document]:
    """The objects of a list member; recorded documents may have trimmed or nulled it."""
    value = document.get(member)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def by_language(given: Iterable[Document], kind: str | None = None, value: str = "value") -> Texts:
    """The texts (of one type, where they have types) by language; the first of a language counts."""
    found: Texts = {}
    for each in given:
        language, text = each.get("language"), each.get(value)
        if language in LANGUAGES and isinstance(text, str) and each.get("type", kind) == (kind or each.get("type")):
            found.setdefault(language, text)
    return found


def of(given: Iterable[Document], language: str) -> list[Document]:
    """The items in one language."""
    return [each for each in given if each.get("language") == language]


def spoken(names: Texts) -> list[str]:
    """The languages that there is a name in, in the order of languages."""
    return [language for language in LANGUAGES if language in names]


def markdown(text: str | None) -> str | None:
    """A plain text as Markdown that reads the same: bullets become a list, line ends stay, marks are escaped."""
    if text is None:
        return None
    return "\n".join(_lines(text.replace("\r\n", "\n").split("\n")))


def _lines(lines: Sequence[str]) -> Iterator[str]:
    for index, line in enumerate(lines):
        bullet, following = _BULLET.fullmatch(line), lines[index + 1] if index + 1 < len(lines) else ""
        if bullet:
            yield f"* {_escaped(bullet[1])}"
            if following.strip() and not _BULLET.fullmatch(following):
                yield ""
        elif line.strip() and following.strip() and not _BULLET.fullmatch(following):
            yield f"{_escaped(line.rstrip())}\\"
        else:
            yield _escaped(line.rstrip())


def _escaped(line: str) -> str:
    line = _INLINE.sub(r"\\\g<0>", line.lstrip())
    start = _AT_START.match(line)
    return f"{start[1] or ''}\\{line[start.end() :]}" if start else line
