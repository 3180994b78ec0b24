"""An operator's way into a town: asked for with a reason, given for a while."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from kuntakanta.desk import forms
from kuntakanta.desk.serving import account_of, shown
from kuntakanta.desk.words import language
from tenants.accounts.permissions import Role
from tenants.accounts.support import operations
from tenants.errors import TenantsError
from tenants.queries import hosts_of, municipality_by_code


def support(request: HttpRequest) -> HttpResponse:
    """Grants so far, and a new one with its way in."""
    form = forms.Support(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            town = municipality_by_code(code=given["town"])
            granted = operations.grant_support(
                operator=account_of(request),
                municipality=town,
                reason=given["reason"],
                role=Role(given["role"]),
                lasts=timedelta(hours=given["hours"]),
            )
            context["way_in"] = _way_in(request, hosts_of(municipality=town)[0], granted.secret)
            context["form"] = forms.Support()
        except TenantsError as refusal:
            form.add_error(None, ValidationError(refusal.message, code=refusal.code))
    return shown(request, "desk/support.html", context | {"grants": operations.grants()})


def _way_in(request: HttpRequest, host: str, secret: str) -> str:
    """At the town's own host, at the port of this request, in the language of this page."""
    port = request.get_host().partition(":")[2]
    return f"{request.scheme}://{host}{f':{port}' if port else ''}/desk/support/enter/{secret}?language={language()}"
