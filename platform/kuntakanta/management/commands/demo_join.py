"""The demo's first half inside its house: schemas are brought up to date and towns join. Run by `kuntakanta demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kuntakanta.demo import towns
from kuntakanta.demo.options import DemoError
from tenants.errors import TenantsError


class Command(BaseCommand):
    """Idempotent: towns that have joined stay as they are, and are only made due."""

    help = "Let the demo's towns join (run by kuntakanta demo)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            towns.join(options["codes"], tell=self.stdout.write)
        except (DemoError, TenantsError) as error:
            raise CommandError(str(error), returncode=2) from error
        except KeyboardInterrupt:
            raise SystemExit(130) from None
