"""What a published thing is found by: its facets, and the key that puts names in alphabetical order. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from catalogue.parts import Classification
from catalogue.services.values import Organization, Service, ServiceChannel, ServiceCollection, Thing
from catalogue.text import LANGUAGES, LocalizedText, in_language

SORT_KEY_LENGTH: Final = 120

# The end of the Finnish alphabet, right after z in bytes. German and Danish letters go where Finns look for them.
LETTERS: Final = str.maketrans(
    {
        "å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "õ": "}", "œ": "}", "ü": "y", "ű": "y", "þ": "th", "ð": "d",
        "đ": "d", "ŋ": "n", "ŧ": "t", "ǥ": "g", "ʒ": "z", "ǯ": "z", "ł": "l", "ı": "i",
        "{": " ", "|": " ", "}": " ",
    }
)  # fmt: skip


def facets(value: Thing, references: Iterable[UUID]) -> list[str]:
    """The terms that lists filter by, sorted.

    class:P1.1 and class:P1, group:, event: (an entry and all above it); language: (a language version);
    organization: (responsible for it or, of an organisation, the one above it); producer:; type: (of a service);
    channel: (kind of a channel); business: and oid: (of an organisation); shows: (a thing whose name it shows).
    """
    terms = {f"language:{language}" for language in value.language_versions}
    terms.update(f"shows:{other}" for other in references)
    match value:
        case Service():
            terms.update(_service_facets(value))
        case ServiceChannel():
            terms.add(f"channel:{value.service_channel_type}")
            terms.update(_optional("organization", value.organization_id))
        case Organization():
            terms.update(_optional("organization", value.parent_organization_id))
            terms.update(_optional("business", value.business_code))
            terms.update(_optional("oid", value.oid))
        case ServiceCollection():
            terms.update(_optional("organization", value.organization_id))
    return sorted(terms)


def _service_facets(service: Service) -> Iterator[str]:
    yield from _subtrees("class", service.service_classes)
    yield from _subtrees("group", service.target_groups)
    yield from _subtrees("event", service.life_events)
    yield from _optional("type", service.type)
    for part in service.organizations:
        if part.organization:
            role = "producer" if part.role_type == "Producer" else "organization"
            yield f"{role}:{part.organization.id}"


def _optional(kind: str, value: object) -> Iterator[str]:
    if value:
        yield f"{kind}:{value}"


def _subtrees(kind: str, entries: Iterable[Classification]) -> Iterator[str]:
    """P1.1.2 is also found by P1.1 and P1: the codes of these lists tell what lies above."""
    for entry in entries:
        code = entry.code or _code_of(entry.new_uri)
        while code:
            yield f"{kind}:{code}"
            code = code.rpartition(".")[0]


def _code_of(uri: str | None) -> str:
    """The code at the end of http://uri.suomi.fi/codelist/.../code/P1.1."""
    return uri.rpartition("/code/")[2] if uri and "/code/" in uri else ""


def sort_key(names: LocalizedText, languages: Iterable[str] = LANGUAGES) -> str:
    """Orders names byte by byte as the Finnish alphabet does: digits, a to z, å, ä, ö; signs only part words.

    Taken of the first of the town's languages that has a name. Letters with marks (é, š, á, č, ŋ: the Sámi ones too)
    stand with their base letter, as in Finnish lists, and after it where nothing else differs.
    """
    found = in_language(names, "", (*languages, *LANGUAGES, *names))
    if found is None:
        return ""
    folded = unicodedata.normalize("NFC", found[0]).casefold().replace("\x00", "")
    letters = "".join(_plain(letter) for letter in folded.translate(LETTERS))
    key = " ".join(letters.split())[:SORT_KEY_LENGTH]
    return key if key == folded.translate(LETTERS) else f"{key}\x01{folded}"[: 2 * SORT_KEY_LENGTH]


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() or letter in "{|}" else " "
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return base if any(part.isalnum() for part in base) else " "
