"""Texts: what each kind of thing may say in a language version, how long, and what it must say.

Lengths are those of the register, which counts as .NET does: in UTF-16 units.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from catalogue.parts import LanguageVersion
from catalogue.services.rules.facts import Facts, name_key
from catalogue.services.rules.findings import Finding, escape, found
from catalogue.text import LANGUAGES, LocalizedText


class Size(NamedTuple):
    """How long a text may be, None without a limit, and how short: most lists of the register take no less than 5."""

    most: int | None
    least: int = 1


FIVE: Final = 5
NAME: Final = Size(100)
SUMMARY: Final = Size(150, FIVE)
LONG: Final = Size(5000, FIVE)
HALF: Final = Size(500, FIVE)

Sizes = Mapping[str, Size]

SERVICE: Final[Sizes] = {
    "name": NAME,
    "alternative_name": NAME,
    "summary": SUMMARY,
    "description": LONG,
    "user_instruction": LONG,
    "charge_type_additional_info": HALF,
    "dead_line": HALF,
    "processing_time": HALF,
    "validity_time": HALF,
    "service_type": HALF,
    "requirements": LONG,
}
ORGANIZATION: Final[Sizes] = {
    "name": Size(None),
    "alternative_name": Size(None),
    "summary": SUMMARY,
    "description": LONG,
}
COLLECTION: Final[Sizes] = {"name": NAME, "summary": SUMMARY, "description": LONG}
_CHANNEL: Final[Sizes] = {"name": NAME, "summary": SUMMARY, "description": LONG}
CHANNELS: Final[Mapping[str, Sizes]] = {
    "EChannel": {**_CHANNEL, "name": Size(300)},
    "Phone": {**_CHANNEL, "name": Size(300)},
    "WebPage": _CHANNEL,
    "PrintableForm": {**_CHANNEL, "form_identifier": Size(100)},
    "ServiceLocation": {**_CHANNEL, "alternative_name": NAME},
}
CONNECTION: Final[Sizes] = {"description": HALF, "charge_type_additional_info": HALF}

KEYWORD: Final = Size(150)
_TEXTS: Final = tuple(
    name for name in LanguageVersion.__struct_fields__ if name not in ("keywords", "display_name_type")
)
DISPLAY_NAMES: Final = ("Name", "AlternativeName")

Versions = Mapping[str, LanguageVersion]
NOTHING_ABOVE: Final[Versions] = {}
UNKNOWN_ABOVE: Final = LanguageVersion(name="?", description="?")
"""Of a linked general description that is not at hand it is taken that it has what a service may leave to it."""

# --- single texts -----------------------------------------------------------------------------------------------------


def length(text: str) -> int:
    """How long the register takes a text to be."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(path: str, text: str | None, size: Size, language: str | None = None) -> Iterator[Finding]:
    """A text that may be absent."""
    if text is None:
        return
    told = len(text.strip())
    if told == 0:
        yield found("text_empty", path, language)
    elif told < size.least:
        yield found("text_too_short", path, language, least=size.least)
    if size.most is not None and len(text) * 2 > size.most and length(text) > size.most:
        yield found("text_too_long", path, language, most=size.most, length=length(text))


def localized(path: str, texts: LocalizedText, size: Size) -> Iterator[Finding]:
    """A text in several languages."""
    for language, text in texts.items():
        place = f"{path}/{escape(language)}"
        if language not in LANGUAGES:
            yield found("language_unknown", place, value=language)
        yield from plain(place, text, size, language)


def language_of(path: str, language: str | None) -> Iterator[Finding]:
    """For readers of which language a part is: it must say, and in a content language."""
    if not language:
        yield found("value_missing", f"{path}/language")
    elif language not in LANGUAGES:
        yield found("language_unknown", f"{path}/language", value=language)


def required(path: str, value: object) -> Iterator[Finding]:
    """A member that must be there; what is empty is not."""
    if value is None or value in ("", [], {}):
        yield found("value_missing", path)


def word(path: str, value: str | None, allowed: Container[str]) -> Iterator[Finding]:
    """A word of the register's own, which may be absent."""
    if value is not None and value not in allowed:
        yield found("value_unknown", path, value=value)


