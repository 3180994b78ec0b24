"""New documents with nothing in them yet: every member in wire order."""

from collections.abc import Mapping
from typing import Any, Final

from suomifi_standin.documents import Document, Kind

_SERVICE: Final = """
    id sourceId generalDescriptionId type subType fundingType serviceNames[] serviceChargeType areaType areas
    serviceDescriptions[] languages[] serviceClasses[] ontologyTerms[] targetGroups[] lifeEvents[] industrialClasses[]
    legislation[] keywords[] requirements[] serviceChannels[] organizations[] serviceVouchersInUse? serviceVouchers[]
    serviceCollections[] publishingStatus modified responsibleSoteOrganization
"""
_ORGANIZATION: Final = """
    id sourceId oid parentOrganizationId organizationRootId organizationType municipality businessCode businessName
    organizationNames[] displayNameType[] areaType areas organizationDescriptions[] emails[] phoneNumbers[] webPages[]
    electronicInvoicings[] addresses[] publishingStatus services[] modified subOrganizations[]
"""
_COLLECTION: Final = """
    id sourceId organizationId serviceCollectionNames[] serviceCollectionDescriptions[] services[] serviceChannels[]
    publishingStatus modified
"""
_GENERAL_DESCRIPTION: Final = """
    id names[] descriptions[] serviceClasses[] ontologyTerms[] targetGroups[] lifeEvents[] industrialClasses[]
    requirements[] type serviceChargeType legislation[] generalDescriptionType publishingStatus modified
    serviceChannels[]
"""
_HEAD: Final = "serviceChannelType organizationId serviceChannelNames[] serviceChannelDescriptions[]"
_TAIL: Final = "services[] serviceCollections[] publishingStatus modified responsibleSoteOrganization ontologyTerms[]"
_CHANNELS: Mapping[str, str] = {
    "ServiceLocation": f"""id sourceId oid {_HEAD} displayNameType[] areaType areas phoneNumbers[] emails[] languages[]
        webPages[] addresses[] serviceHours[] {_TAIL}""",
    "EChannel": f"""id sourceId {_HEAD} areaType areas signatureQuantity requiresSignature? requiresAuthentication?
        attachments[] supportPhones[] supportEmails[] languages[] webPages[] serviceHours[]
        accessibilityClassification[] {_TAIL}""",
    "Phone": f"""id sourceId {_HEAD} areaType areas phoneNumbers[] supportEmails[] languages[] webPages[]
        serviceHours[] {_TAIL}""",
    "PrintableForm": f"""id sourceId {_HEAD} areaType areas formIdentifier[] deliveryAddresses[] channelUrls[]
        supportPhones[] attachments[] supportEmails[] languages[] webPages[] serviceHours[] {_TAIL}""",
    "WebPage": f"""id sourceId {_HEAD} areaType areas supportPhones[] supportEmails[] languages[] webPages[]
        serviceHours[] accessibilityClassification[] {_TAIL}""",
}
_KINDS: Mapping[Kind, str] = {
    Kind.SERVICE: _SERVICE,
    Kind.ORGANIZATION: _ORGANIZATION,
    Kind.COLLECTION: _COLLECTION,
    Kind.GENERAL_DESCRIPTION: _GENERAL_DESCRIPTION,
}


def document(kind: Kind, channel: str | None = None) -> Document:
    """`channel`: the type of a channel."""
    words = (_CHANNELS[channel] if channel else _KINDS[kind]).split()
    blank = {word.rstrip("[]?"): _default(word) for word in words}
    if channel:
        blank["serviceChannelType"] = channel
    return blank


def _default(word: str) -> Any:
    if word.endswith("[]"):
        return []
    return False if word.endswith("?") else None
