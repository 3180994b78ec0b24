"""What only one of the two versions can say: the table by which both are held against each other (pure data).

Source: PTV Open API v12, sections 9 and 10. A member that is named here is left out when a thing read by version 11 is
compared with the same thing read by version 12; what is not named must be equal.
"""

from typing import Final, NamedTuple

from catalogue import parts
from catalogue.services import values


class Difference(NamedTuple):
    """A member of ours that version 12 has no place for, and what became of it."""

    of: type
    member: str
    why: str


_NO_MEMBER: Final = "version 12 has no such member"
_BARE: Final = "version 12 has bare codes, URIs and ids; names are in its reference lists"
_OURS: Final = "ours: the register has none"

ONLY_IN_V11: Final = (
    Difference(values.Thing, "source_id", "shown to nobody when reading version 12"),
    Difference(values.Thing, "publishing_status", "version 12 shows published content only, and says no state"),
    Difference(values.Organization, "organization_root_id", _NO_MEMBER),
    Difference(values.Organization, "business_name", _NO_MEMBER),
    Difference(values.Organization, "services", "asked for by search in version 12"),
    Difference(values.Organization, "sub_organizations", "in the hierarchy of version 12"),
    Difference(values.Service, "sub_type", _NO_MEMBER),
    Difference(values.Service, "responsible_sote_organization", _NO_MEMBER),
    Difference(values.Service, "service_collections", "read from the collections in version 12"),
    Difference(values.Service, "fees", _OURS),
    Difference(values.ServiceChannel, "oid", _NO_MEMBER),
    Difference(values.ServiceChannel, "ontology_terms", _NO_MEMBER),
    Difference(values.ServiceChannel, "responsible_sote_organization", _NO_MEMBER),
    Difference(values.ServiceChannel, "service_collections", "read from the collections in version 12"),
    Difference(values.ServiceCollection, "modified", "collections have no publishedAt"),
    Difference(values.CollectionMember, "language_versions", _BARE),
    Difference(values.CollectionMember, "service_channel_type", _BARE),
    Difference(values.Connection, "extra_types", "version 12 dropped the tasks of the ASTI register"),
    Difference(values.Connection, "digital_authorizations", _NO_MEMBER),
    Difference(values.Connection, "fees", _OURS),
    Difference(parts.Reference, "name", _BARE),
    Difference(parts.Classification, "name", _BARE),
    Difference(parts.Classification, "description", _BARE),
    Difference(parts.Classification, "ontology_type", _BARE),
    Difference(parts.Classification, "parent_id", _BARE),
    Difference(parts.Classification, "parent_uri", _BARE),
    Difference(parts.Classification, "new_parent_uri", _BARE),
    Difference(parts.Municipality, "name", _BARE),
    Difference(parts.Area, "name", _BARE),
    Difference(parts.StreetAddress, "post_office", "in the reference list of postal codes"),
    Difference(parts.StreetAddress, "municipality", _NO_MEMBER),
    Difference(parts.PostOfficeBoxAddress, "post_office", "in the reference list of postal codes"),
    Difference(parts.PostOfficeBoxAddress, "municipality", _NO_MEMBER),
    Difference(parts.OtherAddress, "post_office", "in the reference list of postal codes"),
    Difference(parts.Address, "entrances", "version 12 has the accessibility register's id of the service point"),
    Difference(parts.Attachment, "type", _NO_MEMBER),
    Difference(parts.AccessibilityClassification, "wcag_level", _NO_MEMBER),
    Difference(parts.AccessibilityClassification, "accessibility_statement_web_page", _NO_MEMBER),
    Difference(parts.AccessibilityClassification, "accessibility_statement_web_page_name", _NO_MEMBER),
    Difference(parts.LanguageVersion, "service_type", _NO_MEMBER),
    Difference(parts.LanguageVersion, "general_description_type_additional_information", _NO_MEMBER),
)

SAID_OTHERWISE: Final = {
    "areas": "hospital districts and sub-regions are said in municipalities",
    "area_type, areas, municipality of organisations": "that of a municipality is the municipality itself",
    "addresses": "only foreign ones have a country; coordinates only where their state can be relied on",
    "delivery_addresses": "they have coordinates in version 12 only",
    "accessibility_classification, web_pages of electronic channels and phones": "one in each language",
    "web_pages of printable forms; service_hours of web pages and printable forms": "version 12 has none there",
    "phone_numbers": "a Finnish number is domestic, with its 0 (reference v12, 10); messages: phone channels only",
    "modified": "to the millisecond",
    "organizations": "of a service one is responsible; producers of its own work are organisations of the register",
    "processing_time, dead_line, validity_time": "only of permits and qualifications",
    "service_vouchers": "none where they are not in use",
    "legislation": "the links of each language by themselves: which of them are of one law is not said",
    "service_hours": "days instead of instants, one entry for each day; over midnight, each span by itself",
    "modified of connections": "the pair's own in version 12, one for each end in version 11",
    "empty texts, parts without content, parts without a content language": "said by neither",
}
"""What both say, in other forms, and how `comparable` brings these together."""

ONLY_IN_V12: Final = {
    "migratedAt": "when the thing was copied from the old system",
    "allowedConnectionType": "not read by version 11",
    "addressSource": "not known to version 11",
    "accessibilityRegisterServicePointId": "version 11 has the entrances themselves",
    "organizationContentId": "whose a general description is",
    "formFiles/name": "files of forms have no names in version 11",
}
"""What a remainder of version 12 holds as a rule, and is no difference of content."""
