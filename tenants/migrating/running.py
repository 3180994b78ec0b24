"""The run over all schemas: who is behind, what each group lacks, one short transaction per town."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory, MigrationSchemaMissing

from tenants.database.places import NATIONAL, PUBLIC
from tenants.dispatch import ensure_jobs
from tenants.errors import NodeNotPrepared, SnapshotRefused
from tenants.hosts import hosts
from tenants.migrating.recording import Recording, planned
from tenants.migrating.town import Busy, by_executor, by_recording, by_statements, note_failure, note_lists
from tenants.models import Municipality
from tenants.queries import all_municipalities
from tenants.releases import this_release
from tenants.schemas import applied_in, applied_in_each, migrate_schema, prepare_node
from tenants.snapshots import differences, ensure_snapshot

_LOCK = 0x6B756E7461  # "kunta": one migrator at a time in a database
TRIES = 3
"""How often a town whose tables are in use is tried, each time after all others."""

# What may go wrong with one town and says nothing about the next.
TownFailure = (
    DatabaseError,
    NodeNotPrepared,
    MigrationSchemaMissing,
    InconsistentMigrationHistory,
    SnapshotRefused,
    Busy,
)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to one schema; `done` of `total` towns are through."""

    schema_name: str
    name: str
    what: Literal["migrated", "up to date", "failed"]
    reason: str
    done: int
    total: int

    def __str__(self) -> str:
        return (
            f"{self.schema_name} {self.name}".strip() + f": {self.what}" + (f": {self.reason}" if self.reason else "")
        )


@dataclass(slots=True)
class Outcome:
    """What a run did; `failed` maps a schema to the reason, `left` are towns that a canary did not reach."""

    migrated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


Progress = Callable[[Step], None]


def plan_all() -> Mapping[str, Sequence[str]]:
    """What would be applied: names of migrations by schema, in order, for schemas that lack any. Changes nothing."""
    towns = all_municipalities() if applied_in(PUBLIC) else []
    schemas = [PUBLIC, NATIONAL, *(town.schema_name for town in towns)]
    applied = applied_in_each(schemas)
    lacking = {name: this_release().lacks(applied.get(name, [])) for name in schemas}
    return {name: sorted(lacks) for name, lacks in lacking.items() if lacks}


def migrate_all(*, canary: int | None = None, progress: Progress = lambda step: None) -> Outcome:
    """Migrate every schema; with `canary`, the first so many of the towns that are behind, each then compared with a
    newly made schema. A failure of the host's or the national one is raised; a town's is told in the outcome."""
    with _one_at_a_time():
        prepare_node()
        outcome = Outcome()
        for schema_name in (PUBLIC, NATIONAL):
            changed = migrate_schema(schema_name)
            (outcome.migrated if changed else outcome.unchanged).append(schema_name)
            progress(Step(schema_name, "", "migrated" if changed else "up to date", "", 0, 0))
        _Run(outcome, progress, canary).towns(all_municipalities())
        ensure_jobs()
    hosts.forget()
    return outcome


class _Run:
    """One run over the towns."""

    def __init__(self, outcome: Outcome, progress: Progress, canary: int | None) -> None:
        self._outcome, self._progress, self._canary = outcome, progress, canary
        self._done = self._total = 0
        self._applied: Mapping[str, list[str]] = {}

    def towns(self, towns: Sequence[Municipality]) -> None:
        self._applied = applied = applied_in_each([town.schema_name for town in towns])
        note_lists(towns, applied)
        behind = self._behind(towns, applied)
        if self._canary is not None:
            self._outcome.left = [town.schema_name for town in behind[self._canary :]]
            behind = behind[: self._canary]
        groups: dict[frozenset[str], list[Municipality]] = defaultdict(list)
        for town in behind:
            groups[this_release().lacks(applied[town.schema_name])].append(town)
        for group in groups.values():
            self._group(group)

    def _behind(self, towns: Sequence[Municipality], applied: Mapping[str, list[str]]) -> list[Municipality]:
        self._total, behind = len(towns), []
        for town in towns:
            if town.schema_name not in applied:
                self._failed(town, NodeNotPrepared(_missing(town.schema_name)))
            elif this_release().lacks(applied[town.schema_name]):
                behind.append(town)
            else:
                self._through(town, "up to date")
        return behind

    def _group(self, group: Sequence[Municipality]) -> None:
        recording: Recording | None = None
        waiting = list(group)
        for attempt in range(1, TRIES + 1):
            busy = []
            for town in waiting:
                try:
                    recording = self._town(town, recording)
                except Busy as error:
                    if attempt == TRIES:
                        self._failed(town, error)
                    else:
                        busy.append(town)
                except TownFailure as error:
                    self._failed(town, error)
            waiting = busy

    def _town(self, town: Municipality, recording: Recording | None) -> Recording:
        """Migrate one town of a group; the recording that the next may use."""
        if recording is None:
            recording = planned(town.schema_name)
            (by_recording if recording.plain else by_executor)(town, recording)
        else:
            self._like_the_first(town, recording)
        if self._canary is not None:
            _compare(town)
        self._through(town, "migrated")
        return recording

    def _like_the_first(self, town: Municipality, recording: Recording) -> None:
        if recording.plain:
            by_statements(town, recording, before=self._applied[town.schema_name])
        else:
            by_executor(town, recording)

    def _through(self, town: Municipality, what: Literal["migrated", "up to date"]) -> None:
        self._done += 1
        (self._outcome.migrated if what == "migrated" else self._outcome.unchanged).append(town.schema_name)
        self._progress(Step(town.schema_name, str(town), what, "", self._done, self._total))

    def _failed(self, town: Municipality, error: Exception) -> None:
        reason = str(error).strip().partition("\n")[0]
        self._done += 1
        self._outcome.failed[town.schema_name] = reason
        note_failure(town, reason)
        self._progress(Step(town.schema_name, str(town), "failed", reason, self._done, self._total))


def _missing(schema_name: str) -> str:
    return f"The schema {schema_name} does not exist."


def _compare(town: Municipality) -> None:
    ensure_snapshot()
    if found := differences(town.schema_name):
        raise SnapshotRefused(f"It was migrated, and differs from a newly made schema in {', '.join(found)}.")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for another migrator to end: two nodes that start together must not make the same table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
