"""`kuntakanta provision CODE --host NAME --admin EMAIL`: a municipality joins."""

import argparse
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kuntakanta.desk.words import words
from kuntakanta.management.commands.checklist import lines
from kuntakanta.onboarding import join
from tenants.accounts.operations import GOOD_FOR, Purpose


class Command(BaseCommand):
    """Prints who joined, where and in which languages; the administrator's link, this once; and what is left to do."""

    help = "Let a municipality join: make its schema, answer at a host, and invite its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--host", required=True, metavar="NAME", help="the host at which it answers")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="its first administrator")
        parser.add_argument(
            "--ptv-organization",
            action="append",
            type=_guid,
            metavar="GUID",
            help="an organisation of the national catalogue that is the town's, instead of the business id; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        joined = join(
            code=options["code"],
            host=options["host"],
            administrator=options["admin"],
            registry_organizations=options["ptv_organization"],
        )
        town, invitation, days = joined.town, joined.invitation, GOOD_FOR[Purpose.JOIN].days
        self.stdout.write(f"{town} joined as {town.schema_name} at {joined.host}: {', '.join(town.languages)}.")
        self.stdout.write(f"The way in for {invitation.email}, good once and for {days} days, shown only now:")
        self.stdout.write(invitation.link)
        self.stdout.write(words("en")[f"checklist.mail_{'sent' if invitation.mailed else 'none'}"])
        self.stdout.write("\n".join(["", *lines(joined.checklist)]))


def _guid(text: str) -> uuid.UUID:
    """The form in which the national catalogue writes its ids, in either case."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        found = None
    if found is None or str(found) != text.lower():
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an id of the national catalogue, such as 0008afc0-182c-4580-ba73-7472287f4d63"
        )
    return found
