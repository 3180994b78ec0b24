"""What a town's migration really did, as plain SQL for the others that lack the same.

Django's `sqlmigrate` writes down what a migration would do without doing it, and is wrong where a later operation looks
at what an earlier one made. So the first town is migrated by the executor itself, and its schema editor is listened to.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel, DeleteModel, RenameModel, RunPython, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

from tenants.context import here, within_schema_alone


@dataclass(slots=True)
class Recording:
    """The plan of a group of towns, and its statements once one of them has been migrated."""

    executor: MigrationExecutor
    """Django's, which made the plan and knows what it begins from."""

    migrations: Sequence[Migration]
    statements: list[str] = field(default_factory=list)
    one_by_one: bool = False
    """Whether each statement must be a message of its own."""

    @property
    def plain(self) -> bool:
        """Whether its statements are all there is to it."""
        return all(one.atomic and not _needs_python(one.operations) for one in self.migrations)

    @property
    def changes_models(self) -> bool:
        """Whether content types must follow."""
        return any(
            isinstance(operation, CreateModel | DeleteModel)
            for one in self.migrations
            for operation in _flat(one.operations)
        )

    @property
    def names(self) -> list[tuple[str, str]]:
        """(app, name) in the order of applying."""
        return [(one.app_label, one.name) for one in self.migrations]


def planned(schema_name: str) -> Recording:
    """What Django would apply to a schema, in its order."""
    with within_schema_alone(schema_name):
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Recording(executor, [migration for migration, _ in plan])


def _flat(operations: Sequence[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _needs_python(operations: Sequence[Operation]) -> bool:
    return any(
        isinstance(operation, RunPython | RenameModel) or not operation.reduces_to_sql
        for operation in _flat(operations)
    )


@contextmanager
def recorded(into: list[str]) -> Iterator[None]:
    """Listen to this thread's schema editors."""
    wrapper: Any = here()
    editor = wrapper.SchemaEditorClass

    class Listening(editor):  # type: ignore[misc, valid-type]
        """Notes each statement after it went well, composed as the editor composes it: text without parameters."""

        def execute(self, sql: Any, params: Any = ()) -> None:
            super().execute(sql, params)
            into.append(str(sql) if params is None else wrapper.ops.compose_sql(str(sql), params))

    wrapper.SchemaEditorClass = Listening
    try:
        yield
    finally:
        wrapper.SchemaEditorClass = editor
