"""API keys of v12, what is told of a thing that is not there, and the health of the service."""

import pytest

from tests.suomifi_standin.process import KEY, NOBODY, Ids, Standin
from tests.suomifi_standin.wire_model_12 import WireModel12

SINCE = {"archivedAtOrAfter": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize("key", [None, "another"])
def test_searches_archived_lists_and_the_tree_ask_for_a_key(
    standin: Standin, turku: Ids, wire_model_12: WireModel12, key: str | None
) -> None:
    for path, query in (
        ("/service/search", {}),
        ("/connection/search", {}),
        ("/organization/archived", SINCE),
        (f"/organization/hierarchy/{turku['Organization'][0]}", {}),
    ):
        answer = standin.get12(path, key=key, **query)
        assert answer.status_code == 401, path
        assert wire_model_12.of("ProblemDetailsType", answer.json()) == []
    for path in (f"/service/{turku['Service'][0]}", "/service-classes"):
        assert standin.get12(path, key=key).status_code == 200, path


@pytest.mark.parametrize(("demanded", "search", "single"), [("everywhere", 401, 401), ("nowhere", 200, 200)])
def test_where_a_key_is_asked_for_is_switched(
    standin: Standin, turku: Ids, demanded: str, search: int, single: int
) -> None:
    standin.do("settings", demandsKey=demanded)
    guid = turku["Service"][0]
    assert standin.get12("/service/search", key=None).status_code == search
    assert standin.get12(f"/service/{guid}", key=None).status_code == single
    assert standin.get12("/service/search").status_code == standin.get12(f"/service/{guid}").status_code == 200


def test_keys_are_given_and_revoked_at_the_control_door(standin: Standin) -> None:
    standin.do("keys", key="fresh")
    assert standin.get12("/service/search", key="fresh").status_code == 200
    standin.do("keys", key="fresh", revoked=True)
    assert standin.get12("/service/search", key="fresh").status_code == 401
    assert standin.get12("/service/search", key=KEY).status_code == 200


def test_a_bearer_that_is_no_token_does_not_break_v12(standin: Standin, turku: Ids) -> None:
    path = f"/api/v12/service/{turku['Service'][0]}"
    assert standin.http.get(path, headers={"Authorization": "bearer x"}).status_code == 200


def test_what_is_not_there_is_told_with_its_reason(standin: Standin, turku: Ids, wire_model_12: WireModel12) -> None:
    guid, other = turku["Service"][:2]
    standin.do("archive", ids=[guid])
    standin.do("unpublish", ids=[other])
    standin.do("replicate")
    channel = turku["ServiceChannel"][0]
    for path, reason in (
        (f"/service/{NOBODY}", "Unknown"),
        (f"/service/{channel}", "Unknown"),
        (f"/service/{guid}", "NotPublished"),
        (f"/service/{other}", "NotPublished"),
        (f"/connection/{guid}/{channel}", "NotPublished"),
        (f"/connection/{turku['Service'][2]}/{NOBODY}", "Unknown"),
    ):
        answer = standin.get12(path)
        assert answer.status_code == 404, path
        assert wire_model_12.of("ProblemDetailsNotFoundType", answer.json()) == []
        assert answer.json()["reason"] == reason, path
    tree = standin.get12(f"/organization/hierarchy/{NOBODY}")
    assert (tree.status_code, tree.json().get("reason")) == (404, None)
    assert standin.get12("/services").json()["status"] == 404


def test_the_health_of_the_service_is_told_to_everybody(standin: Standin) -> None:
    for path in ("/health/liveness", "/health/readiness"):
        answer = standin.http.get(path)
        assert (answer.status_code, answer.json()) == (200, "healthy")
    standin.do("settings", healthy=False, demandsKey="everywhere")
    answer = standin.http.get("/health/readiness")
    assert (answer.status_code, answer.json()) == (503, "unhealthy")
