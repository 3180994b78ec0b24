"""Telephone numbers, addresses and links as a person reads them. Pure but for our own words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from catalogue.dialects.v1.parts import AccessibilitySentence, Address, Email, Entrance, Phone, WebPage
from kuntakanta.pages.messages import message
from kuntakanta.pages.reader import Reader, Said

MAP: Final = "https://asiointi.maanmittauslaitos.fi/karttapaikka/?"
MAP_LANGUAGES: Final = ("fi", "sv", "en", "se")
DIALLED: Final = re.compile(r"\+?[0-9]{3,15}")
# Area codes: mobile networks and 013 to 019 have three digits, Helsinki 09 and the rest two; 0800 and the like four.
AREA: Final = re.compile(r"0(?:4\d|50|1[3-9]|10|20|29|30|[678]00|100|200|300|[2356789])")
SAFE_SCHEMES: Final = ("http", "https")


@dataclass(frozen=True)
class Link:
    """A link with its text and the place it leads to; `language` only where it is not the page's."""

    url: str
    text: str
    language: str | None = None
    note: str = ""

    @property
    def host(self) -> str:
        """The host, to show where a link leads."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class Call:
    """A telephone number: as it is shown, as a telephone takes it (empty: not at all), what it is and costs."""

    text: str
    number: str
    note: str
    cost: str
    language: str | None


@dataclass(frozen=True)
class Door:
    """An entrance with what the accessibility register says of it, by group."""

    name: Said | None
    main: bool
    phone: str
    email: str
    link: str
    groups: tuple[tuple[Said, tuple[Said, ...]], ...]


@dataclass(frozen=True)
class Place:
    """An address: for visits or for mail, its lines, what is said besides, the map, and the entrances."""

    postal: bool
    lines: tuple[Said, ...]
    note: Said | None
    map_url: str
    doors: tuple[Door, ...]


# --- telephones and links ---------------------------------------------------------------------------------------------


def calls(phones: Sequence[Phone], reader: Reader) -> list[Call]:
    """The numbers for this reader."""
    return [_call(phone, reader) for phone in reader.entries(phones) if phone.number]


def _call(phone: Phone, reader: Reader) -> Call:
    number = phone.number or ""
    language = reader.page_language
    kind = message(language, f"phone.{phone.type.lower()}") if phone.type in ("Sms", "Fax") else ""
    cost = message(language, f"phone.{phone.service_charge_type}") if phone.service_charge_type in (
        "FreeOfCharge",
        "Chargeable",
    ) else ""  # fmt: skip
    return Call(
        text=spaced(number),
        number=number if DIALLED.fullmatch(number) and phone.type != "Fax" else "",
        note=". ".join(filter(None, (kind, phone.additional_information))),
        cost=". ".join(filter(None, (cost, phone.charge_description))),
        language=reader.foreign(phone.language),
    )


def spaced(number: str) -> str:
    """A Finnish number as Finns write it: 040 123 4567; others as they are."""
    digits = f"0{number[4:]}" if number.startswith("+358") else number
    if not (digits.startswith("0") and digits.isdecimal()) or not (area := AREA.match(digits)):
        return number
    rest = digits[area.end() :]
    first = {5: 2, 6: 3, 7: 3, 8: 4}.get(len(rest), len(rest))
    return " ".join(filter(None, (area.group(), rest[:first], rest[first:])))


def mails(emails: Sequence[Email], reader: Reader) -> list[Link]:
    """The e-mail addresses for this reader."""
    return [
        Link(f"mailto:{email.value}", email.value, reader.foreign(email.language), email.description or "")
        for email in reader.entries(emails)
        if email.value and "@" in email.value and not re.search(r"[\s<>?&]", email.value)
    ]


def links(pages: Sequence[WebPage], reader: Reader) -> list[Link]:
    """The web pages for this reader, each once."""
    found = {
        page.url: Link(page.url, page.value or page.url, reader.foreign(page.language))
        for page in reader.entries(pages)
        if is_web(page.url) and page.url
    }
    return list(found.values())


def is_web(url: str | None) -> bool:
    """Whether it is an address that a link may lead to: what the register holds is not to be trusted with more."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in SAFE_SCHEMES and bool(parts.netloc)


# --- places -----------------------------------------------------------------------------------------------------------


def places(addresses: Sequence[Address], reader: Reader) -> list[Place]:
    """The addresses that have anything to show."""
    found = (_place(address, reader) for address in addresses)
    return [place for place in found if place.lines or place.map_url or place.note]


def _place(address: Address, reader: Reader) -> Place:
    language = reader.page_language
    return Place(
        postal=address.type == "Postal",
        lines=tuple(_lines(address, reader)),
        note=reader.pick(address.additional_information),
        map_url=_map(address, language),
        doors=tuple(_door(entrance, reader) for entrance in address.entrances if _says_more(entrance)),
    )


def _lines(address: Address, reader: Reader) -> Iterator[Said]:
    """Receiver, street and number, post office box, postal code and office; or the whole as it is given."""
    if receiver := reader.pick(address.receiver):
        yield receiver
    if street := reader.pick(address.street):
        number = f" {address.street_number}" if address.street_number else ""
        yield Said(f"{street.text}{number}", street.language)
    if box := reader.pick(address.post_office_box):
        yield box
    office = reader.pick(address.post_office)
    if address.postal_code or office:
        text = " ".join(filter(None, (address.postal_code, _titled(office.text) if office else "")))
        yield Said(text, office.language if office else reader.page_language)
    for whole in (address.abroad, address.delivery_address_in_text):
        if given := reader.pick(whole):
            yield from (Said(line, given.language) for line in given.text.splitlines() if line.strip())


def _titled(office: str) -> str:
    """TURKU is Turku, unless it is written otherwise."""
    return re.sub(r"\w+", lambda word: word.group().capitalize(), office) if office.isupper() else office


def _map(address: Address, language: str) -> str:
    """The National Land Survey's map with a marker: open, without tracking, in the languages of the country."""
    point = address.coordinates
    if point is None:
        return ""
    query = {
        "lang": language if language in MAP_LANGUAGES else "fi",
        "share": "customMarker",
        "n": f"{point.northing:.2f}",
        "e": f"{point.easting:.2f}",
        "zoom": "10",
    }
    return MAP + urlencode(query)


def _says_more(entrance: Entrance) -> bool:
    return bool(entrance.accessibility_sentences or entrance.phone or entrance.email or entrance.url)


def _door(entrance: Entrance, reader: Reader) -> Door:
    return Door(
        name=reader.pick(entrance.name),
        main=bool(entrance.is_main_entrance),
        phone=entrance.phone or "",
        email=entrance.email or "",
        link=entrance.url or "" if is_web(entrance.url) else "",
        groups=tuple(_groups(entrance.accessibility_sentences, reader)),
    )


def _groups(listed: Iterable[AccessibilitySentence], reader: Reader) -> Iterator[tuple[Said, tuple[Said, ...]]]:
    for group in listed:
        if title := reader.pick(group.sentence_group):
            yield title, tuple(_picked(group.sentences, reader))


def _picked(listed: Iterable[Mapping[str, str]], reader: Reader) -> Iterator[Said]:
    for texts in listed:
        if said := reader.pick(texts):
            yield said
