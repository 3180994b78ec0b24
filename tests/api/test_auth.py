"""Programs with tokens: let in by scope and time, at their own town only."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.request import Request

from api.auth import Program
from api.manage.serving import ManageView
from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.models import MachineToken
from tenants.accounts.permissions import Action, Scope
from tenants.accounts.tokens import Issued, issue_token, revoke_token
from tenants.context import within
from tenants.models import Municipality


class _Desk(ManageView):
    """An address of the staff's API."""

    def get(self, request: Request) -> HttpResponse:
        assert isinstance(request.user, Program)
        return HttpResponse(str(request.user.uuid))


def _issue(town: Municipality, *scopes: Scope, days: int = 30) -> Issued:
    with within(town):
        expires = timezone.now() + timedelta(days=days)
        return issue_token(name="Import", scopes=scopes, expires=expires, actor=None)


def _ask(town: Municipality, text: str | None, action: Action | None = Action.WRITE_CONTENT) -> Any:
    headers = {} if text is None else {"authorization": text}
    with within(town):
        return _Desk.as_view(action=action)(RequestFactory().get("/", headers=headers))


def test_a_token_is_good_at_its_own_town_only(turku: Municipality, espoo: Municipality) -> None:
    issued = _issue(turku, Scope.WRITE)
    answer = _ask(turku, f"Bearer {issued.text}")
    assert (answer.status_code, answer.content.decode()) == (200, str(issued.token.uuid))
    assert _ask(espoo, f"Bearer {issued.text}").status_code == 401


@pytest.mark.parametrize(
    ("scope", "action", "status"),
    [
        (Scope.READ, Action.READ_CONTENT, 200),
        (Scope.READ, Action.WRITE_CONTENT, 403),
        (Scope.WRITE, Action.READ_CONTENT, 200),
        (Scope.WRITE, Action.PUBLISH_CONTENT, 403),
        (Scope.PUBLISH, Action.PUBLISH_CONTENT, 200),
        (Scope.PUBLISH, Action.HANDLE_SUBMISSIONS, 403),
        (Scope.SUBMISSIONS, Action.HANDLE_SUBMISSIONS, 200),
        (Scope.PUBLISH, Action.MANAGE_PEOPLE, 403),
        (Scope.PUBLISH, None, 403),
    ],
)
def test_a_token_reaches_as_far_as_its_scopes(
    turku: Municipality, scope: Scope, action: Action | None, status: int
) -> None:
    assert _ask(turku, f"Bearer {_issue(turku, scope).text}", action).status_code == status


@pytest.mark.parametrize("mend", [str.upper, lambda text: text[:-1], lambda text: text + "a", lambda text: "kk_"])
def test_a_token_that_is_not_quite_one_is_none(turku: Municipality, mend: Any) -> None:
    answer = _ask(turku, f"Bearer {mend(_issue(turku, Scope.WRITE).text)}")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_without_a_token_nothing_is_written(turku: Municipality) -> None:
    assert _ask(turku, None).status_code == 401
    assert _ask(turku, "Basic YTpi").status_code == 401


def test_a_token_ends_by_time_and_by_hand(turku: Municipality) -> None:
    short, long = _issue(turku, Scope.READ, days=1), _issue(turku, Scope.READ, days=300)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert _ask(turku, f"Bearer {short.text}", Action.READ_CONTENT).status_code == 401
        assert _ask(turku, f"Bearer {long.text}", Action.READ_CONTENT).status_code == 200
    with within(turku):
        revoke_token(token_uuid=long.token.uuid, actor=None)
    assert _ask(turku, f"Bearer {long.text}", Action.READ_CONTENT).status_code == 401


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_no_token_is_for_ever(turku: Municipality, days: int) -> None:
    with pytest.raises(AccountsRefusal):
        _issue(turku, Scope.READ, days=days)


def test_a_tokens_secret_is_not_kept(turku: Municipality) -> None:
    issued = _issue(turku, Scope.READ)
    with within(turku):
        (row,) = MachineToken.objects.values()
    assert issued.text.split("_", 2)[2] not in str(row)
    assert len(issued.text) == len("kk_") + 12 + 1 + 43


def test_asking_again_costs_one_statement(turku: Municipality) -> None:
    text = f"Bearer {_issue(turku, Scope.READ).text}"
    _ask(turku, text, Action.READ_CONTENT)
    with CaptureQueriesContext(connection) as asked:
        assert _ask(turku, text, Action.READ_CONTENT).status_code == 200
    assert len(asked) == 1
