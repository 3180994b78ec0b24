"""Documents of the five kinds of service channels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from suomifi_standin.generator import addresses, contacts, hours
from suomifi_standin.generator.layout import ChannelSpec
from suomifi_standin.generator.places import Place
from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.speech import choose_languages, described, summarised, without_sami
from suomifi_standin.generator.texts import notes, sentences
from suomifi_standin.generator.texts.variants import CHANNEL_SUMMARIES
from suomifi_standin.generator.wire import Doc, Languages, Text, items, say, slug, typed

_OPEN_CLASSES = frozenset(("P25", "P27", "P17"))
_SCHOOL_CLASSES = frozenset(("P3", "P6"))
_EVENING_CLASSES = frozenset(("P28",))


@dataclass(frozen=True)
class Surroundings:
    """What a channel document shows of the things around it."""

    id: str
    modified: str
    organization_id: str
    organization_name: Text
    services: list[Doc]
    collections: list[Doc]
    wide: bool
    languages: Languages
    area: tuple[str, list[Doc] | None] | None = None  # given for channels of others


@dataclass(frozen=True)
class Frame:
    """What every kind of channel needs: its place in the world and the dice it is drawn with."""

    around: Surroundings
    place: Place
    languages: Languages
    dice: Dice
    area_type: str
    areas: list[Doc] | None
    style: str
    path: str


def _style(main_class: str) -> str:
    for style, classes in (("open", _OPEN_CLASSES), ("school", _SCHOOL_CLASSES), ("evening", _EVENING_CLASSES)):
        if main_class in classes:
            return style
    return "office"


def _names(spec: ChannelSpec, frame: Frame) -> list[Doc]:
    names = typed("Name", spec.name, frame.languages)
    if spec.kind == "ServiceLocation" and frame.dice.chance(0.15):
        names += typed("AlternativeName", spec.topic.subject.unit, without_sami(frame.languages))
    return names


def _descriptions(spec: ChannelSpec, frame: Frame) -> list[Doc]:
    names = {"organization": frame.around.organization_name, "district": spec.district.name}
    own = sentences.CHANNEL[spec.kind]
    subject = spec.topic.subject
    body = [subject.summary, *frame.dice.some(own, 2)]
    if frame.dice.chance(0.5):
        body.append(frame.dice.pick(subject.about))
    if frame.dice.chance(0.5):
        body.append(frame.dice.pick(sentences.ACCESS))
    lines = frame.dice.chance(0.2)
    return summarised(spec.topic, frame.languages, CHANNEL_SUMMARIES[spec.kind]) + described(
        "Description", body, frame.languages, names, frame.dice, lines=lines
    )


def _head(spec: ChannelSpec, frame: Frame) -> Doc:
    head: Doc = {"id": frame.around.id, "sourceId": None}
    if spec.kind == "ServiceLocation":
        numbered = frame.dice.chance(0.1)
        head["oid"] = f"1.2.246.10.{frame.dice.below(10**7):07d}.10.{spec.index}" if numbered else None
    return head | {
        "serviceChannelType": spec.kind,
        "organizationId": frame.around.organization_id,
        "serviceChannelNames": _names(spec, frame),
        "serviceChannelDescriptions": _descriptions(spec, frame),
    }


def _tail(frame: Frame) -> Doc:
    return {
        "services": frame.around.services,
        "serviceCollections": frame.around.collections,
        "publishingStatus": "Published",
        "modified": frame.around.modified,
        "responsibleSoteOrganization": None,
        "ontologyTerms": [],
    }


def _support(frame: Frame) -> tuple[list[Doc], list[Doc]]:
    """(supportPhones, supportEmails)"""
    dice = frame.dice
    phones = contacts.phones(dice, frame.languages, notes.CUSTOMER_SERVICE) if dice.chance(0.8) else []
    return phones, contacts.emails(frame.place, "neuvonta", frame.languages) if dice.chance(0.7) else []


def _attachments(frame: Frame, *, most: int) -> list[Doc]:
    kinds = (("Form", notes.FORM, 0), ("Attachment", notes.GUIDE, 1), ("Attachment", notes.PRIVACY, 1))
    result = []
    for position, (kind, name, note) in enumerate(kinds[: frame.dice.below(most + 1)]):
        result += [
            {
                "name": say(name, language),
                "description": say(notes.ATTACHMENT_NOTES[note], language),
                "url": f"https://www.{frame.place.domain}/{language}/{frame.path}/liite-{position + 1}.pdf",
                "language": language,
                "type": kind,
            }
            for language in frame.languages
        ]
    return result


def _accessibility(frame: Frame) -> list[Doc]:
    level = frame.dice.pick(("FullyCompliant", "PartiallyCompliant", "PartiallyCompliant", "NonCompliant", "Unknown"))
    known = level in {"FullyCompliant", "PartiallyCompliant"}
    wcag = frame.dice.pick(("LevelAA", "LevelAA", "LevelA", "LevelAAA")) if known else None
    return [
        {
            "accessibilityClassificationLevel": level,
            "wcagLevel": wcag,
            "accessibilityStatementWebPageName": say(notes.ACCESSIBILITY_STATEMENT, language) if known else None,
            "accessibilityStatementWebPage": f"https://www.{frame.place.domain}/{language}/saavutettavuus"
            if known
            else None,
            "language": language,
        }
        for language in frame.languages
    ]


def _pages(frame: Frame, name: Text = notes.HOME_PAGE) -> list[Doc]:
    return contacts.web_pages(frame.place, frame.path, name, frame.languages)


def _location(spec: ChannelSpec, frame: Frame) -> Doc:
    dice, languages, place = frame.dice, frame.languages, frame.place
    pages = _pages(frame) if dice.chance(0.85) else []
    if dice.chance(0.2):
        pages += contacts.web_pages(place, f"{frame.path}/kartta", notes.MAP, languages)
    places = [addresses.location(place, spec.district, dice, languages)]
    if dice.chance(0.25):
        places.append(addresses.location_postal(place, dice, languages))
    return {
        "displayNameType": [{"type": "Name", "language": language} for language in languages],
        "areaType": frame.area_type,
        "areas": frame.areas,
        "phoneNumbers": contacts.place_phones(dice, languages) if dice.chance(0.92) else [],
        "emails": contacts.emails(place, slug(spec.topic.subject.unit["fi"]), languages) if dice.chance(0.8) else [],
        "languages": list(languages),
        "webPages": pages,
        "addresses": places,
        "serviceHours": hours.place_hours(dice, languages, frame.style) if dice.chance(0.93) else [],
    }


def _electronic(spec: ChannelSpec, frame: Frame) -> Doc:
    dice = frame.dice
    signature = dice.chance(0.2)
    phones, emails = _support(frame)
    return {
        "areaType": frame.area_type,
        "areas": frame.areas,
        "signatureQuantity": 1 + dice.below(2) if signature else None,
        "requiresSignature": signature,
        "requiresAuthentication": signature or dice.chance(0.6),
        "attachments": _attachments(frame, most=2),
        "supportPhones": phones,
        "supportEmails": emails,
        "languages": list(frame.languages),
        "webPages": _pages(frame),
        "serviceHours": hours.place_hours(dice, frame.languages, "office") if dice.chance(0.3) else [],
        "accessibilityClassification": _accessibility(frame),
    }


def _web_page(spec: ChannelSpec, frame: Frame) -> Doc:
    phones, emails = _support(frame)
    return {
        "areaType": frame.area_type,
        "areas": frame.areas,
        "supportPhones": phones,
        "supportEmails": emails,
        "languages": list(frame.languages),
        "webPages": _pages(frame),
        "serviceHours": [],
        "accessibilityClassification": _accessibility(frame),
    }


def _phone(spec: ChannelSpec, frame: Frame) -> Doc:
    dice = frame.dice
    numbers = contacts.typed_phones(dice, frame.languages, notes.CUSTOMER_SERVICE)
    if dice.chance(0.15):
        numbers += contacts.typed_phones(dice, frame.languages[:1], notes.TEXT_MESSAGES, "Sms")
    return {
        "areaType": frame.area_type,
        "areas": frame.areas,
        "phoneNumbers": numbers,
        "supportEmails": contacts.emails(frame.place, "puhelinpalvelu", frame.languages) if dice.chance(0.6) else [],
        "languages": list(frame.languages),
        "webPages": _pages(frame, notes.INSTRUCTIONS) if dice.chance(0.7) else [],
        "serviceHours": hours.place_hours(dice, frame.languages, "office"),
    }


def _form(spec: ChannelSpec, frame: Frame) -> Doc:
    dice = frame.dice
    number = f"{frame.place.code}-{spec.index:04d}"
    kinds = ("PDF", "DOC", "Excel", "rtf", "odt")
    kind = kinds[dice.pick((0, 0, 0, 0, 1, 1, 2, 3, 4))]
    link = f"https://www.{frame.place.domain}/lomakkeet/{number}"
    urls = {language: f"{link}-{language}.{kind.lower()}" for language in ("fi", *frame.languages)}
    phones, emails = _support(frame)
    return {
        "areaType": frame.area_type,
        "areas": frame.areas,
        "formIdentifier": items({"fi": number}, frame.languages) if dice.chance(0.7) else [],
        "deliveryAddresses": [addresses.delivery(frame.place, spec.district, dice, frame.languages)],
        "channelUrls": typed(kind, urls, frame.languages),
        "supportPhones": phones,
        "attachments": _attachments(frame, most=3),
        "supportEmails": emails,
        "languages": list(frame.languages),
        "webPages": _pages(frame, notes.FORM),
        "serviceHours": [],
    }


_BODIES: Mapping[str, Callable[[ChannelSpec, Frame], Doc]] = {
    "ServiceLocation": _location,
    "EChannel": _electronic,
    "WebPage": _web_page,
    "Phone": _phone,
    "PrintableForm": _form,
}


def document(place: Place, spec: ChannelSpec, around: Surroundings, dice: Dice) -> Doc:
    languages = choose_languages(around.languages, dice)
    area_type, areas = around.area or addresses.area(place, dice, wide=around.wide)
    frame = Frame(
        around=around,
        place=place,
        languages=languages,
        dice=dice,
        area_type=area_type,
        areas=areas,
        style=_style(spec.topic.main_class),
        path=f"{slug(spec.topic.name['fi'])}/{spec.index}",
    )
    return _head(spec, frame) | _BODIES[spec.kind](spec, frame) | _tail(frame)
