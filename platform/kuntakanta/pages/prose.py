"""Plain text of the register as paragraphs and lists. Pure: it makes no HTML, and no links of what looks like one."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

BULLET: Final = re.compile(r"\s*[*•–-]\s+(?=\S)")


class Paragraph(NamedTuple):
    """Lines that belong together."""

    lines: tuple[str, ...]


class Bullets(NamedTuple):
    """Points of a list."""

    items: tuple[str, ...]


Block = Paragraph | Bullets


def blocks(text: str) -> list[Block]:
    """The blocks of a text: empty lines part paragraphs, lines that begin with a bullet make a list."""
    return [
        block for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")) for block in _of(part)
    ]


def _of(part: str) -> Iterator[Block]:
    """The blocks between two empty lines."""
    lines: list[str] = []
    points: list[str] = []
    for line in filter(None, map(str.strip, part.split("\n"))):
        bullet = BULLET.match(line)
        if bullet:
            if lines:
                yield Paragraph(tuple(lines))
                lines = []
            points.append(line[bullet.end() :])
            continue
        if points:
            yield Bullets(tuple(points))
            points = []
        lines.append(line)
    if points:
        yield Bullets(tuple(points))
    if lines:
        yield Paragraph(tuple(lines))
