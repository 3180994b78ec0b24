"""Whatever the register does, the run says why it ended, what is here stays whole, and the next run goes on."""

from typing import Any

import httpx
import msgspec
import pytest
from django.db import connection

from catalogue.outbox.unit import revision
from catalogue.registry import feed, rules
from catalogue.registry.client import Client
from catalogue.registry.models import Base, Link, Quarantine, SyncRun
from catalogue.services.models import Service, ServiceChannel
from tenants.models import Municipality
from tests.register import SERVICES, Register, pull

QUICK = {"attempts": 2, "timeout": httpx.Timeout(0.5)}
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "slow": ({"kind": "slow", "seconds": 3}, "ReadTimeout"),
    "cut off in the middle": ({"kind": "cut"}, "RemoteProtocolError"),
    "an error of its own": ({"kind": "status", "status": 500}, "answered 500"),
    "an error of its gateway": ({"kind": "status", "status": 504}, "answered 504"),
    "broken JSON": ({"kind": "garbage"}, "agreed JSON"),
    "a page of HTML": ({"kind": "garbage", "form": "html"}, "agreed JSON"),
    "another shape": ({"kind": "wrong_shape"}, "agreed JSON"),
}


@pytest.mark.parametrize("path", ["/api/v11/Organization", "/api/v11/Service/list", "/api/v11/ServiceChannel/list"])
@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_register_that_misbehaves_fails_the_run_and_harms_nothing(
    in_turku: Municipality, register: Register, fault: dict[str, Any], reason: str, path: str
) -> None:
    pull(in_turku, register)
    before = (revision(), Service.objects.count(), Link.objects.filter(archived=False).count())
    service_id = register.ids("853", "Service")[0]
    register.do("edit", id=service_id, members={"fundingType": "MarketFunded"})
    register.fault(path=path, **fault)
    run = pull(in_turku, register, full=True, client=QUICK)
    assert (run.state, run.mark) == ("failed", None)
    assert reason in run.reason
    assert run.finished is not None
    assert (revision(), Service.objects.count(), Link.objects.filter(archived=False).count()) == before
    register.heal()
    healed = pull(in_turku, register, full=True)
    assert (healed.state, healed.counts["service"]["updated"]) == ("done", 1)


