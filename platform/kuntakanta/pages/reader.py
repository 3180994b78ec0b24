"""Who reads: the language of the page, and which text a reader gets where one is missing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeVar

from catalogue.text import LANGUAGES, in_language
from kuntakanta.pages import messages

NAMES: Final = {
    "fi": "Suomi",
    "sv": "Svenska",
    "en": "English",
    "se": "Davvisámegiella",
    "smn": "Anarâškielâ",
    "sms": "Nuõrttsääʹmǩiõll",
}
"""What each language calls itself."""


SAMI_TOWNS: Final = {
    "890": {"se": "Ohcejohka"},
    "148": {"se": "Anár", "smn": "Aanaar", "sms": "Aanar"},
    "047": {"se": "Eanodat"},
    "758": {"se": "Soađegilli"},
}
"""What the municipalities of the Sámi home region are called in its languages, by code."""


class Said(NamedTuple):
    """A text and the language that it is in."""

    text: str
    language: str


class InLanguage(Protocol):
    """An entry of a list that is kept per language."""

    @property
    def language(self) -> str | None: ...


Entry = TypeVar("Entry", bound=InLanguage)


@dataclass(frozen=True)
class Reader:
    """A reader of a town's pages: the language asked for, and the town's languages, the most important first."""

    language: str
    languages: tuple[str, ...]

    @property
    def page_language(self) -> str:
        """The language of our own words: Finnish where we have none in the language asked for."""
        return self.language if self.language in messages.LANGUAGES else "fi"

    def pick(self, texts: Mapping[str, str]) -> Said | None:
        """The text in the reader's language, else in the town's first language that has one."""
        found = in_language(texts, self.language, (*self.languages, *LANGUAGES, *texts))
        return Said(*found) if found else None

    def entries(self, listed: Sequence[Entry]) -> list[Entry]:
        """The entries for readers of one language: the reader's, else the town's first that has any; those for all."""
        spoken = {entry.language for entry in listed if entry.language}
        order = (self.language, *self.languages, *LANGUAGES)
        chosen = next((language for language in order if language in spoken), None)
        return [entry for entry in listed if entry.language in (chosen, None)]

    def foreign(self, language: str | None) -> str | None:
        """The language to mark a text with: none when it is the page's own."""
        return None if language in (None, self.page_language) else language


def preferred(accept_language: str, languages: Sequence[str]) -> str:
    """The language of a town that a browser likes best; the town's first when it names none of them."""
    wished: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")[:20]):
        tag, *options = (piece.strip().lower() for piece in part.split(";"))
        language = tag.partition("-")[0]
        # Browsers name Northern Sámi also by the tag of all Norwegian, Swedish and Finnish Sámi regions: se-FI.
        if language in languages and (weight := _weight(options)) > 0:
            wished.append((-weight, place, language))
    return min(wished)[2] if wished else languages[0]


def _weight(options: Iterable[str]) -> float:
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
