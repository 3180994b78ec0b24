"""The objects of the wire as tables, one per read model of version 11, in wire order: parts first, then things."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from uuid import UUID

from catalogue import parts
from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v11.codecs import DECIMAL, FLAG, GUID, INSTANT, MUNICIPALITY_CODE, TEXT, WHOLE
from catalogue.dialects.ptv_v11.hours import SERVICE_HOUR
from catalogue.dialects.ptv_v11.shape import (
    Field,
    Items,
    Kept,
    Keywords,
    Nested,
    One,
    Scalar,
    Shape,
    Single,
    Texts,
    Versions,
)
from catalogue.services import values


def _texts(*wires: str) -> list[Field]:
    return [Scalar(TEXT, wire) for wire in wires]


# --- parts ------------------------------------------------------------------------------------------------------------

NAMES: Final = {"Name": "name", "AlternativeName": "alternative_name"}
DESCRIPTIONS: Final = {
    "Summary": "summary",
    "Description": "description",
    "UserInstruction": "user_instruction",
    "ChargeTypeAdditionalInfo": "charge_type_additional_info",
    "DeadLine": "dead_line",
    "ProcessingTime": "processing_time",
    "ValidityTime": "validity_time",
    "ServiceType": "service_type",
    "BackgroundDescription": "background_description",
    "GeneralDescriptionTypeAdditionalInformation": "general_description_type_additional_information",
}

ITEM: Final = Shape(parts.Reference, [Scalar(GUID, "id"), Scalar(TEXT, "name")], required=["id"])
MUNICIPALITY: Final = Shape(parts.Municipality, [Scalar(MUNICIPALITY_CODE, "code"), Texts("name")])
AREA: Final = Shape(parts.Area, [*_texts("type", "code"), Texts("name"), Items("municipalities", MUNICIPALITY)])
WEB_PAGE: Final = Shape(parts.WebPage, _texts("url", "value", "language"))
EMAIL: Final = Shape(parts.Email, _texts("value", "language"))
EMAIL_WITH_DESCRIPTION: Final = Shape(parts.Email, _texts("value", "language", "description"))
_PHONE: Final = [
    *_texts("prefixNumber", "number", "language"),
    Scalar(FLAG, "isFinnishServiceNumber"),
    *_texts("additionalInformation", "serviceChargeType", "chargeDescription"),
]
PHONE: Final = Shape(parts.Phone, _PHONE)
PHONE_WITH_TYPE: Final = Shape(parts.Phone, [*_PHONE, *_texts("type")])
ATTACHMENT: Final = Shape(parts.Attachment, _texts("name", "description", "url", "language", "type"))
CHANNEL_URL: Final = Shape(parts.ChannelUrl, _texts("value", "type", "language"))
ACCESSIBILITY_CLASSIFICATION: Final = Shape(
    parts.AccessibilityClassification,
    _texts(
        "accessibilityClassificationLevel",
        "wcagLevel",
        "accessibilityStatementWebPageName",
        "accessibilityStatementWebPage",
        "language",
    ),
)
LAW: Final = Shape(parts.Law, [Texts("names"), Items("webPages", WEB_PAGE)])
SERVICE_VOUCHER: Final = Shape(parts.ServiceVoucher, _texts("value", "language", "url", "additionalInformation"))
ELECTRONIC_INVOICING: Final = Shape(
    parts.ElectronicInvoicing,
    [*_texts("operatorCode", "electronicInvoicingAddress"), Texts("additionalInformation")],
)
EXTRA_TYPE: Final = Shape(parts.ExtraType, [*_texts("type", "code"), Texts("name"), Texts("description")])
COLLECTION: Final = Shape(parts.CollectionReference, [Scalar(GUID, "id"), Texts("name")], required=["id"])

_CODE: Final = [*_texts("code", "ontologyType", "uri"), Scalar(GUID, "parentId"), Scalar(TEXT, "parentUri")]
_NEW_URIS: Final = _texts("newUri", "newParentUri")
ONTOLOGY_TERM: Final = Shape(parts.Classification, [Texts("name"), *_CODE])
CLASSIFICATION: Final = Shape(parts.Classification, [Texts("name"), *_CODE, *_NEW_URIS])
SERVICE_CLASS: Final = Shape(parts.Classification, [Texts("name"), Texts("description"), *_CODE, *_NEW_URIS])

_ROLE: Final = [*_texts("roleType", "provisionType"), Texts("additionalInformation")]
SERVICE_ORGANIZATION: Final = Shape(parts.ServiceOrganization, [One("organization", ITEM), *_ROLE])
ORGANIZATION_SERVICE: Final = Shape(values.OrganizationService, [One("service", ITEM), *_ROLE])

# --- places -----------------------------------------------------------------------------------------------------------

_COORDINATES: Final = (Scalar(DECIMAL, "latitude", "northing"), Scalar(DECIMAL, "longitude", "easting"))
_STREET: Final = [
    Texts("street"),
    *_texts("streetNumber", "postalCode"),
    Texts("postOffice"),
    One("municipality", MUNICIPALITY),
    Texts("additionalInformation"),
]
STREET: Final = Shape(parts.StreetAddress, _STREET)
STREET_WITH_COORDINATES: Final = Shape(parts.StreetAddress, [*_STREET, *_COORDINATES, Scalar(TEXT, "coordinateState")])
POST_OFFICE_BOX: Final = Shape(
    parts.PostOfficeBoxAddress,
    [
        Texts("postOfficeBox"),
        Scalar(TEXT, "postalCode"),
        Texts("postOffice"),
        One("municipality", MUNICIPALITY),
        Texts("additionalInformation"),
    ],
)
OTHER_ADDRESS: Final = Shape(
    parts.OtherAddress,
    [*_COORDINATES, Scalar(TEXT, "postalCode"), Texts("postOffice"), Texts("additionalInformation")],
)
SENTENCES: Final = Shape(parts.AccessibilitySentence, [Texts("sentenceGroup"), Items("sentences", Single("sentence"))])
ENTRANCE: Final = Shape(
    parts.Entrance,
    [
        Texts("name"),
        Scalar(FLAG, "isMainEntrance"),
        Nested("coordinates", *_COORDINATES),
        Nested("contactInfo", *(Scalar(TEXT, wire) for wire in ("phone", "email", "url"))),
        Items("accessibilitySentences", SENTENCES),
    ],
)
_ADDRESS: Final = [
    *_texts("type", "subType"),
    One("postOfficeBoxAddress", POST_OFFICE_BOX),
    One("streetAddress", STREET_WITH_COORDINATES),
]
_COUNTRY: Final = Scalar(TEXT, "country")
ORGANIZATION_ADDRESS: Final = Shape(
    parts.Address, [*_ADDRESS, One("otherAddress", OTHER_ADDRESS), Texts("foreignAddress", "abroad"), _COUNTRY]
)
LOCATION_ADDRESS: Final = Shape(
    parts.Address,
    [
        *_ADDRESS,
        One("otherAddress", OTHER_ADDRESS),
        Texts("locationAbroad", "abroad"),
        Items("entrances", ENTRANCE),
        _COUNTRY,
    ],
)
CONTACT_ADDRESS: Final = Shape(parts.Address, [*_ADDRESS, Texts("locationAbroad", "abroad"), _COUNTRY])
DELIVERY_ADDRESS: Final = Shape(
    parts.Address,
    [
        Scalar(TEXT, "subType"),
        One("postOfficeBoxAddress", POST_OFFICE_BOX),
        One("streetAddress", STREET),
        Texts("deliveryAddressInText"),
        Texts("receiver"),
    ],
)

# --- connections ------------------------------------------------------------------------------------------------------

CONTACT_DETAILS: Final = Shape(
    parts.ContactDetails,
    [
        Items("emails", EMAIL),
        Items("phoneNumbers", PHONE_WITH_TYPE),
        Items("webPages", WEB_PAGE),
        Items("addresses", CONTACT_ADDRESS),
    ],
)


_OF_THE_END: Final = ("other", "modified", "remainder")


def _end(**said: Any) -> values.ConnectionEnd:
    own = {member: said.pop(member) for member in _OF_THE_END if member in said}
    return values.ConnectionEnd(connection=values.Connection(**said), **own)


def _connection(other: str) -> Shape:
    return Shape(
        _end,
        [
            One(other, ITEM, "other"),
            Scalar(TEXT, "serviceChargeType"),
            Versions("description", DESCRIPTIONS),
            Items("extraTypes", EXTRA_TYPE),
            Items("serviceHours", SERVICE_HOUR),
            One("contactDetails", CONTACT_DETAILS),
            Items("digitalAuthorizations", CLASSIFICATION),
            Scalar(INSTANT, "modified"),
        ],
        required=["other"],
        within="connection",
        outside=_OF_THE_END,
    )


CHANNEL_OF_SERVICE: Final = _connection("serviceChannel")
SERVICE_OF_CHANNEL: Final = _connection("service")

# --- things -----------------------------------------------------------------------------------------------------------


def _thing(value: Callable[..., Any], *fields: Field) -> Shape:
    def build(**said: Any) -> values.Record:
        key, connections = said.pop("id"), said.pop("connections", [])
        return values.Record(id=key, value=value(**said), connections=connections)

    outside = ["id", "connections"]
    return Shape(build, [Scalar(GUID, "id"), *fields], required=["id"], within="value", outside=outside)


_STATE: Final[list[Field]] = [*_texts("publishingStatus"), Scalar(INSTANT, "modified")]
_AREAS: Final[list[Field]] = [Scalar(TEXT, "areaType"), Items("areas", AREA)]
_LANGUAGES: Final = Items("languages", TEXT)
_WEB_PAGES: Final = Items("webPages", WEB_PAGE)
_DISPLAY_NAME: Final = Versions("displayNameType", key="type")
_CLASSES: Final[list[Field]] = [
    Items("serviceClasses", SERVICE_CLASS),
    Items("ontologyTerms", ONTOLOGY_TERM),
    Items("targetGroups", CLASSIFICATION),
    Items("lifeEvents", CLASSIFICATION),
    Items("industrialClasses", CLASSIFICATION),
]
_COLLECTIONS: Final = Items("serviceCollections", COLLECTION)

ORGANIZATION: Final = _thing(
    values.Organization,
    *_texts("sourceId", "oid"),
    Scalar(GUID, "parentOrganizationId"),
    Scalar(GUID, "organizationRootId"),
    Scalar(TEXT, "organizationType"),
    One("municipality", MUNICIPALITY),
    *_texts("businessCode", "businessName"),
    Versions("organizationNames", NAMES),
    _DISPLAY_NAME,
    *_AREAS,
    Versions("organizationDescriptions", DESCRIPTIONS),
    Items("emails", EMAIL_WITH_DESCRIPTION),
    Items("phoneNumbers", PHONE),
    _WEB_PAGES,
    Items("electronicInvoicings", ELECTRONIC_INVOICING),
    Items("addresses", ORGANIZATION_ADDRESS),
    Scalar(TEXT, "publishingStatus"),
    Items("services", ORGANIZATION_SERVICE),
    Scalar(INSTANT, "modified"),
    Items("subOrganizations", ITEM),
)

SERVICE: Final = _thing(
    values.Service,
    Scalar(TEXT, "sourceId"),
    Scalar(GUID, "generalDescriptionId"),
    *_texts("type", "subType", "fundingType"),
    Versions("serviceNames", NAMES),
    Scalar(TEXT, "serviceChargeType"),
    *_AREAS,
    Versions("serviceDescriptions", DESCRIPTIONS),
    _LANGUAGES,
    *_CLASSES,
    Items("legislation", LAW),
    Keywords("keywords"),
    Versions("requirements"),
    Items("serviceChannels", CHANNEL_OF_SERVICE, "connections"),
    Items("organizations", SERVICE_ORGANIZATION),
    Scalar(FLAG, "serviceVouchersInUse"),
    Items("serviceVouchers", SERVICE_VOUCHER),
    _COLLECTIONS,
    *_STATE,
    Scalar(TEXT, "responsibleSoteOrganization"),
)

_SUPPORT_PHONES: Final = Items("supportPhones", PHONE)
_SUPPORT_EMAILS: Final = Items("supportEmails", EMAIL)
_HOURS: Final = Items("serviceHours", SERVICE_HOUR)
_ACCESSIBILITY: Final = Items("accessibilityClassification", ACCESSIBILITY_CLASSIFICATION)
_ATTACHMENTS: Final = Items("attachments", ATTACHMENT)
_TYPED_PHONES: Final = Items("phoneNumbers", PHONE_WITH_TYPE)


def _channel(*own: Field, oid: bool = False, display_name: bool = False) -> Shape:
    return _thing(
        values.ServiceChannel,
        *_texts("sourceId", *(["oid"] if oid else []), "serviceChannelType"),
        Scalar(GUID, "organizationId"),
        Versions("serviceChannelNames", NAMES),
        Versions("serviceChannelDescriptions", DESCRIPTIONS),
        *([_DISPLAY_NAME] if display_name else []),
        *_AREAS,
        *own,
        Items("services", SERVICE_OF_CHANNEL, "connections"),
        _COLLECTIONS,
        *_STATE,
        Scalar(TEXT, "responsibleSoteOrganization"),
        Items("ontologyTerms", ONTOLOGY_TERM),
    )


CHANNELS: Final = {
    "ServiceLocation": _channel(
        _TYPED_PHONES,
        Items("emails", EMAIL),
        _LANGUAGES,
        _WEB_PAGES,
        Items("addresses", LOCATION_ADDRESS),
        _HOURS,
        oid=True,
        display_name=True,
    ),
    "EChannel": _channel(
        Scalar(WHOLE, "signatureQuantity"),
        Scalar(FLAG, "requiresSignature"),
        Scalar(FLAG, "requiresAuthentication"),
        _ATTACHMENTS,
        _SUPPORT_PHONES,
        _SUPPORT_EMAILS,
        _LANGUAGES,
        _WEB_PAGES,
        _HOURS,
        _ACCESSIBILITY,
    ),
    "WebPage": _channel(_SUPPORT_PHONES, _SUPPORT_EMAILS, _LANGUAGES, _WEB_PAGES, _HOURS, _ACCESSIBILITY),
    "PrintableForm": _channel(
        Versions("formIdentifier"),
        Items("deliveryAddresses", DELIVERY_ADDRESS),
        Items("channelUrls", CHANNEL_URL),
        _SUPPORT_PHONES,
        _ATTACHMENTS,
        _SUPPORT_EMAILS,
        _LANGUAGES,
        _WEB_PAGES,
        _HOURS,
    ),
    "Phone": _channel(_TYPED_PHONES, _SUPPORT_EMAILS, _LANGUAGES, _WEB_PAGES, _HOURS),
}


def _member(*own: Field) -> Shape:
    return Shape(
        values.CollectionMember,
        [Scalar(GUID, "id"), Versions("name", NAMES), Versions("description", DESCRIPTIONS), *own],
        required=["id"],
    )


SERVICE_COLLECTION: Final = _thing(
    values.ServiceCollection,
    Scalar(TEXT, "sourceId"),
    Scalar(GUID, "organizationId"),
    Versions("serviceCollectionNames", only="name"),
    Versions("serviceCollectionDescriptions", DESCRIPTIONS),
    Items("services", _member()),
    Items("serviceChannels", _member(Scalar(TEXT, "serviceChannelType"))),
    *_STATE,
)


class Described(NamedTuple):
    """A general description with its id."""

    id: UUID
    value: GeneralDescription


def _described(**said: Any) -> Described:
    return Described(said.pop("id"), GeneralDescription(**said))


GENERAL_DESCRIPTION: Final = Shape(
    _described,
    [
        Scalar(GUID, "id"),
        Versions("names", NAMES),
        Versions("descriptions", DESCRIPTIONS),
        *_CLASSES,
        Versions("requirements"),
        *_texts("type", "serviceChargeType"),
        Items("legislation", LAW),
        *_texts("generalDescriptionType", "publishingStatus"),
        Scalar(INSTANT, "modified"),
        Kept("serviceChannels"),
    ],
    required=["id"],
    within="value",
    outside=["id"],
)
