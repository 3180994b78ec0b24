"""`kuntakanta conflicts CODE`: what a town and the national catalogue have changed differently."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from catalogue.registry import conflicts
from catalogue.registry.conflicts import STATES, Seen
from catalogue.services.patches import pointer
from catalogue.text import in_language
from tenants.context import within
from tenants.queries import municipality_by_code

LONGEST = 60


class Command(BaseCommand):
    """Exit code 0, also where there are none."""

    help = "List what a town and the national catalogue have changed differently."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
        parser.add_argument("--state", choices=STATES, default="open", help="default: those that wait for an answer")
        parser.add_argument("--most", type=int, default=1000, metavar="N", help="at most so many; default: 1000")
        parser.add_argument("--json", action="store_true", help="print a list for a program to read")

    def handle(self, *_: Any, **options: Any) -> None:
        town = municipality_by_code(code=options["code"])
        with within(town):
            found = conflicts.listed(state=options["state"], most=options["most"])
        if options["json"]:
            self.stdout.write(json.dumps([_told(each) for each in found], cls=DjangoJSONEncoder, ensure_ascii=False))
            return
        for each in found:
            self.stdout.write(_line(each))
        self.stdout.write(f"{town}: {len(found)} {options['state']}")


def _told(seen: Seen) -> dict[str, Any]:
    row = seen.row
    return {
        "id": row.uuid,
        "kind": row.kind,
        "thing": row.object_id,
        "about": [{"kind": kind, "id": key, "name": names} for kind, key, names in seen.things],
        "pointer": pointer(row.path),
        "base": row.base,
        "ours": seen.ours,
        "theirs": row.theirs,
        "owner": row.owner,
        "run": row.run,
        "opened": row.opened,
        "closed": row.closed,
        "how": row.how,
        "chosen": row.chosen,
    }


def _line(seen: Seen) -> str:
    names = [found[0] for _, _, names in seen.things if (found := in_language(names, "fi"))]
    sides = f"ours: {_short(seen.ours)}; theirs: {_short(seen.row.theirs)}"
    how = f" [{seen.row.how}]" if seen.row.how else ""
    return f"{seen.row.kind} {' - '.join(names)} {pointer(seen.row.path) or '(the whole)'}{how}: {sides}"


def _short(side: Any) -> str:
    if side is None:
        return "nothing"
    text = " ".join((side if isinstance(side, str) else json.dumps(side, ensure_ascii=False)).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
