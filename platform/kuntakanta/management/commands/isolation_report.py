"""`kuntakanta isolation-report`: tries at every address to reach one town from another, and says what held."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from kuntakanta.isolation.addresses import Untaught
from kuntakanta.isolation.report import largest_towns, run
from kuntakanta.isolation.trying import Try
from tenants.models import Municipality
from tenants.queries import municipality_by_code

GROUPS = {
    "ids": "another town's ids in addresses",
    "query": "another town's ids in queries",
    "session": "sessions from elsewhere",
    "token": "tokens from elsewhere",
    "host": "Host headers",
    "logs": "logs of all these",
    "tasks": "tasks",
    "cache": "cache",
    "files": "files",
    "sight": "the check finds what is there",
}


class Command(BaseCommand):
    """Changes nothing; exit code 1 when something leaked."""

    help = "Try at every address to reach one town from another, and say what held."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--towns", metavar="CODE,CODE", help="two towns that are served; default: the two that publish the most"
        )
        parser.add_argument(
            "--only", default="/", metavar="/PATH", help="addresses that begin so; default: all of them"
        )
        parser.add_argument("--json", action="store_true", help="print every try for a program to read")

    def handle(self, *args: Any, **options: Any) -> None:
        towns = _towns(options["towns"])
        try:
            with Console(stderr=True).status("") as status:  # shown on a terminal only
                tries = run(
                    *towns, tell=lambda done, of: status.update(f"{done} of {of} addresses"), only=options["only"]
                )
        except Untaught as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_told(towns, tries), indent=1, ensure_ascii=False))
        else:
            self._print(towns, tries)
        if leaks := sum(not one.held for one in tries):
            raise CommandError(f"{leaks} of {len(tries)} tries did not hold.")

    def _print(self, towns: Sequence[Municipality], tries: Sequence[Try]) -> None:
        console = Console(file=cast(IO[str], self.stdout), soft_wrap=True)
        table = Table("what was tried", *(("tried", "held")), title=" and ".join(town.name_fi for town in towns))
        for column in table.columns[1:]:
            column.justify = "right"
        for group, (tried, held) in _counts(tries).items():
            table.add_row(GROUPS.get(group, group), f"{tried:,}", f"{held:,}", style=None if held == tried else "red")
        console.print(table)
        for one in tries:
            if not one.held:
                what = f"{one.asked}, {one.attack}. Expected: {one.expected}. Came: {one.came}."
                console.print(f"DID NOT HOLD at {one.site}: {what}", markup=False, highlight=False)


def _towns(given: str | None) -> tuple[Municipality, Municipality]:
    if given is None:
        return largest_towns()
    codes = [code.strip() for code in given.split(",")]
    if len(codes) != 2 or codes[0] == codes[1]:
        raise CommandError("--towns takes two different codes: 853,049.", returncode=2)
    first, second = (municipality_by_code(code=code) for code in codes)
    for town in (first, second):
        if town.state != Municipality.State.ACTIVE:
            raise CommandError(f"{town} is not served: it is {town.state}.")
    return first, second


def _counts(tries: Sequence[Try]) -> dict[str, tuple[int, int]]:
    tried, held = Counter(one.group for one in tries), Counter(one.group for one in tries if one.held)
    return {group: (tried[group], held[group]) for group in dict.fromkeys([*GROUPS, *tried]) if tried[group]}


def _told(towns: Sequence[Municipality], tries: Sequence[Try]) -> dict[str, Any]:
    return {
        "towns": [{"code": town.code, "schema": town.schema_name} for town in towns],
        "groups": {group: {"tried": tried, "held": held} for group, (tried, held) in _counts(tries).items()},
        "held": all(one.held for one in tries),
        "tries": [one.as_dict() for one in tries],
    }
