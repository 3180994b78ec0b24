"""`kuntakanta invite EMAIL`: a one-time link for a town's first administrator, or for an operator of the host."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.accounts.operations import Invited, invite
from tenants.accounts.permissions import TOWN_ROLES, Held, Role
from tenants.context import within, within_host
from tenants.queries import hosts_of, municipality_by_code


class Command(BaseCommand):
    """Prints the link, once: whoever opens it chooses a password."""

    help = "Print a one-time link by which somebody joins a town's staff, or the host's operators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--town", metavar="CODE", help="the municipality's code in three digits, as 853")
        where.add_argument("--operator", action="store_true", help="the host itself")
        parser.add_argument(
            "--role", choices=[role.value for role in TOWN_ROLES], help=f"in the town; default: {Role.ADMINISTRATOR}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["operator"]:
            if options["role"]:
                raise CommandError("An operator has no role of a town's.", returncode=2)
            with within_host():
                made = invite(email=options["email"], held=[Held(Role.OPERATOR)], actor=None)
            self.stdout.write(join_address(host=settings.PUBLIC_HOST, invited=made))
            return
        town = municipality_by_code(code=options["town"])
        with within(town):
            role = Role(options["role"] or Role.ADMINISTRATOR)
            made = invite(email=options["email"], held=[Held(role)], actor=None)
        self.stdout.write(join_address(host=hosts_of(municipality=town)[0], invited=made))


def join_address(*, host: str, invited: Invited) -> str:
    """Where the link leads, at the port that browsers use by themselves."""
    return f"{'https' if settings.HTTPS else 'http'}://{host}/desk/join/{invited.secret}"
