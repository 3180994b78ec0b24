"""The first law on the register's own documents: recorded ones, and those of the stand-in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from catalogue.dialects import ptv_v11
from catalogue.services.values import Kind
from tests.suomifi_standin.process import running

RECORDED = Path(__file__).parents[4] / os.environ.get(
    "KUNTAKANTA_RECORDED_DOCUMENTS", "../shared/data/ptv-v11/recorded"
)
PATHS: dict[Kind, str] = {
    "organization": "Organization",
    "service": "Service",
    "service_channel": "ServiceChannel",
    "service_collection": "ServiceCollection",
}


def assert_lawful(kind: Kind, document: dict[str, Any]) -> None:
    record = ptv_v11.parse(kind, msgspec.json.encode(document))
    body = ptv_v11.render_bytes(record)
    assert ptv_v11.normal(msgspec.json.decode(body)) == ptv_v11.normal(document)
    assert ptv_v11.parse(kind, body) == record


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded documents are not here")
@pytest.mark.parametrize(
    ("kind", "file"), [("service", "municipality_services.json"), ("service_channel", "municipality_channels.json")]
)
def test_recorded_documents_say_the_same_and_leave_nothing_over(kind: Kind, file: str) -> None:
    page = msgspec.json.decode((RECORDED / file).read_bytes())
    for document in page["itemList"]:
        assert_lawful(kind, document)
        assert b"remainder" not in msgspec.json.encode(ptv_v11.parse(kind, msgspec.json.encode(document)))


@pytest.fixture(scope="module")
def register() -> Iterator[httpx.Client]:
    with running("--plan", "853:40:60") as (_, url), httpx.Client(base_url=f"{url}/api/v11", timeout=30) as http:
        yield http


def documents(register: httpx.Client, path: str) -> Iterator[dict[str, Any]]:
    ids = [item["id"] for item in register.get(f"/{path}").raise_for_status().json()["itemList"]]
    for guid in ids[:100]:
        yield register.get(f"/{path}/{guid}").raise_for_status().json()


@pytest.mark.parametrize("kind", PATHS)
def test_documents_of_the_stand_in_say_the_same_and_leave_nothing_over(register: httpx.Client, kind: Kind) -> None:
    found = list(documents(register, PATHS[kind]))
    assert found
    for document in found:
        assert_lawful(kind, document)
        assert b"remainder" not in msgspec.json.encode(ptv_v11.parse(kind, msgspec.json.encode(document)))


def test_general_descriptions_of_the_stand_in_say_the_same(register: httpx.Client) -> None:
    found = list(documents(register, "GeneralDescription"))
    assert found
    for document in found:
        rendered = ptv_v11.render_general_description(*ptv_v11.parse_general_description(msgspec.json.encode(document)))
        assert ptv_v11.normal(rendered) == ptv_v11.normal(document)
