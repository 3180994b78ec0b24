"""Addresses: the wire has them in groups by kind, ours in one list with type and subtype; and areas by their codes."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from catalogue import parts
from catalogue.dialects.ptv_v12.codecs import AREA_TYPE, NUMBER, read_text
from catalogue.dialects.ptv_v12.fields import Always, Kept, Single, Texts
from catalogue.dialects.ptv_v12.shape import Field, Members, Shape

# Reference 7 and 10: who a coordinate is from. Of the wire, ours; other states of ours have no coordinate to rely on.
_SOURCES: Final = {"NLS": "Ok", "User": "EnteredByUser", "AccessibilityRegister": "EnteredByAR"}
_STATES: Final = {state: source for source, state in _SOURCES.items()}
_SYSTEM: Final = "EPSG:3067"
_POINTED_AT: Final = "User"  # a place without a street has no other source, and no state of ours
USABLE_STATES: Final = frozenset(_STATES)


class _Coordinates:
    """Coordinates: a list of the wire, of which ours has the first in the system that ours is in."""

    localized = False
    empty = list
    wire = "coordinates"

    def __init__(self, at: str, *, stated: bool) -> None:
        """Those of the address that lies in `at`; `stated` where ours says what state they are in."""
        self.at, self.stated = at, stated

    def read(self, raw: Any) -> Members:
        for each in raw if type(raw) is list else ():
            if type(each) is not dict or each.get("system") != _SYSTEM:
                continue
            northing, easting = NUMBER.read(each.get("northing")), NUMBER.read(each.get("easting"))
            source = read_text(each.get("source")) or ""
            state = _SOURCES.get(source) if self.stated or source == _POINTED_AT else None
            if northing is not None and easting is not None and state is not None:
                found = {"northing": northing, "easting": easting}
                return found | ({"coordinate_state": state} if self.stated else {})
        return {}

    def write(self, value: parts.Address) -> Any:
        place = getattr(value, self.at)
        if place.northing is None or place.easting is None:
            return []
        source = _STATES.get(place.coordinate_state or "") if self.stated else _POINTED_AT
        if source is None:
            return []
        return [{"system": _SYSTEM, "source": source, "easting": place.easting, "northing": place.northing}]


def _built(part: str, of: Callable[..., Any], *outside: str) -> Callable[..., parts.Address]:
    """Makes an address whose own members lie in one part of it, but for those named `outside`."""

    def build(**said: Any) -> parts.Address:
        around = {name: said.pop(name) for name in outside if name in said}
        return parts.Address(**{part: of(**said)}, **around)

    return build


def _texts(part: str, **members: str) -> list[Texts]:
    return [Texts(wire, member, at=f"{part}.{member}") for wire, member in members.items()]


def _single(part: str, wire: str, member: str) -> Single:
    return Single(wire, member, at=f"{part}.{member}")


# --- addresses --------------------------------------------------------------------------------------------------------

_STREET: Final[tuple[Field, ...]] = (
    Kept("addressSource"),
    *_texts("street_address", streetName="street"),
    _single("street_address", "addressDetail", "street_number"),
    _single("street_address", "postalCode", "postal_code"),
    _Coordinates("street_address", stated=True),
    *_texts("street_address", additionalInformation="additional_information"),
)
_BOX: Final[tuple[Field, ...]] = (
    _single("post_office_box_address", "postalCode", "postal_code"),
    *_texts("post_office_box_address", postOfficeBox="post_office_box", additionalInformation="additional_information"),
)
_build_street: Final = _built("street_address", parts.StreetAddress, "receiver", "sub_type")
_build_box: Final = _built("post_office_box_address", parts.PostOfficeBoxAddress, "receiver", "sub_type")

STREET: Final = Shape(_build_street, *_STREET)
STREET_WITH_ACCESSIBILITY: Final = Shape(_build_street, *_STREET, Kept("accessibilityRegisterServicePointId"))
POST_OFFICE_BOX: Final = Shape(_build_box, *_BOX)
OTHER: Final = Shape(
    _built("other_address", parts.OtherAddress),
    _single("other_address", "postalCode", "postal_code"),
    _Coordinates("other_address", stated=False),
    *_texts("other_address", additionalInformation="additional_information"),
)
FOREIGN: Final = Shape(parts.Address, Texts("address", "abroad"), Single("countryCode", "country"))

_RECIPIENT: Final = Texts("recipient", "receiver")
_DELIVERIES: Final = {
    "Street": Shape(_build_street, *_STREET, _RECIPIENT, Always("deliveryAddressType", "StreetAddress")),
    "PostOfficeBox": Shape(_build_box, *_BOX, _RECIPIENT, Always("deliveryAddressType", "PostOfficeBox")),
    "NoAddress": Shape(
        parts.Address,
        _RECIPIENT,
        Texts("deliveryInformation", "delivery_address_in_text"),
        Always("deliveryAddressType", "DeliveryInformation"),
    ),
}
_DELIVERY_TAGS: Final = {
    "StreetAddress": "Street",
    "PostOfficeBox": "PostOfficeBox",
    "DeliveryInformation": "NoAddress",
}


class Deliveries:
    """Where a printable form is sent: of three variants, told apart by the wire's tag and by our subtype."""

    localized = False
    empty = list
    wire = "deliveryAddresses"

    def read(self, raw: Any) -> Members:
        found = [each for item in raw if (each := _read_delivery(item))] if type(raw) is list else []
        return {"delivery_addresses": found} if found else {}

    def write(self, value: Any) -> Any:
        return [
            _DELIVERIES[each.sub_type].write(each) for each in value.delivery_addresses if _is_whole(each, _DELIVERIES)
        ]


