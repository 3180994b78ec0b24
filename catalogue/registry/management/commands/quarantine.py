"""`kuntakanta quarantine CODE`: documents of the national catalogue that a town could not take in, and why."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from catalogue.registry import queries
from catalogue.registry.models import Quarantine
from tenants.context import within
from tenants.queries import municipality_by_code


class Command(BaseCommand):
    """Exit code 0, also where there are none."""

    help = "List documents of the national catalogue that a town could not take in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--most", type=int, default=1000, metavar="N", help="at most so many; default: 1000")
        parser.add_argument("--json", action="store_true", help="print a list for a program to read")

    def handle(self, *_: Any, **options: Any) -> None:
        town = municipality_by_code(code=options["code"])
        with within(town):
            found = queries.quarantined(most=options["most"])
        if options["json"]:
            self.stdout.write(json.dumps([_told(row) for row in found], cls=DjangoJSONEncoder, ensure_ascii=False))
            return
        for row in found:
            place = f" at {row.place}" if row.place else ""
            self.stdout.write(f"{row.kind} {row.ptv_id or '(no id)'}{place} since {row.since:%Y-%m-%d}: {row.reason}")
        self.stdout.write(f"{town}: {len(found)} set aside")


def _told(row: Quarantine) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "id": row.ptv_id,
        "code": row.code,
        "reason": row.reason,
        "place": row.place or None,
        "since": row.since,
    }
