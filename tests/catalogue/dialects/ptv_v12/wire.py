"""The read models of version 12 as plain facts: each member with its type; words of enumerations after an apostrophe.

`texts` is a text by language, `*` a member for each language. Source: the wire model of the beta (spec 0.1.0, copy of
September 2026, reference: PTV Open API v12).
"""

from typing import Final

_MODELS: Final = """
ServiceTypeService:
    migratedAt=instant contentId=guid organizationContentId=guid generalDescriptionContentId=guid
    targetGroups=string[] industrialClasses=string[] lifeEvents=string[] ontologyTerms=string[]
    serviceClasses=string[] producers=Producers otherResponsibleOrganizations=guid[] chargeType='Free|Charged
    fundingType='MarketFunded|PubliclyFunded serviceLanguages=string[] area=AreaTypes publishedAt=instant
    serviceType='Service languageVersions=ServiceTypeServiceLanguageVersions
Producers:
    selfProducedProducers=SelfProducer procuredProducers=Producer otherProducers=Producer
SelfProducer:
    organizations=guid[]
Producer:
    organizations=guid[] other=OtherProducer[]
OtherProducer:
    name=texts
WholeCountry:
    areaType='WholeCountry
WholeCountryExceptAland:
    areaType='WholeCountryExceptAland
LimitedArea:
    areaType='LimitedArea municipalities=string[] regions=string[] wellbeingServicesCounties=string[]
ServiceTypeServiceLanguageVersions:
    *=BaseServiceLanguageVersion
BaseServiceLanguageVersion:
    name=string alternativeName=string summary=string description=string userInstructions=string conditions=string
    legislationLinks=LegislationLink[] freelyAssignedKeywords=string[] voucher=VoucherTypes
    chargeTypeAdditionalInformation=string
LegislationLink:
    url=string name=string
NotUsed:
    voucherType='NotUsed
VoucherWithAdditionalInformation:
    voucherType='WithAdditionalInformation additionalInformation=string
VoucherWithUrl:
    voucherType='WithUrl urls=WebPageWithAdditionalInformation[]
WebPageWithAdditionalInformation:
    name=string url=string additionalInformation=string
ProfessionalQualificationService:
    migratedAt=instant contentId=guid organizationContentId=guid generalDescriptionContentId=guid
    targetGroups=string[] industrialClasses=string[] lifeEvents=string[] ontologyTerms=string[]
    serviceClasses=string[] producers=Producers otherResponsibleOrganizations=guid[] chargeType='Free|Charged
    fundingType='MarketFunded|PubliclyFunded serviceLanguages=string[] area=AreaTypes publishedAt=instant
    serviceType='ProfessionalQualification languageVersions=ProfessionalQualificationsLanguageVersion
ProfessionalQualificationsLanguageVersion:
    *=ProfessionalQualificationServiceLanguageVersion
ProfessionalQualificationServiceLanguageVersion:
    name=string alternativeName=string summary=string description=string userInstructions=string conditions=string
    legislationLinks=LegislationLink[] freelyAssignedKeywords=string[] voucher=VoucherTypes
    chargeTypeAdditionalInformation=string processingTimeAdditionalInformation=string
    deadlineAdditionalInformation=string validityTimeAdditionalInformation=string
PermitOrOtherObligationService:
    migratedAt=instant contentId=guid organizationContentId=guid generalDescriptionContentId=guid
    targetGroups=string[] industrialClasses=string[] lifeEvents=string[] ontologyTerms=string[]
    serviceClasses=string[] producers=Producers otherResponsibleOrganizations=guid[] chargeType='Free|Charged
    fundingType='MarketFunded|PubliclyFunded serviceLanguages=string[] area=AreaTypes publishedAt=instant
    serviceType='PermitOrOtherObligation languageVersions=PermitOrOtherObligationLanguageVersions
PermitOrOtherObligationLanguageVersions:
    *=PermitOrOtherObligationServiceLanguageVersion
PermitOrOtherObligationServiceLanguageVersion:
    name=string alternativeName=string summary=string description=string userInstructions=string conditions=string
    legislationLinks=LegislationLink[] freelyAssignedKeywords=string[] voucher=VoucherTypes
    chargeTypeAdditionalInformation=string processingTimeAdditionalInformation=string
    deadlineAdditionalInformation=string validityTimeAdditionalInformation=string
EServiceChannel:
    migratedAt=instant contentId=guid organizationContentId=guid
    allowedConnectionType='AllOrganizations|OwnOrganizations serviceLanguages=string[] area=AreaTypes
    publishedAt=instant serviceChannelType='EService languageVersions=EServiceChannelLanguageVersions
    electronicSignature=Signature electronicIdentification='Required|NotRequired serviceHours=ServiceHours
EServiceChannelLanguageVersions:
    *=EServiceChannelLanguageVersion
EServiceChannelLanguageVersion:
    name=string summary=string description=string
    accessibilityClassificationLevel='FullyCompliant|PartiallyCompliant|NonCompliant|Unknown
    webAddress=WebAddressName attachmentLinks=WebPageWithAdditionalInformation[] supportEmails=Email[]
    supportPhoneNumbers=TelephoneNumber[]
WebAddressName:
    url=string name=string
Email:
    email=string
DomesticPhoneNumber:
    additionalInformation=string chargeDescription=string chargeType='Free|Charged|ExtraCharge number=string
    type='DomesticPhone
InternationalPhoneNumber:
    dialCode=string additionalInformation=string chargeDescription=string chargeType='Free|Charged|ExtraCharge
    number=string type='InternationalPhone
SignatureRequired:
    type='Required numberOfRequiredSignatures=integer
SignatureNotRequired:
    type='NotRequired
ServiceHours:
    hours=NormalServiceHours[] holidayServiceHours=HolidayServiceHour
WeeklyUntilFurtherNoticeServiceHour:
    type='WeeklyUntilFurtherNoticeServiceHour heading=texts additionalInformation=texts weeklyHours=PartialWeek
PartialWeek:
    monday=Weekday tuesday=Weekday wednesday=Weekday thursday=Weekday friday=Weekday saturday=Weekday sunday=Weekday
Weekday:
    hours=WeekdayHour[]
WeekdayHour:
    start=clock end=clock openingStatus='Open|OpenOnReservation repetition='Weekly|OddWeeks|EvenWeeks
    additionalInformation=texts
WeeklyDateRangeServiceHour:
    type='WeeklyDateRangeServiceHour fromDate=day toDate=day heading=texts additionalInformation=texts
    weeklyHours=PartialWeek
ContinuousAlwaysValidServiceHour:
    type='ContinuousAlwaysValidServiceHour openingStatus='Open|OpenOnReservation heading=texts
    additionalInformation=texts
ContinuousDateRangeServiceHour:
    type='ContinuousDateRangeServiceHour openingStatus='Open|OpenOnReservation heading=texts
    additionalInformation=texts fromDate=day toDate=day fromTime=clock toTime=clock
    fromDay='Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
    toDay='Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
ContinuousWeekdaysUntilFurtherNoticeServiceHour:
    type='ContinuousWeekdaysUntilFurtherNoticeServiceHour openingStatus='Open|OpenOnReservation heading=texts
    additionalInformation=texts fromDay='Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
    toDay='Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday fromTime=clock toTime=clock
ExceptionalDateRangeServiceHour:
    type='ExceptionalDateRangeServiceHour heading=texts additionalInformation=texts fromDate=day toDate=day
    weeklyHours=PartialExceptionalWeek
PartialExceptionalWeek:
    monday=ExceptionalWeekday tuesday=ExceptionalWeekday wednesday=ExceptionalWeekday thursday=ExceptionalWeekday
    friday=ExceptionalWeekday saturday=ExceptionalWeekday sunday=ExceptionalWeekday
ExceptionalWeekday:
    hours=ExceptionalWeekdayHour[]
ExceptionalWeekdayHour:
    start=clock end=clock openingStatus='Open|Closed|OpenOnReservation repetition='Weekly|OddWeeks|EvenWeeks
    additionalInformation=texts
HolidayServiceHour:
    repetition=Repetition holidays=Holiday[]
RepetitionEveryYear:
    type='RepetitionEveryYear
RepetitionInSelectedYears:
    type='RepetitionInSelectedYears years=integer[]
Holiday:
    holidayName='NewYearEve|NewYearDay|Epiphany|MaundyThursday|GoodFriday|EasterSunday|EasterMonday|MayDayEve|MayDay|AscensionDay|WhitSunday|MidsummerEve|MidsummerDay|AllSaintsDay|IndependenceDay|ChristmasEve|ChristmasDay|SecondDayOfChristmas
    hours=HolidayHour[]
HolidayHour:
    start=clock end=clock openingStatus='Open|Closed|OpenOnReservation additionalInformation=texts
PhoneChannel:
    migratedAt=instant contentId=guid organizationContentId=guid
    allowedConnectionType='AllOrganizations|OwnOrganizations serviceLanguages=string[] area=AreaTypes
    publishedAt=instant serviceChannelType='TelephoneService languageVersions=PhoneChannelLanguageVersions
    serviceHours=ServiceHours
PhoneChannelLanguageVersions:
    *=PhoneChannelLanguageVersion
PhoneChannelLanguageVersion:
    name=string summary=string description=string webAddress=WebAddressName supportEmails=Email[]
    phoneNumbers=PhoneNumber[]
FaxNumber:
    dialCode=string additionalInformation=string chargeDescription=string chargeType='Free|Charged|ExtraCharge
    number=string type='Fax
SmsNumber:
    dialCode=string additionalInformation=string chargeDescription=string chargeType='Free|Charged|ExtraCharge
    number=string type='Sms
PrintableFormChannel:
    migratedAt=instant contentId=guid organizationContentId=guid
    allowedConnectionType='AllOrganizations|OwnOrganizations serviceLanguages=string[] area=AreaTypes
    publishedAt=instant serviceChannelType='PrintableForm languageVersions=PrintableFormChannelLanguageVersions
    deliveryAddresses=DeliveryAddress[]
PrintableFormChannelLanguageVersions:
    *=PrintableFormChannelLanguageVersion
PrintableFormChannelLanguageVersion:
    name=string summary=string description=string attachmentLinks=WebPageWithAdditionalInformation[]
    supportEmails=Email[] supportPhoneNumbers=TelephoneNumber[] formIdentifier=string formFiles=FormFile[]
FormFile:
    name=string url=string type='rtf|doc|pdf|odt|excel
StreetAddressDeliveryAddress:
    addressSource=AddressSource streetName=texts addressDetail=string postalCode=string coordinates=Coordinate[]
    additionalInformation=texts recipient=texts deliveryAddressType='StreetAddress
UserEnteredAddressSource:
    source='UserEntered
PostiAddressSource:
    source='Posti
Coordinate:
    system='EPSG:3067|Unknown source='NLS|User|AccessibilityRegister easting=number northing=number
PostOfficeBoxDeliveryAddress:
    postalCode=string postOfficeBox=texts additionalInformation=texts recipient=texts
    deliveryAddressType='PostOfficeBox
DeliveryInformationDeliveryAddress:
    recipient=texts deliveryInformation=texts deliveryAddressType='DeliveryInformation
ServiceLocationChannel:
    migratedAt=instant contentId=guid organizationContentId=guid
    allowedConnectionType='AllOrganizations|OwnOrganizations serviceLanguages=string[] area=AreaTypes
    publishedAt=instant serviceChannelType='ServiceLocation languageVersions=ServiceLocationChannelLanguageVersions
    location=ServiceLocationChannelLocation contactAddresses=ServiceLocationChannelContactAddresses
    serviceHours=ServiceHours
ServiceLocationChannelLanguageVersions:
    *=ServiceLocationChannelLanguageVersion
ServiceLocationChannelLanguageVersion:
    name=string summary=string description=string alternativeName=string isAlternativeNamePrimary=boolean
    contactEmails=Email[] contactFaxNumbers=FaxNumber[] contactWebPages=WebPage[]
    contactPhoneNumbers=TelephoneNumber[]
WebPage:
    name=string url=string
ServiceLocationChannelLocation:
    foreignAddresses=ForeignAddress[] otherAddresses=OtherAddress[]
    streetAddresses=StreetAddressWithAccessibilityInformation[]
ForeignAddress:
    address=texts countryCode=string
OtherAddress:
    postalCode=string coordinates=Coordinate[] additionalInformation=texts
StreetAddressWithAccessibilityInformation:
    addressSource=AddressSource streetName=texts addressDetail=string postalCode=string coordinates=Coordinate[]
    additionalInformation=texts accessibilityRegisterServicePointId=string
ServiceLocationChannelContactAddresses:
    foreignAddresses=ForeignAddress[] postOfficeBoxAddresses=PostOfficeBoxAddress[] streetAddresses=StreetAddress[]
PostOfficeBoxAddress:
    postalCode=string postOfficeBox=texts additionalInformation=texts
StreetAddress:
    addressSource=AddressSource streetName=texts addressDetail=string postalCode=string coordinates=Coordinate[]
    additionalInformation=texts
WebPageChannel:
    migratedAt=instant contentId=guid organizationContentId=guid
    allowedConnectionType='AllOrganizations|OwnOrganizations serviceLanguages=string[] area=AreaTypes
    publishedAt=instant serviceChannelType='WebPage languageVersions=WebPageChannelLanguageVersions
WebPageChannelLanguageVersions:
    *=WebPageChannelLanguageVersion
WebPageChannelLanguageVersion:
    name=string summary=string description=string
    accessibilityClassificationLevel='FullyCompliant|PartiallyCompliant|NonCompliant|Unknown
    webAddress=WebAddressName supportEmails=Email[] supportPhoneNumbers=TelephoneNumber[]
StateOrganization:
    migratedAt=instant contentId=guid parentOrganizationContentId=guid
    languageVersions=LocalizedOrganizationLanguageVersions businessId=string oid=string
    eInvoiceAddresses=EInvoiceAddress[] publishedAt=instant contactAddresses=OrganizationContactAddresses
    location=OrganizationLocation organizationType='State area=AreaTypes
LocalizedOrganizationLanguageVersions:
    *=OrganizationResponseLanguageVersion
OrganizationResponseLanguageVersion:
    name=string alternativeName=string isAlternativeNamePrimary=boolean description=string summary=string
    contactEmails=OrganizationEmailAddress[] contactWebPages=WebPage[] contactPhoneNumbers=TelephoneNumber[]
OrganizationEmailAddress:
    email=string additionalInformation=string
EInvoiceAddress:
    address=string intermediatorCode=string additionalInformation=texts
OrganizationContactAddresses:
    foreignAddresses=ForeignAddress[] postOfficeBoxAddresses=PostOfficeBoxAddress[] streetAddresses=StreetAddress[]
OrganizationLocation:
    foreignAddresses=ForeignAddress[] otherAddresses=OtherAddress[] streetAddresses=StreetAddress[]
MunicipalityOrganization:
    migratedAt=instant contentId=guid parentOrganizationContentId=guid
    languageVersions=LocalizedOrganizationLanguageVersions businessId=string oid=string
    eInvoiceAddresses=EInvoiceAddress[] publishedAt=instant contactAddresses=OrganizationContactAddresses
    location=OrganizationLocation organizationType='Municipality area=MunicipalityOrganizationArea
MunicipalityOrganizationArea:
    areaType='LimitedArea municipalities=string[]
RegionalOrganization:
    migratedAt=instant contentId=guid parentOrganizationContentId=guid
    languageVersions=LocalizedOrganizationLanguageVersions businessId=string oid=string
    eInvoiceAddresses=EInvoiceAddress[] publishedAt=instant contactAddresses=OrganizationContactAddresses
    location=OrganizationLocation organizationType='RegionalOrganization area=LimitedArea
NonProfitOrganization:
    migratedAt=instant contentId=guid parentOrganizationContentId=guid
    languageVersions=LocalizedOrganizationLanguageVersions businessId=string oid=string
    eInvoiceAddresses=EInvoiceAddress[] publishedAt=instant contactAddresses=OrganizationContactAddresses
    location=OrganizationLocation organizationType='Organization area=AreaTypes
CompanyOrganization:
    migratedAt=instant contentId=guid parentOrganizationContentId=guid
    languageVersions=LocalizedOrganizationLanguageVersions businessId=string oid=string
    eInvoiceAddresses=EInvoiceAddress[] publishedAt=instant contactAddresses=OrganizationContactAddresses
    location=OrganizationLocation organizationType='Company area=AreaTypes
Connection:
    migratedAt=instant serviceContentId=guid channelContentId=guid contactAddresses=ConnectionContactAddresses
    chargeType='Free|Charged|Other serviceHours=ServiceHours languageVersions=ConnectionLanguageVersions
    publishedAt=instant
ConnectionContactAddresses:
    foreignAddresses=ForeignAddress[] postOfficeBoxAddresses=PostOfficeBoxAddress[] streetAddresses=StreetAddress[]
ConnectionLanguageVersions:
    *=ConnectionLanguageVersion
ConnectionLanguageVersion:
    chargeTypeAdditionalInformation=string description=string contactPhoneNumbers=TelephoneNumber[]
    contactFaxNumbers=FaxNumber[] contactEmails=Email[] contactWebPages=WebPageWithAdditionalInformation[]
GeneralDescriptionService:
    migratedAt=instant chargeType='Free|Charged contentId=guid
    generalDescriptionTypes='Church|EmploymentArea|Municipality|Other|WellbeingServicesCounty[]
    industrialClasses=string[] lifeEvents=string[] ontologyTerms=string[] organizationContentId=guid
    serviceClasses=string[] targetGroups=string[] publishedAt=instant serviceType='Service
    languageVersions=GeneralDescriptionServiceLanguageVersions
GeneralDescriptionServiceLanguageVersions:
    *=BaseGeneralDescriptionLanguageVersion
BaseGeneralDescriptionLanguageVersion:
    backgroundDescription=string chargeTypeAdditionalInformation=string conditions=string description=string
    freelyAssignedKeywords=string[] legislationLinks=LegislationLink[] name=string userInstructions=string
GeneralDescriptionProfessionalQualification:
    migratedAt=instant chargeType='Free|Charged contentId=guid
    generalDescriptionTypes='Church|EmploymentArea|Municipality|Other|WellbeingServicesCounty[]
    industrialClasses=string[] lifeEvents=string[] ontologyTerms=string[] organizationContentId=guid
    serviceClasses=string[] targetGroups=string[] publishedAt=instant serviceType='ProfessionalQualification
    languageVersions=GeneralDescriptionProfessionalQualificationsLanguageVersion
GeneralDescriptionProfessionalQualificationsLanguageVersion:
    *=ExtendedGeneralDescriptionLanguageVersion
ExtendedGeneralDescriptionLanguageVersion:
    backgroundDescription=string chargeTypeAdditionalInformation=string conditions=string description=string
    freelyAssignedKeywords=string[] legislationLinks=LegislationLink[] name=string userInstructions=string
    processingTimeAdditionalInformation=string deadlineAdditionalInformation=string
    validityTimeAdditionalInformation=string
GeneralDescriptionPermitOrOtherObligation:
    migratedAt=instant chargeType='Free|Charged contentId=guid
    generalDescriptionTypes='Church|EmploymentArea|Municipality|Other|WellbeingServicesCounty[]
    industrialClasses=string[] lifeEvents=string[] ontologyTerms=string[] organizationContentId=guid
    serviceClasses=string[] targetGroups=string[] publishedAt=instant serviceType='PermitOrOtherObligation
    languageVersions=GeneralDescriptionPermitOrOtherObligationLanguageVersions
GeneralDescriptionPermitOrOtherObligationLanguageVersions:
    *=ExtendedGeneralDescriptionLanguageVersion
ServiceCollection:
    migratedAt=instant contentId=guid organizationContentId=guid languageVersions=ServiceCollectionLanguageVersions
    items=ServiceCollectionItem[]
ServiceCollectionLanguageVersions:
    *=ServiceCollectionLanguageVersion
ServiceCollectionLanguageVersion:
    name=string summary=string description=string
ServiceCollectionItem:
    itemType='Service|Channel contentId=guid
"""

