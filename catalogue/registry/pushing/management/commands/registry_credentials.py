"""`kuntakanta registry-credentials CODE`: the API account by which a town writes to the national catalogue."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.registry.pushing import credentials
from catalogue.registry.pushing.operations import try_credentials
from tenants.context import within
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """Reads the secret from standard input, so that no list of processes and no history of a shell has it."""

    help = "Set, try out or forget a town's API account of the national catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--username", help="of the account; its password is read from standard input")
        parser.add_argument(
            "--organisation",
            metavar="ID",
            help="the organisation's id in Suomi.fi-palveluhallinta, where the account serves several",
        )
        parser.add_argument("--forget", action="store_true", help="take the account away")
        parser.add_argument("--no-test", action="store_true", help="do not log in to try it out")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["forget"] and options["username"]:
            raise CommandError("--forget takes no account.", returncode=2)
        town = municipality_by_code(code=options["code"])
        with within(town):
            if options["forget"]:
                told = "forgotten" if credentials.forget(actor=None) else "there was none"
                self.stdout.write(f"{town}: {told}")
                return
            if options["username"]:
                credentials.keep(
                    municipality=town,
                    username=options["username"],
                    secret=sys.stdin.readline().rstrip("\r\n"),
                    organisation=options["organisation"],
                    actor=None,
                )
        if options["no_test"]:
            self.stdout.write(f"{town}: kept, not tried out")
            return
        try_credentials(municipality=town)
        self.stdout.write(f"{town}: the national catalogue takes the account")
