"""Where documents come from before anybody touches them: generated towns, national things, and things added by hand."""

from collections.abc import Sequence
from typing import Protocol

from suomifi_standin.documents import Document, Kind, display_name, names_member, plain
from suomifi_standin.generator import GeneratedTown, general_description, general_description_ids

Roles = tuple[tuple[str, str], ...]
"""Who is behind a service or a channel: (role, organisation id) pairs."""


class Source(Protocol):
    """Things that exist from the start (or since they were added); documents are made when they are asked for."""

    created: str
    """The register lists things by date of creation, then id; one source is one import, made at one moment."""

    def ids(self, kind: Kind) -> Sequence[str]: ...

    def early_ids(self, kind: Kind) -> Sequence[str]:
        """Those that must be known from the start; the others are not computed before somebody looks for them."""
        ...

    def document(self, kind: Kind, guid: str) -> Document: ...

    def alone(self, kind: Kind, guid: str) -> Document:
        """The document, where that is cheaper without what it is linked to."""
        ...

    def modified(self, kind: Kind, guid: str) -> str: ...
    def name(self, kind: Kind, guid: str) -> str | None: ...

    def fallback_roles(self, kind: Kind) -> Roles:
        """Who stands behind a document that names no organisation."""
        ...


class TownSource:
    """One generated town with the foreign things that it knows."""

    created = "2020-01-01T00:00:00"

    def __init__(self, town: GeneratedTown) -> None:
        self.town = town
        self._make = {Kind.ORGANIZATION: town.organization, Kind.SERVICE: town.service, Kind.CHANNEL: town.channel}
        self._shared = frozenset(town.foreign_channel_ids)

    def ids(self, kind: Kind) -> Sequence[str]:
        return (*self._own(kind), *self.early_ids(kind))

    def _own(self, kind: Kind) -> Sequence[str]:
        if kind is Kind.SERVICE:
            return self.town.service_ids
        if kind is Kind.CHANNEL:
            return self.town.channel_ids
        return self.town.collection_ids if kind is Kind.COLLECTION else ()

    def early_ids(self, kind: Kind) -> Sequence[str]:
        """Organisations, and what other towns may know too."""
        if kind is Kind.ORGANIZATION:
            return (*self.town.organization_ids, *self.town.foreign_organization_ids)
        if kind is Kind.SERVICE:
            return self.town.foreign_service_ids
        return self.town.foreign_channel_ids if kind is Kind.CHANNEL else ()

    def shares(self, channel: str) -> bool:
        """Whether this is another organisation's channel that the town connects to."""
        return channel in self._shared

    def document(self, kind: Kind, guid: str) -> Document:
        return self.town.collection(guid) if kind is Kind.COLLECTION else self._make[kind](guid)

    def alone(self, kind: Kind, guid: str) -> Document:
        return self.town.collection(guid) if kind is Kind.COLLECTION else self._make[kind](guid, alone=True)

    def modified(self, kind: Kind, guid: str) -> str:
        return self.town.modified(guid)

    def name(self, kind: Kind, guid: str) -> str | None:
        return self.town.names(guid)

    def fallback_roles(self, kind: Kind) -> Roles:
        return ()


class AddedSource:
    """Documents added through the control door, kept as they were given."""

    created = "9999"  # never read: each added thing has its own moment

    def __init__(self) -> None:
        self._documents: dict[Kind, dict[str, Document]] = {kind: {} for kind in Kind}

    def add(self, kind: Kind, document: Document) -> None:
        self._documents[kind][document["id"]] = document

    def ids(self, kind: Kind) -> Sequence[str]:
        return tuple(self._documents[kind])

    early_ids = ids

    def document(self, kind: Kind, guid: str) -> Document:
        return dict(self._documents[kind][guid])

    alone = document

    def modified(self, kind: Kind, guid: str) -> str:
        return str(self._documents[kind][guid]["modified"])

    def name(self, kind: Kind, guid: str) -> str | None:
        return display_name(plain(self._documents[kind][guid].get(names_member(kind))))

    def fallback_roles(self, kind: Kind) -> Roles:
        return ()


class NationalSource:
    """The general descriptions; a few dozen, so their dates and names are read once."""

    created = "2019-01-01T00:00:00"

    def __init__(self) -> None:
        self._ids = tuple(general_description_ids())
        self._known = {
            id_: (str(document["modified"]), display_name(document["names"]))
            for id_, document in ((id_, general_description(id_)) for id_ in self._ids)
        }

    def ids(self, kind: Kind) -> Sequence[str]:
        return self._ids if kind is Kind.GENERAL_DESCRIPTION else ()

    early_ids = ids

    def document(self, kind: Kind, guid: str) -> Document:
        return general_description(guid)

    alone = document

    def modified(self, kind: Kind, guid: str) -> str:
        return self._known[guid][0]

    def name(self, kind: Kind, guid: str) -> str | None:
        return self._known[guid][1]

    def fallback_roles(self, kind: Kind) -> Roles:
        return ()
