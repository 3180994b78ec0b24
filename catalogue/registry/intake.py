"""Takes raw documents in: hash, compare with what is known, look at the head of what is new or changed.

An unchanged document costs a hash and a look-up; nothing of it is decoded. What is changed is kept as bytes until it is
written. A document whose head cannot be read is set aside with its reason.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from uuid import UUID

import msgspec

from catalogue.errors import InvalidDocument
from catalogue.registry.adapters import V11, Adapter, Head, readable_id
from catalogue.services.values import KINDS, Kind

ZERO = rb"\u0000"
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # an escape, not an escaped backslash before u0000


@dataclass(frozen=True, slots=True)
class Received:
    """A new or changed document, of the version that `adapter` reads."""

    kind: Kind
    document: bytes
    hash: bytes
    head: Head
    adapter: Adapter = V11


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that cannot be taken in; `ptv_id` is empty where even that cannot be read."""

    kind: Kind
    document: bytes
    hash: bytes
    ptv_id: str
    error: InvalidDocument


def digest(document: bytes | memoryview) -> bytes:
    """The hash by which a document is known; sixteen bytes of BLAKE2b."""
    return blake2b(document, digest_size=16).digest()


@dataclass
class Intake:
    """What has come in during a run, by the version that `adapter` reads.

    `known` are the hashes of the documents kept and whose they are; `kinds`, of what kind every thing here is: no two
    things share an id. `taken` are ids of things here that have another one in the register.
    """

    known: Mapping[bytes, UUID]
    refused_before: Mapping[bytes, str]
    is_own: Callable[[Kind, Head], bool]
    adapter: Adapter = V11
    kinds: dict[UUID, Kind] = field(default_factory=dict)
    taken: Collection[UUID] = ()
    seen: dict[Kind, set[UUID]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    changed: dict[Kind, dict[UUID, Received]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    own: dict[Kind, set[UUID]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    refused: list[Refused] = field(default_factory=list)
    still_refused: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    lock: Lock = field(default_factory=Lock)

    def take(self, kind: Kind, documents: Iterable[msgspec.Raw], *, foreign: bool = False) -> None:
        """Takes documents of one kind; only the town's own unless `foreign` says that others' are wanted too."""
        for raw in documents:
            view = memoryview(raw)
            key = digest(view)
            known = self.known.get(key)
            with self.lock:
                if known is not None:
                    self.seen[kind].add(known)
                elif key in self.refused_before:
                    self.still_refused[kind].add(self.refused_before[key])
                else:
                    self._look_at(kind, bytes(view), key, foreign=foreign)

    def _look_at(self, kind: Kind, document: bytes, key: bytes, *, foreign: bool) -> None:
        try:
            refuse_unstorable(document)
            head = self.adapter.head(kind, document)
        except InvalidDocument as error:
            self.refused.append(Refused(kind, document, key, readable_id(document), error))
            return
        if self.kinds.setdefault(head.id, kind) != kind:
            other = InvalidDocument(f"The id belongs to a thing of another kind: {self.kinds[head.id]}.", place="id")
            self.refused.append(Refused(kind, document, key, str(head.id), other))
            return
        if head.id in self.taken:
            other = InvalidDocument("The thing with this id has another record in the register.", place="id")
            self.refused.append(Refused(kind, document, key, str(head.id), other))
            return
        own = self.is_own(kind, head)
        if not own and not foreign:
            return
        self.seen[kind].add(head.id)
        self.changed[kind][head.id] = Received(kind, document, key, head, self.adapter)
        if own:
            self.own[kind].add(head.id)

    def refused_ids(self, kind: Kind) -> Collection[str]:
        """Ids of documents of a kind that came but cannot be taken in; an empty one stands for an unreadable id."""
        return self.still_refused[kind] | {refused.ptv_id for refused in self.refused if refused.kind == kind}


def refuse_unstorable(document: bytes) -> None:
    """Raises InvalidDocument for a text with the character U+0000, which PostgreSQL cannot hold."""
    if ZERO in document and NUL.search(document):  # looking for the plain text first is ten times as fast
        message = "The document holds the character U+0000, which cannot be stored."
        raise InvalidDocument(message)
