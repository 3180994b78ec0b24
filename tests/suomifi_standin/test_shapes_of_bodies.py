"""The stand-in's tables of bodies, held to the description of every POST and PUT body where that is at hand."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from suomifi_standin.incoming import parts, relations
from suomifi_standin.incoming.members import Body, Member, Plain, Rule, Shape
from suomifi_standin.incoming.targets import TARGETS
from tests.suomifi_standin.conftest import DESCRIPTION

Json = dict[str, Any]
BODIES = DESCRIPTION.with_name("in-shapes.json")
BASES = {Plain.TEXT: "string", Plain.FLAG: "bool", Plain.MOMENT: "datetime|null"}
RULES = {
    "GUID": Rule.GUID,
    "values are e-mails": Rule.EMAIL,
    "absolute URL with FQDN host": Rule.URL,
    "value must have text (at least 5 characters)": Rule.FIVE_LETTERS,
    "unique per (type, language)": Rule.ONE_PER_TYPE_AND_LANGUAGE,
    "one per language": Rule.ONE_PER_LANGUAGE,
    "language code": Rule.LANGUAGE,
    "must be in the future": Rule.FUTURE,
    "not empty": Rule.NOT_EMPTY,
}
NESTED: Mapping[str, Shape] = {
    "AccessibilityClassification": parts.ACCESSIBILITY,
    "AddressContactIn": parts.ADDRESS_CONTACT,
    "AddressDeliveryIn": parts.ADDRESS_DELIVERY,
    "AddressIn": parts.ADDRESS,
    "AddressLocationIn": parts.ADDRESS_LOCATION,
    "AddressOtherIn": parts.OTHER_PLACE,
    "AddressPostOfficeBoxIn": parts.POST_OFFICE_BOX,
    "AddressStreetIn": parts.STREET,
    "AddressStreetWithCoordinatesIn": parts.STREET_WITH_COORDINATES,
    "AreaIn": parts.AREA,
    "Attachment": parts.ATTACHMENT,
    "ContactDetailsIn": parts.CONTACT_DETAILS,
    "DailyOpeningTime": parts.OPENING,
    "Email": parts.EMAIL,
    "ExtraType": parts.EXTRA_TYPE,
    "LanguageItem": parts.LANGUAGE_ITEM,
    "Law": parts.LAW,
    "LocalizedListItem": parts.LOCALIZED,
    "NameTypeByLanguage": parts.NAME_TYPE,
    "OrganizationEInvoicing": parts.E_INVOICING,
    "Phone": parts.PHONE,
    "PhoneSimple": parts.PHONE_SIMPLE,
    "PhoneWithType": parts.PHONE_WITH_TYPE,
    "ServiceHour": parts.HOURS,
    "ServiceProducerIn": parts.PRODUCER,
    "ServiceVoucher": parts.VOUCHER,
    "WebPage": parts.WEB_PAGE,
}
SETS = {
    "ServiceAndChannelRelationInBase": relations.BY_SERVICE,
    "ServiceAndChannelRelationBySourceInBase": relations.BY_SERVICE_SOURCE,
    "ServiceAndChannelRelationAstiInBase": relations.ASTI_BY_SERVICE,
    "ServiceAndChannelRelationBySourceAsti": relations.ASTI_BY_SERVICE_SOURCE,
    "ChannelServicesIn": relations.ASTI_BY_CHANNEL,
}


@pytest.fixture(scope="module")
def described() -> Json:
    if not BODIES.is_file():
        pytest.skip(f"no {BODIES.name} beside the folder of recorded documents")
    found: Json = json.loads(BODIES.read_text("utf-8"))
    return found


def body_of(described: Json, route: str) -> Json:
    return next(body for body in described["bodies"] if route in body["routes"])


def differences(shape: Shape, fields: list[Json]) -> Iterator[str]:
    """What the table and the description say differently of members, types, demands and limits."""
    ours = {member.name: member for member in shape.members if not member.name.startswith("delete")}
    theirs = {field["name"]: field for field in fields}
    if ours.keys() != theirs.keys():
        yield f"members: {sorted(ours.keys() ^ theirs.keys())}"
    for name in ours.keys() & theirs.keys():
        yield from (f"{name}: {told}" for told in of_member(ours[name], theirs[name]))


def of_member(ours: Member, theirs: Json) -> Iterator[str]:
    if ours.many != theirs["type"].endswith("[]"):
        yield "one or many"
    if isinstance(ours.of, Plain) and BASES[ours.of] != theirs["type"].removesuffix("[]").replace("uuid", "string"):
        yield f"type {theirs['type']}"
    if ours.required != theirs["required"]:
        yield f"required {theirs['required']}"
    limits = {**theirs.get("itemValueMaxByType", {})}
    if limits and any(ours.most_by_type.get(kind, ours.most) != most for kind, most in limits.items()):
        yield f"limits {limits}"
    if not limits and (theirs.get("max") or theirs.get("itemValueMax")) not in (None, ours.most):
        yield f"limit {theirs.get('max') or theirs.get('itemValueMax')}"
    values = theirs.get("enum") or theirs.get("itemTypes") or _item_types(theirs)
    if values and ours.one_of and set(values) != set(ours.one_of):
        yield f"values {values}"
    said = {RULES[rule] for rule in theirs.get("rules", ()) if rule in RULES}
    if said - ours.rules:
        yield f"rules {said - ours.rules}"
    if theirs.get("pattern") and ours.pattern is None:
        yield f"pattern {theirs['pattern']}"


def _item_types(theirs: Json) -> list[str] | None:
    told = theirs.get("itemEnum")
    return told["values"] if told and told["member"] == "type" and theirs["type"] == "LocalizedListItem[]" else None


LOOSER = {"/ServiceChannel/Phone": ["publishingStatus: values ['Draft', 'Published', 'Deleted', 'Modified']"]}
"""A new phone channel may have any status by its description; by the status machine it is a draft or published."""


@pytest.mark.parametrize("path", TARGETS)
def test_a_body_of_post_is_as_described(described: Json, path: str) -> None:
    body = TARGETS[path].body
    told = body_of(described, f"POST /api/v11{path}")["fields"]
    assert list(differences(body.shape, told)) == LOOSER.get(path, [])


@pytest.mark.parametrize("path", TARGETS)
def test_a_body_of_put_is_as_described_and_its_flags_too(described: Json, path: str) -> None:
    body = TARGETS[path].body
    told = body_of(described, f"PUT /api/v11{path}/{{id}}")
    assert list(differences(body.for_put(), told["fields"])) == []
    flags = {each["flag"]: each["clears"] for each in told.get("deleteFlags", ()) if each["flag"] != "deleteOid"}
    assert dict(body.flags) == flags


@pytest.mark.parametrize("name", NESTED)
def test_a_part_is_as_described(described: Json, name: str) -> None:
    assert list(differences(NESTED[name], described["nested"][name]["fields"])) == []


@pytest.mark.parametrize("name", SETS)
def test_a_set_of_connections_is_as_described(described: Json, name: str) -> None:
    told = next(body for body in described["bodies"] if body["short"] == name)
    (member,) = SETS[name].shape().members
    assert member.name == told["fields"][0]["name"]
    assert [SETS[name].flag] == [flag["flag"] for flag in told["deleteFlags"]]
    assert isinstance(member.of, Shape)
    item = described["nested"][told["fields"][0]["type"].removesuffix("[]")]
    assert list(differences(member.of, item["fields"])) == []


@pytest.mark.parametrize(("route", "shape"), [("", relations.NEW), ("/Source", relations.NEW_BY_SOURCE)])
def test_an_added_connection_is_as_described(described: Json, route: str, shape: Shape) -> None:
    assert list(differences(shape, body_of(described, f"POST /api/v11/Connection{route}")["fields"])) == []


def test_a_put_demands_less_than_a_post_and_takes_nothing_that_is_only_new() -> None:
    for target in TARGETS.values():
        body: Body = target.body
        assert {member.name for member in body.for_put().members if member.required} == body.always
        assert not body.only_new & {member.name for member in body.for_put().members}
