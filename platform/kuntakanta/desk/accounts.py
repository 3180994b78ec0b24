"""Pages on accounts: joining, people and their roles, programs' tokens, the town's own sign-in, helpers."""

from typing import Final
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from kuntakanta.desk import forms
from kuntakanta.desk.mail import address_of, send_link
from kuntakanta.desk.serving import account_of, frame, notice, shown
from tenants.accounts import operations, queries, sso
from tenants.accounts import tokens as machine
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import Account, OneTimeLink
from tenants.accounts.support import operations as support
from tenants.middleware import town_of

LINK: Final = "link"


def forgot(request: HttpRequest) -> HttpResponse:
    """A link for a new password. The answer is the same whoever asks for whomever."""
    form = forms.Forgotten(request.POST or None)
    if request.method == "POST":
        busy: HttpResponse | None = consume_or_429(
            request, action="reset_password", key=request.POST.get("email", "").lower()
        )
        if busy is not None:
            return busy
        if form.is_valid():
            if invited := operations.recover(email=form.cleaned_data["email"]):
                send_link(request, invited, kind="recover", place=frame(request)["place"])
            return notice(request, "forgot_sent", 200)
    return shown(request, "desk/forgot.html", {"form": form})


@require_GET
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a link's secret out of the address, where logs and other sites could see it."""
    request.session[LINK] = secret
    return redirect("desk-join")


@sensitive_post_parameters("password")
def join(request: HttpRequest) -> HttpResponse:
    """Join, or choose a new password."""
    secret = request.session.get(LINK, "")
    try:
        link = operations.link_of(secret=secret)
        joins = link.purpose == OneTimeLink.Purpose.JOIN
        form = (forms.Joining if joins else forms.NewPassword)(request.POST or None, user=link.account)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            operations.take_up(secret=secret, name=given.get("name", ""), password=given["password"])
            del request.session[LINK]
            return redirect("account_login")
    except NoSuchAccount:
        return notice(request, "link_over", 403)
    return shown(request, "desk/join.html", {"form": form, "joins": joins, "email": link.account.email})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own sessions."""
    for session in UserSession.objects.filter(user=request.user, pk=pk):
        session.end()
    return redirect("usersessions_list")


def people(request: HttpRequest) -> HttpResponse:
    """Who works here, and asking somebody to join."""
    form = forms.Invitation(request.POST or None, operators=_operators(request))
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            invited = operations.invite(
                email=form.cleaned_data["email"], held=form.held(), actor=account_of(request).uuid
            )
            sent = send_link(request, invited, kind="join", place=frame(request)["place"])
            context |= {"invited": invited.account, "sent": sent, "link": address_of(request, invited)}
            context["form"] = forms.Invitation(operators=_operators(request))
        except AccountsRefusal as refusal:
            _refuse(form, refusal)
    return shown(request, "desk/people.html", context | {"people": queries.people()})


def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Somebody's roles."""
    try:
        somebody = queries.person(account_uuid=person)
        form = forms.Roles(request.POST or None, operators=_operators(request), initial=_roles_of(somebody))
        if request.method == "POST" and form.is_valid():
            operations.change_roles(account_uuid=person, held=form.held(), actor=account_of(request).uuid)
            return redirect("desk-people")
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    except AccountsRefusal as refusal:
        _refuse(form, refusal)
    return shown(request, "desk/person.html", {"form": form, "somebody": somebody})


@require_POST
def remove(request: HttpRequest, person: UUID) -> HttpResponse:
    """Somebody leaves."""
    try:
        operations.remove(account_uuid=person, actor=account_of(request).uuid)
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    except AccountsRefusal:
        return notice(request, "last_administrator", 409)
    return redirect("desk-people")


def tokens(request: HttpRequest) -> HttpResponse:
    """Programs' tokens, and making one; its text is shown this once."""
    form = forms.NewToken(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context["issued"] = machine.issue_token(**form.wanted(), actor=account_of(request).uuid)
        context["form"] = forms.NewToken()
    return shown(request, "desk/tokens.html", context | {"tokens": machine.tokens()})


@require_POST
def revoke(request: HttpRequest, token: UUID) -> HttpResponse:
    """End a token."""
    try:
        machine.revoke_token(token_uuid=token, actor=account_of(request).uuid)
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    return redirect("desk-tokens")


@sensitive_post_parameters("secret")
def sign_in_service(request: HttpRequest) -> HttpResponse:
    """The town's own sign-in."""
    form = forms.SignInService(request.POST) if request.method == "POST" else forms.SignInService.of(sso.provider())
    if request.method == "POST" and form.is_valid():
        try:
            sso.configure(municipality=town_of(request), **form.wanted(), actor=account_of(request).uuid)
            return redirect("desk-sign-in")
        except AccountsRefusal as refusal:
            _refuse(form, refusal)
    back = request.build_absolute_uri("/desk/sso/openid_connect/back")
    return shown(request, "desk/sign_in_service.html", {"form": form, "back": back, "row": sso.provider()})


@require_POST
def end_support(request: HttpRequest, grant: UUID) -> HttpResponse:
    """Show a helper out."""
    try:
        support.end_support(municipality=town_of(request), grant_uuid=grant, actor=account_of(request).uuid)
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    return redirect("desk")


def enter_as_support(request: HttpRequest, secret: str) -> HttpResponse:
    """An operator comes in by a grant, once; a button does it, so that looking at the address does not."""
    if request.method != "POST":
        return shown(request, "desk/enter.html", {})
    try:
        account = support.enter(municipality=town_of(request), secret=secret)
    except NoSuchAccount:
        return notice(request, "link_over", 403)
    login(request, account)
    return redirect("desk")


def _operators(request: HttpRequest) -> bool:
    return getattr(request, "municipality", None) is None


def _refuse(form: Form, refusal: AccountsRefusal) -> None:
    form.add_error(None, ValidationError(refusal.message, code=refusal.reason))


def _roles_of(somebody: Account) -> dict[str, object]:
    held = somebody.held()
    units = sorted({str(one.unit) for one in held if one.unit})
    return {"roles": sorted({one.role.value for one in held}), "units": "\n".join(units)}
