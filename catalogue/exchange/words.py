"""What is said to people in Finnish, Swedish and English, read once from `locale/*.toml` (pure).

`columns.toml` has the words above the columns, a file for each language the sentences and the words of reports.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

LOCALE: Final = Path(__file__).resolve().parent / "locale"
LANGUAGES: Final = ("fi", "sv", "en")


class Place(NamedTuple):
    """Where something is in a file: a sheet, a row counted from 1, the key or the letter of a column."""

    table: str | None = None
    row: int | None = None
    column: str | None = None

    def text(self, language: str) -> str:
        """ "sheet service, row 3, column name.fi"."""
        named = zip(("sheet", "row", "column"), self, strict=True)
        return ", ".join(
            f"{word(language, name)} {value}" for name, value in named if value is not None and value != ""
        )


@cache
def _words(name: str) -> dict[str, Any]:
    return tomllib.loads((LOCALE / f"{name}.toml").read_text(encoding="utf-8"))


def word(language: str, name: str) -> str:
    """A word of reports; KeyError for one that is not there."""
    found: str = _words(language)["words"][name]
    return found


def sentence(language: str, key: str, values: Mapping[str, str | int]) -> str:
    """A sentence with what it tells; KeyError for one that is not there."""
    found: str = _words(language)["sentences"][key]
    return found.format(**values)


def help_of(key: str, sheet: str) -> str:
    """What stands above a column of a sheet: a line in each of the three languages."""
    name, _, language = key.partition(".")
    known = _words("columns")
    said = known["columns"]["id" if key == f"{sheet}_id" else name]
    called = known["languages"].get(language, {})
    return "\n".join(said[each].format(language=called.get(each, "")) for each in LANGUAGES)
