"""What is published follows what is written, in the same unit of work, and nothing else is written."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.dialects import ptv_v11, v1
from catalogue.published.models import Document
from catalogue.published.queries import Selection, document, ids, page
from catalogue.services.values import Kind
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import MODIFIED, archive, channel, collection, connected, organization, service, store


def published(kind: Kind, thing_id: UUID) -> v1.Document:
    """The stored document as a typed value."""
    found = document(kind=kind, thing_id=thing_id, dialect="v1")
    assert found.content is not None
    read: v1.Document = msgspec.json.decode(found.content, type=v1.Document)
    return read


def names(thing: v1.Document) -> list[str]:
    assert isinstance(thing, v1.Service | v1.ServiceChannel)
    return [link.other.name["fi"] for link in thing.connections]


def test_a_stored_thing_can_be_read_in_both_dialects(in_turku: Municipality) -> None:
    record = service("Uimahalli")
    store("service", record)
    assert published("service", record.id).display_name == {"fi": "Uimahalli", "sv": "Bibliotekstjänster"}
    facade = document(kind="service", thing_id=record.id, dialect="ptv_v11").content
    assert facade is not None
    assert ptv_v11.parse("service", facade) == record


def test_another_town_sees_nothing_of_it(in_turku: Municipality, espoo: Municipality) -> None:
    store("service", service())
    with within(espoo):
        assert page(selection=Selection(kind="service"), dialect="v1").items == []
    assert len(page(selection=Selection(kind="service"), dialect="v1").items) == 1


def test_a_thing_is_renamed_wherever_its_name_shows(in_turku: Municipality) -> None:
    town, place = organization(), channel()
    offer = service(responsible=town.id, connections=[connected(place.id)])
    store("organization", town)
    store("service", offer)
    store("service_channel", place)
    assert names(published("service", offer.id)) == ["Pääkirjasto"]
    store("organization", organization("Uusi Turku", id=town.id))
    store("service_channel", channel("Sivukirjasto", id=place.id))
    shown = published("service", offer.id)
    assert isinstance(shown, v1.Service)
    assert names(shown) == ["Sivukirjasto"]
    assert [part.organization.name["fi"] for part in shown.organizations if part.organization] == ["Uusi Turku"]


def test_a_connection_shows_at_both_ends_whichever_end_tells_of_it(in_turku: Municipality) -> None:
    place = channel()
    offer = service(connections=[connected(place.id)])
    store("service_channel", place)
    store("service", offer)
    assert names(published("service_channel", place.id)) == ["Kirjastopalvelut"]
    store("service", service(id=offer.id))
    assert names(published("service_channel", place.id)) == []


def test_the_end_that_was_modified_later_speaks(in_turku: Municipality) -> None:
    place_id, offer_id = uuid4(), uuid4()
    later = connected(offer_id, at=MODIFIED + timedelta(seconds=1), service_charge_type="FreeOfCharge")
    store("service", service(id=offer_id, connections=[connected(place_id, service_charge_type="Chargeable")]))
    store("service_channel", channel(id=place_id, connections=[later]))
    for kind, thing_id in (("service", offer_id), ("service_channel", place_id)):
        shown = published(kind, thing_id)  # type: ignore[arg-type]
        assert isinstance(shown, v1.Service | v1.ServiceChannel)
        assert [link.service_charge_type for link in shown.connections] == ["FreeOfCharge"]


def test_connections_keep_the_order_of_the_thing_that_shows_them(in_turku: Municipality) -> None:
    places = [channel(f"Kirjasto {number}") for number in (3, 1, 2)]
    offer = service(connections=[connected(place.id) for place in places])
    store("service_channel", *places)
    store("service", offer)
    assert names(published("service", offer.id)) == ["Kirjasto 3", "Kirjasto 1", "Kirjasto 2"]


def test_what_is_archived_is_gone_and_shows_nowhere(in_turku: Municipality) -> None:
    place = channel()
    offer = service(connections=[connected(place.id)])
    store("service_channel", place)
    store("service", offer)
    archive("service_channel", place.id)
    assert ids(selection=Selection(kind="service_channel")) == []
    assert names(published("service", offer.id)) == []
    facade = document(kind="service", thing_id=offer.id, dialect="ptv_v11").content
    assert facade is not None
    assert ptv_v11.parse("service", facade) == offer
    store("service_channel", place)
    assert names(published("service", offer.id)) == ["Pääkirjasto"]


def test_a_collection_shows_its_members_by_their_names_here(in_turku: Municipality) -> None:
    offer = service("Neuvola")
    store("service", offer)
    together = collection()
    store("service_collection", together)
    assert published("service_collection", together.id).display_name == {"fi": "Lapsiperheelle"}


def test_storing_the_same_again_writes_no_document(in_turku: Municipality) -> None:
    place = channel()
    offer = service(connections=[connected(place.id)])
    store("service_channel", place)
    store("service", offer)
    before = list(Document.objects.order_by("id").values_list("id", "updated"))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        store("service", offer)
    assert list(Document.objects.order_by("id").values_list("id", "updated")) == before
    assert not [query for query in captured.captured_queries if "staged_published_document" in query["sql"]]


def test_a_batch_takes_the_same_statements_however_many_things_it_holds(in_turku: Municipality) -> None:
    def statements(count: int) -> int:
        places = [channel(f"Kirjasto {number}") for number in range(count)]
        offers = [service(connections=[connected(place.id) for place in places[:3]]) for _ in range(count)]
        store("service_channel", *places)
        with CaptureQueriesContext(connection) as captured:
            store("service", *offers)
        return len(captured)

    assert statements(5) <= statements(110) == statements(150)


def test_an_edit_that_others_do_not_show_renders_nothing_else(in_turku: Municipality) -> None:
    place = channel()
    offer = service(connections=[connected(place.id)])
    store("service_channel", place)
    store("service", offer)

    def renders_of_channels() -> int:
        return len([query for query in captured.captured_queries if '"services_servicechannel"."body"' in query["sql"]])

    with CaptureQueriesContext(connection) as captured:
        store("service", service(id=offer.id, connections=[connected(place.id)], funding_type="MarketFunded"))
    assert renders_of_channels() == 0
    with CaptureQueriesContext(connection) as captured:
        store("service", service("Uusi nimi", id=offer.id, connections=[connected(place.id)]))
    assert renders_of_channels() == 1
    assert names(published("service_channel", place.id)) == ["Uusi nimi"]


def test_an_organisation_that_comes_later_gives_its_name_to_what_names_it(in_turku: Municipality) -> None:
    town = organization()
    offer = service(responsible=town.id)
    store("service", offer)
    store("organization", town)
    shown = published("service", offer.id)
    assert isinstance(shown, v1.Service)
    assert [part.organization.name for part in shown.organizations if part.organization] == [
        {"fi": "Turun kaupunki", "sv": "Åbo stad"}
    ]
