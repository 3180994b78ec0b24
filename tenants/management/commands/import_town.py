"""`kuntakanta import FILE`: a town arrives with all that it had at another instance."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tenants.accounts.management.commands.invite import join_address
from tenants.accounts.operations import GOOD_FOR, Purpose
from tenants.models import Municipality
from tenants.moving import Arrived, Terms, import_town, shown_key
from tenants.moving.filling import Progress as Told


class Command(BaseCommand):
    """A bar on a terminal, elsewhere a line per table; then what has arrived, and what is left to do."""

    help = "Take a town in from a file that another instance has written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
        parser.add_argument("--show-key", action="store_true", help="print this instance's key, for `export --for`")
        parser.add_argument("--host", metavar="NAME", help="the host at which it answers first; default: those it had")
        parser.add_argument(
            "--admin",
            metavar="EMAIL",
            help="let this person in by a one-time link: whoever worked there, or a new administrator",
        )
        parser.add_argument("--copy", action="store_true", help="also when the town goes on where it comes from")
        parser.add_argument(
            "--without-keys", action="store_true", help="leave secrets behind that were wrapped for another instance"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show_key"]:
            self.stdout.write(shown_key())
            return
        if options["file"] is None:
            raise CommandError("Name a file, or --show-key.", returncode=2)
        terms = Terms(
            copy=options["copy"],
            without_keys=options["without_keys"],
            host=options["host"],
            administrator=options["admin"],
        )
        with self._progress() as progress:
            arrived = import_town(path=options["file"], terms=terms, progress=progress)
        self._say(arrived)

    def _say(self, arrived: Arrived) -> None:
        town, manifest = arrived.town, arrived.manifest
        self.stdout.write(
            f"{town} arrived as {town.schema_name} with {arrived.rows} rows, as of {manifest.made:%Y-%m-%d %H:%M} UTC"
            + (f", and was migrated from release {manifest.release}." if arrived.migrated else ".")
        )
        if town.state == Municipality.State.CLOSED:
            self.stdout.write(f"It was closed, and is so here: kuntakanta town {town.code} resume")
        else:
            self.stdout.write(f"It answers at {', '.join(arrived.hosts)}.")
        for name in arrived.withheld:
            self.stdout.write(f"{name} has not come along: enter it anew at the town's desk.")
        if arrived.invited is None:
            self.stdout.write(
                "Passwords have not come along: people ask for new ones at /desk, where there is mail, or"
            )
            self.stdout.write(f"get a link each: kuntakanta invite EMAIL --town {town.code} --again")
        else:
            account = arrived.invited.account
            hours = GOOD_FOR[Purpose.RECOVER if account.is_active else Purpose.JOIN] // timedelta(hours=1)
            self.stdout.write(f"The way in for {account.email}, good once and for {hours} h, shown only now:")
            self.stdout.write(join_address(host=arrived.hosts[0], invited=arrived.invited))
        elsewhere = "" if manifest.fenced else ", once the other instance no longer writes for it"
        self.stdout.write(
            f"It does not write to the national catalogue{elsewhere}: kuntakanta town {town.code} national-writing on"
        )

    @contextmanager
    def _progress(self) -> Iterator[Told]:
        console = Console(highlight=False, markup=False)
        if not console.is_terminal:
            yield self._line()
            return
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("rows", total=None)
            yield lambda table, done, total: bar.update(task, description=table, completed=done, total=total or None)

    def _line(self) -> Told:
        last = ""

        def tell(table: str, done: int, total: int) -> None:
            nonlocal last
            if table != last:
                self.stdout.write(f"{done} of {total} rows: {table}")
            last = table

        return tell
