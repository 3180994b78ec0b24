"""Metrics for Prometheus: requests counted by all web processes, and what the host's rows tell at the moment.

Processes add their counts up in Valkey, about once a second and never during a request: any process, on any machine,
then answers for all of them. While Valkey is away, requests and workers are left out, and the rest is told. Labels are
bounded: towns by schema, classes of status, a few limits of duration.
"""

import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

import redis
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from tenants.status.queries import TownRow, queue, town_rows
from tenants.status.rules import Health
from tenants.workers import Worker, workers

log = logging.getLogger(__name__)

KEY: Final = "kuntakanta:metrics:requests"  # outside of the cache, whose keys belong to towns
LIMITS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds; from a stored document to a slow page
EVERY: Final = 1.0
_HOST: Final = "host"
_NOBODY: Final = "none"


class Requests:
    """What this process has counted and not handed over yet. Keys are "count|town|class", "took|town|limit" ..."""

    def __init__(self) -> None:
        self._waiting: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._planned = False

    def add(self, *, town: str, status: int, seconds: float) -> None:
        """Count one request; costs two additions."""
        limit = next((str(limit) for limit in LIMITS if seconds <= limit), "+Inf")
        with self._lock:
            self._waiting[f"count|{town}|{status // 100}xx"] += 1
            self._waiting[f"took|{town}|{limit}"] += 1
            self._waiting[f"sum|{town}|us"] += round(seconds * 1_000_000)
            plan, self._planned = not self._planned, True
        if plan:
            later = threading.Timer(EVERY, self.hand_over)
            later.daemon = True
            later.start()

    def hand_over(self) -> None:
        """Add what waits to what all processes have counted; what cannot be handed over waits on."""
        with self._lock:
            waiting, self._waiting, self._planned = self._waiting, Counter(), False
        if not waiting:
            return
        try:
            with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
                pipe = client.pipeline(transaction=True)
                for key, number in waiting.items():
                    pipe.hincrby(KEY, key, number)
                pipe.execute()
        except redis.RedisError as error:
            log.warning("Counts of requests cannot be handed over: %s", type(error).__name__)
            with self._lock:
                self._waiting.update(waiting)


requests = Requests()


