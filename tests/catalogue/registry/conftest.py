"""The stand-in of the national catalogue, one per test process."""

from collections.abc import Iterator

import httpx
import pytest

from tests.register import CHANNELS, KEY, SERVICES, Register
from tests.suomifi_standin.process import running


@pytest.fixture(scope="session")
def stand_in() -> Iterator[str]:
    """One stand-in per test process, with Turku and Espoo."""
    turku, espoo = f"853:{SERVICES}:{CHANNELS}", f"049:{SERVICES // 2}:{CHANNELS // 2}"
    with running("--plan", turku, "--plan", espoo, "--api-key", KEY) as (_, url):
        yield url


@pytest.fixture
def register(stand_in: str) -> Register:
    """The stand-in as it was at its start."""
    httpx.post(f"{stand_in}/_standin/reset").raise_for_status()
    return Register(stand_in)


@pytest.fixture(scope="session")
def small_stand_in() -> Iterator[str]:
    """One more, with towns of a few things: pulling one takes no time."""
    with running("--plan", "853:4:6", "--plan", "049:3:4") as (_, url):
        yield url


@pytest.fixture
def small_register(small_stand_in: str) -> Register:
    """The small stand-in as it was at its start."""
    httpx.post(f"{small_stand_in}/_standin/reset").raise_for_status()
    return Register(small_stand_in)
