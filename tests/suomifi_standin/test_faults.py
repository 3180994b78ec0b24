"""Faults on demand, seen by an ordinary HTTP client."""

import time
from typing import Any

import httpx
import pytest

from tests.suomifi_standin.process import Standin

SERVICE = "/api/v11/Service"


def test_a_slow_answer_takes_its_time(standin: Standin) -> None:
    standin.play({"path": SERVICE, "kind": "slow", "seconds": 0.4})
    begun = time.monotonic()
    standin.read("/Service")
    assert time.monotonic() - begun >= 0.4


def test_a_slow_answer_runs_into_a_clients_time_out(standin: Standin) -> None:
    standin.play({"path": SERVICE, "kind": "slow", "seconds": 30})
    with pytest.raises(httpx.ReadTimeout):
        standin.http.get(SERVICE, timeout=0.2)


@pytest.mark.parametrize("given", [None, 0, 300, 10**9])
def test_a_cut_answer_ends_short_of_its_promised_length(standin: Standin, given: int | None) -> None:
    whole = standin.http.get(SERVICE).content
    standin.play({"path": SERVICE, "kind": "cut", **({} if given is None else {"bytes": given})})
    received: list[bytes] = []
    with httpx.Client(base_url=standin.url) as http, http.stream("GET", SERVICE) as answer:
        assert answer.status_code == 200
        assert int(answer.headers["content-length"]) == len(whole)
        with pytest.raises(httpx.RemoteProtocolError):
            received.extend(answer.iter_raw())
    expected = len(whole) // 2 if given is None else min(given, len(whole) - 1)
    assert b"".join(received) == whole[:expected]


def test_an_error_of_the_server_has_a_trace_id(standin: Standin) -> None:
    standin.play({"path": SERVICE, "kind": "status", "status": 500})
    answer = standin.get("/Service")
    assert answer.status_code == 500
    assert "Trace id: " in answer.json()["errorMessage"]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_an_error_of_the_gateway_is_a_page_of_html(standin: Standin, status: int) -> None:
    standin.play({"path": SERVICE, "kind": "status", "status": status, "retryAfter": 2})
    answer = standin.get("/Service")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["retry-after"] == "2"
    assert "<html>" in answer.text


@pytest.mark.parametrize("form", ["json", "html"])
def test_garbage_is_no_json(standin: Standin, form: str) -> None:
    standin.play({"path": SERVICE, "kind": "garbage", "form": form})
    answer = standin.get("/Service")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r".+"):
        answer.json()


def test_a_wrong_shape_is_json_of_another_kind(standin: Standin) -> None:
    standin.play(
        {"path": SERVICE, "kind": "wrong_shape", "times": 1}, {"path": SERVICE, "kind": "wrong_shape", "body": []}
    )
    assert "itemList" not in standin.read("/Service")
    assert standin.read("/Service") == []


@pytest.mark.parametrize("rows", [1, -2])
def test_rows_shift_between_pages(standin: Standin, rows: int) -> None:
    steady = standin.ids("/Service")
    standin.play({"path": SERVICE, "kind": "shift", "rows": rows})
    assert [each["id"] for each in standin.read("/Service")["itemList"]] == steady[:25]
    second = [each["id"] for each in standin.read("/Service", page=2)["itemList"]]
    assert second == steady[25 + rows : 50 + rows]


def test_a_rule_begins_after_some_requests_and_ends_after_some(standin: Standin) -> None:
    standin.play({"path": SERVICE, "kind": "status", "status": 503, "after": 1, "times": 2})
    assert [standin.get("/Service").status_code for _ in range(5)] == [200, 503, 503, 200, 200]


def test_a_rule_holds_for_what_its_path_or_pattern_matches(standin: Standin) -> None:
    standin.play({"pattern": r"Service\?.*page=2", "kind": "status", "status": 503})
    assert standin.get("/Service", page=1).status_code == 200
    assert standin.get("/Service", page=2).status_code == 503
    assert standin.get("/ServiceChannel", page=1).status_code == 200


def test_slowness_comes_on_top_of_another_fault(standin: Standin) -> None:
    standin.play({"path": SERVICE, "kind": "slow", "seconds": 0.3}, {"path": SERVICE, "kind": "status", "status": 502})
    begun = time.monotonic()
    assert standin.get("/Service").status_code == 502
    assert time.monotonic() - begun >= 0.3


def test_the_control_door_knows_no_faults_and_ends_them(standin: Standin) -> None:
    standin.play({"path": "/", "kind": "status", "status": 503})
    assert standin.get("/Service").status_code == 503
    shown = standin.http.get("/_standin/faults").json()
    assert [(rule["kind"], rule["met"], rule["played"]) for rule in shown] == [("status", 1, 1)]
    assert standin.http.delete("/_standin/faults").json() == []
    assert standin.get("/Service").status_code == 200
    assert [entry["fault"] for entry in standin.log()] == ["status", None]


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "slow"},
        {"kind": "loud", "path": "/"},
        {"kind": "status", "path": "/", "status": 404},
        {"kind": "slow", "pattern": "("},
        {"kind": "slow", "path": "/", "colour": "red"},
        {"kind": "slow", "path": "/", "times": "often"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(standin: Standin, rule: dict[str, Any]) -> None:
    answer = standin.http.post("/_standin/faults", json=rule)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert standin.http.get("/_standin/faults").json() == []
