"""`kuntakanta demo`: the whole house on one machine, from nothing."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kuntakanta.demo import house, options
from kuntakanta.embedded import EmbeddedError

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CHECK_SECONDS = 0.2


class Command(BaseCommand):
    """Starts everything, shows the first sync of each town, and serves until it is told to stop."""

    help = "Show everything on this machine: towns, a national catalogue to sync from, and the web server."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add(
            "--towns",
            metavar="CODES",
            help="municipality codes, or all; default: 853,049,890 (Turku, Espoo, Utsjoki)",
        )
        add("--services", metavar="N", help="how many services each town has in the national catalogue")
        add("--channels", metavar="M", help="how many service channels each town has there")
        add(
            "--documents",
            metavar="DIR",
            help="recorded documents to play beside the generated ones, or, without towns and sizes, instead of them",
        )
        add("--data", metavar="DIR", help="where data and secrets are kept; default: .demo in the clone")
        add("--port", default="8000", metavar="P", help="of the web server; 0: any free one; default: 8000")
        add("--once", action="store_true", help="end after the table; exit code 0 when every town synced")

    def handle(self, *args: Any, **given: Any) -> None:
        names = ("towns", "services", "channels", "documents", "data", "port", "once")
        serving = False
        try:
            wishes = options.read(**{name: given[name] for name in names})
            with told_to_stop(), house.opened(wishes) as opened:
                well = opened.watch()
                if wishes.once:
                    raise SystemExit(0 if well else 1)
                self.say_where(opened)
                serving = True
                while True:
                    opened.check()
                    time.sleep(CHECK_SECONDS)
        except (options.DemoError, EmbeddedError) as error:
            raise CommandError(str(error), returncode=2) from error
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
            raise SystemExit(0 if serving else 130) from None

    def say_where(self, opened: house.House) -> None:
        """The addresses; `*.localhost` is this machine for browsers, but not for every program."""
        lines = [
            f"  {plan.facts.name_fi:<14} http://{plan.host}:{opened.port}"
            for plan in opened.options.plans[: options.FEW]
        ]
        if len(opened.options.plans) > options.FEW:
            lines.append(f"  and {len(opened.options.plans) - options.FEW} more, each at its Finnish name")
        first = opened.options.plans[0]
        self.stdout.write(
            "\n".join(
                [
                    "Open in a browser:",
                    *lines,
                    "or from the command line:",
                    f"  curl -H 'Host: {first.host}' http://127.0.0.1:{opened.port}/api/v1/services",
                    f"The national catalogue is played at {opened.environment['KUNTAKANTA_REGISTRY_URL']}",
                    f"Data, logs and secrets are in {opened.options.data}. Stop with Ctrl-C.",
                ]
            )
        )
        self.stdout.flush()  # whoever reads it through a pipe waits for it


@contextmanager
def told_to_stop() -> Iterator[None]:
    """The first signal raises KeyboardInterrupt; later ones find us stopping already."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in STOPPING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
