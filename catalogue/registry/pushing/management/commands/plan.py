"""`kuntakanta plan CODE | --all`: what would be written to the national catalogue, without writing anything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalogue.registry.pushing import operations, telling
from tenants.context import within


class Command(BaseCommand):
    """The plan waits for a decision: `kuntakanta apply` makes it, a later plan takes its place."""

    help = "Plan what a town, or each, would write to the national catalogue, and show it."

    def add_arguments(self, parser: CommandParser) -> None:
        telling.add_towns(parser)
        parser.add_argument("--json", action="store_true", help="a line of JSON for each town, with every write")

    def handle(self, *_: Any, **options: Any) -> None:
        for town in telling.towns(options):
            with within(town):
                plan = operations.make_plan(municipality=town, author=None)
                self.stdout.write(telling.as_json(town, plan) if options["json"] else telling.as_text(town, plan))
