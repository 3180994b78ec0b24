"""`kuntakanta provision CODE --host NAME`: a municipality joins."""

import argparse
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.provisioning import provision


class Command(BaseCommand):
    """Prints one line: who joined, where, in which languages."""

    help = "Let a municipality join: make its schema, and answer at a host."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--host", required=True, metavar="NAME", help="the host at which it answers")
        parser.add_argument(
            "--organization",
            action="append",
            type=_guid,
            metavar="ID",
            help="an organisation of the national catalogue that is the town's, instead of the business id; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        town = provision(code=options["code"], host=options["host"], registry_organizations=options["organization"])
        self.stdout.write(f"{town} joined as {town.schema_name} at {options['host']}: {', '.join(town.languages)}.")


def _guid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an id of the national catalogue.") from None
