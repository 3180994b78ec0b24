"""A town is pulled whole, then by its changes; what does not change costs nothing; what leaves is archived."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from catalogue.dialects import ptv_v11
from catalogue.outbox.models import Change
from catalogue.outbox.unit import revision
from catalogue.registry.models import Base, Link, SyncRun
from catalogue.registry.queries import summary
from catalogue.services import pairs, versions
from catalogue.services.models import Connection, Organization, Service, ServiceChannel
from catalogue.services.values import Record
from tenants.context import within
from tenants.models import Municipality
from tests.register import CHANNELS, SERVICES, Register, pull


def facade(kind: Any, row: Service | ServiceChannel) -> Any:
    """What the row says in the register's words, made without the stored document."""
    Base.objects.filter(object_id=row.id).update(document=b"")
    ends = Connection.objects.filter(**{"service_id" if kind == "service" else "channel_id": row.id})
    shown = ends.values_list("service_end" if kind == "service" else "channel_end", flat=True)
    record = Record(id=row.id, value=row.body, connections=[end for end in shown if end])
    return ptv_v11.normal(ptv_v11.render(record))


def test_the_first_pull_brings_everything_of_the_town(in_turku: Municipality, register: Register) -> None:
    run = pull(in_turku, register)
    assert (run.state, run.full, run.reason) == ("done", True, "")
    assert Service.objects.filter(own=True).count() == SERVICES == run.counts["service"]["created"]
    assert ServiceChannel.objects.filter(own=True).count() == CHANNELS
    organizations = {str(key) for key in Organization.objects.filter(own=True).values_list("id", flat=True)}
    assert len(organizations) > 1
    assert organizations < set(register.ids("853", "Organization"))  # its list has others' too
    assert run.bytes > 100_000
    assert run.requests > 5
    assert run.mark is not None
    assert summary()["connections"] == Connection.objects.filter(service_end__isnull=False).count() > SERVICES


