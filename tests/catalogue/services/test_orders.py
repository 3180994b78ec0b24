"""Many orders at once come to what they would have come to one by one, and two who give many never hang."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.errors import CatalogueError
from catalogue.outbox.unit import changes, revision
from catalogue.parts import Classification, Reference, ServiceOrganization
from catalogue.services import orders, works
from catalogue.services.errors import NotPublishable
from catalogue.services.models import Version
from catalogue.services.orders import Deed, Done, Order, Outcome
from catalogue.services.values import Kind, Record
from catalogue.services.versions import Author
from tenants.accounts.permissions import Action
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import archive, organization, responsibility, service, store, texts

ANNA = Author("person", uuid4())
OWNER, SUB = (uuid4() for _ in range(2))
SERVICES = [uuid4() for _ in range(4)]
PRESENT = dict(zip([*SERVICES, SUB], [1, 2, 2, 3, 1], strict=True))
NAMES = st.sampled_from(["Uimahalli", "Jäähalli", "uimahalli "])


def nobody_minds(action: Action, work: Any) -> Exception | None:
    return None


def carried_out(*asked: Order) -> list[Outcome]:
    with changes() as unit:
        return orders.carry_out(unit=unit, orders=asked, author=ANNA, languages=["fi"], may=nobody_minds)


def publishable(name: str, thing_id: UUID, owner: UUID) -> Record:
    """A service that the rules let be published."""
    producer = ServiceOrganization(
        organization=Reference(id=owner), role_type="Producer", provision_type="SelfProducedServices"
    )
    return service(
        id=thing_id,
        language_versions=texts(name),
        ontology_terms=[Classification(uri="http://www.yso.fi/onto/koko/p1")],
        organizations=[responsibility(owner), producer],
    )


def planted() -> None:
    """Services in each state, of two organisations: one has a draft over it, one is archived, one is a draft again."""
    store("organization", organization(id=OWNER), organization("Liikunta", id=SUB, parent_organization_id=OWNER))
    owners = OWNER, OWNER, SUB, SUB
    names = "Jäähalli", "Kenttä", "Kuntosali", "Uimahalli"
    store("service", *map(publishable, names, SERVICES, owners))
    carried_out(change(SERVICES[1], named("jäähalli"), 1))
    archive("service", *SERVICES[2:])
    carried_out(Order(deed="bring_back", kind="service", id=SERVICES[3], expected=2))


def change(thing_id: UUID, content: dict[str, Any], expected: int, *, kind: Kind = "service") -> Order:
    return Order(deed="change", kind=kind, id=thing_id, expected=expected, content=content)


def step(deed: Deed, thing_id: UUID, *, kind: Kind = "service", content: Any = None) -> Order:
    """Of the present version, in Finnish."""
    return Order(
        deed=deed, kind=kind, id=thing_id, expected=PRESENT[thing_id], content=content or {}, languages=["fi"], number=1
    )


def named(name: str) -> dict[str, Any]:
    return {"language_versions": {"fi": {"name": name}}}


@st.composite
def some_orders(draw: st.DrawFn) -> list[Order]:
    """At most one for each thing, in any order: names that others have, moves, and versions that are not the last."""
    chosen = draw(st.lists(st.sampled_from([*SERVICES, SUB]), unique=True, min_size=1, max_size=5))
    return [draw(an_order(thing_id)) for thing_id in chosen]


@st.composite
def an_order(draw: st.DrawFn, thing_id: UUID) -> Order:
    kind: Kind = "organization" if thing_id == SUB else "service"
    deeds = ["change", "publish", "publish", "archive", "archive", "bring_back", "discard", "submit", "restore"]
    deed = draw(st.sampled_from(deeds))
    content = draw(NAMES.map(named)) if kind == "service" else {"parent_organization_id": None}
    return Order(
        deed=deed,  # type: ignore[arg-type]
        kind=kind,
        id=thing_id,
        expected=draw(st.sampled_from([PRESENT[thing_id], PRESENT[thing_id], PRESENT[thing_id], 1, 9])),
        content=content if deed == "change" else {},
        languages=draw(st.sampled_from([["fi"], ["fi"], ["sv"], []])),
        number=1,
    )


def told(outcome: Outcome) -> Any:
    """What came of an order, without the instant."""
    if isinstance(outcome, Done):
        return outcome.work.version, outcome.work.state, sorted(one.code for one in outcome.findings)
    assert isinstance(outcome, CatalogueError)
    found = sorted(one.code for one in outcome.findings) if isinstance(outcome, NotPublishable) else None
    return outcome.code, outcome.message, outcome.place, found


def state() -> Any:
    """All that is written of the things, but for how many units it took."""
    found = [*works.load(kind="service", ids=SERVICES).values(), *works.load(kind="organization", ids=[SUB]).values()]
    versions = Version.objects.order_by("object_id", "number").values_list("object_id", "number", "action")
    return msgspec.json.encode(found), list(versions)


def tried(*calls: Sequence[Order]) -> Any:
    """What some calls come to, one after another; all is undone."""
    with transaction.atomic():
        came = [told(one) for call in calls for one in carried_out(*call)]
        after = state()
        transaction.set_rollback(True)
    return came, after


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=some_orders())
@example(asked=[step("archive", SERVICES[0]), step("publish", SERVICES[1])])
@example(asked=[step("publish", SERVICES[1]), step("change", SERVICES[3], content=named("jäähalli"))])
@example(asked=[step("archive", SUB, kind="organization"), step("publish", SERVICES[3])])
def test_many_at_once_come_to_the_same_as_one_by_one(asked: list[Order], in_turku: Municipality) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 8, tzinfo=UTC), tick=False), transaction.atomic():
        planted()
        assert tried(asked) == tried(*([order] for order in asked))
        before = state(), revision()
        wanted = orders.try_out(orders=asked, author=ANNA, languages=["fi"], may=nobody_minds)
        assert (state(), revision()) == before
        assert [told(one) for one in wanted] == tried(asked)[0]
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_same_things_in_another_order_wait_for_each_other(turku: Municipality) -> None:
    records = [service(f"P{number}") for number in range(20)]
    with within(turku):
        store("service", *records)
    together = Barrier(2)

    def edit(ids: list[UUID]) -> list[bool]:
        try:
            with within(turku):
                together.wait(timeout=20)
                asked = [change(thing_id, named(f"Toisin {uuid4()}"), 1) for thing_id in ids]
                return [isinstance(one, Done) for one in carried_out(*asked)]
        finally:
            connection.close()

    ids = [record.id for record in records]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(edit, (ids, ids[::-1]))
    assert sorted([all(first), all(second)]) == [False, True], "the second is told that others were quicker"
    assert sorted([any(first), any(second)]) == [False, True]
