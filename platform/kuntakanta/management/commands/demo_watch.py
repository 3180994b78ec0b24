"""The demo's second half inside its house: shows each town's sync and its figures. Run by `kuntakanta demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kuntakanta.demo import screen, towns
from kuntakanta.demo.options import DemoError


class Command(BaseCommand):
    """Exit code 0 when every town's sync went well, 1 when not."""

    help = "Watch the demo's towns sync (run by kuntakanta demo)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE")
        parser.add_argument("--since", type=float, required=True, metavar="SECONDS")
        parser.add_argument("--logs", required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        target = screen.console()
        last: dict[str, towns.Seen] = {}
        try:
            with screen.display(target, towns=len(options["codes"])) as shown:
                for seen in towns.watch(options["codes"], since=options["since"]):
                    last[seen.code] = seen
                    shown.show(seen)
        except DemoError as error:
            raise CommandError(f"{error} (logs: {options['logs']})", returncode=1) from error
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        ended = [last[code] for code in options["codes"]]
        target.print(screen.table(ended, width=target.width))
        for line in screen.reasons(ended):
            target.print(line)
        if not all(seen.well for seen in ended):
            raise SystemExit(1)