def test_every_thing_reads_back_as_the_register_shows_it(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    for service in Service.objects.all():
        assert facade("service", service) == ptv_v11.normal(register.document(f"Service/{service.id}"))
    for channel in ServiceChannel.objects.all():
        assert facade("service_channel", channel) == ptv_v11.normal(register.document(f"ServiceChannel/{channel.id}"))


def test_channels_and_organizations_of_others_are_kept_as_foreign(in_turku: Municipality, register: Register) -> None:
    run = pull(in_turku, register)
    foreign = ServiceChannel.objects.filter(own=False)
    assert foreign.exists()
    named = set(Connection.objects.filter(service_end__isnull=False).values_list("channel_id", flat=True))
    assert set(foreign.values_list("id", flat=True)) <= named
    owners = set(foreign.values_list("organization_id", flat=True))
    assert owners <= set(Organization.objects.filter(own=False).values_list("id", flat=True))
    assert summary()["channels"] == CHANNELS
    assert run.counts["service_channel"]["seen"] == CHANNELS + foreign.count()


def test_services_that_are_merely_produced_here_are_not_ours(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    organizations = {str(key) for key in Organization.objects.filter(own=True).values_list("id", flat=True)}
    for service in Service.objects.all():
        responsible = [part for part in service.body.organizations if part.role_type == "Responsible"]
        assert {str(part.organization.id) for part in responsible} <= organizations


def test_a_pull_without_news_writes_nothing_in_a_constant_number_of_statements(
    in_turku: Municipality, register: Register
) -> None:
    pull(in_turku, register)
    before = revision()
    for full in (True, False):
        with CaptureQueriesContext(connection) as captured:
            run = pull(in_turku, register, full=full)
        assert (run.state, run.full) == ("done", full)
        assert {counts["created"] + counts["updated"] + counts["archived"] for counts in run.counts.values()} == {0}
        written = [
            query["sql"]
            for query in captured.captured_queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY", "CREATE"))
        ]
        assert all("registry_syncrun" in statement for statement in written)
        assert len(captured) <= 16
    assert revision() == before


def test_a_delta_brings_what_was_edited(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    service_id = register.ids("853", "Service")[0]
    names = [{"language": "fi", "value": "Uusi nimi", "type": "Name"}]
    register.do("clock", seconds=3600)
    register.do("edit", id=service_id, members={"serviceNames": names})
    register.forget_requests()
    run = pull(in_turku, register)
    assert (run.full, run.counts["service"]["updated"]) == (False, 1)
    assert Service.objects.get(pk=service_id).names == {"fi": "Uusi nimi"}
    assert not [each for each in register.requests() if "list/organization" in each["path"]]


def test_a_delta_brings_what_was_added_and_takes_what_was_archived(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    register.do("clock", seconds=3600)
    added = register.do("add", town="853", services=2)["things"]
    gone = register.ids("853", "Service")[3]
    register.do("archive", ids=[gone])
    run = pull(in_turku, register)
    assert not run.full
    assert run.counts["service"]["created"] == 2
    assert run.counts["service"]["archived"] == 1
    services = {str(key) for key in Service.objects.filter(state="published").values_list("id", flat=True)}
    assert {each["id"] for each in added if each["kind"] == "Service"} <= services
    assert gone not in services
    assert Change.objects.filter(object_id=gone, action="archived").exists()


def test_a_delta_brings_new_services_of_every_type(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    register.do("clock", seconds=3600)
    like = register.ids("853", "Service")[0]
    for service_type in ("Service", "PermitOrObligation", "ProfessionalQualification"):
        names = [{"language": "fi", "value": f"Uusi palvelu {service_type}", "type": "Name"}]
        register.do("add", like=like, members={"type": service_type, "serviceNames": names})
    run = pull(in_turku, register)
    assert (run.full, run.counts["service"]["created"]) == (False, 3)


def test_a_full_pull_finds_what_only_a_connection_was_changed_of(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    pair = Connection.objects.filter(service_end__isnull=False, channel_end__isnull=False)[0]
    register.do("settings", trackConnections=False)
    register.do("disconnect", service=str(pair.service_id), channel=str(pair.channel_id))
    assert pull(in_turku, register).counts["service"]["updated"] == 0
    pull(in_turku, register, full=True)
    gone = pairs.load(ids=[pair.pk])[pair.pk]
    assert (gone.content, versions.at_version(gone, 1).content) == (None, pair.service_end.connection)


def test_what_is_published_again_comes_back_with_all_it_had(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    service_id = register.ids("853", "Service")[1]
    register.do("archive", ids=[service_id])
    pull(in_turku, register, full=True)
    assert Service.objects.get(pk=service_id).state == "archived"
    register.do("republish", ids=[service_id])
    pull(in_turku, register, full=True)
    assert Service.objects.get(pk=service_id).state == "published"
    assert Link.objects.filter(ptv_id=service_id, archived=False).count() == 1


def test_a_week_after_the_last_full_pull_the_next_is_full(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    assert not pull(in_turku, register).full
    SyncRun.objects.update(started=F("started") - timedelta(days=7))
    assert pull(in_turku, register).full


def test_given_organizations_stand_in_for_a_business_id(in_turku: Municipality, register: Register) -> None:
    in_turku.business_id = None
    in_turku.registry_organizations = [register.ids("853", "Organization")[1]]
    run = pull(in_turku, register)
    assert run.state == "done"
    assert Organization.objects.filter(own=True).count() == 1


def test_a_town_that_publishes_nothing_is_told_so(in_turku: Municipality, register: Register) -> None:
    in_turku.business_id = "9999999-9"
    run = pull(in_turku, register)
    assert run.state == "failed"
    assert "9999999-9" in run.reason


def test_each_town_gets_its_own(turku: Municipality, espoo: Municipality, register: Register) -> None:
    pull(turku, register)
    with within(espoo):
        assert not Service.objects.exists()
    pull(espoo, register)
    with within(espoo):
        espoos = set(Service.objects.values_list("id", flat=True))
        assert len(espoos) == SERVICES // 2
        assert espoos < {UUID(key) for key in register.ids("049", "Service")}
    with within(turku):
        assert not Service.objects.filter(id__in=espoos).exists()
