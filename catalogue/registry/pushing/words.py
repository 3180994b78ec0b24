"""The sentences of refusals in Finnish, Swedish and English, read once from the `locale/*.toml` beside this."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from catalogue.text import LocalizedText

LOCALE: Final = Path(__file__).resolve().parent / "locale"
LANGUAGES: Final = ("fi", "sv", "en")


@cache
def words(language: str) -> Mapping[str, str]:
    """The sentences of one of LANGUAGES by code."""
    found: Mapping[str, str] = tomllib.loads((LOCALE / f"{language}.toml").read_text(encoding="utf-8"))["refusals"]
    return found


def sentences(code: str) -> LocalizedText:
    """What a code says, in all three languages."""
    return {language: words(language)[code] for language in LANGUAGES}
