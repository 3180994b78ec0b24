"""The contract of the staff's API says what can follow each answer, and how each change can be tried and repeated."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from api.contracts import CONTRACTS

BASE = "/api/manage/v1/"
CONTENT = ("organizations", "services", "service-channels", "service-collections", "connections", "bulk", "practice")


@cache
def contract() -> dict[str, Any]:
    return CONTRACTS["manage"]()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, item in contract()["paths"].items():
        for method, operation in item.items():
            if method in ("get", "put", "post", "patch", "delete"):
                yield method, address.removeprefix(BASE), operation


BY_ID = {operation["operationId"]: (method, address, operation) for method, address, operation in operations()}


def following(source: str) -> dict[str, dict[str, Any]]:
    """The links of what an operation answers, by the operations to which they lead."""
    known = contract()["components"]["links"]
    answers = BY_ID[source][2]["responses"]
    found = [
        known[one["$ref"].rpartition("/")[2]] for each in answers.values() for one in each.get("links", {}).values()
    ]
    return {link["operationId"]: link for link in found}


@pytest.mark.parametrize("source", BY_ID)
def test_each_link_gives_what_its_address_must_have(source: str) -> None:
    for target, link in following(source).items():
        parameters = {f"{one['in']}.{one['name']}": one for one in BY_ID[target][2].get("parameters", [])}
        given = set(link.get("parameters", {}))
        assert given <= parameters.keys()
        assert {name for name, one in parameters.items() if one.get("required")} <= given


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        ("create_service", {"get_edited_service", "change_service", "publish_service", "plan_service", "connect"}),
        ("change_service", {"publish_service", "discard_service", "compare_versions_of_service"}),
        ("publish_service", {"archive_service", "list_versions_of_service", "change_service"}),
        ("archive_service", {"bring_back_service"}),
        ("get_edited_service", {"restore_service", "get_version_of_service", "list_connections"}),
        ("plan_service", {"cancel_plan_of_service"}),
        ("cancel_plan_of_service", {"plan_again_for_service"}),
        ("connect", {"change_connection", "disconnect", "publish_connection", "discard_connection"}),
        ("disconnect", {"restore_connection"}),
    ],
)
def test_what_sensibly_follows_is_linked(source: str, targets: set[str]) -> None:
    assert targets <= following(source).keys()


def test_each_change_of_content_can_be_tried_and_asked_again() -> None:
    for method, address, operation in operations():
        if method == "get" or address.partition("/")[0] not in CONTENT or address.endswith("/adopt"):
            continue
        names = {one["name"] for one in operation["parameters"]}
        assert {"validate", "Idempotency-Key"} <= names, (method, address)


def test_each_change_of_what_is_there_names_the_version_that_was_seen() -> None:
    without = {"put services/{id}/connections/order"}  # all connections are named, each once
    for method, address, operation in operations():
        if method == "get" or "{id}" not in address or address.partition("/")[0] not in CONTENT:
            continue
        if address.endswith("/adopt") or f"{method} {address}" in without:
            continue
        if method == "delete" and "planned" in address:  # a plan has no versions: it is cancelled once
            continue
        assert "If-Match" in {one["name"] for one in operation["parameters"]}, (method, address)
