"""Allauth's views of one's own account, each by the name of what it does here, and the town's own sign-in."""

from typing import Any, cast

from allauth.account import views as account
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions_
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kuntakanta.desk.serving import View
from kuntakanta.desk.words import language
from tenants.accounts import sso
from tenants.accounts.errors import AccountsRefusal, NotAnswered, NotBelieved
from tenants.accounts.keys import hosts_for, keys_of
from tenants.accounts.models import Account, IdentityProvider
from tenants.accounts.operations import speak


class _SignIn(account.LoginView):  # type: ignore[misc]  # the package has no types
    """With the town's own provider, where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "provider": sso.enabled_provider(request=self.request)}


class _WithKeys:
    """Tells a page which security keys belong to the host that it is at; whose they are, `_somebody` says."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # allauth's view stands there
        here = self.request.get_host().partition(":")[0].lower()
        keys = keys_of(self._somebody(), hosts=hosts_for(getattr(self.request, "municipality", None)))
        elsewhere = sorted({key.host for key in keys if key.host and key.host != here})
        usable = any(key.host == here for key in keys)
        return {**context, "keys": keys, "here": here, "elsewhere": ", ".join(elsewhere), "usable": usable}

    def _somebody(self) -> Account:
        return cast(Account, self.request.user)


class _SecondFactor(_WithKeys, factor.AuthenticateView):  # type: ignore[misc]  # the package has no types
    """Of somebody who has shown a password so far."""

    def _somebody(self) -> Account:
        return cast(Account, self.stage.login.user)


class _Factors(_WithKeys, factor.IndexView):  # type: ignore[misc]  # the package has no types
    """One's own."""


class _Keys(_WithKeys, webauthn.ListWebAuthnView):  # type: ignore[misc]  # the package has no types
    """One's own."""


class _AddKey(_WithKeys, webauthn.AddWebAuthnView):  # type: ignore[misc]  # the package has no types
    """Of this host's."""


class _ConfirmByKey(_WithKeys, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]  # the package has no types
    """With a key of this host's."""


sign_in: View = _SignIn.as_view()
sign_out: View = require_POST(account.logout)
second_factor: View = _SecondFactor.as_view()
confirm: View = account.reauthenticate
confirm_by_code: View = factor.reauthenticate
confirm_by_key: View = _ConfirmByKey.as_view()
change_password: View = account.password_change
set_password: View = account.password_set
sessions: View = sessions_.list_usersessions
factors: View = _Factors.as_view()
add_app: View = totp.activate_totp
remove_app: View = totp.deactivate_totp
codes: View = recovery.view_recovery_codes
new_codes: View = recovery.generate_recovery_codes
keys: View = _Keys.as_view()
add_key: View = _AddKey.as_view()
remove_key: View = webauthn.remove_webauthn


def to_provider(request: HttpRequest) -> HttpResponseBase:
    """To the town's own sign-in."""
    row, busy = _provider(request), _too_often(request)
    if busy is not None:
        return busy
    then = request.GET.get("next", "")
    try:
        return redirect(sso.begin(request, row=row, back=_back(request), then=then if _is_here(request, then) else ""))
    except NotAnswered:
        return redirect("desk-refused")


def from_provider(request: HttpRequest) -> HttpResponseBase:
    """Back from it. A second factor is asked for where one was set up here."""
    row, busy = _provider(request), _too_often(request)
    if busy is not None:
        return busy
    if request.user.is_authenticated:
        return redirect("desk")
    try:
        somebody, then = sso.finish(request, row=row, back=_back(request))
    except (NotAnswered, NotBelieved, AccountsRefusal):
        return redirect("desk-refused")
    if somebody.last_login is None:  # who comes for the first time has not chosen a language otherwise
        speak(account=somebody, language=language())
    return cast(HttpResponseBase, perform_login(request, somebody, redirect_url=then or None))


def _provider(request: HttpRequest) -> IdentityProvider:
    row = sso.enabled_provider(request=request)
    if row is None:
        raise Http404
    return row


def _too_often(request: HttpRequest) -> HttpResponse | None:
    """Anybody may come here: each time the provider is asked, and the session or the record gets a row."""
    busy: HttpResponse | None = consume_or_429(request, action="sign_in_service", limit_get=True)
    return busy


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("desk-sso-back"))


def _is_here(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
