"""Only a bad id, kind or owner refuses a document; everything else is parsed or kept."""

from typing import Any

import msgspec
import pytest

from catalogue.dialects import ptv_v11
from catalogue.errors import InvalidDocument
from catalogue.services.values import KINDS, Kind, ServiceChannel

ID = "0008AFC0-182C-4580-BA73-7472287F4D63"


def refusal(kind: Kind, document: bytes | dict[str, Any]) -> str | None:
    body = document if isinstance(document, bytes) else msgspec.json.encode(document)
    with pytest.raises(InvalidDocument) as caught:
        ptv_v11.parse(kind, body)
    return caught.value.place


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"<html>", b'{"a": "\xff"}', b"[" * 100_000])
def test_what_is_no_json_object_is_refused(kind: Kind, body: bytes) -> None:
    assert refusal(kind, body) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bad", [None, [], "", "x", 5, ID[:-1], f"{{{ID}}}", ID.replace("-", ""), {"id": ID}])
def test_a_bad_id_is_refused(kind: Kind, bad: Any) -> None:
    assert refusal(kind, {"id": bad, "serviceChannelType": "Phone"}) == "id"


@pytest.mark.parametrize("bad", [None, [], "", "phone", 5, {"Phone": 1}])
def test_a_channel_of_no_known_kind_is_refused(bad: Any) -> None:
    assert refusal("service_channel", {"id": ID, "serviceChannelType": bad}) == "serviceChannelType"


@pytest.mark.parametrize("kind", ["service_channel", "service_collection"])
@pytest.mark.parametrize("bad", ["", "x", 5, {"id": ID}, [ID]])
def test_a_bad_owner_is_refused(kind: Kind, bad: Any) -> None:
    document = {"id": ID, "serviceChannelType": "Phone", "organizationId": bad}
    assert refusal(kind, document) == "organizationId"


@pytest.mark.parametrize("absent", [{}, {"organizationId": None}, {"organizationId": []}])
def test_a_document_without_an_owner_is_taken(absent: dict[str, Any]) -> None:
    record = ptv_v11.parse("service_collection", msgspec.json.encode({"id": ID, **absent}))
    assert str(record.id) == ID.lower()


def test_an_id_is_rendered_in_lower_case() -> None:
    record = ptv_v11.parse("service", msgspec.Raw(msgspec.json.encode({"id": ID})))
    assert ptv_v11.render(record)["id"] == ID.lower()


def test_a_part_without_the_id_it_needs_is_kept_as_it_is() -> None:
    connection = {"service": {"id": "bad", "name": "Palvelu"}}
    document = {"id": ID, "serviceChannelType": "Phone", "services": [connection], "serviceCollections": [{"id": None}]}
    record = ptv_v11.parse("service_channel", msgspec.json.encode(document))
    assert isinstance(record.value, ServiceChannel)
    assert record.connections == []
    assert record.value.remainder == {"services": [connection], "serviceCollections": [{"id": None}]}


@pytest.mark.parametrize("body", [b"[]", b'{"id": "x"}'])
def test_a_general_description_is_refused_likewise(body: bytes) -> None:
    with pytest.raises(InvalidDocument):
        ptv_v11.parse_general_description(body)
