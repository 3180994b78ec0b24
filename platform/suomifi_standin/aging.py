"""What happens to things that nobody updates (2022): after 15 months their people are warned, after 18 the register's
own nightly job archives them. The job runs when the control door says that it is night."""

from datetime import datetime

from suomifi_standin import operations
from suomifi_standin.changes import Status
from suomifi_standin.clock import wire
from suomifi_standin.documents import Kind
from suomifi_standin.surroundings import is_below
from suomifi_standin.things import Thing
from suomifi_standin.world import World

WARNED, ARCHIVED = 15, 18
"""Months without an update."""


def _ago(now: datetime, months: int) -> str:
    """The same day of the month so many months before, or the last one that it has."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = now.day
    while True:
        try:
            return wire(now.replace(year=year, month=month + 1, day=day))
        except ValueError:
            day -= 1


def warned_before(now: datetime) -> str:
    """Whoever was updated before this moment is warned of."""
    return _ago(now, WARNED)


def archive(world: World, *, months: int = ARCHIVED, organization: str | None = None) -> list[Thing]:
    """Archive the services and channels that were not updated for so many months: all, or those of an organisation and
    of the ones below it."""
    before = _ago(world.clock.now(), months)
    top = operations.thing(world, organization, Kind.ORGANIZATION).guid if organization else None
    listed = (thing for kind in (Kind.SERVICE, Kind.CHANNEL) for thing in world.listed(kind))
    old = [
        thing.guid for thing in listed if world.modified(thing) < before and (top is None or _is_of(world, thing, top))
    ]
    return operations.set_status(world, guids=old, status=Status.ARCHIVED, automatically=True)


def _is_of(world: World, thing: Thing, top: str) -> bool:
    owner = world.facts(thing).responsible
    return owner is not None and is_below(world, owner, top)
