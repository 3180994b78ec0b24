"""The report of an import: a line for each row of the file, as CSV for people."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from catalogue.exchange import csv_files
from catalogue.exchange.values import Said, Told

COLUMNS: Final = ("sheet", "row", "kind", "outcome", "id", "version", "members", "published", "what is said")


def write_report(path: Path, told: Iterable[Told]) -> None:
    """Writes a report, and replaces an earlier one of that name."""
    with csv_files.writing(path) as write:
        write(COLUMNS)
        for each in told:
            write(list(_row(each)))


def _row(told: Told) -> Iterator[str]:
    yield told.table
    yield str(told.row)
    yield told.kind
    yield told.outcome
    yield "" if told.id is None else str(told.id)
    yield "" if told.version is None else str(told.version)
    yield "; ".join(told.members)
    yield "; ".join(told.published)
    yield "\n".join(map(sentence, told.said))


def sentence(said: Said) -> str:
    """One sentence, with its place and, where two differ, what each says."""
    parts = [f"{said.place}: {said.message}" if said.place else said.message]
    if said.code == "changed_meanwhile":
        sides = ("seen", said.seen), ("now", said.present), ("in the file", said.given)
        parts += [f"{name}: {_shown(value)}" for name, value in sides]
    return " | ".join(parts)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
