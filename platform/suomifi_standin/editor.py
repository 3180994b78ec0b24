"""What people do in the register's own editor: open, save without publishing, publish, discard."""

from suomifi_standin.changes import MODIFIED, Status
from suomifi_standin.documents import Document
from suomifi_standin.operations import Impossible, thing
from suomifi_standin.things import Thing
from suomifi_standin.world import World


def open_(world: World, *, guid: str, by: str) -> Thing:
    """Nobody else can write what somebody has open."""
    found = thing(world, guid)
    world.change(found).lock = by
    world.settle(found)
    return found


def close(world: World, *, guid: str) -> Thing:
    found = thing(world, guid)
    world.change(found).lock = None
    world.settle(found)
    return found


def save(world: World, *, guid: str, members: Document) -> Thing:
    """Save unpublished edits above the published version: the API cannot write the thing until they are gone."""
    found = thing(world, guid)
    if world.latest_status(found) not in ("Published", MODIFIED) or world.status(found) is not Status.PUBLISHED:
        raise Impossible(f"{guid} has no published version that edits could be saved above")
    change = world.change(found)
    change.unpublished = {**(change.unpublished or {}), **members, "modified": world.clock.stamp()}
    world.settle(found)
    return found


def publish(world: World, *, guid: str) -> Thing:
    """Publish the unpublished edits, or a draft, or what was withdrawn."""
    found = thing(world, guid)
    if world.latest_status(found) not in ("Draft", MODIFIED):
        raise Impossible(f"{guid} has nothing unpublished")
    change = world.change(found)
    change.members.update(change.unpublished or {})
    change.members.pop("modified", None)
    change.unpublished, change.status, change.modified = None, Status.PUBLISHED, world.clock.stamp()
    world.settle(found)
    return found


def discard(world: World, *, guid: str) -> Thing:
    """Throw the unpublished edits away; the published version stands as before."""
    found = thing(world, guid)
    change = world.change(found)
    if change.unpublished is None:
        raise Impossible(f"{guid} has no unpublished edits above a published version")
    change.unpublished = None
    world.settle(found)
    return found
