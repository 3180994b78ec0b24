"""Who is there to work: told by each worker, idle or not; silent ones are known for a day."""

import json
from datetime import timedelta

import pytest
from redis import Redis, RedisError

from tenants.workers import FORGOTTEN_AFTER, KEY, SILENT_AFTER, beat, leave, workers

pytestmark = pytest.mark.django_db


def _age(valkey: Redis, name: str, age: timedelta) -> None:
    told = json.loads(valkey.hget(KEY, name) or b"")
    valkey.hset(KEY, name, json.dumps({**told, "seen": told["seen"] - age.total_seconds()}))


def test_those_that_beat_are_there_and_those_that_leave_are_not(valkey: Redis) -> None:
    assert workers() == []
    beat(name="a:1", processes=4)
    beat(name="b:2", processes=2)
    beat(name="a:1", processes=4)
    assert [(one.name, one.processes, one.is_alive) for one in workers()] == [("a:1", 4, True), ("b:2", 2, True)]
    leave(name="a:1")
    assert [one.name for one in workers()] == ["b:2"]


def test_a_silent_one_is_told_apart_and_forgotten_after_a_day(valkey: Redis) -> None:
    for name in ("a:1", "b:2", "c:3"):
        beat(name=name, processes=1)
    _age(valkey, "a:1", 2 * SILENT_AFTER)
    assert [(one.name, one.is_alive) for one in workers()] == [("b:2", True), ("c:3", True), ("a:1", False)]
    _age(valkey, "a:1", FORGOTTEN_AFTER)
    assert [one.name for one in workers()] == ["b:2", "c:3"]
    assert valkey.hlen(KEY) == 2


def test_without_valkey_it_is_an_error_and_not_an_empty_list(settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    with pytest.raises(RedisError):
        workers()
