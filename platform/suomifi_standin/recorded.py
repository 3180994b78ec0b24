"""Recorded v11 documents from a folder, served as they are, with the organisations that they only name played here."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from suomifi_standin import facts
from suomifi_standin.documents import UNDATED, Document, Kind, display_name, kind_of, names_member
from suomifi_standin.generator import GeneratedTown, TownPlan
from suomifi_standin.sources import Roles


class UnreadableDocuments(ValueError):
    """The folder, or a file in it, cannot be served; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where one recorded object stands, and what lists need to know of it."""

    path: Path
    start: int
    length: int
    modified: str
    name: str | None
    roles: Roles

    def read(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)


def _objects(data: bytes) -> Iterator[tuple[int, int, Document]]:
    """Start, length and content of each object in a page, an array or a file of a single object."""
    held: Any = msgspec.json.decode(data, type=msgspec.Raw)
    if data.lstrip()[:1] == b"{":
        members = msgspec.json.decode(held, type=dict[str, msgspec.Raw])
        held = members.get("itemList", held)
    elements = msgspec.json.decode(held, type=list[msgspec.Raw]) if bytes(held).lstrip()[:1] == b"[" else [held]
    reached = 0
    for element in elements:
        raw = bytes(element)
        reached = data.index(raw, reached)
        yield reached, len(raw), msgspec.json.decode(raw, type=dict[str, Any])
        reached += len(raw)


class RecordedSource:
    """The documents of a folder, read from their files when they are asked for; `owner` is the town that plays owner.

    The first organisation that the documents name becomes the town's main organisation, with its name and business
    id; the others named become its sub-organisations. A service that names no organisation is the main one's. Where
    the same id is recorded more than once, the last file's document is served.
    """

    created = "2018-01-01T00:00:00"

    def __init__(self, folder: Path, *, owner: str) -> None:
        self._pieces: dict[Kind, dict[str, _Piece]] = {kind: {} for kind in Kind}
        self._owner = owner
        named: dict[str, None] = {}
        for path in _files(folder):
            self._read(path, named)
        self._played = [guid for guid in named if guid not in self._pieces[Kind.ORGANIZATION]]
        if not self._played and not self._pieces[Kind.ORGANIZATION]:
            raise UnreadableDocuments(f"{folder}: no document names an organisation")
        self.main = self._played[0] if self._played else next(iter(self._pieces[Kind.ORGANIZATION]))
        town = GeneratedTown(TownPlan(owner, services=0, channels=0))
        self._template = town.organization(town.organization_ids[0])

    def _read(self, path: Path, named: dict[str, None]) -> None:
        try:
            data = path.read_bytes()
            found = list(_objects(data))
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            raise UnreadableDocuments(f"{path}: {error}") from error
        for start, length, document in found:
            kind, guid = kind_of(document), document.get("id")
            if kind is None or not isinstance(guid, str):
                raise UnreadableDocuments(f"{path}: an object that is no v11 document with an id (at byte {start})")
            roles = () if kind is Kind.ORGANIZATION else facts.roles(kind, document, ())
            self._pieces[kind][guid.lower()] = _Piece(
                path,
                start,
                length,
                modified=str(document.get("modified") or UNDATED),
                name=display_name(document.get(names_member(kind))),
                roles=roles,
            )
            named.update(dict.fromkeys(organization for _, organization in roles))

    def ids(self, kind: Kind) -> Sequence[str]:
        played = self._played if kind is Kind.ORGANIZATION else ()
        return (*self._pieces[kind], *played)

    early_ids = ids

    def document(self, kind: Kind, guid: str) -> Document:
        """Member by member as recorded; each value stays the JSON text that it was until somebody changes it."""
        piece = self._pieces[kind].get(guid)
        if piece is None:
            return self._play(guid)
        return msgspec.json.decode(piece.read(), type=dict[str, msgspec.Raw])

    alone = document

    def modified(self, kind: Kind, guid: str) -> str:
        piece = self._pieces[kind].get(guid)
        return piece.modified if piece else UNDATED

    def name(self, kind: Kind, guid: str) -> str | None:
        piece = self._pieces[kind].get(guid)
        return piece.name if piece else display_name(self._play(guid)["organizationNames"])

    def fallback_roles(self, kind: Kind) -> Roles:
        return () if kind in (Kind.ORGANIZATION, Kind.GENERAL_DESCRIPTION) else ((facts.RESPONSIBLE, self.main),)

    def _play(self, guid: str) -> Document:
        """An organisation that the documents only name: the owner town's own, or a numbered unit of it."""
        number = self._played.index(guid) if guid in self._played else -1
        if number < 0:
            raise KeyError(guid)
        document = deepcopy(self._template)
        document.update(id=guid, parentOrganizationId=None, modified=UNDATED, services=[], subOrganizations=[])
        if guid == self.main:
            document["subOrganizations"] = [
                {"id": other, "name": self.name(Kind.ORGANIZATION, other)} for other in self._played[1:]
            ]
        else:
            document.update(parentOrganizationId=self.main, businessCode=None, oid=None, electronicInvoicings=[])
            document["organizationNames"] = [
                {**item, "value": f"{item['value']} {number + 1}"} for item in document["organizationNames"]
            ]
        if "organizationRootId" in document:
            document["organizationRootId"] = self.main
        document["services"] = [
            {
                "service": {"id": service, "name": piece.name},
                "roleType": role,
                "provisionType": None,
                "additionalInformation": [],
            }
            for service, piece in self._pieces[Kind.SERVICE].items()
            for role, organization in piece.roles or self.fallback_roles(Kind.SERVICE)
            if organization == guid
        ]
        return document


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UnreadableDocuments(f"{folder}: not a folder")
    try:
        found = sorted(folder.glob("*.json"))
    except OSError as error:
        raise UnreadableDocuments(f"{folder}: {error.strerror}") from error
    if not found:
        raise UnreadableDocuments(f"{folder}: no *.json file in it")
    return found
