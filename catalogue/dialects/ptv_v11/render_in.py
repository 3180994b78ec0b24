"""A thing of ours as the body that version 11 takes when it is written: the shape of writing is not that of reading.

What `in_shapes` says of a body is filled from our members of the same name; where the two sides differ (reference 4.8),
`in_members` says from what. Nothing is written that the shape does not know, so no remainder is: what the register said
beyond our values stays as it has it, but for localised lists, which it replaces whole (4.1).

A body says the whole state. In a PUT, what is absent stays unchanged, and so does an empty list (4.1): what became
empty since `before` is cleared by its flag, and what has no flag is told by `left_standing`, for a person to see to.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v11.codecs import INSTANT
from catalogue.dialects.ptv_v11.in_members import CLASSES, MEMBERS, coded
from catalogue.dialects.ptv_v11.in_shapes import CLEARED_BY, MODELS, POSTS
from catalogue.dialects.ptv_v11.shape import snake
from catalogue.services.rules.classification import own
from catalogue.services.values import ConnectionEnd, Organization, Service, ServiceChannel, ServiceCollection

Thing = Organization | Service | ServiceChannel | ServiceCollection
Body = dict[str, Any]

_WITH_EXTRAS: Final = ("ServiceLocation", "EChannel", "Phone")
"""Channels whose connections may have hours and contact details of their own (4.5)."""
_POORER: Final = frozenset({"addresses", "attachments", "faxNumbers", "phoneNumbers", "webPage"})
"""Lists that lose something when they are written (4.8, 7): coordinates that the register found and entrances, the type
of an attachment, what a fax costs and which number takes messages, the texts of links. So a PUT has them only when they
changed, or when a language came or went: then every list that must have it is asked for (4.4)."""
_RELATION: Final = "ServiceServiceChannelInBase"


def model_of(value: Thing, *, new: bool) -> str:
    """The name of the body's shape: POST's for a thing that the register does not have yet, else PUT's."""
    kind = value.service_channel_type if isinstance(value, ServiceChannel) else type(value).__name__
    return POSTS[kind] + ("" if new else "Base")


def render_in(value: Thing, *, before: Thing | None = None, central: GeneralDescription | None = None) -> Body:
    """The body of PUT for a thing that the register has as `before`; the body of POST without it.

    `central` is the general description that a service links. What comes from it is not the service's own and is not
    echoed (trap 6); where it is linked and not given, nobody can tell, and the body says nothing of classes.
    """
    model = model_of(value, new=before is None)
    ours, theirs = _own(value, before or value, central)
    body, was = _object(ours, model), _object(theirs, model)
    if before is not None:
        _clear(body, was, model)
        if value.language_versions.keys() == before.language_versions.keys():
            body = {name: said for name, said in body.items() if name not in _POORER or said != was.get(name)}
    return body


def left_standing(value: Thing, *, before: Thing, central: GeneralDescription | None = None) -> list[str]:
    """The members of the wire that the register keeps although ours are gone: nothing in a PUT takes them away."""
    model = model_of(value, new=False)
    said, was = (_object(each, model) for each in _own(value, before, central))
    return [name for name in was if name not in said and name not in CLEARED_BY[model]]


def render_connections_in(
    ends: Iterable[ConnectionEnd], *, before: Iterable[ConnectionEnd] = (), channel_types: Mapping[UUID, str]
) -> Body:
    """The body of PUT for all ordinary connections of a service: what it does not list is taken apart (4.6).

    `ends` are the service's own, `before` what the register has of them. Connections of the ASTI register, which have
    extra types, are not ours to write and not touched by it. Empty where there is nothing and was nothing.
    """
    was = {end.other.id: _end(end, channel_types) for end in before if not end.connection.extra_types}
    items = []
    for end in ends:
        if not end.connection.extra_types:
            item = _end(end, channel_types)
            _clear(item, was.get(end.other.id, {}), _RELATION)
            items.append(item)
    if items:
        return {"channelRelations": items}
    return {CLEARED_BY["ServiceAndChannelRelationInBase"]["channelRelations"]: True} if was else {}


