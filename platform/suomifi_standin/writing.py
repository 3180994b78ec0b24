"""Writing through the API: one thing made or changed, by every rule, or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from suomifi_standin import connecting, surroundings, timing
from suomifi_standin.accounts import Author, Role
from suomifi_standin.changes import MODIFIED, Change, Status
from suomifi_standin.connecting import Relation
from suomifi_standin.documents import Document, Kind, names_member, plain
from suomifi_standin.incoming import blank, checking, content, languages, oddities, statuses
from suomifi_standin.incoming.languages import Needed
from suomifi_standin.incoming.members import Complaint
from suomifi_standin.incoming.rendering import is_given
from suomifi_standin.incoming.targets import Target
from suomifi_standin.merging import GENERAL, MERGED_TERMS
from suomifi_standin.rejections import NotThere, Rejected
from suomifi_standin.things import Thing
from suomifi_standin.world import World

TITLES = {
    Kind.ORGANIZATION: "Organization",
    Kind.SERVICE: "Service",
    Kind.CHANNEL: "Service channel",
    Kind.COLLECTION: "Service collection",
    Kind.GENERAL_DESCRIPTION: "General description",
}
_STATUS = {
    "Draft": Status.DRAFT,
    "Published": Status.PUBLISHED,
    "Deleted": Status.ARCHIVED,
    MODIFIED: Status.WITHDRAWN,
}
"""What a thing becomes by the status that was written; with `Modified` above a published version it stays published."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One write that is tried: what is written, the body, who writes, and the thing unless it is a new one."""

    target: Target
    given: Document
    author: Author
    thing: Thing | None = None

    @property
    def kind(self) -> Kind:
        return self.target.kind

    def says(self, member: str) -> bool:
        return is_given(self.given.get(member))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write would make of a thing: the members it changes, and the latest version before and after."""

    changed: Document
    before: Document | None
    after: Document


def create(world: World, attempt: Attempt) -> Thing:
    """Make a thing. Raises Rejected and NotThere."""
    attempt = _shaped(world, attempt)
    surroundings.check_ownership(world, attempt.kind, attempt.given, None, attempt.author)
    outcome = _outcome(world, attempt, blank.document(attempt.kind, attempt.target.channel))
    _check(_complaints(world, attempt, outcome))
    now = world.clock.stamp()
    document = {**outcome.after, "id": str(uuid4()), "modified": now, "publishingStatus": "Published"}
    thing = world.add(attempt.kind, document, created=now)
    change = world.change(thing)
    change.members = {name: value for name, value in outcome.changed.items() if name in GENERAL}
    change.status = _STATUS[attempt.given["publishingStatus"]]
    _settle(world, attempt, thing, change)
    for relation in _relations(world, attempt, thing):
        connecting.save(world, relation)
    return thing


def _relations(world: World, attempt: Attempt, thing: Thing) -> list[Relation]:
    """The connections that a new service or channel brings along."""
    member = _BRINGS.get(attempt.kind, "")
    others = (world.thing(guid) for guid in surroundings.named(attempt.given, member))
    pairs = [(thing, other) if attempt.kind is Kind.SERVICE else (other, thing) for other in others if other]
    return [Relation(service, channel, {}) for service, channel in pairs]


def update(world: World, attempt: Attempt, thing: Thing) -> Thing:
    """Change what the body names. Raises Rejected and NotThere."""
    attempt = _shaped(world, attempt)
    surroundings.check_ownership(world, attempt.kind, attempt.given, thing, attempt.author)
    change = world.change(thing)
    if change.lock:
        raise NotThere(f"{TITLES[thing.kind]} with id '{thing.guid}' is locked by {change.lock}.")
    status = attempt.given.get("publishingStatus")
    _check(statuses.complaints(world.latest_status(thing), status))
    outcome = _outcome(world, attempt, world.document(thing, latest=True))
    _check(_complaints(world, attempt, outcome))
    _keep(world, change, outcome.changed, status)
    _settle(world, attempt, thing, change)
    return thing


def _keep(world: World, change: Change, changed: Document, status: str | None) -> None:
    """A version that is not published lies above the published one, which stays as it was."""
    now = world.clock.stamp()
    if status == MODIFIED and change.status is Status.PUBLISHED:
        change.unpublished = {**changed, "modified": now}
        return
    change.members.update(changed)
    change.modified = now
    change.status = _STATUS.get(status or "", change.status)
    change.archived = now if change.status is Status.ARCHIVED else None
    change.automatically = False


def _settle(world: World, attempt: Attempt, thing: Thing, change: Change) -> None:
    """What goes with every write: the writer's name for the thing, who may use it, its dates, and what is derived."""
    timing.keep(world, thing, attempt.given)
    if attempt.says("sourceId"):
        world.source_ids.put(attempt.author.username, thing.kind, attempt.given["sourceId"], thing.guid)
    if attempt.says("isVisibleForAll"):
        change.shared = attempt.given["isVisibleForAll"]
    world.settle(thing)


