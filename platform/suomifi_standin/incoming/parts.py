"""The parts that bodies are built of. Limits and patterns: API description of 2026, otherwise the server of 2022."""

from typing import Final

from suomifi_standin.incoming import within
from suomifi_standin.incoming.members import Member, Rule, Shape, flag, many, moment, one, text, texts

LANGUAGE = text("language", Rule.LANGUAGE, required=True)
VALUE = text("value", required=True)
CHARGES = ("Chargeable", "FreeOfCharge", "Other")
NAME_TYPES = ("Name", "AlternativeName")
AREA_TYPES = ("Nationwide", "NationwideExceptAlandIslands", "LimitedType")
AREAS = ("Municipality", "Region", "BusinessSubRegion", "HospitalDistrict", "WellbeingServiceCounties")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EXTRAS = (
    "DocumentReceived",
    "GuidanceToOnlineSelfService",
    "LostAndFound",
    "OnlineSelfServicePoint",
    "OnsiteGuidance",
    "OnsiteGuidanceByServiceAuthor",
    "RemoteGuidance",
)
_CLOCK: Final = r"^([0-1][0-9]|[2][0-3]):([0-5][0-9])(:00)?$"
"""Any minute (2026); the server of 2022 took quarters of an hour only."""
_NUMBER: Final = r"^\d+\.?\d*$"
_MUNICIPALITY: Final = r"^[0-9]{1,3}$"

LANGUAGE_ITEM = Shape((VALUE, LANGUAGE))
LOCALIZED = Shape((VALUE, text("type", required=True), LANGUAGE))
NAME_TYPE = Shape((text("type", required=True, one_of=NAME_TYPES), LANGUAGE))
EMAIL = Shape((text("value", required=True, most=100), LANGUAGE, text("description", most=100)))
WEB_PAGE = Shape((text("url", Rule.URL, required=True, most=500), text("value", most=100), LANGUAGE))
LAW = Shape(
    (
        many("names", LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, most=500),
        many("webPages", WEB_PAGE, Rule.ONE_PER_LANGUAGE, required=True),
    )
)
ATTACHMENT = Shape(
    (
        text("name", most=100),
        text("description", Rule.NOT_EMPTY, most=300),
        text("url", Rule.URL, required=True, most=500),
        LANGUAGE,
    )
)
AREA = Shape((text("type", required=True, one_of=AREAS), texts("areaCodes", required=True)), (within.area,))
VOUCHER = Shape(
    (text("value"), LANGUAGE, text("url", Rule.URL, most=500), text("additionalInformation", most=300)),
)
ACCESSIBILITY = Shape(
    (
        text(
            "accessibilityClassificationLevel",
            required=True,
            one_of=("FullyCompliant", "PartiallyCompliant", "NonCompliant", "Unknown"),
        ),
        text("wcagLevel", one_of=("LevelA", "LevelAA", "LevelAAA")),
        text("accessibilityStatementWebPageName", most=100),
        text("accessibilityStatementWebPage", Rule.URL, most=500),
        LANGUAGE,
    )
)


def _note(name: str = "additionalInformation", *, most: int = 150, **said: bool) -> Member:
    return many(name, LANGUAGE_ITEM, Rule.FIVE_LETTERS, Rule.ONE_PER_LANGUAGE, most=most, **said)


E_INVOICING = Shape((text("operatorCode", most=110), text("electronicInvoicingAddress", most=110), _note()))
PRODUCER = Shape(
    (
        text("provisionType", required=True, one_of=("SelfProducedServices", "ProcuredServices", "Other")),
        texts("organizations", Rule.GUID),
        _note(),
    ),
    (within.producer,),
)
EXTRA_TYPE = Shape(
    (text("type", one_of=("Asti",)), text("code", one_of=EXTRAS), many("description", LANGUAGE_ITEM, Rule.FIVE_LETTERS))
)

# --- phones -----------------------------------------------------------------------------------------------------------

_LINE = (
    text("prefixNumber", pattern=r"^\+[0-9]{1,4}$", needed_by=("isFinnishServiceNumber", (None, False))),
    text("number", required=True, pattern=r"^\d{1,20}$"),
    LANGUAGE,
    flag("isFinnishServiceNumber"),
)
_CALL = (
    text("additionalInformation", Rule.NOT_EMPTY, most=300),
    text("serviceChargeType", one_of=CHARGES),
    text("chargeDescription", Rule.NOT_EMPTY, most=300, needed_by=("serviceChargeType", ("Other",))),
)
PHONE_SIMPLE = Shape(_LINE, (within.phone,))
PHONE = Shape((*_LINE, *_CALL), (within.phone,))
PHONE_WITH_TYPE = Shape((*PHONE.members, text("type", required=True, one_of=("Phone", "Sms", "Fax"))), (within.phone,))

