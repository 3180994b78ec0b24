"""What a pull asks version 12 of the register for: everything of a town, or what has changed since a moment.

Facts of the interface (PTV Open API v12): searches give full documents, 100 a page, in no stated order and without a
snapshot; a filter takes 20 values at most. Services and channels come without their connections, which are searched
for by either end and put beside their thing (`ptv_v12.assemble`), in one order, so that an unchanged thing is the same
bytes again. Collections come without their members and are read by id. What was archived is a feed of bare ids, of
which those of connections say nothing (section 7): where there is one, all connections of the town are read again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final
from uuid import UUID

import msgspec

from catalogue.dialects import ptv_v12
from catalogue.errors import NoOrganization
from catalogue.registry.client import Client, Parameters, decode
from catalogue.registry.feed import Progress
from catalogue.registry.intake import Intake
from catalogue.services.values import Kind
from catalogue.sets import batches

RESOURCES: Final[Mapping[Kind, str]] = {
    "organization": "organization",
    "service": "service",
    "service_channel": "service-channel",
    "service_collection": "service-collection",
}
CONTENT: Final[tuple[Kind, ...]] = ("service", "service_channel")
MOST_VALUES: Final = 20
"""Of one filter (reference v12, 4)."""


class Named(msgspec.Struct, rename="camel"):
    """A document's id."""

    content_id: UUID


class Pair(msgspec.Struct, rename="camel", frozen=True):
    """The two ends of a connection."""

    service_content_id: UUID
    channel_content_id: UUID

    def end(self, kind: Kind) -> UUID:
        """The end of this kind."""
        return self.service_content_id if kind == "service" else self.channel_content_id


class Edge(msgspec.Struct, rename="camel"):
    """An organisation under another."""

    child_content_id: UUID
    parent_content_id: UUID


class Hierarchy(msgspec.Struct):
    """Pairs of an organisation's tree, whole or from it downwards: the description does not say."""

    edges: list[Edge]


_END: Final[Mapping[Kind, str]] = {"service": "serviceContentIds", "service_channel": "channelContentIds"}


# --- organisations ----------------------------------------------------------------------------------------------------


def own_organizations(
    client: Client, *, business_id: str | None, given: Collection[UUID] = ()
) -> dict[UUID, msgspec.Raw]:
    """A town's organisations and everything under them: documents by id.

    The roots are the given ids or, without them, the organisations with the town's business id. Raises NoOrganization
    where there is none.
    """
    found: dict[UUID, msgspec.Raw] = {}
    if given:
        found |= dict(_by_ids(client, "organization", given))
    elif business_id:
        found |= dict(_searched(client, "organization", {"businessIds": [business_id]}))
    trees = client.all_at_once(partial(_under, client, each) for each in list(found))
    below = {child for tree in trees for child in tree}
    found |= dict(_by_ids(client, "organization", below - found.keys()))
    if not found:
        named = f"with the ids {', '.join(map(str, given))}" if given else f"with the business id {business_id}"
        message = f"no organisation {named} is published in the national catalogue: publish it there, or give its id"
        raise NoOrganization(message)
    return found


def _under(client: Client, root: UUID) -> set[UUID]:
    """The organisations under one, however deep."""
    path = f"organization/hierarchy/{root}"
    body = client.get(path)
    edges = [] if body is None else decode(body, Hierarchy, path).edges
    below = {root}
    while more := {edge.child_content_id for edge in edges if edge.parent_content_id in below} - below:
        below |= more
    return below - {root}


# --- content ----------------------------------------------------------------------------------------------------------


def everything(client: Client, intake: Intake, organizations: Collection[UUID], progress: Progress) -> None:
    """All services, channels and collections of these organisations."""
    owners = [list(map(str, batch)) for batch in batches(sorted(organizations), MOST_VALUES)]
    calls: list[Callable[[], object]] = [
        partial(_take_found, client, intake, kind, {"organizationContentIds": batch})
        for kind in CONTENT
        for batch in owners
    ]
    calls += [partial(_collections, client, intake, batch) for batch in owners]
    for done, _ in enumerate(client.all_at_once(calls), start=1):
        progress(done, len(calls))


def published_since(client: Client, intake: Intake, organizations: Collection[UUID], moment: datetime) -> None:
    """What these organisations have published since a moment; their collections have no date, and come all."""
    since = wire_moment(moment)
    for batch in batches(sorted(organizations), MOST_VALUES):
        owners = list(map(str, batch))
        for kind in CONTENT:
            _take_found(client, intake, kind, {"organizationContentIds": owners, "publishedAtOrAfter": since})
        _collections(client, intake, owners)


