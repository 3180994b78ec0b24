"""`kuntakanta catalogue-import CODE FILE`: changes a town's catalogue as a file has it."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.exchange import people
from catalogue.exchange.importing import counted as count
from catalogue.exchange.importing import dry_run, import_file, report
from catalogue.exchange.people import Importer
from catalogue.exchange.progress import Tell, shown
from catalogue.exchange.reading import Source, source
from catalogue.exchange.reports import write_report
from catalogue.exchange.values import Told
from tenants.context import within
from tenants.models import Municipality
from tenants.queries import municipality_by_code

SOME_REFUSED = 3


class Command(BaseCommand):
    """Exit code 0: every row is in; 3: some were refused, the report says which and why; 1: nothing was done."""

    help = "Take a catalogue in from a file of `catalogue-export`, or show what would come of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only report what would come of it")
        parser.add_argument("--publish", action="store_true", help="show readers what was changed, where the rules let")
        parser.add_argument("--report", metavar="FILE", type=Path, help="default: the file's name with .report.csv")
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--as", dest="email", metavar="EMAIL", help="as somebody who works there, with their roles")
        who.add_argument("--token", action="store_true", help="as the holder of the token in standard input")

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        report_path = options["report"] or path.with_name(f"{path.name}.report.csv")
        town = municipality_by_code(code=options["code"])
        found = source(path)
        with within(town):
            importer = _importer(options)
            take = self._try if options["dry_run"] else self._import
            counts = take(town, found, importer, report_path, publish=options["publish"])
        self._say(town, counts, report_path, dry=options["dry_run"])
        if counts["refused"]:
            sys.exit(SOME_REFUSED)

    def _try(self, town: Municipality, found: Source, importer: Importer, path: Path, *, publish: bool) -> Counter[str]:
        counts: Counter[str] = Counter()
        with shown(self.stdout) as tell:
            told = dry_run(town=town, source=found, importer=importer, publish=publish)
            write_report(path, _counting(told, counts, tell, found.total))
        return counts

    def _import(
        self, town: Municipality, found: Source, importer: Importer, path: Path, *, publish: bool
    ) -> Counter[str]:
        with shown(self.stdout) as tell:
            run = import_file(
                town=town,
                source=found,
                importer=importer,
                publish=publish,
                tell=lambda done, total: tell("rows", done, total),
            )
        write_report(path, report(run))
        return Counter(run.counts)

    def _say(self, town: Municipality, counts: Counter[str], path: Path, *, dry: bool) -> None:
        what = ", ".join(
            f"{counts[name]} {name}" for name in ("created", "changed", "unchanged", "refused", "published")
        )
        self.stdout.write(f"{town}: {what}{' (nothing was written)' if dry else ''}; the report is in {path}.")


def _importer(options: dict[str, Any]) -> Importer:
    if options["email"]:
        return people.by_email(options["email"])
    return people.by_token(sys.stdin.readline().strip()) if options["token"] else people.HOST


def _counting(told: Iterator[Told], counts: Counter[str], tell: Tell, total: int) -> Iterator[Told]:
    for done, each in enumerate(told, 1):
        counts.update(count([each]))
        tell("rows", done, total)
        yield each
