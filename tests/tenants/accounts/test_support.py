"""An operator goes into a town: with a reason, for a while, seen by the town, and never by a password."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import Account
from tenants.accounts.permissions import Held, Role
from tenants.accounts.support.models import SupportGrant
from tenants.accounts.support.operations import Granted, end_support, enter, grant_support
from tenants.context import within, within_host
from tenants.models import Municipality
from tests.accounts_make import EMAIL, browser, operator, operators_browser, sign_in, staff
from tests.conftest import TURKU_HOST

HOUR = timedelta(hours=1)


def _grant(town: Municipality, *, who: Account | None = None, role: Role = Role.VIEWER) -> Granted:
    return grant_support(operator=who or operator(), municipality=town, reason="A sync is held", role=role, lasts=HOUR)


def test_a_grant_is_recorded_on_both_sides_before_anybody_is_in(turku: Municipality, espoo: Municipality) -> None:
    granted = _grant(turku)
    with within_host():
        assert audit.entries()[0].action == "support_granted"
    with within(turku):
        (entry,) = audit.entries()
        assert (entry.action, entry.subject) == ("support_granted", str(granted.grant.uuid))
    with within(espoo):
        assert list(audit.entries()) == []


def test_the_way_in_is_used_once_and_at_that_town_only(turku: Municipality, espoo: Municipality) -> None:
    granted = _grant(turku)
    with within(espoo), pytest.raises(NoSuchAccount):
        enter(municipality=espoo, secret=granted.secret)
    with within(turku):
        account = enter(municipality=turku, secret=granted.secret)
        assert (account.held(), account.has_usable_password()) == ([Held(Role.VIEWER)], False)
        with pytest.raises(NoSuchAccount):
            enter(municipality=turku, secret=granted.secret)


def test_the_way_in_closes_after_five_minutes(turku: Municipality) -> None:
    granted = _grant(turku)
    later = timezone.now() + timedelta(minutes=6)
    with time_machine.travel(later, tick=False), within(turku), pytest.raises(NoSuchAccount):
        enter(municipality=turku, secret=granted.secret)


@pytest.mark.parametrize(
    ("reason", "role", "lasts"),
    [
        (" ", Role.VIEWER, HOUR),
        ("A reason", Role.ADMINISTRATOR, HOUR),
        ("A reason", Role.OPERATOR, HOUR),
        ("A reason", Role.VIEWER, timedelta(0)),
        ("A reason", Role.VIEWER, timedelta(hours=9)),
    ],
)
def test_support_has_terms(turku: Municipality, reason: str, role: Role, lasts: timedelta) -> None:
    with pytest.raises(AccountsRefusal):
        grant_support(operator=operator(), municipality=turku, reason=reason, role=role, lasts=lasts)


def test_a_towns_administrator_is_no_operator(turku: Municipality) -> None:
    chief = staff(turku, Role.ADMINISTRATOR)
    with within(turku):
        chief = Account.objects.prefetch_related("assignments").get(pk=chief.pk)
    with pytest.raises(AccountsRefusal):
        _grant(turku, who=chief)


def _browse_in(granted: Granted) -> Client:
    client = browser(TURKU_HOST)
    address = f"/desk/support/enter/{granted.secret}"
    assert client.get(address).status_code == 200
    assert client.get("/desk/").status_code == 302, "looking at the address does nothing"
    assert client.post(address).headers["Location"] == "/desk/"
    return client


def test_a_helper_sees_the_desk_until_the_time_is_over(turku: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR)
    client = _browse_in(_grant(turku, role=Role.PUBLISHER))
    assert client.get("/desk/").status_code == 200
    assert client.get("/desk/people").status_code == 403, "what would outlive the grant is not a helper's"
    with time_machine.travel(timezone.now() + HOUR + timedelta(seconds=1), tick=False):
        assert client.get("/desk/").status_code == 302


def test_the_town_sees_the_helper_and_shows_them_out(turku: Municipality, turku_client: Client) -> None:
    staff(turku, Role.ADMINISTRATOR)
    granted = _grant(turku, role=Role.PUBLISHER)
    helper = _browse_in(granted)
    sign_in(turku_client)
    assert "Tuki on paikalla" in turku_client.get("/desk/").content.decode()
    assert "tuki tuli sisään" in turku_client.get("/desk/record").content.decode()
    assert turku_client.post(f"/desk/support/{granted.grant.uuid}/end").headers["Location"] == "/desk/"
    assert helper.get("/desk/").status_code == 302
    assert "Tuki on paikalla" not in turku_client.get("/desk/").content.decode()
    with within_host():
        assert SupportGrant.objects.get(uuid=granted.grant.uuid).ended is not None


def test_a_grant_of_another_town_is_not_ended_from_here(turku: Municipality, espoo: Municipality) -> None:
    granted = _grant(turku)
    with pytest.raises(NoSuchAccount):
        end_support(municipality=espoo, grant_uuid=granted.grant.uuid, actor=None)
    with pytest.raises(NoSuchAccount):
        end_support(municipality=turku, grant_uuid=uuid4(), actor=None)


def test_an_operators_password_means_nothing_at_a_town(turku: Municipality, turku_client: Client) -> None:
    operator(email=EMAIL)
    assert not sign_in(turku_client)
    assert sign_in(operators_browser())


def test_an_operator_does_nothing_before_a_second_factor(db: None) -> None:
    operator(email=EMAIL)
    client = operators_browser()
    sign_in(client)
    assert client.get("/desk/").status_code == 200
    for address in ("/desk/support", "/desk/people", "/desk/record"):
        answer = client.get(address)
        assert answer.status_code != 200
    assert client.get("/desk/support").headers["Location"].startswith("/desk/second-factor?")


def test_grants_are_not_in_any_town(turku: Municipality) -> None:
    with within(turku), pytest.raises(ProgrammingError), transaction.atomic():
        SupportGrant.objects.exists()


def test_operators_have_an_address_of_their_own(turku_client: Client) -> None:
    assert settings.PUBLIC_HOST != TURKU_HOST
    assert turku_client.get("/desk/support").status_code == 404
