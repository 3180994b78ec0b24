"""`bench read`: the shipped server beside a minimal one that hands out the same stored bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import msgspec
from django.db import connection

from catalogue.published import queries
from catalogue.published.queries import Selection
from kuntakanta.bench import servers, towns
from kuntakanta.bench.figures import Findings, per_second
from kuntakanta.bench.house import BenchError
from kuntakanta.bench.load import Order
from kuntakanta.bench.recording import Recording
from kuntakanta.management.commands.serve import THREADS
from tenants.context import within
from tenants.models import Municipality

UNIT = "requests/s"
CONNECTIONS = 4
WARM_UP_SECONDS = 0.5
MOST = 50_000  # answers of one turn
DETAILS = 200
CLASSES = 10
BEFORE_ALL = ("", UUID(int=0))
LIST = "/api/v1/services"


@dataclass(frozen=True)
class Subject:
    """The same question in our words and in the floor's, several of a kind; `etags` where the answer is 304.

    Our server reads each answer anew; `kept` is about one that may give again what it has answered, as shipped.
    """

    name: str
    ours: list[str]
    floor: list[str]
    etags: list[str] | None = None
    kept: bool = False

    @property
    def sides(self) -> tuple[str, str]:
        """Whom to ask."""
        return ("kept" if self.kept else "ours", "floor")

    @property
    def status(self) -> int:
        return 304 if self.etags else 200

    def requests(self, side: str) -> list[str]:
        """Whole requests."""
        paths = self.floor if side == "floor" else self.ours
        tags = self.etags or [""] * len(paths)
        return [_request(path, tag) for path, tag in zip(paths, tags, strict=True)]


def measured(
    town: Municipality, recording: Recording, *, rounds: int, seconds: float, tell: Callable[[str], None]
) -> Findings:
    """Both servers under the same load, in turns; who goes first changes from round to round."""
    tell("syncing it")
    towns.synced(town, recording)
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuntakanta-bench-logs-")))
        ports = {
            "ours": stack.enter_context(servers.ours(logs, keeps=False)),
            "kept": stack.enter_context(servers.ours(logs, keeps=True)),
            "floor": stack.enter_context(servers.floor(logs, town.schema_name)),
        }
        load = stack.enter_context(servers.load())
        subjects = list(_subjects(town, ports["ours"]))
        for subject in subjects:
            _compare(subject, ports)

        def rate(side: str, requests: list[str], status: int, seconds: float) -> float:
            outcome = load.carry_out(Order(ports[side], requests, status, CONNECTIONS, seconds, MOST))
            return outcome.answers / outcome.seconds

        seen: dict[tuple[str, str], list[float]] = {}
        static = []
        for turn in range(-1, rounds):  # the round before the first warms up
            tell(f"round {turn + 1} of {rounds}" if turn >= 0 else "warming up")
            each_turn = seconds if turn >= 0 else min(seconds, WARM_UP_SECONDS)
            static.append(rate("floor", [_request("/static", "")], 200, each_turn))
            for subject in subjects:
                for side in subject.sides if turn % 2 == 0 else reversed(subject.sides):
                    found = rate(side, subject.requests(side), subject.status, each_turn)
                    if turn >= 0:
                        seen.setdefault((subject.name, side), []).append(found)
    figures = [
        per_second(each.name, UNIT, ours=seen[each.name, each.sides[0]], floor=seen[each.name, "floor"])
        for each in subjects
    ]
    setting = f"{CONNECTIONS} connections, {servers.PROCESSES} processes of {THREADS} threads, {rounds} rounds"
    return Findings(figures, [setting, f"static bytes through the same server and load: {median(static):,.0f} {UNIT}"])


def _subjects(town: Municipality, port: int) -> Iterator[Subject]:
    with within(town):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) published_document")  # as autovacuum would have done by then
            cursor.execute(
                "SELECT id, sort_key, v1_etag FROM published_document WHERE kind = 'service' AND own "
                "ORDER BY sort_key, id"
            )
            rows: list[tuple[UUID, str, str]] = cursor.fetchall()
        counts = queries.facet_counts(selection=Selection(kind="service"), prefix="class:")
    spread = rows[:: max(1, len(rows) // DETAILS)]
    ids = [each for each, _, _ in spread]
    details = [f"{LIST}/{each}" for each in ids]
    yield Subject("detail", details, [f"/detail/{each}" for each in ids])
    for size in (20, 100):
        after = [BEFORE_ALL, *((key, each) for each, key, _ in rows[size - 1 :: size])]
        ours = list(_walk(port, f"{LIST}?page_size={size}"))[: len(rows) // size or 1]
        asked = [urlencode({"key": key, "id": each, "size": size}) for key, each in after[: len(ours)]]
        yield Subject(f"list_{size}", ours, [f"/list?{each}" for each in asked])
    frequent = sorted(counts, key=lambda facet: (-counts[facet], facet))[:CLASSES]
    yield Subject(
        "filtered_20",
        [f"{LIST}?service_class={each.removeprefix('class:')}&page_size=20" for each in frequent],
        [f"/filtered?{urlencode({'facet': each})}" for each in frequent],
    )
    tags = [tag for _, _, tag in spread]
    yield Subject("conditional", details, [f"/conditional/{each}" for each in ids], tags, kept=True)
    yield Subject(
        "ptv_detail", [f"/api/ptv/v11/Service/{each}" for each in ids], [f"/ptv_detail/{each}" for each in ids]
    )
    yield Subject("detail_again", details, [f"/detail/{each}" for each in ids], kept=True)


def _walk(port: int, path: str) -> Iterator[str]:
    """The addresses of a list's pages, each found in the one before."""
    while path:
        yield path
        status, _, body = servers.get(port, path=path, host=towns.HOST)
        if status != 200:
            raise BenchError(f"{path}: {status}")
        following: Any = msgspec.json.decode(body)["next"]
        parts = urlsplit(following or "")
        path = f"{parts.path}?{parts.query}" if following else ""


def _compare(subject: Subject, ports: dict[str, int]) -> None:
    """Both sides hand out the same: the floor's bytes stand in ours."""
    for place in {0, len(subject.ours) - 1}:
        tag = f'"{subject.etags[place]}"' if subject.etags else ""
        headers = {"If-None-Match": tag} if tag else {}
        theirs = servers.get(ports["floor"], path=subject.floor[place], host=towns.HOST, headers=headers)
        ours = servers.get(ports[subject.sides[0]], path=subject.ours[place], host=towns.HOST, headers=headers)
        if (ours[0], theirs[0]) != (subject.status, subject.status) or theirs[2] not in ours[2]:
            raise BenchError(f"{subject.name}: ours ({ours[0]}) and the floor's ({theirs[0]}) are not the same")


def _request(path: str, etag: str) -> str:
    condition = f'If-None-Match: "{etag}"\r\n' if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: {towns.HOST}\r\nAccept: application/json\r\n{condition}\r\n"
