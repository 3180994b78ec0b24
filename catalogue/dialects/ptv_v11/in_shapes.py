"""The writing side of version 11 as facts: what each body of POST and PUT may hold, must hold, and how it is cleared.

Facts of the API description of September 2026, checked against the server's own rules as of 2022 (vrk-kpa/ptv-releases
3.4); where only one of them demands a member, it counts as demanded. Flags and members that the description shows and
the server does not read are left out: those that would empty a list and do nothing leave the list without a way to be
emptied.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple


class Member(NamedTuple):
    """A member of a body: its type on the wire, whether it must be there, and the words it takes where they are set."""

    type: str
    required: bool
    words: frozenset[str] = frozenset()


Model = Mapping[str, Member]

# `!` must be sent, `*` must be sent by POST, `+` may be sent by POST only.
_THINGS: Final = """
Organization:
    sourceId=string oid=string municipality=string organizationType*=string businessCode=string businessName=string
    organizationNames*=LocalizedListItem[] displayNameType*=NameTypeByLanguage[] areaType=string subAreaType=string
    areas=string[] organizationDescriptions*=LocalizedListItem[] emails=Email[] phoneNumbers=Phone[] webPages=WebPage[]
    addresses=AddressIn[] electronicInvoicings=OrganizationEInvoicing[] publishingStatus!=string
    parentOrganizationId=string validFrom=datetime validTo=datetime
Service:
    sourceId=string generalDescriptionId=string type=string fundingType*=string serviceNames=LocalizedListItem[]
    serviceChargeType=string areaType*=string areas=AreaIn[] serviceDescriptions*=LocalizedListItem[]
    languages*=string[] serviceClasses=string[] ontologyTerms=string[] targetGroups=string[] lifeEvents=string[]
    industrialClasses=string[] legislation=Law[] keywords=LanguageItem[] requirements=LanguageItem[]
    otherResponsibleOrganizations=uuid[] serviceVouchersInUse=bool serviceProducers*=ServiceProducerIn[]
    serviceVouchers=ServiceVoucher[] publishingStatus!=string serviceChannels+=string[]
    mainResponsibleOrganization*=string validFrom=datetime validTo=datetime
ElectronicChannel:
    sourceId=string serviceChannelDescriptions*=LocalizedListItem[] organizationId*=string areaType=string
    serviceChannelNames*=LanguageItem[] areas=AreaIn[] signatureQuantity=string requiresSignature=bool
    requiresAuthentication!=bool webPage*=LanguageItem[] attachments=Attachment[] supportPhones=Phone[]
    supportEmails=LanguageItem[] languages*=string[] serviceHours=ServiceHour[]
    accessibilityClassification*=AccessibilityClassification[] publishingStatus!=string isVisibleForAll=bool
    services+=string[] validFrom=datetime validTo=datetime
PhoneChannel:
    sourceId=string serviceChannelDescriptions*=LocalizedListItem[] organizationId*=string areaType=string
    serviceChannelNames*=LanguageItem[] areas=AreaIn[] phoneNumbers=PhoneWithType[] webPage=LanguageItem[]
    supportEmails=LanguageItem[] languages*=string[] serviceHours=ServiceHour[] publishingStatus!=string
    isVisibleForAll=bool services+=string[] validFrom=datetime validTo=datetime
WebPageChannel:
    sourceId=string serviceChannelDescriptions*=LocalizedListItem[] organizationId*=string areaType=string
    serviceChannelNames*=LanguageItem[] areas=AreaIn[] webPage*=LanguageItem[] supportPhones=Phone[]
    supportEmails=LanguageItem[] languages*=string[] accessibilityClassification*=AccessibilityClassification[]
    publishingStatus!=string isVisibleForAll=bool services+=string[] validFrom=datetime validTo=datetime
PrintableFormChannel:
    sourceId=string serviceChannelDescriptions*=LocalizedListItem[] organizationId*=string areaType=string
    serviceChannelNames*=LanguageItem[] areas=AreaIn[] formIdentifier=LanguageItem[]
    deliveryAddresses=AddressDeliveryIn[] channelUrls*=LocalizedListItem[] supportPhones=Phone[]
    attachments=Attachment[] supportEmails=LanguageItem[] languages*=string[] publishingStatus!=string
    isVisibleForAll=bool services+=string[] validFrom=datetime validTo=datetime
