"""Content languages and text that exists in several of them."""

from collections.abc import Iterable, Mapping
from typing import Final

LANGUAGES: Final = ("fi", "sv", "en", "se", "smn", "sms")
"""The content languages of the national catalogue: Finnish, Swedish, English, Northern, Inari and Skolt Sámi."""

LocalizedText = dict[str, str]
"""Text by language code; a language without text is absent, never empty."""


def in_language(text: Mapping[str, str], wanted: str, others: Iterable[str] = LANGUAGES) -> tuple[str, str] | None:
    """The text in the wanted language, else in the first other that has it: (text, its language), None if empty."""
    for language in (wanted, *others):
        if language in text:
            return text[language], language
    return None
