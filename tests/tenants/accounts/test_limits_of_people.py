"""A town has so many people as was agreed: one more is refused in clear words, and nobody who is there is."""

from typing import Any

import pytest
from django.test import Client

from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.operations import has_room, invite, remove
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.status.operations import agree
from tenants.status.rules import Quota
from tests.accounts_make import sign_in, staff

VIEWER = [Held(Role.VIEWER)]


@pytest.fixture(autouse=True)
def _room_for_two(turku: Municipality, espoo: Municipality) -> None:
    agree(municipality=turku, most={Quota.PEOPLE: 2})


def test_as_many_are_invited_as_may_be_and_no_more(turku: Municipality, espoo: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR)
    with within(turku):
        waiting = invite(email="first@town.test", held=VIEWER, actor=None).account
        invite(email="first@town.test", held=VIEWER, actor=None)  # asked again: nobody new
        assert not has_room()
        with pytest.raises(AccountsRefusal, match="As many work here as may"):
            invite(email="second@town.test", held=VIEWER, actor=None)
        remove(account_uuid=waiting.uuid, actor=None)
        invite(email="second@town.test", held=VIEWER, actor=None)
        with pytest.raises(AccountsRefusal):
            invite(email="first@town.test", held=VIEWER, actor=None)
    with within(espoo):
        assert has_room()


def test_the_host_itself_has_no_limit(db: None, settings: Any) -> None:
    settings.QUOTAS = {"things": 1, "bytes": 1, "people": 1}
    with within_host():
        for number in range(3):
            invite(email=f"operator{number}@host.test", held=[Held(Role.OPERATOR)], actor=None)


def test_the_page_says_what_to_do(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    staff(turku, Role.VIEWER, email="viewer@town.test")
    assert sign_in(turku_client)
    given = {"email": "third@town.test", "roles": ["viewer"], "language": "fi"}
    page = turku_client.post("/desk/people", given).content.decode()
    assert "niin monta käyttäjää kuin on sovittu" in page
