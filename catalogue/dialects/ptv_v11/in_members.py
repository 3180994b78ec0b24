"""Where writing differs from reading in version 11: from what of our values each such member of a body is made.

One entry of `MEMBERS` per difference, by the short name of the shape without its ending; the numbers are sections of
the reference. Members that are not named here are made of ours of the same name.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from uuid import UUID

from catalogue.dialects.ptv_v11.codecs import DECIMAL, Codec
from catalogue.dialects.ptv_v11.hours import SERVICE_HOUR
from catalogue.dialects.ptv_v11.shapes import DESCRIPTIONS, NAMES
from catalogue.parts import Area, Classification, LanguageVersion, ServiceHour, StreetAddress
from catalogue.services.values import Service

Get = Callable[[Any], Any]
Item = dict[str, Any]

CLASSES: Final = {
    # Our member, and the URI of a code where the register gave none (code lists of 2022, reference 8).
    "service_classes": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/",
    "ontology_terms": None,
    "target_groups": "http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/",
    "life_events": "http://uri.suomi.fi/codelist/ptv/ptvelti/code/",
    "industrial_classes": "http://uri.suomi.fi/codelist/jhs/toimiala_1_20080101/code/",
}


def coded(codec: Codec, value: Any) -> Any:
    """The wire's word for a single value."""
    return value if value is None or codec.write is None else codec.write(value)


def _texts(types: Mapping[str, str], *wanted: str) -> Get:
    """Items with type and language, of the wanted types only."""
    members = [(name, member) for name, member in types.items() if not wanted or name in wanted]
    return lambda value: [
        {"value": text, "type": name, "language": language}
        for language, version in value.language_versions.items()
        for name, member in members
        if (text := getattr(version, member))
    ]


def _text(member: str) -> Get:
    """One text per language."""
    return lambda value: {
        language: text for language, version in value.language_versions.items() if (text := getattr(version, member))
    }


def _display_names(value: Any) -> list[Item]:
    """Which name is shown: in each language one that is there (4.8 and the rule of displayNameType)."""

    def shown(version: LanguageVersion) -> str | None:
        wanted = version.display_name_type or "Name"
        named = [name for name in (wanted, *NAMES) if name in NAMES and getattr(version, NAMES[name])]
        return named[0] if named else None

    found = ((language, shown(version)) for language, version in value.language_versions.items())
    return [{"type": name, "language": language} for language, name in found if name is not None]


def _area_codes(area: Area) -> list[str]:
    """Municipalities come as an area without a code and a list inside it (recorded); they are written by code."""
    if area.type != "Municipality":
        return [area.code] if area.code else []
    codes = [area.code, *(each.code for each in area.municipalities)] if area.code is None else [area.code]
    return [code.zfill(3) for code in codes if code]


def _areas_by_type(value: Any) -> dict[str, list[str]]:
    """Only a limited area has areas (4.5)."""
    found: dict[str, list[str]] = {}
    for area in value.areas if value.area_type == "LimitedType" else ():
        listed = found.setdefault(area.type or "", [])
        listed.extend(code for code in _area_codes(area) if code not in listed)
    return {kind: codes for kind, codes in found.items() if kind and codes}


def _areas(value: Any) -> list[Item]:
    return [{"type": kind, "areaCodes": codes} for kind, codes in _areas_by_type(value).items()]


def _only(areas: Mapping[str, Any]) -> str | None:
    """An organisation is written with areas of one type; of one that has more nothing is said, so that none is lost."""
    return next(iter(areas)) if len(areas) == 1 else None


def _classes(member: str) -> Get:
    """URIs, the new ones first: the register takes both (8)."""
    codes = CLASSES[member]

    def uri(entry: Classification) -> str | None:
        return entry.new_uri or entry.uri or (f"{codes}{entry.code}" if codes and entry.code else None)

    return lambda value: list(dict.fromkeys(uri(entry) for entry in getattr(value, member)))


def _organizations(service: Service, role: str) -> list[UUID]:
    return list(
        dict.fromkeys(
            each.organization.id for each in service.organizations if each.role_type == role and each.organization
        )
    )


