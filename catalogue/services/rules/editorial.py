"""How it is written: contact details in running text, long sentences, and texts that say again what is said.

All of this is advice. Detectors err on the quiet side: dates, prices, times of day and postal codes are no telephone
numbers, and a name like Suomi.fi is no link.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

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
_SENTENCE_END: Final = re.compile(r"[.!?](?<![.!?]{2})[.!?]*+(?=\s|$)|\n")

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
        if version.summary and version.description and name_key(version.summary) == name_key(version.description):
            yield found("description_equals_summary", f"{path}/description", language)


def _contacts(path: str, text: str, language: str) -> Iterator[Finding]:
    """The first contact of each kind: a reader of a finding looks for the others too."""
    if ("@" in text or "(at)" in text) and (email := _EMAIL.search(text)):
        yield found("contact_in_text", path, language, kind="email", value=email[0])
    if ("://" in text or "www." in text) and (url := _URL.search(text)):
        yield found("contact_in_text", path, language, kind="url", value=url[0])
    for phone in _PHONE.finditer(text):
        if sum(letter.isdecimal() for letter in phone[0]) >= _PHONE_DIGITS:
            yield found("contact_in_text", path, language, kind="phone", value=phone[0])
            break


def _long(path: str, text: str, language: str) -> Iterator[Finding]:
    """The longest sentence, where it is too long."""
    most = MOST_WORDS.get(language, OTHERS_MOST_WORDS)
    longest = _longest(text)
    if longest > most:
        yield found("sentence_too_long", path, language, most=most, count=longest)


def _longest(text: str) -> int:
    """The words of the longest sentence; a line ends one too."""
    longest = 0
    for line in text.splitlines():
        count = 0
        for word in line.split():
            count += 1
            if word[-1] in ".!?":
                longest, count = max(longest, count), 0
        longest = max(longest, count)
    return longest


# --- general descriptions ---------------------------------------------------------------------------------------------


def copied(said: Mapping[str, LanguageVersion], central: GeneralDescription | None) -> Iterator[Finding]:
    """Sentences of the linked general description, which readers see anyway."""
    for language, version in said.items() if central else ():
        above = central.language_versions.get(language) if central else None
        if above is None:
            continue
        told = frozenset[str]().union(*(_sentences(getattr(above, member) or "") for member in RUNNING))
        for member in RUNNING:
            count = len(_sentences(getattr(version, member) or "") & told)
            if count:
                path = f"/language_versions/{escape(language)}/{member}"
                yield found("general_description_copied", path, language, count=count)


@lru_cache(maxsize=512)
def _sentences(text: str) -> frozenset[str]:
    """The longer sentences of a text without case, signs and blanks; kept, since many services share what is above."""
    found_ones = (" ".join(re.findall(r"\w+", sentence.casefold())) for sentence in _SENTENCE_END.split(text))
    return frozenset(sentence for sentence in found_ones if sentence.count(" ") >= COPIED_FROM - 1)
