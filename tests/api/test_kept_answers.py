"""Answers are given again without PostgreSQL while nothing changes, to the same address of the same town only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.kept import OVERHEAD, Answer, KeptAnswers, kept_answers
from catalogue.services.values import Record
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import archive, organization, service, store

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = ["/api/v1/services/{id}", "/api/v1/services", "/api/v1/services?page_size=1", "/api/ptv/v11/Service/{id}"]


@pytest.fixture
def offer(turku: Municipality) -> Record:
    """A service of Turku's."""
    city = organization()
    offered = service(responsible=city.id)
    with within(turku):
        store("organization", city)
        store("service", offered, service("Toinen", responsible=city.id))
    return offered


@contextmanager
def statements(number: int) -> Iterator[None]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        yield
    assert len(seen) == number, [each["sql"] for each in seen]


@pytest.mark.parametrize("path", PATHS)
def test_what_was_answered_is_answered_again_without_a_statement(
    path: str, offer: Record, turku_client: Client
) -> None:
    address = path.format(id=offer.id)
    turku_client.get("/api/v1/services")  # reads the table of hosts
    with statements(0 if path == "/api/v1/services" else 1):
        first = turku_client.get(address)
    with statements(0):
        again = turku_client.get(address)
        unchanged = turku_client.get(address, headers={"if-none-match": first["ETag"]})
        head = turku_client.head(address)
    assert (again.status_code, again.content) == (200, first.content)
    kept, made = dict(again.headers), dict(first.headers)
    assert kept.pop("X-Request-ID") != made.pop("X-Request-ID")
    assert kept == made
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    assert (head.status_code, head["Content-Length"]) == (200, str(len(first.content)))


@pytest.mark.parametrize("path", PATHS)
def test_after_a_change_nothing_older_is_shown(
    path: str, offer: Record, turku: Municipality, turku_client: Client
) -> None:
    address = path.format(id=offer.id)
    before = turku_client.get(address)
    with within(turku):
        archive("service", offer.id)
    after = turku_client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == (404 if str(offer.id) in address else 200)
    assert str(offer.id) not in after.content.decode() or after.status_code == 404


def test_whoever_asks_only_whether_it_changed_is_served_from_what_is_kept_too(
    offer: Record, turku_client: Client
) -> None:
    address = f"/api/v1/services/{offer.id}"
    etag = turku_client.get(address)["ETag"]
    kept_answers.forget()
    headers = {"if-none-match": etag}
    assert turku_client.get(address, headers=headers).status_code == 304
    with statements(0):
        assert turku_client.get(address, headers=headers).status_code == 304
    with statements(1):
        assert turku_client.get(address).status_code == 200
    with statements(0):
        assert turku_client.get(address).content
        assert turku_client.get(address, headers=headers).status_code == 304


def test_another_town_and_another_address_have_their_own(
    offer: Record, turku_client: Client, espoo_client: Client
) -> None:
    address = f"/api/v1/services/{offer.id}"
    assert turku_client.get(address).status_code == 200
    assert espoo_client.get(address).status_code == 404
    assert turku_client.get("/api/v1/services").json()["items"]
    assert espoo_client.get("/api/v1/services").json()["items"] == []
    assert espoo_client.get("/api/v1/services").json()["items"] == []
    assert turku_client.get(f"{address}?page_size=1").status_code == 400


def test_whoever_refuses_json_is_told_so_all_the_same(offer: Record, turku_client: Client) -> None:
    address = f"/api/v1/services/{offer.id}"
    assert turku_client.get(address).status_code == 200
    assert turku_client.get(address, headers={"accept": "text/html"}).status_code == 406
    assert turku_client.post(address).status_code == 405


def test_the_longest_unused_go_first_when_the_room_is_full() -> None:
    kept = KeptAnswers(100 * (OVERHEAD + 101))
    for number in range(150):
        kept.keep((f"{number % 10}",), Answer(b"x" * 100, "e", None, number))
    assert kept.at(("9",), revision=149) is not None
    assert kept.at(("9",), revision=139) is None
    for number in range(100, 199):
        kept.keep((f"{number}",), Answer(b"x" * 98, "e", None, 1))
        assert kept.at(("9",), revision=149) is not None
    assert kept.at(("8",), revision=148) is None


def test_an_answer_too_large_for_the_room_is_not_kept() -> None:
    kept = KeptAnswers(32_000)
    kept.keep(("a",), Answer(b"x" * 1_000, "e", datetime.now(UTC), 1))
    assert kept.at(("a",), revision=1) is None
    assert KeptAnswers(0).at(("a",), revision=1) is None


def test_nothing_is_kept_of_an_unknown_id(turku_client: Client) -> None:
    for _ in range(2):
        assert turku_client.get(f"/api/v1/services/{UUID(int=1)}").status_code == 404
