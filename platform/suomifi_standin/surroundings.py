"""What the rules of a write ask of the register: owners, general descriptions, names that are taken."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial

from suomifi_standin.accounts import Author, Role
from suomifi_standin.changes import Status
from suomifi_standin.documents import Document, Kind, display_name, names_member, plain
from suomifi_standin.facts import RESPONSIBLE
from suomifi_standin.generator.classifications import merged
from suomifi_standin.generator.topics import topics
from suomifi_standin.incoming import channel_rendering, content, rendering
from suomifi_standin.incoming.members import Complaint
from suomifi_standin.incoming.rendering import is_given
from suomifi_standin.incoming.targets import Target
from suomifi_standin.merging import MERGED_TERMS
from suomifi_standin.rejections import NotThere
from suomifi_standin.things import Thing
from suomifi_standin.world import World

_NAMED: Mapping[Kind, Mapping[str, str]] = {
    Kind.SERVICE: {
        "generalDescriptionId": "General description",
        "mainResponsibleOrganization": "Organization",
        "otherResponsibleOrganizations": "Organization",
        "serviceChannels": "Service channel",
    },
    Kind.ORGANIZATION: {"parentOrganizationId": "Organization"},
    Kind.CHANNEL: {"organizationId": "Organization", "services": "Service"},
    Kind.COLLECTION: {
        "organizationId": "Organization",
        "services": "Service",
        "serviceChannels": "Service channel",
    },
    Kind.GENERAL_DESCRIPTION: {},
}
"""The members of bodies that name other things."""

_CALLED = {
    "Organization": Kind.ORGANIZATION,
    "Service": Kind.SERVICE,
    "Service channel": Kind.CHANNEL,
    "General description": Kind.GENERAL_DESCRIPTION,
}
_NO_TEXTS = frozenset({*MERGED_TERMS, "lifeEvents", "industrialClasses", "areas", "services", "serviceChannels"})
"""Lists that are no texts of the thing's own."""


@cache
def known_terms() -> Mapping[str, Document]:
    """Every ontology term that generated documents show, by address."""
    return {term["uri"]: term for topic in topics() for term in topic.ontology_terms}


def rendered(world: World, target: Target, given: Document, before: Document) -> Document:
    """The members of the document that a body changes."""
    kind, body = target.kind, target.body
    if kind is Kind.SERVICE:
        changed = rendering.service(body, given, before, partial(name_of, world), known_terms())
        return changed | _names_of_general(world, {**before, **changed})
    if kind is Kind.CHANNEL:
        changed = channel_rendering.channel(str(target.channel), body, given, before)
        return _area_of_owner(world, {**before, **changed}) | changed
    if kind is Kind.ORGANIZATION:
        return rendering.organization(body, given)
    if kind is Kind.GENERAL_DESCRIPTION:
        return rendering.general_description(body, given, known_terms())
    return rendering.collection(body, given, partial(collection_member, world))


def _area_of_owner(world: World, channel: Document) -> Document:
    """A channel that says no area serves that of its organisation."""
    holder = owner(world, Kind.CHANNEL, channel) if plain(channel.get("areaType")) is None else None
    document = world.document(holder) if holder else {}
    return {name: plain(document[name]) for name in ("areaType", "areas") if name in document}


def name_of(world: World, guid: str) -> str | None:
    thing = world.thing(guid)
    return world.name(thing) if thing else None


def collection_member(world: World, member: str, guid: str) -> Document:
    """A service or channel as a collection shows it."""
    thing = world.thing(guid)
    document = world.document(thing) if thing else {}
    prefix = "service" if member == "services" else "serviceChannel"
    summaries = [text for text in plain(document.get(f"{prefix}Descriptions")) or () if text["type"] == "Summary"]
    shown = {"id": guid, "name": plain(document.get(f"{prefix}Names")) or [], "description": summaries}
    if member == "services":
        return shown
    return {**shown, "serviceChannelType": plain(document.get("serviceChannelType"))}


def own_texts(document: Document) -> Document:
    """The members that may hold texts of the thing itself."""
    return {name: value for name, value in document.items() if name not in _NO_TEXTS}


# --- general descriptions ---------------------------------------------------------------------------------------------


def general(world: World, document: Document) -> Document | None:
    """The general description that a service is linked to."""
    guid = plain(document.get("generalDescriptionId"))
    found = world.find(Kind.GENERAL_DESCRIPTION, guid) if isinstance(guid, str) else None
    return world.document(found) if found else None