_VARIANTS: Final = """
Service: ServiceTypeService ProfessionalQualificationService PermitOrOtherObligationService
AreaTypes: WholeCountry WholeCountryExceptAland LimitedArea
VoucherTypes: NotUsed VoucherWithAdditionalInformation VoucherWithUrl
Channel: EServiceChannel PhoneChannel PrintableFormChannel ServiceLocationChannel WebPageChannel
TelephoneNumber: DomesticPhoneNumber InternationalPhoneNumber
Signature: SignatureRequired SignatureNotRequired
NormalServiceHours: WeeklyUntilFurtherNoticeServiceHour WeeklyDateRangeServiceHour ContinuousAlwaysValidServiceHour
    ContinuousDateRangeServiceHour ContinuousWeekdaysUntilFurtherNoticeServiceHour ExceptionalDateRangeServiceHour
Repetition: RepetitionEveryYear RepetitionInSelectedYears
PhoneNumber: FaxNumber SmsNumber DomesticPhoneNumber InternationalPhoneNumber
DeliveryAddress: StreetAddressDeliveryAddress PostOfficeBoxDeliveryAddress DeliveryInformationDeliveryAddress
AddressSource: UserEnteredAddressSource PostiAddressSource
Organization: StateOrganization MunicipalityOrganization RegionalOrganization NonProfitOrganization
    CompanyOrganization
GeneralDescription: GeneralDescriptionService GeneralDescriptionProfessionalQualification
    GeneralDescriptionPermitOrOtherObligation
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


def _variants() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    named: list[str] = []
    for word in _VARIANTS.split():
        if word.endswith(":"):
            named = found[word.removesuffix(":")] = []
        else:
            named.append(word)
    return found


MODELS: Final = _models()
VARIANTS: Final = _variants()
DOCUMENTS: Final = {
    "organization": "Organization",
    "service": "Service",
    "service_channel": "Channel",
    "service_collection": "ServiceCollection",
}