# --- what a write comes to --------------------------------------------------------------------------------------------


def _outcome(world: World, attempt: Attempt, before: Document) -> Outcome:
    rendered = surroundings.rendered(world, attempt.target, attempt.given, before)
    changed = oddities.played(world.oddities, rendered, names_member(attempt.kind))
    if attempt.thing and attempt.kind is Kind.SERVICE:
        changed |= _own_terms(world, attempt.thing, changed)
    after = {**before, **changed}
    if attempt.thing is None:
        return Outcome(changed, None, after)
    lists = _needed(world, attempt, after)
    gone = languages.versions(lists, before) - languages.versions(lists, after)
    if gone:
        changed |= languages.without(surroundings.own_texts(after), gone)
    return Outcome(changed, before, {**before, **changed})


def _needed(world: World, attempt: Attempt, after: Document) -> Sequence[Needed]:
    return languages.needed(attempt.kind, after, surroundings.general(world, after))


def _own_terms(world: World, thing: Thing, changed: Document) -> Document:
    """A service whose general description changes keeps the terms that are its own."""
    if "generalDescriptionId" not in changed:
        return {}
    return {member: world.own_terms(thing, member) for member in MERGED_TERMS if member not in changed}


# --- rules ------------------------------------------------------------------------------------------------------------


def _check(complaints: Iterator[Complaint]) -> None:
    if errors := checking.gathered(complaints):
        raise Rejected(errors)


def _shaped(world: World, attempt: Attempt) -> Attempt:
    """The attempt with what its shape takes, in order; other members of the body are ignored (2022)."""
    body = attempt.target.body
    shape = body.shape if attempt.thing is None else body.for_put()
    if errors := checking.errors_of(shape, attempt.given, now=world.clock.now()):
        raise Rejected(errors)
    taken = {member.name for member in shape.members} | (set() if attempt.thing is None else body.flags.keys())
    return replace(attempt, given={name: value for name, value in attempt.given.items() if name in taken})


def _complaints(world: World, attempt: Attempt, outcome: Outcome) -> Iterator[Complaint]:
    """Everything that is asked beyond the shape; a thing that is archived is asked about its body only."""
    given, after = attempt.given, outcome.after
    yield from statuses.timing(given)
    yield from oddities.complaints(world.oddities, given)
    yield from surroundings.unknown(world, attempt.kind, given)
    yield from _names_itself(world, attempt)
    if attempt.kind is Kind.SERVICE:
        yield from content.without_general_description(given, new=attempt.thing is None)
    if attempt.kind in (Kind.SERVICE, Kind.GENERAL_DESCRIPTION):
        yield from content.classifications(given)
    yield from content.areas(given)
    yield from _connections(world, attempt, after)
    yield from languages.complaints(_needed(world, attempt, after), outcome.before, after)
    if given.get("publishingStatus") != "Deleted":
        yield from _of_whole(world, attempt, outcome)


