"""Places: addresses of every kind, and the areas for which a thing is meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from catalogue.parts import Address, Area, Municipality, OtherAddress, PostOfficeBoxAddress, StreetAddress
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.findings import Finding, found
from catalogue.services.rules.texts import FIVE, Size, localized, plain, required, word

Kinds = Mapping[str, tuple[str, ...]]

ORGANIZATION: Final[Kinds] = {
    "Visiting": ("Street", "Foreign", "Other"),
    "Postal": ("Street", "PostOfficeBox", "Foreign"),
}
LOCATION: Final[Kinds] = {"Location": ("Single", "Other", "Abroad"), "Postal": ("Street", "PostOfficeBox", "Abroad")}
CONTACT: Final[Kinds] = {"Postal": ("Street", "PostOfficeBox", "Abroad")}
DELIVERY: Final[tuple[str, ...]] = ("Street", "PostOfficeBox", "NoAddress")

AREA_TYPES: Final = ("Nationwide", "NationwideExceptAlandIslands", "LimitedType")
AREA_LISTS: Final[Mapping[str, str]] = {
    "Municipality": "municipalities",
    "Region": "registry_regions",
    "BusinessSubRegion": "business_subregions",
    "HospitalDistrict": "hospital_districts",
    "WellbeingServiceCounties": "registry_wellbeing_services_counties",
}
"""The types of areas, and the list that has their codes."""

STREET: Final = Size(100)
HOUSE: Final = Size(30)
NOTE: Final = Size(150, FIVE)
FOREIGN: Final = Size(500, FIVE)
BOX: Final = Size(100)
RECEIVER: Final = Size(100)

_POSTAL_CODE: Final = re.compile(r"[0-9]{5}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
# Finland with its waters, in metres of ETRS-TM35FIN.
_NORTHING: Final = (6_570_000.0, 7_790_000.0)
_EASTING: Final = (40_000.0, 765_000.0)

# --- addresses --------------------------------------------------------------------------------------------------------


def addresses(path: str, said: Sequence[Address], kinds: Kinds, facts: Facts) -> Iterator[Finding]:
    """Addresses of a thing that may have these types, each with these sub-types."""
    for index, address in enumerate(said):
        place = f"{path}/{index}"
        yield from required(f"{place}/type", address.type)
        yield from required(f"{place}/sub_type", address.sub_type)
        if address.type and address.sub_type and address.sub_type not in kinds.get(address.type, ()):
            kind = f"{address.type} / {address.sub_type}"
            yield found("address_kind_forbidden", f"{place}/sub_type", value=kind)
        yield from _address(place, address, facts)


def deliveries(path: str, said: Sequence[Address], facts: Facts) -> Iterator[Finding]:
    """Where a printable form is sent to."""
    for index, address in enumerate(said):
        place = f"{path}/{index}"
        yield from required(f"{place}/sub_type", address.sub_type)
        if address.sub_type and address.sub_type not in DELIVERY:
            yield found("address_kind_forbidden", f"{place}/sub_type", value=address.sub_type)
        yield from _address(place, address, facts)
        yield from localized(f"{place}/receiver", address.receiver, RECEIVER)


_PARTS: Final[Mapping[str, str]] = {
    "Street": "street_address",
    "Single": "street_address",
    "PostOfficeBox": "post_office_box_address",
    "Other": "other_address",
    "Abroad": "abroad",
    "Foreign": "abroad",
    "NoAddress": "delivery_address_in_text",
}


def _address(place: str, address: Address, facts: Facts) -> Iterator[Finding]:
    part = _PARTS.get(address.sub_type or "")
    if part and not getattr(address, part):
        yield found("address_incomplete", f"{place}/{part}")
    if address.street_address:
        yield from _street(f"{place}/street_address", address.street_address, facts)
    if address.post_office_box_address:
        yield from _box(f"{place}/post_office_box_address", address.post_office_box_address, facts)
    if address.other_address:
        yield from _other(f"{place}/other_address", address.other_address, facts)
    yield from localized(f"{place}/abroad", address.abroad, FOREIGN)
    yield from localized(f"{place}/delivery_address_in_text", address.delivery_address_in_text, NOTE)
    if address.country is not None and (
        not _COUNTRY.fullmatch(address.country) or facts.codes.unknown("countries", address.country)
    ):
        yield found("country_unknown", f"{place}/country", value=address.country)


def _street(place: str, street: StreetAddress, facts: Facts) -> Iterator[Finding]:
    if not street.street:
        yield found("address_incomplete", f"{place}/street")
    elif not street.street_number and (street.northing is None or street.easting is None):
        yield found("street_number_missing", f"{place}/street_number")
    yield from localized(f"{place}/street", street.street, STREET)
    yield from plain(f"{place}/street_number", street.street_number or None, HOUSE)
    yield from _postal_code(place, street.postal_code, facts)
    yield from _municipality(place, street.municipality, facts)
    yield from localized(f"{place}/additional_information", street.additional_information, NOTE)
    yield from _coordinates(place, street.northing, street.easting)


def _box(place: str, box: PostOfficeBoxAddress, facts: Facts) -> Iterator[Finding]:
    if not box.post_office_box:
        yield found("address_incomplete", f"{place}/post_office_box")
    yield from localized(f"{place}/post_office_box", box.post_office_box, BOX)
    yield from _postal_code(place, box.postal_code, facts)
    yield from _municipality(place, box.municipality, facts)
    yield from localized(f"{place}/additional_information", box.additional_information, NOTE)


def _other(place: str, other: OtherAddress, facts: Facts) -> Iterator[Finding]:
    for member in ("northing", "easting", "additional_information"):
        if getattr(other, member) in (None, {}):
            yield found("address_incomplete", f"{place}/{member}")
    if other.postal_code:
        yield from _postal_code(place, other.postal_code, facts)
    yield from localized(f"{place}/additional_information", other.additional_information, NOTE)
    yield from _coordinates(place, other.northing, other.easting)


def _postal_code(place: str, code: str | None, facts: Facts) -> Iterator[Finding]:
    if not code:
        yield found("address_incomplete", f"{place}/postal_code")
    elif not _POSTAL_CODE.fullmatch(code) or facts.codes.unknown("postal_codes", code):
        yield found("postal_code_unknown", f"{place}/postal_code", value=code)


def _municipality(place: str, municipality: Municipality | None, facts: Facts) -> Iterator[Finding]:
    if municipality and municipality.code and facts.codes.unknown("municipalities", municipality.code):
        yield found("municipality_unknown", f"{place}/municipality/code", value=municipality.code)


def _coordinates(place: str, northing: float | None, easting: float | None) -> Iterator[Finding]:
    """Both zero is how the register says that it has none."""
    if northing is None or easting is None or (northing == 0 and easting == 0):
        return
    if not (_NORTHING[0] <= northing <= _NORTHING[1] and _EASTING[0] <= easting <= _EASTING[1]):
        yield found("coordinates_outside_finland", f"{place}/northing")


# --- areas ------------------------------------------------------------------------------------------------------------


def areas(area_type: str | None, said: Sequence[Area], facts: Facts) -> Iterator[Finding]:
    """For whom a thing is meant: the whole country, or named areas."""
    yield from word("/area_type", area_type, AREA_TYPES)
    if area_type == "LimitedType" and not said:
        yield found("areas_missing", "/areas")
    if area_type != "LimitedType" and said:
        yield found("areas_forbidden", "/areas")
    for index, area in enumerate(said):
        place = f"/areas/{index}"
        yield from required(f"{place}/type", area.type)
        yield from word(f"{place}/type", area.type, AREA_LISTS)
        yield from _area_codes(place, area, facts)


def _area_codes(place: str, area: Area, facts: Facts) -> Iterator[Finding]:
    """An area of municipalities may tell them instead of a code of its own, as the register does."""
    members = [municipality.code for municipality in area.municipalities]
    if not area.code and not (area.type == "Municipality" and any(members)):
        yield found("value_missing", f"{place}/code")
    if area.code and facts.codes.unknown(AREA_LISTS.get(area.type or "", ""), area.code):
        yield found("area_unknown", f"{place}/code", value=area.code)
    for index, code in enumerate(members):
        if code and facts.codes.unknown("municipalities", code):
            yield found("area_unknown", f"{place}/municipalities/{index}/code", value=code)
