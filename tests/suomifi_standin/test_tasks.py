"""What those who may read more are told to look after."""

import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.writer import Writer, service, writer_of


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


def ids_of(writer: Writer, path: str) -> set[str]:
    """The ids of every page."""
    found: set[str] = set()
    page, count = 1, 1
    while page <= count:
        answer = writer.get(f"{path}{'&' if '?' in path else '?'}page={page}")
        count = answer["pageCount"]
        found |= {each["id"] for each in answer["itemList"] or ()}
        page += 1
    return found


def test_what_is_not_maintained_is_ones_own_and_15_months_old(
    standin: Standin, turku: Ids, writer: Writer, wire_model: WireModel
) -> None:
    for kind, path in (("Service", "Services"), ("ServiceChannel", "ServiceChannels")):
        guid, fresh = turku[kind][:2]
        standin.do("edit", id=guid, members={}, modified="2024-01-15T10:00:00")
        standin.do("edit", id=fresh, members={})
        found = ids_of(writer, f"/Common/NotMaintained{path}")
        assert guid in found
        assert fresh not in found
        assert not found & set(standin.town("049")[kind])
    (item, *_) = writer.get("/Common/NotMaintainedServices")["itemList"]
    assert wire_model.complaints("NotUpdatedTask", item) == []


def test_old_drafts_are_told_apart(standin: Standin, writer: Writer) -> None:
    draft = writer.post("/Service", service(writer.organization, publishingStatus="Draft"))["id"]
    assert ids_of(writer, "/Common/NotMaintainedServices?status=Draft") == set()
    standin.do("edit", id=draft, members={}, modified="2024-01-15T10:00:00")
    (item,) = writer.get("/Common/NotMaintainedServices?status=Draft")["itemList"]
    assert (item["id"], item["statuses"]) == (draft, [{"value": "Draft", "language": "fi"}])
    assert "status" in writer.errors("GET", "/Common/NotMaintainedServices?status=Deleted", None)


def test_what_is_connected_to_nothing_is_told(
    standin: Standin, turku: Ids, writer: Writer, wire_model: WireModel
) -> None:
    guid = writer.post("/Service", service(writer.organization))["id"]
    alone = ids_of(writer, "/Common/ServicesWithoutChannels")
    connected = {each["id"] for each in standin.batch("Service", turku["Service"]) if each["serviceChannels"]}
    assert guid in alone
    assert not alone & connected
    channels = standin.batch("ServiceChannel", turku["ServiceChannel"])
    edges = standin.read12(f"/organization/hierarchy/{writer.organization}")["edges"]
    owners = {writer.organization, *(each["childContentId"] for each in edges)}
    lonely = {each["id"] for each in channels if not each["services"] and each["organizationId"] in owners}
    assert ids_of(writer, "/Common/ChannelsWithoutServices") == lonely
    (item, *_) = writer.get("/Common/ServicesWithoutChannels")["itemList"]
    assert wire_model.complaints("Task", item) == []


def test_nobody_orders_translations_here(writer: Writer) -> None:
    assert writer.get("/Common/Translation")["pageCount"] == 0
    assert writer.send("GET", "/Common/Translation?date=yesterday").status_code == 400
