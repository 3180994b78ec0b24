"""`kuntakanta catalogue-import CODE FILE`: changes a town's catalogue as a file has it."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.exchange import operations, people, runs
from catalogue.exchange.errors import ExchangeError
from catalogue.exchange.importing import dry_run, import_file
from catalogue.exchange.models import ImportRun
from catalogue.exchange.people import Importer
from catalogue.exchange.progress import Tell, shown
from catalogue.exchange.reading import Source, source
from catalogue.exchange.reports import FORMS, write_report
from catalogue.exchange.values import Told
from catalogue.exchange.words import LANGUAGES
from tenants.context import within
from tenants.models import Municipality
from tenants.queries import municipality_by_code

SOME_REFUSED = 3
OUTCOMES = ("created", "changed", "unchanged", "refused", "published")


class Command(BaseCommand):
    """Exit code 0: every row is in; 3: some were refused, the report says which and why; 1: nothing was done."""

    help = (
        "Take a catalogue in from a file of `catalogue-export`, or show what would come of it. One that was cut off "
        "goes on where it was when the same file is given again. With --undo an import is taken back: each thing as it "
        "was before, where nobody has changed it since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=".json, .xlsx or .csv, told by content")
        parser.add_argument("--dry-run", action="store_true", help="only report what would come of it")
        parser.add_argument("--publish", action="store_true", help="show readers what was changed, where the rules let")
        parser.add_argument("--undo", metavar="NUMBER", type=int, help="take the import of this number back")
        parser.add_argument(
            "--report", metavar="FILE", type=Path, help="a .csv or .xlsx; default: the file's name with .report.csv"
        )
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the report and of what is refused")
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--as", dest="email", metavar="EMAIL", help="as somebody who works there, with their roles")
        who.add_argument("--token", action="store_true", help="as the holder of the token in standard input")

    def handle(self, *_: Any, **options: Any) -> None:
        path = _report_path(options)
        town = municipality_by_code(code=options["code"])
        try:
            counts = self._done(town, path, options)
        except ExchangeError as error:
            raise CommandError(error.said(options["language"])) from error
        if counts["refused"]:
            sys.exit(SOME_REFUSED)

    def _done(self, town: Municipality, path: Path, options: dict[str, Any]) -> Counter[str]:
        found = None if options["undo"] else source(options["file"])
        written = {"form": path.suffix.removeprefix("."), "language": options["language"]}
        with within(town):
            importer = _importer(options)
            if found is not None and options["dry_run"]:
                counts = self._try(town, found, importer, path, written, publish=options["publish"])
                self.stdout.write(f"{town}: {_counts(counts)} (nothing was written); the report is in {path}.")
                return counts
            with shown(self.stdout) as tell:
                run = _carried_out(town, found, importer, options, tell)
            write_report(path, runs.report(run), **written)
        did = f"{run.counts.get('undone', 0)} taken back, " if run.undoes_id else ""
        self.stdout.write(f"{town}: import {run.pk}: {did}{_counts(Counter(run.counts))}; the report is in {path}.")
        return Counter(run.counts)

    def _try(
        self,
        town: Municipality,
        found: Source,
        importer: Importer,
        path: Path,
        written: dict[str, Any],
        *,
        publish: bool,
    ) -> Counter[str]:
        counts: Counter[str] = Counter()
        with shown(self.stdout) as tell:
            told = dry_run(town=town, source=found, importer=importer, publish=publish)
            write_report(path, _counting(told, counts, tell, found.total), **written)
        return counts


def _carried_out(
    town: Municipality, found: Source | None, importer: Importer, options: dict[str, Any], tell: Tell
) -> ImportRun:
    def tell_rows(done: int, total: int) -> None:
        tell("rows", done, total)

    if found is None:
        return operations.undo(town=town, number=options["undo"], importer=importer, tell=tell_rows)
    return import_file(town=town, source=found, importer=importer, publish=options["publish"], tell=tell_rows)


def _report_path(options: dict[str, Any]) -> Path:
    """Where the report goes; raises CommandError for words of the command that do not go together."""
    path, undo = options["file"], options["undo"]
    if (path is None) is (undo is None):
        raise CommandError("Name either a FILE, or with --undo the number of an import.", returncode=2)
    if undo is not None and (options["dry_run"] or options["publish"]):
        raise CommandError("--undo goes neither with --dry-run nor with --publish.", returncode=2)
    if path is not None and not path.is_file():
        raise CommandError(f"There is no file {path}.", returncode=2)
    found = options["report"] or (Path(f"undo-{undo}.report.csv") if path is None else _beside(path))
    if found.suffix.removeprefix(".") not in FORMS:
        raise CommandError("The report's name ends with .csv or .xlsx.", returncode=2)
    return Path(found)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.report.csv")


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in OUTCOMES)


def _importer(options: dict[str, Any]) -> Importer:
    if options["email"]:
        return people.by_email(options["email"])
    return people.by_token(sys.stdin.readline().strip()) if options["token"] else people.HOST


def _counting(told: Iterator[Told], counts: Counter[str], tell: Tell, total: int) -> Iterator[Told]:
    for done, each in enumerate(told, 1):
        counts.update(runs.counted([each]))
        tell("rows", done, total)
        yield each
