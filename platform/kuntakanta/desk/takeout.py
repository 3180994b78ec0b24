"""Taking the town's data out: asking for the file, seeing how far it is, fetching it once."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kuntakanta.desk import forms
from kuntakanta.desk.serving import account_of, shown
from kuntakanta.desk.words import say, say_or
from tenants.accounts import audit
from tenants.errors import TenantsError, WrongState
from tenants.middleware import town_of
from tenants.models import Municipality
from tenants.takeout import operations


def page(request: HttpRequest) -> HttpResponseBase:
    """What was asked for last, and asking."""
    if not did_recently_reauthenticate(request):
        return _confirm()
    form = forms.Takeout(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = account_of(request).uuid
        try:
            with transaction.atomic():
                operations.ask(municipality=town_of(request), by=actor, receiver=form.cleaned_data["receiver"])
                audit.record("takeout_asked", actor=actor)
        except WrongState:
            form.add_error(None, ValidationError(say("takeout.busy"), code="busy"))
        except TenantsError as refusal:
            form.add_error("receiver", ValidationError(refusal.message, code=refusal.code))
        else:
            return redirect("desk-takeout")
    return _shown(request, form)


@require_POST
def take(request: HttpRequest) -> HttpResponseBase:
    """The file itself, once."""
    if not did_recently_reauthenticate(request):
        return _confirm()
    try:
        with transaction.atomic():
            takeout, parts = operations.take(takeout_uuid=UUID(request.POST.get("takeout", "")))
            audit.record("takeout_taken", actor=account_of(request).uuid, subject=takeout.uuid)
    except (WrongState, ValueError):
        return _shown(request, forms.Takeout(), fault=say("takeout.gone"), status=410)
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Length"] = str(takeout.bytes)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(town_of(request))}"'
    return response


def _confirm() -> HttpResponseRedirect:
    """Everything that a town has is for whoever is at the keyboard now, not for a session that was left open."""
    query = urlencode({"next": reverse("desk-takeout")})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")


def _file_name(town: Municipality) -> str:
    return f"{town.code}-{timezone.localdate():%Y-%m-%d}.zip"


def _shown(request: HttpRequest, form: forms.Takeout, *, fault: str = "", status: int = 200) -> HttpResponse:
    found = operations.current()
    context: dict[str, Any] = {"form": form, "takeout": found, "fault": fault}
    if found is not None:
        context |= {"progress": operations.progress(), "size": filesizeformat(found.bytes)}
        context["withheld"] = ", ".join(say_or(f"withheld.{name}", name) for name in found.withheld)
    return shown(request, "desk/takeout.html", context, status)
