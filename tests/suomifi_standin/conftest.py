"""A stand-in of three small towns for the tests of a session, and the wire model that their answers are held to."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.suomifi_standin import shapes
from tests.suomifi_standin.process import KEY, ROOT, Ids, Standin, running
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.wire_model_12 import WireModel12


@pytest.fixture(scope="session")
def launched() -> Iterator[Standin]:
    """Three small towns, with pages so small that lists have several."""
    plans = ("--plan", "853:70:90", "--plan", "049:30:40", "--plan", "890:20:15")
    sizes = ("--page-size", "20", "--id-page-size", "25")
    with running(*plans, *sizes, "--api-key", KEY) as (_, url), httpx.Client(base_url=url, timeout=30) as http:
        yield Standin(url, http)


@pytest.fixture
def standin(launched: Standin) -> Standin:
    """The register as it was at the start."""
    launched.do("reset")
    return launched


@pytest.fixture
def turku(standin: Standin) -> Ids:
    return standin.town("853")


# --- shared data that may be absent ----------------------------------------------------------------------------------

RECORDED = ROOT / os.environ.get("KUNTAKANTA_RECORDED_DOCUMENTS", "../shared/data/ptv-v11/recorded")
DESCRIPTION = RECORDED.parent / "wire-model.json"
DESCRIPTION_12 = RECORDED.parents[1] / "ptv-v12" / "wire-model.json"


@pytest.fixture(scope="session")
def recorded_folder() -> Path:
    if not RECORDED.is_dir():
        pytest.skip(f"no recorded documents in {RECORDED}: name their folder in KUNTAKANTA_RECORDED_DOCUMENTS")
    return RECORDED


@pytest.fixture(scope="session")
def description() -> dict[str, Any]:
    """The wire model's own, with the rules of values."""
    if not DESCRIPTION.is_file():
        pytest.skip(f"no {DESCRIPTION.name} beside the folder of recorded documents ({RECORDED})")
    found: dict[str, Any] = json.loads(DESCRIPTION.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def wire_model() -> WireModel:
    """With the rules of values where the description is at hand, otherwise with members and types alone."""
    return WireModel(json.loads(DESCRIPTION.read_text("utf-8")) if DESCRIPTION.is_file() else shapes.description())


@pytest.fixture(scope="session")
def wire_model_12() -> WireModel12:
    """The description of v12: its paths, parameters and schemas."""
    if not DESCRIPTION_12.is_file():
        pytest.skip(f"no {DESCRIPTION_12.name} in {DESCRIPTION_12.parent}, beside the recorded documents ({RECORDED})")
    return WireModel12(json.loads(DESCRIPTION_12.read_text("utf-8")))
