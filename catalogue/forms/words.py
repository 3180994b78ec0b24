"""The sentences of findings and faults in Finnish, Swedish and English, read once from `locale/*.toml` beside this."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from catalogue.text import LocalizedText

LOCALE: Final = Path(__file__).resolve().parent / "locale"
LANGUAGES: Final = ("fi", "sv", "en")
SHOWN: Final = 100
"""How much of a text a sentence repeats."""

Section = Literal["findings", "faults"]


class Words(msgspec.Struct, frozen=True):
    """The words of a language: a sentence for each code, and the names of content languages."""

    findings: dict[str, str]
    faults: dict[str, str]
    languages: dict[str, str]


@cache
def words(language: str) -> Words:
    """The words of one of LANGUAGES; KeyError for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return msgspec.convert(tomllib.loads((LOCALE / f"{language}.toml").read_text(encoding="utf-8")), Words)


def sentences(section: Section, code: str, values: Mapping[str, str | int], about: str | None = None) -> LocalizedText:
    """What a code says, in all three; with the language that it is about, in brackets, where it is about one."""
    made = {}
    for language in LANGUAGES:
        known = words(language)
        said = getattr(known, section)[code].format(**values)
        made[language] = f"{said} ({known.languages[about]})" if about in known.languages else said
    return made


def shown(value: str | int) -> str | int:
    """A value as a sentence repeats it: long texts are cut."""
    return f"{value[: SHOWN - 1]}…" if isinstance(value, str) and len(value) > SHOWN else value
