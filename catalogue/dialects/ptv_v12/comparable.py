"""What of a thing both versions can say, in one form: things read by either are equal when these are equal.

Each rule is named in `differences`. The result is plain data (members, no nulls, lists in one order), to be compared
and shown, never to be read as a thing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final, TypeVar

import msgspec

from catalogue import parts
from catalogue.dialects.ptv_v12.contacts import law_links
from catalogue.dialects.ptv_v12.differences import ONLY_IN_V11
from catalogue.dialects.ptv_v12.fields import by_language
from catalogue.dialects.ptv_v12.hours import days_of
from catalogue.dialects.ptv_v12.members import code_of, industry_of
from catalogue.dialects.ptv_v12.places import USABLE_STATES, municipalities_of
from catalogue.services.hours import HELSINKI, day_of
from catalogue.services.values import (
    Connection,
    Organization,
    Record,
    Service,
    ServiceChannel,
    ServiceCollection,
)
from catalogue.text import LANGUAGES

Plain = dict[str, Any]
Part = TypeVar("Part", bound=msgspec.Struct)
replace: Final = msgspec.structs.replace

_DROPPED: Final = {
    difference.of: [each.member for each in ONLY_IN_V11 if each.of is difference.of] for difference in ONLY_IN_V11
}
_NAMES: Final = ("name", "summary", "description")
_TEXTS: Final[dict[type, tuple[str, ...]]] = {
    Organization: (*_NAMES, "alternative_name", "display_name_type"),
    ServiceCollection: _NAMES,
    Connection: ("description", "charge_type_additional_info"),
    Service: (
        *_NAMES,
        "alternative_name",
        "user_instruction",
        "charge_type_additional_info",
        "requirements",
        "keywords",
    ),
}
_WITH_TIMES: Final = ("PermitOrObligation", "ProfessionalQualification")
_TIMES: Final = ("processing_time", "dead_line", "validity_time")
_TEXTS_OF_CHANNELS: Final = {
    "ServiceLocation": (*_NAMES, "alternative_name", "display_name_type"),
    "PrintableForm": (*_NAMES, "form_identifier"),
}
_ONLINE: Final = ("accessibility_classification", "web_pages", "support_emails", "support_phones")
_MEMBERS_OF_CHANNELS: Final = {
    "ServiceLocation": ("emails", "phone_numbers", "web_pages", "addresses", "service_hours"),
    "EChannel": (
        *_ONLINE,
        "attachments",
        "requires_signature",
        "signature_quantity",
        "requires_authentication",
        "service_hours",
    ),
    "WebPage": _ONLINE,
    "Phone": ("web_pages", "support_emails", "phone_numbers", "service_hours"),
    "PrintableForm": ("attachments", "support_emails", "support_phones", "channel_urls", "delivery_addresses"),
}
_MEMBERS_OF_ALL_CHANNELS: Final = (
    "service_channel_type",
    "organization_id",
    "languages",
    "area_type",
    "areas",
    "language_versions",
    "modified",
)
_ONE_PAGE: Final = ("EChannel", "WebPage", "Phone")


def comparable(record: Record) -> Plain:
    """The thing with its connections by the id of the other end."""
    thing = _thing(record.value)
    said: Plain = _plain(replace(thing, modified=_to_the_millisecond(thing.modified)))
    connections = {str(end.other.id): _plain(_connection(end.connection)) for end in record.connections}
    return said | ({"connections": connections} if connections else {})


def _to_the_millisecond(instant: datetime | None) -> datetime | None:
    return instant and instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def _thing(value: Any) -> Any:
    match value:
        case Organization():
            return _organization(value)
        case Service():
            return _service(value)
        case ServiceChannel():
            return _channel(value)
    return replace(value, language_versions=_versions(value.language_versions, _TEXTS[ServiceCollection]))


# --- things -----------------------------------------------------------------------------------------------------------


def _organization(value: Organization) -> Organization:
    town = value.organization_type == "Municipality"
    return replace(
        value,
        language_versions=_versions(value.language_versions, _TEXTS[Organization]),
        municipality=_named(value.municipality) if town else None,
        area_type=None if town else value.area_type,
        areas=[] if town else _areas(value),
        phone_numbers=list(_phones(value.phone_numbers, None)),
        emails=_of_languages(value.emails),
        web_pages=_of_languages(value.web_pages),
        addresses=list(_addresses(value.addresses, _PLACES_OF_ORGANIZATIONS)),
    )


def _named(municipality: parts.Municipality | None) -> parts.Municipality | None:
    return municipality if municipality is not None and municipality.code else None


def _service(value: Service) -> Service:
    texts = _TEXTS[Service] + (_TIMES if value.type in _WITH_TIMES else ())
    versions = _versions(value.language_versions, texts)
    vouchers = _of_languages(value.service_vouchers)
    in_use = value.service_vouchers_in_use if versions or (vouchers and value.service_vouchers_in_use) else None
    return replace(
        value,
        language_versions=versions,
        areas=_areas(value),
        service_classes=list(_classes(value.service_classes, "code", code_of)),
        target_groups=list(_classes(value.target_groups, "code", code_of)),
        life_events=list(_classes(value.life_events, "code", code_of)),
        industrial_classes=list(_classes(value.industrial_classes, "new_uri", industry_of)),
        ontology_terms=list(_classes(value.ontology_terms, "uri", lambda each: each.uri or each.new_uri)),
        organizations=list(_organizations(value.organizations)),
        legislation=_laws(value.legislation),
        service_vouchers_in_use=in_use,
        service_vouchers=vouchers if in_use else [],
    )


def _channel(value: ServiceChannel) -> ServiceChannel:
    kind = value.service_channel_type
    kept = (*_MEMBERS_OF_ALL_CHANNELS, *_MEMBERS_OF_CHANNELS.get(kind, ()))
    kept_of = {name: getattr(value, name) for name in kept}
    value = ServiceChannel(**kept_of)
    return replace(
        value,
        language_versions=_versions(value.language_versions, _TEXTS_OF_CHANNELS.get(kind, _NAMES)),
        areas=_areas(value),
        phone_numbers=list(_phones(value.phone_numbers, ("Phone", "Sms", "Fax") if kind == "Phone" else _SPOKEN)),
        support_phones=list(_phones(value.support_phones, None)),
        emails=_of_languages(value.emails),
        support_emails=_of_languages(value.support_emails),
        web_pages=_of_languages(value.web_pages, first=kind in _ONE_PAGE),
        attachments=_of_languages(value.attachments),
        channel_urls=_of_languages(value.channel_urls),
        accessibility_classification=_of_languages(value.accessibility_classification, first=True),
        signature_quantity=value.signature_quantity if value.requires_signature else None,
        addresses=list(_addresses(value.addresses, _PLACES_OF_LOCATIONS)),
        delivery_addresses=list(_deliveries(value.delivery_addresses)),
        service_hours=_hours(value.service_hours),
    )


def _connection(value: Connection) -> Connection:
    contacts = value.contact_details or parts.ContactDetails()
    return replace(
        value,
        language_versions=_versions(value.language_versions, _TEXTS[Connection]),
        service_hours=_hours(value.service_hours),
        contact_details=replace(
            contacts,
            phone_numbers=list(_phones(contacts.phone_numbers, _SPOKEN)),
            emails=_of_languages(contacts.emails),
            web_pages=_of_languages(contacts.web_pages),
            addresses=list(_addresses(contacts.addresses, _PLACES_OF_PAIRS)),
        ),
    )


# --- parts ------------------------------------------------------------------------------------------------------------

_SPOKEN: Final = ("Phone", "Fax")
_PLACES_OF_PAIRS: Final = frozenset(("Postal", each) for each in ("Street", "PostOfficeBox", "Abroad"))
_PLACES_OF_LOCATIONS: Final = _PLACES_OF_PAIRS | {("Location", each) for each in ("Single", "Other", "Abroad")}
_PLACES_OF_ORGANIZATIONS: Final = frozenset(
    [("Postal", each) for each in ("Street", "PostOfficeBox", "Foreign")]
    + [("Visiting", each) for each in ("Street", "Other", "Foreign")]
)
_STREETS: Final = ("Street", "Single")
FINLAND: Final = "+358"


def _versions(versions: dict[str, parts.LanguageVersion], members: Iterable[str]) -> dict[str, parts.LanguageVersion]:
    """The texts that this kind of thing has in version 12, which knows two names to display and no others."""
    found: dict[str, parts.LanguageVersion] = {}
    for language in LANGUAGES:
        if language in versions:
            said = {member: getattr(versions[language], member) for member in members}
            if said.get("display_name_type") not in ("Name", "AlternativeName"):
                said.pop("display_name_type", None)
            found[language] = parts.LanguageVersion(**said)
    return found


def _of_languages(those: Iterable[Any], *, first: bool = False) -> list[Any]:
    """Parts in a content language that say something in it; or the first of each language."""
    found = [part for each in by_language(those).values() for part in (each[:1] if first else each)]
    return [part for part in found if len(_plain(part)) > len(("language",))]


def _phones(phones: Iterable[parts.Phone], types: Sequence[str] | None) -> Iterator[parts.Phone]:
    for phone in _of_languages(phones):
        kind = phone.type or "Phone"
        if types is not None and kind not in types:
            continue
        domestic = bool(phone.is_finnish_service_number) or phone.prefix_number in (None, FINLAND)
        with_zero = domestic and phone.prefix_number is not None and not phone.is_finnish_service_number
        yield replace(
            phone,
            type=None if types is None else kind,
            prefix_number=None if domestic else phone.prefix_number,
            is_finnish_service_number=domestic,
            number=f"0{(phone.number or '').removeprefix('0')}" if with_zero else phone.number,
        )


def _classes(
    classes: Iterable[parts.Classification], member: str, shown: Callable[[parts.Classification], str | None]
) -> Iterator[parts.Classification]:
    for each in classes:
        said = shown(each)
        if said:
            yield replace(parts.Classification(), **{member: said})


def _areas(value: Any) -> list[parts.Area]:
    if value.area_type is None:
        return []
    found = [parts.Area(type="Municipality", code=code) for code in municipalities_of(value.areas)]
    kinds = ("Region", "WellbeingServiceCounties")
    return found + [
        parts.Area(type=area.type, code=area.code) for area in value.areas if area.type in kinds and area.code
    ]


def _organizations(those: Iterable[parts.ServiceOrganization]) -> Iterator[parts.ServiceOrganization]:
    responsible = False
    for each in those:
        here = replace(each, additional_information={})
        match each.role_type:
            case "Responsible" if not responsible and each.organization:
                responsible = True
                yield replace(here, provision_type=None)
            case "OtherResponsible" if each.organization:
                yield replace(here, provision_type=None)
            case "Producer" if each.provision_type in ("SelfProducedServices", "ProcuredServices", "Other"):
                if each.organization:
                    yield here
                if each.provision_type != "SelfProducedServices" and any(each.additional_information.values()):
                    yield replace(each, organization=None)


def _laws(laws: Iterable[parts.Law]) -> list[parts.Law]:
    """Each link as a law of its own."""
    links = [link for law in laws for _, link in law_links(law)]
    return [
        parts.Law(names={link.language or "": link.value or ""}, web_pages=[replace(link, value=None)])
        for link in links
        if link.url or link.value
    ]


def _addresses(addresses: Iterable[parts.Address], places: frozenset[tuple[str, str]]) -> Iterator[parts.Address]:
    for address in addresses:
        kind = address.sub_type or ""
        if (address.type or "", kind) not in places:
            continue
        place = parts.Address(type=address.type, sub_type=kind)
        if kind in _STREETS and address.street_address is not None:
            place = replace(place, street_address=_street(address.street_address))
        elif kind == "PostOfficeBox":
            place = replace(place, post_office_box_address=address.post_office_box_address)
        elif kind == "Other" and address.other_address is not None:
            place = replace(place, other_address=_pointed_at(address.other_address))
        elif kind in ("Abroad", "Foreign"):
            place = replace(place, abroad=address.abroad, country=address.country)
        if _says_more_than_its_kind(place):
            yield place


def _deliveries(addresses: Iterable[parts.Address]) -> Iterator[parts.Address]:
    for address in addresses:
        place = parts.Address(sub_type=address.sub_type, receiver=address.receiver)
        if address.sub_type == "Street" and address.street_address is not None:
            yield replace(place, street_address=_nowhere(address.street_address))
        elif address.sub_type == "PostOfficeBox" and address.post_office_box_address is not None:
            yield replace(place, post_office_box_address=address.post_office_box_address)
        elif address.sub_type == "NoAddress":
            yield replace(place, delivery_address_in_text=address.delivery_address_in_text)


def _says_more_than_its_kind(place: parts.Address) -> bool:
    return len(_plain(place)) > len(("type", "sub_type"))


def _street(street: parts.StreetAddress) -> parts.StreetAddress:
    known = street.northing is not None and street.easting is not None
    if known and street.coordinate_state in USABLE_STATES:
        return street
    return _nowhere(street)


def _nowhere(street: parts.StreetAddress) -> parts.StreetAddress:
    return replace(street, northing=None, easting=None, coordinate_state=None)


def _pointed_at(place: parts.OtherAddress) -> parts.OtherAddress:
    if place.northing is None or place.easting is None:
        return replace(place, northing=None, easting=None)
    return place


# --- hours ------------------------------------------------------------------------------------------------------------


def _hours(hours: Iterable[parts.ServiceHour]) -> list[parts.ServiceHour]:
    found = []
    for hour in hours:
        first, last = _midnight(hour.valid_from), _midnight(hour.valid_to)
        if hour.kind in ("exceptional", "closed") and first == last:
            last = None
        dated = replace(hour, valid_from=first, valid_to=last)
        found += _spans(dated)
    return found


def _spans(hour: parts.ServiceHour) -> list[parts.ServiceHour]:
    match hour.kind:
        case "over_midnight":
            return [replace(hour, opening_hours=[each]) for each in hour.opening_hours]
        case "exceptional":
            return [
                replace(hour, opening_hours=[replace(each, day_from=None, day_to=None) for each in hour.opening_hours])
            ]
        case "weekly":
            single = [replace(each, day_from=day, day_to=None) for each in hour.opening_hours for day in days_of(each)]
            return [replace(hour, opening_hours=single)]
    return [replace(hour, opening_hours=[])]


def _midnight(instant: datetime | None) -> datetime | None:
    if instant is None:
        return None
    try:
        return datetime.combine(day_of(instant), time(), HELSINKI).astimezone(UTC)
    except OverflowError:
        return instant


# --- plain ------------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """A value as plain data without what says nothing, without what only version 11 has, its lists in one order."""
    match value:
        case msgspec.Struct():
            dropped = {name for kind in type(value).__mro__ for name in _DROPPED.get(kind, ())} | {"remainder"}
            members = {name: _plain(getattr(value, name)) for name in value.__struct_fields__ if name not in dropped}
            return _pruned(members)
        case dict():
            return _pruned({name: _plain(each) for name, each in value.items()})
        case list() | tuple():
            items = [each for item in value if (each := _plain(item)) not in (None, "", {}, [])]
            return sorted(items, key=lambda item: msgspec.json.encode(item, order="sorted"))
    return msgspec.to_builtins(value)


def _pruned(members: Plain) -> Plain:
    return {name: each for name, each in members.items() if each is not None and each not in ("", [], {})}
