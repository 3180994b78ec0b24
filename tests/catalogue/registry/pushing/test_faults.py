"""Whatever goes wrong on the way, what was planned is written once, and both sides are as without faults."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from catalogue.errors import CredentialsRefused, RegistryError
from catalogue.registry.models import ChosenVersion, Link
from catalogue.registry.pushing import credentials, operations
from catalogue.registry.pushing.breaker import FAILURES
from catalogue.registry.pushing.models import Plan, Write
from catalogue.registry.pushing.operations import WritingIsOff
from catalogue.services.workflow import Work
from tenants.context import within
from tenants.lifecycle import let_write
from tenants.models import Municipality
from tests.catalogue.registry.pushing.test_connections import connect, connected_there, new_channel
from tests.catalogue.registry.pushing.test_every_kind import copied, name_there
from tests.edits_make import ANNA, archive, edit
from tests.pushing import SECRET, carry_out, make, push, renamed, sample
from tests.register import Register, pull

FAULTS: dict[str, dict[str, Any]] = {
    "gateway_after_it_was_done": {"kind": "status", "status": 504, "done": True},
    "gateway_before_it_was_done": {"kind": "status", "status": 504},
    "cut_after_it_was_done": {"kind": "cut"},
    "cut_before_it_was_done": {"kind": "cut", "done": False},
    "garbage_after_it_was_done": {"kind": "garbage", "form": "html", "done": True},
    "failed_with_a_trace": {"kind": "status", "status": 500},
    "token_refused": {"kind": "status", "status": 401},
}


class Four:
    """A thing made, one changed, one connected and one archived, all of one plan."""

    def __init__(self, town: Municipality, register: Register) -> None:
        self.register = register
        self.service = sample("service", town, register)
        self.gone = sample("service_channel", town, register, service_channel_type="Phone")
        self.channel = new_channel(self.service.id)
        edit("service", self.service.id, renamed(self.service))
        connect(self.service.id, self.channel)
        archive("service_channel", self.gone.id)
        self.made = copied(sample("service_collection", town, register))
        self.plan = make(town, self.service.id, self.gone.id, self.made.id)

    def hold(self) -> None:
        """Both sides are as planned; what was made was made once."""
        writes = list(self.plan.writes.order_by("number"))
        assert [(write.deed, write.state, write.surprises) for write in writes] == [
            (deed, "done", []) for deed in ("change", "connect", "create", "archive")
        ], [(write.deed, write.state, write.code, write.refusals) for write in writes]
        names = self.service.content.language_versions["fi"].name
        assert name_there(self.register, "service", self.service.id) == f"{names} uusi"
        assert str(self.channel) in connected_there(self.register, self.service.id)
        assert self.register.document(f"ServiceChannel/{self.gone.id}") is None
        assert len(collections_named(self.register, self.made)) == 1


def collections_named(register: Register, work: Work) -> list[Any]:
    """The collections of the register that have a thing's name."""
    name = work.content.language_versions["fi"].name
    listed, page = [], 1
    while rows := (register.document(f"ServiceCollection?page={page}") or {}).get("itemList"):
        listed += rows
        page += 1
    return [each for each in listed if each["name"] == name]


SHORT = ("gateway_after_it_was_done", "cut_before_it_was_done")
CASES = [pytest.param(fault, marks=() if fault in SHORT else pytest.mark.long) for fault in FAULTS]


@pytest.mark.parametrize("fault", CASES)
def test_a_fault_at_each_write_doubles_and_loses_nothing(
    writing_turku: Municipality, register: Register, fault: str
) -> None:
    four = Four(writing_turku, register)
    for path in ("Service/", "Connection/", "ServiceCollection", "ServiceChannel/"):
        register.fault(
            path=f"/api/v11/{path}", method="POST" if path == "ServiceCollection" else "PUT", times=1, **FAULTS[fault]
        )
    carry_out(writing_turku, four.plan)
    four.hold()
    register.heal()
    pull(writing_turku, register, full=True)
    assert make(writing_turku, four.service.id, four.gone.id, four.made.id).writes.count() == 0
    assert Link.objects.filter(object_id=four.made.id).count() == 1


def test_while_the_register_is_down_edits_wait_and_nobody_hammers_at_it(
    writing_turku: Municipality, writing_espoo: Municipality, register: Register
) -> None:
    four = Four(writing_turku, register)
    register.fault(kind="status", status=503, path="/api/v11/")
    operations.approve(municipality=writing_turku, plan_id=four.plan.uuid, actor=ANNA.id)
    for _ in range(3):
        with pytest.raises(RegistryError) as refused:
            operations.apply(municipality=writing_turku, wait=0.001)
        assert not refused.value.permanent
    assert Plan.objects.get(pk=four.plan.pk).state == "applying"
    register.heal()
    register.fault(kind="status", status=504, path="/api/v11/", method="PUT")
    register.forget_requests()
    for _ in range(4):
        with pytest.raises(RegistryError):
            operations.apply(municipality=writing_turku, wait=0.001)
    asked = [each for each in register.requests() if each["method"] == "PUT" and "/Service/" in each["path"]]
    assert len(asked) <= FAILURES + 2, "the breaker lets one through after each rest only"
    register.heal()
    with within(writing_espoo):
        other = sample("service", writing_espoo, register)
        edit("service", other.id, renamed(other))
        plan = make(writing_espoo, other.id)
    forget_breakers()
    operations.apply(municipality=writing_turku, wait=0.001)
    four.hold()
    with within(writing_espoo):
        assert [write.state for write in carry_out(writing_espoo, plan)] == ["done"]
        assert not Write.objects.filter(object_id=four.service.id).exists()


