"""A pull brings together what was made here of connections and what the register says anew of them, at both ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from catalogue.outbox.unit import revision
from catalogue.registry.models import Base, Conflict, Ownership
from catalogue.services import connecting, pairs
from catalogue.services.connections import Pair
from catalogue.services.models import Connection
from catalogue.services.orders import Order
from tenants.models import Municipality
from tests import edits_make as edits
from tests.catalogue.registry.said import say_of_pair as say
from tests.connections_make import an_editor, do, of
from tests.register import Register, pull

FREE = "FreeOfCharge"


@pytest.fixture
def register(small_register: Register) -> Register:
    """The register with few things."""
    return small_register


@pytest.fixture
def pair(in_turku: Municipality, register: Register) -> Pair:
    """A connection that both ends show, with its description in Finnish, pulled."""
    pull(in_turku, register)
    row = Connection.objects.filter(service_end__isnull=False, channel_end__isnull=False).order_by("id")[0]
    say(register, row, "Rekisterin.")
    pull(in_turku, register, full=True)
    return present(row.pk)


@pytest.fixture
def again(in_turku: Municipality, register: Register) -> Callable[[], Any]:
    """Pulls everything once more."""
    return lambda: pull(in_turku, register, full=True)


def present(key: Any) -> Pair:
    return pairs.load(ids=[key])[key]


def text(pair: Pair, language: str = "fi") -> str | None:
    content = present(pair.id).content
    return content.language_versions[language].description if content else None


def in_sync(pair: Pair) -> bool:
    now = present(pair.id)
    return now.version == now.synced_version


def test_edits_of_both_sides_stand_side_by_side(pair: Pair, register: Register, again: Callable[[], Any]) -> None:
    assert (text(pair), in_sync(pair)) == ("Rekisterin.", True)
    edits.change_pair(pair.id, "Meidän.")
    assert not in_sync(pair)
    say(register, pair, "Rekisterin.", "Deras.", serviceChargeType=FREE)
    again()
    now = present(pair.id)
    assert now.content is not None
    assert (text(pair), text(pair, "sv"), now.content.service_charge_type) == ("Meidän.", "Deras.", FREE)
    assert now.service.said is not None
    assert now.channel.said is not None
    assert now.service.said.connection == now.channel.said.connection
    assert not in_sync(pair)
    assert not Conflict.objects.exists()
    before = revision()
    again()
    assert revision() == before


def test_what_both_changed_is_settled_by_its_owner_and_told_once(
    pair: Pair, register: Register, again: Callable[[], Any]
) -> None:
    edits.change_pair(pair.id, "Meidän.")
    say(register, pair, "Heidän.")
    again()
    row = Conflict.objects.get()
    assert (row.kind, row.path) == ("connection", ["language_versions", "fi", "description"])
    assert (row.base, row.ours, row.theirs, row.how) == ("Rekisterin.", "Meidän.", "Heidän.", "ours")
    assert text(pair) == "Meidän."


def test_where_a_person_is_asked_the_connection_stays_and_the_question_moves_on(
    pair: Pair, register: Register, again: Callable[[], Any]
) -> None:
    Ownership.objects.create(pattern="connection", owner="ask", at=timezone.now())
    edits.change_pair(pair.id, "Meidän.")
    for theirs in ("Heidän.", "Heidän, toisin."):
        say(register, pair, theirs)
        again()
        row = Conflict.objects.get()
        assert (text(pair), row.base, row.theirs, row.closed) == ("Meidän.", "Rekisterin.", theirs, None)
    say(register, pair, "Meidän.")
    again()
    assert (Conflict.objects.get().how, in_sync(pair)) == ("agreed", True)
    assert not Base.objects.filter(object_id=pair.id).exists()


def test_what_is_disconnected_here_and_changed_there_is_asked_about(
    pair: Pair, register: Register, again: Callable[[], Any]
) -> None:
    do(of(connecting.one(connection_id=pair.id), "disconnect"))
    say(register, pair, "Heidän.")
    again()
    row = Conflict.objects.get()
    assert (row.path, row.ours, row.closed, present(pair.id).content) == ([], None, None, None)
    register.do("disconnect", service=str(pair.service_id), channel=str(pair.channel_id))
    again()
    assert (Conflict.objects.get().how, in_sync(pair)) == ("agreed", True)


def test_what_is_disconnected_there_and_changed_here_is_asked_about(
    pair: Pair, register: Register, again: Callable[[], Any]
) -> None:
    edits.change_pair(pair.id, "Meidän.")
    register.do("disconnect", service=str(pair.service_id), channel=str(pair.channel_id))
    again()
    row = Conflict.objects.get()
    assert (row.path, row.theirs, row.closed, text(pair)) == ([], None, None, "Meidän.")
    before = revision()
    again()
    assert revision() == before
    assert Conflict.objects.count() == 1


def test_a_connection_that_both_made_is_one(
    in_turku: Municipality, register: Register, again: Callable[[], Any]
) -> None:
    pull(in_turku, register)
    known = {(row.service_id, row.channel_id) for row in Connection.objects.all()}
    services, channels = ({row[at] for row in known} for at in (0, 1))
    service, channel = next((one, other) for one in services for other in channels if (one, other) not in known)
    made = do(Order.to_connect(service, channel, edits.described("Meidän."))).pair
    say(register, made, "Rekisterin.", "Deras.")
    again()
    assert (text(made), text(made, "sv")) == ("Meidän.", "Deras.")
    row = Conflict.objects.get()
    assert (row.base, row.ours, row.theirs, row.how) == (None, "Meidän.", "Rekisterin.", "ours")


def test_what_is_only_proposed_here_is_no_edit_of_ours_and_waits_on(
    pair: Pair, register: Register, again: Callable[[], Any]
) -> None:
    joined = connecting.one(connection_id=pair.id)
    do(of(joined, "change", content=edits.described("Ehdotus.")), may=an_editor)
    assert in_sync(pair)
    say(register, pair, "Heidän.")
    again()
    now = present(pair.id)
    assert (text(pair), in_sync(pair), now.proposed is not None) == ("Heidän.", True, True)
    assert not Conflict.objects.exists()