def test_a_register_that_is_down_fails_the_run(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    run = pull(in_turku, Register("http://127.0.0.1:9"), client=QUICK)
    assert run.state == "failed"
    assert "ConnectError" in run.reason
    assert Service.objects.filter(state="published").count() == SERVICES


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_refused_are_told_apart_and_not_tried_again(
    in_turku: Municipality, register: Register, status: int
) -> None:
    register.fault(kind="status", status=status, path="/api/v11/Organization")
    register.forget_requests()
    run = pull(in_turku, register)
    assert (run.state, run.code) == ("failed", "registry_credentials_refused")
    assert f"answered {status}" in run.reason
    assert len([each for each in register.requests() if each["path"].startswith("/api/v11/Organization")]) == 1


def test_each_way_of_failing_has_its_code(in_turku: Municipality, register: Register) -> None:
    assert pull(in_turku, Register("http://127.0.0.1:9"), client=QUICK).code == "registry_unreachable"
    register.fault(kind="garbage", path="/api/v11/Organization")
    assert pull(in_turku, register, client=QUICK).code == "registry_error"
    register.heal()
    in_turku.registry_organizations = ["00000000-0000-0000-0000-000000000001"]
    assert pull(in_turku, register).code == "registry_no_organization"
    in_turku.registry_organizations = None
    assert pull(in_turku, register).code == ""


def test_passing_faults_are_sat_out(in_turku: Municipality, register: Register) -> None:
    for status in (502, 503, 504):
        register.fault(kind="status", status=status, path="/api/v11/Service", times=1)
    register.fault(kind="cut", path="/api/v11/ServiceChannel", times=2)
    assert pull(in_turku, register).state == "done"


def test_a_named_time_to_wait_is_honoured(register: Register) -> None:
    register.fault(kind="status", status=503, path="/api/v11/CodeList", times=1, retryAfter=1)
    with register.client() as client:
        assert client.get("CodeList/GetLanguageCodes")
        assert client.tally.requests == 2
        assert client.tally.server_time is not None


def test_batches_are_halved_until_the_gateway_answers(in_turku: Municipality, register: Register) -> None:
    register.fault(kind="status", status=504, pattern=r"list\?guids=[^&]*(,|%2C)", times="forever")
    with register.client(attempts=1) as client:
        ids = [each.id for each in _listed(client)][:5]
        assert len(client.by_ids("Service/list", ids)) == 5


def _listed(client: Client) -> list[Any]:
    return [row for page in client.pages("Service") for row in map(_item, page)]


def _item(raw: Any) -> Any:
    return msgspec.json.decode(raw, type=feed.Listed)


def test_rows_that_shift_between_pages_remove_nothing(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    register.fault(kind="wrong_shape", path="/api/v11/Service/list/organization", body={"pageCount": 0, "itemList": []})
    run = pull(in_turku, register, full=True)
    assert (run.state, run.counts["service"]["archived"]) == ("done", 0)
    assert Service.objects.filter(state="published").count() == SERVICES


def test_a_bad_document_is_set_aside_and_the_rest_goes_on(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    channel_id = register.ids("853", "ServiceChannel")[0]
    right = register.document(f"ServiceChannel/{channel_id}")["serviceChannelType"]
    service_id = register.ids("853", "Service")[0]
    register.do("edit", id=channel_id, members={"serviceChannelType": "Telepathy"})
    register.do("edit", id=service_id, members={"fundingType": "MarketFunded"})
    run = pull(in_turku, register, full=True)
    assert run.state == "done"
    assert run.counts["service_channel"]["quarantined"] == 1
    assert run.counts["service_channel"]["archived"] == 0
    assert run.counts["service"]["updated"] == 1
    aside = Quarantine.objects.get()
    assert (aside.ptv_id, aside.kind, aside.code) == (channel_id, "service_channel", "invalid_document")
    assert aside.place == "serviceChannelType"
    again = pull(in_turku, register, full=True)
    assert (again.counts["service_channel"]["quarantined"], Quarantine.objects.get().pk) == (1, aside.pk)
    register.do("edit", id=channel_id, members={"serviceChannelType": right})
    assert pull(in_turku, register, full=True).state == "done"
    assert not Quarantine.objects.exists()


@pytest.mark.parametrize(
    ("text", "refused"),
    [("\0", True), ("a\0b", True), ("a\\u0000b", False), ("a\\\0b", True), ("\ufffe \U0001f600", False)],
)
def test_a_text_that_cannot_be_stored_sets_its_document_aside(
    in_turku: Municipality, register: Register, text: str, refused: bool
) -> None:
    channel_id = register.ids("853", "ServiceChannel")[0]
    register.do("edit", id=channel_id, members={"sourceId": text, "unheardOf": {"deep": [text]}})
    run = pull(in_turku, register)
    assert run.state == "done"
    assert run.counts["service_channel"]["quarantined"] == int(refused)
    assert ServiceChannel.objects.filter(pk=channel_id).exists() is not refused


def test_a_mass_removal_is_held_until_it_is_accepted(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    gone = list(map(str, Service.objects.values_list("id", flat=True)))[: rules.MOST_REMOVALS + 1]
    register.do("archive", ids=gone)
    staying = next(key for key in map(str, Service.objects.values_list("id", flat=True)) if key not in gone)
    register.do("edit", id=staying, members={"fundingType": "MarketFunded"})
    held = pull(in_turku, register, full=True)
    assert held.state == "held"
    assert {each["id"] for each in held.held["service"]} == set(gone)
    assert all(each["names"] for each in held.held["service"])
    assert Service.objects.filter(state="published").count() == SERVICES
    assert held.counts["service"]["updated"] == 1
    done = pull(in_turku, register, accept=held.pk)
    assert (done.state, done.counts["service"]["archived"]) == ("done", len(gone))


def test_a_held_removal_is_held_again_by_the_next_delta(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    register.do("clock", seconds=3600)
    register.do("archive", ids=list(map(str, Service.objects.values_list("id", flat=True)))[:8])
    assert pull(in_turku, register).state == "held"
    assert pull(in_turku, register).state == "held"


def test_a_run_left_behind_by_a_killed_worker_is_closed(in_turku: Municipality, register: Register) -> None:
    left = pull(in_turku, register)
    SyncRun.objects.filter(pk=left.pk).update(state="running", finished=None)
    assert pull(in_turku, register).state == "done"
    left.refresh_from_db()
    assert left.state == "interrupted"


def test_every_link_has_its_base(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM registry_link FULL JOIN registry_base USING (object_id) WHERE kind IS NULL"
        )
        assert cursor.fetchone() == (0,)
    assert Base.objects.exists()
