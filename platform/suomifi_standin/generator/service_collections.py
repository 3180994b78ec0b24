"""Service collections: a few per town, each gathering services and channels of some main classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suomifi_standin.generator.layout import Layout
from suomifi_standin.generator.speech import described
from suomifi_standin.generator.texts.organizations import COLLECTIONS, Collection
from suomifi_standin.generator.topics import topics
from suomifi_standin.generator.wire import Doc, Text, items, typed

_SERVICES, _CHANNELS = 12, 8


@dataclass(frozen=True)
class Membership:
    """Positions of the members of each collection, and of the collections of each member."""

    services: Sequence[Sequence[int]]
    channels: Sequence[Sequence[int]]
    of_service: Mapping[int, Sequence[int]]
    of_channel: Mapping[int, Sequence[int]]


def collections(layout: Layout) -> Sequence[Collection]:
    return COLLECTIONS[: 3 if layout.plan.services < 200 else len(COLLECTIONS)]


def _inverse(members: Sequence[Sequence[int]]) -> Mapping[int, Sequence[int]]:
    result: dict[int, list[int]] = {}
    for position, group in enumerate(members):
        for member in group:
            result.setdefault(member, []).append(position)
    return result


def membership(layout: Layout) -> Membership:
    known = topics()
    chosen = collections(layout)
    services: list[list[int]] = [[] for _ in chosen]
    channels: list[list[int]] = [[] for _ in chosen]
    for position, collection in enumerate(chosen):
        for index in range(layout.plan.services):
            if known[index % len(known)].main_class in collection.classes and len(services[position]) < _SERVICES:
                services[position].append(index)
        for index in range(min(layout.plan.channels, 400)):
            if layout.channel_topic(index)[0].main_class in collection.classes and len(channels[position]) < _CHANNELS:
                channels[position].append(index)
    return Membership(services, channels, _inverse(services), _inverse(channels))


def item(layout: Layout, position: int) -> Doc:
    """ServiceServiceCollection: how a member shows the collection."""
    collection = collections(layout)[position]
    return {"id": layout.identity("collection", position), "name": items(collection.name, layout.place.languages)}


def _member(layout: Layout, id_: str, name: Text, summary: Text) -> Doc:
    languages = layout.place.languages
    return {"id": id_, "name": typed("Name", name, languages), "description": typed("Summary", summary, languages)}


def document(layout: Layout, position: int, members: Membership, modified: str) -> Doc:
    collection = collections(layout)[position]
    languages = layout.place.languages
    services = [layout.service(index) for index in members.services[position]]
    channels = [layout.channel(index) for index in members.channels[position]]
    return {
        "id": layout.identity("collection", position),
        "sourceId": None,
        "organizationId": layout.identity("organization", 0),
        "serviceCollectionNames": items(collection.name, languages),
        "serviceCollectionDescriptions": described(
            "Description", [collection.about], languages, {}, layout.dice("collection", position)
        ),
        "services": [
            _member(layout, layout.identity("service", spec.index), spec.name, spec.topic.subject.summary)
            for spec in services
        ],
        "serviceChannels": [
            _member(layout, layout.identity("channel", spec.index), spec.name, spec.topic.subject.summary)
            | {"serviceChannelType": spec.kind}
            for spec in channels
        ],
        "publishingStatus": "Published",
        "modified": modified,
    }
