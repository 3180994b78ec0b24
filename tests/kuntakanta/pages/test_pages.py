"""A resident finds a town's services, and never those of another town."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.parts import Classification, DailyOpening, LanguageVersion, Phone, ServiceHour
from kuntakanta.pages import serving
from tenants.context import within, within_host
from tenants.hosts import hosts
from tenants.models import Municipality
from tests.catalogue_make import CASTLE_STREET, channel, connected, organization, service, store

ORGANIZATION, LIBRARY, MAIN, LINE = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
PAGES = (
    "/fi/",
    "/fi/themes/P11",
    "/fi/themes/P11.4",
    "/fi/services",
    f"/fi/services/{LIBRARY}",
    f"/fi/channels/{MAIN}",
    "/fi/organizations",
    f"/fi/organizations/{ORGANIZATION}",
)


@pytest.fixture
def library(turku: Municipality) -> None:
    """Turku has a library service, had at the main library and by telephone."""
    with within(turku):
        store("organization", organization(id=ORGANIZATION, business_code=turku.business_id))
        store("service", service(id=LIBRARY, responsible=ORGANIZATION, connections=[connected(LINE), connected(MAIN)]))
        store(
            "service_channel",
            channel(id=MAIN, organization_id=ORGANIZATION),
            channel("Neuvonta", id=LINE, kind="Phone", addresses=[], service_hours=[ServiceHour(kind="always")]),
        )


def read(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


class TestFinding:
    def test_the_home_page_has_the_themes_with_their_numbers(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, "/fi/")
        assert "/fi/themes/P11" in page
        assert "1 palvelu<" in page
        assert "/fi/themes/P1&quot;" not in page
        assert "Turun kaupunki" in page

    def test_a_theme_has_what_is_below_it(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, "/fi/themes/P11")
        assert f"/fi/services/{LIBRARY}" in page
        assert "/fi/themes/P11.4" in page

    def test_a_theme_without_services_says_so(self, library: None, turku_client: Client) -> None:
        assert "Tässä aiheessa ei ole palveluja." in read(turku_client, "/fi/themes/P2")

    def test_a_long_list_is_read_on(self, turku: Municipality, turku_client: Client) -> None:
        with within(turku):
            store("service", *(service(f"Palvelu {number:03}") for number in range(60)))
        first = turku_client.get("/fi/themes/P11")
        cursor = first.content.decode().partition("?cursor=")[2].partition('"')[0]
        second = read(turku_client, f"/fi/themes/P11?cursor={cursor}")
        assert "Palvelu 049" in first.content.decode()
        assert "Palvelu 050" in second
        assert "Palvelu 049" not in second

    def test_all_services_stand_in_the_alphabet_of_the_reader(self, turku: Municipality, turku_client: Client) -> None:
        with within(turku):
            store("service", service("Äitiysneuvola"), service("Zoo"), service("asuminen"), service("24 h"))
        page = read(turku_client, "/fi/services")
        places = [page.index(name) for name in (">24 h<", ">asuminen<", ">Zoo<", ">Äitiysneuvola<")]
        assert places == sorted(places)
        assert "4 palvelua" in page

    def test_organisations_lead_to_what_they_answer_for(self, library: None, turku_client: Client) -> None:
        assert f"/fi/organizations/{ORGANIZATION}" in read(turku_client, "/fi/organizations")
        assert f"/fi/services/{LIBRARY}" in read(turku_client, f"/fi/organizations/{ORGANIZATION}")


class TestAService:
    def test_it_has_its_texts_and_the_ways_to_get_it(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, f"/fi/services/{LIBRARY}")
        assert "<p>Kirjastopalvelut on lähellä.<br>Tervetuloa!</p>" in page
        assert "Linnankatu 2" in page
        assert 'href="tel:+35822620624"' in page
        assert "Lapset ja lapsiperheet" in page
        assert f"/fi/organizations/{ORGANIZATION}" in page

    def test_contacts_of_the_pair_go_before_those_of_the_channel(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, f"/fi/services/{LIBRARY}")
        assert "tiski@example.org" in page
        assert "kirjasto@example.org" not in page

    def test_telephones_come_before_places(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, f"/fi/services/{LIBRARY}")
        assert page.index('id="Phone"') < page.index('id="ServiceLocation"')

    def test_many_channels_of_a_kind_are_folded(self, turku: Municipality, turku_client: Client) -> None:
        places = [uuid4() for _ in range(6)]
        with within(turku):
            store("service_channel", *(channel(f"Kirjasto {place}", id=place) for place in places))
            store("service", service(id=LIBRARY, connections=[connected(place) for place in places]))
        assert read(turku_client, f"/fi/services/{LIBRARY}").count("<details>") == 6

    def test_a_channel_that_is_not_kept_here_shows_by_its_name(self, turku: Municipality, turku_client: Client) -> None:
        with within(turku):
            store("service", service(id=LIBRARY, connections=[connected(uuid4(), "Muualla")]))
        assert "Muualla" in read(turku_client, f"/fi/services/{LIBRARY}")

    def test_it_leads_to_nothing_that_is_not_here(self, turku: Municipality, turku_client: Client) -> None:
        elsewhere = uuid4()
        with within(turku):
            store("service_channel", channel(id=MAIN, connections=[connected(elsewhere, "Muualla")]))
            store("service", service(id=LIBRARY, connections=[connected(elsewhere, "Siellä")]))
        for address, name in ((f"/fi/channels/{MAIN}", "Muualla"), (f"/fi/services/{LIBRARY}", "Siellä")):
            page = read(turku_client, address)
            assert name in page
            assert str(elsewhere) not in page

    def test_the_same_is_not_said_twice(self, turku: Municipality, turku_client: Client) -> None:
        twice = {"fi": LanguageVersion(name="Uinti", summary="Uimahalli on auki.", description="Uimahalli on auki. ")}
        with within(turku):
            store("service", service(id=LIBRARY, language_versions=twice))
        page = read(turku_client, f"/fi/services/{LIBRARY}")
        assert page.partition("<main")[2].count("Uimahalli on auki.") == 1
        assert "Kuvaus" not in page

    def test_a_bare_service_has_a_page(self, turku: Municipality, turku_client: Client) -> None:
        with within(turku):
            store("service", service(id=LIBRARY, language_versions={}, service_classes=[Classification(name={})]))
        read(turku_client, f"/fi/services/{LIBRARY}")

    def test_markup_of_the_register_is_shown_as_text(self, turku: Municipality, turku_client: Client) -> None:
        with within(turku):
            store("service", service("<img src=x onerror=alert(1)>", id=LIBRARY))
        for address in (f"/fi/services/{LIBRARY}", "/fi/services", "/fi/themes/P11"):
            assert "<img" not in read(turku_client, address)


class TestAChannel:
    @pytest.mark.parametrize("kind", ["EChannel", "WebPage", "Phone", "PrintableForm", "ServiceLocation"])
    def test_every_kind_has_a_page(self, turku: Municipality, turku_client: Client, kind: str) -> None:
        numbers = [Phone(number="022620624", prefix_number="+358", service_charge_type="FreeOfCharge", language="fi")]
        with within(turku):
            store("service_channel", channel(id=MAIN, kind=kind, phone_numbers=numbers, addresses=[CASTLE_STREET]))
        page = read(turku_client, f"/fi/channels/{MAIN}")
        assert "Pääkirjasto" in page
        assert "Maanantai–perjantai" in page
        assert "9.00–20.00" in page

    def test_it_leads_back_to_its_services(self, library: None, turku_client: Client) -> None:
        assert f"/fi/services/{LIBRARY}" in read(turku_client, f"/fi/channels/{MAIN}")

    def test_exceptions_without_days_do_not_break_it(self, turku: Municipality, turku_client: Client) -> None:
        odd = [
            ServiceHour(kind="closed"),
            ServiceHour(kind="exceptional", opening_hours=[DailyOpening(opens="x", closes="y")]),
        ]
        with within(turku):
            store("service_channel", channel(id=MAIN, service_hours=odd))
        assert "Poikkeava aukiolo" in read(turku_client, f"/fi/channels/{MAIN}")


class TestLanguages:
    def test_the_front_leads_to_the_language_of_the_browser(self, turku: Municipality, turku_client: Client) -> None:
        response = turku_client.get("/", headers={"accept-language": "sv-FI,sv;q=0.9,en;q=0.5"})
        assert (response.status_code, response["Location"]) == (302, "/sv/")
        assert response["Vary"] == "Accept-Language"
        assert turku_client.get("/")["Location"] == "/fi/"
        assert turku_client.get("/en")["Location"] == "/en/"

    def test_a_page_leads_to_itself_in_the_towns_languages(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, f"/sv/services/{LIBRARY}")
        for language in ("fi", "sv", "en"):
            assert f'href="/{language}/services/{LIBRARY}"' in page
        assert '<html lang="sv">' in page
        assert "Bibliotekstjänster" in page

    def test_a_missing_text_is_marked_with_its_language(self, library: None, turku_client: Client) -> None:
        page = read(turku_client, f"/en/services/{LIBRARY}")
        assert '<span lang="fi">Kirjastopalvelut</span>' in page
        assert '<div lang="fi"><p>' in page

    def test_a_language_that_is_not_the_towns_is_not_there(self, library: None, turku_client: Client) -> None:
        assert turku_client.get("/se/").status_code == 404
        assert turku_client.get("/de/").status_code == 404

    def test_a_sami_town_speaks_sami(self, turku: Municipality, turku_client: Client) -> None:
        with within_host():
            Municipality.objects.filter(pk=turku.pk).update(languages=["fi", "se", "smn", "sms", "en"], code="148")
        hosts.forget()
        with within(turku):
            store("service", service(id=LIBRARY))
        assert "Fáttát" in read(turku_client, "/se/")
        around = read(turku_client, "/sms/")
        assert '<html lang="fi">' in around
        assert "Aanar" in around
        assert turku_client.get("/sms/")["Content-Language"] == "sms"
        assert f'href="/sms/services/{LIBRARY}"' in read(turku_client, "/sms/services")


class TestAnotherTown:
    def test_espoo_sees_nothing_of_turkus(self, library: None, espoo_client: Client) -> None:
        for address in PAGES:
            content = espoo_client.get(address).content.decode()
            assert "Kirjastopalvelut" not in content
            assert "Pääkirjasto" not in content
            assert "Turun kaupunki" not in content
        for address in (f"services/{LIBRARY}", f"channels/{MAIN}", f"organizations/{ORGANIZATION}"):
            assert espoo_client.get(f"/fi/{address}").status_code == 404

    def test_a_town_before_its_first_sync_says_so(self, espoo_client: Client) -> None:
        for address in ("/fi/", "/fi/services", "/fi/organizations"):
            assert "Palveluja ei ole vielä" in read(espoo_client, address)

    def test_the_operators_host_has_no_such_pages(self, operator_client: Client) -> None:
        assert operator_client.get("/fi/").status_code == 404


class TestNothingHere:
    @pytest.mark.parametrize(
        "address",
        [
            "/fi/nowhere",
            "/nowhere",
            f"/fi/services/{UUID(int=9)}",
            f"/fi/channels/{LIBRARY}",
            "/fi/services/not-an-id",
            "/fi/themes/P99",
            "/fi/themes/x",
            "/fi/themes/P11?cursor=broken",
            f"/fi/organizations/{ORGANIZATION}?cursor=%00",
        ],
    )
    def test_an_unknown_address_gets_a_page_of_ours(self, library: None, turku_client: Client, address: str) -> None:
        response = turku_client.get(address)
        assert response.status_code == 404
        assert "Sivua ei löytynyt" in response.content.decode()
        assert "Turku" in response.content.decode()

    def test_it_speaks_the_language_of_the_address_or_the_browser(self, turku_client: Client) -> None:
        assert "Sidan hittades inte" in turku_client.get("/sv/nowhere").content.decode()
        wished = turku_client.get("/nowhere", headers={"accept-language": "en"})
        assert "Page not found" in wished.content.decode()

    def test_a_failure_of_ours_asks_no_database(
        self, library: None, turku_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read(turku_client, "/fi/")
        monkeypatch.setattr(serving, "revision", lambda: 1 // 0)
        with CaptureQueriesContext(connection) as captured:
            response = turku_client.get("/fi/")
        assert response.status_code == 500
        assert "Jokin meni vikaan" in response.content.decode()
        assert captured.captured_queries == []

    def test_a_database_that_is_away_is_told_to_come_back(self, library: None, turku_client: Client) -> None:
        read(turku_client, "/fi/")  # the table of hosts is known
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")
            with connection.execute_wrapper(_slow):
                response = turku_client.get("/fi/")
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert "Jokin meni vikaan" in response.content.decode()

    def test_pages_are_only_read(self, turku_client: Client) -> None:
        assert turku_client.post("/fi/").status_code == 405


class TestCaching:
    @pytest.mark.parametrize("address", PAGES)
    def test_a_page_costs_four_statements_and_one_when_it_is_known(
        self, library: None, turku_client: Client, address: str
    ) -> None:
        read(turku_client, address)  # the table of hosts is read once in a while
        with CaptureQueriesContext(connection) as captured:
            first = turku_client.get(address)
        assert len(_statements(captured)) <= 4
        with CaptureQueriesContext(connection) as captured:
            again = turku_client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, len(_statements(captured))) == (304, 1)
        assert first["Cache-Control"] == "public, max-age=60, must-revalidate"
        assert "Set-Cookie" not in first

    def test_a_change_of_the_town_makes_every_page_new(
        self, library: None, turku: Municipality, turku_client: Client
    ) -> None:
        before = turku_client.get("/fi/")["ETag"]
        with within(turku):
            store("service", service("Uusi palvelu"))
        after = turku_client.get("/fi/", headers={"if-none-match": before})
        assert after.status_code == 200
        assert after["ETag"] != before

    def test_what_is_open_now_is_known_for_a_minute(
        self, library: None, turku_client: Client, time_machine: Callable[..., Any]
    ) -> None:
        etags = []
        for moment in ("2026-11-23T10:00:05Z", "2026-11-23T10:00:55Z", "2026-11-23T10:01:05Z"):
            time_machine.move_to(moment, tick=False)  # type: ignore[attr-defined]
            etags.append(turku_client.get(f"/fi/channels/{MAIN}")["ETag"])
        assert etags[0] == etags[1] != etags[2]


def test_pages_need_nothing_that_the_policy_forbids(library: None, turku_client: Client) -> None:
    for address in PAGES:
        response = turku_client.get(address)
        page = response.content.decode()
        assert "<script" not in page
        assert "style=" not in page
        assert " onclick" not in page
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_the_stylesheet_is_small_and_served(turku_client: Client) -> None:
    page = read(turku_client, "/fi/")
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    response = turku_client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/css")
    assert len(b"".join(response.streaming_content)) < 60_000  # type: ignore[attr-defined]
    assert address.startswith(settings.STATIC_URL)


def _slow(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Makes every statement last longer than it may."""
    return execute("SELECT pg_sleep(1)", None, many, context)


def _statements(captured: CaptureQueriesContext) -> list[str]:
    """The statements that ask for something; entering a town is a setting."""
    return [
        query["sql"]
        for query in captured.captured_queries
        if not (query["sql"] or "").startswith(("SET", "SELECT set_config"))
    ]
