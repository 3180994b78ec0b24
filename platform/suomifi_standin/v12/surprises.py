"""What a beta may do to its readers: members and words that its description does not know; played when switched on."""

from suomifi_standin.documents import Document
from suomifi_standin.world import World

_WORDS = {
    "chargeType": "Subsidised",
    "fundingType": "PartlyFunded",
    "allowedConnectionType": "NamedOrganizations",
}


def played(world: World, document: Document) -> Document:
    if not world.v12.surprises:
        return document
    versions = {
        language: {**version, "tone": {"formal": True}} for language, version in document["languageVersions"].items()
    }
    words = {name: word for name, word in _WORDS.items() if name in document}
    return {**document, **words, "qualityScore": 0.75, "languageVersions": versions}
