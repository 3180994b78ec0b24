"""Which things the register knows: ids by the sources that have them, read when somebody looks for them."""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suomifi_standin.documents import Kind
from suomifi_standin.sources import Source

CONTENT = (Kind.SERVICE, Kind.CHANNEL, Kind.COLLECTION)
"""What a town has much of: it is not known before somebody looks for it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An id that the register knows. A national thing has one source per town that knows it; the first one tells."""

    guid: str
    kind: Kind
    created: str
    sources: tuple[Source, ...]

    @property
    def source(self) -> Source:
        return self.sources[0]

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands in every list: by creation, then id."""
        return self.created, self.guid


class Things:
    """Organisations and national things are known from the start; the content of a source is read whole when one of
    its own lists is asked for, and of one source after the other for an id that nobody knows yet."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._known: dict[str, Thing] = {}
        self._ordered: dict[Kind, list[Thing]] = {}
        self._unread = list(sources)
        self._forgotten: frozenset[str] = frozenset()
        for source in sources:
            for kind in Kind:
                for guid in source.early_ids(kind):
                    self._meet(guid, kind, source)

    def find(self, guid: str) -> Thing | None:
        """A thing of any kind and status."""
        while guid not in self._known and self._unread:
            self._read(self._unread[0])
        return self._known.get(guid)

    def every(self, kind: Kind) -> Sequence[Thing]:
        """Every thing of a kind, of any status, in the order of lists."""
        if kind not in self._ordered:
            while kind in CONTENT and self._unread:
                self._read(self._unread[0])
            things = (thing for thing in self._known.values() if thing.kind is kind)
            self._ordered[kind] = sorted(things, key=lambda thing: thing.place)
        return self._ordered[kind]

    def around(self, kind: Kind, organizations: Iterable[str]) -> set[str]:
        """The ids of a kind in the sources that know one of these organisations."""
        known = (self._known[guid] for guid in organizations if guid in self._known)
        guids: set[str] = set()
        for source in {source for thing in known for source in thing.sources}:
            if kind in CONTENT:
                self._read(source)
            guids.update(source.ids(kind) if kind in CONTENT else source.early_ids(kind))
        return guids - self._forgotten

    def add(self, thing: Thing) -> None:
        self._known[thing.guid] = thing
        if thing.kind in self._ordered:
            insort(self._ordered[thing.kind], thing, key=lambda each: each.place)

    def forget_content(self) -> frozenset[str]:
        """Know nothing but organisations and general descriptions any more; the ids that are gone."""
        for kind in CONTENT:
            self.every(kind)
        self._forgotten = frozenset(guid for guid, thing in self._known.items() if thing.kind in CONTENT)
        for guid in self._forgotten:
            del self._known[guid]
        self._ordered.clear()
        return self._forgotten

    def _meet(self, guid: str, kind: Kind, source: Source) -> None:
        """Know an id. What several sources have is created when the first of them was."""
        before = self._known.get(guid)
        if before is None:
            self._known[guid] = Thing(guid, kind, source.created, (source,))
        elif source not in before.sources:
            self._known[guid] = Thing(guid, kind, before.created, (*before.sources, source))

    def _read(self, source: Source) -> None:
        """Know every id of a source from now on."""
        if source in self._unread:
            self._unread.remove(source)
            for kind in Kind:
                for guid in source.ids(kind):
                    self._meet(guid, kind, source)