def _main(service: Service) -> UUID | None:
    return next(iter(_organizations(service, "Responsible")), None)


def _others(service: Service) -> list[UUID]:
    """All that share the responsibility, the main one not among them (4.5)."""
    shared = [*_organizations(service, "Responsible"), *_organizations(service, "OtherResponsible")]
    return [each for each in dict.fromkeys(shared) if each != _main(service)]


_PROVISION: Final = {"SelfProduced": "SelfProducedServices", "PurchaseServices": "ProcuredServices"}
"""The internal names that the register also shows, as the wire has them (5)."""


def _producers(service: Service) -> list[Item]:
    """Organisations together by kind of production, and each one that is told in words by itself (4.5)."""
    together: dict[str, list[str]] = {}
    by_itself: list[Item] = []
    for each in service.organizations:
        if each.role_type != "Producer":
            continue
        provision = _PROVISION.get(each.provision_type or "", each.provision_type or "")
        ids = [str(each.organization.id)] if each.organization else []
        if each.additional_information and provision != "SelfProducedServices":
            words = {"additionalInformation": _language_items(each.additional_information)}
            by_itself.append({"provisionType": provision, "organizations": ids, **words})
        elif ids:
            together[provision] = list(dict.fromkeys([*together.get(provision, []), *ids]))
    in_units = [{"provisionType": provision, "organizations": ids} for provision, ids in together.items()]
    return [{name: said for name, said in each.items() if said} for each in (*in_units, *by_itself)]


def _language_items(text: Mapping[str, str]) -> list[Item]:
    return [{"value": said, "language": language} for language, said in text.items() if said]


def _addresses_of_pages(value: Any) -> dict[str, str]:
    """The first address of each language, without the link's text (4.8; one per language)."""
    found: dict[str, str] = {}
    for page in value.web_pages:
        if page.language and page.url:
            found.setdefault(page.language, page.url)
    return found


def _phones(kinds: Collection[str], *, wanted: bool) -> Get:
    return lambda value: [phone for phone in value.phone_numbers if (phone.type in kinds) is wanted]


def _coordinate(member: str) -> Get:
    """Only what somebody entered, or what a street without a number cannot do without (7): the register finds others.

    What is sent counts as entered by a user; a place that moved would keep the coordinates of where it was.
    """

    def get(address: StreetAddress) -> Any:
        entered = address.coordinate_state in (None, "EnteredByUser") or not address.street_number
        return coded(DECIMAL, getattr(address, member)) if entered else None

    return get


def _implied(wire: str) -> Get:
    field = SERVICE_HOUR.fields[wire]
    return lambda hour: field.give(hour.kind)


def _openings(hour: ServiceHour) -> list[Any]:
    """No times for what is always open, by appointment, or closed (4.7)."""
    return [] if hour.kind in ("always", "reservation", "closed") else hour.opening_hours


def _nothing(_: Any) -> None:
    """For members of which our values know nothing: they stay as the register has them."""


def _within(member: str) -> Get:
    return lambda end: getattr(end.connection, member)


_MUNICIPALITY: Final[Mapping[str, Get]] = {"municipality": lambda place: place.municipality and place.municipality.code}
_BOTH_COORDINATES: Final = {"latitude": _coordinate("northing"), "longitude": _coordinate("easting")}
_TWO_TEXTS: Final = _texts(DESCRIPTIONS, "Summary", "Description")
_CONNECTION: Final[Mapping[str, Get]] = {
    "serviceId": _nothing,
    "serviceChannelId": lambda end: end.other.id,
    "serviceChargeType": _within("service_charge_type"),
    "description": lambda end: _texts(DESCRIPTIONS, "Description", "ChargeTypeAdditionalInfo")(end.connection),
    "serviceHours": _within("service_hours"),
    "contactDetails": _within("contact_details"),
}
_THING: Final[Mapping[str, Get]] = {
    "validFrom": _nothing,
    "validTo": _nothing,
    "isVisibleForAll": _nothing,
    "displayNameType": _display_names,
}
_CHANNEL: Final[Mapping[str, Get]] = {
    **_THING,
    "serviceChannelNames": _text("name"),
    "serviceChannelDescriptions": _TWO_TEXTS,
    "areas": _areas,
    "webPage": _addresses_of_pages,
    "services": _nothing,
}

