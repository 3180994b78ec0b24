"""The bodies of the five types of channel: API description of 2026, otherwise the server of 2022."""

from collections.abc import Iterator, Mapping

from suomifi_standin.documents import Document
from suomifi_standin.incoming import parts
from suomifi_standin.incoming.bodies import (
    AREAS,
    SOURCE_ID,
    STATUS,
    VALIDITY,
    descriptions,
    guid,
    guids,
    names,
)
from suomifi_standin.incoming.members import Body, Complaint, Member, Rule, Shape, flag, many, text, texts

_ONLY_NEW = frozenset({"services"})


def _names(most: int) -> Member:
    """Names without types: 300 letters for e-services and phones (2026), 100 for the others (stated or doubtful)."""
    return many("serviceChannelNames", parts.LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, required=True, most=most)


def _head(name: Member) -> tuple[Member, ...]:
    both = ("Summary", "Description")
    return (
        SOURCE_ID,
        descriptions("serviceChannelDescriptions", required=True, must_have=both),
        guid("organizationId", required=True),
        name,
        *AREAS,
        texts("languages", pattern="^[a-z-]*$", required=True),
    )


_TAIL = (STATUS, flag("isVisibleForAll"), guids("services"), *VALIDITY)
_EMAILS = many("supportEmails", parts.LANGUAGE_ITEM, Rule.EMAIL, most=100)
_PHONES = many("supportPhones", parts.PHONE)
_ATTACHMENTS = many("attachments", parts.ATTACHMENT)
_HOURS = many("serviceHours", parts.HOURS)


def _page(*, required: bool) -> Member:
    rules = (Rule.URL, Rule.ONE_PER_LANGUAGE)
    return many("webPage", parts.LANGUAGE_ITEM, *rules, most=500, required=required)


_ACCESSIBILITY = many("accessibilityClassification", parts.ACCESSIBILITY, Rule.ONE_PER_LANGUAGE, required=True)


def places(body: Document) -> Iterator[Complaint]:
    """A location abroad stands alone."""
    subtypes = {each["subType"] for each in body.get("addresses") or () if each["type"] == "Location"}
    if "Abroad" in subtypes and len(subtypes) > 1:
        yield "Addresses", "Abroad locations cannot be given together with other locations."


E_CHANNEL = Body(
    shape=Shape(
        (
            *_head(_names(300)),
            text("signatureQuantity", pattern=r"^[1-9]\d*$", needed_by=("requiresSignature", (True,))),
            flag("requiresSignature"),
            flag("requiresAuthentication", required=True),
            _page(required=True),
            _ATTACHMENTS,
            _PHONES,
            _EMAILS,
            _HOURS,
            _ACCESSIBILITY,
            *_TAIL,
        )
    ),
    only_new=_ONLY_NEW,
    always=frozenset({"publishingStatus", "requiresAuthentication"}),
    flags={
        "deleteAllAttachments": "attachments",
        "deleteAllServiceHours": "serviceHours",
        "deleteAllSupportEmails": "supportEmails",
        "deleteAllSupportPhones": "supportPhones",
    },
)
WEB_PAGE = Body(
    shape=Shape((*_head(_names(100)), _page(required=True), _PHONES, _EMAILS, _ACCESSIBILITY, *_TAIL)),
    only_new=_ONLY_NEW,
    flags={"deleteAllSupportEmails": "supportEmails", "deleteAllSupportPhones": "supportPhones"},
)
PHONE = Body(
    shape=Shape(
        (
            *_head(_names(300)),
            many("phoneNumbers", parts.PHONE_WITH_TYPE),
            _page(required=False),
            _EMAILS,
            _HOURS,
            *_TAIL,
        )
    ),
    only_new=_ONLY_NEW,
    flags={"deleteAllWebPages": "webPage", "deleteAllServiceHours": "serviceHours"},
)
PRINTABLE_FORM = Body(
    shape=Shape(
        (
            *_head(_names(100)),
            many("formIdentifier", parts.LANGUAGE_ITEM, Rule.ONE_PER_LANGUAGE, most=100),
            many("deliveryAddresses", parts.ADDRESS_DELIVERY),
            many(
                "channelUrls",
                parts.LOCALIZED,
                Rule.URL,
                most=500,
                one_of=("PDF", "DOC", "Excel", "rtf", "odt"),
                required=True,
            ),
            _PHONES,
            _ATTACHMENTS,
            _EMAILS,
            *_TAIL,
        )
    ),
    only_new=_ONLY_NEW,
    flags={
        "deleteAllDeliveryAddresses": "deliveryAddresses",
        "deleteAllChannelUrls": "channelUrls",
        "deleteAllAttachments": "attachments",
        "deleteAllFormIdentifiers": "formIdentifier",
        "deleteAllSupportEmails": "supportEmails",
        "deleteAllSupportPhones": "supportPhones",
    },
)
SERVICE_LOCATION = Body(
    shape=Shape(
        (
            *_head(names("serviceChannelNames", required=True, most=100)),
            text("oid", pattern="^[A-Za-z0-9.-]*$"),
            many("displayNameType", parts.NAME_TYPE, required=True),
            many("emails", parts.LANGUAGE_ITEM, Rule.EMAIL, most=100),
            many("faxNumbers", parts.PHONE_SIMPLE),
            many("phoneNumbers", parts.PHONE),
            many("webPages", parts.WEB_PAGE),
            many("addresses", parts.ADDRESS_LOCATION, required=True, must_have=("Location",)),
            _HOURS,
            *_TAIL,
        ),
        (places,),
    ),
    only_new=_ONLY_NEW,
    keeps=frozenset({"addresses"}),
    flags={
        "deleteAllEmails": "emails",
        "deleteAllPhoneNumbers": "phoneNumbers",
        "deleteAllFaxNumbers": "faxNumbers",
        "deleteAllWebPages": "webPages",
        "deleteAllServiceHours": "serviceHours",
    },
)

BODIES: Mapping[str, Body] = {
    "EChannel": E_CHANNEL,
    "WebPage": WEB_PAGE,
    "PrintableForm": PRINTABLE_FORM,
    "Phone": PHONE,
    "ServiceLocation": SERVICE_LOCATION,
}
