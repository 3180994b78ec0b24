"""A reader sees what a service costs today and what it will cost, and nothing that is over."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from catalogue.dialects.v1.parts import Fee
from catalogue.parts import Fee as FeeValue
from catalogue.services.models import Service
from kuntakanta.pages.fees import view
from kuntakanta.pages.reader import Reader, Said
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import channel, connected, service, store

FINNISH = Reader("fi", ("fi", "sv"))
NOW = datetime(2026, 12, 31, 21, 59, tzinfo=UTC)  # a minute before New Year in Finland
EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)
OLD = FeeValue(name={"fi": "Kertakäynti"}, amount="7.50", unit={"fi": "/ käynti"}, valid_to=EVE)
NEW = FeeValue(name={"fi": "Kertakäynti"}, amount="8", valid_from=NEW_YEAR, terms={"fi": "Kortilla 7 €."})
CHILDREN = FeeValue(name={"fi": "Lapset"}, free_of_charge=True)


@pytest.mark.parametrize(
    ("language", "amount", "price"),
    [
        ("fi", "12.50", "12,50\u00a0€"),
        ("fi", "12", "12\u00a0€"),
        ("fi", "12.00", "12\u00a0€"),
        ("fi", "12.5", "12,50\u00a0€"),
        ("sv", "1234.5", "1\u00a0234,50\u00a0€"),
        ("en", "1234.5", "€1,234.50"),
        ("se", "0.05", "0,05\u00a0€"),
        ("smn", "3.10", "3,10\u00a0€"),
    ],
)
def test_a_price_is_written_as_the_language_writes_it(language: str, amount: str, price: str) -> None:
    (shown,) = view([Fee(amount=amount)], Reader(language, ("fi",)), NOW)
    assert shown.price == price


def test_what_holds_today_comes_first_and_what_is_over_not_at_all() -> None:
    over = Fee(name={"fi": "Vanha"}, amount="1", valid_to=date(2026, 12, 30))
    later = Fee(name={"fi": "Myöhempi"}, amount="2", valid_from=date(2027, 2, 1), valid_to=date(2027, 2, 28))
    soon = Fee(name={"fi": "Pian"}, amount="3", valid_from=NEW_YEAR)
    today = Fee(name={"fi": "Tänään"}, free_of_charge=True, valid_from=EVE, valid_to=EVE)
    shown = view([later, over, soon, today], FINNISH, NOW)
    assert [(one.name, one.price, one.period, one.coming) for one in shown] == [
        (Said("Tänään", "fi"), "Maksuton", "31.12.2026 asti", False),
        (Said("Pian", "fi"), "3\u00a0€", "1.1.2027 alkaen", True),
        (Said("Myöhempi", "fi"), "2\u00a0€", "1.2.2027 – 28.2.2027", True),
    ]


def test_a_services_page_changes_with_the_day(turku: Municipality, turku_client: Client) -> None:
    place = channel(kind="ServiceLocation")
    record = service(fees=[OLD, NEW], connections=[connected(place.id, fees=[CHILDREN])])
    with within(turku):
        store("service", record)
        store("service_channel", place)
    with time_machine.travel(NOW, tick=False):
        page = turku_client.get(f"/fi/services/{record.id}").content.decode()
    assert "Kertakäynti <strong>7,50\u00a0€</strong>" in page
    assert "(31.12.2026 asti)" in page
    assert '1.1.2027 alkaen:</span> Kertakäynti <strong>8\u00a0€</strong><span class="hint block">Kortilla 7 €.' in page
    assert "Lapset <strong>Maksuton</strong>" in page
    with time_machine.travel(datetime(2026, 12, 31, 22, 1, tzinfo=UTC), tick=False):
        page = turku_client.get(f"/sv/services/{record.id}").content.decode()
    assert "7,50" not in page
    assert '<span lang="fi">Kertakäynti</span> <strong>8\u00a0€</strong>' in page


def test_the_open_api_tells_fees_with_their_days_and_the_registers_dialect_none(
    turku: Municipality, turku_client: Client
) -> None:
    record = service(fees=[OLD, NEW, CHILDREN])
    with within(turku):
        store("service", record)
    assert turku_client.get(f"/api/v1/services/{record.id}").json()["fees"] == [
        {"name": {"fi": "Kertakäynti"}, "amount": "7.50", "unit": {"fi": "/ käynti"}, "valid_to": "2026-12-31"},
        {
            "name": {"fi": "Kertakäynti"},
            "amount": "8",
            "terms": {"fi": "Kortilla 7 €."},
            "valid_from": "2027-01-01",
        },
        {"name": {"fi": "Lapset"}, "free_of_charge": True},
    ]
    national = turku_client.get(f"/api/ptv/v11/Service/{record.id}")
    assert national.status_code == 200
    assert "Kertakäynti" not in national.content.decode()


def test_the_register_takes_no_fees_away(in_turku: Municipality) -> None:
    record = service(fees=[OLD])
    store("service", record)
    store("service", service("Uusi nimi", id=record.id))
    body = Service.objects.get(pk=record.id).body
    assert (body.fees, body.language_versions["fi"].name) == ([OLD], "Uusi nimi")
