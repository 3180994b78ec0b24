"""`kuntakanta migrate`: bring every schema up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.errors import MigrationFailed
from tenants.migrating import migrate_all


class Command(BaseCommand):
    """Prints a line per schema; exit code 1 when a town's failed."""

    help = "Bring every schema up to date: the host's, the national one, then each town's."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = migrate_all(progress=self.stdout.write)
        if outcome.failed:
            raise MigrationFailed(f"{len(outcome.failed)} of the towns' schemas failed: {', '.join(outcome.failed)}.")
        self.stdout.write(f"{len(outcome.migrated)} migrated, {len(outcome.unchanged)} up to date.")
