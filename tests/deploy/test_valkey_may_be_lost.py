"""Valkey is in no backup: emptied at any moment, nothing is lost but the time until the next tick."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone
from redis import Redis

from catalogue.outbox.leaping import leap
from catalogue.outbox.unit import revision
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.dispatch import LOST, dispatch_due
from tenants.models import Municipality
from tests import catalogue_make as make
from tests.accounts_make import sign_in, staff


def test_whoever_is_signed_in_stays_so(turku: Municipality, turku_client: Client, valkey: Redis) -> None:
    staff(turku, Role.VIEWER)
    assert sign_in(turku_client)
    valkey.flushdb()
    assert turku_client.get("/desk/").status_code == 200


def test_what_is_read_stays_the_same(turku: Municipality, turku_client: Client, valkey: Redis) -> None:
    with within(turku):
        make.store("service", make.service())
    before = turku_client.get("/api/v1/services")
    valkey.flushdb()
    after = turku_client.get("/api/v1/services")
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])


def test_work_whose_message_is_lost_is_sent_again(turku: Municipality, valkey: Redis, settings: Any) -> None:
    settings.JOBS_AT_ONCE = settings.JOBS_PER_TOWN = 100
    settings.JOBS_PER_ENDPOINT = {"registry": 100}
    now = timezone.now()
    sent = {(run.municipality_id, run.name) for run in dispatch_due(now=now, limit=100)}
    assert sent
    valkey.flushdb()
    assert {(run.municipality_id, run.name) for run in dispatch_due(now=now + LOST, limit=100)} >= sent


def test_a_list_kept_from_before_a_restore_is_never_taken_for_the_present_one(
    turku: Municipality, turku_client: Client
) -> None:
    with within(turku):
        make.store("service", make.service("Ennen"))
        then = revision()
        make.store("service", make.service("Menetetty"))
        kept = turku_client.get("/api/v1/services").headers["ETag"]
        lost = revision()
        # The database is set back to `then`, and as many units follow as were lost.
        leap()
        make.store("service", make.service("Uusi"))
        assert revision() > lost > then
    assert turku_client.get("/api/v1/services", headers={"if-none-match": kept}).status_code == 200