ServiceLocationChannel:
    sourceId=string oid=string serviceChannelDescriptions*=LocalizedListItem[] organizationId*=string
    serviceChannelNames*=LocalizedListItem[] displayNameType*=NameTypeByLanguage[] areaType=string areas=AreaIn[]
    emails=LanguageItem[] faxNumbers=PhoneSimple[] phoneNumbers=Phone[] languages*=string[] webPages=WebPage[]
    addresses*=AddressLocationIn[] serviceHours=ServiceHour[] publishingStatus!=string isVisibleForAll=bool
    services+=string[] validFrom=datetime validTo=datetime
ServiceCollection:
    sourceId=string organizationId*=string serviceCollectionNames*=LanguageItem[]
    serviceCollectionDescriptions=LocalizedListItem[] services=string[] serviceChannels=string[]
    publishingStatus!=string
"""
_OTHERS: Final = """
ServiceAndChannelIn:
    serviceId!=string serviceChannelId!=string serviceChargeType=string description=LocalizedListItem[]
    serviceHours=ServiceHour[] contactDetails=ContactDetailsIn
ServiceAndChannelRelationInBase:
    channelRelations=ServiceServiceChannelInBase[]
ServiceServiceChannelInBase:
    serviceChannelId!=string serviceChargeType=string description=LocalizedListItem[] serviceHours=ServiceHour[]
    contactDetails=ContactDetailsInBase
ContactDetailsIn:
    emails=LanguageItem[] phoneNumbers=Phone[] faxNumbers=PhoneSimple[] webPages=WebPage[] addresses=AddressContactIn[]
ContactDetailsInBase:
    emails=LanguageItem[] phoneNumbers=Phone[] faxNumbers=PhoneSimple[] webPages=WebPage[] addresses=AddressContactIn[]
AccessibilityClassification:
    accessibilityClassificationLevel!=string wcagLevel=string accessibilityStatementWebPageName=string
    accessibilityStatementWebPage=string language!=string
AddressContactIn:
    type!=string subType!=string postOfficeBoxAddress=AddressPostOfficeBoxIn
    streetAddress=AddressStreetWithCoordinatesIn locationAbroad=LanguageItem[] country=string
AddressDeliveryIn:
    subType!=string postOfficeBoxAddress=AddressPostOfficeBoxIn streetAddress=AddressStreetIn
    deliveryAddressInText=LanguageItem[] formReceiver=LanguageItem[]
AddressIn:
    type!=string subType!=string postOfficeBoxAddress=AddressPostOfficeBoxIn
    streetAddress=AddressStreetWithCoordinatesIn foreignAddress=LanguageItem[] otherAddress=AddressOtherIn
    country=string
AddressLocationIn:
    type!=string subType!=string postOfficeBoxAddress=AddressPostOfficeBoxIn
    streetAddress=AddressStreetWithCoordinatesIn otherAddress=AddressOtherIn locationAbroad=LanguageItem[]
    country=string
AddressOtherIn:
    latitude!=string longitude!=string postalCode=string additionalInformation!=LanguageItem[]
AddressPostOfficeBoxIn:
    postOfficeBox!=LanguageItem[] postalCode!=string municipality=string additionalInformation=LanguageItem[]
AddressStreetIn:
    street!=LanguageItem[] streetNumber=string postalCode!=string municipality=string
    additionalInformation=LanguageItem[]
AddressStreetWithCoordinatesIn:
    street!=LanguageItem[] streetNumber=string postalCode!=string municipality=string
    additionalInformation=LanguageItem[] latitude=string longitude=string
AreaIn: type!=string areaCodes!=string[]
Attachment: name=string description=string url!=string language!=string
DailyOpeningTime: dayFrom=string dayTo=string from!=string to!=string
Email: value!=string language!=string description=string
LanguageItem: value!=string language!=string
Law: names=LanguageItem[] webPages!=WebPage[]
LocalizedListItem: value!=string type!=string language!=string
NameTypeByLanguage: type!=string language!=string
OrganizationEInvoicing: operatorCode=string electronicInvoicingAddress=string additionalInformation=LanguageItem[]
Phone:
    prefixNumber=string number!=string language!=string isFinnishServiceNumber=bool additionalInformation=string
    serviceChargeType=string chargeDescription=string
