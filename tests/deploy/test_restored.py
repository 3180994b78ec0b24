"""`kuntakanta restored` refuses to go on with another secret key than the one of the backup."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalogue.outbox.unit import revision
from kuntakanta.restored import WrongKey, settle_host, settle_town
from tenants.accounts import letters
from tenants.accounts.models import OneTimeLink
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.dispatch import make_due
from tenants.models import DueJob, Municipality
from tenants.status.models import TownStatus
from tests.accounts_make import OPERATOR, operator, operators_browser, set_up_app, sign_in, staff
from tests.kuntakanta.operators.test_console import end


def revision_of(town: Municipality) -> int:
    with within(town):
        return revision()


def test_a_town_whose_second_factors_do_not_open_is_left_as_it_is(
    turku: Municipality, espoo: Municipality, turku_client: Client, settings: Any
) -> None:
    staff(turku, Role.ADMINISTRATOR)
    assert sign_in(turku_client)
    set_up_app(turku_client)
    settings.SECRET_KEY = "another-key-" + "y" * 32
    for settle in (lambda: settle_town(municipality=turku), settle_host):
        with pytest.raises(WrongKey, match="KUNTAKANTA_SECRET_KEY"):
            settle()
    assert revision_of(turku) == revision_of(espoo) == 0
    settle_town(municipality=espoo)  # nothing is sealed there
    assert revision_of(espoo) > 0


def test_the_hosts_own_secrets_count_too(turku: Municipality, settings: Any) -> None:
    operator()
    browser = operators_browser()
    assert sign_in(browser, email=OPERATOR)
    set_up_app(browser)
    right = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-" + "y" * 32
    with pytest.raises(WrongKey):
        settle_host()
    assert revision_of(turku) == 0
    settings.SECRET_KEY = right
    assert turku in settle_host()
    assert browser.get("/desk/").status_code == 302


def test_runs_of_the_lost_days_do_not_outlive_their_town(turku: Municipality, espoo: Municipality) -> None:
    for town in (turku, espoo):
        end(town, "held", run=8, would_archive=9)
        assert make_due(municipality=town, name="sync", given={"accept": 8})
    settle_town(municipality=turku)
    for town in (turku, espoo):
        end(town, "done", run=3)
    with within_host():
        assert TownStatus.objects.get(municipality=turku).sync_state == "done", "its runs are numbered anew"
        assert TownStatus.objects.get(municipality=espoo).sync_state == "held", "a report that came late"
        jobs = DueJob.objects.filter(name="sync").order_by("municipality")
        assert [job.given for job in jobs if job.municipality_id == turku.pk] == [{}]
        assert [job.given for job in jobs if job.municipality_id == espoo.pk] == [{"accept": 8}]


def test_a_link_that_still_waits_for_its_mail_counts_too(turku: Municipality, settings: Any) -> None:
    purpose, site = OneTimeLink.Purpose.JOIN, "https://turku.test"
    with within(turku):
        letters.write(owner=turku.uuid, purpose=purpose, email="new@town.test", site=site, secret="a link's secret")
        letters.write(owner=turku.uuid, purpose=purpose, email="other@town.test", site=site)  # nothing is sealed yet
    settings.SECRET_KEY = "another-key-" + "y" * 32
    with pytest.raises(WrongKey):
        settle_town(municipality=turku)
    assert revision_of(turku) == 0
