"""A worker killed at any point of a plan: the next one goes on, and nothing is written twice or forgotten."""

import signal
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings

from catalogue.registry.models import Link
from catalogue.registry.pushing import operations
from catalogue.services import connecting
from catalogue.services.models import Connection, Organization
from catalogue.services.workflow import Work
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue.registry.pushing.test_faults import collections_named
from tests.catalogue.registry.test_killed import wait_until_stuck
from tests.catalogue_make import texts
from tests.edits_make import ANNA, archive, change_pair, edit
from tests.pushing import made_new, make, may_write, renamed, sample
from tests.register import Register, pull

Deed = Callable[[Municipality, Register], Work]
LONG = pytest.mark.long


def create(town: Municipality, register: Register) -> Work:
    main = Organization.objects.filter(own=True, parent_organization_id=None)[0]
    words = {
        language: {"name": each.name, "summary": each.summary, "description": "Kaikki yhdessä paikassa."}
        for language, each in texts("Ikäihmiselle").items()
    }
    return made_new("service_collection", {"language_versions": words, "organization_id": str(main.id)})


def change(town: Municipality, register: Register) -> Work:
    work = sample("service", town, register)
    return edit("service", work.id, renamed(work))


def gone(town: Municipality, register: Register) -> Work:
    return archive("service_channel", sample("service_channel", town, register).id)


def connect(town: Municipality, register: Register) -> Work:
    work = sample("service", town, register)
    pair = Connection.objects.filter(service_id=work.id, service_end__isnull=False)[0]
    assert connecting.one(connection_id=pair.id).pair.content is not None
    change_pair(pair.id, "Kysy neuvontapisteestä, ovi B.")
    return work


DEEDS: dict[str, Deed] = {"create": create, "change": change, "gone": gone, "connect": connect}
# Where it is killed: before anything is sent, and while what came of it is written down.
STATIONS = ("pushing_plan", "pushing_write", "registry_link", "registry_base", "services_connection")
REACHED = {
    "create": STATIONS[:4],
    "change": STATIONS[:4],
    "gone": STATIONS[:3],
    "connect": STATIONS,
}
SHORT = {("create", "registry_link")}
CASES = [
    pytest.param(deed, station, marks=() if (deed, station) in SHORT else LONG)
    for deed in DEEDS
    for station in REACHED[deed]
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("deed", "station"), CASES)
def test_a_plan_whose_worker_was_killed_is_gone_on_with(
    deed: str,
    station: str,
    transactional_db: None,
    turku: Municipality,
    small_register: Register,
    database_url: str,
    environment_of_programs: dict[str, str],
) -> None:
    register = small_register
    before = settings.REGISTRY_URL
    may_write(register, turku)
    try:
        with within(turku):
            pull(turku, register)
            work = DEEDS[deed](turku, register)
            plan = make(turku, work.id)
            assert plan.writes.filter(state="planned").count() == 1, list(plan.writes.values("code", "deed"))
            operations.approve(municipality=turku, plan_id=plan.uuid, actor=ANNA.id)
        kill_at(f'"{turku.schema_name}"."{station}"', database_url, register, environment_of_programs)
        with within(turku):
            register.forget_requests()
            operations.apply(municipality=turku, wait=0.01)
            (write,) = plan.writes.all()
            assert (write.state, write.surprises) == ("done", [])
            assert make(turku, work.id).writes.count() == 0
            assert Link.objects.get(object_id=work.id).synced_version == work.version
            if deed == "create":
                assert len(collections_named(register, work)) == 1
            if station in STATIONS[2:] and deed != "create":
                assert sent(register) == [], "what was done and not written down is found by reading"
    finally:
        settings.REGISTRY_URL = before


def sent(register: Register) -> list[str]:
    """Writes that the register got."""
    return [each["path"] for each in register.requests() if each["method"] == "PUT"]


def kill_at(table: str, database_url: str, register: Register, environment: dict[str, str]) -> None:
    """`kuntakanta apply 853`, killed where it comes to write to a table."""
    command = [sys.executable, "-m", "kuntakanta", "apply", "853"]
    given = {**environment, "KUNTAKANTA_REGISTRY_URL": register.api}
    with psycopg.connect(database_url) as holder, psycopg.connect(database_url, autocommit=True) as observer:
        holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
        with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                wait_until_stuck(observer, process)
                process.send_signal(signal.SIGKILL)
                process.wait(10)
            finally:
                process.kill()
        holder.rollback()
