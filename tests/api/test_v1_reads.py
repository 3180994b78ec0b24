"""The open API hands out stored documents: whole, in order, page by page, and nothing of another town."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import archive, channel, collection, connected, organization, responsibility, service, store


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["display_name"]["fi"] for item in answer.json()["items"]]


@pytest.fixture
def town(turku: Municipality) -> dict[str, UUID]:
    """Turku's organisation, two libraries and their service."""
    city, office, main, branch = (
        organization(),
        organization("Vapaa-aika"),
        channel("Pääkirjasto"),
        channel("Lähikirjasto"),
    )
    phone = channel("Neuvonta", kind="Phone", addresses=[], organization_id=city.id)
    offer = service(responsible=city.id, connections=[connected(main.id), connected(branch.id)])
    with within(turku):
        store("organization", city, office)
        store("service_channel", main, branch, phone)
        store("service", offer)
        store("service_collection", collection())
    return {"city": city.id, "main": main.id, "branch": branch.id, "phone": phone.id, "offer": offer.id}


def test_a_list_goes_by_name_and_names_source_and_licence(town: dict[str, UUID], turku_client: Client) -> None:
    answer = turku_client.get("/api/v1/service-channels")
    assert names(answer) == ["Lähikirjasto", "Neuvonta", "Pääkirjasto"]
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert (body["next"], body["source"], body["license"]) == (None, "Suomi.fi Palvelutietovaranto", "CC0-1.0")


def test_a_detail_is_the_item_of_the_list_byte_by_byte(town: dict[str, UUID], turku_client: Client) -> None:
    detail = turku_client.get(f"/api/v1/services/{town['offer']}")
    listed = turku_client.get("/api/v1/services")
    assert detail.content in listed.content
    assert [link["other"]["name"]["fi"] for link in detail.json()["connections"]] == ["Pääkirjasto", "Lähikirjasto"]


