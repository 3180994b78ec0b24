"""`kuntakanta restored`: to be run once after the database was restored from a backup, before anything serves."""

from typing import Any

from django.core.management.base import BaseCommand

from kuntakanta.restored import settle


class Command(BaseCommand):
    """One line, and what only people can do."""

    help = "After a restore of the database: make sure that nothing of the lost days passes for the present."

    def handle(self, *args: Any, **options: Any) -> None:
        towns = settle()
        self.stdout.write(
            f"{len(towns)} towns: revisions raised, everybody signed out, the cache and the queue emptied.\n"
            "What was done since the time of the backup is to be done again: towns that joined, people and tokens that "
            "were removed, hosts that were added."
        )
