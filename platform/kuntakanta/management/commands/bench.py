"""`kuntakanta bench`: how near our own paths come to the least work that would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kuntakanta.bench import edit, figures, house
from kuntakanta.embedded import EmbeddedError

ROUNDS = {"sync": (5, 3), "read": (7, 4), "host": (5, 3), "edit": (7, 3)}  # of a subject, and when it must be quick
SECONDS = (2.0, 1.0)
DOCUMENTS = 5000
TOWNS = 300
SERVICES_SHARE = 0.38


class Command(BaseCommand):
    """Opens a house of its own and measures inside it."""

    help = "Measure our own paths against floors, in one run, on data of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subject", choices=tuple(ROUNDS))
        parser.add_argument("--json", action="store_true", help="print a list of figures for a program to read")
        parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: a minute or two")
        parser.add_argument("--rounds", type=int, default=0, metavar="N", help="how many rounds are taken in turns")
        parser.add_argument(
            "--documents", type=int, default=DOCUMENTS, metavar="N", help="about how many; default: %(default)s"
        )
        parser.add_argument("--towns", type=int, default=TOWNS, metavar="N", help="of host; default: %(default)s")
        parser.add_argument("--seconds", type=float, default=0, metavar="S", help="how long each turn of reading lasts")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, least, most in (("rounds", 0, 100), ("documents", 10, 100_000), ("towns", 2, 308)):
            if not least <= options[name] <= most:
                raise CommandError(f"--{name} must be from {max(least, 1)} to {most}.", returncode=2)
        if not 0 <= options["seconds"] <= 60:
            raise CommandError("--seconds must be at most 60.", returncode=2)
        if options["subject"] == "edit":
            self._edit(options)
            return
        services = round(options["documents"] * SERVICES_SHARE)
        quick = options["quick"]
        words = [options["subject"], "--rounds", str(options["rounds"] or ROUNDS[options["subject"]][quick])]
        words += ["--towns", str(options["towns"])]
        words += ["--seconds", str(options["seconds"] or SECONDS[quick]), *(["--json"] if options["json"] else [])]
        try:
            with house.opened(services=services, channels=options["documents"] - services) as environment:
                code = house.run("bench_inside", *words, environment=environment)
        except (house.BenchError, EmbeddedError) as error:
            raise CommandError(str(error)) from error
        if code:
            raise SystemExit(code)

    def _edit(self, options: dict[str, Any]) -> None:
        """Of values alone: no servers are needed."""
        rounds = options["rounds"] or ROUNDS["edit"][options["quick"]]
        log = figures.console(to_stderr=True)
        found = edit.measured(rounds=rounds, tell=log.print)
        if options["json"]:
            self.stdout.write(figures.as_json(found))
        else:
            figures.show(found, figures.console(to_stderr=False))
