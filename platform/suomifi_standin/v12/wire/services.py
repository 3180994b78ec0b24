"""Services: three variants by type, with bare codes and addresses for terms, and without their channels."""

from collections.abc import Iterable, Mapping
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire.areas import area
from suomifi_standin.v12.wire.contacts import CHARGES
from suomifi_standin.v12.wire.texts import Texts, by_language, items, markdown, of, spoken

TYPES = {"PermitOrObligation": "PermitOrOtherObligation"}
_PRODUCERS = {
    "selfProducedProducers": "SelfProducedServices",
    "procuredProducers": "ProcuredServices",
    "otherProducers": "Other",
}
TIMES = {
    "processingTimeAdditionalInformation": "ProcessingTime",
    "deadlineAdditionalInformation": "DeadLine",
    "validityTimeAdditionalInformation": "ValidityTime",
}
"""What permits and qualifications have besides, by the type of v11's description."""


def service(given: Mapping[str, Any], *, owner: str, published_at: str) -> Document:
    kind = type_of(given)
    return {
        "migratedAt": None,
        "contentId": given["id"].lower(),
        "organizationContentId": owner,
        "generalDescriptionContentId": given.get("generalDescriptionId"),
        **terms(given),
        "producers": _producers(items(given, "organizations")),
        "otherResponsibleOrganizations": _named(items(given, "organizations"), "OtherResponsible"),
        "chargeType": CHARGES.get(given.get("serviceChargeType") or ""),
        "fundingType": given.get("fundingType"),
        "serviceLanguages": list(given.get("languages") or ()),
        "area": area(given) or {"areaType": "WholeCountry"},
        "publishedAt": published_at,
        "serviceType": kind,
        "languageVersions": _versions(given, with_times=kind != "Service"),
    }


def type_of(given: Mapping[str, Any]) -> str:
    kind = str(given.get("type") or "Service")
    return TYPES.get(kind, kind)


def terms(given: Mapping[str, Any]) -> Document:
    """Classes, groups and events are codes, ontology terms and industries addresses; industries by their new ones."""
    return {
        "targetGroups": _codes(given, "targetGroups"),
        "industrialClasses": [
            each.get("newUri") or each.get("uri") or "" for each in items(given, "industrialClasses")
        ],
        "lifeEvents": _codes(given, "lifeEvents"),
        "ontologyTerms": [each.get("uri") or "" for each in items(given, "ontologyTerms")],
        "serviceClasses": _codes(given, "serviceClasses"),
    }


def _codes(given: Mapping[str, Any], member: str) -> list[str]:
    """Recorded documents may have trimmed the code, which the new address ends with."""
    found = (each.get("code") or str(each.get("newUri") or "").rpartition("/")[2] for each in items(given, member))
    return [code for code in found if code]


def _named(roles: Iterable[Document], role: str, provision: str | None = None) -> list[str]:
    ids = [
        each["organization"]["id"].lower()
        for each in roles
        if each.get("roleType") == role and each.get("organization") and each.get("provisionType") == provision
    ]
    return list(dict.fromkeys(ids))


def _producers(roles: list[Document]) -> Document:
    """By the way a service is produced; those that are no organisation of the register have a name only."""
    found: Document = {}
    for member, provision in _PRODUCERS.items():
        others = [
            {"name": name}
            for each in roles
            if each.get("provisionType") == provision and (name := by_language(items(each, "additionalInformation")))
        ]
        found[member] = {"organizations": _named(roles, "Producer", provision), "other": others}
    del found["selfProducedProducers"]["other"]
    return found


def _versions(given: Mapping[str, Any], *, with_times: bool) -> Document:
    names, told = items(given, "serviceNames"), items(given, "serviceDescriptions")
    named, other = by_language(names, "Name"), by_language(names, "AlternativeName")
    summaries = by_language(told, "Summary")
    long = {kind: by_language(told, kind) for kind in ("Description", "UserInstruction", *TIMES.values())}
    charge, conditions = by_language(told, "ChargeTypeAdditionalInfo"), by_language(items(given, "requirements"))
    return {
        language: {
            "name": named[language],
            "alternativeName": other.get(language),
            "summary": summaries.get(language),
            "description": markdown(long["Description"].get(language)),
            "userInstructions": markdown(long["UserInstruction"].get(language)),
            "conditions": markdown(conditions.get(language)),
            "legislationLinks": law_links(given, language),
            "freelyAssignedKeywords": [each["value"] for each in of(items(given, "keywords"), language)],
            "voucher": _voucher(given, language),
            "chargeTypeAdditionalInformation": markdown(charge.get(language)),
            **(times(long, language) if with_times else {}),
        }
        for language in spoken(named)
    }


def times(long: Mapping[str, Texts], language: str) -> Document:
    return {member: markdown(long[kind].get(language)) for member, kind in TIMES.items()}


def law_links(given: Mapping[str, Any], language: str) -> list[Document]:
    """The pages of acts in one language, each under the name of the act."""
    return [
        {
            "url": page.get("url") or "",
            "name": by_language(items(law, "names")).get(language) or page.get("value") or "",
        }
        for law in items(given, "legislation")
        for page in of(items(law, "webPages"), language)
    ]


def _voucher(given: Mapping[str, Any], language: str) -> Document:
    """Vouchers without any address are told in words."""
    if not given.get("serviceVouchersInUse"):
        return {"voucherType": "NotUsed"}
    own = of(items(given, "serviceVouchers"), language)
    linked = [
        {
            "name": each.get("value") or "",
            "url": each["url"],
            "additionalInformation": each.get("additionalInformation"),
        }
        for each in own
        if each.get("url")
    ]
    if linked:
        return {"voucherType": "WithUrl", "urls": linked}
    told = next((each.get("additionalInformation") for each in own), None)
    return {"voucherType": "WithAdditionalInformation", "additionalInformation": told}