def counted(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: each request is counted, by its town and its class of status, with the time it took."""

    def count(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        if settings.METRICS_TOKEN:
            requests.add(town=_town(request), status=response.status_code, seconds=time.perf_counter() - began)
        return response

    return count


def metrics(request: HttpRequest) -> HttpResponse:
    """All of it, to whoever has the token; to others, and where none is set, there is nothing here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    token: str = settings.METRICS_TOKEN
    if not token or not secrets.compare_digest(given, token.encode()):
        raise Http404
    requests.hand_over()
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Host())
    return HttpResponse(
        generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


class _Host(Collector):
    """Reads rows and counts when asked, and keeps nothing."""

    def collect(self) -> Iterator[Metric]:
        rows = town_rows()
        yield from _of_towns(rows)
        yield from _of_work()
        try:
            counts = _counted({row.town.schema_name for row in rows} | {_HOST, _NOBODY})
            found = workers()
        except redis.RedisError as error:
            log.warning("Requests and workers cannot be told: %s", type(error).__name__)
            return
        yield from _of_requests(counts)
        yield _of_workers(found)

    def describe(self) -> Iterator[Metric]:
        return iter(())  # without it the registry would collect once just to learn the names


def _of_requests(counts: Mapping[str, int]) -> Iterator[Metric]:
    answered = CounterMetricFamily(
        "kuntakanta_requests", "Requests answered, by town and class of status.", labels=["town", "status"]
    )
    took = HistogramMetricFamily("kuntakanta_request_seconds", "How long answers took, by town.", labels=["town"])
    towns = set()
    for key, number in sorted(counts.items()):
        kind, town, value = key.split("|")
        towns.add(town)
        if kind == "count":
            answered.add_metric([town, value], number)
    for town in sorted(towns):
        so_far, buckets = 0, []
        for limit in (*map(str, LIMITS), "+Inf"):
            so_far += counts.get(f"took|{town}|{limit}", 0)
            buckets.append((limit, so_far))
        took.add_metric([town], buckets, counts.get(f"sum|{town}|us", 0) / 1_000_000)
    yield answered
    yield took


def _counted(known: Collection[str]) -> dict[str, int]:
    """What all processes have counted; what belongs to towns that are gone is forgotten."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        counts = {key.decode(): int(number) for key, number in client.hgetall(KEY).items()}
        gone = [key for key in counts if key.split("|")[1] not in known]
        if gone:
            client.hdel(KEY, *gone)
    return {key: number for key, number in counts.items() if key not in gone}


def _of_towns(rows: Sequence[TownRow]) -> Iterator[Metric]:
    states, fares, runs = Counter[str](), Counter[str](), Counter[str]()
    fresh = GaugeMetricFamily(
        "kuntakanta_town_fresh_timestamp_seconds", "When a town was last taken in.", labels=["town"]
    )
    share = GaugeMetricFamily(
        "kuntakanta_town_share_ratio", "What a town has of what it may, by quota.", labels=["town", "quota"]
    )
    size = GaugeMetricFamily("kuntakanta_town_bytes", "What a town takes on disk.", labels=["town"])
    for row in rows:
        states[row.town.state] += 1
        fares[row.health] += 1
        if row.status is not None:
            runs[row.status.sync_state] += 1
            if row.status.fresh_at is not None:
                fresh.add_metric([row.town.schema_name], row.status.fresh_at.timestamp())
        if row.use is not None:
            size.add_metric([row.town.schema_name], row.use.bytes)
            for one in row.shares:
                share.add_metric([row.town.schema_name, one.quota], one.taken / one.most)
    yield _counts("kuntakanta_towns", "Towns by state.", "state", states)
    yield _counts("kuntakanta_towns_sync_health", "Towns by sync health.", "health", dict.fromkeys(Health, 0) | fares)
    yield _counts("kuntakanta_towns_last_run", "Towns by how their last sync ended.", "state", runs)
    yield fresh
    yield size
    yield share


def _of_work() -> Iterator[Metric]:
    found, now = queue(), timezone.now()
    waits = 0.0 if found.oldest_due is None else (now - found.oldest_due).total_seconds()
    yield GaugeMetricFamily("kuntakanta_jobs_due", "Work that is due and waits.", value=found.due)
    yield GaugeMetricFamily("kuntakanta_jobs_running", "Work that has been taken up.", value=found.running)
    yield GaugeMetricFamily("kuntakanta_jobs_failing", "Work that failed the last time.", value=found.failing)
    yield GaugeMetricFamily("kuntakanta_jobs_oldest_due_seconds", "How long the oldest has waited.", value=waits)
    yield GaugeMetricFamily("kuntakanta_jobs_late", "Work that has been due for ten minutes.", value=found.late)
    yield GaugeMetricFamily("kuntakanta_jobs_silent", "Work whose worker is not heard of.", value=found.silent)


def _of_workers(found: Sequence[Worker]) -> Metric:
    # Not by name: workers come and go, and each would be a label for ever.
    states = Counter("alive" if one.is_alive else "silent" for one in found)
    return _counts("kuntakanta_workers", "Workers by state.", "state", {"alive": 0, "silent": 0} | states)


def _counts(name: str, text: str, label: str, counts: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, number in sorted(counts.items()):
        family.add_metric([str(value)], number)
    return family


def _town(request: HttpRequest) -> str:
    """The schema of the town; the host itself; or nobody's, where no town was found or it is not served."""
    if not hasattr(request, "municipality"):
        return _NOBODY
    return request.municipality.schema_name if request.municipality is not None else _HOST