def again(client: Client, intake: Intake, kind: Kind, ids: Collection[UUID], *, foreign: bool = False) -> None:
    """Documents by id; what the register does not show is simply not seen."""

    def read(batch: Iterable[UUID]) -> list[msgspec.Raw]:
        return _whole(client, kind, dict(_by_ids(client, kind, batch)))

    for documents in client.all_at_once(partial(read, batch) for batch in batches(sorted(ids), MOST_VALUES)):
        intake.take(kind, documents, foreign=foreign)


def ends_changed_since(
    client: Client, moment: datetime, here: Mapping[Kind, Collection[UUID]]
) -> dict[Kind, set[UUID]]:
    """Services and channels among those here whose connections may have changed since a moment.

    Those of pairs that were published. Pairs that were archived cannot be told apart: where there are any, all that
    is here may have lost one.
    """
    since = wire_moment(moment)
    archived = next(client.search("connection/archived", {"archivedAtOrAfter": since}), None)
    if archived is not None and archived.total_items:
        return {kind: set(here[kind]) for kind in CONTENT}
    ends: dict[Kind, set[UUID]] = {kind: set() for kind in CONTENT}
    for page in client.search("connection/search", {"publishedAtOrAfter": since}):
        for raw in page.items:
            pair = _pair(raw)
            for kind in CONTENT:
                ends[kind] |= {pair.end(kind)} & set(here[kind])
    return ends


def gone_since(client: Client, moment: datetime) -> dict[Kind, set[UUID]]:
    """What was archived in the whole register since a moment."""
    parameters = {"archivedAtOrAfter": wire_moment(moment)}
    gone: dict[Kind, set[UUID]] = {}
    for kind, resource in RESOURCES.items():
        pages = client.search(f"{resource}/archived", parameters)
        gone[kind] = {_named(raw) for page in pages for raw in page.items}
    return gone


def wire_moment(moment: datetime) -> str:
    """An instant as version 12 takes it: UTC, milliseconds, with its Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


# --- reading ----------------------------------------------------------------------------------------------------------


def _take_found(client: Client, intake: Intake, kind: Kind, parameters: Parameters) -> None:
    for page in client.search(f"{RESOURCES[kind]}/search", parameters):
        intake.take(kind, _whole(client, kind, {_named(raw): raw for raw in page.items}))


def _searched(client: Client, kind: Kind, parameters: Parameters) -> Iterator[tuple[UUID, msgspec.Raw]]:
    for page in client.search(f"{RESOURCES[kind]}/search", parameters):
        for raw in page.items:
            yield _named(raw), raw


def _collections(client: Client, intake: Intake, owners: list[str]) -> None:
    """Collections of some organisations, whole: a search leaves out what they hold."""
    found = [key for key, _ in _searched(client, "service_collection", {"organizationContentIds": owners})]
    intake.take("service_collection", [raw for _, raw in _by_ids(client, "service_collection", found)])


def _by_ids(client: Client, kind: Kind, ids: Iterable[UUID]) -> Iterator[tuple[UUID, msgspec.Raw]]:
    """Documents of those that are shown; one request each."""
    for key in ids:
        body = client.get(f"{RESOURCES[kind]}/{key}")
        if body is not None:
            yield key, msgspec.Raw(body)


def _whole(client: Client, kind: Kind, documents: Mapping[UUID, msgspec.Raw]) -> list[msgspec.Raw]:
    """Services and channels with their connections, others as they are."""
    if kind not in CONTENT:
        return list(documents.values())
    pairs: dict[UUID, dict[Pair, msgspec.Raw]] = {key: {} for key in documents}
    for batch in batches(sorted(documents), MOST_VALUES):
        for page in client.search("connection/search", {_END[kind]: list(map(str, batch))}):
            for raw in page.items:
                pair = _pair(raw)
                if pair.end(kind) in pairs:
                    pairs[pair.end(kind)][pair] = raw
    return [
        msgspec.Raw(ptv_v12.assemble(raw, (pairs[key][pair] for pair in sorted(pairs[key], key=_ends))))
        for key, raw in documents.items()
    ]


def _ends(pair: Pair) -> tuple[UUID, UUID]:
    return pair.service_content_id, pair.channel_content_id


def _named(raw: msgspec.Raw) -> UUID:
    return decode(bytes(raw), Named, "an item of a search").content_id


def _pair(raw: msgspec.Raw) -> Pair:
    return decode(bytes(raw), Pair, "connection/search")
