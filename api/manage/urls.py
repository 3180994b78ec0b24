"""Addresses of the staff's API, each with what it asks for and its documentation."""

from typing import Final

from django.urls import path

from api.manage.views import Me
from api.openapi import Operation, reference
from tenants.accounts.permissions import Action

PROBLEM: Final = reference("Problem")
REFUSALS: Final = {
    400: ("A parameter is unknown.", PROBLEM),
    401: ("Nobody is signed in, or the token is none here.", PROBLEM),
    403: ("Whoever asks may not; `code` tells why, and `scope` which one a token would need.", PROBLEM),
    429: ("Too many bad tokens came from this address; `Retry-After` tells when to come again.", PROBLEM),
}

ME: Final = Operation(
    id="get_me",
    tag="Asker",
    summary="Who am I",
    description="The program or the person that asks, with what may be done: a token's scopes and end, or a person's "
    "roles. A good first request for whoever sets up a program.",
    result=reference("Me"),
    errors=REFUSALS,
    conditional=False,
    security=("token", "session"),
)

urlpatterns = [path("me", Me.as_view(operation=ME, action=Action.SEE_ONESELF), name="manage-me")]
