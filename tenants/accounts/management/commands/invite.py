"""`kuntakanta invite EMAIL`: a one-time link for a town's first administrator, or for an operator of the host."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.accounts import operations
from tenants.accounts.operations import Invited
from tenants.accounts.permissions import TOWN_ROLES, Held, Role
from tenants.accounts.queries import person_by_email
from tenants.context import within, within_host
from tenants.hosts import site_at
from tenants.queries import hosts_of, municipality_by_code

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


class Command(BaseCommand):
    """Prints the link, once: whoever opens it chooses a password."""

    help = "Print a one-time link by which somebody joins a town's staff, or the host's operators, or comes in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--town", metavar="CODE", help="the municipality's code in three digits, as 853")
        where.add_argument("--operator", action="store_true", help="the host itself")
        parser.add_argument(
            "--role", choices=[role.value for role in TOWN_ROLES], help=f"in the town; default: {Role.ADMINISTRATOR}"
        )
        parser.add_argument("--language", choices=LANGUAGES, help="of their mails; default: the town's first")
        parser.add_argument(
            "--again",
            action="store_true",
            help="for somebody who is there already and has nobody else to ask: a link to a new password, and their "
            "second factor, which they have lost, is removed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["role"] and (options["operator"] or options["again"]):
            raise CommandError("A role is given to somebody who is new to a town.", returncode=2)
        if options["operator"]:
            with within_host():
                made = _link(options, Role.OPERATOR, settings.LANGUAGE_CODE)
            self.stdout.write(join_address(host=settings.PUBLIC_HOST, invited=made))
            return
        town = municipality_by_code(code=options["town"])
        with within(town):
            made = _link(options, Role(options["role"] or Role.ADMINISTRATOR), town.first_language)
        self.stdout.write(join_address(host=hosts_of(municipality=town)[0], invited=made))


def _link(options: dict[str, Any], role: Role, language: str) -> Invited:
    if not options["again"]:
        held, language = [Held(role)], options["language"] or language
        return operations.invite(email=options["email"], held=held, actor=None, language=language)
    somebody = person_by_email(email=options["email"])
    operations.forget_second_factors(account_uuid=somebody.uuid, actor=None)
    return operations.renew_link(account_uuid=somebody.uuid, actor=None)


def join_address(*, host: str, invited: Invited) -> str:
    """Where the link leads."""
    return f"{site_at(host)}/desk/join/{invited.secret}"
