"""`kuntakanta worker`: a Celery worker, in this process's place, so that signals reach it."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.schemas import require_host


class Command(BaseCommand):
    """Becomes Celery's worker, with the clock beside it when asked."""

    help = "Do the towns' work in the background."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--beat", action="store_true", help="run the clock too: exactly one worker of a host does")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="default: one per core"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["processes"] <= 256:
            raise CommandError("--processes must be from 1 to 256.", returncode=2)
        require_host()
        words = [
            *(sys.executable, "-m", "celery", "--app", "kuntakanta.celery", "--quiet", "worker"),
            *("--pool", settings.CELERY_WORKER_POOL, "--concurrency", str(options["processes"])),
            *("--loglevel", "INFO", "--without-gossip", "--without-mingle"),
        ]
        if options["beat"]:
            words += ["--beat", "--scheduler", settings.CELERY_BEAT_SCHEDULER]
        os.execv(sys.executable, words)  # noqa: S606 - becoming the worker is what this command is for
