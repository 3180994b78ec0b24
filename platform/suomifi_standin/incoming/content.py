"""Rules that look at a whole thing, or at it and its surroundings (the server of 2022 where nothing else is said)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from suomifi_standin.documents import Document, plain
from suomifi_standin.incoming import outgoing
from suomifi_standin.incoming.members import Complaint
from suomifi_standin.incoming.rendering import is_given

_MOST_SERVICE_CLASSES = 4
_MOST_ONTOLOGY_TERMS = 10
_WIDTH = ("LimitedType", "NationwideExceptAlandIslands", "Nationwide")
_ASKED_FOR_PUBLISHING = ("serviceClasses", "ontologyTerms", "targetGroups")


def without_general_description(given: Document, *, new: bool) -> Iterator[Complaint]:
    """What a linked general description would stand in for. The register looks at the request only: a service that is
    linked already needs the id or the lists in every PUT that publishes it."""
    if is_given(given.get("generalDescriptionId")):
        return
    asked = _ASKED_FOR_PUBLISHING if given.get("publishingStatus") == "Published" else ()
    for name in (*(("type", "serviceNames") if new else ()), *asked):
        if not is_given(given.get(name)):
            yield _pascal(name), f"The {_pascal(name)} field is required."


def classifications(given: Document) -> Iterator[Complaint]:
    """Known classes; at most four service classes, not all of them main classes, and ten ontology terms."""
    for member in outgoing.CLASSIFIED:
        for index, uri in enumerate(given.get(member) or ()):
            if outgoing.class_code(member, uri) is None:
                yield f"{_pascal(member)}[{index}]", f"The value '{uri}' is not found in the code list."
    classes = [
        code for uri in given.get("serviceClasses") or () if (code := outgoing.class_code("serviceClasses", uri))
    ]
    if len({code.code for code in classes}) > _MOST_SERVICE_CLASSES:
        yield "ServiceClasses", f"At most {_MOST_SERVICE_CLASSES} service classes are allowed."
    if classes and all(code.parent is None for code in classes):
        yield "ServiceClasses", "All the service classes cannot be main classes."
    if len(set(given.get("ontologyTerms") or ())) > _MOST_ONTOLOGY_TERMS:
        yield "OntologyTerms", f"At most {_MOST_ONTOLOGY_TERMS} ontology terms are allowed."


def target_groups(after: Document) -> Iterator[Complaint]:
    """Businesses are named by a sub-group; life events are for citizens, industries for businesses."""
    groups = [str(item.get("code")) for item in plain(after.get("targetGroups")) or ()]
    if "KR2" in groups and not any(code.startswith("KR2.") for code in groups):
        yield "TargetGroups", "The target group KR2 requires one of its sub-groups."
    for member, group in (("lifeEvents", "KR1"), ("industrialClasses", "KR2")):
        if plain(after.get(member)) and not any(code.startswith(group) for code in groups):
            yield _pascal(member), f"{_pascal(member)} can be set only when the target group {group} is selected."


def name_and_summary(after: Document, names: str, descriptions: str) -> Iterator[Complaint]:
    """They may not be the same in any language (when publishing)."""
    summaries = {
        item["language"]: item["value"].strip()
        for item in plain(after.get(descriptions)) or ()
        if item.get("type") == "Summary"
    }
    for item in plain(after.get(names)) or ():
        if item.get("type", "Name") == "Name" and summaries.get(item["language"]) == item["value"].strip():
            yield _pascal(names), f"Name and summary cannot be the same in the language '{item['language']}'."


def areas(given: Document) -> Iterator[Complaint]:
    """Areas go with a limited area only."""
    if is_given(given.get("areas")) and given.get("areaType") not in (None, "LimitedType"):
        yield "Areas", f"Areas are not allowed when the area type is {given['areaType']}."


def area_width(area_type: str | None, of_organization: str | None) -> Iterator[Complaint]:
    """A service reaches no wider than its organisation."""
    if area_type is None or of_organization is None:
        return
    if _WIDTH.index(area_type) > _WIDTH.index(of_organization):
        yield "AreaType", f"Area information type {area_type} is too wide."


def producers(after: Sequence[Document]) -> Iterator[Complaint]:
    """The main organisation is no other one; what is produced by itself is produced by those responsible."""
    roles: dict[str, list[str | None]] = {}
    for item in after:
        roles.setdefault(item["roleType"], []).append((item.get("organization") or {}).get("id"))
    responsible = roles.get("Responsible", []) + roles.get("OtherResponsible", [])
    if set(roles.get("Responsible", ())) & set(roles.get("OtherResponsible", ())):
        yield "OtherResponsibleOrganizations", "The main responsible organization cannot be among the other ones."
    for item in after:
        own = item["roleType"] == "Producer" and item.get("provisionType") == "SelfProducedServices"
        if own and (item.get("organization") or {}).get("id") not in responsible:
            yield "ServiceProducers", "Organizations of SelfProducedServices must be among the responsible ones."


def charge(after: Document, general: Document | None) -> Iterator[Complaint]:
    """A general description's charge type is not said again."""
    if general and plain(general.get("serviceChargeType")) and plain(after.get("serviceChargeType")):
        yield "ServiceChargeType", "ServiceChargeType must be null when the general description has one."


def display_names(after: Document, names: str) -> Iterator[Complaint]:
    """Each name that is said to be shown exists, and each language with names says which is shown."""
    held = {(item["type"], item["language"]) for item in plain(after.get(names)) or ()}
    shown = {(item["type"], item["language"]) for item in plain(after.get("displayNameType")) or ()}
    if missing := sorted(shown - held):
        yield "DisplayNameType", f"There is no name for: {_pairs(missing)}."
    if languages := sorted({language for _, language in held} - {language for _, language in shown}):
        yield "DisplayNameType", f"The name that is displayed is not told in: {', '.join(languages)}."


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{kind} ({language})" for kind, language in pairs)


def organization_speaks(languages: Collection[str], of_organization: Collection[str]) -> Iterator[Complaint]:
    """The organisation is published in every language of what it publishes."""
    for language in sorted(set(languages) - set(of_organization)):
        yield "Model", f"Organisation language version '{language}' missing!"


def unknown(given: Document, members: Mapping[str, str], exists: Callable[[str, str], bool]) -> Iterator[Complaint]:
    """Ids that name nothing: member of the body -> what it names."""
    for member, what in members.items():
        for path, guid in _guids(member, given.get(member)):
            if not exists(what, guid.lower()):
                yield path, f"{what} with id '{guid}' not found."
    for index, producer in enumerate(given.get("serviceProducers") or ()):
        for position, guid in enumerate(producer.get("organizations") or ()):
            if not exists("Organization", guid.lower()):
                yield (
                    f"ServiceProducers[{index}].Organizations[{position}]",
                    f"Organization with id '{guid}' not found.",
                )


def _guids(member: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        yield from ((f"{_pascal(member)}[{index}]", guid) for index, guid in enumerate(value))
    elif value:
        yield _pascal(member), value


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]
