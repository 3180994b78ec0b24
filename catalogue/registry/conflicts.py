"""Rows of conflicts: kept as a pull tells them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from catalogue.registry.merge import Conflict
from catalogue.registry.merging import Told
from catalogue.registry.models import Conflict as Row


def keep(told: Mapping[UUID, Told], *, run: int | None, at: datetime) -> None:
    """Brings the rows of things up to what merging them has told; three statements at most, none for nothing.

    A conflict that is told again stays as it is, moves on with its sides, or is closed where these say the same now.
    """
    if not told:
        return
    known = {(row.object_id, tuple(row.path)): row for row in Row.objects.filter(object_id__in=told, closed=None)}
    now = {(key, each.path): each for key, one in told.items() for each in one.open}
    changed = [row for place, row in known.items() if _moved(row, now.get(place), at)]
    Row.objects.bulk_update(changed, ["base", "ours", "theirs", "closed", "how"])
    new = [_row(told[key].kind, key, each, run, at) for (key, path), each in now.items() if (key, path) not in known]
    new += [_settled(_row(one.kind, key, each, run, at)) for key, one in told.items() for each in one.settled]
    Row.objects.bulk_create(new)


def _moved(row: Row, told: Conflict | None, at: datetime) -> bool:
    """Whether the row had to change."""
    if told is None:
        row.closed, row.how = at, Row.How.AGREED
        return True
    before, now = (row.base, row.ours, row.theirs), (told.base, told.ours, told.theirs)
    row.base, row.ours, row.theirs = now
    return before != now


def _row(kind: str, object_id: UUID, told: Conflict, run: int | None, at: datetime) -> Row:
    return Row(
        kind=kind,
        object_id=object_id,
        path=list(told.path),
        base=told.base,
        ours=told.ours,
        theirs=told.theirs,
        owner=told.owner,
        run=run,
        opened=at,
    )


def _settled(row: Row) -> Row:
    """One that the policy settled; of a draft's place that nobody owns, the draft's word was taken."""
    row.closed, row.how = row.opened, Row.How.THEIRS if row.owner == "national" else Row.How.OURS
    return row
