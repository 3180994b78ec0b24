"""The console's pages that tell: all towns, their syncs, one town; and the question before something is done to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from redis import RedisError

from catalogue.registry.queries import progress, recent_runs
from kuntakanta.desk.serving import notice, shown
from kuntakanta.desk.words import language, say
from kuntakanta.onboarding import checklist
from kuntakanta.onboarding.words import said
from kuntakanta.operators.actions import DEEDS, Given, NotConfirmed
from kuntakanta.operators.finding import Wanted, matching
from kuntakanta.operators.notices import current
from kuntakanta.operators.recording import record, recorded
from kuntakanta.operators.troubles import TO_TOWN
from kuntakanta.operators.wording import subject
from tenants.accounts import audit
from tenants.accounts.queries import names_of
from tenants.context import within
from tenants.errors import TenantsError
from tenants.models import Municipality
from tenants.queries import history_of, hosts_of, schema_exists
from tenants.status import queries
from tenants.status.models import Notice
from tenants.status.queries import TownRow
from tenants.status.rules import Health
from tenants.workers import Worker, workers

SHOWN: Final = 10
PAGES: Final = ("names", "hosts", "limits", "permits", "administrator")
NOBODY: Final = UUID(int=0)


def towns(request: HttpRequest) -> HttpResponse:
    """Every town, or those that are looked for; one statement for the towns and one for the queue."""
    rows = queries.town_rows()
    wanted = Wanted.of(request.GET)
    found = matching(rows, wanted)
    context = {
        "rows": found,
        "total": len(rows),
        "wanted": wanted,
        "queue": queries.queue(),
        "workers": _workers(),
        "removed": request.GET.get("done") == "remove",
        "states": _choices(Municipality.State.values, "town_state", Counter(row.town.state for row in rows)),
        "healths": _choices(list(Health), "health", Counter(row.health for row in rows)),
    }
    return shown(request, "operators/towns.html", context)


def sync(request: HttpRequest) -> HttpResponse:
    """How the syncs of all towns fare, and what asks each national service; two statements."""
    rows = queries.town_rows()
    found = queries.sync_health(rows)
    queue, by_endpoint = queries.queues()
    context = {
        "found": found,
        "healths": [(str(health), number) for health, number in found.by_health.items()],
        "troubled": [row for row in rows if row.health in (Health.FAILING, Health.HELD, Health.STALE)],
        "endpoints": [(name, settings.JOBS_PER_ENDPOINT[name], one) for name, one in by_endpoint.items()],
        "queue": queue,
        "workers": _workers(),
        "register": settings.REGISTRY_URL,
        "environment": settings.REGISTRY_ENVIRONMENT,
    }
    return shown(request, "operators/sync.html", context)


def attention(request: HttpRequest) -> HttpResponse:
    """What somebody must look at, and whom it was told: the same that mails tell, also where none can be sent."""
    found: dict[tuple[str, Municipality | None], list[tuple[Notice | None, bool]]] = {}
    for row, told in current():
        # One thing may be both the town's and the operators' to know.
        found.setdefault((subject(row), row.municipality), []).append((told, row.kind in TO_TOWN))
    items = [(what, town, told) for (what, town), told in found.items()]
    return shown(request, "operators/attention.html", {"items": items, "mail": bool(settings.EMAIL_URL)})


def town(request: HttpRequest, code: str) -> HttpResponse:
    """One town, from the host's rows and its own last runs."""
    row = queries.town_row(code=code)
    if row is None:
        return notice(request, "not_found", 404)
    done = request.GET.get("done", "")
    undo = DEEDS[done].undo if done in DEEDS else ""
    context = {
        "row": row,
        "hosts": hosts_of(municipality=row.town),
        "claims": queries.claims_of(municipality=row.town),
        "permits": queries.permits_of(municipality=row.town),
        **_of_town_itself(row),
        "jobs": queries.jobs_of(municipality=row.town),
        "history": list(reversed(history_of(municipality=row.town, most=SHOWN))),
        "record": _record(row),
        "pages": [(name, reverse(f"operators-{name}", args=[code])) for name in PAGES],
        "deeds": [(name, deed) for name, deed in DEEDS.items() if deed.fits(row)],
        "done": done if done in DEEDS or done in ("names", "limits") else "",
        "undo": undo if undo and DEEDS[undo].fits(row) else "",
    }
    return shown(request, "operators/town.html", context)


