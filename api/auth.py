"""Who asks, where that matters: a program by its token, or a person by the session of the desk. Open reads ask nobody.

A token is a row of one town's schema, so another town finds nothing and answers 401. A session counts for what the
person's roles do, and a form or script of another site cannot use it: unsafe methods show the token against forgery.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.authentication import SessionAuthentication as DjangoSessions
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.accounts.limits import seconds_to_wait
from tenants.accounts.models import Account, MachineToken
from tenants.accounts.permissions import SCOPES, Action, Held, Scope, allowed, scope_allows, scope_for
from tenants.accounts.signing_in import held_by
from tenants.accounts.tokens import token_of

REALM = 'Bearer realm="kuntakanta"'


@dataclass(frozen=True, slots=True)
class Program:
    """Whoever holds a token; stands where DRF has a user."""

    uuid: UUID
    name: str
    scopes: tuple[Scope, ...]
    expires: datetime
    made_by: UUID | None
    """The account of whoever made the token; None where it was made at the host's terminal."""

    is_authenticated: bool = True
    is_active: bool = True

    @classmethod
    def of(cls, token: MachineToken) -> Self:
        """The holder of a token that is good."""
        scopes = tuple(Scope(scope) for scope in token.scopes)
        return cls(token.uuid, token.name, scopes, token.expires, token.created_by)


class BadToken(AuthenticationFailed):
    """A token was shown that is none here."""

    default_code = "bad_token"
    default_detail = "The token is unknown here, revoked, or past its time."


class TooManyFailures(Throttled):
    """Bad tokens came too often from one address; a good one is never kept waiting."""

    default_code = "too_many_failures"
    default_detail = "Too many bad tokens came from this address."
    extra_detail_singular = extra_detail_plural = ""


class Refused(PermissionDenied):
    """The asker is known, and may not; `members` tell a program what is missing."""

    def __init__(self, code: str, detail: str, **members: str) -> None:
        super().__init__(detail)
        self.default_code = code
        self.members = members
        if scope := members.get("scope"):  # as RFC 6750 has it
            self.auth_header = f'{REALM}, error="insufficient_scope", scope="{scope}"'


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer kk_...`; one statement. Whoever shows a token is nobody else, whatever their cookies."""

    def authenticate(self, request: Request) -> tuple[Program, None] | None:
        shown = _shown(request)
        if shown is None:
            return None
        token = token_of(shown)
        if token is None:
            if wait := seconds_to_wait(request._request):
                raise TooManyFailures(wait)
            raise BadToken
        return Program.of(token), None

    def authenticate_header(self, request: Request) -> str:
        return REALM if _shown(request) is None else f'{REALM}, error="invalid_token"'


def _shown(request: Request) -> str | None:
    scheme, _, shown = get_authorization_header(request).partition(b" ")
    return shown.decode("latin-1").strip() if scheme.lower() == b"bearer" else None


class SessionAuthentication(DjangoSessions):
    """Whoever is signed in at the desk."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise Refused("csrf_failed", "A session is good here with the token against forgery only.") from error


class MayAct(BasePermission):
    """Allows what the view's `action` names, by a token's scopes or a person's roles; a view without one is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        action: Action | None = getattr(view, "action", None)
        if action is None:
            raise Refused("closed", "Nobody may do this.")
        return may_act(request, action)


def may_act(request: Request, action: Action) -> bool:
    """Whether whoever asks may do something at all; raises Refused for somebody who is known and may not."""
    if isinstance(request.user, Program):
        return _by_scopes(request.user, action)
    if isinstance(request.user, Account):
        return _by_roles(held_by(request._request), request.user, action)
    return False


def _by_scopes(program: Program, action: Action) -> bool:
    if scope_allows(program.scopes, action):
        return True
    wanted = scope_for(action)
    if wanted is None:
        raise Refused("people_only", "No token reaches here: this is done by people.")
    raise Refused("scope_missing", f"The token needs the scope {wanted}.", scope=wanted)


def _by_roles(held: list[Held], account: Account, action: Action) -> bool:
    if allowed(held, action):
        return True
    if allowed(account.held(), action):
        raise Refused("second_factor_missing", "Your role counts after a second factor only: sign in with one.")
    raise Refused("role_missing", "Your roles do not reach here.")


def actions_of(user: Any, held: list[Held]) -> list[Action]:
    """Everything that a program or a person may do, somewhere at least."""
    if isinstance(user, Program):
        return sorted({action for scope in user.scopes for action in SCOPES[scope]})
    return [action for action in sorted(Action) if allowed(held, action)]
