"""The bodies of organisations, services and collections: API description of 2026, otherwise the server of 2022."""

from typing import Final

from suomifi_standin.documents import SERVICE_TYPES
from suomifi_standin.incoming import parts
from suomifi_standin.incoming.members import NEW_STATUS, Body, Member, Rule, Shape, flag, many, moment, text, texts

SOURCE_ID = text("sourceId", pattern="^[A-Za-z0-9-.]*$")
STATUS = text("publishingStatus", required=True, one_of=NEW_STATUS)
VALIDITY = (moment("validFrom", Rule.FUTURE), moment("validTo", Rule.FUTURE))
LONG: Final = 5000
"""Descriptions and requirements (2026; 2500 in 2022)."""
SUMMARY: Final = 150


def guid(name: str, *, required: bool = False) -> Member:
    return text(name, Rule.GUID, required=required)


def guids(name: str) -> Member:
    return texts(name, Rule.GUID)


def descriptions(name: str, *, required: bool, must_have: tuple[str, ...] = ()) -> Member:
    """Summary and Description, as channels, organisations and collections have them."""
    return many(
        name,
        parts.LOCALIZED,
        Rule.FIVE_LETTERS,
        Rule.ONE_PER_TYPE_AND_LANGUAGE,
        required=required,
        one_of=("Description", "Summary"),
        most_by_type={"Summary": SUMMARY, "Description": LONG},
        must_have=must_have,
    )


def names(name: str, *, required: bool, most: int | None = None) -> Member:
    """Names with types."""
    rule = Rule.ONE_PER_TYPE_AND_LANGUAGE
    return many(name, parts.LOCALIZED, rule, required=required, most=most, one_of=parts.NAME_TYPES, must_have=("Name",))


AREAS = (
    text("areaType", one_of=parts.AREA_TYPES),
    many("areas", parts.AREA, needed_by=("areaType", ("LimitedType",))),
)

ONTOLOGY: Final = r"^http://www\.yso\.fi/onto/[a-z]*/p[0-9]{1,5}$"

SERVICE = Body(
    shape=Shape(
        (
            SOURCE_ID,
            guid("generalDescriptionId"),
            text(
                "type",
                one_of=SERVICE_TYPES,
                needed_by=("deleteGeneralDescriptionId", (True,)),
            ),
            text("fundingType", one_of=("PubliclyFunded", "MarketFunded"), required=True),
            names("serviceNames", required=False, most=100),
            text("serviceChargeType", one_of=("Chargeable", "FreeOfCharge")),
            text("areaType", one_of=parts.AREA_TYPES, required=True),
            AREAS[1],
            many(
                "serviceDescriptions",
                parts.LOCALIZED,
                Rule.FIVE_LETTERS,
                Rule.ONE_PER_TYPE_AND_LANGUAGE,
                required=True,
                one_of=(
                    "Description",
                    "Summary",
                    "UserInstruction",
                    "ValidityTime",
                    "ProcessingTime",
                    "DeadLine",
                    "ChargeTypeAdditionalInfo",
                    "ServiceType",
                ),
                most=500,
                most_by_type={"Description": LONG, "UserInstruction": LONG, "Summary": SUMMARY},
                must_have=("Summary",),
            ),
            texts("languages", pattern="^[a-z-]*$", required=True),
            texts("serviceClasses"),
            texts("ontologyTerms", pattern=ONTOLOGY),
            texts("targetGroups"),
            texts("lifeEvents"),
            texts("industrialClasses"),
            many("legislation", parts.LAW),
            many("keywords", parts.LANGUAGE_ITEM, most=150),
            many("requirements", parts.LANGUAGE_ITEM, Rule.FIVE_LETTERS, Rule.ONE_PER_LANGUAGE, most=LONG),
            guids("otherResponsibleOrganizations"),
            flag("serviceVouchersInUse"),
            many("serviceProducers", parts.PRODUCER, required=True),
            many("serviceVouchers", parts.VOUCHER),
            STATUS,
            guids("serviceChannels"),
            guid("mainResponsibleOrganization", required=True),
            *VALIDITY,
            *map(flag, ("deleteGeneralDescriptionId", "deleteServiceChargeType")),
        )
    ),
    only_new=frozenset({"serviceChannels"}),
    keeps=frozenset({"serviceDescriptions"}),
    flags={
        "deleteAllLifeEvents": "lifeEvents",
        "deleteAllIndustrialClasses": "industrialClasses",
        "deleteAllLaws": "legislation",
        "deleteAllKeywords": "keywords",
        "deleteServiceChargeType": "serviceChargeType",
        "deleteGeneralDescriptionId": "generalDescriptionId",
    },
)

