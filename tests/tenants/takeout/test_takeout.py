"""A file with all that a town has: asked for, made in the background, handed over once, put away."""

import uuid
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.errors import WrongState
from tenants.models import Municipality
from tenants.moving.errors import KeyRefused
from tenants.takeout import operations, tasks
from tenants.takeout.models import Takeout, TakeoutPart
from tests.accounts_make import EMAIL, staff

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
        assert not TakeoutPart.objects.exists()


def test_making_it_again_changes_nothing(turku: Municipality, asked: Takeout) -> None:
    with within(turku):
        before = TakeoutPart.objects.count()
        assert not operations.make(municipality=turku, takeout_id=asked.pk)
        assert TakeoutPart.objects.count() == before


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
