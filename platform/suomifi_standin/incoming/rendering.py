"""How a body becomes members of the document: what is left out stays, lists are replaced whole, flags empty."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from suomifi_standin.documents import Document, plain
from suomifi_standin.incoming import outgoing
from suomifi_standin.incoming.members import Body
from suomifi_standin.incoming.outgoing import Part, each

Write = Callable[[Any], Any]
NameOf = Callable[[str], str | None]
"""The name of the thing with this id."""

_ONLY_WHEN_ABSENT = frozenset({"deleteAllWebPages"})
"""Does nothing beside a list, even an empty one (live); the other flags work with an empty list too."""
_NULL_WHEN_EMPTIED = frozenset({"serviceChargeType", "generalDescriptionId", "oid"})


def lists(part: Part) -> Write:
    return lambda items: each(part, items)


def as_given(value: Any) -> Any:
    return value


def is_given(value: Any) -> bool:
    """Absent, null and empty all mean that nothing was said (2022)."""
    return value not in (None, "", [])


def emptied(body: Body, given: Document) -> frozenset[str]:
    """The members that a flag of this PUT empties."""
    return frozenset(
        member
        for flag, member in body.flags.items()
        if given.get(flag) is True
        and not is_given(given.get(member))
        and not (flag in _ONLY_WHEN_ABSENT and member in given)
    )


def _nothing(member: str) -> Any:
    return None if member in _NULL_WHEN_EMPTIED else []


def members(
    given: Document, empty: Iterable[str], table: Mapping[str, Write], renamed: Mapping[str, str] | None = None
) -> Document:
    """The members of the document that a body changes."""
    called = renamed or {}
    changed = {called.get(name, name): write(given[name]) for name, write in table.items() if is_given(given.get(name))}
    for name in empty:
        if name in table:
            changed[called.get(name, name)] = _nothing(name)
    return changed


def area_members(given: Document) -> Document:
    """Only a limited area has areas; any other type takes them away."""
    if not is_given(given.get("areaType")) and not is_given(given.get("areas")):
        return {}
    kind = given.get("areaType")
    changed: Document = {"areaType": kind} if kind else {}
    if kind is None or kind == "LimitedType":
        return {**changed, "areas": outgoing.area_lists(given["areas"])} if is_given(given.get("areas")) else changed
    return {**changed, "areas": None}


# --- services ---------------------------------------------------------------------------------------------------------

_SERVICE: Mapping[str, Write] = {
    "generalDescriptionId": outgoing.plain_guid,
    "type": as_given,
    "fundingType": as_given,
    "serviceNames": lists(outgoing.localized),
    "serviceChargeType": as_given,
    "serviceDescriptions": lists(outgoing.localized),
    "languages": list,
    "legislation": lists(outgoing.law),
    "keywords": lists(outgoing.language_item),
    "requirements": lists(outgoing.language_item),
    "serviceVouchersInUse": as_given,
    "serviceVouchers": lists(outgoing.voucher),
    **{name: partial(outgoing.classified, name) for name in outgoing.CLASSIFIED},
}
_RESPONSIBILITY = ("mainResponsibleOrganization", "otherResponsibleOrganizations", "serviceProducers")


def service(body: Body, given: Document, before: Document, name_of: NameOf, terms: Mapping[str, Document]) -> Document:
    """`terms`: ontology terms by address, as they are shown."""
    table = {**_SERVICE, "ontologyTerms": lambda uris: outgoing.ontology_terms(uris, terms)}
    empty = emptied(body, given)
    changed = members(given, empty, table) | area_members(given)
    if any(is_given(given.get(name)) for name in _RESPONSIBILITY):
        changed["organizations"] = organizations(given, before, name_of)
    return changed


def organizations(given: Document, before: Document, name_of: NameOf) -> list[Document]:
    """Main and other responsible organisations and producers, each kept from before where the body says nothing."""
    had = plain(before.get("organizations")) or []

    def kept(role: str) -> list[Document]:
        return [item for item in had if item["roleType"] == role]

    main, others, producers = (given.get(name) for name in _RESPONSIBILITY)
    return [
        *([_role("Responsible", main, name_of)] if main else kept("Responsible")),
        *([_role("OtherResponsible", guid, name_of) for guid in others] if others else kept("OtherResponsible")),
        *(_producers(producers, name_of) if producers else kept("Producer")),
    ]


def _role(role: str, guid: str | None, name_of: NameOf) -> Document:
    known = guid.lower() if guid else None
    return {
        "organization": {"id": known, "name": name_of(known)} if known else None,
        "roleType": role,
        "provisionType": None,
        "additionalInformation": [],
    }


def _producers(given: Iterable[Document], name_of: NameOf) -> list[Document]:
    return [
        {
            **_role("Producer", guid, name_of),
            "provisionType": producer["provisionType"],
            "additionalInformation": each(outgoing.language_item, producer.get("additionalInformation")),
        }
        for producer in given
        for guid in (producer.get("organizations") or [None])
    ]


# --- general descriptions ---------------------------------------------------------------------------------------------

_GENERAL_DESCRIPTION: Mapping[str, Write] = {
    "names": lists(outgoing.localized),
    "descriptions": lists(outgoing.localized),
    **{name: partial(outgoing.classified, name) for name in outgoing.CLASSIFIED},
    "requirements": lists(outgoing.language_item),
    "type": as_given,
    "serviceChargeType": as_given,
    "legislation": lists(outgoing.law),
    "generalDescriptionType": as_given,
}


def general_description(body: Body, given: Document, terms: Mapping[str, Document]) -> Document:
    """`terms`: ontology terms by address, as they are shown."""
    table = {**_GENERAL_DESCRIPTION, "ontologyTerms": lambda uris: outgoing.ontology_terms(uris, terms)}
    return members(given, emptied(body, given), table)


# --- organisations and collections ------------------------------------------------------------------------------------

_ORGANIZATION: Mapping[str, Write] = {
    "oid": as_given,
    "parentOrganizationId": outgoing.plain_guid,
    "organizationType": as_given,
    "municipality": outgoing.municipality,
    "businessCode": as_given,
    "businessName": as_given,
    "organizationNames": lists(outgoing.localized),
    "displayNameType": lists(outgoing.name_type),
    "areaType": as_given,
    "organizationDescriptions": lists(outgoing.localized),
    "emails": lists(outgoing.email),
    "phoneNumbers": lists(outgoing.phone),
    "webPages": lists(outgoing.web_page),
    "electronicInvoicings": lists(outgoing.e_invoicing),
    "addresses": lists(outgoing.organization_address),
}


def organization(body: Body, given: Document) -> Document:
    changed = members(given, emptied(body, given), _ORGANIZATION)
    if is_given(given.get("areas")) and is_given(given.get("subAreaType")):
        changed["areas"] = outgoing.areas(given["subAreaType"], given["areas"])
    elif changed.get("areaType", "LimitedType") != "LimitedType":
        changed["areas"] = None
    return changed


_COLLECTION: Mapping[str, Write] = {
    "organizationId": outgoing.plain_guid,
    "serviceCollectionNames": lists(outgoing.language_item),
    "serviceCollectionDescriptions": lists(outgoing.localized),
}


def _members_of(member_of: Callable[[str, str], Document], name: str, guids: Iterable[str]) -> list[Document]:
    return [member_of(name, guid) for guid in dict.fromkeys(guid.lower() for guid in guids)]


def collection(body: Body, given: Document, member_of: Callable[[str, str], Document]) -> Document:
    """`member_of` shows a member of the collection, by the list that it is in and its id."""
    held = {name: partial(_members_of, member_of, name) for name in ("services", "serviceChannels")}
    table: Mapping[str, Write] = {**_COLLECTION, **held}
    return members(given, emptied(body, given), table)
