"""The report of an import in a language: values for programs, and a line for each row of the file for people."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from catalogue.exchange import csv_files, workbooks
from catalogue.exchange.values import Said, Told
from catalogue.exchange.words import word

Form = Literal["csv", "xlsx"]
FORMS: Final[tuple[Form, ...]] = ("csv", "xlsx")
COLUMNS: Final = ("sheet", "row", "kind", "outcome", "id", "version", "members", "published", "said")
_WIDTHS: Final = (18, 8, 18, 12, 38, 9, 30, 12, 80)
_OURS: Final = ("words", "values", "where", "finding")
"""What a sentence is made of; it is not told."""


def write_report(path: Path, told: Iterable[Told], *, form: Form = "csv", language: str = "en") -> None:
    """Writes a report, and replaces an earlier one of that name."""
    heads = [word(language, name) for name in COLUMNS]
    rows = (list(_row(each, language)) for each in told)
    if form == "csv":
        with csv_files.writing(path) as write:
            write(heads)
            for row in rows:
                write(row)
        return
    writer = workbooks.Writer()
    write = writer.sheet(word(language, "report"), _WIDTHS, top=1)
    write(heads, bold=True)
    for row in rows:
        write(row)
    writer.save(path)


def _row(told: Told, language: str) -> Iterator[str]:
    yield told.table
    yield str(told.row)
    yield word(language, told.kind)
    yield word(language, told.outcome)
    yield "" if told.id is None else str(told.id)
    yield "" if told.version is None else str(told.version)
    yield "; ".join(told.members)
    yield "; ".join(told.published)
    yield "\n".join(sentence(said, language) for said in told.said)


def sentence(said: Said, language: str) -> str:
    """One sentence, with its place and, where two differ, what each says."""
    message = said.sentence(language)
    parts = [f"{said.place}: {message}" if said.place and said.where is None else message]
    if said.code == "changed_meanwhile":
        sides = ("seen", said.seen), ("now", said.present), ("given", said.given)
        parts += [f"{word(language, name)}: {_shown(value)}" for name, value in sides]
    return " | ".join(parts)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def told_in(told: Told, language: str) -> dict[str, Any]:
    """What came of a row, as a program gets it."""
    found: dict[str, Any] = msgspec.to_builtins(told)
    if told.said:
        found["said"] = [said_in(said, language) for said in told.said]
    return found


def said_in(said: Said, language: str) -> dict[str, Any]:
    """Why something was refused, as a program gets it."""
    found: dict[str, Any] = msgspec.to_builtins(said)
    kept = {name: value for name, value in found.items() if name not in _OURS}
    return {**kept, "message": said.sentence(language)}
