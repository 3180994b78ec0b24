"""The control door: edits, additions, archiving, connections; consistent wherever they are seen."""

from typing import Any

import pytest

from tests.suomifi_standin.process import NOBODY, Ids, Standin
from tests.suomifi_standin.wire_model import WireModel


def connection_ends(standin: Standin, service: str, channel: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A connection as its two ends show it: content, then the dates."""
    there = standin.read(f"/Service/{service}")["serviceChannels"] or ()
    back = standin.read(f"/ServiceChannel/{channel}")["services"] or ()
    one = [dict(each) for each in there if each["serviceChannel"]["id"] == channel]
    other = [dict(each) for each in back if each["service"]["id"] == service]
    for each in (*one, *other):
        each.pop("serviceChannel", None)
        each.pop("service", None)
    return one, other


def first_connection(standin: Standin, turku: Ids) -> tuple[str, str]:
    service = next(
        each for each in (standin.read(f"/Service/{guid}") for guid in turku["Service"]) if each["serviceChannels"]
    )
    return service["id"], service["serviceChannels"][0]["serviceChannel"]["id"]


def test_the_door_describes_itself(standin: Standin) -> None:
    described = standin.http.get("/_standin/").json()
    assert {"POST /_standin/edit", "POST /_standin/faults", "GET /_standin/log"} <= set(described)


def test_an_edit_shows_in_the_document_and_moves_its_date(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    before = standin.read(f"/Service/{guid}")
    told = standin.do("edit", id=guid, members={"fundingType": "MarketFunded"})
    after = standin.read(f"/Service/{guid}")
    assert after == {**before, "fundingType": "MarketFunded", "modified": told["things"][0]["modified"]}
    assert list(after) == list(before)
    assert after["modified"] > before["modified"]


def test_an_edit_may_leave_the_date(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    before = standin.read(f"/Service/{guid}")["modified"]
    standin.do("edit", id=guid, members={"fundingType": "MarketFunded"}, modified=None)
    assert standin.read(f"/Service/{guid}")["modified"] == before


def test_a_new_name_shows_in_lists_and_at_the_other_ends(standin: Standin, turku: Ids) -> None:
    service, channel = first_connection(standin, turku)
    names = [{"value": "Uusi nimi", "type": "Name", "language": "fi"}]
    standin.do("edit", id=channel, members={"serviceChannelNames": names})
    shown = [each["serviceChannel"] for each in standin.read(f"/Service/{service}")["serviceChannels"]]
    assert {"id": channel, "name": "Uusi nimi"} in shown
    owner = standin.read(f"/ServiceChannel/{channel}")["organizationId"]
    page = standin.read("/ServiceChannel", organizationId=owner, date="2026-11-01T00:00:00")
    assert {"id": channel, "name": "Uusi nimi"} in page["itemList"]


def test_a_whole_document_can_be_added_with_its_connections(
    standin: Standin, turku: Ids, wire_model: WireModel
) -> None:
    service, channel = first_connection(standin, turku)
    document = {**standin.read(f"/Service/{service}"), "id": None}
    added = standin.do("add", document=document)["things"][0]["id"]
    assert wire_model.complaints("Service", standin.read(f"/Service/{added}")) == []
    one, other = connection_ends(standin, added, channel)
    assert len(one) == len(other) == 1
    owner = document["organizations"][0]["organization"]["id"]
    assert added in standin.ids("/Service/list/organization", organizationId=owner)
    listed = standin.read(f"/Organization/{owner}")["services"]
    assert added in [each["service"]["id"] for each in listed]


def test_a_document_with_a_link_to_nowhere_is_not_added(standin: Standin, turku: Ids) -> None:
    before = standin.ids("/Service")
    document = standin.read(f"/Service/{turku['Service'][0]}")
    link = {"serviceChannel": {"id": NOBODY, "name": "?"}}
    answer = standin.http.post("/_standin/add", json={"document": {**document, "id": None, "serviceChannels": [link]}})
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert standin.ids("/Service") == before


def test_more_services_of_a_town_can_be_generated(standin: Standin, turku: Ids, wire_model: WireModel) -> None:
    before = standin.ids("/Service")
    things = standin.do("add", town="853", services=7)["things"]
    assert len(things) == 7
    assert set(standin.ids("/Service")) == {*before, *(each["id"] for each in things)}
    for each in things:
        service = standin.read(f"/Service/{each['id']}")
        assert wire_model.complaints("Service", service) == []
        owner = next(role for role in service["organizations"] if role["roleType"] == "Responsible")
        assert owner["organization"]["id"] in turku["Organization"]
        for link in service["serviceChannels"]:
            assert len(connection_ends(standin, each["id"], link["serviceChannel"]["id"])[1]) == 1
    again = standin.do("add", town="853", services=3)["things"]
    assert not {each["id"] for each in again} & {each["id"] for each in things}


def test_what_is_archived_disappears_from_every_end(standin: Standin, turku: Ids) -> None:
    service, channel = first_connection(standin, turku)
    owner = standin.read(f"/Service/{service}")["organizations"][0]["organization"]["id"]
    standin.do("archive", ids=[service])
    assert connection_ends_of_channel(standin, channel, service) == []
    assert service not in [each["service"]["id"] for each in standin.read(f"/Organization/{owner}")["services"]]
    assert service not in standin.ids("/Service/list/organization", organizationId=owner)
    standin.do("republish", ids=[service])
    assert len(connection_ends_of_channel(standin, channel, service)) == 1


def connection_ends_of_channel(standin: Standin, channel: str, service: str) -> list[dict[str, Any]]:
    return [each for each in standin.read(f"/ServiceChannel/{channel}")["services"] if each["service"]["id"] == service]


def test_connecting_shows_at_both_ends_with_dates_of_their_own(standin: Standin, turku: Ids) -> None:
    service, channel = turku["Service"][0], turku["ServiceChannel"][-1]
    dates = [standin.read(path)["modified"] for path in (f"/Service/{service}", f"/ServiceChannel/{channel}")]
    text = [{"value": "Ajanvaraus", "type": "Description", "language": "fi"}]
    standin.do("connect", service=service, channel=channel, members={"description": text})
    one, other = connection_ends(standin, service, channel)
    assert one[0].pop("modified") != other[0].pop("modified")
    assert one == other
    assert one[0]["description"] == text
    after = [standin.read(path)["modified"] for path in (f"/Service/{service}", f"/ServiceChannel/{channel}")]
    assert after == dates, "a connection moves no entity's date"


def test_changing_a_connection_keeps_its_other_members(standin: Standin, turku: Ids, wire_model: WireModel) -> None:
    service, channel = first_connection(standin, turku)
    before, _ = connection_ends(standin, service, channel)
    standin.do("connect", service=service, channel=channel, members={"serviceChargeType": "Other"})
    one, other = connection_ends(standin, service, channel)
    assert one[0] == {**before[0], "serviceChargeType": "Other", "modified": one[0]["modified"]}
    assert one[0]["modified"] > before[0]["modified"]
    assert {**other[0], "modified": None} == {**one[0], "modified": None}
    assert wire_model.complaints("Service", standin.read(f"/Service/{service}")) == []
    assert wire_model.channel_complaints(standin.read(f"/ServiceChannel/{channel}")) == []


def test_disconnecting_shows_at_both_ends(standin: Standin, turku: Ids) -> None:
    service, channel = first_connection(standin, turku)
    standin.do("disconnect", service=service, channel=channel)
    assert connection_ends(standin, service, channel) == ([], [])
    refused = standin.http.post("/_standin/disconnect", json={"service": service, "channel": channel})
    assert refused.status_code == 400


def test_replacing_connections_leaves_exactly_those(standin: Standin, turku: Ids) -> None:
    service, channel = first_connection(standin, turku)
    wanted = turku["ServiceChannel"][-3:]
    standin.do("connections", service=service, connections=[{"channel": each} for each in wanted])
    document = standin.read(f"/Service/{service}")
    assert {each["serviceChannel"]["id"] for each in document["serviceChannels"]} == set(wanted)
    assert connection_ends_of_channel(standin, channel, service) == []


def test_content_of_an_organisation_can_be_removed_at_once(standin: Standin, turku: Ids) -> None:
    probe = f"/Common/EntitiesByOrganization/{turku['Organization'][1]}"
    before = standin.ids(probe)
    gone = {each["id"] for each in standin.do("archive", organization=turku["Organization"][1], leave=1)["things"]}
    left = standin.ids(probe)
    assert gone
    assert len(left) < len(before)
    assert set(before) - gone == set(left)
    assert set(standin.ids("/Service", status="Archived")) <= gone


def test_a_service_that_moves_to_another_organisation_is_listed_there(standin: Standin, turku: Ids) -> None:
    service = standin.read(f"/Service/{turku['Service'][0]}")
    old, new = service["organizations"][0]["organization"]["id"], standin.town("049")["Organization"][0]
    role = {**service["organizations"][0], "organization": {"id": new, "name": "Espoo"}}
    standin.do("edit", id=service["id"], members={"organizations": [role]})
    assert service["id"] in standin.ids("/Service/list/organization", organizationId=new)
    assert service["id"] not in standin.ids("/Service/list/organization", organizationId=old)
    assert service["id"] in [each["service"]["id"] for each in standin.read(f"/Organization/{new}")["services"]]
    assert service["id"] not in [each["service"]["id"] for each in standin.read(f"/Organization/{old}")["services"]]


def test_the_clock_can_be_put_forward(standin: Standin, turku: Ids) -> None:
    before = standin.do("clock", seconds=0)["now"]
    standin.do("clock", seconds=90_000)
    moved = standin.do("edit", id=turku["Service"][0], members={})["things"][0]["modified"]
    assert moved[:10] > before[:10]


def test_reset_forgets_everything(standin: Standin, turku: Ids) -> None:
    before = standin.read(f"/Service/{turku['Service'][0]}")
    service, channel = first_connection(standin, turku)
    standin.do("edit", id=before["id"], members={"fundingType": "MarketFunded"})
    standin.do("add", like=before["id"])
    standin.do("disconnect", service=service, channel=channel)
    standin.do("archive", ids=turku["Service"][1:3])
    count = len(standin.ids("/Service"))
    standin.do("reset")
    assert standin.read(f"/Service/{before['id']}") == before
    assert len(standin.ids("/Service")) == count + 1
    assert standin.ids("/Service", status="Archived") == []


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("edit", {"id": NOBODY, "members": {}}),
        ("edit", {"id": NOBODY}),
        ("edit", {"members": {}}),
        ("add", {}),
        ("add", {"document": {}}),
        ("add", {"town": "091", "services": 1}),
        ("archive", {"ids": [NOBODY]}),
        ("connect", {"service": NOBODY, "channel": NOBODY}),
        ("clock", {"seconds": "soon"}),
        ("clock", {"minutes": 1}),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(standin: Standin, word: str, members: dict[str, Any]) -> None:
    answer = standin.http.post(f"/_standin/{word}", json=members)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_the_log_tells_what_was_served(standin: Standin, turku: Ids) -> None:
    standin.read("/Service", date="2020-01-01T00:00:00")
    body = standin.get(f"/Service/{turku['Service'][0]}")
    standin.get(f"/Service/{NOBODY}")
    entries = standin.log()
    shown = [(each["method"], each["path"], each["query"], each["status"], each["count"]) for each in entries]
    assert shown == [
        ("GET", "/api/v11/Service", "date=2020-01-01T00%3A00%3A00", 200, 25),
        ("GET", f"/api/v11/Service/{turku['Service'][0]}", "", 200, 1),
        ("GET", f"/api/v11/Service/{NOBODY}", "", 404, None),
    ]
    assert entries[1]["bytes"] == len(body.content)
    assert standin.http.delete("/_standin/log").json() == []
