"""Two units of work at once leave documents that show what both did."""

import threading
import time

import msgspec
import pytest
from django.db import connection, connections

from catalogue.outbox.unit import changes
from catalogue.published.projection import project
from catalogue.published.queries import document
from catalogue.services import operations
from catalogue.services.values import Record
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import channel, connected, service, store


def store_elsewhere(town: Municipality, record: Record) -> None:
    """A unit of another process."""
    try:
        with within(town):
            store("service_channel", record)
    finally:
        connections.close_all()


def wait_until_somebody_waits(seconds: float = 10) -> None:
    """Until another connection waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            row = cursor.fetchone()
        if row and row[0]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_a_document_shows_what_two_units_did_at_once(turku: Municipality) -> None:
    place = channel("Kirjasto")
    offer = service("Vanha", connections=[connected(place.id)])
    renamed = service("Uusi", id=offer.id, connections=[connected(place.id)])
    with within(turku):
        store("service_channel", place)
        store("service", offer)
        with changes() as unit:
            operations.store(unit=unit, kind="service", records=[renamed], own={offer.id})
            project(unit)
            other = threading.Thread(target=store_elsewhere, args=(turku, channel("Pääkirjasto", id=place.id)))
            other.start()
            wait_until_somebody_waits()
        other.join(timeout=10)
        assert not other.is_alive()
        found = document(kind="service", thing_id=offer.id, dialect="v1").content
    assert found is not None
    shown = msgspec.json.decode(found)
    assert shown["name"]["fi"] == "Uusi"
    assert [link["other"]["name"]["fi"] for link in shown["connections"]] == ["Pääkirjasto"]
