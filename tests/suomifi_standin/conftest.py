"""A stand-in of three small towns for the tests of a session, and the wire model where its description is at hand."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.suomifi_standin.process import ROOT, Ids, Standin, running
from tests.suomifi_standin.wire_model import WireModel


@pytest.fixture(scope="session")
def launched() -> Iterator[Standin]:
    """Three small towns, with pages so small that lists have several."""
    plans = ("--plan", "853:70:90", "--plan", "049:30:40", "--plan", "890:20:15")
    sizes = ("--page-size", "20", "--id-page-size", "25")
    with running(*plans, *sizes) as (_, url), httpx.Client(base_url=url, timeout=30) as http:
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


@pytest.fixture(scope="session")
def recorded_folder() -> Path:
    folder = ROOT / os.environ.get("KUNTAKANTA_RECORDED_DOCUMENTS", "../shared/data/ptv-v11/recorded")
    if not folder.is_dir():
        pytest.skip(f"no recorded documents in {folder}: name their folder in KUNTAKANTA_RECORDED_DOCUMENTS")
    return folder


@pytest.fixture(scope="session")
def wire_model(recorded_folder: Path) -> WireModel:
    path = recorded_folder.parent / "wire-model.json"
    if not path.is_file():
        pytest.skip(f"no wire model at {path}")
    return WireModel(json.loads(path.read_text(encoding="utf-8")))