# --- addresses --------------------------------------------------------------------------------------------------------

_POSTAL_CODE = text("postalCode", required=True, pattern=r"^\d{5}$")
_STREET = (
    many("street", LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, most=100, required=True),
    text("streetNumber", most=30),
    _POSTAL_CODE,
    text("municipality", pattern=_MUNICIPALITY),
    _note(),
)
STREET = Shape(_STREET, (within.place,))
STREET_WITH_COORDINATES = Shape(
    (*_STREET, text("latitude", pattern=_NUMBER), text("longitude", pattern=_NUMBER)), (within.place, within.street)
)
POST_OFFICE_BOX = Shape(
    (
        many("postOfficeBox", LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, most=100, required=True),
        _POSTAL_CODE,
        text("municipality", pattern=_MUNICIPALITY),
        _note(),
    ),
    (within.place,),
)
OTHER_PLACE = Shape(
    (
        text("latitude", required=True, pattern=_NUMBER),
        text("longitude", required=True, pattern=_NUMBER),
        text("postalCode", pattern=r"^\d{5}$"),
        _note(required=True),
    ),
    (within.place,),
)


def _address(
    types: tuple[str, ...], subtypes: tuple[str, ...], streets: tuple[str, ...], abroad: tuple[str, str]
) -> tuple[Member, ...]:
    """The members that addresses share; `abroad` is the subtype of a foreign one and the member that holds it."""
    subtype, member = abroad
    foreign = many(member, LANGUAGE_ITEM, Rule.FIVE_LETTERS, Rule.ONE_PER_LANGUAGE, most=500,
                   needed_by=("subType", (subtype,)))  # fmt: skip
    return (
        text("type", required=True, one_of=types),
        text("subType", required=True, one_of=subtypes),
        one("postOfficeBoxAddress", POST_OFFICE_BOX, needed_by=("subType", ("PostOfficeBox",))),
        one("streetAddress", STREET_WITH_COORDINATES, needed_by=("subType", streets)),
        foreign,
        text("country", pattern="^[A-Z]{2}$"),
    )


_OTHER = one("otherAddress", OTHER_PLACE, needed_by=("subType", ("Other",)))
ADDRESS_LOCATION = Shape(
    (
        *_address(
            ("Location", "Postal"),
            ("Single", "Street", "PostOfficeBox", "Abroad", "Other"),
            ("Single", "Street"),
            ("Abroad", "locationAbroad"),
        ),
        _OTHER,
    ),
    (within.location_address,),
)
ADDRESS = Shape(
    (
        *_address(
            ("Visiting", "Postal"),
            ("Street", "PostOfficeBox", "Foreign", "Other"),
            ("Street",),
            ("Foreign", "foreignAddress"),
        ),
        _OTHER,
    ),
    (within.organization_address,),
)
ADDRESS_CONTACT = Shape(
    _address(("Postal",), ("Street", "PostOfficeBox", "Abroad"), ("Street",), ("Abroad", "locationAbroad"))
)
ADDRESS_DELIVERY = Shape(
    (
        text("subType", required=True, one_of=("Street", "PostOfficeBox", "NoAddress")),
        one("postOfficeBoxAddress", POST_OFFICE_BOX, needed_by=("subType", ("PostOfficeBox",))),
        one("streetAddress", STREET, needed_by=("subType", ("Street",))),
        many("deliveryAddressInText", LANGUAGE_ITEM, Rule.FIVE_LETTERS, Rule.ONE_PER_LANGUAGE, most=150,
             needed_by=("subType", ("NoAddress",))),
        many("formReceiver", LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, most=100),
    )
)  # fmt: skip

# --- hours and contact details ----------------------------------------------------------------------------------------

OPENING = Shape(
    (
        text("dayFrom", one_of=DAYS),
        text("dayTo", one_of=DAYS),
        text("from", required=True, pattern=_CLOCK),
        text("to", required=True, pattern=_CLOCK),
    )
)
HOURS = Shape(
    (
        text("serviceHourType", required=True, one_of=("DaysOfTheWeek", "Exceptional", "OverMidnight")),
        moment("validFrom"),
        moment("validTo"),
        flag("isClosed"),
        flag("validForNow"),
        flag("isAlwaysOpen"),
        flag("isReservation"),
        many("additionalInformation", LANGUAGE_ITEM, most=150),
        many("openingHour", OPENING),
    ),
    (within.hours,),
)
CONTACT_DETAILS = Shape(
    (
        many("emails", LANGUAGE_ITEM, Rule.EMAIL),
        many("phoneNumbers", PHONE),
        many("faxNumbers", PHONE_SIMPLE),
        many("webPages", WEB_PAGE),
        many("addresses", ADDRESS_CONTACT),
    )
)
