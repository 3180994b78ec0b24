"""A town is pulled by version 12 of the interface: whole, by its feeds, and as version 11 says it."""

from typing import Any

import msgspec
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.dialects import ptv_v12
from catalogue.dialects.ptv_v12.comparable import comparable
from catalogue.outbox.unit import revision
from catalogue.registry.adapters import parse_kept
from catalogue.registry.choosing import CannotChoose, choose, chosen
from catalogue.registry.models import Base, Link, Quarantine, SyncRun
from catalogue.registry.operations import sync_town
from catalogue.registry.queries import summary
from catalogue.services.models import Connection, Service, ServiceChannel
from catalogue.services.values import KINDS
from tenants.context import within
from tenants.models import Municipality
from tests.register import CHANNELS, KEY, SERVICES, Register, pull


def counted(run: SyncRun, action: str) -> int:
    return sum(counts[action] for counts in run.counts.values())


def test_both_versions_bring_the_same(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    before = {link.ptv_id: link for link in Link.objects.all()}
    by_v11 = {base.object_id: bytes(base.document or b"") for base in Base.objects.exclude(document=None)}
    run = pull(in_turku, register, version="v12")
    assert (run.state, run.reason, run.full, run.version) == ("done", "", True, "v12")
    after = {link.ptv_id: link for link in Link.objects.all()}
    assert {key for key, link in after.items() if link.own} == {key for key, link in before.items() if link.own}
    assert not Quarantine.objects.exists()
    assert (counted(run, "created"), counted(run, "archived")) == (0, 0)
    for base in Base.objects.exclude(document=None):
        kind: Any = after[base.object_id].kind
        document = bytes(base.document or b"")
        assert b"contentId" in document
        by_both = [comparable(parse_kept(kind, each)) for each in (by_v11[base.object_id], document)]
        business_codes = [each.pop("business_code", None) for each in by_both]
        assert by_both[0] == by_both[1]
        assert business_codes[0] in (None, business_codes[1])  # version 12 says the one above where there is none


def test_the_first_pull_brings_everything_and_each_thing_reads_back(in_turku: Municipality, register: Register) -> None:
    run = pull(in_turku, register, version="v12")
    assert (run.state, run.full, run.version) == ("done", True, "v12")
    assert Service.objects.filter(own=True).count() == SERVICES
    assert ServiceChannel.objects.filter(own=True).count() == CHANNELS
    assert summary()["connections"] == Connection.objects.filter(service_end__isnull=False).count() > SERVICES
    assert ServiceChannel.objects.filter(own=False).exists()
    for link in Link.objects.all():
        document = bytes(Base.objects.get(pk=link.object_id).document or b"")
        kind: Any = link.kind
        rendered = ptv_v12.render(ptv_v12.parse(kind, document))
        assert ptv_v12.render(parse_kept(kind, document)) == rendered


def test_nothing_new_writes_nothing_in_a_constant_number_of_statements(
    in_turku: Municipality, register: Register
) -> None:
    pull(in_turku, register, version="v12")
    before = revision()
    for full in (True, False):
        with CaptureQueriesContext(connection) as captured:
            run = pull(in_turku, register, version="v12", full=full)
        assert (run.state, run.full) == ("done", full)
        assert counted(run, "created") + counted(run, "updated") + counted(run, "archived") == 0
        assert len(captured) <= 16
    assert revision() == before


def test_a_delta_brings_what_version_12_shows_by_then(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register, version="v12")
    edited, gone = register.ids("853", "Service")[:2]
    register.do("clock", seconds=24 * 3600)
    register.do("edit", id=edited, members={"serviceNames": [{"language": "fi", "value": "Uusi", "type": "Name"}]})
    register.do("archive", ids=[gone])
    (added, *_) = register.do("add", town="853", services=1)["things"]
    early = pull(in_turku, register, version="v12")
    assert (early.full, counted(early, "updated"), counted(early, "archived")) == (False, 0, 0)
    register.do("clock", seconds=2 * 3600)
    run = pull(in_turku, register, version="v12")
    assert (run.full, run.state) == (False, "done")
    assert Service.objects.get(pk=edited).names == {"fi": "Uusi"}
    assert Service.objects.get(pk=gone).state == "archived"
    assert Service.objects.filter(pk=added["id"], own=True).exists()


def test_a_delta_finds_connections_that_came_and_went(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register, version="v12")
    pair = Connection.objects.filter(service_end__isnull=False, channel_end__isnull=False)[0]
    register.do("clock", seconds=3600)
    register.do("disconnect", service=str(pair.service_id), channel=str(pair.channel_id))
    register.do("clock", seconds=2 * 3600)
    assert not pull(in_turku, register, version="v12").full
    pair.refresh_from_db()
    assert (pair.service_end, pair.channel_end) == (None, None)
    register.do("connect", service=str(pair.service_id), channel=str(pair.channel_id))
    register.do("clock", seconds=2 * 3600)
    assert not pull(in_turku, register, version="v12").full
    pair.refresh_from_db()
    assert pair.service_end is not None
    assert pair.channel_end is not None


def test_members_and_words_that_nobody_knows_are_kept(in_turku: Municipality, register: Register) -> None:
    register.do("settings", surprises=True)
    run = pull(in_turku, register, version="v12")
    assert run.state == "done"
    assert not Quarantine.objects.exists()
    for link in Link.objects.filter(kind__in=KINDS):
        kind: Any = link.kind
        document = bytes(Base.objects.get(pk=link.object_id).document or b"")
        assert ptv_v12.normal(ptv_v12.render(ptv_v12.parse(kind, document))) == ptv_v12.normal(decoded(document))


def decoded(document: bytes) -> Any:
    return msgspec.json.decode(document)


def test_a_key_that_is_not_taken_is_told_and_never_shown(in_turku: Municipality, register: Register) -> None:
    run = pull(in_turku, register, version="v12", client={"key": "an odd key"})
    assert (run.state, run.code) == ("failed", "registry_credentials_refused")
    assert "odd key" not in run.reason


def test_each_town_is_read_by_the_version_that_it_has_chosen(
    turku: Municipality, espoo: Municipality, register: Register, settings: LazySettings
) -> None:
    settings.REGISTRY_URL, settings.REGISTRY_V12_URL, settings.REGISTRY_V12_KEY = register.api, register.api_v12, KEY
    call_command("registry_version", "853", "--read", "v12")
    with within(espoo):
        assert chosen() == "v11"
    assert (sync_town(turku).version, sync_town(espoo).version) == ("v12", "v11")
    with within(turku):
        choose(municipality=turku, version="v11", actor=None)
    back = sync_town(turku)
    assert (back.version, back.full, back.state) == ("v11", True, "done")


def test_what_cannot_be_chosen_is_refused_with_its_reason(
    in_turku: Municipality, register: Register, settings: LazySettings
) -> None:
    settings.REGISTRY_V12_URL = ""
    with pytest.raises(CannotChoose, match="no address"):
        choose(municipality=in_turku, version="v12", actor=None)
    settings.REGISTRY_V12_URL = register.api_v12
    in_turku.national_writing = True
    with pytest.raises(CannotChoose, match="v12 cannot write"):
        choose(municipality=in_turku, version="v12", actor=None)
    with pytest.raises(CannotChoose, match="v11, v12"):
        choose(municipality=in_turku, version="v13", actor=None)
    assert chosen() == "v11"
