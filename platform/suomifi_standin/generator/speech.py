"""Puts sentences together to the texts of a document, in each of its languages."""

from collections.abc import Mapping, Sequence

from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.texts.sentences import SAMI, SAMI_BY_TYPE, SAMI_CLASSES
from suomifi_standin.generator.topics import Topic
from suomifi_standin.generator.wire import Doc, Languages, Text

SUMMARY_LIMIT = 150
_SAMI_SENTENCES = 4


def choose_languages(own: Languages, dice: Dice) -> Languages:
    """The language versions of one thing: most have all of the town's, a few only some; the display language stays."""
    draw = dice.random()
    if draw < 0.86 or len(own) < 2:
        return own
    return own[:-1] if draw < 0.97 else (display_language(own),)


def without_sami(languages: Languages) -> Languages:
    """The languages that every word is known in."""
    return tuple(language for language in languages if language not in SAMI)


def display_language(own: Languages) -> str:
    """The language that lists show names in: Finnish where it is spoken, otherwise the town's first."""
    return "fi" if "fi" in own else own[0]


def _told(sentence: Text, language: str, names: Mapping[str, Text]) -> str:
    words = sentence.get(language, sentence["fi"])
    if "{" in words:
        for key, value in names.items():
            words = words.replace(f"{{{key}}}", value.get(language, value["fi"]))
    return words


def told(sentences: Sequence[Text], language: str, names: Mapping[str, Text], *, lines: bool = False) -> str:
    """The sentences in one language; with `lines`, all but the first become a list."""
    parts = [_told(sentence, language, names) for sentence in sentences]
    return parts[0] + "\n\n* " + "\n* ".join(parts[1:]) if lines and len(parts) > 1 else " ".join(parts)


def _sami(kind: str, language: str, dice: Dice) -> str | None:
    if kind == "Description":
        return " ".join(dice.some(SAMI[language], _SAMI_SENTENCES))
    return SAMI_BY_TYPE[language].get(kind)


def described(
    kind: str,
    sentences: Sequence[Text],
    languages: Languages,
    names: Mapping[str, Text],
    dice: Dice,
    *,
    lines: bool = False,
) -> list[Doc]:
    """LocalizedListItem[] of one description type; Sámi versions say less than the others, or nothing."""
    texts = [
        (language, _sami(kind, language, dice) if language in SAMI else told(sentences, language, names, lines=lines))
        for language in languages
    ]
    return [{"value": value, "type": kind, "language": language} for language, value in texts if value]


def summarised(topic: Topic, languages: Languages, extra: Text | None = None) -> list[Doc]:
    """Summary in each language; `extra` begins it where the whole stays within the limit."""
    result = []
    summary = topic.subject.summary
    for language in languages:
        if language in SAMI:
            value = f"{SAMI_CLASSES[topic.main_class][language]}: {SAMI[language][0]}"
        else:
            value = summary[language]
            longer = f"{extra.get(language, extra['fi'])}. {value}" if extra else ""
            value = longer if extra and len(longer) <= SUMMARY_LIMIT else value
        result.append({"value": value, "type": "Summary", "language": language})
    return result
