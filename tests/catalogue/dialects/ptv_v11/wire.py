"""The read models of version 11 as plain facts: each member with its type, in wire order."""

from typing import Final

_MODELS: Final = """
Organization:
    id=uuid|null sourceId=string oid=string parentOrganizationId=uuid|null organizationRootId=uuid|null
    organizationType=string municipality=Municipality businessCode=string businessName=string
    organizationNames=LocalizedListItem[] displayNameType=NameTypeByLanguage[] areaType=string areas=Area[]
    organizationDescriptions=LocalizedListItem[] emails=Email[] phoneNumbers=Phone[] webPages=WebPage[]
    electronicInvoicings=OrganizationEInvoicing[] addresses=Address[] publishingStatus=string
    services=OrganizationService[] modified=datetime subOrganizations=Item[]
Service:
    id=uuid|null sourceId=string generalDescriptionId=uuid|null type=string subType=string fundingType=string
    serviceNames=LocalizedListItem[] serviceChargeType=string areaType=string areas=Area[]
    serviceDescriptions=LocalizedListItem[] languages=string[] serviceClasses=FintoItemWithDescription[]
    ontologyTerms=OntologyTerm[] targetGroups=FintoItem[] lifeEvents=FintoItem[] industrialClasses=FintoItem[]
    legislation=Law[] keywords=LanguageItem[] requirements=LanguageItem[]
    serviceChannels=ServiceServiceChannel[] organizations=ServiceOrganization[] serviceVouchersInUse=bool
    serviceVouchers=ServiceVoucher[] serviceCollections=ServiceServiceCollection[] publishingStatus=string
    modified=datetime responsibleSoteOrganization=string
ServiceLocationChannel:
    id=uuid|null sourceId=string oid=string serviceChannelType=string organizationId=uuid
    serviceChannelNames=LocalizedListItem[] serviceChannelDescriptions=LocalizedListItem[]
    displayNameType=NameTypeByLanguage[] areaType=string areas=Area[] phoneNumbers=PhoneWithType[]
    emails=LanguageItem[] languages=string[] webPages=WebPage[] addresses=AddressLocation[]
    serviceHours=ServiceHour[] services=ServiceChannelService[] serviceCollections=ServiceServiceCollection[]
    publishingStatus=string modified=datetime responsibleSoteOrganization=string ontologyTerms=OntologyTerm[]
ElectronicChannel:
    id=uuid|null sourceId=string serviceChannelType=string organizationId=uuid
    serviceChannelNames=LocalizedListItem[] serviceChannelDescriptions=LocalizedListItem[] areaType=string
    areas=Area[] signatureQuantity=int|null requiresSignature=bool requiresAuthentication=bool
    attachments=AttachmentWithType[] supportPhones=Phone[] supportEmails=LanguageItem[] languages=string[]
    webPages=WebPage[] serviceHours=ServiceHour[] accessibilityClassification=AccessibilityClassification[]
    services=ServiceChannelService[] serviceCollections=ServiceServiceCollection[] publishingStatus=string
    modified=datetime responsibleSoteOrganization=string ontologyTerms=OntologyTerm[]
WebPageChannel:
    id=uuid|null sourceId=string serviceChannelType=string organizationId=uuid
    serviceChannelNames=LocalizedListItem[] serviceChannelDescriptions=LocalizedListItem[] areaType=string
    areas=Area[] supportPhones=Phone[] supportEmails=LanguageItem[] languages=string[] webPages=WebPage[]
    serviceHours=ServiceHour[] accessibilityClassification=AccessibilityClassification[]
    services=ServiceChannelService[] serviceCollections=ServiceServiceCollection[] publishingStatus=string
    modified=datetime responsibleSoteOrganization=string ontologyTerms=OntologyTerm[]
PrintableFormChannel:
    id=uuid|null sourceId=string serviceChannelType=string organizationId=uuid
    serviceChannelNames=LocalizedListItem[] serviceChannelDescriptions=LocalizedListItem[] areaType=string
    areas=Area[] formIdentifier=LanguageItem[] deliveryAddresses=AddressDelivery[]
    channelUrls=LocalizedListItem[] supportPhones=Phone[] attachments=AttachmentWithType[]
    supportEmails=LanguageItem[] languages=string[] webPages=WebPage[] serviceHours=ServiceHour[]
    services=ServiceChannelService[] serviceCollections=ServiceServiceCollection[] publishingStatus=string
    modified=datetime responsibleSoteOrganization=string ontologyTerms=OntologyTerm[]
PhoneChannel:
    id=uuid|null sourceId=string serviceChannelType=string organizationId=uuid
    serviceChannelNames=LocalizedListItem[] serviceChannelDescriptions=LocalizedListItem[] areaType=string
    areas=Area[] phoneNumbers=PhoneWithType[] supportEmails=LanguageItem[] languages=string[] webPages=WebPage[]
    serviceHours=ServiceHour[] services=ServiceChannelService[] serviceCollections=ServiceServiceCollection[]
    publishingStatus=string modified=datetime responsibleSoteOrganization=string ontologyTerms=OntologyTerm[]
ServiceCollection:
    id=uuid|null sourceId=string organizationId=uuid serviceCollectionNames=LanguageItem[]
    serviceCollectionDescriptions=LocalizedListItem[] services=ServiceCollectionService[]
    serviceChannels=ServiceCollectionChannel[] publishingStatus=string modified=datetime
GeneralDescription:
    id=uuid|null names=LocalizedListItem[] descriptions=LocalizedListItem[]
    serviceClasses=FintoItemWithDescription[] ontologyTerms=OntologyTerm[] targetGroups=FintoItem[]
    lifeEvents=FintoItem[] industrialClasses=FintoItem[] requirements=LanguageItem[] type=string
    serviceChargeType=string legislation=Law[] generalDescriptionType=string publishingStatus=string
    modified=datetime serviceChannels=ServiceServiceChannel[]
Municipality:
    code=string name=LanguageItem[]
LocalizedListItem:
    value=string type=string language=string
NameTypeByLanguage:
    type=string language=string
Area:
    type=string code=string name=LanguageItem[] municipalities=Municipality[]
Email:
    value=string language=string description=string
Phone:
    prefixNumber=string number=string language=string isFinnishServiceNumber=bool additionalInformation=string
    serviceChargeType=string chargeDescription=string
WebPage:
    url=string value=string language=string
OrganizationEInvoicing:
    operatorCode=string electronicInvoicingAddress=string additionalInformation=LanguageItem[]
Address:
    type=string subType=string postOfficeBoxAddress=AddressPostOfficeBox
    streetAddress=AddressStreetWithCoordinates otherAddress=AddressOther foreignAddress=LanguageItem[]
    country=string
OrganizationService:
    service=Item roleType=string provisionType=string additionalInformation=LanguageItem[]
Item:
    id=uuid|null name=string
FintoItemWithDescription:
    name=LanguageItem[] description=LanguageItem[] code=string ontologyType=string uri=string parentId=uuid|null
    parentUri=string newUri=string newParentUri=string
OntologyTerm:
    name=LanguageItem[] code=string ontologyType=string uri=string parentId=uuid|null parentUri=string
FintoItem:
    name=LanguageItem[] code=string ontologyType=string uri=string parentId=uuid|null parentUri=string
    newUri=string newParentUri=string
Law:
    names=LanguageItem[] webPages=WebPage[]
LanguageItem:
    value=string language=string
ServiceServiceChannel:
    serviceChannel=Item serviceChargeType=string description=LocalizedListItem[] extraTypes=ExtraType[]
    serviceHours=ServiceHour[] contactDetails=ContactDetails digitalAuthorizations=FintoItem[] modified=datetime
ServiceOrganization:
    organization=Item roleType=string provisionType=string additionalInformation=LanguageItem[]
ServiceVoucher:
    value=string language=string url=string additionalInformation=string
ServiceServiceCollection:
    id=uuid|null name=LanguageItem[]
PhoneWithType:
    prefixNumber=string number=string language=string isFinnishServiceNumber=bool additionalInformation=string
    serviceChargeType=string chargeDescription=string type=string
AddressLocation:
    type=string subType=string postOfficeBoxAddress=AddressPostOfficeBox
    streetAddress=AddressStreetWithCoordinates otherAddress=AddressOther locationAbroad=LanguageItem[]
    entrances=Entrance[] country=string
ServiceHour:
    serviceHourType=string validFrom=datetime|null validTo=datetime|null isClosed=bool validForNow=bool
    isAlwaysOpen=bool isReservation=bool additionalInformation=LanguageItem[] openingHour=DailyOpeningTime[]
ServiceChannelService:
    service=Item serviceChargeType=string description=LocalizedListItem[] extraTypes=ExtraType[]
    serviceHours=ServiceHour[] contactDetails=ContactDetails digitalAuthorizations=FintoItem[] modified=datetime
AttachmentWithType:
    name=string description=string url=string language=string type=string
AccessibilityClassification:
    accessibilityClassificationLevel=string wcagLevel=string accessibilityStatementWebPageName=string
    accessibilityStatementWebPage=string language=string
AddressDelivery:
    subType=string postOfficeBoxAddress=AddressPostOfficeBox streetAddress=AddressStreet
    deliveryAddressInText=LanguageItem[] receiver=LanguageItem[]
ServiceCollectionService:
    id=uuid|null name=LocalizedListItem[] description=LocalizedListItem[]
ServiceCollectionChannel:
    id=uuid|null name=LocalizedListItem[] description=LocalizedListItem[] serviceChannelType=string
AddressPostOfficeBox:
    postOfficeBox=LanguageItem[] postalCode=string postOffice=LanguageItem[] municipality=Municipality
    additionalInformation=LanguageItem[]
AddressStreetWithCoordinates:
    street=LanguageItem[] streetNumber=string postalCode=string postOffice=LanguageItem[]
    municipality=Municipality additionalInformation=LanguageItem[] latitude=string longitude=string
    coordinateState=string
AddressOther:
    latitude=string longitude=string postalCode=string postOffice=LanguageItem[]
    additionalInformation=LanguageItem[]
ExtraType:
    type=string code=string name=LanguageItem[] description=LanguageItem[]
ContactDetails:
    emails=LanguageItem[] phoneNumbers=PhoneWithType[] webPages=WebPage[] addresses=AddressContact[]
Entrance:
    name=LanguageItem[] isMainEntrance=bool coordinates=Coordinates contactInfo=AccessibilityContactInfo
    accessibilitySentences=AccessibilitySentence[]
DailyOpeningTime:
    dayFrom=string dayTo=string from=string to=string
AddressStreet:
    street=LanguageItem[] streetNumber=string postalCode=string postOffice=LanguageItem[]
    municipality=Municipality additionalInformation=LanguageItem[]
AddressContact:
    type=string subType=string postOfficeBoxAddress=AddressPostOfficeBox
    streetAddress=AddressStreetWithCoordinates locationAbroad=LanguageItem[] country=string
Coordinates:
    latitude=string longitude=string
AccessibilityContactInfo:
    phone=string email=string url=string
AccessibilitySentence:
    sentenceGroup=LanguageItem[] sentences=SentenceValue[]
SentenceValue:
    sentence=LanguageItem[]
"""


def _models() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    members: dict[str, str] = {}
    for word in _MODELS.split():
        name, _, kind = word.partition("=")
        if kind:
            members[name] = kind
        else:
            members = found[name.removesuffix(":")] = {}
    return found


MODELS: Final = _models()

DOCUMENTS: Final = {
    "organization": ["Organization"],
    "service": ["Service"],
    "service_channel": [
        "ServiceLocationChannel",
        "ElectronicChannel",
        "WebPageChannel",
        "PrintableFormChannel",
        "PhoneChannel",
    ],
    "service_collection": ["ServiceCollection"],
}
CHANNEL_TYPES: Final = {
    "ServiceLocationChannel": "ServiceLocation",
    "ElectronicChannel": "EChannel",
    "WebPageChannel": "WebPage",
    "PrintableFormChannel": "PrintableForm",
    "PhoneChannel": "Phone",
}
