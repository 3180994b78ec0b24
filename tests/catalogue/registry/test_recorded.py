"""Recorded objects of the register, synced over real HTTP, give back what was recorded."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue.dialects import ptv_v11
from catalogue.errors import NotFound
from catalogue.published import queries
from catalogue.registry.models import Base
from catalogue.services.values import Kind
from tenants.context import within
from tenants.models import Municipality
from tests.register import Register, pull
from tests.suomifi_standin.process import running

RECORDED = Path(os.environ.get("KUNTAKANTA_RECORDED_DOCUMENTS", "../shared/data/ptv-v11/recorded"))


@pytest.fixture(scope="module")
def recorded() -> Iterator[Register]:
    """The stand-in with the recorded objects only."""
    if not RECORDED.is_dir():
        pytest.skip(f"no recorded documents at {RECORDED}: name their folder in KUNTAKANTA_RECORDED_DOCUMENTS")
    with running("--documents", str(RECORDED.resolve())) as (_, url):
        yield Register(url)


def documents(file: str) -> list[Any]:
    """The objects of a recorded page."""
    page = json.loads((RECORDED / file).read_text(encoding="utf-8"))
    found: list[Any] = page["itemList"]
    return found


def test_recorded_objects_are_published_as_they_were_recorded(
    turku: Municipality, espoo: Municipality, recorded: Register
) -> None:
    run = pull(turku, recorded)
    assert (run.state, run.counts["service"]["created"], run.counts["service_channel"]["created"]) == ("done", 2, 3)
    with within(turku):
        Base.objects.update(document=b"")
        files: list[tuple[Kind, str]] = [
            ("service", "municipality_services.json"),
            ("service_channel", "municipality_channels.json"),
        ]
        for kind, document in ((kind, document) for kind, file in files for document in documents(file)):
            shown = queries.document(kind=kind, thing_id=document["id"], dialect="ptv_v11")
            assert shown.content is not None
            assert ptv_v11.normal(json.loads(shown.content)) == ptv_v11.normal(document)
    with within(espoo), pytest.raises(NotFound):
        queries.document(kind="service", thing_id=documents("municipality_services.json")[0]["id"], dialect="ptv_v11")


def test_recorded_objects_are_unchanged_the_second_time(turku: Municipality, recorded: Register) -> None:
    pull(turku, recorded)
    again = pull(turku, recorded, full=True)
    assert {counts["created"] + counts["updated"] + counts["archived"] for counts in again.counts.values()} == {0}
