"""`archived/list` of services and channels: what an organisation's people, or the register's own job, have archived."""

from starlette.requests import Request
from starlette.responses import Response

from suomifi_standin.changes import Status
from suomifi_standin.documents import Kind, plain
from suomifi_standin.v11 import answers, parameters
from suomifi_standin.v11.answers import invalid
from suomifi_standin.v11.parameters import Window
from suomifi_standin.v11.reading import learn, world_of

_AUTOMATIC = {"0": False, "manual": False, "1": True, "automatic": True}


async def archived(request: Request, kind: Kind, names: str) -> Response:
    """A bare array; the organisation, the way of archiving and how many to take must be given."""
    for name in ("ArchivingType", "OrganizationId", "Take"):
        if parameters.text(request, name) is None:
            raise invalid(name, f"The {name} field is required.")
    way = (parameters.text(request, "ArchivingType") or "").lower()
    if way not in _AUTOMATIC:
        raise invalid("ArchivingType", f"The value '{way}' is not valid.")
    owner = parameters.guid(parameters.text(request, "OrganizationId"), "OrganizationId")
    take, skip = _bounded(request, "Take", 100), _bounded(request, "Skip", 2_147_483_647)
    window = Window(parameters.instant(request, "MinArchivingDate"), parameters.instant(request, "MaxArchivingDate"))
    world = world_of(request)
    gone = world.listed(kind, Status.ARCHIVED)
    await learn(world, gone)
    items = [
        {
            "id": thing.guid,
            "organizationId": owner,
            "type": facts.type,
            "archivingDate": date,
            names: plain(world.document(thing).get("serviceNames" if kind is Kind.SERVICE else "serviceChannelNames")),
        }
        for thing in gone
        if (change := world.changes[thing.guid]).automatically is _AUTOMATIC[way]
        and (facts := world.facts(thing)).responsible == owner
        and (date := change.archived)
        and window.holds(date)
    ][skip : skip + take]
    return answers.json(items, request, len(items))


def _bounded(request: Request, name: str, most: int) -> int:
    value = parameters.integer(request, name) or 0
    if not 0 <= value <= most:
        raise invalid(name, f"The field {name} must be between 0 and {most}.")
    return value
