"""Where a body of the writing side does not fit what version 11 takes: found here, before the register refuses it.

Shape only: members, types, words, what must be there and when. What the content must be like (lengths, languages,
addresses that exist) is known by the rules of services.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from catalogue.dialects.ptv_v11.in_shapes import CLEARED_BY, MODELS, Member

Why = Literal["unknown", "missing", "type", "word"]


class Misfit(NamedTuple):
    """A place of the body (`addresses[0].streetAddress.street`) and what is wrong there."""

    place: str
    why: Why


_LIMITED: Final = {"areaType": "LimitedType"}
_ON_ITS_OWN: Final = {"generalDescriptionId": None, "publishingStatus": "Published"}

# Demanded when the other members of the same object are as said; None: absent. Server rules as of 2022 (4.1, 4.5).
_REQUIRED_IF: Final[Mapping[str, Mapping[str, tuple[Mapping[str, Any], ...]]]] = {
    "OrganizationIn": {
        "municipality": ({"organizationType": "Municipality"},),
        "areaType": tuple(
            {"organizationType": each} for each in ("State", "RegionalOrganization", "Organization", "Company")
        ),
        "subAreaType": (_LIMITED,),
        "areas": (_LIMITED,),
    },
    "OrganizationInBase": {
        "municipality": ({"organizationType": "Municipality"},),
        "subAreaType": (_LIMITED,),
        "areas": (_LIMITED,),
    },
    "ServiceIn": {
        "type": ({"generalDescriptionId": None},),
        "serviceNames": ({"generalDescriptionId": None},),
        "areas": (_LIMITED,),
        "serviceClasses": (_ON_ITS_OWN,),
        "ontologyTerms": (_ON_ITS_OWN,),
        "targetGroups": (_ON_ITS_OWN,),
    },
    "ServiceInBase": {
        "type": ({"deleteGeneralDescriptionId": True},),
        "areas": (_LIMITED,),
        "serviceClasses": (_ON_ITS_OWN,),
        "ontologyTerms": (_ON_ITS_OWN,),
        "targetGroups": (_ON_ITS_OWN,),
    },
    **{
        f"{kind}Channel{ending}": {"areas": (_LIMITED,)}
        for kind in ("Phone", "WebPage", "PrintableForm", "ServiceLocation")
        for ending in ("In", "InBase")
    },
    **{
        f"ElectronicChannel{ending}": {"areas": (_LIMITED,), "signatureQuantity": ({"requiresSignature": True},)}
        for ending in ("In", "InBase")
    },
    "AddressContactIn": {
        "postOfficeBoxAddress": ({"subType": "PostOfficeBox"},),
        "streetAddress": ({"subType": "Street"},),
        "locationAbroad": ({"subType": "Abroad"},),
    },
    "AddressDeliveryIn": {
        "postOfficeBoxAddress": ({"subType": "PostOfficeBox"},),
        "streetAddress": ({"subType": "Street"},),
        "deliveryAddressInText": ({"subType": "NoAddress"},),
    },
    "AddressIn": {
        "postOfficeBoxAddress": ({"subType": "PostOfficeBox"},),
        "streetAddress": ({"subType": "Street"},),
        "foreignAddress": ({"subType": "Foreign"},),
        "otherAddress": ({"subType": "Other"},),
    },
    "AddressLocationIn": {
        "postOfficeBoxAddress": ({"subType": "PostOfficeBox"},),
        "streetAddress": ({"subType": "Single"},),
        "otherAddress": ({"subType": "Other"},),
        "locationAbroad": ({"subType": "Abroad"},),
    },
    "PhoneSimple": {"prefixNumber": ({"isFinnishServiceNumber": False},)},
    **{
        name: {
            "prefixNumber": ({"isFinnishServiceNumber": False},),
            "chargeDescription": ({"serviceChargeType": "Other"},),
        }
        for name in ("Phone", "PhoneWithType")
    },
    "ServiceProducerIn": {"organizations": ({"provisionType": "SelfProducedServices"},)},
}

_SINGLE: Final[Mapping[str, type]] = {"string": str, "uuid": str, "datetime": str, "bool": bool}


def misfits(body: Mapping[str, Any], model: str) -> list[Misfit]:
    """Where the body is not what the model takes, in its order."""
    return list(_of_object(body, model, ""))


def _of_object(body: Mapping[str, Any], model: str, place: str) -> Iterator[Misfit]:
    members, flags = MODELS[model], CLEARED_BY.get(model, {}).values()
    for name, value in body.items():
        if name in members:
            yield from _of_member(value, members[name], place + name)
        elif name not in flags:
            yield Misfit(place + name, "unknown")
        elif value is not True:
            yield Misfit(place + name, "type")
    for name, member in members.items():
        if name not in body and (member.required or _demanded(body, model, name)):
            yield Misfit(place + name, "missing")


def _demanded(body: Mapping[str, Any], model: str, name: str) -> bool:
    cases = _REQUIRED_IF.get(model, {}).get(name, ())
    return any(all(body.get(other) == said for other, said in case.items()) for case in cases)


def _of_member(value: Any, member: Member, place: str) -> Iterator[Misfit]:
    if not member.type.endswith("[]"):
        yield from _of_single(value, member.type, place)
        if member.words and isinstance(value, str) and value not in member.words:
            yield Misfit(place, "word")
    elif not isinstance(value, list):
        yield Misfit(place, "type")
    elif not value:
        yield Misfit(place, "missing")  # an empty list changes nothing: it is left out, or cleared by its flag
    else:
        for index, item in enumerate(value):
            yield from _of_single(item, member.type.removesuffix("[]"), f"{place}[{index}]")


def _of_single(value: Any, kind: str, place: str) -> Iterator[Misfit]:
    if kind in _SINGLE:
        if type(value) is not _SINGLE[kind] or value == "":
            yield Misfit(place, "type")
    elif isinstance(value, dict):
        yield from _of_object(value, kind, f"{place}.")
    else:
        yield Misfit(place, "type")
