"""What is left to do for the town, on the desk's first page to its administrators."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kuntakanta.desk.serving import account_of, notice, suspended
from kuntakanta.desk.words import language
from kuntakanta.onboarding import State, Who, checklist, tick, untick
from kuntakanta.onboarding.words import said
from tenants.accounts import audit
from tenants.accounts.permissions import Action, allowed
from tenants.accounts.signing_in import held_by
from tenants.errors import WrongState
from tenants.middleware import town_of
from tenants.models import Municipality


def to_do(request: HttpRequest) -> Mapping[str, Sequence[dict[str, Any]]] | None:
    """What is `left` to the town, what is left to operators (`theirs`), and the `rest`, with words; None for those whom
    it does not concern, and in a suspended town."""
    town: Municipality | None = getattr(request, "municipality", None)
    if town is None or suspended(request) or not allowed(held_by(request), Action.LEAD_TOWN):
        return None
    sorted_out: dict[str, list[dict[str, Any]]] = {"left": [], "theirs": [], "rest": []}
    for item in checklist(municipality=town):
        shown = {"item": item, "said": said(item, language()), "url": reverse(item.page) if item.page else ""}
        turn = "left" if item.who is Who.TOWN else "theirs"
        sorted_out[turn if item.state is State.OPEN else "rest"].append(shown)
    return sorted_out


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Say that something is done which cannot be seen from here, or take that back."""
    item, done = request.POST.get("item", ""), "done" in request.POST
    actor = account_of(request).uuid
    try:
        (tick if done else untick)(municipality=town_of(request), item=item, by=actor, operator=False)
    except WrongState:
        return notice(request, "not_found", 404)
    audit.record("to_do_ticked" if done else "to_do_unticked", actor=actor, item=item)
    return redirect(f"{reverse('desk')}#to-do")
