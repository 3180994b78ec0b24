"""`kuntakanta migrate`: bring every schema up to date."""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tenants.errors import MigrationFailed
from tenants.migrating import Step, migrate_all, plan_all
from tenants.snapshots import ensure_snapshot


class Command(BaseCommand):
    """A bar on a terminal, elsewhere a line per schema that changed or failed; exit code 1 when a town's failed."""

    help = "Bring every schema up to date: the host's, the national one, then each town's."

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--plan", action="store_true", help="say what would be applied, and change nothing")
        ways.add_argument(
            "--canary", type=_count, metavar="N", help="migrate N towns, compare them with a new schema, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["plan"]:
            self._plan()
            return
        with self._progress() as progress:
            outcome = migrate_all(canary=options["canary"], progress=progress)
        if outcome.failed:
            raise MigrationFailed(f"{len(outcome.failed)} of the towns' schemas failed: {', '.join(outcome.failed)}.")
        # For the next town that joins, which would otherwise have to wait for it.
        ensure_snapshot()
        left = f", {len(outcome.left)} left: run it again without --canary" if outcome.left else ""
        self.stdout.write(f"{len(outcome.migrated)} migrated, {len(outcome.unchanged)} up to date{left}.")

    def _plan(self) -> None:
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for schema_name, names in plan_all().items():
            groups[tuple(names)].append(schema_name)
        for names, schemas in groups.items():
            shown = ", ".join(schemas[:5]) + (f" and {len(schemas) - 5} more" if len(schemas) > 5 else "")
            self.stdout.write(f"{shown}: {', '.join(names)}")
        if not groups:
            self.stdout.write("Every schema is up to date.")

    @contextmanager
    def _progress(self) -> Iterator[Any]:
        console = Console(highlight=False, markup=False)
        if not console.is_terminal:
            yield self._line
            return
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("towns", total=None)

            def show(step: Step) -> None:
                bar.update(
                    task, completed=step.done, total=step.total or None, description=step.name or step.schema_name
                )
                if step.what == "failed":
                    bar.console.print(str(step))

            yield show

    def _line(self, step: Step) -> None:
        if step.what != "up to date":
            self.stdout.write(str(step))


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of towns.")
    return int(text)
