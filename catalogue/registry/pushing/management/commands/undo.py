"""`kuntakanta undo CODE [PLAN]`: plans how an applied plan is taken back, without writing anything."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.registry.pushing import operations, queries, telling
from tenants.context import within
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """What it makes is a plan as any other: `kuntakanta apply` makes it."""

    help = "Plan how a plan that was applied is taken back in the national catalogue, and show it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code, such as 853")
        parser.add_argument("plan", nargs="?", type=UUID, metavar="PLAN", help="its id; default: the last applied one")
        parser.add_argument("--json", action="store_true", help="a line of JSON, with every write")

    def handle(self, *_: Any, **options: Any) -> None:
        town = municipality_by_code(code=options["code"])
        with within(town):
            wanted = options["plan"] or queries.last_applied()
            if wanted is None:
                raise CommandError(f"no plan of {town} has been applied")
            plan = operations.make_undo(plan_id=wanted, author=None)
            self.stdout.write(telling.as_json(town, plan) if options["json"] else telling.as_text(town, plan))
