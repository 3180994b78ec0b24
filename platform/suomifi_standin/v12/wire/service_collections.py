"""Service collections; only one that is asked for by its id shows its members."""

from collections.abc import Iterable, Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire.texts import by_language, items, markdown, spoken


def listed(given: Mapping[str, Any], *, owner: str) -> Document:
    """A collection as searches show it: neither members nor a date."""
    names, told = items(given, "serviceCollectionNames"), items(given, "serviceCollectionDescriptions")
    named, summaries = by_language(names), by_language(told, "Summary")
    descriptions = by_language(told, "Description")
    return {
        "migratedAt": None,
        "contentId": given["id"].lower(),
        "organizationContentId": owner,
        "languageVersions": {
            language: {
                "name": named[language],
                "summary": summaries.get(language),
                "description": markdown(descriptions.get(language)),
            }
            for language in spoken(named)
        },
    }


def whole(given: Mapping[str, Any], *, owner: str, members: Iterable[tuple[str, str]]) -> Document:
    """With its (kind, id) members: Service or Channel."""
    shown = [{"itemType": kind, "contentId": guid} for kind, guid in members]
    return {**listed(given, owner=owner), "items": shown}
