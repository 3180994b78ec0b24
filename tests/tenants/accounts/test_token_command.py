"""`kuntakanta token`: a town's first program can begin before anybody has signed in."""

import io

import pytest
from django.core.management import CommandError, call_command

from tenants.accounts.permissions import Scope
from tenants.accounts.tokens import token_of
from tenants.context import within
from tenants.models import Municipality


def printed(*words: str) -> str:
    out = io.StringIO()
    call_command("token", *words, stdout=out)
    return out.getvalue().strip()


def test_it_is_good_at_its_own_town_for_its_scopes(turku: Municipality, espoo: Municipality) -> None:
    text = printed("853", "--name", "Sivusto", "--scope", "write", "--scope", "read", "--days", "366")
    with within(turku):
        token = token_of(text)
        assert token is not None
        assert (token.name, token.scopes) == ("Sivusto", [Scope.READ, Scope.WRITE])
    with within(espoo):
        assert token_of(text) is None


@pytest.mark.parametrize("days", ["0", "367"])
def test_it_ends_within_a_year(days: str, turku: Municipality) -> None:
    with pytest.raises(CommandError, match="from 1 to 366"):
        printed("853", "--name", "Sivusto", "--scope", "read", "--days", days)
