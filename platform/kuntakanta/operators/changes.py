"""The console's pages with forms: a town joins; its names, hosts, share of the host and permits; its list to do."""

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kuntakanta import onboarding
from kuntakanta.desk.serving import account_of, notice, shown
from kuntakanta.desk.words import language
from kuntakanta.onboarding.words import said
from kuntakanta.operators import forms
from kuntakanta.operators.recording import record, recorded
from tenants import lifecycle
from tenants.accounts.errors import AccountsRefusal
from tenants.errors import TenantsError
from tenants.municipalities import all_facts
from tenants.proof import address_of
from tenants.queries import all_municipalities, hosts_of
from tenants.status import operations, queries
from tenants.status.queries import TownRow
from tenants.status.rules import Quota

# Beside which field an operation's refusal is told.
FIELDS: Final = {
    "unknown_municipality": "municipality",
    "already_provisioned": "municipality",
    "malformed_host": "host",
    "host_taken": "host",
    "no_organization": "organizations",
    "accounts_refusal": "admin",
}
# What is done to a host that is there, by the name of its button.
HOST_DEEDS: Final = {
    "first": lifecycle.make_primary,
    "drop": lifecycle.drop_host,
}


def join(request: HttpRequest) -> HttpResponse:
    """A municipality joins: about a second, all of it or nothing. What it says afterwards is shown this once."""
    form = forms.Joining(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            joined = onboarding.join(
                code=given["municipality"].code,
                host=given["host"],
                administrator=given["admin"],
                registry_organizations=given["organizations"] or None,
                actor=account_of(request).uuid,
            )
        except TenantsError as refusal:
            _refuse(form, refusal)
        else:
            items = [(item, said(item, language())) for item in joined.checklist]
            return shown(request, "operators/joined.html", {"joined": joined, "items": items})
    here = {town.code for town in all_municipalities()}
    left = [forms.written(facts) for facts in all_facts().values() if facts.code not in here]
    return shown(request, "operators/join.html", {"form": form, "municipalities": left}, 422 if form.errors else 200)


def names(request: HttpRequest, code: str) -> HttpResponse:
    """By which names a town is shown."""

    def change(row: TownRow, form: Form) -> None:
        assert isinstance(form, forms.Names)
        lifecycle.rename(municipality=row.town, names=form.wanted())

    def present(row: TownRow) -> dict[str, Any]:
        return {name: getattr(row.town, name) for name in forms.Names.base_fields}

    return _changed(request, code, name="names", shape=forms.Names, present=present, change=change)


def limits(request: HttpRequest, code: str) -> HttpResponse:
    """How much of the host a town may take."""

    def change(row: TownRow, form: Form) -> None:
        assert isinstance(form, forms.Limits)
        operations.agree(municipality=row.town, most=form.wanted())

    def present(row: TownRow) -> dict[str, Any]:
        use = row.use
        if use is None:
            return {}
        taken = None if use.most_bytes is None else use.most_bytes // forms.MEGABYTE
        return {"things": use.most_things, "megabytes": taken, "people": use.most_people}

    return _changed(request, code, name="limits", shape=forms.Limits, present=present, change=change)


def hosts(request: HttpRequest, code: str) -> HttpResponse:
    """At which hosts a town answers: one more, the proof that it is the town's, the first one, one less."""
    row = queries.town_row(code=code)
    if row is None:
        return notice(request, "not_found", 404)
    deed, host = request.POST.get("deed", ""), request.POST.get("host", "")
    form = forms.NewHost(request.POST if deed == "add" else None)
    refused: TenantsError | None = None
    try:
        if deed == "add" and form.is_valid():
            host = form.cleaned_data["host"]
            with recorded(request, "host_add", row.town, host=host):
                lifecycle.add_host(municipality=row.town, host=host)
            return _hosts_changed(row, deed)
        if deed == "prove":  # it waits for the town's host
            lifecycle.prove_host(municipality=row.town, host=host)
            record(request, "host_prove", row.town, host=host)
            return _hosts_changed(row, deed)
        if deed in HOST_DEEDS:
            with recorded(request, f"host_{deed}", row.town, host=host):
                HOST_DEEDS[deed](municipality=row.town, host=host)
            return _hosts_changed(row, deed)
    except TenantsError as refusal:
        if deed == "add":
            _refuse(form, refusal)
        refused = refusal
    shows = {one.host: one for one in queries.certificates_of(municipality=row.town)}
    context = {
        "row": row,
        "form": form,
        "hosts": [(one, shows.get(one)) for one in hosts_of(municipality=row.town)],
        "claims": [(claim, address_of(claim.host)) for claim in queries.claims_of(municipality=row.town)],
        "refused": None if deed == "add" else refused,
        "about": host if refused else "",
        "done": request.GET.get("done", "") if request.GET.get("done") in ("add", "prove", *HOST_DEEDS) else "",
    }
    return shown(request, "operators/hosts.html", context, 409 if refused else 422 if form.errors else 200)


def permits(request: HttpRequest, code: str) -> HttpResponse:
    """What a town was given until a day: kept by hand, so that somebody is reminded before it ends."""
    row = queries.town_row(code=code)
    if row is None:
        return notice(request, "not_found", 404)
    dropped = request.POST.get("drop", "")
    form = forms.NewPermit(request.POST if request.method == "POST" and not dropped else None)
    kept = queries.permits_of(municipality=row.town)
    if dropped:
        permit = next((one for one in kept if str(one.pk) == dropped), None)
        if permit is None:
            return notice(request, "not_found", 404)
        with recorded(request, "permit_dropped", row.town, permit=permit.name):
            operations.drop_permit(municipality=row.town, permit=permit.pk)
        return HttpResponseRedirect(reverse("operators-permits", args=[code]))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with recorded(request, "permit_kept", row.town, permit=given["permit"], ends=given["ends"].isoformat()):
            operations.keep_permit(municipality=row.town, name=given["permit"], ends=given["ends"])
        return HttpResponseRedirect(reverse("operators-permits", args=[code]))
    context = {"row": row, "form": form, "permits": kept}
    return shown(request, "operators/permits.html", context, 422 if form.errors else 200)


def administrator(request: HttpRequest, code: str) -> HttpResponse:
    """A new way in for a town's administrator; the link is shown this once."""
    row = queries.town_row(code=code)
    if row is None:
        return notice(request, "not_found", 404)
    form = forms.Administrator(request.POST or None)
    context: dict[str, Any] = {"row": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            with recorded(request, "administrator", row.town):
                context["invitation"] = onboarding.invite_administrator(
                    municipality=row.town,
                    host=row.host,
                    email=form.cleaned_data["admin"],
                    actor=account_of(request).uuid,
                )
        except TenantsError as refusal:
            _refuse(form, refusal)
        else:
            context["form"] = forms.Administrator()
    return shown(request, "operators/administrator.html", context, 422 if form.errors else 200)


def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """Say of what nobody can tell us that it is done, or that it is not."""
    row = queries.town_row(code=code)
    if row is None or request.method != "POST":
        return notice(request, "not_found", 404)
    item, done = request.POST.get("item", ""), request.POST.get("done") == "yes"
    note = onboarding.tick if done else onboarding.untick
    try:
        note(municipality=row.town, item=item, by=account_of(request).uuid, operator=True)
    except TenantsError:
        return notice(request, "not_found", 404)
    return HttpResponseRedirect(f"{reverse('operators-town', args=[code])}#checklist")


def _changed(
    request: HttpRequest,
    code: str,
    *,
    name: str,
    shape: type[Form],
    present: Callable[[TownRow], dict[str, Any]],
    change: Callable[[TownRow, Form], None],
) -> HttpResponse:
    """A page with one form, filled in with what is there now."""
    row = queries.town_row(code=code)
    if row is None:
        return notice(request, "not_found", 404)
    form = shape(request.POST) if request.method == "POST" else shape(initial=present(row))
    if form.is_bound and form.is_valid():
        try:
            with recorded(request, name, row.town):
                change(row, form)
        except TenantsError as refusal:
            _refuse(form, refusal)
        else:
            return HttpResponseRedirect(f"{reverse('operators-town', args=[code])}?done={name}")
    usual = [(quota, share.most) for quota, share in zip(Quota, queries.shares_of(None), strict=True)]
    context = {"row": row, "form": form, "name": name, "usual": usual if name == "limits" else []}
    return shown(request, "operators/change.html", context, 422 if form.errors else 200)


def _hosts_changed(row: TownRow, deed: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('operators-hosts', args=[row.town.code])}?done={deed}")


def _refuse(form: Form, refusal: TenantsError) -> None:
    """Tell it beside the field that it is about."""
    field = FIELDS.get(refusal.code)
    code = refusal.reason if isinstance(refusal, AccountsRefusal) else refusal.code
    form.add_error(field if field in form.fields else None, ValidationError(refusal.message, code=code))
