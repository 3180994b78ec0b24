"""Publishing and archiving at the dates that a write has said: `validFrom` and `validTo` (2022)."""

from datetime import datetime

from suomifi_standin import editor, operations
from suomifi_standin.changes import MODIFIED, Status
from suomifi_standin.documents import Document
from suomifi_standin.incoming.checking import moment_of
from suomifi_standin.things import Thing
from suomifi_standin.world import World

Dates = tuple[datetime | None, datetime | None]


def keep(world: World, thing: Thing, given: Document) -> None:
    """A version has the dates of its own write, or none."""
    begins, ends = (moment_of(given[name]) if given.get(name) else None for name in ("validFrom", "validTo"))
    if begins or ends:
        world.timed[thing.guid] = begins, ends
    else:
        world.timed.pop(thing.guid, None)


def play(world: World) -> None:
    """Do what is due by the stand-in's clock; what people have done themselves meanwhile is left alone."""
    if not world.timed:
        return
    now = world.clock.now()
    for guid, dates in list(world.timed.items()):
        left = _played(world, guid, *dates, now)
        if any(left):
            world.timed[guid] = left
        else:
            del world.timed[guid]


def _played(world: World, guid: str, begins: datetime | None, ends: datetime | None, now: datetime) -> Dates:
    """Publishes or archives if that is due; the dates that are still to come."""
    status = world.latest_status(operations.thing(world, guid))
    if begins and begins > now:
        return begins, ends
    if begins and status in ("Draft", MODIFIED):
        editor.publish(world, guid=guid)
        status = "Published"
    if ends and ends > now:
        return None, ends
    if ends and status == "Published":
        operations.set_status(world, guids=[guid], status=Status.ARCHIVED)
    return None, None
