"""Our own words in each language of the pages, read once from `locale/*.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

LOCALE: Final = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES: Final = ("fi", "sv", "en", "se")
"""The languages in which the pages speak. Content of other languages is shown within pages in Finnish."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All messages of a language by dotted key."""
    text = (LOCALE / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        found += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found


def message(language: str, key: str, /, **values: object) -> str:
    """A message with its values; raises KeyError for a key that is not there."""
    return catalogue(language)[key].format(**values)


def message_or(language: str, key: str, otherwise: str) -> str:
    """The word for one of the register's own words, which may be new to us."""
    return catalogue(language).get(key, otherwise)


def counted(language: str, key: str, number: int) -> str:
    """A message about a number of things. Northern Sámi has a form for two."""
    words = catalogue(language)
    form = {1: "one", 2: "two"}.get(number, "other")
    return words.get(f"{key}.{form}", words[f"{key}.other"]).format(n=number)
