"""How the bodies of channels become members of their documents."""

from collections.abc import Mapping

from suomifi_standin.documents import Document, plain
from suomifi_standin.incoming import outgoing
from suomifi_standin.incoming.members import Body
from suomifi_standin.incoming.outgoing import each
from suomifi_standin.incoming.rendering import Write, area_members, as_given, emptied, is_given, lists, members

_RENAMED = {"webPage": "webPages"}
_SHARED: Mapping[str, Write] = {
    "organizationId": outgoing.plain_guid,
    "serviceChannelDescriptions": lists(outgoing.localized),
    "signatureQuantity": int,
    "requiresSignature": as_given,
    "requiresAuthentication": as_given,
    "attachments": lists(outgoing.attachment),
    "supportPhones": lists(outgoing.phone),
    "supportEmails": lists(outgoing.language_item),
    "languages": list,
    "serviceHours": lists(outgoing.hours),
    "accessibilityClassification": lists(outgoing.accessibility),
    "formIdentifier": lists(outgoing.language_item),
    "deliveryAddresses": lists(outgoing.delivery_address),
    "channelUrls": lists(outgoing.localized),
    "webPage": lists(outgoing.as_web_page),
}
_NAMES: Mapping[str, Write] = {"serviceChannelNames": lists(outgoing.as_name)}
_PLACE: Mapping[str, Write] = {
    "serviceChannelNames": lists(outgoing.localized),
    "displayNameType": lists(outgoing.name_type),
    "emails": lists(outgoing.language_item),
    "webPages": lists(outgoing.web_page),
    "addresses": lists(outgoing.location_address),
}
"""A service location's own; its OID is taken and not kept (2026)."""
_LINES: Mapping[str, Write] = {"phoneNumbers": lists(outgoing.typed_phone)}


def channel(kind: str, body: Body, given: Document, before: Document) -> Document:
    """The members of the document that a body of this type of channel changes."""
    taken = {member.name for member in body.shape.members}
    own: Mapping[str, Write] = {**_SHARED, **(_PLACE if kind == "ServiceLocation" else {**_NAMES, **_LINES})}
    table = {name: write for name, write in own.items() if name in taken}
    empty = emptied(body, given)
    changed = members(given, empty, table, _RENAMED) | area_members(given)
    if kind == "ServiceLocation":
        changed |= lines(given, empty, before)
    return changed


def lines(given: Document, empty: frozenset[str], before: Document) -> Document:
    """Phones and faxes are written apart and read together; the ones that are not named stay."""
    named = {name for name in ("phoneNumbers", "faxNumbers") if is_given(given.get(name)) or name in empty}
    if not named:
        return {}
    had = plain(before.get("phoneNumbers")) or []
    phones = each(outgoing.typed_phone, given.get("phoneNumbers"))
    faxes = each(outgoing.fax, given.get("faxNumbers"))
    if "phoneNumbers" not in named:
        phones = [line for line in had if line["type"] != "Fax"]
    if "faxNumbers" not in named:
        faxes = [line for line in had if line["type"] == "Fax"]
    return {"phoneNumbers": phones + faxes}
