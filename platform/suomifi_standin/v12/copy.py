"""What one request of v12 sees: the published things and connections of one moment, a while ago."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from suomifi_standin import facts
from suomifi_standin.changes import Status
from suomifi_standin.clock import wire
from suomifi_standin.documents import Document, Kind, plain
from suomifi_standin.generator.others import state
from suomifi_standin.merging import MERGED_TERMS
from suomifi_standin.things import Thing
from suomifi_standin.world import World


def instant(moment: str) -> str:
    """A moment as v12 writes it: UTC with its Z, to the millisecond."""
    whole, _, fraction = moment.removesuffix("Z").partition(".")
    return f"{whole}.{fraction[:3]:0<3}Z"


@dataclass(frozen=True, slots=True)
class Link:
    """A connection: its two ends and what it says, as a service shows it in v11."""

    service: Thing
    channel: Thing
    said: Document
    published_at: str


class Copy:
    def __init__(self, world: World) -> None:
        self.world = world
        self.at = world.history.shown(world.clock.now())

    # --- which things there are ------------------------------------------------------------------------------------

    def is_published(self, thing: Thing) -> bool:
        version = self.world.history.version(thing.guid, self.at)
        return version.status is Status.PUBLISHED if version else not self._is_new(thing)

    def _is_new(self, thing: Thing) -> bool:
        return thing.source is self.world.added

    def find(self, kind: Kind, guid: str) -> Thing | None:
        """A published thing of this kind."""
        thing = self.world.thing(guid)
        return thing if thing and thing.kind is kind and self.is_published(thing) else None

    def reason(self, kind: Kind, guid: str) -> str:
        """Why a thing is not there: there is none, or it is not published."""
        thing = self.world.thing(guid)
        known = thing is not None and thing.kind is kind
        if not thing or not known or (self._is_new(thing) and self.world.history.version(guid, self.at) is None):
            return "Unknown"
        return "NotPublished"

    def listed(self, kind: Kind) -> list[Thing]:
        """Every published thing of a kind."""
        return [thing for thing in self.world.every(kind) if self.is_published(thing)]

    def near(self, kind: Kind, organizations: Iterable[str]) -> list[Thing]:
        """The published things of a kind that these organisations may have to do with."""
        guids = self.world.around(kind, organizations)
        things = (thing for guid in guids if (thing := self.world.thing(guid)) and self.is_published(thing))
        return sorted(things, key=lambda thing: thing.place)

    def archived(self, kind: Kind, since: str) -> list[Thing]:
        """What is archived, and was since then; what was only withdrawn is not among it."""
        found: list[Thing] = []
        for guid in self.world.history.changed():
            thing, version = self.world.thing(guid), self.world.history.version(guid, self.at)
            gone = thing and version and thing.kind is kind and version.status is Status.ARCHIVED
            if thing and version and gone and (version.archived or wire(version.moment)) >= since:
                found.append(thing)
        return sorted(found, key=lambda thing: thing.place)

    # --- what is known of a thing ----------------------------------------------------------------------------------

    def modified(self, thing: Thing) -> str:
        version = self.world.history.version(thing.guid, self.at)
        return (version and version.modified) or thing.source.modified(thing.kind, thing.guid)

    def published_at(self, thing: Thing) -> str:
        return instant(self.modified(thing))

    def is_shared(self, channel: Thing) -> bool:
        version = self.world.history.version(channel.guid, self.at)
        shared = version.shared if version else None
        return self.world.is_shared_at_first(channel) if shared is None else shared

    def document(self, thing: Thing) -> Document:
        """The published version as v11 has it but for its links, with every recorded piece decoded."""
        version = self.world.history.version(thing.guid, self.at)
        members, modified = (version.members, version.modified) if version else ({}, None)
        document = self.world.written(thing, members, modified, self._general, alone=True)
        if thing.kind is Kind.SERVICE and not self.world.v12.merges_general:
            document.update({member: self.world.own_terms(thing, member) for member in MERGED_TERMS})
        return {name: plain(value) for name, value in document.items()}

    def _general(self, thing: Thing) -> Document | None:
        return self.document(thing) if self.is_published(thing) else None

    def owner(self, thing: Thing, document: Document) -> str:
        """The organisation that is responsible; of general descriptions one of the state."""
        if thing.kind is Kind.GENERAL_DESCRIPTION:
            return state().id
        roles = facts.roles(thing.kind, document, thing.source.fallback_roles(thing.kind))
        return next((guid for role, guid in roles if role == facts.RESPONSIBLE), "")

    def business_id(self, document: Document) -> str:
        """An organisation's own, or that of the nearest one above it that has one."""
        seen: set[str] = set()
        while not document.get("businessCode"):
            parent = document.get("parentOrganizationId")
            above = self.find(Kind.ORGANIZATION, parent) if isinstance(parent, str) and parent not in seen else None
            if above is None:
                return ""
            seen.add(above.guid)
            document = self.document(above)
        return str(document["businessCode"])

    # --- connections -----------------------------------------------------------------------------------------------

    def ends(self, service: Thing) -> Iterator[tuple[Thing, str]]:
        """The published channels that a published service is connected to, and since when."""
        written = self.world.history.connections(service.guid, self.at)
        dates = dict(self.world.first_links(service)) | {
            guid: connection.modified_at_service if connection else None for guid, connection in written.items()
        }
        for guid, date in dates.items():
            channel = self.find(Kind.CHANNEL, guid) if date else None
            if channel and date:
                yield channel, instant(date)

    def links(self, service: Thing) -> Iterator[Link]:
        """The same connections with what they say, as the service shows them in v11."""
        written = self.world.history.connections(service.guid, self.at)
        shown = plain(service.source.document(service.kind, service.guid).get("serviceChannels")) or ()
        first = {each["serviceChannel"]["id"].lower(): each for each in shown}
        for channel, date in self.ends(service):
            connection = written.get(channel.guid)
            said = connection.content if connection else first[channel.guid]
            yield Link(service, channel, said, date)

    def services_of(self, channel: Thing) -> list[Thing]:
        """The published services that a channel may be connected to."""
        shown = [
            each["service"]["id"].lower()
            for source in channel.sources
            for each in plain(source.document(channel.kind, channel.guid).get("services")) or ()
        ]
        written = self.world.history.connections(channel.guid, self.at)
        return [thing for guid in dict.fromkeys([*shown, *written]) if (thing := self.find(Kind.SERVICE, guid))]
