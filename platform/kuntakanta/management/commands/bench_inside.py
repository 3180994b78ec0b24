"""The part of a benchmark that runs inside its house, where settings can be read. Run by `kuntakanta bench`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.errors import CatalogueError
from kuntakanta.bench import figures, host, reads, sync, towns
from kuntakanta.bench.figures import Findings
from kuntakanta.bench.house import BenchError
from tenants.errors import TenantsError


class Command(BaseCommand):
    """Measures and shows."""

    help = "Measure in a scratch database (run by kuntakanta bench)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subject", choices=("sync", "read", "host"))
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--rounds", type=int, required=True)
        parser.add_argument("--towns", type=int, required=True)
        parser.add_argument("--seconds", type=float, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        screen = figures.console(to_stderr=options["json"])
        try:
            found = _measured(options["subject"], options, screen.print)
        except (BenchError, TenantsError, CatalogueError) as error:
            raise CommandError(str(error)) from error
        figures.show(found, screen)
        if options["json"]:
            self.stdout.write(figures.as_json(found))


def _measured(subject: str, options: Mapping[str, Any], tell: Callable[[str], None]) -> Findings:
    rounds, seconds = options["rounds"], options["seconds"]
    if subject == "host":
        return host.measured(towns=options["towns"], rounds=rounds, seconds=seconds, tell=tell)
    tell("preparing a town")
    town, recording = towns.made()
    if subject == "sync":
        return sync.measured(town, recording, rounds=rounds, tell=tell)
    return reads.measured(town, recording, rounds=rounds, seconds=seconds, tell=tell)
