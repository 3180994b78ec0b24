"""`kuntakanta apply CODE | --all`: makes the open plan of a town now, here, without a worker."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalogue.errors import CatalogueError, RegistryError
from catalogue.registry.pushing import operations, queries, telling
from catalogue.registry.pushing.models import Plan
from tenants.context import within
from tenants.models import Municipality

TURNS = 5
WAIT_SECONDS = 5.0


class Command(BaseCommand):
    """Exit code 0: all that could be made is; 3: something waits for a person or was refused; 1: it did not work."""

    help = "Approve and make the open plan of a town, or of each, in the national catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        telling.add_towns(parser)
        parser.add_argument("--json", action="store_true", help="a line of JSON for each town, with every write")

    def handle(self, *_: Any, **options: Any) -> None:
        worst = 0
        for town in telling.towns(options):
            worst = max(worst, self._apply(town, as_json=options["json"]), key=(0, 3, 1).index)
        if worst:
            sys.exit(worst)

    def _apply(self, town: Municipality, *, as_json: bool) -> int:
        try:
            with within(town):
                plan = queries.open_plan()
                if plan is not None:
                    operations.approve(municipality=town, plan_id=plan.uuid, actor=None)
            done = self._turns(town, quiet=as_json)
        except CatalogueError as error:
            self.stderr.write(f"{town}: {error.message}")
            return 1
        with within(town):
            if done is None:
                self.stdout.write(f"{town}: there is no plan to apply; `kuntakanta plan {town.code}` makes one")
                return 0
            self.stdout.write(telling.as_json(town, done) if as_json else telling.as_text(town, done))
            return 0 if queries.all_done(done) else 3

    def _turns(self, town: Municipality, *, quiet: bool) -> Plan | None:
        """Turn after turn until the plan is done; one that does not come on is given up after a while."""

        def tell(phase: str, done: int, total: int) -> None:
            if not quiet and self.stderr.isatty():
                self.stderr.write(f"\r{town}: {phase} {done}/{total}", ending="")

        for turn in range(1, TURNS + 1):
            try:
                plan = operations.apply(municipality=town, most=sys.maxsize, tell=tell)
            except RegistryError as error:
                if error.permanent or turn == TURNS:
                    raise
                time.sleep(WAIT_SECONDS * turn)
            else:
                return plan
        return None
