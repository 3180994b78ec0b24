"""The small shapes that wire documents are built of, in wire order, and the texts that go into them.

A `Text` says one thing in several languages. Where a text lacks a Sámi language the Finnish words stand in, as they
often do in the register; the texts that carry meaning (names, summaries, descriptions) have their own Sámi wording.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Doc = dict[str, Any]
Text = Mapping[str, str]
Languages = tuple[str, ...]

CODE_LANGUAGES: Languages = ("fi", "sv", "en")


def t(fi: str, sv: str, en: str, **sami: str) -> Text:
    return {"fi": fi, "sv": sv, "en": en, **sami}


def say(text: Text, language: str) -> str:
    return text.get(language) or text["fi"]


def items(text: Text, languages: Sequence[str]) -> list[Doc]:
    """LanguageItem[]"""
    fi = text["fi"]
    return [{"value": text.get(language, fi), "language": language} for language in languages]


def typed(kind: str, text: Text, languages: Sequence[str]) -> list[Doc]:
    """LocalizedListItem[] of one type"""
    fi = text["fi"]
    return [{"value": text.get(language, fi), "type": kind, "language": language} for language in languages]


def named(id_: str, name: str) -> Doc:
    """Item"""
    return {"id": id_, "name": name}


def web_page(url: str, name: str | None, language: str) -> Doc:
    return {"url": url, "value": name, "language": language}


def slug(text: str) -> str:
    """Letters and digits for host names and addresses."""
    plain = text.lower().translate(str.maketrans("åäöáéšžčđŋŧ ", "aaoaeszcdnt-"))
    return "".join(letter for letter in plain if letter.isalnum() or letter == "-")
