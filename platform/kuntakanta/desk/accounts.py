"""Pages on accounts: joining, people and their roles, programs' tokens, the town's own sign-in, helpers."""

from typing import Final
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from kuntakanta.desk import forms
from kuntakanta.desk.mail import link_to
from kuntakanta.desk.posting import post_link, post_recovery, site_of
from kuntakanta.desk.serving import account_of, notice, shown
from kuntakanta.desk.units import names
from kuntakanta.desk.words import language
from tenants.accounts import letters, operations, queries, sso
from tenants.accounts import tokens as machine
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import Account, OneTimeLink
from tenants.accounts.signing_in import forget_failures, held_by
from tenants.accounts.support import operations as support
from tenants.middleware import town_of
from tenants.models import Municipality

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
            email, site = form.cleaned_data["email"], site_of(request)
            posted = post_recovery(municipality=_town(request), email=email, site=site)
            return notice(request, "forgot_sent" if posted else "no_mail", 200)
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
            name, password = given.get("name", ""), given["password"]
            somebody = operations.take_up(secret=secret, name=name, password=password, language=language())
            forget_failures(request, email=somebody.email)
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
                email=form.cleaned_data["email"],
                held=form.held(),
                actor=account_of(request).uuid,
                language=form.cleaned_data["language"],
            )
            context |= _posted(request, invited)
            context["form"] = forms.Invitation(operators=_operators(request))
        except AccountsRefusal as refusal:
            _refuse(form, refusal)
    everybody = queries.people()
    unread = letters.refused(emails=[one.email for one in everybody if not one.is_active])
    over = names(of=[one.unit for account in everybody for one in account.held() if one.unit])
    return shown(request, "desk/people.html", context | {"people": everybody, "unread": unread, "units": over})


def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Somebody's roles."""
    try:
        somebody = queries.person(account_uuid=person)
        form = forms.Roles(request.POST or None, operators=_operators(request), had=somebody.held())
        if request.method == "POST" and form.is_valid():
            operations.change_roles(account_uuid=person, held=form.held(), actor=account_of(request).uuid)
            return redirect("desk-people")
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    except AccountsRefusal as refusal:
        _refuse(form, refusal)
    return _person_shown(request, somebody, form)


@require_POST
def new_link(request: HttpRequest, person: UUID) -> HttpResponse:
    """Another link for somebody: to join, or for a new password. Mailed; shown only where there is no mail server."""
    try:
        invited = operations.renew_link(account_uuid=person, actor=account_of(request).uuid)
        somebody = queries.person(account_uuid=person)
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    form = forms.Roles(operators=_operators(request), had=somebody.held())
    return _person_shown(request, somebody, form, **_posted(request, invited))


@require_POST
def forget_factors(request: HttpRequest, person: UUID) -> HttpResponse:
    """Somebody else has lost their second factor; one's own is removed where it was set up, after being asked."""
    if account_of(request).uuid == person:
        return notice(request, "forbidden", 403)
    try:
        operations.forget_second_factors(account_uuid=person, actor=account_of(request).uuid)
    except NoSuchAccount:
        return notice(request, "not_found", 404)
    return redirect("desk-person", person=person)


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
    held = held_by(request)
    form = forms.NewToken(request.POST or None, held=held)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context["issued"] = machine.issue_token(**form.wanted(), actor=account_of(request).uuid, held=held)
        context["form"] = forms.NewToken(held=held)
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
    back = request.build_absolute_uri(reverse("desk-sso-back"))
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
    return _town(request) is None


def _refuse(form: Form, refusal: AccountsRefusal) -> None:
    form.add_error(None, ValidationError(refusal.message, code=refusal.reason))


def _posted(request: HttpRequest, invited: operations.Invited) -> dict[str, object]:
    """What to say of a link: that it is on its way, or the link itself."""
    sent = post_link(municipality=_town(request), invited=invited, site=site_of(request))
    link = "" if sent else link_to(site_of(request), invited.secret)
    return {"invited": invited.account, "sent": sent, "link": link}


def _person_shown(request: HttpRequest, somebody: Account, form: Form, **more: object) -> HttpResponse:
    own = account_of(request).pk == somebody.pk
    context = {"form": form, "somebody": somebody, "own": own, "guarded": is_mfa_enabled(somebody), **more}
    return shown(request, "desk/person.html", context)


def _town(request: HttpRequest) -> Municipality | None:
    return getattr(request, "municipality", None)
