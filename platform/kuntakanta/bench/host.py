"""`bench host`: three hundred towns on one host, beside the raw SQL that would do the same.

Ratios are ours to the floor's; where less is better, a ratio under one would be better than the floor.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg import sql

from catalogue.outbox import migrations as outbox_migrations
from kuntakanta.bench import memory, moving, servers
from kuntakanta.bench.figures import Figure, Findings, per_second
from kuntakanta.bench.house import TOWN, BenchError
from kuntakanta.bench.load import Order
from tenants.context import within
from tenants.middleware import TownMiddleware
from tenants.migrating import migrate_all
from tenants.municipalities import all_facts
from tenants.provisioning import provision
from tenants.queries import all_municipalities
from tenants.snapshots import ensure_snapshot

REQUESTS = 2000
CONNECTIONS = 4
WARM_UP_SECONDS = 0.06  # for each town, so that each backend has seen it
MOST = 50_000
PATH = "/api/v1/services?page_size=20"

Tell = Callable[[str], None]


def measured(*, towns: int, rounds: int, seconds: float, tell: Tell) -> Findings:
    """Makes the towns, then measures what a host does with them."""
    _migrated()
    tell("making towns")
    created, left = _creating(rounds, list(all_facts())[:towns])
    for number, code in enumerate(left):
        _joined(code)
        if number % 50 == 0:
            tell(f"{number} of {len(left)} towns")
    tell("moving one of them")
    moved = moving.measured(host=_host(TOWN), rounds=rounds)
    tell("migrating them")
    nothing = _migrating_nothing(rounds)
    with tempfile.TemporaryDirectory(prefix="kuntakanta-bench-release-") as folder:
        column = _migrating_columns(rounds, Path(folder))
    tell("asking them")
    warm_up = towns * WARM_UP_SECONDS
    again, anew = (_many_or_one(rounds, seconds, warm_up=warm_up, keeps=keeps) for keeps in (True, False))
    used = memory.measured({_host(town.code): town.languages[0] for town in all_municipalities()})
    return Findings(
        [created, nothing, column, _overhead(rounds), again, anew, *used, *moved],
        [f"{towns} towns, {rounds} rounds; request_overhead is what naming a town by its host adds to a request"],
    )


def _host(code: str) -> str:
    return f"town-{code}.bench.invalid"


def _joined(code: str) -> None:
    """A town; one without a business id names an organisation, which nobody asks for here."""
    given = None if all_facts()[code].business_id else [UUID(int=int(code))]
    provision(code=code, host=_host(code), registry_organizations=given)


def _migrated() -> None:
    outcome = migrate_all()
    if outcome.failed:
        raise BenchError("; ".join(f"{schema}: {reason}" for schema, reason in outcome.failed.items()))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _lower(name: str, unit: str, *, ours: Sequence[float], floor: Sequence[float], scale: float) -> Figure:
    """A figure of times, one for each round; less is better."""
    our_median, floor_median = median(ours), median(floor)
    return Figure(
        name=name,
        unit=unit,
        better="lower",
        ours=round(our_median * scale, 3),
        floor=round(floor_median * scale, 3),
        ratio=round(our_median / floor_median, 3),
    )


def _raw() -> psycopg.Connection[tuple[object, ...]]:
    """A plain connection to the database of the benchmark."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _creating(rounds: int, codes: Sequence[str]) -> tuple[Figure, list[str]]:
    """Provisioning beside the bare snapshot, in one message and transaction; and the codes that are left."""
    statements = ensure_snapshot().statements
    ours, floor = [], []
    with _raw() as raw:

        def bare() -> None:
            with raw.transaction():
                raw.execute(f"CREATE SCHEMA bare; SELECT set_config('search_path', 'bare', true); {statements}")

        for code in codes[: rounds + 1]:
            ours.append(_timed(lambda code=code: _joined(code)))  # type: ignore[misc]
            floor.append(_timed(bare))
            raw.execute("DROP SCHEMA bare CASCADE")
    left = list(codes[rounds + 1 :])
    return _lower("create_town", "ms", ours=ours[1:], floor=floor[1:], scale=1000), left


def _migrating_nothing(rounds: int) -> Figure:
    """A run with nothing to do beside the one question that must be asked."""
    ours, floor = [], []
    schemas = [town.schema_name for town in all_municipalities()]
    question = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, array_agg(app || '.' || name) FROM {}.django_migrations").format(
            sql.Literal(schema), sql.Identifier(schema)
        )
        for schema in schemas
    )
    for _ in range(rounds):
        ours.append(_timed(_migrated))
        with _raw() as raw:
            floor.append(_timed(lambda raw=raw: raw.execute(question).fetchall()))  # type: ignore[misc]
    return _lower("migrate_nothing_300", "ms", ours=ours, floor=floor, scale=1000)


