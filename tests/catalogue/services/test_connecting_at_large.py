"""Whatever editors and pulls do to connections, versions lead back, documents are those of the rows, and each unit that
changed something raises the revision by one; two at once lose nothing."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, Thread
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import NotPossibleNow
from catalogue.outbox.unit import Unit, changes, revision
from catalogue.parts import LanguageVersion
from catalogue.published.models import Document
from catalogue.published.projection import project
from catalogue.services import connections, operations, orders, pairs, versions
from catalogue.services.connections import Pair
from catalogue.services.errors import Changed
from catalogue.services.models import Connection, Version
from catalogue.services.orders import Deed, May, Order
from catalogue.services.values import Kind
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import archive, channel, connected, service, store
from tests.connections_make import ANNA, an_editor, anybody, do

SERVICES, CHANNELS = (UUID(int=11), UUID(int=12)), (UUID(int=21), UUID(int=22))
PAIRS = [(offer, place) for offer in SERVICES for place in CHANNELS]
TEXTS = st.sampled_from(["Kysy tiskiltä.", "Tule ovesta.", "Soita ensin."])
PAIR = st.sampled_from(PAIRS)
WHO: Any = st.sampled_from([anybody, an_editor])
SHOWN = st.dictionaries(st.integers(0, 1), TEXTS, max_size=2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["connect", "change"]), PAIR, TEXTS),
        st.tuples(st.sampled_from(["disconnect", "publish", "discard"]), PAIR, st.none()),
        st.tuples(st.just("restore"), PAIR, st.integers(1, 6)),
        st.tuples(st.just("order"), st.sampled_from(SERVICES), st.randoms(use_true_random=False)),
        st.tuples(st.just("pull"), st.sampled_from([*SERVICES, *CHANNELS]), SHOWN),
        st.tuples(st.just("archive"), st.sampled_from([*SERVICES, *CHANNELS]), st.none()),
    ),
    min_size=1,
    max_size=12,
)


def kind_of(thing_id: UUID) -> Kind:
    return "service" if thing_id in SERVICES else "service_channel"


def texts(text: str) -> dict[str, Any]:
    return {"language_versions": {"fi": {"description": text}}}


def pulled(thing_id: UUID, shown: dict[int, str]) -> None:
    """The register's document of a thing, with the connections that it shows."""
    others = CHANNELS if thing_id in SERVICES else SERVICES
    told = [
        connected(others[at], "Toinen", language_versions={"fi": LanguageVersion(description=text)})
        for at, text in shown.items()
    ]
    make = service if thing_id in SERVICES else channel
    store(kind_of(thing_id), make(f"Nimi {thing_id.int}", id=thing_id, connections=told))


def reorder(service_id: UUID, ids: list[UUID]) -> None:
    with changes() as unit:
        orders.put_in_order(unit=unit, service_id=service_id, ids=ids, author=ANNA, may=anybody)


def take(name: str, about: Any, given: Any, may: May) -> None:
    """One step in a unit of its own; one that does not fit changes nothing."""
    if name == "pull":
        pulled(about, given)
        return
    if name == "archive":
        archive(kind_of(about), about)
        return
    if name == "order":
        found = pairs.of_things(kind="service", ids=[about])
        ids = [key for key, pair in found.items() if pair.content is not None]
        given.shuffle(ids)
        reorder(about, ids)
        return
    key = connections.pair_id(*about)
    present = pairs.load(ids=[key]).get(key)
    with suppress(NotPossibleNow, PermissionError):
        if name == "connect":
            do(Order.to_connect(about[0], about[1], texts(given)), may=may)
        elif present is not None:
            told: dict[str, Any] = {"change": {"content": texts(given)}} if name == "change" else {}
            more = told.get(name, {"number": min(given, present.version)} if name == "restore" else {})
            deed = cast(Deed, name)
            do(Order(deed=deed, kind="connection", id=key, expected=present.version, **more), may=may)


def told(pair: Pair) -> Any:
    return connections.snapshot(pair)


def keeps(seen: dict[tuple[UUID, int], Any]) -> None:
    """What must hold after each step."""
    for key, pair in pairs.load(ids=[connections.pair_id(*each) for each in PAIRS]).items():
        seen.setdefault((key, pair.version), told(pair))
        for number in range(1, pair.version + 1):
            if (key, number) in seen:
                assert told(versions.at_version(pair, number)) == seen[key, number]
        assert [entry.number for entry in versions.entries(pair)] == list(range(pair.version, 0, -1))


def documents() -> set[tuple[Any, ...]]:
    columns = ("id", "v1_etag", "ptv_v11_etag", "facets")
    return {(*row[:3], tuple(row[3])) for row in Document.objects.values_list(*columns)}


