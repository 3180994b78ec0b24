"""`kuntakanta standin`: the national services, played offline by a program of its own, in this process's place."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Becomes `python -m suomifi_standin` and hands over every argument, --help too."""

    help = "Play the national services, offline: for the demo and for trying things out."

    def handle(self, *args: Any, **options: Any) -> None:
        words = [sys.executable, "-m", "suomifi_standin", *options["words"]]
        os.execv(sys.executable, words)  # noqa: S606 - becoming the stand-in is what this command is for
