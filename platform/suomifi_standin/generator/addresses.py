"""Addresses of every kind, and the areas that things serve."""

from functools import cache

from suomifi_standin import codelists
from suomifi_standin.generator import places
from suomifi_standin.generator.classifications import names
from suomifi_standin.generator.places import District, Place
from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.texts import notes
from suomifi_standin.generator.wire import Doc, Languages, Text, items


def street(place: Place, district: District, dice: Dice, languages: Languages, *, coordinates: bool = True) -> Doc:
    """AddressStreetWithCoordinates, or AddressStreet without coordinates."""
    result: Doc = {
        "street": items(dice.pick(place.streets), languages),
        "streetNumber": f"{1 + dice.below(60)}{dice.pick(('', '', '', ' A', ' B 2', ' C'))}",
        "postalCode": district.postal.code,
        "postOffice": places.post_office(district.postal, languages),
        "municipality": place.municipality_item,
        "additionalInformation": items(dice.pick(notes.ENTRANCE_NOTES), languages) if dice.chance(0.25) else [],
    }
    if coordinates:
        latitude, longitude = places.point(district, dice)
        state = "Ok" if dice.chance(0.9) else dice.pick(("EnteredByUser", "EnteredByAR"))
        result |= {"latitude": latitude, "longitude": longitude, "coordinateState": state}
    return result


def box(place: Place, dice: Dice, languages: Languages) -> Doc:
    """AddressPostOfficeBox"""
    number = 1 + dice.below(400)
    return {
        "postOfficeBox": items({"fi": f"PL {number}", "sv": f"PB {number}", "en": f"P.O. Box {number}"}, languages),
        "postalCode": place.box.code,
        "postOffice": places.post_office(place.box, languages),
        "municipality": place.municipality_item,
        "additionalInformation": [],
    }


def _other(district: District, dice: Dice, languages: Languages) -> Doc:
    """AddressOther: a place without a street address"""
    latitude, longitude = places.point(district, dice)
    return {
        "latitude": latitude,
        "longitude": longitude,
        "postalCode": district.postal.code,
        "postOffice": places.post_office(district.postal, languages),
        "additionalInformation": items(dice.pick(notes.OTHER_PLACE_NOTES), languages),
    }


@cache
def _sentences(group: int, languages: Languages) -> Doc:
    title, sentences = notes.ACCESSIBILITY[group]
    return {
        "sentenceGroup": items(title, languages),
        "sentences": [{"sentence": items(sentence, languages)} for sentence in sentences],
    }


def _entrance(place: Place, at: Doc, dice: Dice, languages: Languages, *, main: bool) -> Doc:
    return {
        "name": items(notes.MAIN_ENTRANCE if main else notes.SIDE_ENTRANCE, languages),
        "isMainEntrance": main,
        "coordinates": {"latitude": at["latitude"], "longitude": at["longitude"]},
        "contactInfo": {
            "phone": f"+35820555{dice.below(10000):04d}",
            "email": f"esteettomyys@{place.domain}",
            "url": f"https://www.{place.domain}/esteettomyys",
        },
        "accessibilitySentences": [_sentences(group, languages) for group in range(3 if main else 2)],
    }


def location(place: Place, district: District, dice: Dice, languages: Languages) -> Doc:
    """AddressLocation where customers are served, seldom without a street, at times with entrances."""
    other = dice.chance(0.06)
    spot = _other(district, dice, languages) if other else street(place, district, dice, languages)
    entrances = []
    if not other and dice.chance(0.12):
        entrances.append(_entrance(place, spot, dice, languages, main=True))
        if dice.chance(0.3):
            entrances.append(_entrance(place, spot, dice, languages, main=False))
    return {
        "type": "Location",
        "subType": "Other" if other else "Single",
        "postOfficeBoxAddress": None,
        "streetAddress": None if other else spot,
        "otherAddress": spot if other else None,
        "locationAbroad": None,
        "entrances": entrances,
        "country": "FI",
    }


def location_postal(place: Place, dice: Dice, languages: Languages) -> Doc:
    """AddressLocation for post"""
    return {
        "type": "Postal",
        "subType": "PostOfficeBox",
        "postOfficeBoxAddress": box(place, dice, languages),
        "streetAddress": None,
        "otherAddress": None,
        "locationAbroad": None,
        "entrances": [],
        "country": "FI",
    }