MEMBERS: Final[Mapping[str, Mapping[str, Get]]] = {
    "Organization": {
        **_THING,
        **_MUNICIPALITY,
        "organizationNames": _texts(NAMES),
        "organizationDescriptions": _TWO_TEXTS,
        "areaType": lambda value: value.area_type if len(_areas_by_type(value)) < 2 else None,
        "subAreaType": lambda value: _only(_areas_by_type(value)),
        "areas": lambda value: _areas_by_type(value).get(_only(_areas_by_type(value)) or ""),
    },
    "Service": {
        **_THING,
        "serviceNames": _texts(NAMES),
        "serviceDescriptions": _texts(
            DESCRIPTIONS,
            *("Summary", "Description", "UserInstruction", "ChargeTypeAdditionalInfo"),
            *("DeadLine", "ProcessingTime", "ValidityTime", "ServiceType"),
        ),
        "areas": _areas,
        "serviceClasses": _classes("service_classes"),
        "ontologyTerms": _classes("ontology_terms"),
        "targetGroups": _classes("target_groups"),
        "lifeEvents": _classes("life_events"),
        "industrialClasses": _classes("industrial_classes"),
        "keywords": lambda value: [
            {"value": word, "language": language}
            for language, version in value.language_versions.items()
            for word in version.keywords
        ],
        "requirements": _text("requirements"),
        "mainResponsibleOrganization": _main,
        "otherResponsibleOrganizations": _others,
        "serviceProducers": _producers,
        "serviceChannels": _nothing,
    },
    "ElectronicChannel": {
        **_CHANNEL,
        "signatureQuantity": lambda value: value.signature_quantity if (value.signature_quantity or 0) > 0 else None,
    },
    "PhoneChannel": _CHANNEL,
    "WebPageChannel": _CHANNEL,
    "PrintableFormChannel": {**_CHANNEL, "formIdentifier": _text("form_identifier")},
    "ServiceLocationChannel": {
        **_CHANNEL,
        "serviceChannelNames": _texts(NAMES),
        "phoneNumbers": _phones(["Fax"], wanted=False),
        "faxNumbers": _phones(["Fax"], wanted=True),
    },
    "ServiceCollection": {
        "serviceCollectionNames": _text("name"),
        "serviceCollectionDescriptions": _TWO_TEXTS,
        "services": lambda value: [each.id for each in value.services],
        "serviceChannels": lambda value: [each.id for each in value.service_channels],
    },
    "ServiceAndChannel": _CONNECTION,
    "ServiceServiceChannel": _CONNECTION,
    "ContactDetails": {
        "phoneNumbers": _phones(["Fax"], wanted=False),
        "faxNumbers": _phones(["Fax"], wanted=True),
    },
    "Address": {"foreignAddress": lambda address: address.abroad},
    "AddressLocation": {"locationAbroad": lambda address: address.abroad},
    "AddressContact": {"locationAbroad": lambda address: address.abroad},
    "AddressDelivery": {"formReceiver": lambda address: address.receiver},
    "AddressStreet": _MUNICIPALITY,
    "AddressStreetWithCoordinates": {**_MUNICIPALITY, **_BOTH_COORDINATES},
    "AddressPostOfficeBox": _MUNICIPALITY,
    "AddressOther": {
        "latitude": lambda place: coded(DECIMAL, place.northing),
        "longitude": lambda place: coded(DECIMAL, place.easting),
    },
    "ServiceHour": {
        **{wire: _implied(wire) for wire in ("serviceHourType", "isClosed", "isAlwaysOpen", "isReservation")},
        "openingHour": _openings,
    },
    "DailyOpeningTime": {"from": lambda opening: opening.opens, "to": lambda opening: opening.closes},
}
