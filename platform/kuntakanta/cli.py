"""`kuntakanta <command> ...`: the one door. Names a command, runs it, and says in one line what went wrong."""

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from catalogue.errors import CatalogueError
from kuntakanta.embedded import EmbeddedError
from kuntakanta.environment import refuse_incomplete
from tenants.errors import TenantsError


@dataclass(frozen=True, slots=True)
class Door:
    """Where a name leads."""

    command: str
    needs_environment: bool = True
    """Whether the command can do nothing without a database, a broker and a secret key."""

    passes_on: bool = False
    """Whether another program reads the rest of the line; the command gets it as `words`."""


COMMANDS = {
    "demo": Door("demo", needs_environment=False),
    "migrate": Door("migrate_towns"),
    "provision": Door("provision"),
    "invite": Door("invite"),
    "token": Door("token"),
    "town": Door("town"),
    "export": Door("export_town"),
    "import": Door("import_town"),
    "catalogue-export": Door("catalogue_export"),
    "catalogue-import": Door("catalogue_import"),
    "forms": Door("forms"),
    "checklist": Door("checklist"),
    "sync": Door("sync"),
    "registry-credentials": Door("registry_credentials"),
    "registry-version": Door("registry_version"),
    "plan": Door("plan"),
    "apply": Door("apply"),
    "conflicts": Door("conflicts"),
    "quarantine": Door("quarantine"),
    "undo": Door("undo"),
    "serve": Door("serve"),
    "worker": Door("worker"),
    "restored": Door("restored"),
    "isolation-report": Door("isolation_report"),
    "bench": Door("bench", needs_environment=False),
    "standin": Door("standin", needs_environment=False, passes_on=True),
    "rules": Door("rules", needs_environment=False),
    "makemigrations": Door("makemigrations", needs_environment=False),
    "check": Door("check", needs_environment=False),
}

# Options of Django's that are of no use here.
_HIDDEN = {"version", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"}

# What a person at a terminal can do something about; anything else is a fault of ours and keeps its trace.
Expected = (TenantsError, CatalogueError, EmbeddedError, ImproperlyConfigured, OperationalError)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 well, 1 refused or failed, 2 misused, 130 interrupted; a command may name its own."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuntakanta.settings")
    try:
        _run(words)
    except CommandError as error:
        _stop(str(error), error.returncode)
    except Expected as error:
        _stop(str(error), 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our lines has gone; Python must not complain about it once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _run(words: list[str]) -> None:
    if not words or words[0] in ("-h", "--help", "help"):
        django.setup()
        print(_overview())  # noqa: T201 - what a command line says
        return
    name, *rest = words
    door = COMMANDS.get(name)
    if door is None:
        close = difflib.get_close_matches(name, COMMANDS, n=2)
        hint = f"did you mean {' or '.join(close)}?" if close else "kuntakanta --help lists them."
        _stop(f"There is no command {name!r}; {hint}", 2)
    django.setup()
    command = _load(door)
    if command is None:
        _stop(f"The command {name!r} is not part of this installation.", 2)
    options = vars(_parser(name, command).parse_args([] if door.passes_on else rest))
    if door.passes_on:
        options["words"] = rest
    if door.needs_environment:
        refuse_incomplete()
    command.execute(*options.pop("args", ()), **options)


def _load(door: Door) -> BaseCommand | None:
    app = get_commands().get(door.command)
    if app is None:
        return None
    return app if isinstance(app, BaseCommand) else load_command_class(app, door.command)


def _parser(name: str, command: BaseCommand) -> argparse.ArgumentParser:
    # Otherwise Django raises an error for a misuse instead of printing how the command is used.
    command._called_from_command_line = True  # type: ignore[attr-defined]
    parser = command.create_parser("kuntakanta", name)
    for action in parser._actions:
        if action.dest in _HIDDEN:
            action.help = argparse.SUPPRESS
    return parser


def _overview() -> str:
    found = [(name, _load(door)) for name, door in COMMANDS.items()]
    lines = [f"  {name:<17} {command.help}" for name, command in found if command is not None]
    return "\n".join(
        [
            "usage: kuntakanta COMMAND ...",
            "",
            "One hosted instance for many Finnish municipalities.",
            "",
            *lines,
            "",
            "kuntakanta COMMAND --help tells more.",
        ]
    )


def _stop(message: str, code: int) -> NoReturn:
    line = " ".join(message.split())
    print(f"kuntakanta: {line}", file=sys.stderr)  # noqa: T201 - what a command line says
    sys.exit(code)
