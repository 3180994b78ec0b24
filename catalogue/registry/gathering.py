"""Gathers a pull: what came in and what is no longer there; reads only, nothing is written before all is known."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, cast
from uuid import UUID

import msgspec

from catalogue.registry import feed, feed_v12, rules
from catalogue.registry.adapters import ADAPTERS, Head
from catalogue.registry.capabilities import Version
from catalogue.registry.client import Client
from catalogue.registry.feed import Progress
from catalogue.registry.intake import Intake
from catalogue.registry.models import Link, Quarantine
from catalogue.services.values import KINDS, Kind

Tell = Callable[[str, int, int], None]
"""Told the phase of a run, and how many of how many steps of it are done."""


class Feed(Protocol):
    """What a pull of everything asks for, by each version of the interface."""

    def own_organizations(
        self, client: Client, *, business_id: str | None, given: Collection[UUID] = ()
    ) -> dict[UUID, msgspec.Raw]: ...
    def everything(
        self, client: Client, intake: Intake, organizations: Collection[UUID], progress: Progress
    ) -> None: ...
    def again(
        self, client: Client, intake: Intake, kind: Kind, ids: Collection[UUID], *, foreign: bool = False
    ) -> None: ...


FEEDS: Final[Mapping[Version, Feed]] = {"v11": feed, "v12": feed_v12}


@dataclass(frozen=True)
class Kept:
    """What the town keeps of the register before a run; `links` by the register's ids."""

    links: Mapping[UUID, Link]
    refused: Mapping[bytes, str]

    @classmethod
    def load(cls) -> "Kept":
        """Two statements."""
        refused = {bytes(key): ptv_id for key, ptv_id in Quarantine.objects.values_list("hash", "ptv_id")}
        return cls({link.ptv_id: link for link in Link.objects.all()}, refused)

    def ids(self, kind: Kind, *, own: bool) -> set[UUID]:
        """Things of a kind that are here and not archived."""
        return {key for key, link in self.links.items() if link.kind == kind and link.own is own and not link.archived}

    def known(self) -> dict[bytes, UUID]:
        """Hashes of what is here; archived things are looked at again when they come back."""
        return {bytes(link.hash): key for key, link in self.links.items() if not link.archived}


@dataclass
class Gathered:
    """All that a run has learnt."""

    intake: Intake
    removals: dict[Kind, set[UUID]] = field(default_factory=lambda: {kind: set() for kind in KINDS})


def gather_all(client: Client, kept: Kept, *, business_id: str | None, given: list[UUID], tell: Tell) -> Gathered:
    """Everything of the town. What was here and is not seen, not even when asked for by id, is gone."""
    source = FEEDS[client.version]
    organizations = source.own_organizations(client, business_id=business_id, given=given)
    intake = open_intake(client, kept, set(organizations))
    intake.take("organization", organizations.values())
    source.everything(client, intake, organizations, lambda done, total: tell("fetching", done, total))
    for kind in KINDS:
        missing = kept.ids(kind, own=True) - intake.seen[kind]
        source.again(client, intake, kind, missing)
    _foreign(client, kept, intake, kept.ids("service_channel", own=False), kept.ids("organization", own=False))
    gathered = Gathered(intake)
    for kind in KINDS:
        here = kept.ids(kind, own=True) | kept.ids(kind, own=False)
        gathered.removals[kind] = _gone(intake, kind, here)
    return gathered


def gather_published(
    client: Client, kept: Kept, since: datetime, *, business_id: str | None, given: list[UUID], tell: Tell
) -> Gathered:
    """What has changed, come or gone since a moment, by the feeds of version 12.

    A town's organisations are few and read whole. Version 12 shows an hour or more later what version 11 dates now, so
    the feeds are asked for as much more (`rules.COPYING`).
    """
    since -= rules.COPYING
    organizations = feed_v12.own_organizations(client, business_id=business_id, given=given)
    intake = open_intake(client, kept, set(organizations))
    intake.take("organization", organizations.values())
    tell("fetching", 1, 4)
    feed_v12.published_since(client, intake, organizations, since)
    tell("fetching", 2, 4)
    here = {kind: kept.ids(kind, own=True) | kept.ids(kind, own=False) for kind in KINDS}
    gone = feed_v12.gone_since(client, since)
    touched = feed_v12.ends_changed_since(client, since, here)
    for kind in KINDS:
        foreign = kept.ids(kind, own=False)
        asked = (touched.get(kind, set()) | (gone[kind] & here[kind])) - intake.seen[kind]
        if kind == "organization":
            asked |= here[kind] - foreign - intake.seen[kind]
        feed_v12.again(client, intake, kind, asked - foreign)
        feed_v12.again(client, intake, kind, asked & foreign, foreign=True)
    tell("fetching", 3, 4)
    _foreign(client, kept, intake, set(), set())
    tell("fetching", 4, 4)
    gathered = Gathered(intake)
    for kind in KINDS:
        listed = here[kind] if kind == "service_collection" else gone[kind]
        left = kept.ids(kind, own=True) if kind == "organization" else set()
        gathered.removals[kind] = _gone(intake, kind, here[kind] & (listed | left | touched.get(kind, set())))
    return gathered


