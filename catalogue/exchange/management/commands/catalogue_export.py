"""`kuntakanta catalogue-export CODE FILE`: a town's catalogue in a file, for people or for programs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.exchange.exporting import FORMATS, export
from catalogue.exchange.progress import shown
from tenants.context import within
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """A bar on a terminal, elsewhere a line for each kind of thing; then the files."""

    help = "Write a town's catalogue to a file: .json for everything, .xlsx or .csv for the everyday fields."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="town.json, town.xlsx, or town.csv, which makes one file a kind"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["file"]
        form = {"jsonl": "json"}.get(found := path.suffix.lower().removeprefix("."), found)
        if form not in FORMATS:
            raise CommandError(f"The file's name ends with one of {', '.join(FORMATS)}.", returncode=2)
        town = municipality_by_code(code=options["code"])
        with within(town), shown(self.stdout) as tell:
            files = export(town=town, path=path, form=form, tell=tell)
        self.stdout.write(f"{town}: {', '.join(str(each) for each in files)}")
