"""`kuntakanta sync CODE | --all`: pulls towns from the national catalogue now, here, without a worker."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.errors import CatalogueError
from catalogue.registry.models import SyncRun
from catalogue.registry.operations import sync_town
from tenants.context import within_host
from tenants.models import Municipality

EXIT_CODES = {SyncRun.State.DONE: 0, SyncRun.State.HELD: 3}


class Command(BaseCommand):
    """Exit code 0: all towns done; 3: one is held until its removals are accepted; 1: one failed."""

    help = "Pull a town, or all, from the national catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("code", nargs="?", metavar="CODE", help="the municipality's code, such as 853")
        which.add_argument("--all", action="store_true", help="every active town, one after another")
        parser.add_argument("--full", action="store_true", help="fetch everything, not only what has changed")
        parser.add_argument(
            "--accept-removals", type=int, metavar="RUN", help="archive what the held run RUN would have archived"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if options["all"] and options["accept_removals"] is not None:
            message = "--accept-removals belongs to one town: name it by its code"
            raise CommandError(message, returncode=2)
        worst = 0
        for town in self._towns(options["code"]):
            worst = max(worst, self._sync(town, options), key=(0, 3, 1).index)
        if worst:
            sys.exit(worst)

    def _towns(self, code: str | None) -> list[Municipality]:
        with within_host():
            active = Municipality.objects.filter(state=Municipality.State.ACTIVE).order_by("code")
            towns = list(active.filter(code=code) if code else active)
        if code and not towns:
            how = f"kuntakanta provision {code} --host NAME --admin EMAIL"
            message = f"no active town has the code {code} here; `{how}` adds it"
            raise CommandError(message, returncode=2)
        return towns

    def _sync(self, town: Municipality, options: dict[str, Any]) -> int:
        try:
            run = sync_town(town, full=options["full"], accept=options["accept_removals"])
        except CatalogueError as error:
            self.stderr.write(f"{town}: {error.message}")
            return 1
        self.stdout.write(f"{town}: {described(run)}")
        for kind, listed in run.held.items():
            for each in listed:
                name = next(iter(each["names"].values()), "")
                self.stdout.write(f"  would be archived: {kind} {each['id']} {name}")
        return EXIT_CODES.get(SyncRun.State(run.state), 1)


def described(run: SyncRun) -> str:
    """One line on a run."""
    total = {
        key: sum(counts[key] for counts in run.counts.values())
        for key in ("seen", "created", "updated", "archived", "quarantined")
        if run.counts
    }
    what = ", ".join(f"{number} {key}" for key, number in total.items())
    how = "full" if run.full else "changes"
    told = f"{run.state} ({how}), run {run.pk}: {what or 'nothing taken in'}, {run.requests} requests, {run.seconds} s"
    return f"{told}: {run.reason}" if run.reason else told