def gather_changes(client: Client, kept: Kept, since: datetime, *, tell: Tell) -> Gathered:
    """What has changed, come or gone since a moment, by the register's dated lists."""
    changed = feed.changed_since(client, since)
    tell("fetching", 1, 3)
    own, new = _organizations_under(kept.ids("organization", own=True), changed["organization"])
    asked = {kind: {each.id for each in changed[kind]} & set(kept.links) for kind in KINDS}
    asked["organization"] |= new
    asked["service_collection"] |= {each.id for each in changed["service_collection"]}
    for content in (feed.content_of(client, own - new, since), feed.content_of(client, new, None)):
        for kind, ids in content.items():
            asked[kind] |= ids
    tell("fetching", 2, 3)
    intake = open_intake(client, kept, own)
    for kind in KINDS:
        foreign = asked[kind] & kept.ids(kind, own=False)
        feed.again(client, intake, kind, asked[kind] - foreign)
        feed.again(client, intake, kind, foreign, foreign=True)
    _foreign(client, kept, intake, set(), set())
    gone = feed.gone_since(client, since)
    tell("fetching", 3, 3)
    gathered = Gathered(intake)
    for kind in KINDS:
        here = kept.ids(kind, own=True) | kept.ids(kind, own=False)
        gathered.removals[kind] = _gone(intake, kind, here & (gone[kind] | asked[kind]))
    return gathered


def open_intake(client: Client, kept: Kept, organizations: set[UUID]) -> Intake:
    """An intake for a town with these organisations, by the version that the client reads."""

    def is_own(kind: Kind, head: Head) -> bool:
        if kind == "organization":
            return head.id in organizations
        # A service that names no organisation at all is its list's: it came with one of ours.
        return bool(head.responsible & organizations) or (kind == "service" and not head.organizations)

    # Whose a thing is depends on the town's organisations: when these change, everything is looked at again.
    same = kept.ids("organization", own=True) == organizations
    kinds = {key: cast(Kind, link.kind) for key, link in kept.links.items()}
    taken = {link.object_id for key, link in kept.links.items() if link.object_id != key}
    known = kept.known() if same else {}
    adapter = ADAPTERS[client.version]
    return Intake(known=known, refused_before=kept.refused, is_own=is_own, adapter=adapter, kinds=kinds, taken=taken)


def _foreign(client: Client, kept: Kept, intake: Intake, channels: set[UUID], organizations: set[UUID]) -> None:
    """Others' things: those asked for, and those that new or changed own things name and that are not here."""
    again = FEEDS[client.version].again
    for received in intake.changed["service"].values():
        channels |= received.head.named_channels - set(kept.links)
    again(client, intake, "service_channel", channels - intake.seen["service_channel"], foreign=True)
    for kind in KINDS:
        for received in intake.changed[kind].values():
            organizations |= received.head.named_organizations - set(kept.links)
    again(client, intake, "organization", organizations - intake.seen["organization"], foreign=True)


def _gone(intake: Intake, kind: Kind, here: set[UUID]) -> set[UUID]:
    """What is here and was not seen; a document that came but cannot be read keeps what is here of it."""
    refused = intake.refused_ids(kind)
    if "" in refused:
        return set()
    return {each for each in here - intake.seen[kind] if str(each) not in refused}


def _organizations_under(own: set[UUID], listed: list[feed.Listed]) -> tuple[set[UUID], set[UUID]]:
    """The town's organisations with those that newly stand under them, and the new ones alone."""
    new: set[UUID] = set()
    while more := {each.id for each in listed if each.parent_organization_id in own | new} - own - new:
        new |= more
    return own | new, new
