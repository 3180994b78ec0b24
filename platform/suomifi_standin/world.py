"""The national register as it stands now: what the sources hold, below what the control door has changed since."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from typing import Any

from suomifi_standin import facts
from suomifi_standin.accounts import Accounts
from suomifi_standin.changes import MODIFIED, WRITTEN, Change, Status
from suomifi_standin.clock import Clock
from suomifi_standin.connections import Connection, Connections
from suomifi_standin.documents import UNDATED, Document, Kind, display_name, names_member, plain
from suomifi_standin.facts import Facts
from suomifi_standin.generator.roles import ORGANIZATION_SIDE
from suomifi_standin.incoming.oddities import Oddity
from suomifi_standin.merging import GENERAL, merge, terms, without
from suomifi_standin.replica import History, Version
from suomifi_standin.source_ids import SourceIds
from suomifi_standin.sources import AddedSource, Source, TownSource
from suomifi_standin.switches import Switches
from suomifi_standin.things import Thing, Things

_LINKS: dict[Kind, dict[str, str | None]] = {
    Kind.ORGANIZATION: {"services": "service", "subOrganizations": None},
    Kind.SERVICE: {"serviceChannels": "serviceChannel", "serviceCollections": None},
    Kind.CHANNEL: {"services": "service", "serviceCollections": None},
    Kind.COLLECTION: {"services": None, "serviceChannels": None},
    Kind.GENERAL_DESCRIPTION: {"serviceChannels": "serviceChannel"},
}
"""The members that point to other things, and where in an item the pointer is (None: the item itself)."""

_NOTHING: Mapping[str, Any] = {}
General = Callable[[Thing], Document | None]
"""What a reader is shown of a general description; None where it is not published."""


class World:
    """Reading is cheap in memory: ids, facts that were needed, and changes; a document is made anew for each answer."""

    def __init__(self, sources: Sequence[Source], clock: Clock, keys: Iterable[str] = ()) -> None:
        self.sources = tuple(sources)
        self.clock = clock
        self._keys = tuple(keys)
        self._first_links: dict[str, tuple[tuple[str, str], ...]] = {}
        self.reset()

    def reset(self) -> None:
        """As it was at the start: every change, added thing, account and advance of the clock is forgotten."""
        self.clock.reset()
        self.track_connections = True
        self.oddities: frozenset[Oddity] = frozenset()
        self.accounts = Accounts()
        self.v12 = Switches(keys=set(self._keys))
        self._begin(History())

    def wipe(self) -> None:
        """Forget every service, channel and collection without a trace, and the writers' own names of things, as the
        test environment does when it is upgraded; organisations and general descriptions are as they were at first.
        Who may write, and what is switched on, stays."""
        self._begin(History(self.history.shortest, self.history.longest))
        self._hidden.update(self._things.forget_content())

    def _begin(self, history: History) -> None:
        self.added = AddedSource()
        self.changes: dict[str, Change] = {}
        self.connections = Connections()
        self.tracking: dict[str, list[str]] = {}
        self.timed: dict[str, tuple[datetime | None, datetime | None]] = {}
        self.source_ids = SourceIds()
        self.history = history
        self.traits: dict[str, tuple[Version | None, tuple[int, bool], Mapping[str, frozenset[str]]]] = {}
        self._facts: dict[str, Facts] = {}
        self._hidden: set[str] = set()
        self._renamed: dict[str, str | None] = {}
        self._relinked: set[str] = set()
        self._collected: set[str] = set()
        self._things = Things(self.sources)

    # --- which things there are ------------------------------------------------------------------------------------

    def thing(self, guid: str) -> Thing | None:
        """A thing of any kind and status."""
        return self._things.find(guid)

    def find(self, kind: Kind, guid: str) -> Thing | None:
        """A published thing of this kind."""
        thing = self.thing(guid)
        return thing if thing and thing.kind is kind and guid not in self._hidden else None

    def every(self, kind: Kind) -> Sequence[Thing]:
        """Every thing of a kind, of any status, in the order of lists."""
        return self._things.every(kind)

    def listed(self, kind: Kind, status: Status = Status.PUBLISHED) -> list[Thing]:
        """Every thing of a kind with this status, in the order of lists."""
        return [thing for thing in self.every(kind) if self.status(thing) is status]

    def near(self, kind: Kind, organizations: Iterable[str]) -> list[Thing]:
        """The published things of a kind that these organisations may have to do with."""
        found = (self.thing(guid) for guid in self.around(kind, organizations) if guid not in self._hidden)
        return sorted((thing for thing in found if thing), key=lambda thing: thing.place)

    def around(self, kind: Kind, organizations: Iterable[str]) -> set[str]:
        """The ids of a kind, of any status, of the sources that know one of these organisations, and of whatever was
        added or changed; a town's own lists need no look at the other towns."""
        guids = {*self._things.around(kind, organizations), *self.added.ids(kind)}
        changed = (self.thing(guid) for guid in self.changes)
        return guids | {thing.guid for thing in changed if thing and thing.kind is kind}

    def status(self, thing: Thing) -> Status:
        return self.changes[thing.guid].status if thing.guid in self._hidden else Status.PUBLISHED

    def latest_status(self, thing: Thing) -> str:
        """The publishing status of the latest version, as bodies name it."""
        change = self.changes.get(thing.guid)
        if change is None:
            return WRITTEN[Status.PUBLISHED]
        return MODIFIED if change.unpublished is not None else WRITTEN[change.status]

    # --- what is known of a thing without its document -------------------------------------------------------------

    def modified(self, thing: Thing) -> str:
        change = self.changes.get(thing.guid)
        return change.modified if change and change.modified else thing.source.modified(thing.kind, thing.guid)

    def name(self, thing: Thing) -> str | None:
        if thing.guid in self._renamed:
            return self._renamed[thing.guid]
        return thing.source.name(thing.kind, thing.guid)

    def member(self, thing: Thing, name: str) -> Any:
        """One member of the published version that is the thing's own, without making the rest where it was written."""
        change = self.changes.get(thing.guid)
        if change and name in change.members:
            return change.members[name]
        return plain(thing.source.alone(thing.kind, thing.guid).get(name))

    def facts(self, thing: Thing) -> Facts:
        """Read from the document at the first question, then kept until the thing is changed."""
        known = self._facts.get(thing.guid)
        if known is None:
            fallback = thing.source.fallback_roles(thing.kind)
            known = self._facts[thing.guid] = facts.read(thing.kind, self._own_document(thing, alone=True), fallback)
        return known

    def knows_facts(self, thing: Thing) -> bool:
        return thing.guid in self._facts

    def is_shared(self, channel: Thing) -> bool:
        """Whether other organisations may use it."""
        change = self.changes.get(channel.guid)
        if change and change.shared is not None:
            return change.shared
        return self.is_shared_at_first(channel)

    def is_shared_at_first(self, channel: Thing) -> bool:
        """Of what nobody has said, a generated town's foreign channels are shared."""
        return any(isinstance(each, TownSource) and each.shares(channel.guid) for each in channel.sources)

    def first_links(self, service: Thing) -> Sequence[tuple[str, str]]:
        """The channels that a service was connected to at first, and since when; read once and kept."""
        known = self._first_links.get(service.guid)
        if known is None:
            links = plain(service.source.document(service.kind, service.guid).get("serviceChannels")) or ()
            pairs = ((each["serviceChannel"]["id"].lower(), str(each.get("modified") or UNDATED)) for each in links)
            known = self._first_links[service.guid] = tuple(pairs)
        return known

    # --- documents -------------------------------------------------------------------------------------------------

    def document(self, thing: Thing, *, latest: bool = False) -> Document:
        """The whole document as served now; the `latest` version may be under work."""
        document = self._own_document(thing, latest=latest)
        if len(thing.sources) > 1:
            self._gather(thing, document)
        for member, pointer in _LINKS[thing.kind].items():
            document = self._links(thing, document, member, pointer)
        return document

    def _own_document(self, thing: Thing, *, latest: bool = False, alone: bool = False) -> Document:
        change = self.changes.get(thing.guid) or Change()
        more = (change.unpublished or {}) if latest else {}
        document = self.written(thing, change.members, change.modified, self._shown_general, more, alone=alone)
        if latest and thing.guid in self.changes:
            document["publishingStatus"] = self.latest_status(thing)
        return document

    def written(
        self,
        thing: Thing,
        members: Document,
        modified: str | None,
        general: General,
        more: Mapping[str, Any] = _NOTHING,
        *,
        alone: bool = False,
    ) -> Document:
        """A thing's own document with these members, their date, and `more` members above them; `general` tells what
        is shown of a general description, `alone` leaves out what the thing is linked to."""
        make = thing.source.alone if alone else thing.source.document
        document = make(thing.kind, thing.guid)
        document.update(members)
        if modified:
            document["modified"] = modified
        document.update(more)
        if thing.kind is Kind.SERVICE:
            self._merge_general(document, {*members, *more}, general)
        return document

    def _shown_general(self, thing: Thing) -> Document | None:
        return self.document(thing) if self.status(thing) is Status.PUBLISHED else None

    def _linked(self, document: Document) -> Thing | None:
        guid = plain(document.get("generalDescriptionId"))
        found = self.thing(guid) if isinstance(guid, str) else None
        return found if found and found.kind is Kind.GENERAL_DESCRIPTION else None

    def _merge_general(self, document: Document, written: Set[str], general: General) -> None:
        """The documents of a source need it only where their general description was changed."""
        linked = self._linked(document)
        if linked and (linked.guid in self.changes or not GENERAL.isdisjoint(written)):
            at_first = partial(linked.source.document, linked.kind, linked.guid)
            merge(document, general(linked), written, at_first if linked.guid in self.changes else None)

    def own_terms(self, thing: Thing, member: str) -> list[Document]:
        """The terms of one list that are a service's own; those that it shares with its general description are taken
        for the latter's, unless they were written."""
        change = self.changes.get(thing.guid) or Change()
        for written in (change.unpublished or {}, change.members):
            if member in written:
                return list(written[member])
        document = thing.source.document(thing.kind, thing.guid)
        linked = self._linked(document)
        first = linked.source.document(linked.kind, linked.guid) if linked else {}
        return without(terms(document, member), terms(first, member))

    def _gather(self, thing: Thing, document: Document) -> None:
        """A national thing is linked to services of each town that knows it."""
        if "services" not in _LINKS[thing.kind]:
            return
        together: dict[str, Document] = {}
        for source in thing.sources:
            for item in source.document(thing.kind, thing.guid)["services"] or ():
                together.setdefault(item["service"]["id"], item)
        document["services"] = list(together.values())

    def _links(self, thing: Thing, document: Document, member: str, pointer: str | None) -> Document:
        """The document with one list of links as it stands now; untouched lists stay exactly as they were."""
        overrides = self.connections.of(thing.guid) if pointer and thing.kind is not Kind.ORGANIZATION else {}
        relinked = thing.kind is Kind.ORGANIZATION and bool(self._relinked)
        collected = member == "serviceCollections" and bool(self._collected)
        if not (overrides or relinked or collected or self._hidden or self._renamed):
            return document
        if document.get(member) is None and not (overrides or relinked or collected):
            return document
        before = plain(document.get(member)) or []
        after = [item for item in map(self._link(pointer, overrides), before) if item is not None]
        if relinked:
            after = self._renewed(after, pointer, self._relinked, self._new_links(thing, member))
        if collected:
            after = self._renewed(after, pointer, self._collected, self._new_collections(thing))
        after += self._new_connections(thing, before, pointer, overrides) if pointer else []
        return document if after == before else {**document, member: after}

    def _renewed(self, items: list[Any], pointer: str | None, of: Set[str], fresh: list[Document]) -> list[Any]:
        """The links with those `of` these things as they are now: each where it was, what is new at the end."""
        now: dict[str | None, list[Any]] = {}
        for item in fresh:
            now.setdefault(self._target(item, pointer), []).append(item)
        kept: list[Any] = []
        for item in items:
            target = self._target(item, pointer)
            kept += now.pop(target, []) if target in of else [item]
        return kept + [item for left in now.values() for item in left]

    @staticmethod
    def _target(item: Any, pointer: str | None) -> str | None:
        at = item.get(pointer) if pointer and isinstance(item, dict) else item
        guid = at.get("id") if isinstance(at, dict) else None
        return guid.lower() if isinstance(guid, str) else None

    def _link(self, pointer: str | None, overrides: Any) -> Callable[[Any], Any]:
        def now(item: Any) -> Any:
            guid = self._target(item, pointer)
            if guid is None:
                return item
            if guid in self._hidden or guid in overrides:
                return None
            if guid in self._renamed:
                at = item[pointer] if pointer else item
                if isinstance(at.get("name"), str):
                    at = {**at, "name": self._renamed[guid]}
                    return {**item, pointer: at} if pointer else at
            return item

        return now

    def _new_connections(self, thing: Thing, before: list[Any], pointer: str, overrides: Any) -> list[Document]:
        names = {
            self._target(item, pointer): item[pointer].get("name") for item in before if self._target(item, pointer)
        }
        items = []
        for other, connection in overrides.items():
            if connection is None or other in self._hidden:
                continue
            known = self.thing(other)
            end = {"id": other, "name": self.name(known) if known else names.get(other)}
            seen = connection.seen_from_service if thing.kind is Kind.SERVICE else connection.seen_from_channel
            items.append(seen(end))
        return items

    def _new_links(self, organization: Thing, member: str) -> list[Document]:
        """An organisation's links to things that were added, or moved to another organisation, by the control door."""
        found: list[Document] = []
        for thing in self._in_order(self._relinked):
            if thing.guid in self._hidden:
                continue
            if member == "services" and thing.kind is Kind.SERVICE:
                found += self._service_links(thing, organization.guid)
            elif member == "subOrganizations" and self._is_below(thing, organization.guid):
                found.append({"id": thing.guid, "name": self.name(thing)})
        return found

    def _new_collections(self, thing: Thing) -> list[Document]:
        """The collections that were written and hold this service or channel."""
        member = "services" if thing.kind is Kind.SERVICE else "serviceChannels"
        documents = [self._own_document(each) for each in self._in_order(self._collected - self._hidden)]
        return [
            {"id": each["id"], "name": plain(each.get("serviceCollectionNames")) or []}
            for each in documents
            if any(self._target(item, None) == thing.guid for item in plain(each.get(member)) or ())
        ]

    def _in_order(self, guids: Iterable[str]) -> list[Thing]:
        return sorted((thing for guid in guids if (thing := self.thing(guid))), key=lambda thing: thing.place)

    def _is_below(self, thing: Thing, parent: str) -> bool:
        return thing.kind is Kind.ORGANIZATION and self.facts(thing).parent == parent

    def _service_links(self, service: Thing, organization: str) -> Iterator[Document]:
        for item in plain(self._own_document(service).get("organizations")) or ():
            if self._target(item, "organization") == organization:
                provision = item.get("provisionType")
                yield {
                    "service": {"id": service.guid, "name": self.name(service)},
                    "roleType": item.get("roleType"),
                    "provisionType": ORGANIZATION_SIDE.get(provision, provision),
                    "additionalInformation": item.get("additionalInformation") or [],
                }

    # --- keeping what is kept in memory in step (for the operations) -----------------------------------------------

    def add(self, kind: Kind, document: Document, created: str) -> Thing:
        thing = Thing(document["id"], kind, created, (self.added,))
        self.added.add(kind, document)
        self._things.add(thing)
        (self._collected if kind is Kind.COLLECTION else self._relinked).add(thing.guid)
        return thing

    def change(self, thing: Thing) -> Change:
        """The record of changes of a thing, to be written to; `settle` must follow."""
        return self.changes.setdefault(thing.guid, Change())

    def settle(self, thing: Thing) -> None:
        """Bring what is derived from a thing's changes in step with them."""
        change = self.changes[thing.guid]
        self._facts.pop(thing.guid, None)
        if thing.kind is Kind.GENERAL_DESCRIPTION:
            self._facts.clear()  # services are found by its terms
        (self._hidden.discard if change.status is Status.PUBLISHED else self._hidden.add)(thing.guid)
        self.history.keep(thing.guid, change, self.clock.now(), general=thing.kind is Kind.GENERAL_DESCRIPTION)
        names = names_member(thing.kind)
        if names in change.members:
            self._renamed[thing.guid] = display_name(change.members[names])
        if {"organizations", "parentOrganizationId"} & change.members.keys():
            self._relinked.add(thing.guid)
        if thing.kind is Kind.COLLECTION and change.members:
            self._collected.add(thing.guid)

    def link(self, service: Thing, channel: Thing, connection: Connection | None) -> None:
        """Make, change or (None) cut the connection of these two."""
        self.connections.put(service.guid, channel.guid, connection)
        self.history.keep_connection(service.guid, channel.guid, connection, self.clock.now())
