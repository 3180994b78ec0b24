"""The stand-in of the national catalogue, one per test process."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.register import CHANNELS, SERVICES, Register


@pytest.fixture(scope="session")
def stand_in() -> Iterator[str]:
    """One stand-in per test process, with Turku and Espoo."""
    plans = ["--plan", f"853:{SERVICES}:{CHANNELS}", "--plan", f"049:{SERVICES // 2}:{CHANNELS // 2}"]
    command = [sys.executable, "-m", "suomifi_standin", "--port", "0", *plans]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "listening on" in line, line
        yield line.rsplit(" ", 1)[1].strip()
        process.terminate()


@pytest.fixture
def register(stand_in: str) -> Register:
    """The stand-in as it was at its start."""
    httpx.post(f"{stand_in}/_standin/reset").raise_for_status()
    return Register(stand_in)
