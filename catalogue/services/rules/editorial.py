"""How it is written: contact details in running text, long sentences, and texts that say again what is said.

All of this is advice. Detectors err on the quiet side: dates, prices, times of day and postal codes are no telephone
numbers, and a name like Suomi.fi is no link.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from catalogue.codes.values import GeneralDescription
from catalogue.parts import LanguageVersion
from catalogue.services.rules.facts import name_key
from catalogue.services.rules.findings import Finding, escape, found

RUNNING: Final = (
    "summary",
    "description",
    "user_instruction",
    "requirements",
    "charge_type_additional_info",
    "dead_line",
    "processing_time",
    "validity_time",
)
"""Texts that are read from beginning to end."""

MOST_WORDS: Final[Mapping[str, int]] = {"fi": 25, "se": 25, "smn": 25, "sms": 25}
"""The words of a sentence that is still easy: Finnish and Sámi words say more each than Swedish and English ones."""
OTHERS_MOST_WORDS: Final = 30

COPIED_FROM: Final = 6
"""A sentence with fewer words may be the same by chance."""

# Each begins with a letter to look for, only where nothing alike stands before it (looked at from behind it, which is
# quick), and gives nothing back once it has it (++, ?>): a text of any length is read in one go.
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]++(?:@|\s?\(at\)\s?)[\w-]++\.\w{2,}")
_URL: Final = re.compile(r"https?://\S+|\bwww\.[\w-]+\.\S+")
_PHONE: Final = re.compile(
    r"(?:\+(?<!\w\+)\d{1,3}[ -]?(?:\(0\))?|\((?<![\w.,:/-]\()0|0(?<![\w.,:/-]0))"
    r"(?>\d{1,4}\)?(?:[ -]?\d{2,8}){1,4})(?![.,:-]?\w)"
)
_PHONE_DIGITS: Final = 7
_ENDS_AND_BLANKS: Final = (("\t", " "), ("\xa0", " "), ("\n", ". "), ("! ", ". "), ("? ", ". "))
_WORD: Final = re.compile(r"\w+")
_SIGNS: Final = " .!?\"'(),:;-–“”»"

# --- all things -------------------------------------------------------------------------------------------------------


def versions(said: Mapping[str, LanguageVersion]) -> Iterator[Finding]:
    """The texts of a thing, one by one."""
    for language, version in said.items():
        path = f"/language_versions/{escape(language)}"
        for member in RUNNING:
            text: str | None = getattr(version, member)
            if text:
                yield from _contacts(f"{path}/{member}", text, language)
                yield from _long(f"{path}/{member}", text, language)
        if _same(version.summary or "", version.description or ""):
            yield found("description_equals_summary", f"{path}/description", language)


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same word for word; the first words tell mostly."""
    first, begins = one.split(None, 1)[:1], other.split(None, 1)[:1]
    return bool(first and begins) and first[0].casefold() == begins[0].casefold() and name_key(one) == name_key(other)


def _contacts(path: str, text: str, language: str) -> Iterator[Finding]:
    """The first contact of each kind: a reader of a finding looks for the others too."""
    if ("@" in text or "(at)" in text) and (email := _EMAIL.search(text)):
        yield found("contact_in_text", path, language, kind="email", value=email[0])
    if ("://" in text or "www." in text) and (url := _URL.search(text)):
        yield found("contact_in_text", path, language, kind="url", value=url[0])
    if phone := _phone(text):
        yield found("contact_in_text", path, language, kind="phone", value=phone)


def _phone(text: str) -> str | None:
    """The first telephone number; each begins with one of few signs, which are looked for first."""
    for begins in sorted(_places(text, "+") + _places(text, "(0") + _places(text, "0")):
        phone = _PHONE.match(text, begins)
        if phone and sum(letter.isdecimal() for letter in phone[0]) >= _PHONE_DIGITS:
            return phone[0]
    return None


def _places(text: str, sign: str) -> list[int]:
    """Where a sign stands in a text."""
    found_ones, at = [], text.find(sign)
    while at >= 0:
        found_ones.append(at)
        at = text.find(sign, at + 1)
    return found_ones


def _long(path: str, text: str, language: str) -> Iterator[Finding]:
    """The longest sentence, where it is too long."""
    most = MOST_WORDS.get(language, OTHERS_MOST_WORDS)
    # of blanks there are no fewer than words, so that words are counted in few sentences
    longest = max((len(each.split()) for each in sentences(text) if each.count(" ") >= most), default=0)
    if longest > most:
        yield found("sentence_too_long", path, language, most=most, count=longest)


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a line ends one too.

    A text is split by strings, which takes a tenth of what an expression takes. It is kept, as it is asked for again:
    while somebody types, one text changes and the others stay.
    """
    for other, plain in _ENDS_AND_BLANKS:
        if other in text:
            text = text.replace(other, plain)
    return tuple(text.split(". "))


# --- general descriptions ---------------------------------------------------------------------------------------------


def copied(said: Mapping[str, LanguageVersion], central: GeneralDescription | None) -> Iterator[Finding]:
    """Sentences of the linked general description, which readers see anyway."""
    for language, version in said.items() if central else ():
        above = central.language_versions.get(language) if central else None
        if above is None:
            continue
        central_texts = tuple(getattr(above, member) or "" for member in RUNNING)
        for member in RUNNING:
            count = repeated(getattr(version, member) or "", central_texts)
            if count:
                path = f"/language_versions/{escape(language)}/{member}"
                yield found("general_description_copied", path, language, count=count)


class _Told(NamedTuple):
    """The longer sentences of a general description in a language, and by what others are looked at closely."""

    exactly: Mapping[str, str]
    """As they stand there; what they say (`_saying`)."""

    sayings: frozenset[str]
    outer: frozenset[tuple[str, str]]
    """Their first and last words."""


@lru_cache(maxsize=128)
def _told(texts: tuple[str, ...]) -> _Told:
    """Kept, since many services share what is above."""
    each = {sentence: _saying(sentence) for text in texts for sentence in sentences(text)}
    exactly = {sentence: saying for sentence, saying in each.items() if saying.count(" ") >= COPIED_FROM - 1}
    sayings = frozenset(exactly.values())
    return _Told(exactly, sayings, frozenset(map(_outer, exactly)))


@lru_cache(maxsize=512)
def repeated(text: str, central_texts: tuple[str, ...]) -> int:
    """How many sentences a text says again; kept, as sentences are."""
    told = _told(central_texts)
    again = set()
    for sentence in sentences(text):
        if (saying := told.exactly.get(sentence)) is not None:
            again.add(saying)
        elif _outer(sentence) in told.outer:
            again.add(_saying(sentence))
    return len(again & told.sayings)


def _outer(sentence: str) -> tuple[str, str]:
    """The first and the last word of a sentence, which tell without reading on that it is another one."""
    told = sentence.strip(_SIGNS)
    return told.partition(" ")[0].casefold(), told.rpartition(" ")[2].casefold()


def _saying(sentence: str) -> str:
    """A sentence without case, signs and blanks."""
    return " ".join(_WORD.findall(sentence.casefold()))
