"""How the commands name towns, and tell of plans."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.core.management.base import CommandParser

from catalogue.registry.pushing import queries, showing
from catalogue.registry.pushing.models import Plan, Write
from tenants.models import Municipality
from tenants.queries import active_municipalities, municipality_by_code


def add_towns(parser: CommandParser) -> None:
    """One town by its code, or all."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="the municipality's code, such as 853")
    which.add_argument("--all", action="store_true", help="every active town, one after another")


def towns(options: Mapping[str, Any]) -> Iterator[Municipality]:
    """The towns that are meant. Raises TenantsError for one that has not joined."""
    if options["all"]:
        yield from active_municipalities()
    else:
        yield municipality_by_code(code=options["code"])


def as_json(town: Municipality, plan: Plan) -> str:
    """One line."""
    writes = [showing.write(row) for row in plan.writes.order_by("number")]
    told = {"town": town.code, **showing.plan(plan, counts=queries.counts([plan])[plan.pk]), "writes": writes}
    return orjson.dumps(told, option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS).decode()


def as_text(town: Municipality, plan: Plan) -> str:
    """A line for each write, and what it changes."""
    counted = queries.counts([plan])[plan.pk]
    head = ", ".join(f"{number} {state}" for state, number in sorted(counted.items())) or "nothing to write"
    lines = [f"{town}: plan {plan.uuid} {plan.state}: {head}"]
    for row in plan.writes.order_by("number"):
        lines += _lines(row)
    return "\n".join(lines)


def _lines(row: Write) -> Iterator[str]:
    name = next(iter(row.names.values()), str(row.object_id))
    why = f" ({row.code})" if row.code else ""
    yield f"  {row.state}{why}: {row.deed} {row.subject} {name} [{row.verb} {row.route}]"
    for each in row.differences:
        yield f"    {each.pointer}: {_short(each.before)} -> {_short(each.after)}"
    for finding in row.findings:
        yield f"    {finding.path} {finding.code}: {finding.message('en')}"
    for refusal in row.refusals:
        yield f"    {refusal.pointer or '/'} {refusal.code} {refusal.said}".rstrip()


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else "-" if value is None else orjson.dumps(value).decode()
    return text if len(text) <= 60 else f"{text[:59]}…"
