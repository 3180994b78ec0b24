"""A file with all that a town has: asked for, made in the background, handed over once, put away."""

import socket
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from tenants import lifecycle
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.errors import WrongState
from tenants.models import Municipality
from tenants.moving import Left, export_town, shown_key
from tenants.moving.errors import KeyRefused
from tenants.takeout import operations, tasks
from tenants.takeout.models import Takeout, TakeoutPart
from tests import make
from tests.accounts_make import EMAIL, staff
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
BY = uuid.uuid4()


@pytest.fixture
def asked(turku: Municipality) -> Takeout:
    """One that is ready, of a town where somebody works."""
    staff(turku, Role.ADMINISTRATOR)
    with within(turku):
        found = operations.ask(municipality=turku, by=BY)
    assert tasks.make(municipality_id=turku.pk, takeout_id=found.pk)
    return found


def _content(town: Municipality, takeout: Takeout) -> bytes:
    with within(town):
        _, parts = operations.take(takeout_uuid=takeout.uuid)
        return b"".join(parts)


def test_it_is_the_export_of_the_town_whole(turku: Municipality, asked: Takeout) -> None:
    content = _content(turku, asked)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert EMAIL in archive.read("tables/accounts_account.copy").decode()
    with within(turku):
        found = Takeout.objects.get()
        assert (found.state, found.bytes) == ("taken", len(content))
        assert not TakeoutPart.objects.exists()


def test_it_lies_in_parts(turku: Municipality, espoo: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "PART", 1000)
    with within(turku):
        found = operations.ask(municipality=turku, by=BY)
        assert operations.make(municipality=turku, takeout_id=found.pk)
        assert TakeoutPart.objects.count() > 5
    zipfile.ZipFile(BytesIO(_content(turku, found))).close()
    with within(espoo):
        assert not Takeout.objects.exists()


def test_it_is_handed_over_once(turku: Municipality, asked: Takeout) -> None:
    _content(turku, asked)
    with within(turku), pytest.raises(WrongState):
        operations.take(takeout_uuid=asked.uuid)


def test_what_a_reader_left_unread_nobody_gets(turku: Municipality, asked: Takeout) -> None:
    with within(turku):
        operations.take(takeout_uuid=asked.uuid)
        with pytest.raises(WrongState):
            operations.take(takeout_uuid=asked.uuid)
        assert operations.put_away(now=timezone.now() + timedelta(days=2)) == 1
        assert not TakeoutPart.objects.exists()


def test_another_town_does_not_get_it(espoo: Municipality, asked: Takeout) -> None:
    with within(espoo), pytest.raises(WrongState):
        operations.take(takeout_uuid=asked.uuid)


def test_it_ends_after_a_day(turku: Municipality, asked: Takeout) -> None:
    with within(turku):
        Takeout.objects.update(expires=timezone.now() - timedelta(seconds=1))
        with pytest.raises(WrongState):
            operations.take(takeout_uuid=asked.uuid)
        assert operations.current() is None
        operations.ask(municipality=turku, by=BY)
        assert not TakeoutPart.objects.exists()


def test_it_is_put_away_also_in_a_town_that_is_suspended(
    turku: Municipality, espoo: Municipality, asked: Takeout
) -> None:
    lifecycle.suspend(municipality=turku)
    assert tasks.put_away() == 0
    with within(turku):
        Takeout.objects.update(expires=timezone.now() - timedelta(seconds=1))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {espoo.schema_name} CASCADE")
    assert tasks.put_away() == 1, "a town that has no schema stops no other"
    with within(turku):
        assert not Takeout.objects.exists()
        assert not TakeoutPart.objects.exists()


def test_making_it_again_changes_nothing(turku: Municipality, asked: Takeout) -> None:
    with within(turku):
        before = TakeoutPart.objects.count()
        assert not operations.make(municipality=turku, takeout_id=asked.pk)
        assert TakeoutPart.objects.count() == before