def _migrating_columns(rounds: int, folder: Path) -> Figure:
    """A release with one more column, once for each round, beside the bare statements in a transaction per town."""
    sys.path.insert(0, str(folder))
    schemas = [town.schema_name for town in all_municipalities()]
    ours, floor = [], []
    before = Path(str(outbox_migrations.__file__)).parent
    for turn in range(rounds):
        before = _release(before, folder / f"bench_release_{turn}", column=f"bench_{turn}")
        settings.MIGRATION_MODULES = {**settings.MIGRATION_MODULES, "outbox": before.name}
        ours.append(_timed(_migrated))
        with _raw() as raw:
            floor.append(_timed(lambda raw=raw, turn=turn: _bare_column(raw, schemas, turn)))  # type: ignore[misc]
            for schema in schemas:  # our own run would find a migration that nobody knows, and note it
                lists = sql.Identifier(schema, "django_migrations")
                raw.execute(sql.SQL("DELETE FROM {} WHERE app = 'bare'").format(lists))
    return _lower("migrate_column_300", "s", ours=ours, floor=floor, scale=1)


def _release(before: Path, folder: Path, *, column: str) -> Path:
    """The migrations of a release that has one column more than the one before."""
    folder.mkdir()
    for file in before.glob("*.py"):
        (folder / file.name).write_text(file.read_text())
    last = max(file.stem for file in folder.glob("0*.py"))
    (folder / f"{int(last[:4]) + 1:04}_{column}.py").write_text(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = [('outbox', {last!r})]\n"
        f"    operations = [migrations.AddField('change', {column!r}, models.TextField(null=True))]\n"
    )
    return folder


def _bare_column(raw: psycopg.Connection[tuple[object, ...]], schemas: Sequence[str], turn: int) -> None:
    for schema in schemas:
        with raw.transaction():
            raw.execute(
                sql.SQL(
                    "SELECT set_config('search_path', {}, true); SET LOCAL lock_timeout = '2s';"
                    "ALTER TABLE outbox_change ADD COLUMN {} text NULL;"
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('bare', {}, now())"
                ).format(sql.Literal(schema), sql.Identifier(f"bare_{turn}"), sql.Literal(str(turn)))
            )


def _overhead(rounds: int) -> Figure:
    """One small query, asked by way of the middleware and in a town that has been entered already."""
    town = all_municipalities()[0]
    request = RequestFactory().get("/", headers={"host": _host(town.code)})

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return HttpResponse()

    middleware = TownMiddleware(view)
    added = []
    for _ in range(rounds + 1):
        routed = _timed(lambda: [middleware(request) for _ in range(REQUESTS)])
        with within(town):
            bare = _timed(lambda: [view(request) for _ in range(REQUESTS)])
        added.append((routed - bare) / REQUESTS * 1000)
    return Figure("request_overhead", "ms", "lower", ours=round(median(added[1:]), 4))


def _many_or_one(rounds: int, seconds: float, *, warm_up: float, keeps: bool) -> Figure:
    """Requests to every town in turns beside as many to one of them, through our server.

    One that keeps no answers is at its worst here: each request finds its connection in another town, and PostgreSQL
    makes its plan anew.
    """
    hosts = [_host(town.code) for town in all_municipalities()]
    requests = {
        "ours": [_request(host) for host in hosts],
        "floor": [_request(hosts[0])],
    }
    seen: dict[str, list[float]] = {"ours": [], "floor": []}
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuntakanta-bench-logs-")))
        port = stack.enter_context(servers.ours(logs, keeps=keeps))
        load = stack.enter_context(servers.load())
        for turn in range(-1, rounds):  # the round before the first warms up: every backend opens every town's tables
            for side in ("ours", "floor") if turn % 2 == 0 else ("floor", "ours"):
                order = Order(port, requests[side], 200, CONNECTIONS, seconds if turn >= 0 else warm_up, MOST)
                outcome = load.carry_out(order)
                if turn >= 0:
                    seen[side].append(outcome.answers / outcome.seconds)
    name = "towns_300_vs_1" if keeps else "towns_300_vs_1_anew"
    return per_second(name, "requests/s", ours=seen["ours"], floor=seen["floor"])


def _request(host: str) -> str:
    return f"GET {PATH} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n\r\n"
