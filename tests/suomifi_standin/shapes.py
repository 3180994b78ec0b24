"""The wire model's members and types as plain facts, for wherever its description with all the rules is not at hand."""

from typing import Any, Final

from tests.catalogue.dialects.ptv_v11.wire import MODELS

_ANSWERS: Final = """
GuidPage:
    pageNumber=int pageSize=int pageCount=int itemList=Item[]
OrganizationGuidPage:
    pageNumber=int pageSize=int pageCount=int itemList=OrganizationItem[]
OrganizationsWithPaging:
    pageNumber=int pageSize=int pageCount=int itemList=Organization[]
ServicesWithPaging:
    pageNumber=int pageSize=int pageCount=int itemList=Service[]
ServiceCollectionsWithPaging:
    pageNumber=int pageSize=int pageCount=int itemList=ServiceCollectionItem[]
EntityGuidPage:
    pageNumber=int pageSize=int pageCount=int itemList=EntityItem[]
CodeListPage:
    pageNumber=int pageSize=int pageCount=int itemList=CodeListItem[]
OrganizationItem:
    id=uuid|null name=string parentOrganizationId=uuid|null
EntityItem:
    id=uuid|null type=string modified=datetime
ServiceCollectionItem:
    id=uuid|null serviceCollectionNames=LanguageItem[] serviceCollectionDescriptions=LocalizedListItem[]
    services=ServiceCollectionService[] serviceChannels=ServiceCollectionChannel[]
OrganizationHierarchy:
    id=uuid organizationNames=LocalizedListItem[] parent=OrganizationParent subOrganizations=OrganizationSub[]
OrganizationParent:
    id=uuid organizationNames=LocalizedListItem[] parent=OrganizationParent
OrganizationSub:
    id=uuid organizationNames=LocalizedListItem[] subOrganizations=OrganizationSub[]
CodeListItem:
    code=string names=LanguageItem[]
DialCodeListItem:
    code=string names=LanguageItem[] prefixNumbers=string[]
ArchivedServiceBase:
    id=uuid organizationId=uuid type=string archivingDate=datetime serviceNames=LocalizedListItem[]
ArchivedServiceChannelBase:
    id=uuid organizationId=uuid type=string archivingDate=datetime names=LocalizedListItem[]
"""
"""The answers that are no whole things: pages, trees, code lists, archived things."""


def _models(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for word in text.split():
        name, _, kind = word.partition("=")
        if kind:
            found[list(found)[-1]][name] = kind
        else:
            found[name.removesuffix(":")] = {}
    return found


def description() -> dict[str, Any]:
    """What WireModel is made of; there are no rules in it."""
    models = {
        model: {
            "short": model,
            "fields": [{"name": name, "type": kind, "rules": []} for name, kind in members.items()],
        }
        for model, members in {**MODELS, **_models(_ANSWERS)}.items()
    }
    return {"enums": {}, "models": models}
