"""People come, change and leave; links are good once and for a while; each town has its own."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import Account, Assignment, AuditEntry, OneTimeLink
from tenants.accounts.operations import change_roles, invite, link_of, recover, remove, take_up
from tenants.accounts.permissions import Held, Role
from tenants.accounts.queries import people
from tenants.context import within, within_host
from tenants.models import Municipality
from tests.accounts_make import EMAIL, PASSWORD, operator, staff

UNIT = UUID(int=7)
VIEWER = (Held(Role.VIEWER),)


def test_an_invitation_becomes_an_account(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        invited = invite(email=" Aino.Virtanen@Town.Test ", held=[Held(Role.EDITOR, UNIT)], actor=None)
        assert invited.account.email == EMAIL
        assert not invited.account.is_active
        account = take_up(secret=invited.secret, name="Aino", password=PASSWORD)
        assert account.is_active
        assert account.check_password(PASSWORD)
        assert account.password.startswith("argon2")
        assert account.held() == [Held(Role.EDITOR, UNIT)]
        assert [one.action for one in audit.entries()] == ["joined", "invited"]
    with within(espoo):
        assert list(people()) == []
        assert not AuditEntry.objects.exists()


def test_a_link_is_good_once(turku: Municipality) -> None:
    with within(turku):
        secret = invite(email=EMAIL, held=VIEWER, actor=None).secret
        take_up(secret=secret, name="Aino", password=PASSWORD)
        with pytest.raises(NoSuchAccount):
            take_up(secret=secret, name="Somebody else", password="something else entirely")


@pytest.mark.parametrize(("days", "good"), [(6, True), (8, False)])
def test_a_link_is_good_for_a_week(turku: Municipality, days: int, good: bool) -> None:
    with within(turku):
        secret = invite(email=EMAIL, held=VIEWER, actor=None).secret
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            if good:
                assert link_of(secret=secret).account.email == EMAIL
            else:
                with pytest.raises(NoSuchAccount):
                    link_of(secret=secret)


def test_a_link_of_one_town_is_none_at_another(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        secret = invite(email=EMAIL, held=VIEWER, actor=None).secret
    with within(espoo), pytest.raises(NoSuchAccount):
        link_of(secret=secret)


def test_asking_again_ends_the_earlier_link(turku: Municipality) -> None:
    with within(turku):
        first = invite(email=EMAIL, held=VIEWER, actor=None).secret
        second = invite(email=EMAIL, held=[Held(Role.PUBLISHER)], actor=None)
        with pytest.raises(NoSuchAccount):
            link_of(secret=first)
        assert link_of(secret=second.secret).account.held() == [Held(Role.PUBLISHER)]


def test_a_links_secret_is_not_kept(turku: Municipality) -> None:
    with within(turku):
        secret = invite(email=EMAIL, held=VIEWER, actor=None).secret
        assert secret not in str(list(OneTimeLink.objects.values()))


@pytest.mark.parametrize("email", ["", "aino", "aino@", "a b@town.test", "aino@town.test\nbcc: x@y.test"])
def test_what_is_no_address_is_not_invited(turku: Municipality, email: str) -> None:
    with within(turku), pytest.raises(AccountsRefusal):
        invite(email=email, held=VIEWER, actor=None)


def test_who_works_here_is_not_invited_again(turku: Municipality) -> None:
    staff(turku, Role.VIEWER)
    with within(turku), pytest.raises(AccountsRefusal):
        invite(email=EMAIL, held=[Held(Role.ADMINISTRATOR)], actor=None)


@pytest.mark.parametrize("held", [[], [Held(Role.OPERATOR)], [Held(Role.ADMINISTRATOR, UNIT)]])
def test_roles_that_do_not_fit_a_town_are_refused(turku: Municipality, held: list[Held]) -> None:
    with within(turku), pytest.raises(AccountsRefusal):
        invite(email=EMAIL, held=held, actor=None)


def test_a_towns_role_is_none_at_the_host(db: None) -> None:
    with within_host(), pytest.raises(AccountsRefusal):
        invite(email=EMAIL, held=[Held(Role.ADMINISTRATOR)], actor=None)


def test_a_forgotten_password_is_replaced_and_all_sessions_end(turku: Municipality) -> None:
    staff(turku, Role.VIEWER)
    with within(turku):
        link = recover(email=EMAIL)
        assert link is not None
        account = take_up(secret=link.secret, name="ignored", password="a new one, long enough")
        assert (account.name, account.check_password("a new one, long enough")) == ("Aino Virtanen", True)
        assert recover(email="nobody@town.test") is None


def test_whoever_is_invited_but_has_not_joined_recovers_nothing(turku: Municipality) -> None:
    with within(turku):
        invite(email=EMAIL, held=VIEWER, actor=None)
        assert recover(email=EMAIL) is None


def test_who_leaves_has_nothing_left(turku: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR, email="chief@town.test")
    account = staff(turku, Role.PUBLISHER)
    with within(turku):
        remove(account_uuid=account.uuid, actor=None)
        account.refresh_from_db()
        assert (account.is_active, account.has_usable_password(), account.held()) == (False, False, [])
        assert [one.email for one in people()] == ["chief@town.test"]
        assert recover(email=EMAIL) is None


def _demoted(account: Account) -> None:
    change_roles(account_uuid=account.uuid, held=VIEWER, actor=None)


def _removed(account: Account) -> None:
    remove(account_uuid=account.uuid, actor=None)


@pytest.mark.parametrize("step", [_demoted, _removed])
def test_somebody_stays_in_charge(turku: Municipality, step: Callable[[Account], None]) -> None:
    only = staff(turku, Role.ADMINISTRATOR)
    with within(turku):
        with pytest.raises(AccountsRefusal), transaction.atomic():
            step(only)
        assert [one.email for one in people()] == [EMAIL]
    staff(turku, Role.ADMINISTRATOR, email="second@town.test")
    with within(turku):
        step(only)


def test_the_last_operator_stays(db: None) -> None:
    only = operator()
    with within_host(), pytest.raises(AccountsRefusal):
        remove(account_uuid=only.uuid, actor=None)


def test_a_role_over_a_unit_is_for_some_roles_by_the_database_too(turku: Municipality) -> None:
    account = staff(turku, Role.VIEWER)
    with within(turku), pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(account=account, role=Role.ADMINISTRATOR, unit=UNIT)


def test_the_record_is_only_added_to(turku: Municipality) -> None:
    staff(turku, Role.VIEWER)
    with within(turku):
        with pytest.raises(TypeError):
            AuditEntry.objects.all().update(action="nothing")
        with pytest.raises(TypeError):
            AuditEntry.objects.filter(action="joined").delete()


def test_the_record_names_nobody(turku: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR)
    with within(turku):
        told = str(list(AuditEntry.objects.values()))
    assert EMAIL not in told
    assert "Virtanen" not in told
