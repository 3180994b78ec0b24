"""`kuntakanta checklist CODE`: what is left to do for a town, and noting by hand what cannot be seen from here."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kuntakanta.onboarding import BY_HAND, Item, State, checklist, tick, untick
from kuntakanta.onboarding.words import Said, said
from tenants.queries import municipality_by_code

_BOXES = {State.DONE: "[x]", State.OPEN: "[ ]", State.NOT_NEEDED: " - "}


class Command(BaseCommand):
    """Two lines for each thing that is left, one for all others."""

    help = "Show what is left to do for a town that has joined; note what was done elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        notes = parser.add_mutually_exclusive_group()
        notes.add_argument("--done", choices=BY_HAND, help="note that this is done")
        notes.add_argument("--not-done", choices=BY_HAND, help="take such a note back")

    def handle(self, *args: Any, **options: Any) -> None:
        town = municipality_by_code(code=options["code"])
        if options["done"]:
            tick(municipality=town, item=options["done"], by=None, operator=True)
        elif options["not_done"]:
            untick(municipality=town, item=options["not_done"], by=None, operator=True)
        self.stdout.write("\n".join(lines(checklist(municipality=town))))


def lines(items: Sequence[Item]) -> list[str]:
    """The list as a terminal shows it, in English."""
    return [line for item in items for line in _lines(item, said(item, "en"))]


def _lines(item: Item, words: Said) -> list[str]:
    first = f"{_BOXES[item.state]} {item.code}: {words.name}"
    return [f"{first} ({words.who})", f"      {words.text}"] if item.state is State.OPEN else [first]
