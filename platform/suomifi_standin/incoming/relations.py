"""Connections in bodies: their shapes, and what an item makes of the connection that there is."""

from collections.abc import Mapping
from dataclasses import dataclass

from suomifi_standin.connections import EMPTY
from suomifi_standin.documents import Document, plain
from suomifi_standin.generator.connections import WITH_DETAILS
from suomifi_standin.incoming import outgoing, parts
from suomifi_standin.incoming.bodies import guid
from suomifi_standin.incoming.channel_rendering import lines
from suomifi_standin.incoming.members import Body, Member, Rule, Shape, many, one, text
from suomifi_standin.incoming.outgoing import each
from suomifi_standin.incoming.rendering import Write, as_given, emptied, is_given, lists, members

_SOURCE = "^[A-Za-z0-9-.]*$"
_CONTENT = (
    text("serviceChargeType", one_of=parts.CHARGES),
    many(
        "description",
        parts.LOCALIZED,
        Rule.FIVE_LETTERS,
        one_of=("Description", "ChargeTypeAdditionalInfo"),
        most=500,
    ),
    many("serviceHours", parts.HOURS),
    one("contactDetails", parts.CONTACT_DETAILS),
)
_EXTRA = many("extraTypes", parts.EXTRA_TYPE)
_FLAGS = {
    "deleteServiceChargeType": "serviceChargeType",
    "deleteAllDescriptions": "description",
    "deleteAllServiceHours": "serviceHours",
    "deleteAllExtraTypes": "extraTypes",
}
_DETAIL_FLAGS = {
    "deleteAllEmails": "emails",
    "deleteAllPhones": "phoneNumbers",
    "deleteAllFaxNumbers": "faxNumbers",
    "deleteAllWebPages": "webPages",
    "deleteAllAddresses": "addresses",
}


def _by_source(name: str) -> Member:
    return text(name, pattern=_SOURCE, required=True)


def _item(*ends: Member, asti: bool = False) -> Shape:
    return Shape((*ends, *_CONTENT, *((_EXTRA,) if asti else ())))


NEW = _item(guid("serviceId", required=True), guid("serviceChannelId", required=True))
NEW_BY_SOURCE = _item(_by_source("serviceSourceId"), _by_source("serviceChannelSourceId"))


@dataclass(frozen=True, slots=True)
class Set:
    """A body that replaces a set of connections: the list, the flag that empties it, what an item calls its end, and
    whether it is the writer's name for it. `asti`: of the connections of the ASTI register, otherwise of the others."""

    list: str
    flag: str
    end: str
    by_source: bool = False
    asti: bool = False

    def shape(self) -> Shape:
        end = _by_source(self.end) if self.by_source else guid(self.end, required=True)
        return Shape((many(self.list, _item(end, asti=self.asti)),))


_CHANNELS = ("channelRelations", "deleteAllChannelRelations")
BY_SERVICE = Set(*_CHANNELS, "serviceChannelId")
BY_SERVICE_SOURCE = Set(*_CHANNELS, "serviceChannelSourceId", by_source=True)
ASTI_BY_SERVICE = Set(*_CHANNELS, "serviceChannelId", asti=True)
ASTI_BY_SERVICE_SOURCE = Set(*_CHANNELS, "serviceChannelSourceId", by_source=True, asti=True)
ASTI_BY_CHANNEL = Set("serviceRelations", "deleteAllServiceRelations", "serviceId", asti=True)

_TABLE: Mapping[str, Write] = {
    "serviceChargeType": as_given,
    "description": lists(outgoing.localized),
    "serviceHours": lists(outgoing.hours),
}
_DETAILS: Mapping[str, Write] = {
    "emails": lists(outgoing.language_item),
    "webPages": lists(outgoing.web_page),
    "addresses": lists(outgoing.contact_address),
}
_NO_DETAILS: Document = {"emails": [], "phoneNumbers": [], "webPages": [], "addresses": []}


def content(given: Document, before: Document, *, asti: bool) -> Document:
    """The connection's own members after an item; what the item leaves out stays (2022, in 2026 for hours)."""
    body = Body(shape=NEW, flags=_FLAGS)
    table = {**_TABLE, "extraTypes": lists(_extra)} if asti else _TABLE
    after = {**EMPTY, **before, **members(given, emptied(body, given), table)}
    if is_given(given.get("contactDetails")):
        after["contactDetails"] = _details(given["contactDetails"], plain(after.get("contactDetails")) or _NO_DETAILS)
    return after


def _details(given: Document, before: Document) -> Document | None:
    """Contact details are changed member by member; when nothing is left there are none."""
    empty = emptied(Body(shape=parts.CONTACT_DETAILS, flags=_DETAIL_FLAGS), given)
    after = {**before, **members(given, empty, _DETAILS), **lines(given, empty, before)}
    return after if any(after.values()) else None


def _extra(given: Document) -> Document:
    return {
        "type": given.get("type"),
        "code": given.get("code"),
        "name": [],
        "description": each(outgoing.language_item, given.get("description")),
    }


def has_details(given: Document) -> bool:
    """Whether an item says hours or contact details, which only some types of channel may have."""
    return is_given(given.get("serviceHours")) or is_given(given.get("contactDetails"))


def may_have_details(channel_type: str | None) -> bool:
    return channel_type in WITH_DETAILS
