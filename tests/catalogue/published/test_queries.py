"""The read model is asked in one statement each, and its cursors lead through a list that moves."""

from uuid import UUID, uuid4

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidFilter, NotFound
from catalogue.outbox.unit import revision
from catalogue.parts import Classification
from catalogue.published import queries
from catalogue.published.queries import Selection, _closed, _opened
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import archive, channel, organization, service, store

SERVICES = Selection(kind="service")


def names(page: queries.Page) -> list[str]:
    return [msgspec.json.decode(item)["display_name"]["fi"] for item in page.items]


def test_a_page_tells_the_revision_it_shows_even_when_it_is_empty(in_turku: Municipality) -> None:
    empty = queries.page(selection=SERVICES, dialect="v1")
    assert empty == queries.Page([], None, 0)
    store("service", service())
    assert queries.page(selection=SERVICES, dialect="v1").revision == revision() == 1


def test_a_page_that_is_just_full_is_the_last(in_turku: Municipality) -> None:
    store("service", *[service(f"Palvelu {number}") for number in range(4)])
    assert queries.page(selection=SERVICES, dialect="v1", size=4).next is None
    half = queries.page(selection=SERVICES, dialect="v1", size=2)
    assert half.next
    rest = queries.page(selection=SERVICES, dialect="v1", size=2, cursor=half.next)
    assert (names(half), names(rest), rest.next) == (["Palvelu 0", "Palvelu 1"], ["Palvelu 2", "Palvelu 3"], None)


def test_a_cursor_leads_on_when_the_thing_it_points_at_is_gone(in_turku: Municipality) -> None:
    records = [service(f"Palvelu {number}") for number in range(4)]
    store("service", *records)
    half = queries.page(selection=SERVICES, dialect="v1", size=2)
    archive("service", records[1].id, records[2].id)
    assert names(queries.page(selection=SERVICES, dialect="v1", cursor=half.next)) == ["Palvelu 3"]


def test_things_of_one_name_are_told_apart(in_turku: Municipality) -> None:
    store("service", *[service("Sama nimi") for _ in range(7)])
    found: list[bytes] = []
    cursor = None
    for _ in range(4):
        page = queries.page(selection=SERVICES, dialect="v1", size=2, cursor=cursor)
        found += page.items
        cursor = page.next
    assert cursor is None
    assert len(set(found)) == 7


def test_a_group_of_no_terms_finds_nothing(in_turku: Municipality) -> None:
    store("service", service())
    assert queries.page(selection=Selection(kind="service", facets=[[]]), dialect="v1").items == []
    assert queries.ids(selection=Selection(kind="service", facets=[[]])) == []


def test_a_document_that_the_reader_holds_is_not_fetched(in_turku: Municipality) -> None:
    record = service()
    store("service", record)
    found = queries.document(kind="service", thing_id=record.id, dialect="ptv_v11")
    assert found.content
    held = queries.document(kind="service", thing_id=record.id, dialect="ptv_v11", known=["x", found.etag])
    assert held == found._replace(content=None)


def test_what_is_not_there_is_not_found(in_turku: Municipality) -> None:
    place = channel()
    store("service_channel", place)
    for kind, thing_id in (("service", place.id), ("service_channel", uuid4())):
        with pytest.raises(NotFound, match=str(thing_id)):
            queries.document(kind=kind, thing_id=thing_id, dialect="v1")  # type: ignore[arg-type]


def test_facets_are_counted_by_their_beginning(in_turku: Municipality) -> None:
    libraries, health = [Classification(code="P11.4")], [Classification(code="P12")]
    store("service", service(), service(service_classes=libraries + health), service(service_classes=[]))
    store("service", service(service_classes=health), own=False)
    counts = queries.facet_counts(selection=SERVICES, prefix="class:")
    assert counts == {"class:P11": 2, "class:P11.4": 2, "class:P12": 2}
    own = queries.facet_counts(selection=Selection(kind="service", own=True), prefix="class:P12")
    assert own == {"class:P12": 1}


def test_numbered_pages_tell_how_many_there_are(in_turku: Municipality) -> None:
    store("organization", *[organization(f"Toimiala {number}") for number in range(5)])
    selection = Selection(kind="organization")
    pages = [
        queries.numbered_page(selection=selection, dialect="ptv_v11", number=number, size=2) for number in range(1, 5)
    ]
    sizes = [(len(page.items), page.total) for page in pages]
    assert sizes == [(2, 5), (2, 5), (1, 5), (0, 5)]


def test_a_kept_plan_follows_the_connection_into_another_town(turku: Municipality, espoo: Municipality) -> None:
    """The server keeps plans of frequent statements; they must never answer from the town they were made in."""
    mine, theirs = service("Turun palvelu"), service("Espoon palvelu")
    for town, record in ((turku, mine), (espoo, theirs)):
        with within(town):
            store("service", record)
    for _ in range(12):  # from the sixth on the server may use one plan for all parameters
        for town, name, own_id, other_id in (
            (turku, "Turun palvelu", mine.id, theirs.id),
            (espoo, "Espoon palvelu", theirs.id, mine.id),
        ):
            with within(town):
                assert names(queries.page(selection=SERVICES, dialect="v1")) == [name]
                assert queries.document(kind="service", thing_id=own_id, dialect="v1").content
                with pytest.raises(NotFound):
                    queries.document(kind="service", thing_id=other_id, dialect="v1")


def test_each_question_is_one_statement(in_turku: Municipality) -> None:
    record = service()
    store("service", record)
    narrow = Selection(
        kind="service", own=True, facets=[["class:P11"], ["language:fi", "language:sv"]], ids=[record.id]
    )
    for ask in (
        lambda: queries.document(kind="service", thing_id=record.id, dialect="v1"),
        lambda: queries.page(selection=SERVICES, dialect="v1"),
        lambda: queries.page(selection=narrow, dialect="v1"),
        lambda: queries.numbered_page(selection=narrow, dialect="v1", number=1, size=10),
        lambda: queries.ids(selection=narrow),
        lambda: queries.facet_counts(selection=narrow, prefix="class:"),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert ask()
        assert len(captured) == 1


def test_a_cursor_with_what_postgresql_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidFilter):
        _opened(_closed("a\x00", uuid4(), SERVICES), SERVICES)


@given(st.text(max_size=200).filter(lambda text: "\x00" not in text), st.uuids())
def test_a_cursor_points_where_it_was_made_to_point(sort_key: str, last: UUID) -> None:
    assert _opened(_closed(sort_key, last, SERVICES), SERVICES) == (sort_key, last)


@given(st.text(max_size=200))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidFilter):
        _opened(text, SERVICES)


def test_a_cursor_belongs_to_its_list() -> None:
    cursor = _closed("kirjasto", uuid4(), SERVICES)
    for other in (Selection(kind="organization"), Selection(kind="service", own=True)):
        with pytest.raises(InvalidFilter, match="does not belong"):
            _opened(cursor, other)
