"""A request that cannot be answered as asked is told why, as problem+json that names the parameter at fault."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import service, store


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The body of an answer that must be a problem."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert {"type", "title", "code", "detail"} <= body.keys()
    return body


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=many", "page_size"),
        ("page_size=5&page_size=6", "page_size"),
        ("page_size=", "page_size"),
        ("language=de", "language"),
        ("service_class=KR1", "service_class"),
        ("service_class=P1;DROP", "service_class"),
        ("target_group=P1", "target_group"),
        ("life_event=1", "life_event"),
        ("organization=abc", "organization"),
        ("ids=abc", "ids"),
        ("ids=" + ",".join(["0008afc0-182c-4580-ba73-7472287f4d63"] * 101), "ids"),
        ("own=maybe", "own"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-11-23T08:00:00", "updated_since"),
        ("cursor=%00", "cursor"),
        ("cursor=AAAA", "cursor"),
        ("channel_type=Phone", "channel_type"),
        ("lang=fi", "lang"),
        ("format=json", "format"),
        ("=1", ""),
    ],
)
def test_a_wrong_or_unknown_parameter_is_named(query: str, parameter: str, turku_client: Client) -> None:
    body = problem(turku_client.get(f"/api/v1/services?{query}"), 400)
    assert (body["code"], body.get("parameter", "")) == ("invalid_filter", parameter)


def test_a_detail_takes_no_parameters(turku_client: Client) -> None:
    assert problem(turku_client.get(f"/api/v1/services/{uuid4()}?language=fi"), 400)["parameter"] == "language"


def test_a_cursor_that_was_changed_or_belongs_elsewhere_is_refused(turku: Municipality, turku_client: Client) -> None:
    with within(turku):
        store("service", *[service(f"Palvelu {number}") for number in range(3)])
    following = turku_client.get("/api/v1/services?page_size=1").json()["next"]
    cursor = following.partition("cursor=")[2]
    assert turku_client.get(f"/api/v1/services?page_size=2&cursor={cursor}").status_code == 200
    damaged = ("A" if cursor[20] != "A" else "B").join([cursor[:20], cursor[21:]])
    for query in (f"cursor={damaged}", f"cursor={cursor[:-2]}", f"cursor={cursor}&language=sv", f"cursor={cursor}=x"):
        assert problem(turku_client.get(f"/api/v1/services?{query}"), 400)["parameter"] == "cursor"
    assert problem(turku_client.get(f"/api/v1/organizations?cursor={cursor}"), 400)["parameter"] == "cursor"


@pytest.mark.parametrize("unknown", ["00000000-0000-4000-8000-000000000000", "abc", "0", "%00", "a" * 500])
def test_an_id_that_is_not_here_is_not_found(unknown: str, turku_client: Client) -> None:
    assert problem(turku_client.get(f"/api/v1/services/{unknown}"), 404)["code"] == "not_found"


def test_a_request_with_thousands_of_parameters_is_refused(turku_client: Client) -> None:
    query = "&".join(f"p{number}=1" for number in range(1001))
    assert problem(turku_client.get(f"/api/v1/services?{query}"), 400)["code"] == "bad_request"
    assert turku_client.get(f"/api/ptv/v11/Service/list/organization?{query}").status_code == 400


def test_an_id_of_another_kind_is_not_found(turku: Municipality, turku_client: Client) -> None:
    offer = service()
    with within(turku):
        store("service", offer)
    assert turku_client.get(f"/api/v1/services/{str(offer.id).upper()}").status_code == 200
    problem(turku_client.get(f"/api/v1/service-channels/{offer.id}"), 404)


@pytest.mark.parametrize("address", ["/api/nothing", "/api/v1/", "/api/v1/services/", "/api/v2/services"])
def test_an_address_that_is_none_is_not_found(address: str, turku_client: Client) -> None:
    assert problem(turku_client.get(address), 404)["code"] == "not_found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reads_only(method: str, turku_client: Client) -> None:
    answer = getattr(turku_client, method)("/api/v1/services", content_type="application/json")
    assert problem(answer, 405)["code"] == "method_not_allowed"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("text/html, application/xhtml+xml, */*;q=0.8", 200),
        ("application/*; q=0.5", 200),
        ("", 200),
        ("text/html", 406),
        ("application/xml, application/json;q=0", 406),
        ("application/json; q=0.0", 406),
    ],
)
def test_only_a_reader_who_refuses_json_gets_nothing(accept: str, status: int, turku_client: Client) -> None:
    answer = turku_client.get("/api/v1/services", headers={"accept": accept})
    assert answer.status_code == status
    if status == 406:
        assert problem(answer, 406)["code"] == "not_acceptable"
