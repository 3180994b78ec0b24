"""`kuntakanta export CODE FILE`: a town with all that it has, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.moving import export_town, fence
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """Says what the file has, and what is not in it."""

    help = "Write a town with all that it has to a file, for another instance."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("file", metavar="FILE", type=Path, help="a file that does not exist yet")
        parser.add_argument(
            "--for", dest="receiver", metavar="KEY", help="what `kuntakanta import --show-key` prints at the receiver"
        )
        parser.add_argument(
            "--final", action="store_true", help="fence the town first: nothing is written here any more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        town = municipality_by_code(code=options["code"])
        if options["final"]:
            self.stdout.write(f"Fencing {town}: what has begun is waited for.")
            fence(municipality=town)
            self.stdout.write(f"{town} is fenced; to call the move off: kuntakanta town {town.code} resume")
        left = export_town(municipality=town, path=options["file"], receiver=options["receiver"])
        tables = left.manifest.tables
        rows = sum(table.rows for table in tables)
        self.stdout.write(
            f"{town}: {rows} rows of {len(tables)} tables, {left.bytes / 1e6:.1f} MB, in {options['file']}."
        )
        self.stdout.write("Passwords, second factors, sessions, links and the secrets of tokens stay here.")
        for name in left.withheld:
            self.stdout.write(f"{name} is sealed for this host and stays here too; it goes along with --for KEY.")
        if not left.manifest.fenced:
            self.stdout.write("The town goes on here: this is a copy. Its last export needs --final.")
