"""Faults played on v12, and those that lie with the register as a whole: its clock, its data, the order of lists."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model_12 import WireModel12
from tests.suomifi_standin.writer import repeated, service, writer_of

SEARCH = "/api/v12/service/search"
Json = dict[str, Any]


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_what_v12_refuses_is_problem_details(standin: Standin, wire_model_12: WireModel12, status: int) -> None:
    standin.play({"path": SEARCH, "kind": "status", "status": status, "retryAfter": 3})
    answer = standin.get12("/service/search", page=2)
    assert (answer.status_code, answer.headers["retry-after"]) == (status, "3")
    assert wire_model_12.of("ProblemDetailsType", answer.json()) == []
    assert answer.json()["status"] == status
    assert answer.json()["requestId"]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_the_gateway_answers_html_for_v12_too(standin: Standin, status: int) -> None:
    standin.play({"path": SEARCH, "kind": "status", "status": status})
    answer = standin.get12("/service/search")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")


def test_too_many_requests_are_refused_by_v11_without_a_body(standin: Standin) -> None:
    standin.play({"path": "/api/v11/Service", "kind": "status", "status": 429, "retryAfter": 1, "times": 1})
    answer = standin.get("/Service")
    assert (answer.status_code, answer.content, answer.headers["retry-after"]) == (429, b"", "1")
    assert standin.get("/Service").status_code == 200


def test_slow_cut_and_spoilt_answers_are_played_on_v12(standin: Standin) -> None:
    standin.play({"path": SEARCH, "kind": "slow", "seconds": 0.3, "times": 1})
    begun = time.monotonic()
    assert standin.get12("/service/search").status_code == 200
    assert time.monotonic() - begun >= 0.3
    standin.play({"path": SEARCH, "kind": "cut", "times": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        standin.get12("/service/search")
    standin.play({"path": SEARCH, "kind": "garbage", "times": 1})
    with pytest.raises(ValueError, match=r".+"):
        standin.get12("/service/search").json()
    standin.play({"path": SEARCH, "kind": "wrong_shape", "times": 1})
    assert "items" not in standin.read12("/service/search")
    assert len(standin.read12("/service/search")["items"]) == 100


@pytest.mark.parametrize("rows", [1, -2])
def test_rows_shift_between_pages_of_v12(standin: Standin, rows: int) -> None:
    steady = [each["contentId"] for each in standin.every12("/service-channel/search")]
    standin.play({"path": "/api/v12/service-channel/search", "kind": "shift", "rows": rows})
    first, second = (
        [each["contentId"] for each in standin.read12("/service-channel/search", pageSize=30, page=page)["items"]]
        for page in (1, 2)
    )
    assert first == steady[:30]
    assert second == steady[30 + rows : 60 + rows]


def test_a_key_revoked_between_two_pages_stops_the_rest(standin: Standin) -> None:
    standin.do("keys", key="short-lived")
    assert standin.get12("/service/search", key="short-lived", pageSize=20).status_code == 200
    standin.do("keys", key="short-lived", revoked=True)
    assert standin.get12("/service/search", key="short-lived", pageSize=20, page=2).status_code == 401


def test_a_register_wiped_between_two_pages_has_no_second_one(standin: Standin, turku: Ids) -> None:
    assert standin.read("/Service")["pageCount"] > 1
    assert standin.read12("/service/search", pageSize=20)["totalPages"] > 1
    standin.do("wipe")
    assert standin.read("/Service", page=2) == {"pageNumber": 2, "pageSize": 25, "pageCount": 0, "itemList": None}
    assert standin.read12("/service/search", pageSize=20, page=2)["items"] == []


def with_hours(standin: Standin, town: Ids) -> Json:
    channels = standin.batch("ServiceChannel", town["ServiceChannel"])
    return next(each for each in channels if len(each.get("serviceHours") or ()) > 1)


def test_service_hours_are_shown_in_another_order_while_that_is_played(standin: Standin, turku: Ids) -> None:
    before = with_hours(standin, turku)
    v11, v12 = f"/ServiceChannel/{before['id']}", f"/service-channel/{before['id']}"
    there = standin.read12(v12)
    standin.play({"path": "/api", "kind": "reordered"})
    shown = standin.read(v11)
    assert shown == {**before, "serviceHours": before["serviceHours"][::-1]}
    hours = there["serviceHours"]
    assert standin.read12(v12) == {**there, "serviceHours": {**hours, "hours": hours["hours"][::-1]}}
    assert standin.get("/ServiceChannel/7f3c1f6e-0000-4000-8000-000000000001").status_code == 404
    standin.http.delete("/_standin/faults")
    assert standin.read(v11) == before


@pytest.mark.parametrize("skew", [-7200, 7200])
def test_a_clock_that_is_off_dates_what_is_written_so(standin: Standin, turku: Ids, skew: int) -> None:
    standin.do("settings", datesSkewSeconds=skew)
    writer = writer_of(standin, turku)
    modified = writer.post("/Service", service(writer.organization))["modified"]
    off = datetime.fromisoformat(f"{modified}Z") - datetime.now(UTC)
    assert abs(off.total_seconds() - skew) < 60
    asked = (datetime.now(UTC) - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%S")
    assert len(standin.ids("/Service", date=asked)) == (skew > 0), "who asks by another clock misses what is behind"
    standin.do("settings", datesSkewSeconds=0)
    between = writer.post("/Service", service(writer.organization, "Kissojen ulkoilutus"))["id"]
    assert between in standin.ids("/Service", date=asked)


def test_a_wiped_register_has_organisations_and_nothing_else(standin: Standin, turku: Ids) -> None:
    writer = writer_of(standin, turku)
    made = writer.post("/Service", service(writer.organization, sourceId="dogs-1"))["id"]
    organizations = standin.ids("/Organization/Hierarchy")
    standin.do("wipe")
    own, channel = turku["Service"][0], turku["ServiceChannel"][0]
    for path in (f"/Service/{made}", f"/Service/{own}", f"/ServiceChannel/{channel}"):
        assert standin.get(path).status_code == 404
    for path in ("/Service", "/ServiceChannel", "/ServiceCollection"):
        assert standin.ids(path) == []
    query = {"OrganizationId": writer.organization, "ArchivingType": 0, "Take": 100}
    assert standin.read("/Service/archived/list", **query) == [], "nothing tells that it was ever there"
    assert standin.ids("/Organization/Hierarchy") == organizations
    assert standin.read(f"/Organization/{writer.organization}")["services"] == []
    assert standin.get12(f"/service/{own}").json()["reason"] == "Unknown"
    assert standin.read12("/connection/search")["totalItems"] == 0


def test_after_a_wipe_the_same_account_writes_everything_anew(standin: Standin, turku: Ids) -> None:
    writer = writer_of(standin, turku)
    body = service(writer.organization, sourceId="dogs-1")
    made = writer.post("/Service", body)["id"]
    standin.do("wipe")
    assert "source id" in writer.missing("PUT", "/Service/sourceId/dogs-1", repeated())
    again = writer.post("/Service", body)["id"]
    assert again != made
    assert standin.ids("/Service") == [again]
    standin.do("reset")
    assert set(turku["Service"]) <= set(standin.ids("/Service"))