def anew() -> set[tuple[Any, ...]]:
    """The documents as the projection makes them from nothing but rows."""
    Document.objects.all().delete()
    unit = Unit()
    unit.record(kind="service", ids=SERVICES, action="updated")
    unit.record(kind="service_channel", ids=CHANNELS, action="updated")
    project(unit)
    return documents()


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, data=st.data())
def test_any_sequence_of_steps_keeps_what_must_hold(
    steps: list[tuple[str, Any, Any]], data: st.DataObject, in_turku: Municipality
) -> None:
    for model in (Connection, Version, Document):
        model._default_manager.all().delete()
    for thing_id in (*CHANNELS, *SERVICES):
        pulled(thing_id, {})
    seen: dict[tuple[UUID, int], Any] = {}
    for name, about, given_ in steps:
        before = revision()
        take(name, about, given_, data.draw(WHO))
        assert revision() - before in (0, 1)
        keeps(seen)
    before_anew = documents()
    assert anew() == before_anew


# --- two at once ------------------------------------------------------------------------------------------------------


def at_once(town: Municipality, *steps: Callable[[], Any]) -> list[Any]:
    """Steps in threads that begin together; what came of each, an error among them."""
    outcomes: list[Any] = [None] * len(steps)
    ready = Barrier(len(steps))

    def run(at: int, step: Callable[[], Any]) -> None:
        try:
            with within(town):
                ready.wait(timeout=20)
                outcomes[at] = step()
        except Exception as error:  # noqa: BLE001 it is what came of it
            outcomes[at] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_who_connect_the_same_at_once_make_one_connection(turku: Municipality) -> None:
    with within(turku):
        for thing_id in (*CHANNELS, *SERVICES):
            pulled(thing_id, {})

    def connect() -> Any:
        return do(Order.to_connect(SERVICES[0], CHANNELS[0], texts("A")))

    outcomes = at_once(turku, connect, connect)
    assert sorted(isinstance(each, NotPossibleNow) for each in outcomes) == [False, True]
    with within(turku):
        assert (Connection.objects.count(), Version.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_two_members_at_once_both_succeed_and_of_one_member_the_second_is_told(
    turku: Municipality,
) -> None:
    key = connections.pair_id(SERVICES[0], CHANNELS[0])
    with within(turku):
        for thing_id in (*CHANNELS, *SERVICES):
            pulled(thing_id, {})
        do(Order.to_connect(SERVICES[0], CHANNELS[0], texts("A")))

    def change(patch: dict[str, Any]) -> Callable[[], Any]:
        return lambda: do(Order(deed="change", kind="connection", id=key, expected=1, content=patch))

    both = at_once(turku, change(texts("B")), change({"service_charge_type": "Chargeable"}))
    assert not [each for each in both if isinstance(each, Exception)]
    with within(turku):
        now = pairs.load(ids=[key])[key]
    assert now.content is not None
    assert (now.version, now.content.service_charge_type) == (3, "Chargeable")
    same = at_once(turku, change({"service_charge_type": None}), change({"service_charge_type": "FreeOfCharge"}))
    assert all(isinstance(each, Changed) for each in same)


@pytest.mark.django_db(transaction=True)
def test_a_pull_and_editors_at_once_neither_wait_for_ever_nor_lose_anything(turku: Municipality) -> None:
    with within(turku):
        for thing_id in (*CHANNELS, *SERVICES):
            pulled(thing_id, {})

    def pull() -> None:
        with changes() as unit:
            from_register(unit)

    def editors() -> None:
        for offer, place in PAIRS:
            do(Order.to_connect(offer, place, texts("Oma")))
        for offer in SERVICES:
            ids = [connections.pair_id(offer, place) for place in reversed(CHANNELS)]
            reorder(offer, ids)

    for _ in range(3):
        outcomes = at_once(turku, pull, editors, pull)
        assert [each for each in outcomes if each is not None] == []
        with within(turku):
            assert Connection.objects.filter(pairs.CONNECTED).count() == len(PAIRS)
            for offer, place in PAIRS:
                key = connections.pair_id(offer, place)
                seen = pairs.load(ids=[key])[key].version
                do(Order(deed="disconnect", kind="connection", id=key, expected=seen))


def from_register(unit: Unit) -> None:
    """A pull of everything in one unit, channels first."""
    places = [channel(f"Nimi {each.int} {revision()}", id=each) for each in CHANNELS]
    operations.store(unit=unit, kind="service_channel", records=places, own=CHANNELS)
    offers = [service(f"Nimi {each.int} {revision()}", id=each) for each in SERVICES]
    operations.store(unit=unit, kind="service", records=offers, own=SERVICES)