def test_one_that_was_made_twice_at_once_is_handed_over_once(
    turku: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the message comes again while it is being made."""

    def made_by_another_meanwhile(**given: Any) -> Left:
        left = export_town(**given)
        monkeypatch.setattr(operations, "export_town", export_town)
        assert operations.make(municipality=turku, takeout_id=found.pk)
        b"".join(operations.take(takeout_uuid=found.uuid)[1])
        return left

    monkeypatch.setattr(operations, "export_town", made_by_another_meanwhile)
    with within(turku):
        found = operations.ask(municipality=turku, by=BY)
        assert not operations.make(municipality=turku, takeout_id=found.pk)
        assert Takeout.objects.get().state == "taken"
        assert not TakeoutPart.objects.exists()


def test_of_two_who_ask_at_once_one_is_refused(turku: Municipality) -> None:
    table = f"{turku.schema_name}.takeout_takeout"
    with closing(make.connection()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (uuid, asked_by, asked, receiver, state, bytes, withheld)"
                f" VALUES ('{BY}', '{BY}', now(), '', 'waiting', 0, '[]')"
            )
        second = ThreadPoolExecutor(1).submit(_asked, turku)
        until(_somebody_waits, "nobody waits")
        other.commit()
        with pytest.raises(WrongState):
            second.result(timeout=30)
    with within(turku):
        assert Takeout.objects.get().uuid == BY


def _asked(town: Municipality) -> None:
    try:
        with within(town):
            operations.ask(municipality=town, by=BY)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    return bool(make.value(connection, "SELECT count(*) FROM pg_locks WHERE NOT granted"))


def test_it_is_made_also_when_nobody_can_be_told_how_far_it_is(
    turku: Municipality, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with within(turku):
        found = operations.ask(municipality=turku, by=BY)
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{port}/0"}}
        assert operations.make(municipality=turku, takeout_id=found.pk)
        assert Takeout.objects.get().state == "ready"
    assert "could not be told: ConnectionError" in caplog.text


def test_while_one_is_made_no_other_is_asked_for_unless_it_is_lost(turku: Municipality) -> None:
    with within(turku):
        first = operations.ask(municipality=turku, by=BY)
        with pytest.raises(WrongState):
            operations.ask(municipality=turku, by=BY)
        Takeout.objects.update(asked=timezone.now() - operations.PATIENCE - timedelta(seconds=1))
        second = operations.ask(municipality=turku, by=BY)
        assert not operations.make(municipality=turku, takeout_id=first.pk)
        assert operations.make(municipality=turku, takeout_id=second.pk)


def test_one_that_could_not_be_made_says_so(turku: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: Any) -> None:
        raise OSError("No space left on device")

    with within(turku):
        asked = operations.ask(municipality=turku, by=BY)
        monkeypatch.setattr(operations, "export_town", fails)
        with pytest.raises(OSError, match="No space"):
            operations.make(municipality=turku, takeout_id=asked.pk)
        assert Takeout.objects.get().state == "failed"
        operations.ask(municipality=turku, by=BY)


def test_a_key_that_is_none_is_refused(turku: Municipality) -> None:
    with within(turku), pytest.raises(KeyRefused):
        operations.ask(municipality=turku, by=BY, receiver="abc")


def test_a_key_is_kept_as_the_receiver_shows_it(turku: Municipality) -> None:
    with within(turku):
        asked = operations.ask(municipality=turku, by=BY, receiver=f"  {shown_key().removeprefix('kkr_')}\n")
        assert asked.receiver == shown_key()


def test_progress_is_told_while_it_is_made(turku: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        cache.set("takeout:progress", (done, total))
        told.append(operations.progress() or (0, 0))

    monkeypatch.setattr(operations, "_note_progress", note)
    with within(turku):
        operations.make(municipality=turku, takeout_id=operations.ask(municipality=turku, by=BY).pk)
        assert operations.progress() is None
    assert told[0][0] == 0
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] - 1