def _names_of_general(world: World, document: Document) -> Document:
    """A service that was given no name is called as its general description."""
    linked = general(world, document)
    if linked is None or plain(document.get("serviceNames")):
        return {}
    spoken = {text["language"] for text in plain(document.get("serviceDescriptions")) or ()}
    return {"serviceNames": [name for name in plain(linked["names"]) if name["language"] in spoken]}


def with_general(world: World, document: Document) -> Document:
    """The service with the terms that its general description adds."""
    linked = general(world, document)
    if linked is None:
        return document
    terms = {
        member: merged(plain(document.get(member)) or [], plain(linked.get(member)) or []) for member in MERGED_TERMS
    }
    return {**document, **terms}


# --- owners -----------------------------------------------------------------------------------------------------------


def owner(world: World, kind: Kind, document: Document) -> Thing | None:
    """The organisation that a document belongs to, of any status; none above an organisation itself."""
    if kind is Kind.SERVICE:
        found = (item for item in plain(document.get("organizations")) or () if item["roleType"] == RESPONSIBLE)
        guid = next(((item.get("organization") or {}).get("id") for item in found), None)
    else:
        guid = plain(document.get("organizationId"))
    thing = world.thing(guid) if isinstance(guid, str) else None
    return thing if thing and thing.kind is Kind.ORGANIZATION else None


def organization_languages(world: World, organization: Thing) -> frozenset[str]:
    """The languages in which an organisation is published."""
    if world.status(organization) is not Status.PUBLISHED:
        return frozenset()
    names = plain(world.document(organization).get("organizationNames")) or ()
    return frozenset(str(name["language"]) for name in names)


def check_ownership(world: World, kind: Kind, given: Document, thing: Thing | None, author: Author) -> None:
    """Eeva may touch everything, Pete the things of his organisation and of those below it. Raises NotThere."""
    if author.role is Role.EEVA:
        return
    involved = [_owner_given(kind, given)]
    if thing is not None:
        involved.append(thing.guid if kind is Kind.ORGANIZATION else world.facts(thing).responsible)
    for guid in involved:
        if guid is not None and not is_below(world, guid.lower(), author.organization):
            what = f"{kind.value} with id '{thing.guid}'" if thing else kind.value
            raise NotThere(f"No rights to update this entity: {what}.")


def _owner_given(kind: Kind, given: Document) -> str | None:
    member = {Kind.SERVICE: "mainResponsibleOrganization", Kind.ORGANIZATION: "parentOrganizationId"}
    return given.get(member.get(kind, "organizationId")) or None


def is_below(world: World, guid: str, root: str) -> bool:
    """Whether an organisation is this one or stands below it."""
    seen: set[str] = set()
    at: str | None = guid
    while at is not None and at not in seen:
        if at == root:
            return True
        seen.add(at)
        found = world.thing(at)
        at = world.facts(found).parent if found and found.kind is Kind.ORGANIZATION else None
    return False


# --- names of other things --------------------------------------------------------------------------------------------


def unknown(world: World, kind: Kind, given: Document) -> Iterator[Complaint]:
    """Ids in a body that name nothing published."""

    def exists(what: str, guid: str) -> bool:
        found = world.thing(guid)
        return found is not None and found.kind is _CALLED[what] and world.status(found) in _USABLE

    yield from content.unknown(given, _NAMED[kind], exists)


_USABLE = (Status.PUBLISHED, Status.DRAFT)


def taken_names(world: World, kind: Kind, thing: Thing | None, after: Document) -> Iterator[Complaint]:
    """A service's or channel's name is its own within the organisation, language by language (channels: by type)."""
    if kind not in (Kind.SERVICE, Kind.CHANNEL):
        return
    holder = owner(world, kind, after)
    if holder is None:
        return
    member = names_member(kind)
    wanted = _names(plain(after[member]))
    shown = display_name(plain(after[member]))
    for other in world.near(kind, [holder.guid]):
        if other == thing or not (other.guid in world.changes or world.name(other) == shown):
            continue
        facts = world.facts(other)
        same_type = kind is Kind.SERVICE or facts.type == after["serviceChannelType"]
        if facts.responsible == holder.guid and same_type:
            for language, name in sorted(wanted & _names(world.member(other, member))):
                yield _pascal(member), f"The name '{name}' ({language}) is already in use within the organization."


def _names(items: Iterable[Document] | None) -> set[tuple[str, str]]:
    return {(item["language"], item["value"]) for item in items or () if item.get("type", "Name") == "Name"}


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def named(given: Document, member: str) -> list[str]:
    """The ids that a member of a body names."""
    return [str(guid).lower() for guid in given[member]] if is_given(given.get(member)) else []
