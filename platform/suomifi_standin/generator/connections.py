"""What a connection between a service and a channel says; both ends are rendered from the same draw."""

from collections.abc import Mapping

from suomifi_standin.generator import addresses, classifications, contacts, hours, seeds
from suomifi_standin.generator.places import District, Place
from suomifi_standin.generator.speech import told
from suomifi_standin.generator.texts import notes, sentences
from suomifi_standin.generator.wire import CODE_LANGUAGES, Doc, Languages, Text, items, typed

# The kinds of channel whose connections may have hours and contact details of their own.
WITH_DETAILS = frozenset(("ServiceLocation", "EChannel", "Phone"))
_EXTRA_CODES = ("DocumentReceived", "GuidanceToOnlineSelfService", "OnsiteGuidance", "RemoteGuidance")
_NOTHING: Mapping[str, Text] = {}


def _description(dice: seeds.Dice, languages: Languages, charge: str | None) -> list[Doc]:
    result = []
    if dice.chance(0.3):
        sentence = dice.pick(sentences.CONNECTION)
        result += typed("Description", {one: told([sentence], one, _NOTHING) for one in ("fi", *languages)}, languages)
    if charge and dice.chance(0.6):
        result += typed("ChargeTypeAdditionalInfo", dice.pick(sentences.CONNECTION_CHARGE), languages)
    return result


def _contact_details(place: Place, district: District, dice: seeds.Dice, languages: Languages) -> Doc:
    return {
        "emails": contacts.emails(place, "asiakaspalvelu", languages) if dice.chance(0.7) else [],
        "phoneNumbers": contacts.typed_phones(dice, languages, notes.BOOKING) if dice.chance(0.8) else [],
        "webPages": contacts.web_pages(place, "ajanvaraus", notes.HOME_PAGE, languages) if dice.chance(0.5) else [],
        "addresses": [addresses.contact(place, district, dice, languages)] if dice.chance(0.35) else [],
    }


def _extra_types(dice: seeds.Dice, languages: Languages) -> list[Doc]:
    code = dice.pick(_EXTRA_CODES)
    name = {"fi": "Asiointipiste", "sv": "Servicepunkt", "en": "Service point"}
    return [
        {
            "type": "Asti",
            "code": code,
            "name": items(name, CODE_LANGUAGES),
            "description": items(sentences.EXTRA, languages),
        }
    ]


def connection(place: Place, district: District, kind: str, *, key: tuple[str, str], end: str, other: Doc) -> Doc:
    """One end of a connection: `end` names the member for the `other` end's item; `key` is the same at both ends."""
    languages = place.languages
    dice = seeds.Dice("connection", *key)
    details = kind in WITH_DETAILS
    charge = dice.pick(("Chargeable", "FreeOfCharge", "Other")) if dice.chance(0.2) else None
    return {
        end: other,
        "serviceChargeType": charge,
        "description": _description(dice, languages, charge),
        "extraTypes": _extra_types(dice, languages) if kind == "ServiceLocation" and dice.chance(0.03) else [],
        "serviceHours": hours.connection_hours(dice, languages) if details and dice.chance(0.08) else [],
        "contactDetails": _contact_details(place, district, dice, languages) if details and dice.chance(0.1) else None,
        "digitalAuthorizations": [classifications.digital_authorization(dice.below(15))] if dice.chance(0.02) else [],
        "modified": seeds.timestamp("connection", end, *key),
    }
