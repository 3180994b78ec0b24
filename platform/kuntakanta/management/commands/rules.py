"""`kuntakanta rules`: every rule that things are checked by, with what it says and where it comes from."""

from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandParser

from catalogue.services.rules import Subject
from catalogue.services.rules.listing import listing
from catalogue.services.rules.words import LANGUAGES


class Command(BaseCommand):
    """Prints the table; needs no database."""

    help = "List the rules that services, channels and organisations are checked by."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences (default: en)")
        parser.add_argument("--about", choices=get_args(Subject), help="only the rules about this kind of thing")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(listing(options["language"], about=options["about"]))
