"""A town of the national catalogue in memory: fetched once over HTTP, played again as often as wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

import msgspec

from catalogue.registry.client import Client, Page, Parameters
from catalogue.registry.gathering import Kept, gather_all
from catalogue.services.values import Kind

Question = tuple[str, tuple[tuple[str, str], ...]]
Form = Literal["page", "list", "object", "ids"]
RESOURCES: Mapping[str, Kind] = {
    "Organization": "organization",
    "Service": "service",
    "ServiceChannel": "service_channel",
    "ServiceCollection": "service_collection",
}


class Named(msgspec.Struct):
    """As much of a document as tells which it is."""

    id: UUID


@dataclass(frozen=True)
class Recording:
    """The answers of the national catalogue to a whole pull of a town."""

    answers: dict[Question, bytes | None] = field(default_factory=dict)

    def documents(self) -> dict[UUID, tuple[str, bytes]]:
        """Every document once, with its resource."""
        found: dict[UUID, tuple[str, bytes]] = {}
        for path, body in self.bodies():
            for raw in split(path, body):
                document = bytes(raw)
                found.setdefault(msgspec.json.decode(document, type=Named).id, (path.partition("/")[0], document))
        return found

    def bodies(self) -> list[tuple[str, bytes]]:
        """The answers that hold documents, with their paths."""
        return [(path, body) for (path, _), body in self.answers.items() if body and form_of(path) != "ids"]

    def altered(self, documents: Mapping[bytes, bytes]) -> Recording:
        """The same with other documents in the place of some."""
        answers = dict(self.answers)
        for question, body in answers.items():
            if body and form_of(question[0]) != "ids":
                for before, after in documents.items():
                    body = body.replace(before, after)  # noqa: PLW2901
                answers[question] = body
        return replace(self, answers=answers)


def form_of(path: str) -> Form:
    """In which form an address answers."""
    resource, _, rest = path.partition("/")
    if rest == "list/organization":
        return "page"
    if rest == "list" or rest.startswith("businesscode/"):
        return "list"
    return "ids" if resource == "Common" or rest == "organization" else "object"


def split(path: str, body: bytes) -> list[msgspec.Raw]:
    """The raw documents of an answer."""
    match form_of(path):
        case "page":
            return msgspec.json.decode(body, type=Page).item_list or []
        case "list":
            return msgspec.json.decode(body, type=list[msgspec.Raw])
        case _:
            return [msgspec.Raw(body)]


def _question(path: str, parameters: Parameters | None) -> Question:
    return path, tuple(sorted((name, str(value)) for name, value in (parameters or {}).items()))


class Recorder(Client):
    """A client that remembers what it is told."""

    recording: Recording

    def get(self, path: str, parameters: Parameters | None = None) -> bytes | None:
        body = super().get(path, parameters)
        self.recording.answers[_question(path, parameters)] = body
        return body


class Player(Client):
    """A client that answers from a recording; documents by id in whatever batches they are asked for."""

    def __init__(self, recording: Recording) -> None:
        super().__init__("http://recorded.invalid")
        self._answers = recording.answers
        self._documents = {str(thing_id): document for thing_id, (_, document) in recording.documents().items()}

    def get(self, path: str, parameters: Parameters | None = None) -> bytes | None:
        if parameters and "guids" in parameters:
            asked = str(parameters["guids"]).split(",")
            return b"[" + b",".join(self._documents[each] for each in asked if each in self._documents) + b"]"
        return self._answers[_question(path, parameters)]


def record(base_url: str, *, business_id: str | None) -> Recording:
    """All that a first pull of the town asks for."""
    recording = Recording()
    with Recorder(base_url) as client:
        client.recording = recording
        gather_all(client, Kept({}, {}), business_id=business_id, given=[], tell=lambda *_: None)
    return recording


def alterations(recording: Recording, *, share: float, turn: int) -> Iterator[tuple[bytes, bytes]]:
    """Documents of every kind, spread evenly, and what they become in a turn: a date and every description differ."""
    documents = list(recording.documents().values())
    for _, document in documents[turn :: round(1 / share)]:
        yield document, _edited(document, turn)


def _edited(document: bytes, turn: int) -> bytes:
    content = msgspec.json.decode(document)
    content["modified"] = f"2026-11-{turn % 27 + 1:02}T10:11:12.123"
    for each in ("organizationDescriptions", "serviceDescriptions", "serviceChannelDescriptions", "descriptions"):
        for text in content.get(each) or ():
            text["value"] = f"{text.get('value') or ''} ({turn})"
    return msgspec.json.encode(content)
