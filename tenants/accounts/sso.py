"""A town's own sign-in service over OpenID Connect: its settings, and who it lets in.

Whoever was invited comes in with the address that the provider vouches for. Somebody else of the provider's domains
comes in as a viewer where the administrator switched that on, and nobody else does.
"""

import ipaddress
import logging
import socket
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.models import Account, Assignment, IdentityProvider
from tenants.accounts.operations import activate, has_room
from tenants.accounts.permissions import Role
from tenants.accounts.sealing import opened, seal
from tenants.models import Municipality

log = logging.getLogger(__name__)

KIND: Final = "openid_connect"
PURPOSE: Final = "identity provider"
_ENDPOINTS: Final = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"}
PATIENCE: Final = 10.0
"""Seconds for which an answer of the provider is waited for."""


def provider() -> IdentityProvider | None:
    """This town's, whether it is enabled or not."""
    return IdentityProvider.objects.filter(kind=KIND).first()


def enabled_provider(*, request: HttpRequest | None) -> IdentityProvider | None:
    """That of the town of a request, where it is switched on; the host has none."""
    found = provider() if _town(request) else None
    return found if found and found.enabled else None


def configure(
    *,
    municipality: Municipality,
    name: str,
    issuer: str,
    client_id: str,
    secret: str | None,
    email_domains: Sequence[str],
    opens: bool,
    enabled: bool,
    actor: UUID | None,
) -> None:
    """Set up the town's sign-in. Without a secret the earlier one stays. Raises AccountsRefusal."""
    _check_issuer(issuer)
    domains = sorted({domain.strip().lower().removeprefix("@") for domain in email_domains if domain.strip()})
    if opens and not domains:
        raise AccountsRefusal("domains_missing", "Name the domains whose people may come in.")
    values: dict[str, Any] = {
        "name": name.strip(),
        "issuer": issuer.rstrip("/"),
        "client_id": client_id.strip(),
        "email_domains": domains,
        "opens": opens,
        "enabled": enabled,
    }
    with transaction.atomic():
        current = IdentityProvider.objects.select_for_update().filter(kind=KIND).first()
        if secret:
            values["secret"] = seal(secret, owner=municipality.uuid, purpose=PURPOSE)
        elif current is None:
            raise AccountsRefusal("secret_missing", "The client's secret is missing.")
        elif current.issuer != values["issuer"]:
            # Otherwise the secret could be sent to whoever is named as the issuer.
            raise AccountsRefusal("secret_missing", "Another issuer needs its own secret.")
        if current is not None and current.issuer != values["issuer"]:
            SocialAccount.objects.all().delete()  # they are names that the earlier issuer gave
        IdentityProvider.objects.update_or_create(kind=KIND, defaults=values)
        audit.record("sign_in_configured", actor=actor, enabled=enabled, opens=opens, domains=domains)


def _check_issuer(issuer: str) -> None:
    parts = urlsplit(issuer)
    schemes = ("https", "http") if settings.SSO_PRIVATE else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise AccountsRefusal("issuer", "The issuer is an address that begins with https:// and has no query.")


class _Session(requests.Session):
    """An HTTP session that does not wait for ever, nor goes inside the host's own network for a town."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = PATIENCE
        kwargs["allow_redirects"] = False
        if not settings.SSO_PRIVATE:
            _refuse_inside(request.url or "")
        return super().send(request, **kwargs)


def _refuse_inside(url: str) -> None:
    """What a town's administrator names as a provider must not be a way to this host's own services."""
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise requests.ConnectionError("The provider's host is not found.") from error
    if parts.scheme != "https" or not all(ipaddress.ip_address(address[4][0]).is_global for address in found):
        raise requests.exceptions.InvalidURL("A provider answers by https at a public address.")


class TownProvider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the package has no types
    """Talks to the town's provider, and checks what allauth leaves to trust."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself. Raises an answer where it cannot be had, or is another's."""
        try:
            found: dict[str, Any] = super().openid_config
        except (requests.RequestException, ValueError) as error:
            log.warning("The town's sign-in service does not answer: %s.", type(error).__name__)
            raise ImmediateHttpResponse(redirect("desk-refused")) from error
        named = self.get_provider().app.settings["server_url"]
        if str(found.get("issuer", "")).rstrip("/") != named or not found.keys() >= _ENDPOINTS:
            log.warning("The town's sign-in service is not the issuer that was named.")
            raise ImmediateHttpResponse(redirect("desk-refused"))
        return found

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if "id_token" not in told or told["userinfo"].get("sub") != told["id_token"].get("sub"):
            raise OAuth2Error("The two answers are about different people.")
        return login


class SignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Gives allauth the town's provider from its sealed row, and decides who comes in."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        row = enabled_provider(request=request)
        if row is None or provider not in (None, KIND) or client_id not in (None, row.client_id):
            return []
        secret = opened(bytes(row.secret), owner=_town(request).uuid, purpose=PURPOSE)
        known = {"server_url": row.issuer, "oauth_pkce_enabled": True}
        return [
            SocialApp(
                provider=KIND,
                provider_id=KIND,
                name=row.name,
                client_id=row.client_id,
                secret=secret,
                settings=known,
            )
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = TownProvider
        return found

    def get_requests_session(self) -> requests.Session:
        return _Session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A newcomer of the provider is joined to the account that waits for them; nobody else gets further."""
        if sociallogin.is_existing:
            return
        account = None if request.user.is_authenticated else _let_in(sociallogin)
        if account is None:
            audit.record("sign_in_refused", actor=None)
            raise ImmediateHttpResponse(redirect("desk-refused"))
        sociallogin.connect(request, account)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """What went wrong between the provider and us is not the person's to solve."""
        raise ImmediateHttpResponse(redirect("desk-refused"))


def _town(request: HttpRequest | None) -> Any:
    return getattr(request, "municipality", None)


def _let_in(sociallogin: SocialLogin) -> Account | None:
    row = provider()
    email = _vouched_email(sociallogin, row) if row else None
    if row is None or email is None:
        return None
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(email=email).first()
        if account is None and row.opens and _domain(email) in row.email_domains and has_room():
            account = Account(email=email)
            account.set_unusable_password()
            account.save()
            Assignment.objects.create(account=account, role=Role.VIEWER)
        if account is None or account.support_grant or not account.assignments.exists():
            return None
        if not account.is_active:
            account.name = account.name or str(_claims(sociallogin).get("name") or "")[:200]
            activate(account)
            account.save()
            account.links.all().delete()
            audit.record("joined_by_sign_in", actor=account.uuid)
    return account


def _vouched_email(sociallogin: SocialLogin, row: IdentityProvider) -> str | None:
    """The address, when the provider says it is verified, or is silent and answers for its domain."""
    claims = _claims(sociallogin)
    email, verified = str(claims.get("email") or "").lower(), claims.get("email_verified")
    if not email or verified is False:
        return None
    return email if verified is True or _domain(email) in row.email_domains else None


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    told = sociallogin.account.extra_data
    return {**told.get("id_token", {}), **told.get("userinfo", {})}


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
