"""The sentences of the findings in Finnish, Swedish and English, read once from the `locale/*.toml` beside this."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

LOCALE: Final = Path(__file__).resolve().parent / "locale"
LANGUAGES: Final = ("fi", "sv", "en")


class Words(msgspec.Struct, frozen=True):
    """The words of a language: a sentence for each code, and names of severities, members, languages and things."""

    findings: dict[str, str]
    severities: dict[str, str]
    members: dict[str, str]
    languages: dict[str, str]
    subjects: dict[str, str]
    kinds: dict[str, str]


@cache
def words(language: str) -> Words:
    """The words of one of LANGUAGES; KeyError for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return msgspec.convert(tomllib.loads((LOCALE / f"{language}.toml").read_text(encoding="utf-8")), Words)


def sentence(language: str, code: str, *, path: str, about: str | None, values: Mapping[str, str | int]) -> str:
    """What a code says of a place; with the language that it is about, in brackets, where it is about one."""
    known = words(language)
    kinds = {f"{name}_word": known.kinds.get(str(value), str(value)) for name, value in values.items()}
    said = known.findings[code].format(member=member_name(language, path), **kinds, **values)
    return f"{said} ({known.languages[about]})" if about else said


def member_name(language: str, path: str) -> str:
    """The name of what a pointer points to: its last part that names a member of ours, told apart by what holds it."""
    known = words(language)
    parts = [part for part in path.split("/") if part and not part.isdecimal()]
    for index in range(len(parts) - 1, -1, -1):
        within = f"{parts[index - 1]}.{parts[index]}" if index else parts[index]
        name = known.members.get(within) or known.members.get(parts[index])
        if name:
            return name
    return ""
