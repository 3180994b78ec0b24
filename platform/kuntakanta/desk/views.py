"""The desk's first page, the record of what was done, and pages that say one thing."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kuntakanta.desk.checklist import to_do
from kuntakanta.desk.serving import RETRY_AFTER, account_of, notice, shown
from kuntakanta.desk.units import names
from tenants.accounts import audit
from tenants.accounts.permissions import Action, allowed
from tenants.accounts.queries import helpers, names_of
from tenants.accounts.signing_in import held_by

PAGE_SIZE: Final = 50
NOBODY: Final = UUID(int=0)


def home(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what belongs to my account."""
    account, held = account_of(request), held_by(request)
    leads = allowed(held, Action.MANAGE_PEOPLE)
    over = names(of=[one.unit for one in held if one.unit])
    context = {"account": account, "held": held, "units": over, "leads": leads, "helpers": helpers()}
    return shown(request, "desk/home.html", context | {"to_do": to_do(request)})


def record(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first; an id that is no number asks for the newest."""
    before = request.GET.get("before", "")
    found = audit.entries(before=int(before) if before.isdecimal() and len(before) < 16 else None, size=PAGE_SIZE)
    about = {entry: _uuid(entry.subject) for entry in found}
    names = names_of(uuids={one for entry in found for one in (entry.actor, about[entry]) if one})
    rows = [
        {"entry": entry, "actor": names.get(entry.actor or NOBODY), "subject": names.get(about[entry] or NOBODY)}
        for entry in found
    ]
    older = f"{reverse('desk-record')}?before={found[-1].pk}" if len(found) == PAGE_SIZE else ""
    return shown(request, "desk/record.html", {"rows": rows, "older": older})


def _uuid(subject: str) -> UUID | None:
    """The id in a subject, where it has one."""
    try:
        return UUID(subject)
    except ValueError:
        return None


def refused(request: HttpRequest) -> HttpResponse:
    """Nobody is let in, for whatever reason."""
    return notice(request, "refused", 403)


def cross_site(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not filled in here, or too long ago."""
    return notice(request, "cross_site", 403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tries too often."""
    response = notice(request, "too_many", 429)
    response["Retry-After"] = RETRY_AFTER
    return response
