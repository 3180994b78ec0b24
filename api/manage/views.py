"""Views of the staff's API: one call each, and an answer."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api.auth import Program, actions_of
from api.manage.serving import ManageView, told
from api.parameters import read
from tenants.accounts.models import Account
from tenants.accounts.permissions import Held
from tenants.accounts.signing_in import held_by
from tenants.middleware import town_of


class Me(ManageView):
    """Who asks, as this town knows them."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        town = town_of(request._request)
        held = held_by(request._request) if isinstance(request.user, Account) else []
        return told(
            {
                **(_program(request.user) if isinstance(request.user, Program) else _person(request.user, held)),
                "actions": actions_of(request.user, held),
                "town": {"code": town.code, "name": {"fi": town.name_fi, "sv": town.name_sv, "en": town.name_en}},
            }
        )


def _program(program: Program) -> dict[str, Any]:
    return {
        "kind": "program",
        "id": program.uuid,
        "name": program.name,
        "scopes": program.scopes,
        "expires": program.expires,
    }


def _person(account: Any, held: list[Held]) -> dict[str, Any]:
    """Somebody who helps for a while has an end."""
    roles = [{"role": one.role} | ({"unit": one.unit} if one.unit else {}) for one in held]
    ends = {"expires": account.expires} if account.expires else {}
    name = account.name or account.email
    return {"kind": "person", "id": account.uuid, "name": name, "language": account.language, "roles": roles, **ends}
