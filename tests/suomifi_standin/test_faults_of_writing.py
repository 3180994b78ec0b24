"""Faults while somebody writes: what was done although it was not said, and what was not done."""

import time
from collections.abc import Callable

import httpx
import pytest

from tests.suomifi_standin.channel_bodies import MONDAY, channel
from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.writer import Writer, log_in, repeated, service, writer_of

SERVICE = "/api/v11/Service"
ALWAYS = {"isAlwaysOpen": True, "openingHour": []}


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("done", [True, False])
def test_an_error_may_come_after_the_work_was_done(standin: Standin, writer: Writer, status: int, done: bool) -> None:
    before = set(standin.ids("/Service"))
    standin.play({"path": SERVICE, "method": "POST", "kind": "status", "status": status, "done": done})
    assert writer.send("POST", "/Service", service(writer.organization)).status_code == status
    new = set(standin.ids("/Service")) - before
    assert len(new) == done
    (entry,) = [entry for entry in standin.log() if entry["method"] == "POST" and entry["path"] == SERVICE]
    assert (entry["status"], entry["fault"], set(entry["wrote"])) == (status, "status", new)


@pytest.mark.parametrize("done", [True, False])
def test_a_connection_breaks_after_or_before_the_work(standin: Standin, writer: Writer, done: bool) -> None:
    guid = writer.post("/Service", service(writer.organization))["id"]
    standin.play({"path": f"{SERVICE}/", "method": "PUT", "kind": "cut", "times": 1, "done": done})
    with pytest.raises(httpx.RemoteProtocolError):
        writer.send("PUT", f"/Service/{guid}", repeated(fundingType="MarketFunded"))
    shown = standin.read(f"/Service/{guid}")["fundingType"]
    assert shown == ("MarketFunded" if done else "PubliclyFunded")


def test_a_repeated_post_after_a_lost_answer_is_refused_by_its_name(standin: Standin, writer: Writer) -> None:
    standin.play({"path": SERVICE, "method": "POST", "kind": "status", "status": 504, "done": True, "times": 1})
    body = service(writer.organization, sourceId="dogs-1")
    assert writer.send("POST", "/Service", body).status_code == 504
    assert "SourceId" in writer.errors("POST", "/Service", body)
    assert writer.put("/Service/sourceId/dogs-1", repeated())["sourceId"] == "dogs-1"


def make_channels(writer: Writer) -> list[str]:
    kinds = ("Phone", "WebPage", "EChannel", "PrintableForm")
    return [writer.post(f"/ServiceChannel/{kind}", channel(kind, writer.organization))["id"] for kind in kinds]


def by_put(writer: Writer, guid: str, channels: list[str]) -> httpx.Response:
    body = {"channelRelations": [{"serviceChannelId": each} for each in channels]}
    return writer.send("PUT", f"/Connection/serviceId/{guid}", body)


def by_post(writer: Writer, guid: str, channels: list[str]) -> httpx.Response:
    return writer.send("POST", "/Connection", [{"serviceId": guid, "serviceChannelId": each} for each in channels])


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize("write", [by_put, by_post])
def test_a_write_of_connections_breaks_off_midway(
    standin: Standin, writer: Writer, rows: int, write: Callable[[Writer, str, list[str]], httpx.Response]
) -> None:
    guid = writer.post("/Service", service(writer.organization))["id"]
    channels = make_channels(writer)
    standin.play({"path": "/api/v11/Connection", "kind": "partial", "rows": rows, "times": 1})
    assert write(writer, guid, channels).status_code == 500
    shown = [each["serviceChannel"]["id"] for each in standin.read(f"/Service/{guid}")["serviceChannels"]]
    assert shown == channels[:rows]
    assert write(writer, guid, channels).status_code == 200
    shown = [each["serviceChannel"]["id"] for each in standin.read(f"/Service/{guid}")["serviceChannels"]]
    assert shown == channels


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_played_as_the_register_says_it(standin: Standin, writer: Writer, status: int) -> None:
    standin.play({"path": SERVICE, "method": "PUT", "kind": "status", "status": status, "times": 1})
    answer = writer.send("PUT", f"/Service/{standin.town('853')['Service'][0]}", repeated())
    assert (answer.status_code, answer.content) == (status, b"")
    assert ("www-authenticate" in answer.headers) is (status == 401)


def test_a_token_revoked_in_the_middle_stops_the_rest_and_a_new_one_goes_on(standin: Standin, writer: Writer) -> None:
    writer.post("/Service", service(writer.organization, "Koirat"))
    standin.do("revoke")
    assert writer.send("POST", "/Service", service(writer.organization, "Kissat")).status_code == 401
    writer.token = log_in(standin, writer.username, "a long one").json()["ptvToken"]
    writer.post("/Service", service(writer.organization, "Kissat"))


def test_a_fault_of_one_method_leaves_the_others(standin: Standin, writer: Writer) -> None:
    standin.play({"path": SERVICE, "method": "put", "kind": "status", "status": 503})
    standin.read("/Service")
    writer.post("/Service", service(writer.organization))


def test_a_wiped_register_forgets_what_was_written_and_who_may_write(standin: Standin, writer: Writer) -> None:
    guid = writer.post("/Service", service(writer.organization, sourceId="dogs-1"))["id"]
    standin.do("reset")
    assert standin.get(f"/Service/{guid}").status_code == 404
    assert writer.send("POST", "/Service", service(writer.organization)).status_code == 401
    again = writer_of(standin, standin.town("853"))
    assert again.post("/Service", service(again.organization, sourceId="dogs-1"))["id"] != guid


def test_a_slow_write_is_done_although_its_client_has_given_up(standin: Standin, writer: Writer) -> None:
    guid = writer.post("/Service", service(writer.organization))["id"]
    standin.play({"path": f"{SERVICE}/", "method": "PUT", "kind": "slow", "seconds": 0.5})
    url, headers = f"{SERVICE}/{guid}", {"Authorization": f"bearer {writer.token}"}
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=standin.url, timeout=0.1) as http:
        http.put(url, json=repeated(fundingType="MarketFunded"), headers=headers)
    begun = time.monotonic()
    while standin.read(f"/Service/{guid}")["fundingType"] != "MarketFunded":
        assert time.monotonic() - begun < 10, "never done"


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("kind", ["garbage", "wrong_shape"])
def test_a_spoilt_answer_says_nothing_of_whether_the_work_was_done(
    standin: Standin, writer: Writer, kind: str, done: bool
) -> None:
    before = set(standin.ids("/Service"))
    standin.play({"path": SERVICE, "method": "POST", "kind": kind, "times": 1, "done": done})
    assert writer.send("POST", "/Service", service(writer.organization)).status_code == 200
    assert len(set(standin.ids("/Service")) - before) == done


def test_hours_turned_round_in_the_answer_of_a_write_are_kept_as_they_were_written(
    standin: Standin, writer: Writer
) -> None:
    standin.play({"path": "/api/v11/ServiceChannel", "method": "POST", "kind": "reordered"})
    body = channel("Phone", writer.organization, serviceHours=[MONDAY, {**MONDAY, **ALWAYS}])
    told = writer.post("/ServiceChannel/Phone", body)
    kept = standin.read(f"/ServiceChannel/{told['id']}")["serviceHours"]
    assert [each["isAlwaysOpen"] for each in kept] == [False, True]
    assert told["serviceHours"] == kept[::-1]
