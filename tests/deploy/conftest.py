"""A machine to operate on, and the environment of our own programs there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from tests.deploy import clusters
from tests.deploy.clusters import Machine


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Machine]:
    """A machine on which nothing runs as yet."""
    with clusters.machine(tmp_path / "machine") as made:
        yield made


@pytest.fixture
def environment(redis_url: str, valkey: Redis) -> Iterator[dict[str, str]]:
    """Of our own programs, without a database."""
    yield {
        "PATH": "/usr/bin:/bin",
        "REDIS_URL": redis_url,
        "KUNTAKANTA_SECRET_KEY": "only-for-tests-" + "x" * 32,
        "DJANGO_SETTINGS_MODULE": "kuntakanta.settings",
    }
    valkey.flushdb()