@pytest.mark.parametrize("kind", ["organizations", "services", "service-channels", "service-collections"])
def test_another_town_has_an_empty_list_and_knows_no_id(
    kind: str, town: dict[str, UUID], turku_client: Client, espoo_client: Client
) -> None:
    items = turku_client.get(f"/api/v1/{kind}").json()["items"]
    assert items
    assert espoo_client.get(f"/api/v1/{kind}").json()["items"] == []
    for item in items:
        answer = espoo_client.get(f"/api/v1/{kind}/{item['id']}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_archived_thing_is_not_found(town: dict[str, UUID], turku: Municipality, turku_client: Client) -> None:
    with within(turku):
        archive("service_channel", town["branch"])
    assert turku_client.get(f"/api/v1/service-channels/{town['branch']}").status_code == 404
    assert names(turku_client.get("/api/v1/service-channels")) == ["Neuvonta", "Pääkirjasto"]


def test_a_list_read_by_its_cursors_holds_each_thing_once(turku: Municipality, turku_client: Client) -> None:
    wanted = [f"Palvelu {number:03}" for number in range(57)]
    with within(turku):
        store("service", *[service(name) for name in wanted[::2]])
        store("service", *[service(name) for name in wanted[1::2]], own=False)
    found, address = [], "/api/v1/services?page_size=10"
    while address:
        answer = turku_client.get(address)
        found += names(answer)
        following = answer.json()["next"]
        assert following is None or following.startswith("http://turku.test/api/v1/services?page_size=10&cursor=")
        address = following and f"{urlsplit(following).path}?{urlsplit(following).query}"
    assert found == wanted


def test_what_is_published_meanwhile_neither_repeats_nor_hides_anything(
    turku: Municipality, turku_client: Client
) -> None:
    with within(turku):
        store("service", *[service(f"Palvelu {number}") for number in range(1, 5)])
    first = turku_client.get("/api/v1/services?page_size=2")
    with within(turku):
        store("service", service("Aamupala"))
    following = urlsplit(first.json()["next"])
    second = turku_client.get(f"{following.path}?{following.query}")
    assert names(first) + names(second) == ["Palvelu 1", "Palvelu 2", "Palvelu 3", "Palvelu 4"]


@pytest.mark.parametrize("size", [1, 20, 100])
@pytest.mark.parametrize("query", ["", "&service_class=P11&language=sv", "&own=true"])
def test_a_list_takes_one_statement_whatever_the_page_size(
    size: int, query: str, turku: Municipality, turku_client: Client
) -> None:
    with within(turku):
        store("service", *[service(f"Palvelu {number}") for number in range(120)])
    turku_client.get("/api/v1/services")  # the host is known from now on
    with CaptureQueriesContext(connection) as captured:
        answer = turku_client.get(f"/api/v1/services?page_size={size}{query}")
    assert len(names(answer)) == size
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        turku_client.get(f"/api/v1/services?page_size={size}{query}", headers={"if-none-match": '"older"'})
    assert len(captured) == 2


def test_a_detail_takes_one_statement(town: dict[str, UUID], turku_client: Client) -> None:
    turku_client.get("/api/v1/services")  # the host is known from now on
    with CaptureQueriesContext(connection) as captured:
        assert turku_client.get(f"/api/v1/services/{town['offer']}").status_code == 200
    assert len(captured) == 1


def listed(client: Client, address: str) -> list[str]:
    return names(client.get(f"/api/v1/{address}"))


def test_each_filter_finds_what_it_names(turku: Municipality, turku_client: Client) -> None:
    city, other = organization(), uuid4()
    place = channel()
    with within(turku):
        store("organization", city, organization("Koulutoimi", parent_organization_id=city.id))
        store("service_channel", place, channel("Puhelin", kind="Phone", organization_id=city.id))
        store("service", service("Kirjasto", responsible=city.id, connections=[connected(place.id)]))
        store("service", service("Lupa", type="PermitOrObligation", service_classes=[], target_groups=[]))
        store("service", service("Muiden", organizations=[responsibility(other)], service_classes=[]), own=False)
    client = turku_client
    assert listed(client, "services?service_class=P11") == ["Kirjasto"]
    assert listed(client, "services?service_class=P11.4,P2") == ["Kirjasto"]
    assert listed(client, "services?service_class=P1") == []
    assert listed(client, "services?target_group=KR1") == ["Kirjasto", "Muiden"]
    assert listed(client, "services?target_group=KR1&service_class=P11") == ["Kirjasto"]
    assert listed(client, "services?life_event=KE1") == []
    assert listed(client, "services?type=PermitOrObligation") == ["Lupa"]
    assert listed(client, f"services?organization={city.id}") == ["Kirjasto"]
    assert listed(client, f"services?organization={city.id}&organization={other}") == ["Kirjasto", "Muiden"]
    assert listed(client, f"services?service_channel={place.id}") == ["Kirjasto"]
    assert listed(client, "services?own=false") == ["Muiden"]
    assert listed(client, "services?own=true") == ["Kirjasto", "Lupa"]
    assert listed(client, "services?language=sv") == ["Kirjasto", "Lupa", "Muiden"]
    assert listed(client, "services?language=sms") == []
    assert listed(client, f"services?ids={uuid4()}") == []
    assert listed(client, "services?updated_since=2020-01-01T00:00:00%2B02:00") == ["Kirjasto", "Lupa", "Muiden"]
    assert listed(client, "services?updated_since=2999-01-01") == []
    assert listed(client, "service-channels?channel_type=Phone") == ["Puhelin"]
    assert listed(client, "service-channels?channel_type=Phone,ServiceLocation") == ["Puhelin", "Pääkirjasto"]
    assert listed(client, f"service-channels?ids={place.id}") == ["Pääkirjasto"]
    assert listed(client, f"organizations?parent_organization={city.id}") == ["Koulutoimi"]


def test_a_head_is_answered_like_a_get_without_its_body(town: dict[str, UUID], turku_client: Client) -> None:
    for address in ("/api/v1/services", f"/api/v1/services/{town['offer']}"):
        got, head = turku_client.get(address), turku_client.head(address)
        assert (head.status_code, head["ETag"], head.content) == (200, got["ETag"], b"")


def conditional(client: Client, address: str, **headers: str) -> HttpResponse:
    answer: Any = client.get(address, headers=headers)
    return answer  # type: ignore[no-any-return]


def test_a_reader_who_holds_the_document_gets_no_bytes(town: dict[str, UUID], turku_client: Client) -> None:
    for address in ("/api/v1/services", f"/api/v1/services/{town['offer']}", f"/api/ptv/v11/Service/{town['offer']}"):
        etag = turku_client.get(address)["ETag"]
        for held in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            answer = conditional(turku_client, address, **{"if-none-match": held})
            assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert conditional(turku_client, address, **{"if-none-match": '"other"'}).status_code == 200


def test_an_etag_changes_with_what_is_published(
    town: dict[str, UUID], turku: Municipality, turku_client: Client, espoo_client: Client
) -> None:
    address = f"/api/v1/services/{town['offer']}"
    lists, detail = turku_client.get("/api/v1/services")["ETag"], turku_client.get(address)["ETag"]
    elsewhere = espoo_client.get("/api/v1/services")["ETag"]
    with within(turku):
        store("service_channel", channel("Pääkirjaston uusi nimi", id=town["main"]))
    assert turku_client.get("/api/v1/services")["ETag"] != lists
    assert turku_client.get(address)["ETag"] != detail
    assert espoo_client.get("/api/v1/services")["ETag"] == elsewhere


def test_a_date_serves_readers_without_etags(town: dict[str, UUID], turku_client: Client) -> None:
    address = f"/api/v1/services/{town['offer']}"
    changed = turku_client.get(address)["Last-Modified"]
    assert conditional(turku_client, address, **{"if-modified-since": changed}).status_code == 304
    old = "Mon, 05 Jan 2015 08:00:00 GMT"
    assert conditional(turku_client, address, **{"if-modified-since": old}).status_code == 200
    both = {"if-modified-since": changed, "if-none-match": '"other"'}
    assert conditional(turku_client, address, **both).status_code == 200


def test_pages_of_any_origin_may_read_and_nobody_gets_a_cookie(town: dict[str, UUID], turku_client: Client) -> None:
    for address in ("/api/v1/services", f"/api/v1/services/{uuid4()}", "/api/v1/services?nonsense=1", "/api/nothing"):
        answer = turku_client.get(address, headers={"origin": "https://example.org"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
    preflight = turku_client.options("/api/v1/services", headers={"access-control-request-headers": "if-none-match"})
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]


def test_answers_may_be_kept_for_a_minute_and_name_their_licence(town: dict[str, UUID], turku_client: Client) -> None:
    answer = turku_client.get("/api/v1/services")
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert answer["Link"] == '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'