ORGANIZATION_TYPES = ("State", "Municipality", "RegionalOrganization", "Organization", "Company")
ORGANIZATION = Body(
    shape=Shape(
        (
            SOURCE_ID,
            text("oid", pattern=r"^\d+(\.\d+){6}$", most=100),
            text("municipality", pattern="^[0-9]{1,3}$", needed_by=("organizationType", ("Municipality",))),
            text("organizationType", one_of=ORGANIZATION_TYPES, required=True),
            text("businessCode", pattern="^[0-9]{7}-[0-9]{1}$"),
            text("businessName"),
            names("organizationNames", required=True),
            many("displayNameType", parts.NAME_TYPE, required=True),
            text(
                "areaType",
                one_of=parts.AREA_TYPES,
                needed_by=("organizationType", tuple(kind for kind in ORGANIZATION_TYPES if kind != "Municipality")),
            ),
            text("subAreaType", one_of=parts.AREAS, needed_by=("areaType", ("LimitedType",))),
            texts("areas", needed_by=("areaType", ("LimitedType",))),
            descriptions("organizationDescriptions", required=True),
            many("emails", parts.EMAIL, Rule.EMAIL, most=100),
            many("phoneNumbers", parts.PHONE),
            many("webPages", parts.WEB_PAGE),
            many("addresses", parts.ADDRESS),
            many("electronicInvoicings", parts.E_INVOICING),
            STATUS,
            guid("parentOrganizationId"),
            *VALIDITY,
        )
    ),
    flags={
        "deleteAllEmails": "emails",
        "deleteAllPhones": "phoneNumbers",
        "deleteAllWebPages": "webPages",
        "deleteAllAddresses": "addresses",
        "deleteAllElectronicInvoicings": "electronicInvoicings",
    },
)

COLLECTION = Body(
    shape=Shape(
        (
            SOURCE_ID,
            guid("organizationId", required=True),
            many("serviceCollectionNames", parts.LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, required=True, most=100),
            descriptions("serviceCollectionDescriptions", required=False),
            guids("services"),
            guids("serviceChannels"),
            STATUS,
        )
    ),
    flags={"deleteAllServices": "services", "deleteAllChannels": "serviceChannels"},
)

GENERAL_DESCRIPTION = Body(
    shape=Shape(
        (
            names("names", required=True, most=100),
            many(
                "descriptions",
                parts.LOCALIZED,
                Rule.ONE_PER_TYPE_AND_LANGUAGE,
                required=True,
                one_of=(
                    "Description",
                    "Summary",
                    "BackgroundDescription",
                    "UserInstruction",
                    "ChargeTypeAdditionalInfo",
                    "DeadLine",
                    "ProcessingTime",
                    "ValidityTime",
                    "GeneralDescriptionTypeAdditionalInformation",
                ),
                most=LONG,
                most_by_type={"Summary": SUMMARY},
            ),
            texts("serviceClasses", required=True),
            texts("ontologyTerms", pattern=ONTOLOGY, required=True),
            texts("targetGroups", required=True),
            texts("lifeEvents"),
            texts("industrialClasses"),
            many("requirements", parts.LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, most=LONG),
            text("type", one_of=SERVICE_TYPES),
            text("serviceChargeType", one_of=("Chargeable", "FreeOfCharge")),
            many("legislation", parts.LAW),
            text("generalDescriptionType", one_of=("Municipality", "BusinessSubregion", "Church"), required=True),
            STATUS,
        )
    ),
    flags={
        "deleteAllLifeEvents": "lifeEvents",
        "deleteAllIndustrialClasses": "industrialClasses",
        "deleteAllLaws": "legislation",
        "deleteServiceChargeType": "serviceChargeType",
    },
)
"""Of the short texts (times, charges) no limit is told."""
