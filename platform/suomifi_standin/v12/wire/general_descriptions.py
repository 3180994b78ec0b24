"""General descriptions: three variants by type; no summary."""

from collections.abc import Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire.contacts import CHARGES
from suomifi_standin.v12.wire.services import TIMES, law_links, terms, times, type_of
from suomifi_standin.v12.wire.texts import by_language, items, markdown, spoken

_KINDS = {"Municipality": "Municipality", "Church": "Church"}


def general_description(given: Mapping[str, Any], *, owner: str, published_at: str) -> Document:
    """`owner` is an organisation of the state, whom v11 does not name."""
    kind = type_of(given)
    return {
        "migratedAt": None,
        "chargeType": CHARGES.get(given.get("serviceChargeType") or ""),
        "contentId": given["id"].lower(),
        "generalDescriptionTypes": [_KINDS.get(str(given.get("generalDescriptionType")), "Other")],
        **terms(given),
        "organizationContentId": owner,
        "publishedAt": published_at,
        "serviceType": kind,
        "languageVersions": _versions(given, with_times=kind != "Service"),
    }


def _versions(given: Mapping[str, Any], *, with_times: bool) -> Document:
    named, told = by_language(items(given, "names"), "Name"), items(given, "descriptions")
    long = {
        kind: by_language(told, kind)
        for kind in ("Description", "BackgroundDescription", "UserInstruction", *TIMES.values())
    }
    charge, conditions = by_language(told, "ChargeTypeAdditionalInfo"), by_language(items(given, "requirements"))
    return {
        language: {
            "backgroundDescription": markdown(long["BackgroundDescription"].get(language)),
            "chargeTypeAdditionalInformation": markdown(charge.get(language)),
            "conditions": markdown(conditions.get(language)),
            "description": markdown(long["Description"].get(language)),
            "freelyAssignedKeywords": [],
            "legislationLinks": law_links(given, language),
            "name": named[language],
            "userInstructions": markdown(long["UserInstruction"].get(language)),
            **(times(long, language) if with_times else {}),
        }
        for language in spoken(named)
    }
