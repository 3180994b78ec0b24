"""Allauth's hooks: who may sign in, what is told of it, and that nobody signs up."""

import base64
from typing import Any, Final
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from tenants.accounts import audit
from tenants.accounts.models import Account
from tenants.accounts.permissions import SECOND_FACTOR, Held
from tenants.accounts.sealing import HOST_UUID, opened, seal
from tenants.models import Municipality

PURPOSE: Final = "second factor"


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # the package has no types
    """Finds accounts in the schema that the request is in; one whose time is over does not count."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, Account) and user.is_active and not user.ended(timezone.now())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Closed to newcomers; each sign-in is recorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited, or come by the town's own sign-in."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        audit.record("signed_in", actor=user.uuid)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The desk says what happened in its own words."""

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Where allauth would mail what was changed, the record gets it."""
        audit.record(template_prefix.rpartition("/")[2], actor=user.uuid, subject=user.uuid)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures are counted for an address at all of a town's hosts together; the cache keeps towns apart."""
        return _failures_of(str(credentials.get("email", "")))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("Our mails are written by the desk.")


def _failures_of(email: str) -> str:
    return f"sign-in {email.strip().lower()}"


def forget_failures(request: HttpRequest, *, email: str) -> None:
    """Somebody has shown by a mailed link that it is them: what others typed under their address is no hindrance."""
    ratelimit.clear(request, action="login_failed", key=_failures_of(email))


def owner_of(request: HttpRequest) -> UUID:
    """Whose secrets a request handles: the town's, or the host's own."""
    town: Municipality | None = getattr(request, "municipality", None)
    return HOST_UUID if town is None else town.uuid


def showed_second_factor(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed, with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def held_by(request: HttpRequest) -> list[Held]:
    """The roles that count in this session: some do only after a second factor. Fetched once a request."""
    if not isinstance(request.user, Account):
        return []
    known: list[Held] | None = getattr(request, "_held", None)
    if known is None:
        known = request.user.held()
        if any(one.role in SECOND_FACTOR for one in known) and not showed_second_factor(request):
            known = [one for one in known if one.role not in SECOND_FACTOR]
        request._held = known  # type: ignore[attr-defined]
    return known


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    """Keys of authenticator apps and recovery codes are sealed for the town."""

    def encrypt(self, text: str) -> str:
        sealed = seal(text, owner=owner_of(context.request), purpose=PURPOSE)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return opened(base64.b64decode(encrypted_text), owner=owner_of(context.request), purpose=PURPOSE)
