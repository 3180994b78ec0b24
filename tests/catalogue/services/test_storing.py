"""Things and their connections are written as whole sets, and a connection lives as long as one end shows it."""

from uuid import UUID, uuid4

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from catalogue.outbox.unit import Unit, changes
from catalogue.parts import LanguageVersion, Reference
from catalogue.services import operations, works
from catalogue.services.models import Connection, Service, ServiceChannel, Version
from catalogue.services.pairs import CONNECTED
from catalogue.services.values import ConnectionEnd, Kind, Record
from catalogue.services.values import Service as ServiceValue
from catalogue.services.values import ServiceChannel as ServiceChannelValue
from catalogue.services.workflow import Submitted
from tenants.context import within
from tenants.models import Municipality


@pytest.fixture(autouse=True)
def _without_projections(settings: Settings) -> None:
    settings.CATALOGUE_PROJECTIONS = ()


def service(*, name: str = "Päiväkoti", channels: tuple[UUID, ...] = (), service_id: UUID | None = None) -> Record:
    """A service with a name, connected to channels."""
    ends = [ConnectionEnd(other=Reference(id=channel)) for channel in channels]
    value = ServiceValue(language_versions={"fi": LanguageVersion(name=name)})
    return Record(id=service_id or uuid4(), value=value, connections=ends)


def channel(*, services: tuple[UUID, ...] = (), channel_id: UUID | None = None) -> Record:
    """A telephone channel, connected to services."""
    ends = [ConnectionEnd(other=Reference(id=each)) for each in services]
    value = ServiceChannelValue(service_channel_type="Phone", language_versions={"fi": LanguageVersion(name="Puhelin")})
    return Record(id=channel_id or uuid4(), value=value, connections=ends)


def store(kind: Kind, *records: Record) -> Unit:
    """One unit that stores own things."""
    with changes() as unit:
        operations.store(unit=unit, kind=kind, records=records, own={record.id for record in records})
    return unit


def test_a_thing_is_created_then_updated_and_reads_back_equal(in_turku: Municipality) -> None:
    first = service()
    assert store("service", first).changed == {first.id: ("service", "created")}
    second = service(name="Perhepäivähoito", service_id=first.id)
    assert store("service", second).changed == {first.id: ("service", "updated")}
    row = Service.objects.get(pk=first.id)
    assert (row.body, row.names, row.own) == (second.value, {"fi": "Perhepäivähoito"}, True)


def test_both_ends_make_one_connection(in_turku: Municipality) -> None:
    a, b = uuid4(), uuid4()
    store("service", service(service_id=a, channels=(b,)))
    store("service_channel", channel(channel_id=b, services=(a,)))
    row = Connection.objects.get()
    assert (row.service_id, row.channel_id) == (a, b)
    assert row.service_end.other.id == b
    assert row.channel_end.other.id == a


def test_a_connection_goes_when_neither_end_shows_it(in_turku: Municipality) -> None:
    a, b = uuid4(), uuid4()
    store("service", service(service_id=a, channels=(b,)))
    store("service_channel", channel(channel_id=b, services=(a,)))
    store("service", service(service_id=a))
    assert Connection.objects.get().service_end is None
    store("service_channel", channel(channel_id=b))
    assert not Connection.objects.filter(CONNECTED).exists()


def test_others_connections_are_left_alone(in_turku: Municipality) -> None:
    a, b, c = uuid4(), uuid4(), uuid4()
    store("service", service(service_id=a, channels=(b,)), service(service_id=c, channels=(b,)))
    store("service", service(service_id=a))
    assert Connection.objects.get(CONNECTED).service_id == c


def test_archiving_keeps_the_row_and_its_connections(in_turku: Municipality) -> None:
    a = service(channels=(uuid4(),))
    store("service", a)
    with changes() as unit:
        operations.archive(unit=unit, kind="service", ids=[a.id, uuid4()])
    assert unit.changed == {a.id: ("service", "archived")}
    assert Service.objects.get().state == "archived"
    assert Connection.objects.count() == 1
    store("service", a)
    assert Service.objects.get().state == "published"


def test_the_number_of_statements_does_not_grow_with_the_number_of_things(in_turku: Municipality) -> None:
    def statements(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            store("service", *(service(channels=(uuid4(), uuid4())) for _ in range(count)))
        return len(captured)

    assert statements(1) <= statements(130) == statements(200)


def test_espoo_sees_nothing_of_turkus(in_turku: Municipality, espoo: Municipality) -> None:
    store("service_channel", channel(services=(uuid4(),)))
    with within(espoo):
        assert not ServiceChannel.objects.exists()
        assert not Connection.objects.exists()


def test_a_version_tells_of_the_thing_and_not_of_its_connections(in_turku: Municipality) -> None:
    a, b = uuid4(), uuid4()
    store("service", service(service_id=a))
    store("service", service(service_id=a, channels=(b,)))
    assert Service.objects.get().version == 1
    assert not Version.objects.exists()
    store("service", service(service_id=a, channels=(b,), name="Perhepäivähoito"))
    assert Service.objects.get().version == Version.objects.get().number == 2


def test_a_draft_that_the_register_has_published_waits_for_nobody(in_turku: Municipality) -> None:
    a = uuid4()
    store("service", service(service_id=a))
    draft = service(name="Perhepäivähoito").value
    before = works.one(kind="service", thing_id=a)
    sent = {"fi": Submitted(at=timezone.now())}
    works.keep(kind="service", works=[msgspec.structs.replace(before, draft=draft, in_review=sent)])
    store("service", service(service_id=a, name="Perhepäivähoito"))
    now = works.one(kind="service", thing_id=a)
    assert (now.version, now.draft, now.in_review) == (2, None, {})
