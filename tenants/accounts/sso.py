"""A town's own sign-in service over OpenID Connect: its settings, and who it lets in.

Whoever was invited comes in with the address that the provider vouches for. Somebody else of the provider's domains
comes in as a viewer where the administrator switched that on, and nobody else does.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.http import HttpRequest

from tenants.accounts import audit
from tenants.accounts.asking import parts_of
from tenants.accounts.errors import AccountsRefusal, NotAnswered, NotBelieved
from tenants.accounts.models import Account, Assignment, IdentityProvider
from tenants.accounts.openid import Attempt, Client, claims_of, discover, way_to
from tenants.accounts.operations import activate, has_room
from tenants.accounts.permissions import Role
from tenants.accounts.sealing import opened, seal
from tenants.models import Municipality

log = logging.getLogger(__name__)

KIND: Final = "openid_connect"
PURPOSE: Final = "identity provider"
SESSION_KEY: Final = "sign_in_attempt"


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
    """An address without query, fragment or user, by https."""
    try:
        parts = parts_of(issuer)
    except NotAnswered:
        parts = None
    if parts is None or parts.query or parts.fragment:
        raise AccountsRefusal("issuer", "The issuer is an address that begins with https:// and has no query.")


def begin(request: HttpRequest, *, row: IdentityProvider, back: str, then: str) -> str:
    """Where to send somebody who wants to come in; `then` is where they wanted to go. Raises NotAnswered."""
    attempt = Attempt.new()
    way = way_to(discover(row.issuer), _client(request, row, back), attempt)
    request.session[SESSION_KEY] = {**asdict(attempt), "then": then}
    return way


def finish(request: HttpRequest, *, row: IdentityProvider, back: str) -> tuple[Account, str]:
    """Who came back, and where they wanted to go. Raises NotAnswered, NotBelieved or AccountsRefusal.

    It is recorded, but for somebody who was not on the way: anybody could fill the record with that.
    """
    kept = request.session.pop(SESSION_KEY, None)
    if kept is None:
        raise NotBelieved("Nobody is on the way to the sign-in service in this session.")
    then = str(kept.pop("then"))
    client = _client(request, row, back)
    try:
        claims = claims_of(discover(row.issuer), client, Attempt(**kept), request.GET.dict(), now=time.time())
        account = _account_of(claims, row)
    except (NotAnswered, NotBelieved, AccountsRefusal) as error:
        log.warning("Nobody came in by the town's sign-in service: %s", error.message)
        audit.record("sign_in_refused", actor=None, reason=error.code)
        raise
    return account, then


def _client(request: HttpRequest, row: IdentityProvider, back: str) -> Client:
    secret = opened(bytes(row.secret), owner=_town(request).uuid, purpose=PURPOSE)
    return Client(id=row.client_id, secret=secret, back=back)


class SignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Allauth's own sign-in by other services is closed: a town's is ours."""

    def list_apps(self, *args: Any, **kwargs: Any) -> list[Any]:
        return []

    def is_open_for_signup(self, *args: Any, **kwargs: Any) -> bool:
        return False


def _town(request: HttpRequest | None) -> Any:
    return getattr(request, "municipality", None)


def _account_of(claims: Mapping[str, Any], row: IdentityProvider) -> Account:
    """The account that this person of the provider's has had, or that waits for them; nobody else's."""
    known = SocialAccount.objects.select_related("user").filter(provider=KIND, uid=str(claims["sub"])).first()
    if known is not None:
        somebody: Account = known.user
        return somebody
    email = _vouched_email(claims, row)
    with transaction.atomic():
        account = _waiting(email, row) if email else None
        if account is None:
            raise AccountsRefusal("not_invited", "Nobody who was invited has this address.")
        if not account.is_active:
            account.name = account.name or str(claims.get("name") or "")[:200]
            activate(account)
            account.save()
            account.links.all().delete()
            audit.record("joined_by_sign_in", actor=account.uuid)
        # What else the provider told of somebody is not kept.
        SocialAccount.objects.create(user=account, provider=KIND, uid=str(claims["sub"]))
        audit.record("account_connected", actor=account.uuid, subject=account.uuid)
    return account


def _waiting(email: str, row: IdentityProvider) -> Account | None:
    """Whoever was invited by this address, or may come in without; a helper from the host never."""
    account = Account.objects.select_for_update().filter(email=email).first()
    if account is None and row.opens and _domain(email) in row.email_domains and has_room():
        account = Account(email=email)
        account.set_unusable_password()
        account.save()
        Assignment.objects.create(account=account, role=Role.VIEWER)
    if account is None or account.support_grant or not account.assignments.exists():
        return None
    return account


def _vouched_email(claims: Mapping[str, Any], row: IdentityProvider) -> str | None:
    """The address, when the provider says it is verified, or is silent and answers for its domain."""
    email = str(claims.get("email") or "").lower()
    verified = str(claims.get("email_verified", "")).lower()  # some say it with a word
    if not email or verified == "false":
        return None
    return email if verified == "true" or _domain(email) in row.email_domains else None


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