def act(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """The question whether it is meant; and, when it is, doing it."""
    row = queries.town_row(code=code)
    if row is None or deed not in DEEDS:
        return notice(request, "not_found", 404)
    if DEEDS[deed].gone and not did_recently_reauthenticate(request):
        # What cannot be undone is for whoever is at the keyboard now, not for a session that was left open.
        query = urlencode({"next": request.path})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
    fault, unnamed = "", False
    if request.method == "POST":
        run = request.POST.get("run", "")
        given = Given(
            run=int(run) if run.isdecimal() and len(run) < 16 else None, name=request.POST.get("confirm", "")[:200]
        )
        try:
            _do(request, row, deed, given)
        except NotConfirmed:
            unnamed = True
        except TenantsError:
            fault = say(f"console.refused.{deed}")
        else:
            place = reverse("operators-towns") if DEEDS[deed].gone else reverse("operators-town", args=[code])
            return HttpResponseRedirect(f"{place}?done={deed}")
    context = {
        "row": row,
        "name": deed,
        "deed": DEEDS[deed],
        "fault": fault,
        "unnamed": unnamed,
        "held": _held(row, deed),
    }
    return shown(request, "operators/act.html", context, 409 if fault else 422 if unnamed else 200)


def _do(request: HttpRequest, row: TownRow, deed: str, given: Given) -> None:
    """A removal commits by itself, so that nothing of the town is written again before it has."""
    if DEEDS[deed].gone:
        DEEDS[deed].do(row, given)
        record(request, deed, row.town)
        return
    with recorded(request, deed, row.town):
        DEEDS[deed].do(row, given)


def _choices(values: list[Any], group: str, counts: Counter[str]) -> list[tuple[str, str, int]]:
    return [(str(value), say(f"{group}.{value}"), counts[value]) for value in values]


def _workers() -> dict[str, Any]:
    """Who is there to work; `known` is false while Valkey does not answer."""
    try:
        found: Sequence[Worker] = workers()
    except RedisError:
        return {"known": False}
    alive = [one for one in found if one.is_alive]
    return {
        "known": True,
        "alive": alive,
        "silent": [one for one in found if not one.is_alive],
        "processes": sum(one.processes for one in alive),
    }


def _of_town_itself(row: TownRow) -> Mapping[str, Any]:
    """What only the town's own schema tells; nothing where it is missing, or not of this release."""
    empty: dict[str, Any] = {"runs": [], "progress": None, "items": []}
    if not schema_exists(schema_name=row.town.schema_name):
        return empty
    try:
        with within(row.town):
            found = {"runs": recent_runs(most=SHOWN), "progress": progress()}
        items = [(item, said(item, language())) for item in checklist(municipality=row.town)]
    except DatabaseError:
        if row.current:
            raise
        return empty
    return {**found, "items": items}


def _record(row: TownRow) -> list[tuple[Any, str]]:
    """What operators did to the town, each with who it was."""
    found = audit.about(subject=row.town.uuid, size=SHOWN)
    names = names_of(uuids={entry.actor for entry in found if entry.actor})
    return [(entry, names.get(entry.actor or NOBODY, "")) for entry in found]


def _held(row: TownRow, deed: str) -> list[tuple[str, str, str]]:
    """Kind, id and name of each thing that the held run would archive."""
    status = row.status
    if not DEEDS[deed].needs_run or status is None or not schema_exists(schema_name=row.town.schema_name):
        return []
    with within(row.town):
        run = next((run for run in recent_runs(most=SHOWN) if run.pk == status.run), None)
    listed = run.held.items() if run is not None else ()
    return [(kind, each["id"], next(iter(each["names"].values()), "")) for kind, things in listed for each in things]
