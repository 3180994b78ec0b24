"""What an item of a town's list is called in a language, and what to do about it."""

from dataclasses import dataclass

from kuntakanta.desk.words import words
from kuntakanta.onboarding.rules import Item, State
from kuntakanta.pages.reader import NAMES


@dataclass(frozen=True, slots=True)
class Said:
    """An item for people."""

    name: str
    state: str
    who: str
    text: str
    """What to do and where; empty when nothing is to be done."""


def said(item: Item, language: str) -> Said:
    """An item in one of the desk's languages."""
    known = words(language)
    about = ", ".join(NAMES.get(each, each) for each in item.about)
    text = ""
    if item.state is State.OPEN:
        key = f"checklist.{item.code}.text"
        text = known.get(f"{key}_{item.about[0]}", "") if item.about else ""
        text = text or (known.get(f"{key}_about", known[key]) if about else known[key]).format(about=about)
    return Said(
        name=known[f"checklist.{item.code}.name"],
        state=known[f"checklist.{item.state}"],
        who=known[f"checklist.by_{item.who}"],
        text=text,
    )
