"""`kuntakanta town CODE ...`: what an operator does with one town."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import lifecycle
from tenants.models import Municipality
from tenants.moving import fence
from tenants.proof import address_of
from tenants.queries import history_of, hosts_of, municipality_by_code

_STATES: dict[str, tuple[str, Callable[..., None]]] = {
    "suspend": ("stop serving it for a while", lifecycle.suspend),
    "resume": ("serve it again", lifecycle.resume),
    "fence": ("stop serving it and all writing to it, before it moves elsewhere", fence),
    "close": ("stop serving it for good", lifecycle.close),
}
_HOSTS: dict[str, tuple[str, Callable[..., None]]] = {
    "prove-host": ("look for the token at a host, and answer there", lifecycle.prove_host),
    "primary-host": ("name a host of its first", lifecycle.make_primary),
    "drop-host": ("stop answering at a host", lifecycle.drop_host),
}


class Command(BaseCommand):
    """One line on what was done; `show` tells all that is known."""

    help = "Show a town, change its state, names or hosts, or remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("show", help="its state, hosts and history")
        for name, (said, _) in _STATES.items():
            actions.add_parser(name, help=said)
        actions.add_parser("remove", help="drop all that it has here").add_argument(
            "--confirm", required=True, metavar="NAME", help="the town's Finnish name, as shown"
        )
        rename = actions.add_parser("rename", help="show it by another name")
        for language in ("fi", "sv", "en"):
            rename.add_argument(f"--{language}", metavar="NAME")
        actions.add_parser("national-writing", help="let it write to the national catalogue from here").add_argument(
            "switch", choices=["on", "off"]
        )
        actions.add_parser("add-host", help="answer at one more host").add_argument("host", metavar="HOST")
        for name, (said, _) in _HOSTS.items():
            actions.add_parser(name, help=said).add_argument("host", metavar="HOST")

    def handle(self, *args: Any, **options: Any) -> None:
        town, action = municipality_by_code(code=options["code"]), options["action"]
        if action in _STATES:
            _STATES[action][1](municipality=town)
            self.stdout.write(f"{town} is {town.state}.")
        elif action in _HOSTS:
            _HOSTS[action][1](municipality=town, host=options["host"])
            self._say_hosts(town)
        elif action == "add-host":
            self._add_host(town, options["host"])
        elif action == "rename":
            names = {language: options[language] for language in ("fi", "sv", "en") if options[language] is not None}
            lifecycle.rename(municipality=town, names=names)
            self.stdout.write(f"{town}: {town.name_fi}, {town.name_sv}, {town.name_en}.")
        elif action == "national-writing":
            lifecycle.let_write(municipality=town, on=options["switch"] == "on")
            self.stdout.write(f"{town} {_writes(town)}.")
        elif action == "remove":
            self._remove(town, options["confirm"])
        else:
            self._show(town)

    def _add_host(self, town: Municipality, host: str) -> None:
        claim = lifecycle.add_host(municipality=town, host=host)
        if claim is None:
            self._say_hosts(town)
            return
        self.stdout.write(
            f"Have {address_of(claim.host)} answer with this text:\n{claim.token}\n"
            f"Then: kuntakanta town {town.code} prove-host {claim.host}"
        )

    def _remove(self, town: Municipality, name: str) -> None:
        if name != town.name_fi:
            raise CommandError(f"The town is called {town.name_fi}, not {name}; nothing was removed.", returncode=2)
        lifecycle.remove(municipality=town)
        self.stdout.write(f"{town} has been removed.")

    def _say_hosts(self, town: Municipality) -> None:
        self.stdout.write(f"{town} answers at {', '.join(hosts_of(municipality=town))}.")

    def _show(self, town: Municipality) -> None:
        self.stdout.write(f"{town}, schema {town.schema_name}, is {town.state}; {', '.join(town.languages)}.")
        self.stdout.write(f"It {_writes(town)}.")
        self._say_hosts(town)
        for one in history_of(municipality=town):
            change = one.after if one.before == one.after else f"{one.before} -> {one.after}"
            details = ", ".join(f"{name}: {value}" for name, value in one.detail.items())
            self.stdout.write(f"{one.at:%Y-%m-%d %H:%M:%S} {one.action} ({change}) {details}".rstrip())


def _writes(town: Municipality) -> str:
    return f"{'writes' if town.national_writing else 'does not write'} to the national catalogue from here"
