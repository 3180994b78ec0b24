"""A document as it is read, turned into the body that would write it: what every client of both sides must do."""

from typing import Any, Final

from tests.suomifi_standin.writer import Json

CLASSIFIED = ("serviceClasses", "ontologyTerms", "targetGroups", "lifeEvents", "industrialClasses")
PLAIN: Final = """
    type fundingType serviceNames serviceChargeType areaType serviceDescriptions languages legislation keywords
    requirements serviceVouchersInUse serviceVouchers generalDescriptionId organizationType businessCode
    organizationNames displayNameType organizationDescriptions emails phoneNumbers webPages electronicInvoicings
    parentOrganizationId organizationId serviceChannelNames serviceChannelDescriptions requiresSignature
    requiresAuthentication attachments supportPhones supportEmails serviceHours accessibilityClassification
    formIdentifier channelUrls serviceCollectionNames serviceCollectionDescriptions oid
"""


def body_of(document: Json, shared: dict[str, set[str]] | None = None) -> Json:
    """The PUT body; `shared` are the terms by list that come from a linked general description."""
    body: Json = {name: document[name] for name in PLAIN.split() if document.get(name) not in (None, [])}
    body["publishingStatus"] = "Published"
    for name in CLASSIFIED:
        if name in document:
            uris = [each.get("newUri") or each["uri"] for each in document[name] if document[name]]
            body[name] = [uri for uri in uris if uri not in (shared or {}).get(name, set())]
    if document.get("organizations"):
        body |= roles(document["organizations"])
    if document.get("areas"):
        body |= areas(document)
    if document.get("municipality"):
        body["municipality"] = document["municipality"]["code"]
    if document.get("addresses"):
        body["addresses"] = [address(each) for each in document["addresses"]]
    for name in ("services", "serviceChannels"):
        if "serviceCollectionNames" in document:
            body[name] = [each["id"] for each in document[name]]
    return body | of_channel(document)


def roles(organizations: list[Json]) -> Json:
    by_role: dict[str, list[Json]] = {}
    for each in organizations:
        by_role.setdefault(each["roleType"], []).append(each)
    return {
        "mainResponsibleOrganization": by_role["Responsible"][0]["organization"]["id"],
        "otherResponsibleOrganizations": [each["organization"]["id"] for each in by_role.get("OtherResponsible", ())],
        "serviceProducers": [
            {
                "provisionType": each["provisionType"],
                "organizations": [each["organization"]["id"]] if each["organization"] else [],
                "additionalInformation": each["additionalInformation"],
            }
            for each in by_role.get("Producer", ())
        ],
    }


def areas(document: Json) -> Json:
    codes = [
        (area["type"], [area["code"]] if area["code"] else [each["code"] for each in area["municipalities"]])
        for area in document["areas"]
    ]
    if "organizationNames" in document:
        return {"subAreaType": codes[0][0], "areas": [code for _, each in codes for code in each]}
    return {"areas": [{"type": kind, "areaCodes": each} for kind, each in codes]}


def address(given: Json) -> Json:
    """A municipality is an object where it is read and a code where it is written."""
    changed: Json = {}
    for name, value in given.items():
        if isinstance(value, dict) and isinstance(value.get("municipality"), dict):
            changed[name] = {**value, "municipality": value["municipality"]["code"]}
    return {**given, **changed}


def of_channel(document: Json) -> Json:
    kind = document.get("serviceChannelType")
    if kind is None:
        return {}
    body: Json = {}
    if kind == "ServiceLocation":
        lines = document["phoneNumbers"]
        body["phoneNumbers"] = [line for line in lines if line["type"] != "Fax"]
        body["faxNumbers"] = [line for line in lines if line["type"] == "Fax"]
    elif document["webPages"]:
        body["webPage"] = [{"value": each["url"], "language": each["language"]} for each in document["webPages"]]
    if document.get("signatureQuantity"):
        body["signatureQuantity"] = str(document["signatureQuantity"])
    if document.get("deliveryAddresses"):
        body["deliveryAddresses"] = [
            {**address(each), "formReceiver": each["receiver"]} for each in document["deliveryAddresses"]
        ]
    return body


LOST = {
    "modified",
    "sourceId",
    "webPages",
    "attachments",
    "addresses",
    "deliveryAddresses",
    "phoneNumbers",
    "areas",
    "subType",
    "businessName",
}
"""Members that are not written as they are read; each has a test of its own."""


def same(document: Json) -> Any:
    """What an echo must leave as it was."""
    return {name: value for name, value in document.items() if name not in LOST}
