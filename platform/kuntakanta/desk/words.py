"""Our words to staff and operators in Finnish, Swedish and English, read once from the `locale/*.toml` of both."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils import translation

HERE: Final = Path(__file__).resolve().parent
PLACES: Final = (HERE, HERE.parent / "operators")
LANGUAGES: Final = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


@cache
def words(language: str) -> Mapping[str, str]:
    """All words of a language by dotted key."""
    texts = [(place / "locale" / f"{language}.toml").read_text(encoding="utf-8") for place in PLACES]
    return {key: word for text in texts for key, word in _flat(tomllib.loads(text), "")}


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", value)]
    return found


def language() -> str:
    """The language that this page is in."""
    active = (translation.get_language() or "fi")[:2]
    return active if active in LANGUAGES else "fi"


def say(key: str, /, **values: object) -> str:
    """A word of ours in the page's language; raises KeyError for a key that is not there."""
    return words(language())[key].format(**values)


def say_or(key: str, otherwise: str) -> str:
    """A word of ours for something that others named, or what they say."""
    return words(language()).get(key, otherwise)