def _names_itself(world: World, attempt: Attempt) -> Iterator[Complaint]:
    """A writer's name for a thing stays taken when the thing is archived; Pete makes sub-organisations only."""
    given, thing = attempt.given, attempt.thing
    if attempt.says("sourceId"):
        known = world.source_ids.thing(attempt.author.username, attempt.kind, given["sourceId"])
        if known is not None and (thing is None or known != thing.guid):
            yield "SourceId", f"The external source '{given['sourceId']}' already exists."
    new_organization = attempt.kind is Kind.ORGANIZATION and thing is None
    if new_organization and attempt.author.role is Role.PETE and not attempt.says("parentOrganizationId"):
        yield "ParentOrganizationId", "The ParentOrganizationId field is required."


_BRINGS = {Kind.SERVICE: "serviceChannels", Kind.CHANNEL: "services"}


def _connections(world: World, attempt: Attempt, after: Document) -> Iterator[Complaint]:
    """Whom a new thing may be connected to; a channel that the ASTI register connects stays shared."""
    given, thing = attempt.given, attempt.thing
    if thing is None and attempt.kind in _BRINGS and not given.get("isVisibleForAll"):
        member = _BRINGS[attempt.kind]
        owner = surroundings.owner(world, attempt.kind, after)
        guids = surroundings.named(given, member)
        yield from connecting.new_complaints(world, member, guids, owner.guid if owner else None)
    hides = thing if attempt.kind is Kind.CHANNEL and given.get("isVisibleForAll") is False else None
    if hides and any(connecting.is_asti(world, each.service, hides) for each in connecting.of_channel(world, hides)):
        yield "IsVisibleForAll", "The channel has ASTI connections: IsVisibleForAll cannot be set to false."


def _of_whole(world: World, attempt: Attempt, outcome: Outcome) -> Iterator[Complaint]:
    names, after = names_member(attempt.kind), outcome.after
    if "displayNameType" in after and (attempt.says(names) or attempt.says("displayNameType")):
        yield from content.display_names(after, names)
    if attempt.kind is Kind.SERVICE:
        yield from _of_service(world, attempt, after)
    if attempt.kind is Kind.GENERAL_DESCRIPTION:
        yield from content.target_groups(after)
    if attempt.given.get("publishingStatus") == "Published":
        yield from _for_publishing(world, attempt, outcome)


def _of_service(world: World, attempt: Attempt, after: Document) -> Iterator[Complaint]:
    yield from content.target_groups(surroundings.with_general(world, after))
    yield from content.producers(plain(after.get("organizations")) or [])
    if attempt.says("serviceChargeType") or attempt.says("generalDescriptionId"):
        yield from content.charge(after, surroundings.general(world, after))
    if attempt.says("areaType") or attempt.says("mainResponsibleOrganization"):
        owner = surroundings.owner(world, Kind.SERVICE, after)
        yield from content.area_width(plain(after.get("areaType")), world.facts(owner).area_type if owner else None)


def _is_named_anew(world: World, attempt: Attempt, outcome: Outcome) -> bool:
    """Names that stay as they were published are not held against those of others: old twins may live on."""
    names = names_member(attempt.kind)
    if outcome.before is None or attempt.thing is None or world.latest_status(attempt.thing) != "Published":
        return True
    return bool(plain(outcome.before.get(names)) != outcome.after.get(names))


def _for_publishing(world: World, attempt: Attempt, outcome: Outcome) -> Iterator[Complaint]:
    names, after = names_member(attempt.kind), outcome.after
    descriptions = names.replace("Names", "Descriptions").replace("names", "descriptions")
    if attempt.says(names) or attempt.says(descriptions):
        yield from content.name_and_summary(after, names, descriptions)
    if _is_named_anew(world, attempt, outcome):
        yield from surroundings.taken_names(world, attempt.kind, attempt.thing, after)
    owner = surroundings.owner(world, attempt.kind, after)
    if owner is not None:
        spoken = surroundings.organization_languages(world, owner)
        yield from content.organization_speaks(languages.versions(_needed(world, attempt, after), after), spoken)
