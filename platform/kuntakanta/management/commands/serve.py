"""`kuntakanta serve`: the web server, in this process's place, so that signals reach it."""

import os
import socket
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.schemas import require_host

THREADS = 2
KEEP_SECONDS = "900"


class Command(BaseCommand):
    """Becomes granian in WSGI mode."""

    help = "Serve every town and the operator's site over HTTP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="default: %(default)s")
        parser.add_argument("--port", type=int, default=8000, metavar="N", help="default: %(default)s")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="default: one per core"
        )
        parser.add_argument(
            "--threads", type=int, default=THREADS, metavar="N", help="per process; default: %(default)s"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, most in (("port", 65535), ("processes", 256), ("threads", 256)):
            if not 1 <= options[name] <= most:
                raise CommandError(f"--{name} must be from 1 to {most}.", returncode=2)
        _refuse_taken(options["host"], options["port"])
        require_host()
        # Each thread has at most one connection, and keeps it between requests: a pool of as many costs a tenth more.
        os.environ.setdefault("KUNTAKANTA_DATABASE_KEEP_SECONDS", KEEP_SECONDS)
        words = command_line(
            "kuntakanta.wsgi:application",
            host=options["host"],
            port=options["port"],
            processes=options["processes"],
            threads=options["threads"],
        )
        self.stdout.write(f"Serving at http://{options['host']}:{options['port']}")
        self.stdout.flush()
        os.execv(sys.executable, words)  # noqa: S606 - becoming the server is what this command is for


def command_line(application: str, *, host: str, port: int, processes: int, threads: int) -> list[str]:
    """How the web server is started for an application."""
    return [
        *(sys.executable, "-m", "granian", application, "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", str(threads)),
        *("--backlog", "1024", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5"),
    ]


def _refuse_taken(host: str, port: int) -> None:
    """One clear line instead of a server's trace; whoever takes the port in the meantime gets the server's own."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise CommandError(f"Cannot listen at {host}:{port}: {error.strerror}.") from None
