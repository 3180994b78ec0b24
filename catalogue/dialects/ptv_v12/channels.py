"""The five kinds of service channels, as version 12 has them."""

from typing import Any, Final

from catalogue import parts
from catalogue.dialects.ptv_v12.codecs import (
    CHANNEL_TYPE,
    GUID,
    TEXT,
    Codec,
)
from catalogue.dialects.ptv_v12.contacts import (
    ATTACHMENT,
    EMAIL,
    FORM_FILE,
    TELEPHONE,
    WEB_ADDRESS,
    WEB_PAGE,
    faxes,
    phones,
)
from catalogue.dialects.ptv_v12.fields import (
    ItemsOfLanguage,
    Kept,
    OneOfLanguage,
    Single,
    Text,
    by_language,
)
from catalogue.dialects.ptv_v12.hours import Hours
from catalogue.dialects.ptv_v12.members import (
    ALTERNATIVE_NAME,
    DESCRIPTION,
    MIGRATED_AT,
    NAME,
    PRIMARY_NAME,
    PUBLISHED_AT,
    SERVICE_LANGUAGES,
    SUMMARY,
    made,
)
from catalogue.dialects.ptv_v12.places import (
    STREET_WITH_ACCESSIBILITY,
    Areas,
    Deliveries,
    Places,
    contact_places,
    visiting_places,
)
from catalogue.dialects.ptv_v12.shape import Field, Members, Shape
from catalogue.services import values
from catalogue.text import LANGUAGES


class _Signature:
    """Whether an electronic channel must be signed, and by how many."""

    localized = False
    empty = None
    wire = "electronicSignature"

    def read(self, raw: Any) -> Members:
        match raw:
            case {"type": "NotRequired"}:
                return {"requires_signature": False}
            case {"type": "Required", "numberOfRequiredSignatures": int() as number}:
                return {"requires_signature": True, "signature_quantity": number}
            case {"type": "Required"}:
                return {"requires_signature": True}
        return {}

    def write(self, value: values.ServiceChannel) -> Any:
        if value.requires_signature is None:
            return None
        if not value.requires_signature:
            return {"type": "NotRequired"}
        return {"type": "Required", "numberOfRequiredSignatures": value.signature_quantity}


_IDENTIFICATION: Final = Single(
    "electronicIdentification",
    "requires_authentication",
    Codec(
        lambda raw: {"Required": True, "NotRequired": False}.get(raw) if type(raw) is str else None,
        lambda required: "Required" if required else "NotRequired",
    ),
)


class _Accessibility:
    """How accessible an electronic channel is, by language."""

    localized = True
    empty = None
    wire = "accessibilityClassificationLevel"

    def read(self, raw: Any) -> Members:
        found = [
            parts.AccessibilityClassification(accessibility_classification_level=word, language=language)
            for language in LANGUAGES
            if (word := TEXT.read(raw.get(language))) is not None
        ]
        return {"accessibility_classification": found} if found else {}

    def write(self, value: values.ServiceChannel) -> Any:
        return {
            language: those[0].accessibility_classification_level
            for language, those in by_language(value.accessibility_classification).items()
        }


_WEB_ADDRESS: Final = OneOfLanguage("webAddress", "web_pages", WEB_ADDRESS)
_ATTACHMENTS: Final = ItemsOfLanguage("attachmentLinks", "attachments", ATTACHMENT)
_SUPPORT_EMAILS: Final = ItemsOfLanguage("supportEmails", "support_emails", EMAIL)
_SUPPORT_PHONES: Final = phones("supportPhoneNumbers", "support_phones", typed=False)


def _channel(*own: Field) -> Shape:
    return Shape(
        made(values.ServiceChannel),
        MIGRATED_AT,
        Single("organizationContentId", "organization_id", GUID),
        Kept("allowedConnectionType"),
        SERVICE_LANGUAGES,
        Areas(),
        PUBLISHED_AT,
        Single("serviceChannelType", "service_channel_type", CHANNEL_TYPE),
        NAME,
        SUMMARY,
        DESCRIPTION,
        *own,
        thing=True,
    )


CHANNELS: Final = {
    "EService": _channel(
        _Accessibility(),
        _WEB_ADDRESS,
        _ATTACHMENTS,
        _SUPPORT_EMAILS,
        _SUPPORT_PHONES,
        _Signature(),
        _IDENTIFICATION,
        Hours(),
    ),
    "TelephoneService": _channel(
        _WEB_ADDRESS,
        _SUPPORT_EMAILS,
        ItemsOfLanguage("phoneNumbers", "phone_numbers", TELEPHONE),
        Hours(),
    ),
    "PrintableForm": _channel(
        _ATTACHMENTS,
        _SUPPORT_EMAILS,
        _SUPPORT_PHONES,
        Text("formIdentifier", "form_identifier"),
        ItemsOfLanguage("formFiles", "channel_urls", FORM_FILE),
        Deliveries(),
    ),
    "ServiceLocation": _channel(
        ALTERNATIVE_NAME,
        PRIMARY_NAME,
        ItemsOfLanguage("contactEmails", "emails", EMAIL),
        faxes("contactFaxNumbers"),
        ItemsOfLanguage("contactWebPages", "web_pages", WEB_PAGE),
        phones("contactPhoneNumbers"),
        Places("location", "Location", visiting_places("Single", "Abroad", STREET_WITH_ACCESSIBILITY)),
        Places("contactAddresses", "Postal", contact_places("Abroad")),
        Hours(),
    ),
    "WebPage": _channel(_Accessibility(), _WEB_ADDRESS, _SUPPORT_EMAILS, _SUPPORT_PHONES),
}
