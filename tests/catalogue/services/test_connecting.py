"""A connection holds at once at both ends, keeps its versions, and is seen where both ends are published."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.outbox.unit import changes, revision
from catalogue.published.models import Document
from catalogue.services import connecting, connections, orders, pairs, versions
from catalogue.services.connecting import Joined
from catalogue.services.errors import Changed, NotPublishable
from catalogue.services.models import Connection, Version
from catalogue.services.orders import Order, Tied
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue.services.test_editing import create, publish
from tests.catalogue_make import archive, channel, connected, service, store
from tests.connections_make import ANNA, anybody, do, of

TEXT: dict[str, Any] = {"language_versions": {"fi": {"description": "Kysy tiskiltä ensin."}}}


def connect(service_id: UUID, channel_id: UUID, **content: Any) -> Joined:
    return do(Order.to_connect(service_id, channel_id, content))


def change(joined: Joined, patch: dict[str, Any], *, expected: int | None = None) -> Joined:
    seen = joined.pair.version if expected is None else expected
    return do(of(joined, "change", expected=seen, content=patch))


def disconnect(joined: Joined) -> Joined:
    return do(of(joined, "disconnect"))


def restore(joined: Joined, number: int) -> Joined:
    return do(of(joined, "restore", number=number))


def shown(thing_id: UUID, dialect: str = "v1") -> bytes:
    return bytes(Document.objects.filter(id=thing_id).values_list(dialect, flat=True).first() or b"")


@pytest.fixture
def pair(in_turku: Municipality) -> tuple[UUID, UUID]:
    """A published service and a published channel, not connected."""
    offer, place = service("Uimahalli"), channel("Uimala", kind="Phone")
    store("service_channel", place)
    store("service", offer)
    return offer.id, place.id


def test_both_ends_say_what_was_connected_alike_and_their_documents_show_it(pair: tuple[UUID, UUID]) -> None:
    before = revision()
    made = connect(*pair, **TEXT)
    assert (made.pair.version, revision()) == (1, before + 1)
    row = Connection.objects.get()
    assert row.service_end.modified == row.channel_end.modified
    assert row.service_end.connection == row.channel_end.connection == made.pair.content
    for thing_id, other in zip(pair, ("Uimala", "Uimahalli"), strict=True):
        for dialect in ("v1", "ptv_v11"):
            assert "Kysy tiskiltä ensin.".encode() in shown(thing_id, dialect)
            assert other.encode() in shown(thing_id, dialect)


def test_what_is_connected_changed_and_disconnected_leads_back_in_every_version(pair: tuple[UUID, UUID]) -> None:
    seen = [connect(*pair, **TEXT)]
    seen.append(change(seen[-1], {"service_charge_type": "Chargeable"}))
    seen.append(disconnect(seen[-1]))
    assert b"Uimala" not in shown(pair[0])
    now = seen[-1].pair
    for each in seen:
        assert versions.at_version(now, each.pair.version).content == each.pair.content
    with pytest.raises(NotPossibleNow):
        change(seen[-1], TEXT)
    back = restore(seen[-1], 2)
    assert (back.pair.version, back.pair.content) == (4, seen[1].pair.content)
    assert b"Uimala" in shown(pair[0])
    assert [each.action for each in versions.entries(back.pair)] == ["restored", "disconnected", "changed", "connected"]
    with pytest.raises(NotPossibleNow):
        restore(back, 3)
    with pytest.raises(NotFound):
        restore(back, 9)
    assert Version.objects.filter(number=2).get().back == [[["content", "service_charge_type"]]]


def test_what_was_disconnected_can_be_connected_anew(pair: tuple[UUID, UUID]) -> None:
    gone = disconnect(connect(*pair, **TEXT))
    again = connect(*pair)
    assert (again.pair.id, again.pair.version) == (gone.pair.id, 3)
    with pytest.raises(NotPossibleNow):
        connect(*pair)


def test_two_editors_of_two_members_both_keep_their_change(pair: tuple[UUID, UUID]) -> None:
    made = connect(*pair, **TEXT)
    change(made, {"service_charge_type": "Chargeable"})
    both = change(made, {"language_versions": {"fi": {"description": "Ovesta vasempaan."}}})
    assert both.pair.content is not None
    assert both.pair.content.service_charge_type == "Chargeable"
    with pytest.raises(Changed) as refused:
        change(made, {"service_charge_type": "FreeOfCharge"})
    assert [each.path for each in refused.value.differences] == [("service_charge_type",)]
    with pytest.raises(Changed):
        change(made, TEXT, expected=99)


def test_the_rules_refuse_what_would_mislead_readers(pair: tuple[UUID, UUID]) -> None:
    before = revision()
    with pytest.raises(NotPublishable) as refused:
        connect(*pair, fees=[{"name": {"fi": "Käynti"}, "amount": "-1"}])
    assert "/fees/0/amount" in [each.path for each in refused.value.findings]
    assert (revision(), Connection.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"nmae": 1}, "/nmae"),
        ({"language_versions": {"xx": {"description": "x"}}}, "/language_versions/xx"),
        ({"service_hours": [{"kind": "sometimes"}]}, "/service_hours/0/kind"),
        ({"remainder": {"a": 1}}, "/remainder"),
        ({"language_versions": {"fi": {"description": "\x00"}}}, "/language_versions/fi/description"),
    ],
)
def test_what_cannot_be_a_connection_is_refused_at_its_place(
    content: dict[str, Any], place: str, pair: tuple[UUID, UUID]
) -> None:
    with pytest.raises(InvalidBody) as refused:
        connect(*pair, **content)
    assert refused.value.place == place
    assert not Connection.objects.exists()


def test_only_what_is_here_and_not_archived_is_connected(pair: tuple[UUID, UUID]) -> None:
    for ids, place in (((uuid4(), pair[1]), "/service_id"), ((pair[0], uuid4()), "/channel_id")):
        with pytest.raises(InvalidBody) as refused:
            connect(*ids)
        assert refused.value.place == place
    archive("service_channel", pair[1])
    with pytest.raises(NotPossibleNow):
        connect(*pair)


def test_one_end_may_be_somebody_elses_and_not_both(pair: tuple[UUID, UUID]) -> None:
    foreign, another = channel("Muualla", kind="Phone"), service("Toisaalla")
    store("service_channel", foreign, own=False)
    store("service", another, own=False)
    assert connect(pair[0], foreign.id).pair.version == 1
    assert b"Muualla" in shown(pair[0])
    with pytest.raises(NotPossibleNow):
        connect(another.id, foreign.id)


def test_of_a_draft_nothing_is_told_until_it_is_published(pair: tuple[UUID, UUID]) -> None:
    texts = {"fi": {"name": "Salainen linja", "summary": "Vielä salainen."}}
    draft = create("service_channel", {"service_channel_type": "Phone", "language_versions": texts})
    connect(pair[0], draft.id, **TEXT)
    for dialect in ("v1", "ptv_v11"):
        assert "Salainen" not in shown(pair[0], dialect).decode()
    publish(draft)
    for dialect in ("v1", "ptv_v11"):
        assert "Salainen" in shown(pair[0], dialect).decode()


def test_channels_stand_in_the_order_that_editors_gave_them(pair: tuple[UUID, UUID]) -> None:
    places = [channel(f"Linja {number}", kind="Phone") for number in range(3)]
    offer = service("Neuvonta", connections=[connected(place.id) for place in places])
    store("service_channel", *places)
    store("service", offer)
    ids = [connections.pair_id(offer.id, place.id) for place in places]
    wanted = [ids[2], ids[0], ids[1]]

    def order(*, among: list[UUID]) -> list[Joined]:
        with changes() as unit:
            given: dict[str, Any] = {"service_id": offer.id, "ids": among, "author": ANNA, "may": anybody}
            return orders.put_in_order(unit=unit, **given)

    assert [each.pair.version for each in order(among=wanted)] == [2, 2, 2]
    assert [each.pair.id for each in connecting.of_thing(kind="service", thing_id=offer.id)] == wanted
    page = shown(offer.id).decode()
    assert page.index("Linja 2") < page.index("Linja 0") < page.index("Linja 1")
    before = revision()
    order(among=wanted)
    assert revision() == before
    for wrong in (ids[:2], [*ids, uuid4()], [ids[0], ids[0], ids[1]]):
        with pytest.raises(InvalidBody):
            order(among=wrong)
    store("service", service("Uusi", id=offer.id, connections=[connected(place.id) for place in places]))
    assert [each.pair.id for each in connecting.of_thing(kind="service", thing_id=offer.id)] == wanted


def test_a_connection_of_the_registers_is_changed_and_a_pull_of_the_same_leaves_that(pair: tuple[UUID, UUID]) -> None:
    place = channel("Kirjasto")
    offer = service("Lainaus", connections=[connected(place.id, "Kirjasto")])
    store("service_channel", channel("Kirjasto", id=place.id, connections=[connected(offer.id, "Lainaus")]))
    store("service", offer)
    one = connecting.one(connection_id=connections.pair_id(offer.id, place.id))
    mine = change(one, TEXT)
    store("service", service("Lainaus ja luku", id=offer.id, connections=[connected(place.id, "Kirjasto")]))
    now = connecting.one(connection_id=one.pair.id)
    assert (now.pair.version, now.pair.content) == (2, mine.pair.content)
    store("service", service("Lainaus", id=offer.id))
    store("service_channel", channel("Kirjasto", id=place.id))
    gone = connecting.one(connection_id=one.pair.id)
    assert (gone.pair.version, gone.pair.content) == (3, None)
    assert versions.entries(gone.pair)[0].door == "national_pull"
    assert restore(gone, 2).pair.content == mine.pair.content


def test_who_may_not_changes_nothing(pair: tuple[UUID, UUID]) -> None:
    with pytest.raises(PermissionError):
        do(Order.to_connect(*pair, {}), may=lambda action, work: PermissionError(action, work.id))
    assert not Connection.objects.exists()


def test_a_try_tells_what_would_come_and_writes_nothing(pair: tuple[UUID, UUID]) -> None:
    before = revision()
    (done,) = orders.try_out(orders=[Order.to_connect(*pair, TEXT)], author=ANNA, languages=["fi"], may=anybody)
    assert isinstance(done, Tied)
    assert (done.joined.pair.version, revision(), Connection.objects.count()) == (1, before, 0)


def test_another_town_finds_no_connection(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        offer, place = service(), channel()
        store("service", offer)
        store("service_channel", place)
        made = connect(offer.id, place.id)
    with within(espoo):
        with pytest.raises(NotFound):
            connecting.one(connection_id=made.pair.id)
        with pytest.raises(NotFound):
            change(made, TEXT)
        assert pairs.of_things(kind="service", ids=[offer.id]) == {}


def test_each_step_takes_few_statements_and_an_order_as_many_for_any_number(pair: tuple[UUID, UUID]) -> None:
    def counted(step: Any) -> int:
        with CaptureQueriesContext(connection) as seen:
            step()
        return len([each for each in seen if "SAVEPOINT" not in each["sql"]])

    made = connect(*pair, **TEXT)
    assert counted(lambda: change(made, {"service_charge_type": "Chargeable"})) <= 22

    def order(count: int) -> int:
        places = [channel(f"Linja {number}", kind="Phone") for number in range(count)]
        offer = service("Neuvonta", connections=[connected(place.id) for place in places])
        store("service_channel", *places)
        store("service", offer)
        ids = [connections.pair_id(offer.id, place.id) for place in reversed(places)]

        def step() -> None:
            with changes() as unit:
                orders.put_in_order(unit=unit, service_id=offer.id, ids=ids, author=ANNA, may=anybody)

        return counted(step)

    assert order(5) == order(60)


def test_an_archived_end_keeps_its_connection_for_when_it_comes_back(pair: tuple[UUID, UUID]) -> None:
    made = connect(*pair, **TEXT)
    archive("service_channel", pair[1])
    assert b"Uimala" not in shown(pair[0])
    gone = disconnect(made)
    with pytest.raises(NotPossibleNow):
        restore(gone, 1)
