"""The form in which the theme modules write down what towns offer."""

from dataclasses import dataclass

from suomifi_standin.generator.wire import Text

Three = tuple[str, str, str]


@dataclass(frozen=True)
class Subject:
    """`unit` names the place where the service is given; `about` are sentences that only this subject has."""

    key: str
    classes: tuple[str, ...]
    name: Text
    unit: Text
    summary: Text
    about: tuple[Text, ...]
    words: tuple[Text, ...]
    groups: tuple[str, ...] = ("KR1",)
    events: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    law: str | None = None
    permit: bool = False
    charge: str | None = None


def text(three: Three) -> Text:
    return {"fi": three[0], "sv": three[1], "en": three[2]}


def subject(
    key: str,
    classes: str,
    name: Three,
    unit: Three,
    summary: Three,
    *about: Three,
    words: str,
    groups: str = "KR1",
    events: str = "",
    industries: str = "",
    law: str | None = None,
    permit: bool = False,
    charge: str | None = None,
) -> Subject:
    """Codes come as words of one string; `words` as `fi/sv/en` triples between semicolons."""
    triples = [tuple(part.strip() for part in word.split("/")) for word in words.split(";")]
    return Subject(
        key=key,
        classes=tuple(classes.split()),
        name=text(name),
        unit=text(unit),
        summary=text(summary),
        about=tuple(text(sentence) for sentence in about),
        words=tuple({"fi": fi, "sv": sv, "en": en} for fi, sv, en in triples),
        groups=tuple(groups.split()),
        events=tuple(events.split()),
        industries=tuple(industries.split()),
        law=law,
        permit=permit,
        charge=charge,
    )
