"""`kuntakanta registry-version CODE`: by which version of the national catalogue's interface a town is read."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from catalogue.registry.capabilities import ENVIRONMENTS, TABLE, VERSIONS
from catalogue.registry.choosing import choose, chosen
from tenants.context import within
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """Without `--read` it tells what there is and what was chosen."""

    help = "Show or choose the version of the national catalogue's interface by which a town is read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--read", choices=VERSIONS, help="read by this version from the next sync on")

    def handle(self, *_: Any, **options: Any) -> None:
        town = municipality_by_code(code=options["code"])
        with within(town):
            if options["read"]:
                choose(municipality=town, version=options["read"], actor=None)
            reads = chosen()
        self.stdout.write(f"{town} is read by {reads} ({settings.REGISTRY_ENVIRONMENT})")
        for environment in ENVIRONMENTS:
            for row in TABLE:
                if row.environment == environment:
                    can = [word for word, able in (("reads", row.reads), ("writes", row.writes)) if able]
                    self.stdout.write(f"  {environment}: {row.version} {' and '.join(can)}; {row.why}")
