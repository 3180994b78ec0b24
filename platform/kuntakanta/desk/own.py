"""Allauth's views of one's own account, each by the name of what it does here."""

from typing import Any, cast

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.usersessions import views as sessions_
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from kuntakanta.desk.serving import View
from tenants.accounts import sso


class _SignIn(account.LoginView):  # type: ignore[misc]  # the package has no types
    """With the town's own provider, where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "provider": sso.enabled_provider(request=self.request)}


sign_in: View = _SignIn.as_view()
sign_out: View = require_POST(account.logout)
second_factor: View = factor.authenticate
confirm: View = account.reauthenticate
confirm_by_code: View = factor.reauthenticate
confirm_by_key: View = webauthn.reauthenticate_webauthn
change_password: View = account.password_change
set_password: View = account.password_set
sessions: View = sessions_.list_usersessions
factors: View = factor.index
add_app: View = totp.activate_totp
remove_app: View = totp.deactivate_totp
codes: View = recovery.view_recovery_codes
new_codes: View = recovery.generate_recovery_codes
keys: View = webauthn.list_webauthn
add_key: View = webauthn.add_webauthn
remove_key: View = webauthn.remove_webauthn


def to_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the town's own sign-in."""
    return _with_provider(request, provider_id, OAuth2LoginView)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from it."""
    return _with_provider(request, provider_id, OAuth2CallbackView)


def _with_provider(
    request: HttpRequest, provider_id: str, view: type[OAuth2LoginView | OAuth2CallbackView]
) -> HttpResponseBase:
    if provider_id != sso.KIND or sso.enabled_provider(request=request) is None:
        raise Http404
    return cast(HttpResponseBase, view.adapter_view(sso.TownProvider(request, provider_id))(request))
