"""`kuntakanta restored [CODE]`: once after a restore from a backup, before anything serves it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kuntakanta.restored import settle_host, settle_town
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """What was done, and what only people can do."""

    help = "After a restore of the database: make sure that nothing of the lost days passes for the present."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "code", metavar="CODE", nargs="?", help="the town whose schema alone was restored; default: the whole host"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["code"]:
            town = municipality_by_code(code=options["code"])
            settle_town(municipality=town)
            self.stdout.write(f"{town}: its revision raised, everybody signed out, its cache and messages dropped.")
        else:
            towns = settle_host()
            self.stdout.write(
                f"{len(towns)} towns: revisions raised, everybody signed out, the cache and the queue emptied."
            )
        self.stdout.write("Do again what was done since: people and tokens that were removed, settings, towns, hosts.")
