"""Opens and closes a unit of work."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from catalogue.outbox.freshness import announce

Action = Literal["created", "updated", "archived"]

# One statement, the last of its transaction: it locks the revision only until the commit that follows at once.
CLOSE = """
    WITH bumped AS (UPDATE outbox_revision SET number = number + 1 WHERE id = 1 RETURNING number),
    written AS (
        INSERT INTO outbox_change (revision, kind, object_id, action, at)
        SELECT bumped.number, changed.kind, changed.object_id, changed.action, statement_timestamp()
        FROM bumped, unnest(%s::text[], %s::uuid[], %s::text[]) AS changed (kind, object_id, action)
    )
    SELECT number FROM bumped
"""


@dataclass
class Unit:
    """What one unit of work changed, by thing; `revision` is known once the unit has closed with changes.

    `tell` is told by projections how many of how many things they have brought up to date.
    """

    changed: dict[UUID, tuple[str, Action]] = field(default_factory=dict)
    unseen: set[UUID] = field(default_factory=set)
    revision: int | None = None
    tell: Callable[[int, int], None] = lambda done, total: None

    def record(self, *, kind: str, ids: Iterable[UUID], action: Action, shown: bool = True) -> None:
        """Notes that things changed; created and archived outlast an update of the same thing.

        `shown` is false where readers see nothing of it, as of work on a draft: projections need not look.
        """
        for changed_id in ids:
            if shown:
                self.unseen.discard(changed_id)
            elif changed_id not in self.changed:
                self.unseen.add(changed_id)
            if action != "updated" or changed_id not in self.changed:
                self.changed[changed_id] = (kind, action)

    def ids(self, kind: str) -> list[UUID]:
        """The changed things of a kind, but for those of which readers see nothing."""
        return [each for each, (of, _) in self.changed.items() if of == kind and each not in self.unseen]


@contextmanager
def changes(tell: Callable[[int, int], None] | None = None) -> Iterator[Unit]:
    """The unit of work; one that recorded nothing writes nothing. Units do not nest: one use case, one unit."""
    with transaction.atomic():
        unit = Unit() if tell is None else Unit(tell=tell)
        yield unit
        if unit.changed.keys() - unit.unseen:
            for path in settings.CATALOGUE_PROJECTIONS:
                import_string(path)(unit)
        if unit.changed:
            unit.revision = _close(unit)
            announce(revision=unit.revision)


def keep_others_out() -> None:
    """No other unit of this town commits before this one has; one statement. Without a unit, it waits for one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM outbox_revision WHERE id = 1 FOR UPDATE")


def _close(unit: Unit) -> int:
    kinds, actions = zip(*unit.changed.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, [list(kinds), list(unit.changed), list(actions)])
        row = cursor.fetchone()
    if row is None:
        message = "this town has no revision row: its schema was not migrated completely"
        raise RuntimeError(message)
    return int(row[0])


def revision() -> int:
    """The town's revision: the number of the last committed unit that changed something; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM outbox_revision WHERE id = 1")
        row = cursor.fetchone()
    return 0 if row is None else int(row[0])
