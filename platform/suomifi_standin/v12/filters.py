"""What searches filter by: the traits of a document as v12 shows it, and the tests that a request asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.parameters import (
    BUSINESS_ID,
    CODE,
    MUNICIPALITY,
    REGION,
    Parameters,
    is_uri,
)
from suomifi_standin.v12.wire.texts import LANGUAGES

AREA_TYPES = ("WholeCountry", "WholeCountryExceptAland", "LimitedArea")
SERVICE_TYPES = ("Service", "ProfessionalQualification", "PermitOrOtherObligation")
CHANNEL_TYPES = ("EService", "TelephoneService", "PrintableForm", "ServiceLocation", "WebPage")
ORGANIZATION_TYPES = ("State", "Municipality", "RegionalOrganization", "Organization", "Company")
GENERAL_TYPES = ("Church", "EmploymentArea", "Municipality", "Other", "WellbeingServicesCounty")
_AREAS = {"municipalities": MUNICIPALITY, "regions": REGION, "wellbeingServicesCounties": REGION}
_CLASSES = {"serviceClasses": CODE, "targetGroups": CODE}
_SETS = ("industrialClasses", "ontologyTerms", "serviceClasses", "targetGroups", "generalDescriptionTypes")

Traits = Mapping[str, frozenset[str]]
"""The words of a document by the parameter that asks for them; a single word is a set of one."""
Test = Callable[[Traits], bool]


@dataclass(slots=True)
class Search:
    """What a request asks for. `since`: published then or later; `collection`: only its members."""

    organizations: Sequence[str] = ()
    since: str | None = None
    collection: str | None = None
    tests: list[Test] = field(default_factory=list)


def traits(document: Document) -> Traits:
    """Read off a document of any kind."""
    area: Mapping[str, Any] = document.get("area") or {}
    kinds = ("serviceType", "serviceChannelType", "organizationType")
    words: dict[str, list[str]] = {
        "type": [document[kind] for kind in kinds if kind in document],
        "areaType": [area["areaType"]] if area else [],
        "businessIds": [document["businessId"]] if "businessId" in document else [],
        "organizationContentIds": [document.get("organizationContentId") or ""],
        "parent": [document.get("parentOrganizationContentId") or ""],
        "languageVersions": list(document["languageVersions"]),
        **{name: area.get(name) or [] for name in _AREAS},
        **{name: document.get(name) or [] for name in _SETS},
    }
    return {name: frozenset(given) for name, given in words.items() if given}


def _has(name: str, wanted: Sequence[str], match: str = "any") -> Test:
    """Whether a document has all, or any, of the wanted words."""
    asked, nothing = frozenset(wanted), frozenset[str]()
    if match == "all":
        return lambda known: asked <= known.get(name, nothing)
    return lambda known: not asked.isdisjoint(known.get(name, nothing))


def _matched(asked: Parameters, name: str, values: Sequence[str]) -> list[Test]:
    match = asked.match(name)
    return [_has(name, values, match)] if values else []


def _area(asked: Parameters) -> list[Test]:
    """The three lists count with the type LimitedArea only, and hold codes as the documents do: a town's services are
    not found by its region."""
    kind = asked.word("areaType", AREA_TYPES)
    tests = [_has("areaType", [kind])] if kind else []
    for name, shape in _AREAS.items():
        found = _matched(asked, name, asked.values(name, shape.fullmatch, f"must match {shape.pattern}"))
        tests += found if kind == "LimitedArea" else []
    return tests


def _classes(asked: Parameters) -> list[Test]:
    tests: list[Test] = []
    for name in ("industrialClasses", "ontologyTerms"):
        tests += _matched(asked, name, asked.values(name, is_uri, "must be a uri"))
    for name, shape in _CLASSES.items():
        tests += _matched(asked, name, asked.values(name, shape.fullmatch, "must be a code"))
    return tests


def _types(asked: Parameters, name: str, words: Sequence[str]) -> list[Test]:
    found = asked.words(name, words)
    return [_has("type", found)] if found else []


def _languages(asked: Parameters) -> list[Test]:
    return _matched(asked, "languageVersions", asked.words("languageVersions", LANGUAGES))


def _owners(asked: Parameters, tests: list[Test]) -> Search:
    """Any of the organisations named."""
    owners = asked.guids("organizationContentIds")
    own = [_has("organizationContentIds", owners)] if owners else []
    return Search(owners, asked.instant("publishedAtOrAfter"), None, [*own, *tests])


def of_services(asked: Parameters) -> Search:
    tests = _area(asked) + _types(asked, "serviceTypes", SERVICE_TYPES) + _classes(asked) + _languages(asked)
    return _with_collection(asked, _owners(asked, tests))


def of_channels(asked: Parameters) -> Search:
    tests = _area(asked) + _types(asked, "channelTypes", CHANNEL_TYPES) + _languages(asked)
    return _with_collection(asked, _owners(asked, tests))


def _with_collection(asked: Parameters, search: Search) -> Search:
    search.collection = asked.guid("serviceCollectionContentId")
    return search


def of_organizations(asked: Parameters) -> Search:
    ids = asked.values("businessIds", BUSINESS_ID.fullmatch, f"must match {BUSINESS_ID.pattern}")
    tests = _area(asked) + _types(asked, "organizationTypes", ORGANIZATION_TYPES) + _languages(asked)
    tests += [_has("businessIds", ids)] if ids else []
    return Search(since=asked.instant("publishedAtOrAfter"), tests=tests)


def of_general_descriptions(asked: Parameters) -> Search:
    kinds = asked.words("generalDescriptionTypes", GENERAL_TYPES)
    tests = _types(asked, "serviceTypes", SERVICE_TYPES) + _classes(asked)
    tests += _matched(asked, "generalDescriptionTypes", kinds)
    return _owners(asked, tests)


def of_collections(asked: Parameters) -> Search:
    return _owners(asked, [])
