"""POST and PUT of service collections."""

from typing import Any

import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.writer import Json, Writer, described, items, writer_of


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


def collection(organization: str, **members: Any) -> Json:
    return {
        "organizationId": organization,
        "serviceCollectionNames": items(fi="Koiranomistajan opas"),
        "serviceCollectionDescriptions": described("Koiranomistajan opas"),
        "publishingStatus": "Published",
        **members,
    }


def collections(standin: Standin, path: str) -> list[str]:
    return [each["id"] for each in standin.read(path)["serviceCollections"]]


def test_a_new_collection_is_read_at_once_and_shown_by_its_members(
    standin: Standin, turku: Ids, writer: Writer, wire_model: WireModel
) -> None:
    one, place = turku["Service"][0], turku["ServiceChannel"][0]
    before = collections(standin, f"/Service/{one}")
    written = writer.post(
        "/ServiceCollection", collection(writer.organization, services=[one], serviceChannels=[place])
    )
    guid = written["id"]
    assert standin.read(f"/ServiceCollection/{guid}") == written
    assert wire_model.complaints("ServiceCollection", written) == []
    assert guid in standin.ids("/ServiceCollection/organization", organizationId=writer.organization)
    assert collections(standin, f"/Service/{one}") == [*before, guid]
    assert guid in collections(standin, f"/ServiceChannel/{place}")
    assert written["serviceChannels"][0]["serviceChannelType"]


def test_members_are_replaced_whole_and_emptied_by_a_flag(standin: Standin, turku: Ids, writer: Writer) -> None:
    one, other = turku["Service"][:2]
    guid = writer.post("/ServiceCollection", collection(writer.organization, services=[one]))["id"]
    path = f"/ServiceCollection/{guid}"
    after = writer.put(path, {"publishingStatus": "Published", "services": [other]})
    assert [each["id"] for each in after["services"]] == [other]
    assert guid not in collections(standin, f"/Service/{one}")
    assert writer.put(path, {"publishingStatus": "Published", "services": []})["services"] == after["services"]
    assert writer.put(path, {"publishingStatus": "Published", "deleteAllServices": True})["services"] == []
    assert guid not in collections(standin, f"/Service/{other}")


def test_members_of_a_collection_of_long_standing_are_replaced_too(
    standin: Standin, turku: Ids, writer: Writer
) -> None:
    guid = turku["ServiceCollection"][0]
    had = [each["id"] for each in standin.read(f"/ServiceCollection/{guid}")["services"]]
    kept = had[:1]
    writer.put(f"/ServiceCollection/{guid}", {"publishingStatus": "Published", "services": kept})
    assert guid in collections(standin, f"/Service/{kept[0]}")
    assert all(guid not in collections(standin, f"/Service/{gone}") for gone in had[1:])


def test_a_collection_is_archived_and_leaves_its_members(standin: Standin, turku: Ids, writer: Writer) -> None:
    one = turku["Service"][0]
    guid = writer.post("/ServiceCollection", collection(writer.organization, services=[one], sourceId="c-1"))["id"]
    writer.put("/ServiceCollection/sourceId/c-1", {"publishingStatus": "Deleted"})
    assert standin.get(f"/ServiceCollection/{guid}").status_code == 404
    assert guid in standin.ids("/ServiceCollection", archived="true")
    assert guid not in collections(standin, f"/Service/{one}")


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"serviceCollectionNames": None}, "ServiceCollectionNames"),
        ({"serviceCollectionNames": items(fi="x" * 101)}, "ServiceCollectionNames[0].Value"),
        ({"services": ["x"]}, "Services[0]"),
        ({"services": ["7f3c1f6e-0000-4000-8000-000000000001"]}, "Services[0]"),
        ({"organizationId": None}, "OrganizationId"),
        ({"serviceCollectionDescriptions": described("Opas", "fi", "sv")}, "Model"),
    ],
)
def test_a_collection_that_breaks_a_rule_is_refused(writer: Writer, members: Json, path: str) -> None:
    assert path in writer.errors("POST", "/ServiceCollection", collection(writer.organization, **members))
