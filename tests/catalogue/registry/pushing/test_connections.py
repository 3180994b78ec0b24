"""Connections are written all at once for a service; what somebody has changed there meanwhile is not lost."""

from typing import Any
from uuid import UUID

from catalogue.registry.pushing.models import Write
from catalogue.services import connecting
from catalogue.services.connections import pair_id
from catalogue.services.models import Connection, ServiceChannel
from catalogue.services.orders import Order
from tenants.models import Municipality
from tests.connections_make import do
from tests.edits_make import change_pair
from tests.pushing import carry_out, make, push, sample
from tests.register import Register, pull

EXTRAS: dict[str, Any] = {
    "language_versions": {"fi": {"description": "Kysy neuvontapisteestä, ovi B."}},
    "service_hours": [
        {
            "kind": "weekly",
            "opening_hours": [{"day_from": "Monday", "day_to": "Friday", "opens": "09:00", "closes": "15:00"}],
        }
    ],
    "contact_details": {"emails": [{"value": "neuvonta@example.org", "language": "fi"}]},
}


def connected_there(register: Register, service: UUID) -> dict[str, Any]:
    """The ordinary connections of a service in the register, by channel."""
    found = register.document(f"Service/{service}")["serviceChannels"] or []
    return {each["serviceChannel"]["id"]: each for each in found if not each["extraTypes"]}


def descriptions(item: dict[str, Any]) -> list[str]:
    return [each["value"] for each in item["description"] if each["language"] == "fi"]


def new_channel(service: UUID, **filters: Any) -> UUID:
    """A place of the town's that a service is not connected to."""
    others = Connection.objects.filter(service_id=service).values("channel_id")
    free = ServiceChannel.objects.filter(own=True, service_channel_type="ServiceLocation", **filters)
    return free.exclude(id__in=others).order_by("id")[0].id


def connect(service: UUID, channel: UUID, **extras: Any) -> None:
    do(Order.to_connect(service, channel, {**EXTRAS, **extras}))


def one(writes: list[Write]) -> Write:
    (write,) = writes
    assert write.subject == "connections"
    return write


def test_connections_come_with_hours_and_contacts_change_and_go(
    writing_turku: Municipality, register: Register
) -> None:
    service = sample("service", writing_turku, register).id
    before = connected_there(register, service)
    channel = new_channel(service)
    connect(service, channel)
    write = one(push(writing_turku, service))
    assert (write.state, write.surprises) == ("done", []), (write.code, write.refusals, write.findings)
    made = connected_there(register, service)
    assert made.keys() == {*before, str(channel)}
    assert descriptions(made[str(channel)]) == ["Kysy neuvontapisteestä, ovi B."]
    assert made[str(channel)]["serviceHours"]
    assert made[str(channel)]["contactDetails"]["emails"]
    assert make(writing_turku, service).writes.count() == 0

    change_pair(pair_id(service, channel), "Kysy neuvontapisteestä, ovi C.")
    assert one(push(writing_turku, service)).state == "done"
    assert descriptions(connected_there(register, service)[str(channel)]) == ["Kysy neuvontapisteestä, ovi C."]
    pull(writing_turku, register, full=True)
    assert make(writing_turku, service).writes.count() == 0

    version = connecting.one(connection_id=pair_id(service, channel)).pair.version
    do(Order(deed="disconnect", kind="connection", id=pair_id(service, channel), expected=version))
    assert one(push(writing_turku, service)).state == "done"
    assert connected_there(register, service).keys() == before.keys()
    pull(writing_turku, register, full=True)
    assert make(writing_turku, service).writes.count() == 0


def test_a_connection_that_somebody_made_there_meanwhile_is_not_cut(
    writing_turku: Municipality, register: Register
) -> None:
    service = sample("service", writing_turku, register).id
    ours = new_channel(service)
    connect(service, ours)
    theirs = new_channel(service)
    plan = make(writing_turku, service)
    register.do("connect", service=str(service), channel=str(theirs))
    write = one(carry_out(writing_turku, plan))
    assert (write.state, write.code) == ("expired", "changed_there")
    assert str(theirs) in connected_there(register, service)
    assert str(ours) not in connected_there(register, service)
    register.do("clock", seconds=3600)
    pull(writing_turku, register, full=True)
    assert one(push(writing_turku, service)).state == "done"
    assert {str(theirs), str(ours)} <= connected_there(register, service).keys()


def test_a_write_that_broke_off_in_the_middle_is_gone_on_with(writing_turku: Municipality, register: Register) -> None:
    service = sample("service", writing_turku, register).id
    for _ in range(2):
        connect(service, new_channel(service))
    plan = make(writing_turku, service)
    register.fault(kind="partial", path="/api/v11/Connection", rows=1, times=1)
    write = one(carry_out(writing_turku, plan))
    assert (write.state, write.attempts) == ("done", 2)
    assert connected_there(register, service).keys() == write.predicted.keys()
