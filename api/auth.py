"""Programs that show a token: who they are, and what their token is good for. Open reads ask nobody.

A token is a row of one town's schema, so another town finds nothing and answers 401.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.accounts.permissions import Action, Scope, scope_allows
from tenants.accounts.tokens import token_of


@dataclass(frozen=True, slots=True)
class Program:
    """Whoever holds a token; stands where DRF has a user."""

    uuid: UUID
    scopes: tuple[Scope, ...]
    is_authenticated: bool = True
    is_active: bool = True


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer kk_...`; one statement."""

    def authenticate(self, request: Request) -> tuple[Program, None] | None:
        scheme, _, shown = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = token_of(shown.decode("latin-1").strip())
        if token is None:
            raise AuthenticationFailed("The token is unknown here, revoked, or past its time.", code="bad_token")
        return Program(token.uuid, tuple(Scope(scope) for scope in token.scopes)), None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="kuntakanta"'


class MayAct(BasePermission):
    """Allows what the view's `action` names, to a token whose scopes reach it; a view without one is closed."""

    code = "scope_missing"
    message = "The token's scopes do not reach here."

    def has_permission(self, request: Request, view: Any) -> bool:
        action: Action | None = getattr(view, "action", None)
        user = request.user
        return action is not None and isinstance(user, Program) and scope_allows(user.scopes, action)
