"""What is over is put away, in each town by itself."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tenants.accounts.models import Account, AuditEntry, OneTimeLink
from tenants.accounts.operations import invite
from tenants.accounts.permissions import Held, Role
from tenants.accounts.support.operations import enter, grant_support
from tenants.accounts.tasks import put_away_in_town, put_away_on_host
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import operator, sign_in, staff

A_WEEK = timedelta(days=8)


def _later(town: Municipality) -> None:
    """A week goes by for what is there."""
    with within(town):
        Session.objects.update(expire_date=timezone.now() - A_WEEK)
        OneTimeLink.objects.filter(used=None).update(expires=timezone.now() - A_WEEK)
        Account.objects.exclude(expires=None).update(expires=timezone.now() - A_WEEK)


def test_only_what_is_over_is_put_away(turku: Municipality, espoo: Municipality, turku_client: Client) -> None:
    granted = grant_support(
        operator=operator(), municipality=turku, reason="Help", role=Role.VIEWER, lasts=timedelta(hours=1)
    )
    for town in (turku, espoo):
        staff(town, Role.VIEWER)
        with within(town):
            invite(email="new@town.test", held=[Held(Role.VIEWER)], actor=None)
    sign_in(turku_client)
    with within(turku):
        enter(municipality=turku, secret=granted.secret)
        entries = AuditEntry.objects.count()
    put_away_in_town.apply(kwargs={"municipality_id": turku.pk}, throw=True)
    assert turku_client.get("/desk/").status_code == 200
    _later(turku)
    put_away_in_town.apply(kwargs={"municipality_id": turku.pk}, throw=True)
    with within(turku):
        assert not Session.objects.exists()
        assert not UserSession.objects.exists()
        assert not OneTimeLink.objects.filter(used=None).exists()
        assert not Account.objects.filter(support_grant__isnull=False, is_active=True).exists()
        assert AuditEntry.objects.count() == entries
        assert Account.objects.filter(is_active=True).count() == 1
    with within(espoo):
        assert OneTimeLink.objects.filter(used=None).count() == 1


def test_the_host_does_the_same_for_its_operators(db: None) -> None:
    assert put_away_on_host.apply(throw=True).result == 0