def organization_address(place: Place, dice: Dice, languages: Languages, *, postal: bool) -> Doc:
    """Address of an organisation: where it is visited, or where its post goes."""
    return {
        "type": "Postal" if postal else "Visiting",
        "subType": "PostOfficeBox" if postal else "Street",
        "postOfficeBoxAddress": box(place, dice, languages) if postal else None,
        "streetAddress": None if postal else street(place, place.districts[0], dice, languages),
        "otherAddress": None,
        "foreignAddress": None,
        "country": "FI",
    }


def contact(place: Place, district: District, dice: Dice, languages: Languages) -> Doc:
    """AddressContact of a connection; a seller of services may receive its post abroad."""
    kind = dice.pick(("Street", "Street", "Street", "PostOfficeBox", "PostOfficeBox", "Abroad"))
    abroad: Text = {"fi": "Storgatan 4, 955 31 Råneå, Ruotsi", "sv": "Storgatan 4, 955 31 Råneå, Sverige",
                    "en": "Storgatan 4, 955 31 Råneå, Sweden"}  # fmt: skip
    return {
        "type": "Postal",
        "subType": kind,
        "postOfficeBoxAddress": box(place, dice, languages) if kind == "PostOfficeBox" else None,
        "streetAddress": street(place, district, dice, languages) if kind == "Street" else None,
        "locationAbroad": items(abroad, languages) if kind == "Abroad" else None,
        "country": "SE" if kind == "Abroad" else "FI",
    }


def delivery(place: Place, district: District, dice: Dice, languages: Languages) -> Doc:
    """AddressDelivery: where a filled-in form goes."""
    kind = dice.pick(("Street", "PostOfficeBox", "PostOfficeBox", "NoAddress"))
    return {
        "subType": kind,
        "postOfficeBoxAddress": box(place, dice, languages) if kind == "PostOfficeBox" else None,
        "streetAddress": street(place, district, dice, languages, coordinates=False) if kind == "Street" else None,
        "deliveryAddressInText": items(notes.DELIVERY_NOTE, languages) if kind == "NoAddress" else [],
        "receiver": items(notes.RECEIVER, languages) if kind != "NoAddress" else [],
    }


def own_area(place: Place) -> list[Doc]:
    """The area of a thing that serves the town itself."""
    return [{"type": "Municipality", "code": None, "name": None, "municipalities": [place.municipality_item]}]


@cache
def _around(kind: str, code: str) -> Doc:
    rows = codelists.municipalities().values()
    region = kind == "Region"
    area = (codelists.regions() if region else codelists.wellbeing_counties())[code]
    return {
        "type": kind,
        "code": "20" if region and code == "21" else code,  # the register's own code for Åland
        "name": names(area),
        "municipalities": [
            {"code": row.code, "name": names(row)}
            for row in rows
            if (row.region if region else row.wellbeing_county) == code
        ],
    }


@cache
def _sub_region(municipality: str) -> Doc | None:
    known = codelists.municipalities()
    for area in codelists.sub_regions().values():
        if municipality in area.municipalities:
            members = [known[code] for code in area.municipalities if code in known]
            return {
                "type": "BusinessSubRegion",
                "code": area.code,
                "name": names(area),
                "municipalities": [{"code": row.code, "name": names(row)} for row in members],
            }
    return None


def area(place: Place, dice: Dice, *, wide: bool) -> tuple[str, list[Doc] | None]:
    """(areaType, areas) of a service or channel; `wide` ones may serve the whole country."""
    kind = dice.random()
    if wide and kind < 0.5:
        return ("Nationwide" if kind < 0.4 else "NationwideExceptAlandIslands"), None
    if kind < 0.93:
        return "LimitedType", own_area(place)
    if kind < 0.95:
        return "LimitedType", [_around("Region", place.row.region)]
    if kind < 0.975:
        return "LimitedType", [_around("WellbeingServiceCounties", place.row.wellbeing_county)]
    sub_region = _sub_region(place.code)
    return "LimitedType", [sub_region] if sub_region else own_area(place)


def county_area(code: str) -> list[Doc]:
    return [_around("WellbeingServiceCounties", code)]


def region_area(code: str) -> list[Doc]:
    return [_around("Region", code)]
