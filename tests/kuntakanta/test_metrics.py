"""Metrics: counted over all processes, told to whoever has the token, at the host only."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from kuntakanta.metrics import Requests, requests
from tenants.context import within_host
from tenants.lifecycle import close, remove
from tenants.models import DueJob, Municipality
from tenants.status.operations import Ended, measure, sync_ended
from tenants.workers import beat
from tests.tenants.status.test_statuses import COUNTS, NOW

TOKEN = "m" * 40


@pytest.fixture
def told(settings: LazySettings) -> Iterator[None]:
    """Metrics are asked for, and nothing of another test waits to be handed over."""
    settings.METRICS_TOKEN = TOKEN
    yield
    with requests._lock:
        requests._waiting.clear()


def _samples(client: Client) -> dict[tuple[str, str], float]:
    """By name and the values of the labels, the town first."""
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, _values(one.labels)): one.value for each in families for one in each.samples}


def _values(labels: dict[str, str]) -> str:
    return ",".join(labels[name] for name in sorted(labels, key=lambda name: (name != "town", name)))


@pytest.mark.usefixtures("told")
def test_requests_are_counted_by_town_and_status(
    turku: Municipality, turku_client: Client, operator_client: Client
) -> None:
    for path in ("/api/v1/services", "/api/v1/services", "/api/v1/services?nonsense=1"):
        turku_client.get(path)
    Client(headers={"host": "nobody.test"}).get("/")
    found = _samples(operator_client)
    assert found["kuntakanta_requests_total", f"{turku.schema_name},2xx"] == 2
    assert found["kuntakanta_requests_total", f"{turku.schema_name},4xx"] == 1
    assert found["kuntakanta_requests_total", "none,4xx"] == 1
    assert found["kuntakanta_request_seconds_count", turku.schema_name] == 3
    assert found["kuntakanta_request_seconds_bucket", f"{turku.schema_name},+Inf"] == 3
    assert found["kuntakanta_request_seconds_sum", turku.schema_name] > 0
    assert _samples(operator_client)["kuntakanta_requests_total", "host,2xx"] == 1


@pytest.mark.usefixtures("told")
def test_processes_add_up(turku: Municipality, operator_client: Client) -> None:
    processes, town = (Requests(), Requests()), turku.schema_name
    for each in processes:
        each.add(town=town, status=200, seconds=0.02)
        each.hand_over()
    assert _samples(operator_client)["kuntakanta_requests_total", f"{town},2xx"] == 2
    assert _samples(operator_client)["kuntakanta_request_seconds_bucket", f"{town},0.01"] == 0
    assert _samples(operator_client)["kuntakanta_request_seconds_bucket", f"{town},0.025"] == 2


@pytest.mark.usefixtures("told")
def test_towns_that_are_gone_are_no_labels_any_more(
    turku: Municipality, espoo: Municipality, operator_client: Client, valkey: Redis
) -> None:
    process = Requests()
    for town in (turku.schema_name, espoo.schema_name, "none"):
        process.add(town=town, status=200, seconds=0.02)
    process.hand_over()
    close(municipality=espoo)
    assert ("kuntakanta_requests_total", f"{espoo.schema_name},2xx") in _samples(operator_client), "closed, not gone"
    remove(municipality=espoo)
    found = {labels.partition(",")[0] for _, labels in _samples(operator_client)}
    assert espoo.schema_name not in found
    assert {turku.schema_name, "none"} <= found
    assert not any(espoo.schema_name in str(key) for key in valkey.hkeys("kuntakanta:metrics:requests"))


def test_what_cannot_be_handed_over_waits(settings: LazySettings, db: None, valkey: Redis) -> None:
    process, there = Requests(), settings.REDIS_URL
    process._planned = True  # no timer of its own in this test
    process.add(town="t_9", status=200, seconds=9)
    settings.REDIS_URL = "redis://127.0.0.1:9"
    process.hand_over()
    settings.REDIS_URL = there
    process.hand_over()
    assert valkey.hgetall("kuntakanta:metrics:requests") == {
        b"count|t_9|2xx": b"1",
        b"took|t_9|+Inf": b"1",
        b"sum|t_9|us": b"9000000",
    }


@pytest.mark.usefixtures("told")
def test_rows_tell_of_towns_and_work(turku: Municipality, espoo: Municipality, operator_client: Client) -> None:
    ended = Ended(run=1, state="held", reason="", code="", began=NOW, ended=NOW, would_archive=9, counts=COUNTS)
    sync_ended(municipality=turku, ended=ended)
    measure(municipality=turku, things=6, people=0)
    beat(name="machine:1", processes=2)
    with within_host():
        DueJob.objects.update(due_at=timezone.now())
    found = _samples(operator_client)
    assert found["kuntakanta_towns", "active"] == 2
    assert found["kuntakanta_towns_sync_health", "held"] == 1
    assert found["kuntakanta_towns_sync_health", "never"] == 1
    assert found["kuntakanta_towns_sync_health", "failing"] == 0
    assert found["kuntakanta_towns_last_run", "held"] == 1
    assert found["kuntakanta_town_bytes", turku.schema_name] > 0
    assert found["kuntakanta_town_share_ratio", f"{turku.schema_name},things"] == 6 / 20_000
    assert found["kuntakanta_jobs_due", ""] >= 2
    assert found["kuntakanta_jobs_late", ""] == found["kuntakanta_jobs_silent", ""] == 0
    assert (found["kuntakanta_workers", "alive"], found["kuntakanta_workers", "silent"]) == (1, 0)
    assert found["kuntakanta_jobs_oldest_due_seconds", ""] > 0


@pytest.mark.usefixtures("told")
def test_without_valkey_the_rest_is_told(
    turku: Municipality, operator_client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    found = _samples(operator_client)
    assert found["kuntakanta_towns", "active"] == 2
    assert ("kuntakanta_jobs_due", "") in found
    assert not any(name.startswith(("kuntakanta_request", "kuntakanta_workers")) for name, _ in found)
    assert "Requests and workers cannot be told: ConnectionError" in caplog.messages


@pytest.mark.usefixtures("told")
def test_a_scrape_is_two_statements(
    turku: Municipality, operator_client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        _samples(operator_client)


@pytest.mark.parametrize("given", [None, "", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", "Bearer ä"])
@pytest.mark.usefixtures("told")
def test_without_the_token_there_is_nothing(operator_client: Client, given: str | None) -> None:
    headers = {} if given is None else {"authorization": given}
    assert operator_client.get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_there_is_nothing(operator_client: Client, valkey: Redis) -> None:
    for given in ("Bearer ", f"Bearer {TOKEN}"):
        assert operator_client.get("/metrics", headers={"authorization": given}).status_code == 404
    assert valkey.hgetall("kuntakanta:metrics:requests") == {}


@pytest.mark.usefixtures("told")
def test_towns_have_none(turku_client: Client) -> None:
    assert turku_client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 404