def forget_breakers() -> None:
    """As if their rest were over."""
    with Redis.from_url(settings.REDIS_URL) as server:
        for key in server.scan_iter("registry:breaker:*"):
            server.delete(key)


EDITORS: dict[str, tuple[str, Callable[[Register, UUID], None], str]] = {
    "locked": ("open", lambda register, thing: register.do("close", id=str(thing)), "locked"),
    "saved": ("save", lambda register, thing: register.do("discard", id=str(thing)), "edited_there"),
}


@pytest.mark.parametrize("case", EDITORS)
def test_what_somebody_has_open_there_is_a_task_for_a_person(
    writing_turku: Municipality, register: Register, case: str
) -> None:
    word, close, code = EDITORS[case]
    service = sample("service", writing_turku, register)
    edit("service", service.id, renamed(service))
    register.do(word, id=str(service.id))
    (write,) = push(writing_turku, service.id)
    assert (write.state, write.code) == ("blocked", code)
    assert name_there(register, "service", service.id) == service.content.language_versions["fi"].name
    close(register, service.id)
    assert [each.state for each in push(writing_turku, service.id)] == ["done"]


def test_what_the_register_refuses_is_a_finding_at_its_field(writing_turku: Municipality, register: Register) -> None:
    first = sample("service", writing_turku, register)
    taken = sample("service", writing_turku, register, id__gt=first.id, organization_id=organization_of(first))
    name = {"fi": {"name": f"{taken.content.language_versions['fi'].name} uusi"}}
    versions = [{"language": "fi", "value": name["fi"]["name"], "type": "Name"}]
    others = [each for each in register.document(f"Service/{taken.id}")["serviceNames"] if each["language"] != "fi"]
    edit("service", first.id, {"language_versions": name})
    plan = make(writing_turku, first.id)
    register.do("edit", id=str(taken.id), members={"serviceNames": [*versions, *others]})
    (write,) = carry_out(writing_turku, plan)
    assert (write.state, write.code) == ("refused", "name_taken"), write.refusals
    (refusal,) = write.refusals
    assert refusal.pointer.startswith("/language_versions")
    assert refusal.said


def organization_of(work: Work) -> UUID:
    parts = work.content.organizations  # type: ignore[union-attr]  # a service
    return next(each.organization.id for each in parts if each.role_type == "Responsible" and each.organization)


def test_a_refused_account_stops_the_town_and_only_it(
    writing_turku: Municipality, writing_espoo: Municipality, register: Register
) -> None:
    service = sample("service", writing_turku, register)
    edit("service", service.id, renamed(service))
    credentials.keep(municipality=writing_turku, username="api-853", secret="wrong", organisation=None, actor=None)
    with pytest.raises(CredentialsRefused):
        carry_out(writing_turku, make(writing_turku, service.id))
    register.forget_requests()
    operations.push_town(writing_turku)
    assert register.requests() == [], "nothing is asked with an account that is refused"
    with within(writing_espoo):
        operations.try_credentials(municipality=writing_espoo)
    credentials.keep(municipality=writing_turku, username="api-853", secret=SECRET, organisation=None, actor=None)
    operations.apply(municipality=writing_turku)
    assert Write.objects.get(object_id=service.id).state == "done"


def test_nothing_is_written_while_writing_is_off(writing_turku: Municipality, register: Register) -> None:
    service = sample("service", writing_turku, register)
    edit("service", service.id, renamed(service))
    plan = make(writing_turku, service.id)
    let_write(municipality=writing_turku, on=False)
    with pytest.raises(WritingIsOff):
        carry_out(writing_turku, plan)
    register.forget_requests()
    operations.push_town(writing_turku)
    assert register.requests() == []


def test_a_town_that_is_read_by_a_version_without_writing_writes_nothing(
    writing_turku: Municipality, register: Register
) -> None:
    service = sample("service", writing_turku, register)
    edit("service", service.id, renamed(service))
    plan = make(writing_turku, service.id)
    ChosenVersion.objects.create(environment=settings.REGISTRY_ENVIRONMENT, reads="v12", at=timezone.now())
    for attempt in (lambda: make(writing_turku, service.id), lambda: carry_out(writing_turku, plan)):
        with pytest.raises(WritingIsOff, match="read by v12"):
            attempt()
    register.forget_requests()
    operations.push_town(writing_turku)
    assert register.requests() == []
