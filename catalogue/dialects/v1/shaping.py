"""Shapes the parts of our documents of the canonical parts.

Parts that are named alike on both sides are copied attribute by attribute by msgspec; what differs is written here.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from catalogue import parts as canonical
from catalogue.dialects.v1 import parts
from catalogue.services.hours import day_of
from catalogue.services.places import in_finland, to_degrees

USABLE_STATES: Final = frozenset({"Ok", "EnteredByUser", "EnteredByAR"})
SPACES: Final = str.maketrans("", "", " \t\u00a0-–()/.")


def alike(value: Any, target: Any) -> Any:
    """Copies what is named alike; what the target does not name stays behind."""
    return msgspec.convert(value, target, from_attributes=True)


def classifications(listed: Iterable[canonical.Classification]) -> list[parts.Classification]:
    return [parts.Classification(code=one.code, uri=one.new_uri or one.uri, name=one.name) for one in listed]


def phones(listed: Iterable[canonical.Phone]) -> list[parts.Phone]:
    return [
        parts.Phone(
            number=telephone(one.prefix_number, one.number),
            type=one.type,
            service_charge_type=one.service_charge_type,
            charge_description=one.charge_description,
            additional_information=one.additional_information,
            language=one.language,
        )
        for one in listed
    ]


def telephone(prefix: str | None, number: str | None) -> str | None:
    """The number as a telephone takes it; what is no number stays as it was written."""
    if not number:
        return None
    digits = number.translate(SPACES)
    if not digits.lstrip("+").isdecimal():
        return number.strip()
    if digits.startswith("+") or not prefix:
        return digits
    country = prefix.translate(SPACES).removeprefix("+").removeprefix("00")
    return f"+{country}{digits.removeprefix('0')}" if country.isdecimal() else digits


def contact_details(details: canonical.ContactDetails | None) -> parts.ContactDetails | None:
    if details is None or not (details.emails or details.phone_numbers or details.web_pages or details.addresses):
        return None
    return parts.ContactDetails(
        emails=alike(details.emails, list[parts.Email]),
        phone_numbers=phones(details.phone_numbers),
        web_pages=alike(details.web_pages, list[parts.WebPage]),
        addresses=addresses(details.addresses),
    )


def addresses(listed: Iterable[canonical.Address]) -> list[parts.Address]:
    return [_address(one) for one in listed]


def _address(address: canonical.Address) -> parts.Address:
    street, box, other = address.street_address, address.post_office_box_address, address.other_address
    place = street or box or other
    usable = other if other else street if street and street.coordinate_state in USABLE_STATES else None
    municipality = (street and street.municipality) or (box and box.municipality) or None
    return parts.Address(
        type=address.type,
        sub_type=address.sub_type,
        street=street.street if street else {},
        street_number=street.street_number if street else None,
        post_office_box=box.post_office_box if box else {},
        postal_code=place.postal_code if place else None,
        post_office=place.post_office if place else {},
        municipality=alike(municipality, parts.Municipality | None),
        country=address.country,
        coordinates=coordinates(usable.northing, usable.easting) if usable else None,
        additional_information=place.additional_information if place else {},
        abroad=address.abroad,
        receiver=address.receiver,
        delivery_address_in_text=address.delivery_address_in_text,
        entrances=[_entrance(one) for one in address.entrances],
    )


def coordinates(northing: float | None, easting: float | None) -> parts.Coordinates | None:
    """A point in both systems, degrees to a centimetre; None for what cannot be a place in Finland."""
    if northing is None or easting is None or not in_finland(northing, easting):
        return None
    position = to_degrees(northing, easting)
    return parts.Coordinates(
        northing=northing,
        easting=easting,
        latitude=round(position.latitude, 7),
        longitude=round(position.longitude, 7),
    )


def _entrance(entrance: canonical.Entrance) -> parts.Entrance:
    return parts.Entrance(
        name=entrance.name,
        is_main_entrance=entrance.is_main_entrance,
        coordinates=coordinates(entrance.northing, entrance.easting),
        phone=entrance.phone,
        email=entrance.email,
        url=entrance.url,
        accessibility_sentences=alike(entrance.accessibility_sentences, list[parts.AccessibilitySentence]),
    )


def hours(listed: Iterable[canonical.ServiceHour]) -> list[parts.ServiceHour]:
    return [
        parts.ServiceHour(
            kind=one.kind,
            valid_from=day_of(one.valid_from),
            valid_to=day_of(one.valid_to),
            additional_information=one.additional_information,
            opening_hours=alike(one.opening_hours, list[parts.DailyOpening]),
        )
        for one in listed
    ]