def render_new_connection_in(service: UUID, end: ConnectionEnd, *, channel_type: str) -> Body:
    """One item of the body of POST that adds connections and leaves all others as they are."""
    item = _end(end, {end.other.id: channel_type}, "ServiceAndChannelIn")
    return {"serviceId": str(service), **item}


# --- by the shape -----------------------------------------------------------------------------------------------------


def _object(value: Any, model: str) -> Body:
    """The members of a shape that say something."""
    getters = MEMBERS.get(model.removesuffix("Base").removesuffix("In"), {})
    said: Body = {}
    for name, member in MODELS[model].items():
        if name == "publishingStatus":
            given = _state(value.publishing_status, model)
        else:
            get = getters.get(name)
            given = get(value) if get is not None else getattr(value, snake(name))
        rendered = _list(given, member.type[:-2]) if member.type.endswith("[]") else _single(given, member.type)
        if rendered not in (None, "", [], {}):
            said[name] = rendered
    return said


def _list(given: Any, kind: str) -> list[Any]:
    if isinstance(given, dict):  # a text by language
        given = [{"value": text, "language": language} for language, text in given.items()]
    rendered = (_single(item, kind) for item in given or ())
    return [item for item in rendered if item not in (None, "", {})]


def _single(given: Any, kind: str) -> Any:
    if given is None or kind == "bool" or isinstance(given, dict):
        return given
    if kind == "datetime":
        return coded(INSTANT, given)
    return str(given) if kind in ("string", "uuid") else _object(given, kind)


def _clear(body: Body, before: Body, model: str) -> None:
    """Flags for what was there and is not."""
    for name, flag in CLEARED_BY.get(model, {}).items():
        if name in before and name not in body:
            body[flag] = True
    for name, member in MODELS[model].items():
        if member.type in CLEARED_BY and name in before:
            inside = body.setdefault(name, {})
            _clear(inside, before[name], member.type)
            if not inside:
                del body[name]


def _state(state: str | None, model: str) -> str:
    """Never Modified, which would freeze the thing for every API user (4.3, trap 1); nothing is created archived."""
    states = _STATES if model.endswith("Base") else {"Published": "Published"}
    return states.get(state or "", "Draft")


_STATES: Final = {"Published": "Published", "Modified": "Published", "Deleted": "Deleted", "OldPublished": "Deleted"}


# --- what a thing says of itself --------------------------------------------------------------------------------------


def _own(value: Thing, before: Thing, central: GeneralDescription | None) -> tuple[Thing, Thing]:
    """Both without what the linked general description gives (4.5); without all classes where nobody can tell."""
    if not isinstance(value, Service) or not isinstance(before, Service) or value.general_description_id is None:
        return value, before
    if central is None:
        classless: dict[str, Any] = {member: [] for member in CLASSES}
        return msgspec.structs.replace(value, **classless), msgspec.structs.replace(before, **classless)
    same = before.general_description_id == value.general_description_id
    return _without(central, value), _without(central, before) if same else before


def _without(central: GeneralDescription, service: Service) -> Service:
    """The service without the classes and the kind of charge that a general description gives."""
    changed: dict[str, Any] = {member: own(getattr(service, member), getattr(central, member)) for member in CLASSES}
    if central.service_charge_type is not None:
        changed["service_charge_type"] = None
    return msgspec.structs.replace(service, **changed)


def _end(end: ConnectionEnd, channel_types: Mapping[UUID, str], model: str = _RELATION) -> Body:
    rendered = _object(end, model)
    if channel_types.get(end.other.id, "ServiceLocation") not in _WITH_EXTRAS:
        rendered = {name: said for name, said in rendered.items() if name not in ("serviceHours", "contactDetails")}
    return rendered
