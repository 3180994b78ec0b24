"""`bench sync`: raw answers in memory -> committed rows, links, changes and published documents, beside floors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import psycopg
from django.db import connection

from kuntakanta.bench import towns
from kuntakanta.bench.figures import Findings, per_second
from kuntakanta.bench.floor import Floor, connected
from kuntakanta.bench.recording import Player, Recording, alterations
from tenants.context import within
from tenants.models import Municipality

UNIT = "documents/s"
SUBJECTS = ("first", "unchanged", "changed_1_percent")
SHARE = 0.01
REPEATS = 3  # of what takes a fraction of a second


class Counted(psycopg.ClientCursor[Any]):
    """Django's kind of cursor, counting what is sent: the search path and COPY too, but not BEGIN and COMMIT."""

    statements = 0

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        Counted.statements += 1
        return super().execute(query, params, **options)

    def copy(self, statement: Any, params: Any = None, **options: Any) -> Any:
        Counted.statements += 1
        return super().copy(statement, params, **options)


@dataclass
class Seen:
    """What the rounds have shown of each subject."""

    ours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    floor: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)


def measured(town: Municipality, recording: Recording, *, rounds: int, tell: Callable[[str], None]) -> Findings:
    """Our own path and the floors, in turns; who goes first changes from round to round."""
    seen = Seen()
    count = len(recording.documents())
    with within(town), connected() as plain, Player(recording) as player:
        connection.ensure_connection()
        connection.connection.cursor_factory = Counted
        floor = Floor(plain, town.schema_name)
        bench = _Bench(town, recording, player, floor, plain, seen, count)
        for turn in range(rounds):
            tell(f"round {turn + 1} of {rounds}")
            bench.round(turn)
    figures = [per_second(name, UNIT, ours=seen.ours[name], floor=seen.floor[name]) for name in SUBJECTS]
    notes = [
        f"{name}: {seen.statements[name]} SQL statements, {seen.written[name]:,} rows written besides the run's own"
        for name in SUBJECTS
    ]
    return Findings(figures, [f"{count:,} documents, {rounds} rounds", *notes])


@dataclass(frozen=True)
class _Bench:
    town: Municipality
    recording: Recording
    player: Player
    floor: Floor
    plain: psycopg.Connection[Any]
    seen: Seen
    count: int

    def round(self, turn: int) -> None:
        """Empty, first, unchanged, changed."""
        self._empty()
        with self._ours("first"):
            towns.pull(self.town, self.player)
        rows, bodies = self.floor.stored(), self.recording.bodies()
        with self._floor("first"):
            self.floor.first(bodies, rows)
        self._settle()
        for side in _sides(turn) * REPEATS:
            if side == "ours":
                with self._ours("unchanged"):
                    towns.pull(self.town, self.player)
            else:
                with self._floor("unchanged"):
                    self.floor.unchanged(bodies)
        altered = self.recording.altered(dict(alterations(self.recording, share=SHARE, turn=turn)))
        since = self._transaction()
        with Player(altered) as player, self._ours("changed_1_percent"):
            towns.pull(self.town, player)
        rows, bodies = self.floor.stored(since=since), altered.bodies()
        with self._floor("changed_1_percent"):
            self.floor.changed(bodies, rows)

    @contextmanager
    def _ours(self, name: str) -> Iterator[None]:
        statements, written = Counted.statements, self._written()
        began = perf_counter()
        yield
        self.seen.ours[name].append(self.count / (perf_counter() - began))
        self.seen.statements[name] = Counted.statements - statements
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute("SELECT 1")
        self.seen.written[name] = self._written() - written

    @contextmanager
    def _floor(self, name: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seen.floor[name].append(self.count / (perf_counter() - began))

    def _empty(self) -> None:
        """The town as it was when it joined, and the floor."""
        names = ", ".join(table.name for table in self.floor.tables)
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names}")
            cursor.execute("INSERT INTO outbox_revision (id, number) VALUES (1, 0)")
        self.floor.empty()

    def _settle(self) -> None:
        """What autovacuum would have done by then, for both."""
        for table in self.floor.tables:
            self.plain.execute(f"ANALYZE {self.town.schema_name}.{table.name}")
            self.plain.execute(f"ANALYZE floor.{table.name}")
        self.plain.commit()

    def _transaction(self) -> int:
        return self._number("SELECT pg_current_xact_id()::text::bigint")

    def _written(self) -> int:
        return self._number(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables "
            "WHERE schemaname = %s AND relname <> 'registry_syncrun'",
            self.town.schema_name,
        )

    def _number(self, statement: str, *parameters: str) -> int:
        row = self.plain.execute(statement, parameters).fetchone()
        self.plain.commit()
        assert row is not None
        return int(row[0])


def _sides(turn: int) -> tuple[str, str]:
    return ("ours", "floor") if turn % 2 == 0 else ("floor", "ours")
