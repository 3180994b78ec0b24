"""The console's pages: the list of towns, one town, and the question before something is done to it."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from kombu.exceptions import OperationalError as BrokerError

from catalogue.registry.models import SyncRun
from catalogue.registry.queries import recent_runs
from kuntakanta.desk.serving import account_of, notice, shown
from kuntakanta.desk.words import say
from kuntakanta.operators.actions import DEEDS
from kuntakanta.operators.finding import Wanted, matching
from tenants.accounts import audit
from tenants.context import within
from tenants.errors import TenantsError
from tenants.models import Municipality
from tenants.queries import history_of, hosts_of, schema_exists
from tenants.status.queries import TownRow, jobs_of, queue, town_row, town_rows
from tenants.status.rules import Health

RUNS_SHOWN = 10


def towns(request: HttpRequest) -> HttpResponse:
    """Every town, or those that are looked for; one statement for the towns and two for the queue."""
    rows = town_rows()
    wanted = Wanted.of(request.GET)
    found = matching(rows, wanted)
    context = {
        "rows": found,
        "total": len(rows),
        "wanted": wanted,
        "queue": queue(),
        "states": _choices(Municipality.State.values, "town_state", Counter(row.town.state for row in rows)),
        "healths": _choices(list(Health), "health", Counter(row.health for row in rows)),
    }
    return shown(request, "operators/towns.html", context)


def town(request: HttpRequest, code: str) -> HttpResponse:
    """One town, from the host's rows and its own last runs."""
    row = town_row(code=code)
    if row is None:
        return notice(request, "not_found", 404)
    done = request.GET.get("done", "")
    context = {
        "row": row,
        "hosts": hosts_of(municipality=row.town),
        "runs": _runs(row),
        "jobs": jobs_of(municipality=row.town),
        "history": list(reversed(history_of(municipality=row.town)))[:RUNS_SHOWN],
        "deeds": [(name, deed) for name, deed in DEEDS.items() if deed.fits(row)],
        "done": done if done in DEEDS else "",
    }
    return shown(request, "operators/town.html", context)


def act(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """The question whether it is meant; and, when it is, doing it."""
    row = town_row(code=code)
    if row is None or deed not in DEEDS:
        return notice(request, "not_found", 404)
    fault = ""
    if request.method == "POST":
        given = request.POST.get("run", "")
        try:
            DEEDS[deed].do(row, int(given) if given.isdecimal() and len(given) < 16 else None)
        except TenantsError:
            fault = say(f"console.refused.{deed}")
        except BrokerError:
            fault = say("console.refused.broker")
        else:
            audit.record(f"town_{deed}", actor=account_of(request).uuid, subject=row.town.uuid)
            return HttpResponseRedirect(f"{reverse('operators-town', args=[code])}?done={deed}")
    context = {"row": row, "name": deed, "deed": DEEDS[deed], "fault": fault, "held": _held(row, deed)}
    return shown(request, "operators/act.html", context, 409 if fault else 200)


def _choices(values: list[Any], group: str, counts: Counter[str]) -> list[tuple[str, str, int]]:
    return [(str(value), say(f"{group}.{value}"), counts[value]) for value in values]


def _runs(row: TownRow) -> list[SyncRun]:
    if not schema_exists(schema_name=row.town.schema_name):
        return []
    with within(row.town):
        return recent_runs(most=RUNS_SHOWN)


def _held(row: TownRow, deed: str) -> list[tuple[str, str, str]]:
    """Kind, id and name of each thing that the held run would archive."""
    status = row.status
    if not DEEDS[deed].needs_run or status is None:
        return []
    run = next((run for run in _runs(row) if run.pk == status.run), None)
    listed = run.held.items() if run is not None else ()
    return [(kind, each["id"], next(iter(each["names"].values()), "")) for kind, things in listed for each in things]