def _read_delivery(raw: Any) -> parts.Address | None:
    tag = raw.get("deliveryAddressType") if type(raw) is dict else None
    sub_type = _DELIVERY_TAGS.get(tag) if type(tag) is str else None
    found = None if sub_type is None else _DELIVERIES[sub_type].read(raw)
    return None if found is None else msgspec.structs.replace(found, sub_type=sub_type)


_PARTS: Final = {
    "Street": "street_address",
    "Single": "street_address",
    "PostOfficeBox": "post_office_box_address",
    "Other": "other_address",
}


def _is_whole(address: parts.Address, known: Mapping[str, Any]) -> bool:
    """Whether an address has the part that its subtype is about."""
    part = _PARTS.get(address.sub_type or "")
    return address.sub_type in known and (part is None or getattr(address, part) is not None)


class Places:
    """Addresses of one type, in groups of the wire by their subtype."""

    localized = False
    empty = None

    def __init__(self, wire: str, type_: str, groups: Mapping[str, tuple[str, Shape]]) -> None:
        """Each group is a member of the wire, with our subtype and the shape of its items."""
        self.wire, self.type, self.groups = wire, type_, groups

    def read(self, raw: Any) -> Members:
        found = []
        for group, (sub_type, shape) in self.groups.items():
            items = raw.get(group) if type(raw) is dict else None
            for item in items if type(items) is list else ():
                address = shape.read(item)
                if address is not None:
                    found.append(msgspec.structs.replace(address, type=self.type, sub_type=sub_type))
        return {"addresses": found} if found else {}

    def write(self, value: Any) -> Any:
        ours = [each for each in value.addresses if each.type == self.type and _is_whole(each, _SUB_TYPES)]
        return {
            group: [shape.write(each) for each in ours if each.sub_type == sub_type]
            for group, (sub_type, shape) in self.groups.items()
        }


_SUB_TYPES: Final = dict.fromkeys(("Street", "Single", "PostOfficeBox", "Other", "Abroad", "Foreign"))


def contact_places(abroad: str) -> dict[str, tuple[str, Shape]]:
    """The groups of postal addresses; `abroad` is our subtype of foreign ones, which organisations call Foreign."""
    return {
        "foreignAddresses": (abroad, FOREIGN),
        "postOfficeBoxAddresses": ("PostOfficeBox", POST_OFFICE_BOX),
        "streetAddresses": ("Street", STREET),
    }


def visiting_places(street: str, abroad: str, shape: Shape) -> dict[str, tuple[str, Shape]]:
    """The groups of places to go to."""
    return {
        "foreignAddresses": (abroad, FOREIGN),
        "otherAddresses": ("Other", OTHER),
        "streetAddresses": (street, shape),
    }


# --- areas ------------------------------------------------------------------------------------------------------------

_LISTS: Final = {"regions": "Region", "wellbeingServicesCounties": "WellbeingServiceCounties"}
"""Lists of the wire, and our type of area with one code each; municipalities are one area of ours."""
MUNICIPALITY: Final = "Municipality"
_GONE: Final = ("BusinessSubRegion", "HospitalDistrict")
_CODE: Final = re.compile("[0-9]{3}")  # of a municipality


class Areas:
    """Where a thing is meant for: bare codes by kind of area."""

    localized = False
    empty = None
    wire = "area"

    def read(self, raw: Any) -> Members:
        if type(raw) is not dict or (word := AREA_TYPE.read(raw.get("areaType"))) is None:
            return {}
        found = []
        codes = [code for code in _codes(raw.get("municipalities")) if _CODE.fullmatch(code)]
        if codes:
            found.append(
                parts.Area(type=MUNICIPALITY, municipalities=[parts.Municipality(code=code) for code in codes])
            )
        for wire, kind in _LISTS.items():
            found += [parts.Area(type=kind, code=code) for code in _codes(raw.get(wire))]
        return {"area_type": word} | ({"areas": found} if found else {})

    def write(self, value: Any) -> Any:
        if value.area_type is None:
            return None
        said: dict[str, Any] = {"areaType": AREA_TYPE.write(value.area_type)}
        if said["areaType"] == "LimitedArea" or value.areas:
            said["municipalities"] = municipalities_of(value.areas)
            for wire, kind in _LISTS.items():
                said[wire] = [area.code for area in value.areas if area.type == kind and area.code]
        return said


def municipalities_of(areas: list[parts.Area]) -> list[str]:
    """The codes of the municipalities among areas, and of those in areas of a kind that version 12 has no more."""
    codes = [
        [each.code for each in area.municipalities] or ([area.code] if area.type == MUNICIPALITY else [])
        for area in areas
        if area.type in (MUNICIPALITY, *_GONE)
    ]
    return list(dict.fromkeys(code for listed in codes for code in listed if code))


class OwnArea:
    """The area of a municipality, which is itself."""

    localized = False
    empty = None
    wire = "area"

    def read(self, raw: Any) -> Members:
        codes = _codes(raw.get("municipalities")) if type(raw) is dict else []
        if len(codes) != 1 or not _CODE.fullmatch(codes[0]):
            return {}
        return {"municipality": parts.Municipality(code=codes[0])}

    def write(self, value: Any) -> Any:
        if value.municipality is None or not value.municipality.code:
            return None
        return {"areaType": "LimitedArea", "municipalities": [value.municipality.code]}


def _codes(raw: Any) -> list[str]:
    return [code for code in raw if read_text(code)] if type(raw) is list else []