PhoneSimple: prefixNumber=string number!=string language!=string isFinnishServiceNumber=bool
PhoneWithType:
    prefixNumber=string number!=string language!=string isFinnishServiceNumber=bool additionalInformation=string
    serviceChargeType=string chargeDescription=string type!=string
ServiceHour:
    serviceHourType!=string validFrom=datetime validTo=datetime isClosed=bool validForNow=bool isAlwaysOpen=bool
    isReservation=bool additionalInformation=LanguageItem[] openingHour=DailyOpeningTime[]
ServiceProducerIn: provisionType!=string organizations=uuid[] additionalInformation=LanguageItem[]
ServiceVoucher: value=string language!=string url=string additionalInformation=string
WebPage: url!=string value=string language!=string
"""

CLEARED_BY: Final[Mapping[str, Mapping[str, str]]] = {
    "OrganizationInBase": {
        "emails": "deleteAllEmails",
        "phoneNumbers": "deleteAllPhones",
        "webPages": "deleteAllWebPages",
        "addresses": "deleteAllAddresses",
        "electronicInvoicings": "deleteAllElectronicInvoicings",
    },
    "ServiceInBase": {
        "lifeEvents": "deleteAllLifeEvents",
        "industrialClasses": "deleteAllIndustrialClasses",
        "legislation": "deleteAllLaws",
        "keywords": "deleteAllKeywords",
        "serviceChargeType": "deleteServiceChargeType",
        "generalDescriptionId": "deleteGeneralDescriptionId",
    },
    "ElectronicChannelInBase": {
        "attachments": "deleteAllAttachments",
        "serviceHours": "deleteAllServiceHours",
        "supportEmails": "deleteAllSupportEmails",
        "supportPhones": "deleteAllSupportPhones",
    },
    "PhoneChannelInBase": {"webPage": "deleteAllWebPages", "serviceHours": "deleteAllServiceHours"},
    "WebPageChannelInBase": {"supportEmails": "deleteAllSupportEmails", "supportPhones": "deleteAllSupportPhones"},
    "PrintableFormChannelInBase": {
        "deliveryAddresses": "deleteAllDeliveryAddresses",
        "channelUrls": "deleteAllChannelUrls",
        "attachments": "deleteAllAttachments",
        "formIdentifier": "deleteAllFormIdentifiers",
        "supportEmails": "deleteAllSupportEmails",
        "supportPhones": "deleteAllSupportPhones",
    },
    "ServiceLocationChannelInBase": {
        "emails": "deleteAllEmails",
        "phoneNumbers": "deleteAllPhoneNumbers",
        "faxNumbers": "deleteAllFaxNumbers",
        "oid": "deleteOid",
        "webPages": "deleteAllWebPages",
        "serviceHours": "deleteAllServiceHours",
    },
    "ServiceCollectionInBase": {"serviceChannels": "deleteAllChannels", "services": "deleteAllServices"},
    "ServiceAndChannelRelationInBase": {"channelRelations": "deleteAllChannelRelations"},
    "ServiceServiceChannelInBase": {
        "serviceChargeType": "deleteServiceChargeType",
        "description": "deleteAllDescriptions",
        "serviceHours": "deleteAllServiceHours",
    },
    "ContactDetailsInBase": {
        "emails": "deleteAllEmails",
        "phoneNumbers": "deleteAllPhones",
        "faxNumbers": "deleteAllFaxNumbers",
        "webPages": "deleteAllWebPages",
        "addresses": "deleteAllAddresses",
    },
}
"""The flag that empties a member of a PUT; the member itself is then left out, or its flag does nothing (4.1)."""

_AREA_TYPES: Final = "Municipality Region BusinessSubRegion HospitalDistrict WellbeingServiceCounties"
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_WORDS: Final = {
    "AccessibilityClassification.accessibilityClassificationLevel": (
        "FullyCompliant PartiallyCompliant NonCompliant Unknown"
    ),
    "AccessibilityClassification.wcagLevel": "LevelA LevelAA LevelAAA",
    "AddressContactIn.type": "Postal",
    "AddressContactIn.subType": "Street PostOfficeBox Abroad",
    "AddressDeliveryIn.subType": "Street PostOfficeBox NoAddress",
    "AddressIn.type": "Visiting Postal",
    "AddressIn.subType": "Street PostOfficeBox Foreign Other",
    "AddressLocationIn.type": "Location Postal",
    "AddressLocationIn.subType": "Single Street PostOfficeBox Abroad Other",
    "AreaIn.type": _AREA_TYPES,
    "DailyOpeningTime.dayFrom": _WEEKDAYS,
    "DailyOpeningTime.dayTo": _WEEKDAYS,
    "NameTypeByLanguage.type": "Name AlternativeName",
    "Organization.organizationType": "State Municipality RegionalOrganization Organization Company",
    "Organization.subAreaType": _AREA_TYPES,
    "Phone.serviceChargeType": "Chargeable FreeOfCharge Other",
    "PhoneWithType.serviceChargeType": "Chargeable FreeOfCharge Other",
    "PhoneWithType.type": "Phone Sms Fax",
    "Service.fundingType": "PubliclyFunded MarketFunded",
    "Service.serviceChargeType": "Chargeable FreeOfCharge",
    "Service.type": "Service PermitOrObligation ProfessionalQualification",
    "ServiceAndChannelIn.serviceChargeType": "Chargeable FreeOfCharge Other",
    "ServiceHour.serviceHourType": "DaysOfTheWeek Exceptional OverMidnight",
    "ServiceProducerIn.provisionType": "SelfProducedServices ProcuredServices Other",
    "ServiceServiceChannelInBase.serviceChargeType": "Chargeable FreeOfCharge Other",
}
_WORDS_OF_ALL: Final = {"areaType": "Nationwide NationwideExceptAlandIslands LimitedType"}
_STATES: Final = {"In": "Draft Published", "InBase": "Draft Published Deleted"}  # never Modified: reference 4.3


def _sections(text: str) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The models of a text, each with its members: name, mark, type."""
    name, members = "", list[tuple[str, str, str]]()
    for word in text.split():
        if word.endswith(":"):
            if name:
                yield name, members
            name, members = word[:-1], []
            continue
        said, _, kind = word.partition("=")
        member = said.rstrip("!*+")
        members.append((member, said[len(member) :], kind))
    yield name, members


