"""A town that has lived here fully and is removed: nothing that it left is found anywhere, by anybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis import Redis

from kuntakanta.desk.tasks import send_letter
from kuntakanta.onboarding import join, tick
from tenants import lifecycle
from tenants.accounts import tokens
from tenants.accounts.permissions import Role, Scope
from tenants.context import within, within_host
from tenants.hosts import hosts
from tenants.leftovers import WAITING
from tenants.models import Municipality
from tenants.queries import history_of, schema_exists
from tenants.status.models import Certificate, Permit, TownStatus, TownUse
from tenants.takeout import operations
from tests.accounts_make import browser, sign_in, staff
from tests.catalogue_make import service, store

pytestmark = pytest.mark.django_db(transaction=True)  # dropping a schema does not wait for what is deferred
METRICS_TOKEN = "m" * 40
HOST = "utsjoki.test"


def _everything_of(valkey: Redis) -> str:
    """All that Valkey holds, keys and values, as text."""
    read: dict[bytes, Callable[[Any], Any]] = {
        b"string": valkey.get,
        b"hash": valkey.hgetall,
        b"list": lambda key: valkey.lrange(key, 0, -1),
        b"zset": lambda key: valkey.zrange(key, 0, -1),
        b"set": valkey.smembers,
    }
    kinds: Any = {key: valkey.type(key) for key in valkey.scan_iter()}
    return "\n".join(f"{key!r} {read[kind](key)!r}" for key, kind in kinds.items())


def _metrics(settings: Any) -> str:
    given = {"authorization": f"Bearer {METRICS_TOKEN}"}
    return browser(settings.PUBLIC_HOST).get("/metrics", headers=given).content.decode()


@pytest.fixture
def lived(turku: Municipality, settings: Any) -> tuple[Municipality, Client, str]:
    """A town with something of everything, somebody signed in there, and a program's token."""
    settings.METRICS_TOKEN, settings.EMAIL_URL = METRICS_TOKEN, "smtp://127.0.0.1:1"
    town = join(code="890", host=HOST, administrator="inga@utsjoki.test").town
    staff(town, Role.ADMINISTRATOR)
    client = browser(HOST)
    assert sign_in(client)
    assert client.get("/desk/").status_code == 200
    now = timezone.now()
    with within(town):
        store("service", service("Kirjasto"))
        issued = tokens.issue_token(name="Ohjelma", scopes=[Scope.READ], expires=now + timedelta(days=1), actor=None)
        cache.set("something", town.code)
        operations.ask(municipality=town, by=issued.token.uuid)
    tick(municipality=town, item="permit", by=None, operator=True)
    with within_host():
        numbers = dict.fromkeys(("organizations", "services", "channels", "connections", "quarantined"), 1)
        TownStatus.objects.create(municipality=town, run=1, sync_state="done", synced_at=now, fresh_at=now, **numbers)
        TownUse.objects.create(municipality=town)
        Permit.objects.create(municipality=town, name="IN", ends=now.date())
        Certificate.objects.create(municipality=town, host=HOST, checked=now)
    lifecycle.add_host(municipality=town, host="palvelut.utsjoki.example")
    send_letter.delay(municipality_id=town.pk, letter_id=1)
    assert f'town="{town.schema_name}"' in _metrics(settings)
    lifecycle.close(municipality=town)
    return town, client, issued.text


def test_nothing_is_left(lived: tuple[Municipality, Client, str], valkey: Redis, settings: Any) -> None:
    town, client, token = lived
    number, schema_name = town.pk, town.schema_name
    assert schema_name in _everything_of(valkey)
    # A worker that held a message when it was killed left it in the broker's own list.
    held = valkey.lpop(current_app.conf.task_default_queue)
    assert isinstance(held, bytes)
    valkey.hset(WAITING, "tag", b"[" + held + b', "", "celery"]')

    lifecycle.remove(municipality=town)
    said = _metrics(settings)

    assert not schema_exists(schema_name=schema_name)
    assert schema_name not in said
    left = _everything_of(valkey)
    assert schema_name not in left
    assert not valkey.hgetall(WAITING)
    assert not valkey.lrange(current_app.conf.task_default_queue, 0, -1)
    for path, headers in (("/desk/", {}), ("/", {}), ("/api/manage/v1/me", {"authorization": f"Bearer {token}"})):
        assert client.get(path, headers=headers).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns"
            " WHERE column_name IN ('municipality_id', 'tenant_id') AND table_schema NOT LIKE 'pg\\_%'"
        )
        for place, table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{place}"."{table}" WHERE "{column}" = %s', [number])
            assert cursor.fetchone() == (0,), f"{place}.{table}"
    assert [one.action for one in history_of(municipality=town)][-1] == "remove"


def test_its_session_and_token_open_no_other_town(
    lived: tuple[Municipality, Client, str], turku: Municipality, turku_client: Client
) -> None:
    town, client, token = lived
    lifecycle.remove(municipality=town)
    hosts.forget()
    turku_client.cookies.update(client.cookies)
    assert turku_client.get("/desk/").headers["Location"].startswith("/desk/sign-in")
    answer = turku_client.get("/api/manage/v1/me", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401