# --- language versions ------------------------------------------------------------------------------------------------


def versions(said: Versions, sizes: Sizes) -> Iterator[Finding]:
    """The texts of a thing, whatever it must say: sizes, languages, and texts that its kind has no place for."""
    for language, version in said.items():
        path = f"/language_versions/{escape(language)}"
        if language not in LANGUAGES:
            yield found("language_unknown", path, value=language)
        for member in _TEXTS:
            text = getattr(version, member)
            if text is None:
                continue
            size = sizes.get(member)
            if size is None:
                yield found("part_of_another_kind", f"{path}/{member}", language)
            else:
                yield from plain(f"{path}/{member}", text, size, language)
        for number, keyword in enumerate(version.keywords):
            yield from plain(f"{path}/keywords/{number}", keyword, KEYWORD, language)


def wholeness(
    said: Versions, facts: Facts, *, either: bool = False, central: Versions | None = NOTHING_ABOVE
) -> Iterator[Finding]:
    """What each language version must say: name, summary and description; `either` of the last two, where that does.

    What a linked general description says (`central`, None where nobody knows) need not be said again, but for the
    summary.
    """
    if not said:
        yield found("language_versions_missing", "/language_versions")
    nothing = LanguageVersion()
    for language, version in said.items():
        path = f"/language_versions/{escape(language)}"
        above = UNKNOWN_ABOVE if central is None else central.get(language, nothing)
        if not (version.name or above.name):
            yield found("name_missing", f"{path}/name", language)
        if either and not (version.summary or version.description):
            yield found("description_missing", f"{path}/description", language)
        if not either and not version.summary:
            yield found("summary_missing", f"{path}/summary", language)
        if not either and not (version.description or above.description):
            yield found("description_missing", f"{path}/description", language)
        if version.name and version.summary and name_key(version.name) == name_key(version.summary):
            yield found("summary_equals_name", f"{path}/summary", language)
    yield from _missing_languages(said, facts)


def _missing_languages(said: Versions, facts: Facts) -> Iterator[Finding]:
    for language in facts.town_languages if said else ():
        if language not in said:
            yield found("town_language_missing", "/language_versions", language)


def known_to_owner(said: Versions, facts: Facts) -> Iterator[Finding]:
    """The responsible organisation must itself be published in each language of its things."""
    if facts.owner is None:
        return
    for language in said:
        if language not in facts.owner.languages:
            yield found("organization_language_missing", f"/language_versions/{escape(language)}", language)


def names_free(said: Versions, facts: Facts) -> Iterator[Finding]:
    """No two things of a kind have one name in an organisation."""
    for language, version in said.items() if facts.names_taken else ():
        if version.name and (language, name_key(version.name)) in facts.names_taken:
            yield found("name_taken", f"/language_versions/{escape(language)}/name", language, name=version.name)


def display_names(said: Versions) -> Iterator[Finding]:
    """Which of its names a thing goes by, in each language, and that it has that one."""
    for language, version in said.items():
        path = f"/language_versions/{escape(language)}/display_name_type"
        shown = version.display_name_type
        if shown is None:
            yield found("display_name_missing", path, language)
        elif shown not in DISPLAY_NAMES:
            yield found("value_unknown", path, language, value=shown)
        elif shown == "AlternativeName" and not version.alternative_name:
            yield found("display_name_empty", path, language)


# --- things in general ------------------------------------------------------------------------------------------------


def given_languages(languages: Iterable[str], facts: Facts) -> Iterator[Finding]:
    """The languages in which a service is given, which are more than those of texts."""
    given = list(languages)
    yield from required("/languages", given)
    for number, language in enumerate(given):
        wrong = not language or any(not ("a" <= letter <= "z" or letter == "-") for letter in language)
        if wrong or facts.codes.unknown("languages", language):
            yield found("given_language_unknown", f"/languages/{number}", value=language)


def source_id(value: str | None) -> Iterator[Finding]:
    """Our own id of a thing as the register keeps it."""
    if value is not None and any(not (letter.isascii() and (letter.isalnum() or letter in "-.")) for letter in value):
        yield found("source_id_invalid", "/source_id", value=value)