def _words(model: str, ending: str, member: str) -> frozenset[str]:
    if member == "publishingStatus":
        return frozenset(_STATES[ending].split())
    return frozenset((_WORDS.get(f"{model}.{member}") or _WORDS_OF_ALL.get(member, "")).split())


def _models() -> Iterator[tuple[str, Model]]:
    for name, members in _sections(_THINGS):
        for ending, demanding, left_out in (("In", "!*", ""), ("InBase", "!", "+")):
            yield (
                name + ending,
                {
                    member: Member(kind, mark != "" and mark in demanding, _words(name, ending, member))
                    for member, mark, kind in members
                    if mark == "" or mark != left_out
                },
            )
    for name, members in _sections(_OTHERS):
        yield name, {member: Member(kind, mark == "!", _words(name, "", member)) for member, mark, kind in members}


MODELS: Final[Mapping[str, Model]] = dict(_models())
"""What each body and each of its parts may hold, by the short names of reference appendix A, in wire order."""

POSTS: Final[Mapping[str, str]] = {
    "Organization": "OrganizationIn",
    "Service": "ServiceIn",
    "EChannel": "ElectronicChannelIn",
    "Phone": "PhoneChannelIn",
    "WebPage": "WebPageChannelIn",
    "PrintableForm": "PrintableFormChannelIn",
    "ServiceLocation": "ServiceLocationChannelIn",
    "ServiceCollection": "ServiceCollectionIn",
}
"""The body of POST by the kind of thing, or of channel; that of PUT has the ending InBase for In."""
