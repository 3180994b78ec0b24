"""Versions of things: written with each change, read back to any of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Literal, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Q, QuerySet
from psycopg.types.json import Jsonb

from catalogue.errors import NotFound
from catalogue.services import connections, patches, workflow
from catalogue.services.connections import Move, Pair
from catalogue.services.errors import Changed
from catalogue.services.models import Version
from catalogue.services.workflow import Work
from catalogue.sets import copy_in

Door = Literal["person", "token", "import", "national_pull"]
Kept = TypeVar("Kept", Work, Pair)
"""What versions are kept of."""

COLUMNS = ("kind", "object_id", "number", "at", "door", "by", "action", "back")


class Author(msgspec.Struct, frozen=True):
    """Who changes something, and by which way; `id` is that of an account or a token, `made_by` who made the token."""

    door: Door
    id: UUID | None = None
    made_by: UUID | None = None

    @property
    def person(self) -> UUID | None:
        """Whose eyes they are: a token's are its maker's."""
        return self.id if self.door == "person" else self.made_by


NATIONAL_PULL = Author("national_pull")


class Step(NamedTuple):
    """A change of one thing: what it was (None: nothing), what it is, and what was done."""

    before: Work | None
    after: Work
    action: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A version in the list of a thing's; `paths` are the members that it changed, of what editors work on."""

    number: int
    at: datetime | None
    door: str
    by: UUID | None
    action: str
    paths: list[str]


def write(steps: Iterable[Step | Move], *, author: Author, at: datetime) -> None:
    """Rows of versions for changes; one statement."""
    rows = [
        (
            step.after.kind,
            step.after.id,
            step.after.version,
            at,
            author.door,
            author.id,
            step.action,
            Jsonb(_back(step), dumps=msgspec.json.encode),
        )
        for step in steps
    ]
    if rows:
        with connection.cursor() as cursor:
            copy_in(cursor, Version, Version._meta.db_table, COLUMNS, rows)


def at_version(work: Kept, number: int) -> Kept:
    """The thing as it was at a version; one statement at most. Raises NotFound for one that never was."""
    (then,) = at_versions([(work, number)])
    if then is None:
        raise missing(work, number)
    return then


def missing(work: Work | Pair, number: int) -> NotFound:
    """That there has been no such version."""
    return NotFound(f"There is no version {number}; the present one is {work.version}.", place="version")


def seen(work: Kept, number: int) -> Kept:
    """The thing as somebody saw it; one statement at most. Raises Changed for a version that nobody can have seen."""
    (then,) = at_versions([(work, number)])
    if then is None:
        raise Changed(expected=number, present=work.version, differences=[])
    return then


def at_versions(asked: Sequence[tuple[Kept, int]]) -> list[Kept | None]:
    """Things as they were at versions, each None where that never was; one statement, none for present versions."""
    past = [
        Q(object_id=work.id, number__gt=number, number__lte=work.version)
        for work, number in asked
        if 1 <= number < work.version
    ]
    ways: defaultdict[UUID, list[Version]] = defaultdict(list)
    for row in Version.objects.filter(reduce(or_, past)).order_by("-number") if past else ():
        ways[row.object_id].append(row)
    return [_back_to(work, number, ways[work.id]) for work, number in asked]


def _back_to(work: Kept, number: int, way: Iterable[Version]) -> Kept | None:
    """`way` are the versions after that one, the latest first; those before it among them are passed over."""
    if number == work.version:
        return work
    if not 1 <= number < work.version:
        return None
    kept: Any = _snapshot(work)
    for row in way:
        if row.number > number:
            kept = patches.applied(row.back, kept)
    return _of_snapshot(work, number, kept)


def worked_on(work: Work | Pair) -> Any:
    """What editors work on: of a thing the draft, of a connection what is proposed, else what is published or holds."""
    return work.wanted if isinstance(work, Pair) else work.content


def entries(work: Work | Pair) -> list[Entry]:
    """All versions, the latest first; one statement. Of the first of a pulled thing only its number is known."""
    kept: Any = _snapshot(work)
    found = []
    for row in _rows(work):
        content = _content(work, kept)
        kept = patches.applied(row.back, kept) if row.number > 1 else None
        steps = patches.difference(_content(work, kept), content) if kept else []
        paths = sorted({patches.pointer(path) for path, *_ in steps})
        found.append(Entry(number=row.number, at=row.at, door=row.door, by=row.by, action=row.action, paths=paths))
    if not found or found[-1].number > 1:
        action = "connected" if isinstance(work, Pair) else "created"
        found.append(Entry(number=1, at=None, door="national_pull", by=None, action=action, paths=[]))
    return found


def _content(work: Work | Pair, kept: dict[str, Any]) -> Any:
    """What editors work on, in a snapshot."""
    if isinstance(work, Pair):
        return kept["content"] if kept["proposed"] is None else kept["proposed"]["content"]
    return kept["published"] if kept["draft"] is None else patches.applied(kept["draft"], kept["published"])


def _back(step: Step | Move) -> patches.Patch:
    return [] if step.before is None else patches.difference(_snapshot(step.after), _snapshot(step.before))


def _snapshot(work: Work | Pair) -> dict[str, Any]:
    return connections.snapshot(work) if isinstance(work, Pair) else workflow.snapshot(work)


def _of_snapshot(work: Kept, version: int, kept: dict[str, Any]) -> Kept:
    if isinstance(work, Pair):
        return connections.of_snapshot(work, version, kept)
    return workflow.of_snapshot(work, version, kept)


def _rows(work: Work | Pair) -> QuerySet[Version]:
    """The versions up to the one at hand, the latest first; a later one that has come meanwhile is not on its way."""
    return Version.objects.filter(object_id=work.id, number__lte=work.version).order_by("-number")
