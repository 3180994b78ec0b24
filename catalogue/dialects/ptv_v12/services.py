"""Services and their connections, as version 12 has them."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from catalogue import parts
from catalogue.dialects.ptv_v12.codecs import (
    CHARGE,
    GUID,
    SERVICE_TYPE,
    read_guid,
)
from catalogue.dialects.ptv_v12.contacts import (
    EMAIL,
    WEB_PAGE_OF_PAIR,
    Laws,
    Vouchers,
    faxes,
    phones,
)
from catalogue.dialects.ptv_v12.fields import (
    ItemsOfLanguage,
    Keywords,
    Single,
    Text,
    Texts,
)
from catalogue.dialects.ptv_v12.hours import Hours
from catalogue.dialects.ptv_v12.members import (
    ALTERNATIVE_NAME,
    CHARGE_INFORMATION,
    DESCRIPTION,
    INDUSTRIAL_CLASSES,
    LIFE_EVENTS,
    MIGRATED_AT,
    NAME,
    ONTOLOGY_TERMS,
    PUBLISHED_AT,
    SERVICE_CLASSES,
    SERVICE_LANGUAGES,
    SUMMARY,
    TARGET_GROUPS,
    made,
)
from catalogue.dialects.ptv_v12.places import (
    Areas,
    Places,
    contact_places,
)
from catalogue.dialects.ptv_v12.shape import Members, Shape
from catalogue.parts import LanguageVersion
from catalogue.services import values


class _Responsible:
    """The organisation that is responsible for a service."""

    localized = False
    empty = None
    wire = "organizationContentId"

    def read(self, raw: Any) -> Members:
        key = read_guid(raw)
        return {} if key is None else {"organizations": [_part(key, "Responsible")]}

    def write(self, value: values.Service) -> Any:
        return next(iter(_ids(value, "Responsible")), None)


class _OtherResponsible:
    """The other organisations that are responsible for a service."""

    localized = False
    empty = list
    wire = "otherResponsibleOrganizations"

    def read(self, raw: Any) -> Members:
        keys = [read_guid(each) for each in raw] if type(raw) is list else []
        found = [_part(key, "OtherResponsible") for key in keys if key]
        return {"organizations": found} if found else {}

    def write(self, value: values.Service) -> Any:
        return _ids(value, "OtherResponsible")


class _Producers:
    """Who produces a service: organisations of the register, and others by name, by how it is produced."""

    localized = False
    empty = None
    wire = "producers"

    def read(self, raw: Any) -> Members:
        found: list[parts.ServiceOrganization] = []
        for wire, provision in _PROVISIONS.items():
            group = raw.get(wire) if type(raw) is dict else None
            if type(group) is not dict:
                continue
            keys = [read_guid(each) for each in _listed(group, "organizations")]
            found += [_part(key, "Producer", provision) for key in keys if key]
            for other in _listed(group, "other") if wire != _OWN_WORK else ():
                named = _OTHER_PRODUCER.read(other)
                if named is not None:
                    found.append(msgspec.structs.replace(named, role_type="Producer", provision_type=provision))
        return {"organizations": found} if found else {}

    def write(self, value: values.Service) -> Any:
        return {wire: self._group(value, provision) for wire, provision in _PROVISIONS.items()}

    def _group(self, value: values.Service, provision: str) -> dict[str, Any]:
        group: dict[str, Any] = {"organizations": _ids(value, "Producer", provision)}
        if provision != _PROVISIONS[_OWN_WORK]:
            group["other"] = [
                _OTHER_PRODUCER.write(each)
                for each in value.organizations
                if (each.role_type, each.provision_type) == ("Producer", provision)
                and (each.additional_information or each.remainder)
            ]
        return group


_OWN_WORK: Final = "selfProducedProducers"
_PROVISIONS: Final = {
    _OWN_WORK: "SelfProducedServices",
    "procuredProducers": "ProcuredServices",
    "otherProducers": "Other",
}
_OTHER_PRODUCER: Final = Shape(parts.ServiceOrganization, Texts("name", "additional_information"))


def _part(key: UUID, role: str, provision: str | None = None) -> parts.ServiceOrganization:
    return parts.ServiceOrganization(organization=parts.Reference(id=key), role_type=role, provision_type=provision)


def _ids(value: values.Service, role: str, provision: str | None = None) -> list[str]:
    return [
        str(each.organization.id)
        for each in value.organizations
        if each.organization is not None
        and each.role_type == role
        and (provision is None or each.provision_type == provision)
    ]


def _listed(raw: Any, name: str) -> list[Any]:
    listed = raw.get(name) if type(raw) is dict else None
    return listed if type(listed) is list else []


SERVICE: Final = Shape(
    made(values.Service),
    MIGRATED_AT,
    _Responsible(),
    Single("generalDescriptionContentId", "general_description_id", GUID),
    TARGET_GROUPS,
    INDUSTRIAL_CLASSES,
    LIFE_EVENTS,
    ONTOLOGY_TERMS,
    SERVICE_CLASSES,
    _Producers(),
    _OtherResponsible(),
    Single("chargeType", "service_charge_type", CHARGE),
    Single("fundingType", "funding_type"),
    SERVICE_LANGUAGES,
    Areas(),
    PUBLISHED_AT,
    Single("serviceType", "type", SERVICE_TYPE),
    NAME,
    ALTERNATIVE_NAME,
    SUMMARY,
    DESCRIPTION,
    Text("userInstructions", "user_instruction"),
    Text("conditions", "requirements"),
    Laws(),
    Keywords(),
    Vouchers(),
    CHARGE_INFORMATION,
    Text("processingTimeAdditionalInformation", "processing_time"),
    Text("deadlineAdditionalInformation", "dead_line"),
    Text("validityTimeAdditionalInformation", "validity_time"),
    thing=True,
)


# --- connections ------------------------------------------------------------------------------------------------------

_CONTACTS: Final = ("emails", "phone_numbers", "web_pages", "addresses")


def _end(**said: Any) -> values.ConnectionEnd:
    contacts = {name: said.pop(name) for name in _CONTACTS if name in said}
    versions = said.pop("language_versions", {})
    modified = said.pop("modified", None)
    connection = values.Connection(
        language_versions={language: LanguageVersion(**texts) for language, texts in versions.items()},
        contact_details=parts.ContactDetails(**contacts) if contacts else None,
        **said,
    )
    return values.ConnectionEnd(other=NOBODY, modified=modified, connection=connection)


NOBODY: Final = parts.Reference(id=UUID(int=0))
"""The other end until it is known from which end the connection is looked at."""


class _Pair(NamedTuple):
    """A connection as its fields are written: all in one place, and nothing where it has no contacts."""

    modified: datetime | None
    service_charge_type: str | None
    language_versions: dict[str, LanguageVersion]
    service_hours: list[parts.ServiceHour]
    emails: list[parts.Email]
    phone_numbers: list[parts.Phone]
    web_pages: list[parts.WebPage]
    addresses: list[parts.Address]


def _pair(end: values.ConnectionEnd) -> _Pair:
    said = end.connection
    contacts = said.contact_details or parts.ContactDetails()
    return _Pair(
        end.modified,
        said.service_charge_type,
        said.language_versions,
        said.service_hours,
        contacts.emails,
        contacts.phone_numbers,
        contacts.web_pages,
        contacts.addresses,
    )


CONNECTION: Final = Shape(
    _end,
    MIGRATED_AT,
    Places("contactAddresses", "Postal", contact_places("Abroad")),
    Single("chargeType", "service_charge_type", CHARGE),
    Hours(),
    CHARGE_INFORMATION,
    DESCRIPTION,
    phones("contactPhoneNumbers"),
    faxes("contactFaxNumbers"),
    ItemsOfLanguage("contactEmails", "emails", EMAIL),
    ItemsOfLanguage("contactWebPages", "web_pages", WEB_PAGE_OF_PAIR),
    PUBLISHED_AT,
    thing=True,
    seen=_pair,
)
