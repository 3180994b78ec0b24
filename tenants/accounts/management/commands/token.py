"""`kuntakanta token CODE`: a token for a program of a town's, before anybody there has signed in to make one."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants.accounts.permissions import Scope
from tenants.accounts.tokens import LONGEST, issue_token
from tenants.context import within
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """Prints the token, once: only its hash is kept."""

    help = "Print a token by which a program may read, write or publish a town's content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--name", required=True, help="what the program is called in the town's list of tokens")
        parser.add_argument(
            "--scope",
            required=True,
            action="append",
            choices=[scope.value for scope in Scope],
            help="what it is good for; may be given several times",
        )
        parser.add_argument("--days", type=int, default=90, metavar="N", help="until it ends; default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= LONGEST.days:
            raise CommandError(f"--days must be from 1 to {LONGEST.days}.", returncode=2)
        expires = timezone.now() + timedelta(days=options["days"]) - timedelta(seconds=1)
        scopes = sorted({Scope(scope) for scope in options["scope"]})
        with within(municipality_by_code(code=options["code"])):
            issued = issue_token(name=options["name"], scopes=scopes, expires=expires, actor=None)
        self.stdout.write(issued.text)
