"""Phones of every charge type, e-mail addresses and web pages."""

from suomifi_standin.generator.places import Place
from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.texts import notes
from suomifi_standin.generator.wire import Doc, Languages, Text, say, web_page


def phone(language: str, note: Text, *, number: int) -> Doc:
    """Phone; `number` decides the subscriber so that the language versions of a line agree.

    One in eight is a Finnish service number (no prefix), the others are ordinary ones.
    """
    style = number % 16
    service_number = style in {0, 1}
    digits = {0: f"0800{number % 100000:05d}", 1: f"0600{number % 100000:05d}"}.get(style, f"20555{number % 10000:04d}")
    charge = {0: "FreeOfCharge", 1: "Other", 2: "FreeOfCharge", 3: "Other"}.get(style, "Chargeable")
    description = {0: notes.FREE_CALL, 1: notes.SERVICE_NUMBER, 3: notes.SERVICE_NUMBER, 4: notes.LOCAL_CALL}.get(style)
    return {
        "prefixNumber": None if service_number else "+358",
        "number": digits,
        "language": language,
        "isFinnishServiceNumber": service_number,
        "additionalInformation": say(note, language),
        "serviceChargeType": charge,
        "chargeDescription": say(description, language) if description else None,
    }


def typed_phones(dice: Dice, languages: Languages, note: Text, kind: str = "Phone") -> list[Doc]:
    """PhoneWithType[]: one line in every language."""
    number = dice.below(1 << 30)
    return [{**phone(language, note, number=number), "type": kind} for language in languages]


def phones(dice: Dice, languages: Languages, note: Text) -> list[Doc]:
    """Phone[]: one line in every language."""
    number = dice.below(1 << 30)
    return [phone(language, note, number=number) for language in languages]


def place_phones(dice: Dice, languages: Languages) -> list[Doc]:
    """The lines of a place: one or two phones, seldom text messages or a fax."""
    result = typed_phones(dice, languages, dice.pick(notes.PHONE_REMARKS))
    if dice.chance(0.25):
        result += typed_phones(dice, languages[:1], notes.MANAGER)
    if dice.chance(0.06):
        result += typed_phones(dice, languages[:1], notes.TEXT_MESSAGES, "Sms")
    if dice.chance(0.04):
        result += typed_phones(dice, languages[:1], notes.FAX, "Fax")
    return result


def emails(place: Place, box: str, languages: Languages) -> list[Doc]:
    """LanguageItem[]: one address in every language."""
    return [{"value": f"{box}@{place.domain}", "language": language} for language in languages]


def web_pages(place: Place, path: str, name: Text, languages: Languages) -> list[Doc]:
    return [
        web_page(f"https://www.{place.domain}/{language}/{path}", say(name, language), language)
        for language in languages
    ]
