"""Organisations, collections and general descriptions, as version 12 has them."""

from typing import Any, Final

from catalogue import parts
from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v12.codecs import (
    CHARGE,
    GUID,
    SERVICE_TYPE,
    TEXT,
    read_guid,
)
from catalogue.dialects.ptv_v12.contacts import (
    EMAIL_WITH_DESCRIPTION,
    WEB_PAGE,
    Laws,
    phones,
)
from catalogue.dialects.ptv_v12.fields import (
    Items,
    ItemsOfLanguage,
    Kept,
    Keywords,
    Single,
    Text,
    Texts,
)
from catalogue.dialects.ptv_v12.members import (
    ALTERNATIVE_NAME,
    CHARGE_INFORMATION,
    DESCRIPTION,
    INDUSTRIAL_CLASSES,
    LIFE_EVENTS,
    MIGRATED_AT,
    NAME,
    ONTOLOGY_TERMS,
    PRIMARY_NAME,
    PUBLISHED_AT,
    SERVICE_CLASSES,
    SUMMARY,
    TARGET_GROUPS,
    made,
)
from catalogue.dialects.ptv_v12.places import (
    STREET,
    Areas,
    OwnArea,
    Places,
    contact_places,
    visiting_places,
)
from catalogue.dialects.ptv_v12.shape import Field, Members, Shape
from catalogue.services import values

_INVOICING: Final = Shape(
    parts.ElectronicInvoicing,
    Single("address", "electronic_invoicing_address"),
    Single("intermediatorCode", "operator_code"),
    Texts("additionalInformation", "additional_information"),
)


def _organization(area: Field) -> Shape:
    return Shape(
        made(values.Organization),
        MIGRATED_AT,
        Single("parentOrganizationContentId", "parent_organization_id", GUID),
        NAME,
        ALTERNATIVE_NAME,
        PRIMARY_NAME,
        DESCRIPTION,
        SUMMARY,
        ItemsOfLanguage("contactEmails", "emails", EMAIL_WITH_DESCRIPTION),
        ItemsOfLanguage("contactWebPages", "web_pages", WEB_PAGE),
        phones("contactPhoneNumbers", typed=False),
        Single("businessId", "business_code"),
        Single("oid", "oid"),
        Items("eInvoiceAddresses", "electronic_invoicings", _INVOICING),
        PUBLISHED_AT,
        Places("contactAddresses", "Postal", contact_places("Foreign")),
        Places("location", "Visiting", visiting_places("Street", "Foreign", STREET)),
        Single("organizationType", "organization_type"),
        area,
        thing=True,
    )


ORGANIZATION: Final = _organization(Areas())
MUNICIPALITY: Final = _organization(OwnArea())


# --- collections and general descriptions -----------------------------------------------------------------------------


class _Members:
    """The services and channels of a collection, in one list of the wire; search leaves it out (reference 5.6)."""

    localized = False
    empty = list
    wire = "items"

    def read(self, raw: Any) -> Members:
        found: Members = {}
        for item in raw if type(raw) is list else ():
            key = read_guid(item.get("contentId")) if type(item) is dict and len(item) == 2 else None
            member = _MEMBERS.get(item["itemType"]) if key and type(item.get("itemType")) is str else None
            if key is not None and member is not None:
                found.setdefault(member, []).append(values.CollectionMember(id=key))
        return found

    def write(self, value: values.ServiceCollection) -> Any:
        return [
            {"itemType": word, "contentId": str(each.id)}
            for word, member in _MEMBERS.items()
            for each in getattr(value, member)
        ]


_MEMBERS: Final = {"Service": "services", "Channel": "service_channels"}

SERVICE_COLLECTION: Final = Shape(
    made(values.ServiceCollection),
    MIGRATED_AT,
    Single("organizationContentId", "organization_id", GUID),
    NAME,
    SUMMARY,
    DESCRIPTION,
    _Members(),
    thing=True,
)


class _Types:
    """Whom a general description is for: several on the wire, the first of them ours."""

    localized = False
    empty = list
    wire = "generalDescriptionTypes"

    def read(self, raw: Any) -> Members:
        word = next(filter(TEXT.read, raw), None) if type(raw) is list else None
        return {} if word is None else {"general_description_type": word}

    def write(self, value: GeneralDescription) -> Any:
        return [value.general_description_type] if value.general_description_type else []


GENERAL_DESCRIPTION: Final = Shape(
    made(GeneralDescription),
    MIGRATED_AT,
    Single("chargeType", "service_charge_type", CHARGE),
    _Types(),
    INDUSTRIAL_CLASSES,
    LIFE_EVENTS,
    ONTOLOGY_TERMS,
    Kept("organizationContentId"),
    SERVICE_CLASSES,
    TARGET_GROUPS,
    PUBLISHED_AT,
    Single("serviceType", "type", SERVICE_TYPE),
    Text("backgroundDescription", "background_description"),
    CHARGE_INFORMATION,
    Text("conditions", "requirements"),
    DESCRIPTION,
    Keywords(),
    Laws(),
    NAME,
    Text("userInstructions", "user_instruction"),
    Text("processingTimeAdditionalInformation", "processing_time"),
    Text("deadlineAdditionalInformation", "dead_line"),
    Text("validityTimeAdditionalInformation", "validity_time"),
    thing=True,
)
